#include "app/desktop/linux/file_manager.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QUrl>

namespace hearth::desktop {
namespace {

constexpr int kPatienceMs = 5000;  // a file manager may have to be started first

}  // namespace

FileManager::FileManager(QDBusConnection sessionBus, DesktopSession& session)
    : bus_(sessionBus), session_(session) {
  connect(&session_, &DesktopSession::fileToShow, this, &FileManager::show);
  session_.setCanShowFiles(true);
}

void FileManager::show(const QString& path) {
  if (!bus_.isConnected()) return session_.openFolderOf(path);
  QDBusMessage call = QDBusMessage::createMethodCall(
      QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("/org/freedesktop/FileManager1"),
      QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("ShowItems"));
  const QString noStartupId;
  call.setArguments({QStringList{QUrl::fromLocalFile(path).toString(QUrl::FullyEncoded)}, noStartupId});
  auto* watcher = new QDBusPendingCallWatcher(bus_.asyncCall(call, kPatienceMs), this);  // deletes itself
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, path] {
    watcher->deleteLater();
    if (watcher->isError()) session_.openFolderOf(path);
  });
}

}  // namespace hearth::desktop
