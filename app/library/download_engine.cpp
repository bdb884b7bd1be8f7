#include "app/library/download_engine.h"

#include <algorithm>
#include <cmath>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/library/hub_request.h"
#include "app/library/library_words.h"

#ifndef _WIN32
#include <fcntl.h>
#include <unistd.h>
#endif

namespace hearth::library {
namespace {

constexpr int kTickMs = 50;          // caps are handed out and retries looked at so often
constexpr double kSpeedSeconds = 3;  // the speed shown is an average over about this long

// A renamed file is safe when its folder is on the disk.
void flushFolder(const QString& folder) {
#ifndef _WIN32
  const int handle = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  ::fsync(handle);
  ::close(handle);
#else
  Q_UNUSED(folder);
#endif
}

bool isReady(const DownloadFile& file) {
  const QFileInfo info(file.target);
  return info.isFile() && (file.bytes == 0 || static_cast<quint64>(info.size()) == file.bytes);
}

// All that lies beside a partial file.
void deleteNotes(const DownloadFile& file) {
  QFile::remove(FileFetch::journalPath(file));
  QFile::remove(FileFetch::journalPath(file) + QLatin1String(".damaged"));
  QFile::remove(FileFetch::lockPath(file));
}

}  // namespace

DownloadEngine::DownloadEngine(NetworkLog& log, const HubSettings& hub, const DownloadOptions& options,
                               std::function<void(const QList<DownloadState>&)> tell)
    : log_(log), hub_(hub), options_(options), tell_(std::move(tell)) {
  useSystemProxy(network_);
  throttle_.setCap(options_.bytesPerSecondMax);
  connect(&timer_, &QTimer::timeout, this, &DownloadEngine::tick);
  timer_.setInterval(kTickMs);
  sinceLook_.start();
}

bool DownloadEngine::runs(const Job& job) {
  return job.state.phase == Phase::Fetching || job.state.phase == Phase::Waiting ||
         job.state.phase == Phase::Verifying;
}

DownloadEngine::Job* DownloadEngine::find(qint64 id) {
  const auto at =
      std::find_if(jobs_.begin(), jobs_.end(), [id](const auto& job) { return job->state.id == id; });
  return at == jobs_.end() ? nullptr : at->get();
}

void DownloadEngine::start() {
  started_ = true;
  schedule();
}

void DownloadEngine::add(const DownloadState& state) {
  jobs_.push_back(std::make_unique<Job>());
  jobs_.back()->state = state;
  schedule();
}

void DownloadEngine::setOrder(const QList<qint64>& ids) {
  std::stable_sort(jobs_.begin(), jobs_.end(), [&](const auto& a, const auto& b) {
    return ids.indexOf(a->state.id) < ids.indexOf(b->state.id);
  });
  schedule();
}

void DownloadEngine::pause(qint64 id) {
  Job* job = find(id);
  if (job == nullptr || job->state.phase == Phase::Ready) return;
  if (job->fetch) job->fetch->pause();
  job->state.phase = Phase::Paused;
  job->state.bytesPerSecond = 0;
  job->state.secondsLeft = -1;
  job->state.sentence.clear();
  job->dirty = true;
  schedule();
}

void DownloadEngine::resume(qint64 id) {
  Job* job = find(id);
  if (job == nullptr || (job->state.phase != Phase::Paused && job->state.phase != Phase::Stopped)) return;
  job->state.phase = Phase::Queued;
  job->state.sentence.clear();
  job->state.page.clear();
  job->dirty = true;
  schedule();
}

void DownloadEngine::cancel(qint64 id) {
  const auto at =
      std::find_if(jobs_.begin(), jobs_.end(), [id](const auto& job) { return job->state.id == id; });
  if (at == jobs_.end()) return;
  (*at)->fetch.reset();
  if ((*at)->state.phase != Phase::Ready) deletePartials(**at);
  jobs_.erase(at);
  schedule();
}

void DownloadEngine::startOver(qint64 id) {
  Job* job = find(id);
  if (job == nullptr || job->state.phase == Phase::Ready) return;
  job->fetch.reset();
  deletePartials(*job);
  job->current = 0;
  job->bytesBefore = 0;
  // What the hub says now counts.
  for (DownloadFile& file : job->state.request.files) {
    file.bytes = 0;
    file.sha256.clear();
  }
  job->state.bytes = job->state.bytesDone = job->state.bytesVerified = 0;
  job->state.phase = Phase::Queued;
  job->state.sentence.clear();
  job->dirty = true;
  schedule();
}

void DownloadEngine::deletePartials(const Job& job) {
  for (const DownloadFile& file : job.state.request.files) {
    QFile::remove(FileFetch::partialPath(file));
    deleteNotes(file);
  }
}

// The first ones in the queue that want to run do; a running one that was moved behind them waits again.
void DownloadEngine::schedule() {
  if (!started_) return;
  int room = std::max(1, options_.atOnce);
  for (auto& job : jobs_) {
    const bool wants = runs(*job) || job->state.phase == Phase::Queued;
    if (!wants) continue;
    if (room > 0) {
      --room;
      if (!runs(*job)) begin(*job);
    } else if (runs(*job)) {
      job->fetch->pause();
      job->state.phase = Phase::Queued;
      job->state.bytesPerSecond = 0;
      job->state.secondsLeft = -1;
      job->dirty = true;
    }
  }
  timer_.start();
}

void DownloadEngine::begin(Job& job) {
  job.state.phase = Phase::Fetching;
  job.dirty = true;
  if (!job.fetch) return nextFile(job);
  job.fetch->start();
}

// For all files of the set, as far as their sizes are known; each file asks again for itself.
bool DownloadEngine::hasRoom(Job& job) {
  quint64 needed = 0;
  for (const DownloadFile& file : job.state.request.files) {
    if (isReady(file)) continue;
    needed += file.bytes - std::min(file.bytes, FileFetch::bytesOnDisk(file));
  }
  const QString folder = QFileInfo(job.state.request.files.first().target).absolutePath();
  const qint64 free = options_.freeSpace(folder);
  if (needed == 0 || free < 0 || static_cast<quint64>(free) >= needed + options_.spaceReserve) return true;
  job.state.phase = Phase::Stopped;
  job.state.sentence =
      Words::tr("There is not enough room: %1 needs %2 more, and %3 are free. Make room, then resume.")
          .arg(job.state.request.title, Words::bytes(needed + options_.spaceReserve),
               Words::bytes(static_cast<quint64>(free)));
  return false;
}

void DownloadEngine::nextFile(Job& job) {
  const auto& files = job.state.request.files;
  job.fetch.reset();
  job.writtenBefore = 0;
  // Parts that a crash left ready among others that were about to be.
  while (job.current < files.size() && isReady(files[job.current])) {
    job.bytesBefore += static_cast<quint64>(QFileInfo(files[job.current].target).size());
    ++job.current;
  }
  if (job.current == files.size()) return finish(job);
  if (job.current == 0 && !hasRoom(job)) return;
  job.fetch = std::make_unique<FileFetch>(EngineParts{network_, log_, hub_, throttle_}, options_,
                                          files[job.current], job.state.request.repository);
  // Queued: what it calls may replace the fetch that sends it.
  connect(job.fetch.get(), &FileFetch::settled, this, &DownloadEngine::tick, Qt::QueuedConnection);
  job.fetch->start();
}

// All files are complete and on the disk under their partial names. The first part gets its name last: a set
// can be loaded as soon as that is there.
void DownloadEngine::finish(Job& job) {
  const auto& files = job.state.request.files;
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    if (isReady(*file) && !QFileInfo::exists(FileFetch::partialPath(*file))) continue;
    if (!QFile::rename(FileFetch::partialPath(*file), file->target)) {
      job.state.phase = Phase::Stopped;
      job.state.sentence =
          Words::tr(
              "%1 is complete, but could not be given its name: a file of that name may be there "
              "already. Move it away, then resume.")
              .arg(QDir::toNativeSeparators(file->target));
      job.dirty = true;
      job.current = 0;
      job.bytesBefore = 0;
      return;
    }
    flushFolder(QFileInfo(file->target).absolutePath());
    deleteNotes(*file);
  }
  job.state.phase = Phase::Ready;
  job.state.bytes = job.state.bytesDone = job.state.bytesVerified = job.bytesBefore;
  job.state.checked = job.allCompared;
  job.state.bytesPerSecond = 0;
  job.state.secondsLeft = 0;
  job.state.sentence.clear();
  job.state.map = QByteArray(DownloadState::kMapCells, static_cast<char>(0xff));
  job.dirty = true;
}

