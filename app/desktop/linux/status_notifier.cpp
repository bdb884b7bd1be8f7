#include "app/desktop/linux/status_notifier.h"

#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QIcon>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <QtEndian>

#include "app/desktop/linux/app_id.h"

namespace hearth::desktop {
namespace {

const QString kWatcher = QStringLiteral("org.kde.StatusNotifierWatcher");
const QString kWatcherPath = QStringLiteral("/StatusNotifierWatcher");
const QString kItemPath = QStringLiteral("/StatusNotifierItem");
const QString kMenuPath = QStringLiteral("/MenuBar");
constexpr int kPatienceMs = 5000;

TrayPicture picture(int side) {
  QImage image(side, side, QImage::Format_ARGB32);
  image.fill(Qt::transparent);
  QSvgRenderer svg(QStringLiteral(":/hearth/icons/hearth-app.svg"));
  QPainter painter(&image);
  svg.render(&painter);
  painter.end();
  TrayPicture result{side, side, QByteArray(side * side * 4, '\0')};
  for (int y = 0; y < side; ++y) {
    const auto* line = reinterpret_cast<const quint32*>(image.constScanLine(y));
    for (int x = 0; x < side; ++x) qToBigEndian(line[x], result.argb.data() + (y * side + x) * 4);
  }
  return result;
}

}  // namespace

QDBusArgument& operator<<(QDBusArgument& argument, const TrayPicture& picture) {
  argument.beginStructure();
  argument << picture.width << picture.height << picture.argb;
  argument.endStructure();
  return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, TrayPicture& picture) {
  argument.beginStructure();
  argument >> picture.width >> picture.height >> picture.argb;
  argument.endStructure();
  return argument;
}

QDBusArgument& operator<<(QDBusArgument& argument, const TrayTip& tip) {
  argument.beginStructure();
  argument << tip.iconName << tip.pictures << tip.title << tip.text;
  argument.endStructure();
  return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, TrayTip& tip) {
  argument.beginStructure();
  argument >> tip.iconName >> tip.pictures >> tip.title >> tip.text;
  argument.endStructure();
  return argument;
}

StatusNotifierItem::StatusNotifierItem(QObject& holder, DesktopSession& session)
    : QDBusAbstractAdaptor(&holder), session_(session) {
  qDBusRegisterMetaType<TrayPicture>();
  qDBusRegisterMetaType<QList<TrayPicture>>();
  qDBusRegisterMetaType<TrayTip>();
  connect(&session_, &DesktopSession::statusChanged, this, &StatusNotifierItem::NewToolTip);
  connect(&session_, &DesktopSession::changed, this, [this] { Q_EMIT NewStatus(status()); });
}

QString StatusNotifierItem::status() const {
  return session_.keepsRunning() ? QStringLiteral("Active") : QStringLiteral("Passive");
}

QString StatusNotifierItem::id() const { return kAppId; }

// Of the icon theme; where Hearth is not installed the picture is used.
QString StatusNotifierItem::iconName() const { return QIcon::hasThemeIcon(kAppId) ? kAppId : QString(); }

QList<TrayPicture> StatusNotifierItem::pictures() const { return {picture(22), picture(44)}; }

TrayTip StatusNotifierItem::tip() const { return {iconName(), {}, title(), session_.status()}; }

void StatusNotifierItem::Activate(int /*x*/, int /*y*/) { session_.raise(std::exchange(token_, {})); }

StatusNotifier::StatusNotifier(QDBusConnection bus, DesktopSession& session)
    : bus_(bus),
      session_(session),
      watcher_(kWatcher, bus, QDBusServiceWatcher::WatchForOwnerChange),
      menu_(new TrayMenu(menuHolder_)) {
  if (!bus_.isConnected()) return;
  new StatusNotifierItem(item_, session_);  // owned by item_
  bus_.registerObject(kItemPath, &item_);
  bus_.registerObject(kMenuPath, &menuHolder_);
  fillMenu();
  connect(&session_, &DesktopSession::statusChanged, this, &StatusNotifier::fillMenu);
  connect(&session_, &DesktopSession::changed, this, &StatusNotifier::update);
  connect(&session_, &DesktopSession::offersChanged, this, &StatusNotifier::update);
  connect(&watcher_, &QDBusServiceWatcher::serviceRegistered, this, &StatusNotifier::askForHost);
  connect(&watcher_, &QDBusServiceWatcher::serviceUnregistered, this, [this] {
    registered_ = false;
    session_.setHasTray(false);
  });
  for (const char* signal : {"StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"})
    bus_.connect({}, kWatcherPath, kWatcher, QString::fromLatin1(signal), this, SLOT(hostsChanged()));
  askForHost();
}

// The icon is there when closing the window does not end Hearth; a tray forgets it only with Hearth.
void StatusNotifier::update() {
  if (session_.hasTray() && session_.keepsRunning() && !std::exchange(registered_, true)) registerItem();
}

void StatusNotifier::registerItem() {
  QDBusMessage call = QDBusMessage::createMethodCall(kWatcher, kWatcherPath, kWatcher,
                                                     QStringLiteral("RegisterStatusNotifierItem"));
  call << bus_.baseService();
  auto* answer = new QDBusPendingCallWatcher(bus_.asyncCall(call, kPatienceMs), this);  // deletes itself
  connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
    answer->deleteLater();
    if (!answer->isError()) return;
    registered_ = false;
    session_.setHasTray(false);
  });
}

// A watcher alone shows nothing.
void StatusNotifier::askForHost() {
  QDBusMessage call = QDBusMessage::createMethodCall(
      kWatcher, kWatcherPath, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
  call << kWatcher << QStringLiteral("IsStatusNotifierHostRegistered");
  auto* answer = new QDBusPendingCallWatcher(bus_.asyncCall(call, kPatienceMs), this);  // deletes itself
  connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
    answer->deleteLater();
    const QDBusPendingReply<QDBusVariant> host = *answer;
    session_.setHasTray(!host.isError() && host.value().variant().toBool());
  });
}

void StatusNotifier::hostsChanged() { askForHost(); }

void StatusNotifier::fillMenu() {
  std::vector<TrayMenuEntry> entries;
  const QString status = session_.status();
  entries.push_back({status.isEmpty() ? tr("Hearth is at rest") : status + QStringLiteral("…"), {}});
  entries.push_back({});
  entries.push_back({tr("Show Hearth"), [this] { session_.raise(); }});
  entries.push_back({tr("New chat"), [this] { session_.newConversation(); }});
  entries.push_back({});
  entries.push_back({tr("Quit Hearth"), [this] { session_.quit(); }});
  menu_->setEntries(std::move(entries));
}

}  // namespace hearth::desktop
