// Keeps the computer from sleeping while DesktopSession has a reason: through the desktop's portal, else its
// power manager, else login1. Each of them lets go by itself when Hearth ends, however it ends.
#pragma once

#include <QDBusConnection>
#include <QDBusUnixFileDescriptor>
#include <QObject>

#include "app/desktop/session/desktop_session.h"

class QDBusMessage;

namespace hearth::desktop {

class SleepInhibitor : public QObject {
  Q_OBJECT
 public:
  // `system` is where login1 lives; the others are on `session`.
  SleepInhibitor(QDBusConnection sessionBus, QDBusConnection systemBus, DesktopSession& session);
  ~SleepInhibitor() override;

 private:
  enum class Way { Portal, PowerManager, Login, None };
  void probe(Way way);
  void update();
  void hold(const QString& reason);
  void release();
  QDBusConnection& busOf(Way way) { return way == Way::Login ? systemBus_ : sessionBus_; }

  QDBusConnection sessionBus_, systemBus_;
  DesktopSession& session_;
  Way way_ = Way::None;
  bool asked_ = false;  // the answer is on its way
  bool held_ = false;
  QString request_;                     // the portal's
  uint cookie_ = 0;                     // the power manager's
  QDBusUnixFileDescriptor descriptor_;  // login1's: it holds as long as this is open
};

}  // namespace hearth::desktop
