// Notifications, sleep, tray and activation, each against a faked service at the other end of a private
// connection.
#include <unistd.h>

#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCall>
#include <QDBusUnixFileDescriptor>
#include <QDBusVariant>
#include <QQuickWindow>
#include <QSignalSpy>

#include "app/desktop/linux/freedesktop_application.h"
#include "app/desktop/linux/notifications.h"
#include "app/desktop/linux/sleep_inhibitor.h"
#include "app/desktop/linux/status_notifier.h"
#include "tests/desktop/private_bus.h"

namespace hearth::desktop {
namespace {

QDBusConnection noBus() { return QDBusConnection(QStringLiteral("hearth-no-such-connection")); }

class FakeNotifications : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
 public:
  Q_INVOKABLE QStringList GetCapabilities() {
    return {QStringLiteral("actions"), QStringLiteral("body-markup")};
  }
  Q_INVOKABLE uint Notify(const QString& /*app*/, uint replaces, const QString& /*icon*/,
                          const QString& summary, const QString& body, const QStringList& /*actions*/,
                          const QVariantMap& /*hints*/, int /*expires*/) {
    summaries << summary;
    bodies << body;
    replaced << replaces;
    return 7;
  }
  Q_INVOKABLE void CloseNotification(uint id) { closed << id; }
  QStringList summaries, bodies;
  QList<uint> replaced, closed;
};

class DesktopServicesTest : public GuiTest {
 protected:
  void SetUp() override {
    start();
    app().adopt(window_);
    session().setLongAnswer(std::chrono::milliseconds(0));
  }
  DesktopSession& session() { return *app().session(); }
  QDBusMessage signal(const QString& path, const QString& interface, const QString& name,
                      const QVariantList& arguments) {
    QDBusMessage message = QDBusMessage::createSignal(path, interface, name);
    message.setArguments(arguments);
    return message;
  }

  // A call from the desktop to Hearth, and its reply.
  QDBusMessage ask(const QString& path, const QString& interface, const QString& method,
                   const QVariantList& arguments) {
    QDBusMessage call = QDBusMessage::createMethodCall({}, path, interface, method);
    call.setArguments(arguments);
    const QDBusPendingCall pending = bus_.services().asyncCall(call);
    EXPECT_TRUE(eventually([&] { return pending.isFinished(); }));
    return pending.reply();
  }

