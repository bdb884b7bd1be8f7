// Hearth on the session bus as freedesktop.org's desktop entry specification wants it
// (org.freedesktop.Application): shown, given files, or asked for an action by the desktop.
#pragma once

#include <QDBusAbstractAdaptor>
#include <QDBusConnection>
#include <QVariantMap>

#include "app/desktop/session/desktop_session.h"

namespace hearth::desktop {

class FreedesktopApplication : public QDBusAbstractAdaptor {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Application")
 public:
  // Puts itself on `holder`, which is registered on the bus under the path that belongs to the app's id.
  FreedesktopApplication(QDBusConnection bus, QObject& holder, DesktopSession& session);
  static QString objectPath();

 public Q_SLOTS:
  void Activate(const QVariantMap& platformData);
  void Open(const QStringList& addresses, const QVariantMap& platformData);
  void ActivateAction(const QString& action, const QVariantList& parameters, const QVariantMap& platformData);

 private:
  DesktopSession& session_;
};

}  // namespace hearth::desktop
