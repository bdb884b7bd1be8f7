// Shows a file in the desktop's file manager, selected in its folder (org.freedesktop.FileManager1). Where
// none offers that, the folder is opened as it is elsewhere.
#pragma once

#include <QDBusConnection>
#include <QObject>

#include "app/desktop/session/desktop_session.h"

namespace hearth::desktop {

class FileManager : public QObject {
  Q_OBJECT
 public:
  FileManager(QDBusConnection sessionBus, DesktopSession& session);

 private:
  void show(const QString& path);

  QDBusConnection bus_;
  DesktopSession& session_;
};

}  // namespace hearth::desktop