  PrivateBus bus_{QStringLiteral("hearth-services-test")};
  QQuickWindow window_;  // never shown: nobody looks at it
};

class NotificationTest : public DesktopServicesTest {
 protected:
  void SetUp() override {
    DesktopServicesTest::SetUp();
    bus_.offer(QStringLiteral("/org/freedesktop/Notifications"), service_);
    notifications_.emplace(bus_.client(), session());
    ASSERT_TRUE(eventually([this] { return session().canNotify(); }));
  }
  void say(const QString& name, const QVariantList& arguments) {
    ASSERT_TRUE(
        bus_.services().send(signal(QStringLiteral("/org/freedesktop/Notifications"),
                                    QStringLiteral("org.freedesktop.Notifications"), name, arguments)));
  }
  FakeNotifications service_;
  std::optional<Notifications> notifications_;
};

TEST_F(NotificationTest, TellsThatAnAnswerIsReadyAndNotWhatItSays) {
  send(QStringLiteral("What is in my blood test?"));
  answer("Your <b>cholesterol</b> is fine.");
  ASSERT_TRUE(eventually([this] { return service_.summaries.size() == 1; }));
  for (const QString& shown : {service_.summaries.first(), service_.bodies.first()}) {
    EXPECT_FALSE(shown.contains(QStringLiteral("blood"))) << shown.toStdString();
    EXPECT_FALSE(shown.contains(QStringLiteral("cholesterol"))) << shown.toStdString();
  }
}

TEST_F(NotificationTest, QuotesTheAnswerWhenItMayAndEscapesIt) {
  session().setNotifiesWithText(true);
  send(QStringLiteral("What is in my blood test?"));
  answer("Your <b>cholesterol</b> is fine.");
  ASSERT_TRUE(eventually([this] { return service_.bodies.size() == 1; }));
  EXPECT_EQ(service_.bodies.first(), QStringLiteral("Your &lt;b&gt;cholesterol&lt;/b&gt; is fine."));
}

TEST_F(NotificationTest, AClickOpensTheChat) {
  send(QStringLiteral("First"));
  const qint64 first = chat().conversationId();
  answer("One.");
  ASSERT_TRUE(eventually([this] { return service_.summaries.size() == 1; }));
  chat().startNew();
  QTest::qWait(20);  // the service's answer with the id
  say(QStringLiteral("ActionInvoked"), {7U, QStringLiteral("default")});
  EXPECT_TRUE(eventually([&] { return chat().conversationId() == first; }));
  EXPECT_TRUE(window_.isVisible());
}

TEST_F(NotificationTest, IsSilentWhenSwitchedOffOrStoppedOrShort) {
  session().setNotifies(false);
  send(QStringLiteral("One"));
  answer("1");
  session().setNotifies(true);
  send(QStringLiteral("Two"));
  engine_.finish(DoneReason::Cancelled);
  ASSERT_TRUE(eventually([this] { return !chat().busy(); }));
  session().setLongAnswer(std::chrono::hours(1));
  send(QStringLiteral("Three"));
  answer("3");
  // A failure is told however soon it comes.
  send(QStringLiteral("Four"));
  engine_.say(Failed{engine_.last<Generate>().request, "The card is gone."});
  ASSERT_TRUE(eventually([this] { return !service_.summaries.isEmpty(); }));
  EXPECT_EQ(service_.summaries.size(), 1);
  EXPECT_TRUE(service_.summaries.first().contains(QStringLiteral("could not")));
}

class FakePortalInhibit : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Inhibit")
  Q_PROPERTY(uint version READ version)
 public:
  uint version() const { return 3; }
  Q_INVOKABLE QDBusObjectPath Inhibit(const QString& /*window*/, uint what, const QVariantMap& options) {
    flags << what;
    reasons << options.value(QStringLiteral("reason")).toString();
    return QDBusObjectPath(QStringLiteral("/request/1"));
  }
  QList<uint> flags;
  QStringList reasons;
};

class FakePortalRequest : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Request")
 public:
  Q_INVOKABLE void Close() { ++closed; }
  int closed = 0;
};

class FakePowerManager : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.PowerManagement.Inhibit")
 public:
  Q_INVOKABLE bool HasInhibit() { return !cookies.isEmpty(); }
  Q_INVOKABLE uint Inhibit(const QString& /*app*/, const QString& /*reason*/) {
    cookies << 42;
    return 42;
  }
  Q_INVOKABLE void UnInhibit(uint cookie) {
    cookies.removeAll(cookie);
    ++released;
  }
  QList<uint> cookies;
  int released = 0;
};

class FakeLogin : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")
  Q_PROPERTY(QString BlockInhibited READ blockInhibited)
 public:
  FakeLogin() { EXPECT_EQ(pipe(ends), 0); }
  ~FakeLogin() override { close(ends[0]); }
  QString blockInhibited() const { return {}; }
  Q_INVOKABLE QDBusUnixFileDescriptor Inhibit(const QString& what, const QString& /*who*/,
                                              const QString& /*why*/, const QString& /*mode*/) {
    asked << what;
    QDBusUnixFileDescriptor descriptor(ends[1]);
    close(ends[1]);
    return descriptor;
  }
  QStringList asked;
  int ends[2];
};

TEST_F(DesktopServicesTest, StaysAwakeThroughThePortalWhileAnAnswerIsWritten) {
  FakePortalInhibit portal;
  FakePortalRequest request;
  bus_.offer(QStringLiteral("/org/freedesktop/portal/desktop"), portal);
  bus_.offer(QStringLiteral("/request/1"), request);
  const SleepInhibitor inhibitor(bus_.client(), noBus(), session());
  ASSERT_TRUE(eventually([this] { return session().canKeepAwake(); }));
  EXPECT_TRUE(portal.flags.isEmpty());  // finding out keeps nobody awake
  send(QStringLiteral("Hello"));
  ASSERT_TRUE(eventually([&] { return portal.flags == QList<uint>{4}; }));
  EXPECT_FALSE(portal.reasons.first().isEmpty());
  answer("Hi.");
  EXPECT_TRUE(eventually([&] { return request.closed == 1; }));
}