void DownloadEngine::tick() {
  for (size_t i = 0; i < jobs_.size(); ++i) {
    Job& job = *jobs_[i];
    if (!runs(job) || !job.fetch) continue;
    job.fetch->tick();
    const auto progress = job.fetch->progress();
    if (progress.phase == FileFetch::Phase::Checked) {
      look(job, 0);
      job.bytesBefore += progress.bytes;
      job.allCompared = job.allCompared && job.fetch->compared();
      ++job.current;
      nextFile(job);
    } else if (progress.phase == FileFetch::Phase::Stopped) {
      job.state.phase = Phase::Stopped;
      job.state.bytesPerSecond = 0;
      job.state.secondsLeft = -1;
      job.state.sentence = progress.sentence;
      job.state.page = progress.page;
      job.fetch.reset();  // what is on the disk is looked at anew by resume()
      job.dirty = true;
    }
  }
  const bool ended = std::any_of(jobs_.begin(), jobs_.end(), [](const auto& job) {
    return job->dirty && (job->state.phase == Phase::Ready || job->state.phase == Phase::Stopped);
  });
  if (!ended && sinceLook_.elapsed() < 1000 / kTellsPerSecond) return;
  const double seconds = static_cast<double>(sinceLook_.restart()) / 1000;
  QList<DownloadState> changed;
  for (auto& job : jobs_) {
    if (runs(*job) && job->fetch) look(*job, seconds);
    if (job->dirty) changed << job->state;
    job->dirty = false;
  }
  if (!changed.isEmpty()) tell_(changed);
  schedule();
  const bool any = std::any_of(jobs_.begin(), jobs_.end(), [](const auto& job) { return runs(*job); });
  if (!any && changed.isEmpty()) timer_.stop();
}

