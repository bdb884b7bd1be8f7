// Looks: as chosen or as the system says, kept over a restart; and what the settings portal tells.
#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusServer>
#include <QDBusVariant>
#include <QSignalSpy>

#include "app/desktop/linux/portal_settings.h"
#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

using Groups = QMap<QString, QVariantMap>;

class AppearanceTest : public GuiTest {};

TEST_F(AppearanceTest, KeepsWhatWasChosen) {
  start();
  Appearance& look = *app().appearance();
  EXPECT_EQ(look.zoom(), 100);
  look.setMode(Appearance::Dark);
  look.setContrast(Appearance::On);
  look.setReducedMotion(Appearance::On);
  look.setZoom(140);
  start();
  EXPECT_TRUE(app().appearance()->dark());
  EXPECT_TRUE(app().appearance()->highContrast());
  EXPECT_FALSE(app().appearance()->motion());
  EXPECT_EQ(app().appearance()->zoom(), 140);
}

TEST_F(AppearanceTest, FollowsTheSystemUnlessToldOtherwise) {
  start();
  Appearance& look = *app().appearance();
  QSignalSpy changed(&look, &Appearance::changed);
  app().systemLook().setDark(true);
  app().systemLook().setHighContrast(true);
  app().systemLook().setReducedMotion(true);
  EXPECT_EQ(changed.count(), 3);
  EXPECT_TRUE(look.dark());
  EXPECT_TRUE(look.highContrast());
  EXPECT_FALSE(look.motion());
  look.setMode(Appearance::Light);
  look.setContrast(Appearance::Off);
  look.setReducedMotion(Appearance::Off);
  EXPECT_FALSE(look.dark());
  EXPECT_FALSE(look.highContrast());
  EXPECT_TRUE(look.motion());
}

TEST_F(AppearanceTest, ZoomGoesInStepsWithinItsBounds) {
  start();
  Appearance& look = *app().appearance();
  look.zoomBy(1);
  EXPECT_EQ(look.zoom(), 110);
  look.zoomBy(0);
  EXPECT_EQ(look.zoom(), 100);
  look.zoomBy(-50);
  EXPECT_EQ(look.zoom(), 80);
  look.setZoom(999);
  EXPECT_EQ(look.zoom(), 200);
  look.setZoom(124);
  EXPECT_EQ(look.zoom(), 120);
}

// A portal at the other end of a private connection: no bus is needed.
class FakePortal : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
 public:
  Q_INVOKABLE Groups ReadAll(const QStringList& wanted) {
    asked = wanted;
    return settings;
  }
  Groups settings;
  QStringList asked;
};

class PortalTest : public testing::Test {
 protected:
  void SetUp() override {
    qDBusRegisterMetaType<Groups>();
    ASSERT_TRUE(server_.isConnected()) << server_.lastError().message().toStdString();
    QObject::connect(&server_, &QDBusServer::newConnection, &server_,
                     [this](const QDBusConnection& connection) {
                       portalEnd_.emplace(connection);
                       portalEnd_->registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &portal_,
                                                  QDBusConnection::ExportAllInvokables);
                     });
    client_ = QDBusConnection::connectToPeer(server_.address(), QStringLiteral("hearth-portal-test"));
    ASSERT_TRUE(client_.isConnected());
    ASSERT_TRUE(eventually([this] { return portalEnd_.has_value(); }));
  }
  void TearDown() override { QDBusConnection::disconnectFromPeer(QStringLiteral("hearth-portal-test")); }

  QDBusServer server_{QStringLiteral("unix:tmpdir=/tmp")};
  FakePortal portal_;
  std::optional<QDBusConnection> portalEnd_;
  QDBusConnection client_{QString()};
};

TEST_F(PortalTest, TellsWhatTheDesktopWantsAndItsChanges) {
  portal_.settings[QStringLiteral("org.freedesktop.appearance")] = {{QStringLiteral("color-scheme"), 1U},
                                                                    {QStringLiteral("contrast"), 1U}};
  portal_.settings[QStringLiteral("org.gnome.desktop.interface")] = {
      {QStringLiteral("enable-animations"), false}};
  SystemLook look;
  const PortalSettings settings(client_, look);
  EXPECT_TRUE(eventually([&] { return look.dark() && look.highContrast() && look.reducedMotion(); }));
  EXPECT_TRUE(portal_.asked.contains(QStringLiteral("org.freedesktop.appearance")));
  QDBusMessage change = QDBusMessage::createSignal(QStringLiteral("/org/freedesktop/portal/desktop"),
                                                   QStringLiteral("org.freedesktop.portal.Settings"),
                                                   QStringLiteral("SettingChanged"));
  change << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme")
         << QVariant::fromValue(QDBusVariant(2U));
  ASSERT_TRUE(portalEnd_->send(change));
  EXPECT_TRUE(eventually([&] { return !look.dark(); }));
  EXPECT_TRUE(look.highContrast());
}

TEST_F(PortalTest, AnAnswerOfAnotherShapeChangesNothing) {
  portal_.settings[QStringLiteral("org.freedesktop.appearance")] = {
      {QStringLiteral("color-scheme"), QStringLiteral("x")}, {QStringLiteral("contrast"), QStringList{}}};
  SystemLook look;
  const bool before = look.dark();
  const PortalSettings settings(client_, look);
  EXPECT_TRUE(eventually([&] { return !portal_.asked.isEmpty(); }));
  QTest::qWait(20);
  EXPECT_EQ(look.dark(), before);
  EXPECT_FALSE(look.highContrast());
}

TEST(PortalAbsentTest, NoBusIsNoHarm) {
  SystemLook look;
  const PortalSettings settings(QDBusConnection(QStringLiteral("hearth-no-such-connection")), look);
  EXPECT_FALSE(look.highContrast());
}

}  // namespace
}  // namespace hearth::desktop

#include "appearance_test.moc"
