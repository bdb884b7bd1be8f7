#include "app/desktop/session/single_instance.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QThread>

namespace hearth::desktop {
namespace {

constexpr qint64 kLineBytesMax = 64 * 1024;
constexpr int kPatienceMs = 5000;  // the first may still be starting
constexpr int kRetryMs = 50;
const QByteArray kTaken = "taken\n";

// Short, because the path of a socket may have some hundred characters only.
QString nameFor(const QString& dataFolder) {
  const QFileInfo folder(dataFolder);
  const QString real =
      folder.exists() ? folder.canonicalFilePath() : QDir::cleanPath(folder.absoluteFilePath());
  const QByteArray hash = QCryptographicHash::hash(real.toUtf8(), QCryptographicHash::Sha256).toHex();
  return QStringLiteral("hearth-%1").arg(QString::fromLatin1(hash.first(16)));
}

}  // namespace

SingleInstance::SingleInstance(const QString& dataFolder, const QString& runtimeFolder)
    : socketPath_(QDir(runtimeFolder).filePath(nameFor(dataFolder) + QStringLiteral(".socket"))),
      lock_(QDir(runtimeFolder).filePath(nameFor(dataFolder) + QStringLiteral(".lock"))) {
  lock_.setStaleLockTime(0);  // never by age: only by the death of its owner
  first_ = lock_.tryLock(0) || lock_.error() != QLockFile::LockFailedError;
  if (!lock_.isLocked()) return;
  // The lock is ours, so nobody listens there any more.
  QLocalServer::removeServer(socketPath_);
  server_.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&server_, &QLocalServer::newConnection, this, &SingleInstance::serve);
  server_.listen(socketPath_);
}

SingleInstance::~SingleInstance() = default;

QString SingleInstance::defaultRuntimeFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
}

void SingleInstance::serve() {
  while (QLocalSocket* socket = server_.nextPendingConnection()) {
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
      if (!socket->canReadLine()) {
        if (socket->bytesAvailable() > kLineBytesMax) socket->abort();
        return;
      }
      const Handover handover = Handover::fromLine(socket->readLine(kLineBytesMax));
      socket->write(kTaken);
      socket->flush();
      socket->disconnectFromServer();
      Q_EMIT received(handover);
    });
  }
}

bool SingleInstance::handOver(const Handover& handover) {
  const QDeadlineTimer patience(kPatienceMs);
  QLocalSocket socket;
  const auto left = [&patience] { return static_cast<int>(patience.remainingTime()); };
  while (!patience.hasExpired()) {
    socket.connectToServer(socketPath_);
    if (socket.waitForConnected(left())) break;
    QThread::msleep(kRetryMs);
  }
  if (socket.state() != QLocalSocket::ConnectedState) return false;
  socket.write(handover.toLine());
  while (!socket.canReadLine()) {
    if (!socket.waitForReadyRead(left())) return false;
  }
  return socket.readLine() == kTaken;
}

}  // namespace hearth::desktop
