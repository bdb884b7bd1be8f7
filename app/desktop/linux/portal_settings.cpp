#include "app/desktop/linux/portal_settings.h"

#include <optional>

#include <QDBusArgument>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QMap>

#include "app/desktop/look/system_look.h"

namespace hearth::desktop {
namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kCommon = QStringLiteral("org.freedesktop.appearance");
const QString kGnome = QStringLiteral("org.gnome.desktop.interface");
constexpr int kPatienceMs = 5000;

}  // namespace

PortalSettings::PortalSettings(QDBusConnection bus, SystemLook& look) : look_(look) {
  if (!bus.isConnected()) return;
  // From whomever: a private connection has no names, and a false theme does no harm.
  bus.connect({}, kPath, kInterface, QStringLiteral("SettingChanged"), this,
              SLOT(settingChanged(QDBusMessage)));
  QDBusMessage question =
      QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("ReadAll"));
  question << QStringList{kCommon, kGnome};
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(question, kPatienceMs), this);  // deletes itself
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
    watcher->deleteLater();
    const QDBusMessage reply = watcher->reply();
    if (reply.type() != QDBusMessage::ReplyMessage || reply.signature() != QStringLiteral("a{sa{sv}}"))
      return;
    QMap<QString, QVariantMap> groups;
    reply.arguments().constFirst().value<QDBusArgument>() >> groups;
    for (auto group = groups.cbegin(); group != groups.cend(); ++group) {
      for (auto entry = group->cbegin(); entry != group->cend(); ++entry)
        take(group.key(), entry.key(), entry.value());
    }
  });
}

void PortalSettings::settingChanged(const QDBusMessage& signal) {
  const QVariantList told = signal.arguments();
  if (signal.signature() != QStringLiteral("ssv")) return;
  take(told[0].toString(), told[1].toString(), told[2].value<QDBusVariant>().variant());
}

// The values' meanings: the portal's documentation of org.freedesktop.appearance.
void PortalSettings::take(const QString& group, const QString& key, const QVariant& value) {
  if (group == kCommon && key == QStringLiteral("color-scheme")) {
    const uint scheme = value.toUInt();
    look_.setDark(scheme == 1 ? std::optional(true) : scheme == 2 ? std::optional(false) : std::nullopt);
  } else if (group == kCommon && key == QStringLiteral("contrast")) {
    look_.setHighContrast(value.toUInt() == 1);
  } else if (group == kCommon && key == QStringLiteral("reduced-motion")) {
    look_.setReducedMotion(value.toUInt() == 1);
  } else if (group == kGnome && key == QStringLiteral("enable-animations")) {
    look_.setReducedMotion(!value.toBool());
  }
}

}  // namespace hearth::desktop
