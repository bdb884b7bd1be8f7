// Hearth's icon in the desktop's tray, as a StatusNotifierItem over D-Bus: Qt's own needs widgets, which
// nothing else here does. Without a tray the session is told that there is none.
#pragma once

#include <QDBusAbstractAdaptor>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusObjectPath>
#include <QDBusServiceWatcher>

#include "app/desktop/linux/tray_menu.h"
#include "app/desktop/session/desktop_session.h"

namespace hearth::desktop {

// The protocol's picture: 32-bit ARGB in network byte order.
struct TrayPicture {
  int width = 0, height = 0;
  QByteArray argb;
};
struct TrayTip {
  QString iconName;
  QList<TrayPicture> pictures;
  QString title, text;
};
QDBusArgument& operator<<(QDBusArgument& argument, const TrayPicture& picture);
const QDBusArgument& operator>>(const QDBusArgument& argument, TrayPicture& picture);
QDBusArgument& operator<<(QDBusArgument& argument, const TrayTip& tip);
const QDBusArgument& operator>>(const QDBusArgument& argument, TrayTip& tip);

class StatusNotifier : public QObject {
  Q_OBJECT
 public:
  StatusNotifier(QDBusConnection bus, DesktopSession& session);

 private Q_SLOTS:
  void hostsChanged();

 private:
  void registerItem();
  void askForHost();
  void fillMenu();
  void update();

  QDBusConnection bus_;
  DesktopSession& session_;
  QDBusServiceWatcher watcher_;
  QObject item_, menuHolder_;  // what is on the bus
  TrayMenu* menu_;             // owned by menuHolder_
  bool registered_ = false;
};

// What the tray reads and calls.
class StatusNotifierItem : public QDBusAbstractAdaptor {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierItem")
  Q_PROPERTY(QString Category READ category)
  Q_PROPERTY(QString Id READ id)
  Q_PROPERTY(QString Title READ title)
  Q_PROPERTY(QString Status READ status)
  Q_PROPERTY(QString IconName READ iconName)
  Q_PROPERTY(QList<hearth::desktop::TrayPicture> IconPixmap READ pictures)
  Q_PROPERTY(hearth::desktop::TrayTip ToolTip READ tip)
  Q_PROPERTY(bool ItemIsMenu READ itemIsMenu)
  Q_PROPERTY(QDBusObjectPath Menu READ menu)
 public:
  StatusNotifierItem(QObject& holder, DesktopSession& session);

  QString category() const { return QStringLiteral("ApplicationStatus"); }
  QString id() const;
  QString title() const { return QStringLiteral("Hearth"); }
  QString status() const;  // "Passive" hides the icon
  QString iconName() const;
  QList<TrayPicture> pictures() const;
  TrayTip tip() const;
  bool itemIsMenu() const { return false; }
  QDBusObjectPath menu() const { return QDBusObjectPath(QStringLiteral("/MenuBar")); }

 public Q_SLOTS:
  void Activate(int x, int y);
  void SecondaryActivate(int x, int y) { Activate(x, y); }
  void ProvideXdgActivationToken(const QString& token) { token_ = token; }

 Q_SIGNALS:
  void NewToolTip();
  void NewStatus(const QString& status);

 private:
  DesktopSession& session_;
  QString token_;  // comes just before Activate
};

}  // namespace hearth::desktop

Q_DECLARE_METATYPE(hearth::desktop::TrayPicture)
Q_DECLARE_METATYPE(hearth::desktop::TrayTip)
