// Tells SystemLook what the desktop's settings portal says (freedesktop.org,
// org.freedesktop.portal.Settings), now and when it changes. Without a portal nothing happens.
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>
#include <QVariant>

namespace hearth::desktop {

class SystemLook;

class PortalSettings : public QObject {
  Q_OBJECT
 public:
  PortalSettings(QDBusConnection bus, SystemLook& look);

 private Q_SLOTS:
  void settingChanged(const QDBusMessage& signal);

 private:
  void take(const QString& group, const QString& key, const QVariant& value);

  SystemLook& look_;
};

}  // namespace hearth::desktop
