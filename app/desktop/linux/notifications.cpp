#include "app/desktop/linux/notifications.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include "app/desktop/linux/app_id.h"

namespace hearth::desktop {
namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
const QString kDefaultAction = QStringLiteral("default");  // a click on the notification itself
constexpr int kServersChoice = -1;

QDBusMessage methodCall(const QString& method) {
  return QDBusMessage::createMethodCall(kService, kPath, kService, method);
}

}  // namespace

Notifications::Notifications(QDBusConnection bus, DesktopSession& session) : bus_(bus), session_(session) {
  if (!bus_.isConnected()) return;
  // From whomever: a private connection has no names, and a false click only shows the window.
  bus_.connect({}, kPath, kService, QStringLiteral("ActionInvoked"), this,
               SLOT(actionInvoked(uint, QString)));
  bus_.connect({}, kPath, kService, QStringLiteral("ActivationToken"), this,
               SLOT(activationToken(uint, QString)));
  bus_.connect({}, kPath, kService, QStringLiteral("NotificationClosed"), this, SLOT(closed(uint, uint)));
  auto* watcher =  // deletes itself
      new QDBusPendingCallWatcher(bus_.asyncCall(methodCall(QStringLiteral("GetCapabilities"))), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
    watcher->deleteLater();
    const QDBusPendingReply<QStringList> capabilities = *watcher;
    if (capabilities.isError()) return;
    readsMarkup_ = capabilities.value().contains(QStringLiteral("body-markup"));
    session_.setCanNotify(true);
  });
  connect(&session_, &DesktopSession::notificationWanted, this, &Notifications::show);
  connect(&session_, &DesktopSession::notificationsObsolete, this, &Notifications::closeAll);
}

void Notifications::show(const Notification& notification) {
  uint replaced = 0;  // one per chat
  for (const auto& [id, conversation] : shown_) {
    if (conversation == notification.conversationId) replaced = id;
  }
  QDBusMessage call = methodCall(QStringLiteral("Notify"));
  call << QStringLiteral("Hearth") << replaced << kAppId << notification.title
       << (readsMarkup_ ? notification.body.toHtmlEscaped() : notification.body)
       << QStringList{kDefaultAction, tr("Open")} << QVariantMap{{QStringLiteral("desktop-entry"), kAppId}}
       << kServersChoice;
  auto* watcher = new QDBusPendingCallWatcher(bus_.asyncCall(call), this);  // deletes itself
  connect(watcher, &QDBusPendingCallWatcher::finished, this,
          [this, watcher, conversation = notification.conversationId, generation = generation_] {
            watcher->deleteLater();
            const QDBusPendingReply<uint> id = *watcher;
            if (id.isError()) return;
            shown_[id.value()] = conversation;
            if (generation != generation_) closeAll();
          });
}

void Notifications::closeAll() {
  ++generation_;
  for (const auto& [id, conversation] : shown_) {
    QDBusMessage call = methodCall(QStringLiteral("CloseNotification"));
    call << id;
    bus_.asyncCall(call);
  }
  shown_.clear();
  tokens_.clear();
}

void Notifications::activationToken(uint id, const QString& token) {
  if (shown_.contains(id)) tokens_[id] = token;
}

void Notifications::actionInvoked(uint id, const QString& action) {
  const auto found = shown_.find(id);
  if (found == shown_.end() || action != kDefaultAction) return;
  const qint64 conversation = found->second;
  const QString token = tokens_[id];
  closeAll();
  session_.openConversation(conversation, token);
}

void Notifications::closed(uint id, uint /*reason*/) {
  shown_.erase(id);
  tokens_.erase(id);
}

}  // namespace hearth::desktop
