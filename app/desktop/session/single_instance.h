// One Hearth per data folder: the first listens on a local socket that only its owner can reach, a later one
// hands its request over and ends. The kernel drops the first one's lock with its process, however that ends.
#pragma once

#include <memory>

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

#include "app/desktop/session/launch_request.h"

namespace hearth::desktop {

class SingleInstance : public QObject {
  Q_OBJECT
 public:
  // `runtimeFolder` holds the lock and the socket; it is the user's alone.
  SingleInstance(const QString& dataFolder, const QString& runtimeFolder);
  ~SingleInstance() override;

  // The session's folder for such things, made when absent; empty when there is none that is the user's
  // alone.
  static QString defaultRuntimeFolder();

  // Whether this process is the one. Without a usable folder every process is.
  bool isFirst() const { return first_; }
  // From a later one; waits until the first has taken it. False: it did not answer.
  bool handOver(const Handover& handover);

 Q_SIGNALS:
  void received(const hearth::desktop::Handover& handover);

 private:
  void serve();

  QString socketPath_;
  QLockFile lock_;
  QLocalServer server_;
  bool first_ = false;
};

}  // namespace hearth::desktop