// Brings the state up to date; `seconds` since the last look, 0: not for the speed.
void DownloadEngine::look(Job& job, double seconds) {
  const auto progress = job.fetch->progress();
  DownloadState& s = job.state;
  switch (progress.phase) {
    case FileFetch::Phase::Waiting:
      s.phase = Phase::Waiting;
      break;
    case FileFetch::Phase::Verifying:
      s.phase = Phase::Verifying;
      break;
    default:
      s.phase = Phase::Fetching;
      break;
  }
  quint64 total = job.bytesBefore + progress.bytes;
  bool known = progress.bytes > 0;
  const auto& files = s.request.files;
  for (qsizetype i = job.current + 1; i < files.size(); ++i) {
    total += files[i].bytes;
    known = known && files[i].bytes > 0;
  }
  s.bytes = known ? total : 0;
  s.bytesDone = job.bytesBefore + progress.done;
  s.bytesVerified = job.bytesBefore + progress.verified;
  s.sentence = progress.sentence;
  s.retryAtMs = progress.retryAtMs;
  if (seconds > 0) {
    const quint64 written = job.fetch->bytesWritten();
    const double now = static_cast<double>(written - job.writtenBefore) / seconds;
    job.writtenBefore = written;
    const double share = 1 - std::exp(-seconds / kSpeedSeconds);
    s.bytesPerSecond = s.bytesPerSecond == 0 ? now : s.bytesPerSecond + share * (now - s.bytesPerSecond);
    s.secondsLeft = s.bytes > s.bytesDone && s.bytesPerSecond > 1
                        ? static_cast<double>(s.bytes - s.bytesDone) / s.bytesPerSecond
                        : -1;
  }
  std::vector<double> cells(DownloadState::kMapCells);
  if (total > 0) {
    for (size_t cell = 0; cell < cells.size(); ++cell) {  // files that are done
      const double end =
          static_cast<double>(total) * static_cast<double>(cell + 1) / static_cast<double>(cells.size());
      if (end <= static_cast<double>(job.bytesBefore)) cells[cell] = 1;
    }
    job.fetch->addToMap(cells, job.bytesBefore, total);
  }
  s.map.resize(DownloadState::kMapCells);
  for (size_t cell = 0; cell < cells.size(); ++cell) {
    s.map[static_cast<qsizetype>(cell)] = static_cast<char>(std::lround(255 * std::min(1.0, cells[cell])));
  }
  job.dirty = true;
}

}  // namespace hearth::library
