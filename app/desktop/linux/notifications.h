// Shows DesktopSession's notifications through the desktop's service (org.freedesktop.Notifications). A click
// opens the chat. Without the service nothing is offered.
#pragma once

#include <map>

#include <QDBusConnection>
#include <QObject>

#include "app/desktop/session/desktop_session.h"

namespace hearth::desktop {

class Notifications : public QObject {
  Q_OBJECT
 public:
  Notifications(QDBusConnection bus, DesktopSession& session);

 private Q_SLOTS:
  void actionInvoked(uint id, const QString& action);
  void activationToken(uint id, const QString& token);
  void closed(uint id, uint reason);

 private:
  void show(const Notification& notification);
  void closeAll();

  QDBusConnection bus_;
  DesktopSession& session_;
  bool readsMarkup_ = false;        // then '<' and '&' must be escaped
  std::map<uint, qint64> shown_;    // the service's id to the conversation
  std::map<uint, QString> tokens_;  // come just before the action
  uint64_t generation_ = 0;         // what was asked for before the window was looked at is closed at once
};

}  // namespace hearth::desktop
