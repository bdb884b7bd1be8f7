// The queue of downloads and its engine: ranged parts, a journal that survives everything, SHA-256 on the
// way. Splits of one model are one download: ready together or not at all.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <QList>
#include <QMetaType>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QUrl>

#include "app/library/hub_client.h"
#include "app/library/network_log.h"
#include "runtime/base/result.h"

namespace hearth::library {

class DownloadEngine;

struct DownloadFile {
  QUrl url;           // at the hub; signed addresses behind it are found and renewed by the engine
  QString target;     // absolute path when ready; until then NAME.part and NAME.part.journal lie beside it
  quint64 bytes = 0;  // 0: not known yet
  QString sha256;     // lower-case hex; empty: the server may tell (X-Linked-Etag), else not verified
};

struct DownloadRequest {
  QString title;       // for people: "Qwen3 30B A3B, Q4_K_M"
  QString repository;  // for messages and links
  QList<DownloadFile> files;
};
// For one model of a repository, into FOLDER/ORG/REPO/.
DownloadRequest requestFor(const QUrl& endpoint, const HubRepository& repository, const HubFile& file,
                           const QString& folder);

struct DownloadState {
  enum class Phase {
    Queued,
    Fetching,
    Waiting,    // will try again by itself; `sentence` says why and `retryAt` when
    Verifying,  // all bytes are here, the rest of the checksum is not
    Paused,     // by the user
    Stopped,    // by a failure that time does not mend; resume() tries again
    Ready,
  };
  qint64 id = 0;
  DownloadRequest request;
  Phase phase = Phase::Queued;
  quint64 bytes = 0, bytesDone = 0;  // of all files; bytes 0: not known yet
  quint64 bytesVerified = 0;         // of those, how many have passed through SHA-256
  double bytesPerSecond = 0;
  double secondsLeft = -1;  // -1: not known
  QString sentence;         // empty, or what happened and what helps
  QUrl page;                // to open in a browser, when that helps
  qint64 retryAtMs = 0;     // since 1970
  bool checked = false;     // Ready: every file's SHA-256 is the one that the hub states
  // Which parts are here, in at most kMapCells equal cells, 0..255 each: for the thin bar.
  static constexpr int kMapCells = 64;
  QByteArray map;
};

// How files are written; tests put a disk in that fills up or lies.
class PartialFile {
 public:
  virtual ~PartialFile() = default;
  virtual Result<void> reserve(quint64 bytes) = 0;  // full length, without touching what is there
  virtual Result<void> write(quint64 offset, const char* data, size_t bytes) = 0;
  virtual Result<size_t> read(quint64 offset, char* data, size_t bytes) = 0;
  // Lets the system begin to bring these bytes to the disk, so that flush() finds little left. A hint.
  virtual void startFlush(quint64 offset, quint64 bytes) {
    Q_UNUSED(offset);
    Q_UNUSED(bytes);
  }
  virtual Result<void> flush() = 0;  // to the disk itself
  virtual bool full() const = 0;     // the last write that failed did for want of space
};
using OpenPartial = std::function<Result<std::unique_ptr<PartialFile>>(const QString& path)>;
OpenPartial ordinaryFiles();

struct DownloadOptions {
  int connections = 4;             // of one download, 1..6
  int atOnce = 1;                  // downloads that run at the same time
  quint64 bytesPerSecondMax = 0;   // of all together; 0: no cap
  quint64 pieceBytes = 16u << 20;  // the unit of journal and repair
  int piecesPerRequest = 4;
  std::chrono::milliseconds stall{30000};  // a connection without (or with next to no) bytes is made anew
  std::chrono::milliseconds firstPause{1000}, longestPause{60000};  // between tries
  quint64 spaceReserve = 256u << 20;                                // bytes that stay free on the disk
  OpenPartial openFile = ordinaryFiles();
  std::function<qint64(const QString& folder)> freeSpace;  // empty: the system's; -1: not known
};

// Lives on the GUI thread; the engine works on a thread of its own. The queue is kept in `queueFile` (written
// atomically at each change of it); partial files are removed by cancel() and by nothing else.
class Downloads : public QObject {
  Q_OBJECT

 public:
  // `queueFile` empty: nothing is remembered. Downloads that were in the queue come back: those that ran go
  // on when start() is called, paused ones stay paused.
  Downloads(NetworkLog& log, const HubSettings& hub, const QString& queueFile,
            const DownloadOptions& options = {}, QObject* parent = nullptr);
  ~Downloads() override;  // stops within a moment; everything received is kept

  // Nothing is sent before this.
  void start();

  // Queues at the end. Fails for unusable targets or when the same target is already in the queue.
  Result<qint64> add(const DownloadRequest& request);
  void pause(qint64 id);
  void resume(qint64 id);
  // Ends the download and deletes what was received. A ready one only leaves the list.
  void cancel(qint64 id);
  // Forgets what was received and begins again: the only way on when the file at the hub has changed.
  void startOver(qint64 id);
  // To position `to` of list(), 0 being the next to run.
  void move(qint64 id, int to);
  void setBandwidth(quint64 bytesPerSecondMax);
  void setHub(const HubSettings& hub);

  QList<DownloadState> list() const;  // in the queue's order

 Q_SIGNALS:
  void changed(const QList<hearth::library::DownloadState>& states);  // at most 10 a second, and ends
  void orderChanged();                                                // added, moved, removed
  void ready(const hearth::library::DownloadState& state);
  // Whether anything is running: to keep the computer awake.
  void activeChanged(bool active);

 private:
  struct Worker;
  void load();
  void save();
  void tellWhetherActive();
  void take(const QList<DownloadState>& states);

  QList<DownloadState> states_;
  qint64 nextId_ = 1;
  QString queueFile_;
  bool active_ = false;
  std::unique_ptr<Worker> worker_;
};

}  // namespace hearth::library

Q_DECLARE_METATYPE(hearth::library::DownloadState)