TEST_F(DesktopServicesTest, StaysAwakeThroughThePowerManagerAndLetsGoWhenSwitchedOff) {
  FakePowerManager power;
  bus_.offer(QStringLiteral("/org/freedesktop/PowerManagement/Inhibit"), power);
  const SleepInhibitor inhibitor(bus_.client(), noBus(), session());
  ASSERT_TRUE(eventually([this] { return session().canKeepAwake(); }));
  session().setDownloading(true);
  ASSERT_TRUE(eventually([&] { return power.cookies.size() == 1; }));
  session().setKeepsAwake(false);
  EXPECT_TRUE(eventually([&] { return power.cookies.isEmpty(); }));
  session().setDownloading(false);
  EXPECT_EQ(power.released, 1);
}

TEST_F(DesktopServicesTest, StaysAwakeThroughLoginByHoldingItsDescriptor) {
  FakeLogin login;
  bus_.offer(QStringLiteral("/org/freedesktop/login1"), login);
  const SleepInhibitor inhibitor(noBus(), bus_.client(), session());
  ASSERT_TRUE(eventually([this] { return session().canKeepAwake(); }));
  session().setDownloading(true);
  ASSERT_TRUE(eventually([&] { return login.asked.size() == 1; }));
  EXPECT_EQ(login.asked.first(), QStringLiteral("sleep"));
  QTest::qWait(50);
  session().setDownloading(false);
  // The other end reads the end of the pipe once every copy is closed.
  char byte = 0;
  EXPECT_EQ(read(login.ends[0], &byte, 1), 0);
}

TEST_F(DesktopServicesTest, AReasonThatIsGoneBeforeTheAnswerIsReleased) {
  FakePowerManager power;
  bus_.offer(QStringLiteral("/org/freedesktop/PowerManagement/Inhibit"), power);
  const SleepInhibitor inhibitor(bus_.client(), noBus(), session());
  ASSERT_TRUE(eventually([this] { return session().canKeepAwake(); }));
  session().setDownloading(true);
  session().setDownloading(false);
  EXPECT_TRUE(eventually([&] { return power.released == 1; }));
  EXPECT_TRUE(power.cookies.isEmpty());
}

class FakeTray : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
  Q_PROPERTY(bool IsStatusNotifierHostRegistered READ hasHost)
 public:
  bool hasHost() const { return host; }
  Q_INVOKABLE void RegisterStatusNotifierItem(const QString& /*service*/) { ++registered; }
  int registered = 0;
  bool host = true;
};

TEST_F(DesktopServicesTest, SitsInTheTrayOnlyWhenItShallKeepRunning) {
  FakeTray tray;
  bus_.offer(QStringLiteral("/StatusNotifierWatcher"), tray);
  const StatusNotifier icon(bus_.client(), session());
  ASSERT_TRUE(eventually([this] { return session().hasTray(); }));
  EXPECT_EQ(tray.registered, 0);
  EXPECT_TRUE(QGuiApplication::quitOnLastWindowClosed());
  session().setKeepsRunning(true);
  ASSERT_TRUE(eventually([&] { return tray.registered == 1; }));
  EXPECT_FALSE(QGuiApplication::quitOnLastWindowClosed());
  const QString item = QStringLiteral("/StatusNotifierItem"),
                interface = QStringLiteral("org.kde.StatusNotifierItem");
  const auto status = [&] {
    const QDBusMessage reply = ask(item, QStringLiteral("org.freedesktop.DBus.Properties"),
                                   QStringLiteral("Get"), {interface, QStringLiteral("Status")});
    return reply.arguments().value(0).value<QDBusVariant>().variant().toString();
  };
  EXPECT_EQ(status(), QStringLiteral("Active"));
  const QDBusMessage pictures = ask(item, QStringLiteral("org.freedesktop.DBus.Properties"),
                                    QStringLiteral("Get"), {interface, QStringLiteral("IconPixmap")});
  EXPECT_EQ(pictures.type(), QDBusMessage::ReplyMessage) << pictures.errorMessage().toStdString();
  EXPECT_FALSE(window_.isVisible());
  ask(item, interface, QStringLiteral("Activate"), {0, 0});
  EXPECT_TRUE(eventually([this] { return window_.isVisible(); }));
  session().setKeepsRunning(false);
  EXPECT_EQ(status(), QStringLiteral("Passive"));
  EXPECT_TRUE(QGuiApplication::quitOnLastWindowClosed());
}

