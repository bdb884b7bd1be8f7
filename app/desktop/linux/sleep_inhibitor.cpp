#include "app/desktop/linux/sleep_inhibitor.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace hearth::desktop {
namespace {

const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPortalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kPortalInhibit = QStringLiteral("org.freedesktop.portal.Inhibit");
const QString kPower = QStringLiteral("org.freedesktop.PowerManagement");
const QString kPowerPath = QStringLiteral("/org/freedesktop/PowerManagement/Inhibit");
const QString kPowerInhibit = QStringLiteral("org.freedesktop.PowerManagement.Inhibit");
const QString kLogin = QStringLiteral("org.freedesktop.login1");
const QString kLoginPath = QStringLiteral("/org/freedesktop/login1");
const QString kLoginManager = QStringLiteral("org.freedesktop.login1.Manager");
constexpr uint kSuspend = 4;  // the portal's flag; the screen may go dark
constexpr int kPatienceMs = 5000;

QDBusMessage methodCall(const QString& service, const QString& path, const QString& interface,
                        const QString& method, const QVariantList& arguments) {
  QDBusMessage call = QDBusMessage::createMethodCall(service, path, interface, method);
  call.setArguments(arguments);
  return call;
}

}  // namespace

SleepInhibitor::SleepInhibitor(QDBusConnection sessionBus, QDBusConnection systemBus, DesktopSession& session)
    : sessionBus_(sessionBus), systemBus_(systemBus), session_(session) {
  connect(&session_, &DesktopSession::awakeReasonChanged, this, &SleepInhibitor::update);
  probe(Way::Portal);
}

SleepInhibitor::~SleepInhibitor() {
  if (held_) release();
}

// Asks each in turn whether it is there, without keeping anything awake.
void SleepInhibitor::probe(Way way) {
  if (way == Way::None) return;
  const Way next = way == Way::Portal ? Way::PowerManager : way == Way::PowerManager ? Way::Login : Way::None;
  if (!busOf(way).isConnected()) return probe(next);
  const QString properties = QStringLiteral("org.freedesktop.DBus.Properties");
  QDBusMessage question;
  if (way == Way::Portal) {
    question = methodCall(kPortal, kPortalPath, properties, QStringLiteral("Get"),
                          {kPortalInhibit, QStringLiteral("version")});
  } else if (way == Way::PowerManager) {
    question = methodCall(kPower, kPowerPath, kPowerInhibit, QStringLiteral("HasInhibit"), {});
  } else {
    question = methodCall(kLogin, kLoginPath, properties, QStringLiteral("Get"),
                          {kLoginManager, QStringLiteral("BlockInhibited")});
  }
  auto* watcher =
      new QDBusPendingCallWatcher(busOf(way).asyncCall(question, kPatienceMs), this);  // deletes itself
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, way, next] {
    watcher->deleteLater();
    if (watcher->isError()) return probe(next);
    way_ = way;
    session_.setCanKeepAwake(true);
    update();
  });
}

void SleepInhibitor::update() {
  if (way_ == Way::None || asked_) return;
  const QString reason = session_.awakeReason();
  if (!reason.isEmpty() && !held_) hold(reason);
  if (reason.isEmpty() && held_) release();
}

void SleepInhibitor::hold(const QString& reason) {
  const QString name = QStringLiteral("Hearth");
  QDBusMessage call;
  if (way_ == Way::Portal) {
    call = methodCall(kPortal, kPortalPath, kPortalInhibit, QStringLiteral("Inhibit"),
                      {QString(), kSuspend, QVariantMap{{QStringLiteral("reason"), reason}}});
  } else if (way_ == Way::PowerManager) {
    call = methodCall(kPower, kPowerPath, kPowerInhibit, QStringLiteral("Inhibit"), {name, reason});
  } else {
    call = methodCall(kLogin, kLoginPath, kLoginManager, QStringLiteral("Inhibit"),
                      {QStringLiteral("sleep"), name, reason, QStringLiteral("block")});
  }
  asked_ = true;
  auto* watcher =
      new QDBusPendingCallWatcher(busOf(way_).asyncCall(call, kPatienceMs), this);  // deletes itself
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
    watcher->deleteLater();
    asked_ = false;
    if (watcher->isError()) return;  // refused: asked again with the next reason
    held_ = true;
    if (way_ == Way::Portal) request_ = QDBusPendingReply<QDBusObjectPath>(*watcher).value().path();
    if (way_ == Way::PowerManager) cookie_ = QDBusPendingReply<uint>(*watcher).value();
    if (way_ == Way::Login) descriptor_ = QDBusPendingReply<QDBusUnixFileDescriptor>(*watcher).value();
    update();  // the reason may be gone by now
  });
}

void SleepInhibitor::release() {
  held_ = false;
  if (way_ == Way::Portal) {
    sessionBus_.asyncCall(methodCall(kPortal, request_, QStringLiteral("org.freedesktop.portal.Request"),
                                     QStringLiteral("Close"), {}));
  } else if (way_ == Way::PowerManager) {
    sessionBus_.asyncCall(
        methodCall(kPower, kPowerPath, kPowerInhibit, QStringLiteral("UnInhibit"), {cookie_}));
  } else {
    descriptor_ = QDBusUnixFileDescriptor();
  }
}

}  // namespace hearth::desktop
