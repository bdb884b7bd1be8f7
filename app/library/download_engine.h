// Runs the queue: which downloads go on, how fast, and what is told about them.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>

#include "app/library/downloads.h"
#include "app/library/file_fetch.h"

namespace hearth::library {

// Made, used and destroyed on the engine's thread.
class DownloadEngine : public QObject {
  Q_OBJECT

 public:
  // `tell` gets the states that changed, at most kTellsPerSecond times a second, and when
  // a download has ended.
  DownloadEngine(NetworkLog& log, const HubSettings& hub, const DownloadOptions& options,
                 std::function<void(const QList<DownloadState>&)> tell);
  static constexpr int kTellsPerSecond = 10;

  void start();
  void add(const DownloadState& state);
  void setOrder(const QList<qint64>& ids);
  void pause(qint64 id);
  void resume(qint64 id);
  void cancel(qint64 id);
  void startOver(qint64 id);
  void setBandwidth(quint64 bytesPerSecondMax) { throttle_.setCap(bytesPerSecondMax); }
  void setHub(const HubSettings& hub) { hub_ = hub; }

 private:
  struct Job {
    DownloadState state;
    std::unique_ptr<FileFetch> fetch;  // of the current file, while the job runs or has run
    qsizetype current = 0;             // files before it are checked
    quint64 bytesBefore = 0;           // of those
    bool allCompared = true;
    quint64 writtenBefore = 0;  // at the last look, for the speed
    bool dirty = false;
  };
  using Phase = DownloadState::Phase;

  Job* find(qint64 id);
  void schedule();
  void tick();
  void begin(Job& job);
  void nextFile(Job& job);
  bool hasRoom(Job& job);
  void finish(Job& job);
  void look(Job& job, double seconds);
  void deletePartials(const Job& job);
  static bool runs(const Job& job);

  NetworkLog& log_;
  HubSettings hub_;
  const DownloadOptions options_;
  const std::function<void(const QList<DownloadState>&)> tell_;
  QNetworkAccessManager network_;
  Throttle throttle_;
  QTimer timer_;
  QElapsedTimer sinceLook_;
  bool started_ = false;
  std::vector<std::unique_ptr<Job>> jobs_;  // in the queue's order
};

}  // namespace hearth::library