TEST_F(DesktopServicesTest, TheTraysMenuTellsWhatHearthDoesAndBeginsAChat) {
  FakeTray tray;
  bus_.offer(QStringLiteral("/StatusNotifierWatcher"), tray);
  const StatusNotifier icon(bus_.client(), session());
  send(QStringLiteral("Hello"));
  const QString menu = QStringLiteral("/MenuBar"), interface = QStringLiteral("com.canonical.dbusmenu");
  const QDBusMessage reply = ask(menu, interface, QStringLiteral("GetLayout"), {0, -1, QStringList()});
  ASSERT_EQ(reply.signature(), QStringLiteral("u(ia{sv}av)")) << reply.errorMessage().toStdString();
  TrayMenuLayout layout;
  reply.arguments().at(1).value<QDBusArgument>() >> layout;
  int newChat = 0;
  QStringList labels;
  for (const QVariant& child : layout.children) {
    TrayMenuLayout entry;
    child.value<QDBusArgument>() >> entry;
    labels << entry.properties.value(QStringLiteral("label")).toString();
    if (labels.last() == QStringLiteral("New chat")) newChat = entry.id;
  }
  EXPECT_EQ(labels.first(), QStringLiteral("Writing an answer…"));
  ASSERT_GT(newChat, 0);
  answer("Hi.");
  ask(menu, interface, QStringLiteral("Event"),
      {newChat, QStringLiteral("clicked"), QVariant::fromValue(QDBusVariant(0)), 0U});
  EXPECT_TRUE(eventually([this] { return chat().conversationId() == 0; }));
}

TEST_F(DesktopServicesTest, AWatcherWithoutAHostIsNoTray) {
  FakeTray tray;
  tray.host = false;
  bus_.offer(QStringLiteral("/StatusNotifierWatcher"), tray);
  const StatusNotifier icon(bus_.client(), session());
  tray.host = true;
  ASSERT_TRUE(bus_.services().send(signal(QStringLiteral("/StatusNotifierWatcher"),
                                          QStringLiteral("org.kde.StatusNotifierWatcher"),
                                          QStringLiteral("StatusNotifierHostRegistered"), {})));
  EXPECT_TRUE(eventually([this] { return session().hasTray(); }));
}

TEST_F(DesktopServicesTest, TheDesktopCanActivateOpenAndAsk) {
  QObject holder;
  new FreedesktopApplication(bus_.client(), holder, session());  // owned by the holder
  QSignalSpy hub(&app(), &Application::hubModelRequested);
  const auto call = [this](const char* method, const QVariantList& arguments) {
    ask(FreedesktopApplication::objectPath(), QStringLiteral("org.freedesktop.Application"),
        QString::fromLatin1(method), arguments);
  };
  call("Activate", {QVariantMap()});
  EXPECT_TRUE(eventually([this] { return window_.isVisible(); }));
  call("Open", {QStringList{QStringLiteral("hearth://open_from_hf?model=a/b")}, QVariantMap()});
  EXPECT_TRUE(eventually([&] { return hub.count() == 1; }));
  send(QStringLiteral("Hello"));
  answer("Hi.");
  call("ActivateAction", {QStringLiteral("new-chat"), QVariantList(), QVariantMap()});
  EXPECT_TRUE(eventually([this] { return chat().conversationId() == 0; }));
}

TEST_F(DesktopServicesTest, WithoutServicesNothingIsOffered) {
  const Notifications notifications(noBus(), session());
  const SleepInhibitor inhibitor(noBus(), noBus(), session());
  const StatusNotifier tray(noBus(), session());
  QObject holder;
  new FreedesktopApplication(noBus(), holder, session());  // owned by the holder
  // Nor where there is a bus without them.
  const Notifications silent(bus_.client(), session());
  const SleepInhibitor restless(bus_.client(), noBus(), session());
  QTest::qWait(50);
  EXPECT_FALSE(session().canNotify());
  EXPECT_FALSE(session().canKeepAwake());
  EXPECT_FALSE(session().hasTray());
  session().setKeepsRunning(true);  // without a tray there would be no way back
  EXPECT_TRUE(QGuiApplication::quitOnLastWindowClosed());
}

}  // namespace
}  // namespace hearth::desktop

#include "desktop_services_test.moc"
