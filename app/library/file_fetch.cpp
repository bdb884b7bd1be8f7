#include "app/library/file_fetch.h"

#include <algorithm>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/library/hub_request.h"
#include "app/library/library_words.h"

namespace hearth::library {
namespace {

// A connection slower than this for a whole stall window is made anew, once.
constexpr quint64 kSlowBytesPerSecond = 1024;

qint64 nowMs() { return QDateTime::currentMSecsSinceEpoch(); }

}  // namespace

FileFetch::FileFetch(const EngineParts& parts, const DownloadOptions& options, const DownloadFile& file,
                     const QString& repository)
    : parts_(parts), options_(options), request_(file), repository_(repository) {}

FileFetch::~FileFetch() {
  runs_.clear();
  verifier_.reset();
}

QString FileFetch::title() const { return QFileInfo(request_.target).fileName(); }

void FileFetch::start() {
  if (phase_ != Phase::Idle && phase_ != Phase::Stopped) return;
  sentence_.clear();
  page_.clear();
  holdUntilMs_ = 0;
  resolveFailures_ = expiries_ = refusals_ = redirects_ = 0;
  for (auto& run : runs_) run->retryAtMs = 0;
  if (parts_.hub.offline) {
    return stopWith(Words::tr("Hearth is set to work offline; allow it to use the network in the settings."));
  }
  phase_ = Phase::Fetching;
  // Whatever stopped it, the address may have changed meanwhile.
  haveSource_ = false;
  resolve();
}

void FileFetch::pause() {
  resolver_.reset();
  for (auto& run : runs_) run->stream.reset();
  if (phase_ != Phase::Checked && phase_ != Phase::Stopped) phase_ = Phase::Idle;
}

void FileFetch::resolve() {
  resolver_ = std::make_unique<SourceResolver>(
      parts_, request_.url, repository_, Words::tr("address of %1").arg(title()),
      [this](std::variant<ResolvedSource, ResolveFailure> result) { resolved(std::move(result)); });
}

void FileFetch::resolved(std::variant<ResolvedSource, ResolveFailure> result) {
  resolver_.release()->deleteLater();  // it is calling us
  if (const auto* failed = std::get_if<ResolveFailure>(&result)) {
    if (!failed->passing) return stopWith(failed->failure.sentence, failed->failure.page);
    return holdAll(failed->failure.sentence, std::max(failed->retryAfterMs, pauseMs(++resolveFailures_)));
  }
  auto source = std::get<ResolvedSource>(std::move(result));
  resolveFailures_ = 0;
  if (source.sha256.isEmpty()) source.sha256 = request_.sha256;
  const bool otherSize = request_.bytes > 0 && source.bytes != request_.bytes;
  const bool otherSum = !request_.sha256.isEmpty() && source.sha256 != request_.sha256;
  const bool otherThanBefore = file_ && (source.bytes != source_.bytes || source.sha256 != source_.sha256);
  if (otherSize || otherSum || otherThanBefore) return changedAtHub();
  source_ = std::move(source);
  haveSource_ = true;
  sentence_.clear();
  if (!file_ && !open()) return;
  phase_ = Phase::Fetching;
  tick();
}

std::unique_ptr<FileFetch::Run> FileFetch::nextRun() {
  auto run = std::make_unique<Run>();
  if (!ranged_) {
    if (!runs_.empty() || (!repairing_ && receivedBytes_ == source_.bytes)) return nullptr;
    if (repairing_ && repairNext_ >= pieceCount()) return nullptr;
    repairNext_ = pieceCount();
    run->end = pieceCount();
    return run;
  }
  if (repairing_) {
    if (repairNext_ >= pieceCount()) return nullptr;
    run->first = repairNext_++;
    run->end = run->first + 1;
  } else {
    while (searchFrom_ < pieceCount() && pieces_[static_cast<size_t>(searchFrom_)] != Piece::Missing)
      ++searchFrom_;
    if (searchFrom_ == pieceCount()) return nullptr;
    run->first = run->end = searchFrom_;
    while (run->end < pieceCount() && run->end - run->first < options_.piecesPerRequest &&
           pieces_[static_cast<size_t>(run->end)] == Piece::Missing) {
      pieces_[static_cast<size_t>(run->end++)] = Piece::Taken;
    }
  }
  run->next = beginOf(run->first);
  return run;
}

void FileFetch::startRun(Run& run) {
  PartStream::Task task;
  task.url = source_.url;
  task.ranged = ranged_;
  task.begin = ranged_ ? run.next : 0;
  task.end = endOf(run.end - 1);
  task.total = source_.bytes;
  // With a checksum that decides; without one, what the server itself calls the file.
  if (source_.sha256.isEmpty() && sameServer(source_.url, request_.url)) task.etag = source_.etag;
  task.purpose = Words::tr("download of %1").arg(title());
  if (!ranged_) {
    run.next = 0;
    run.hasher.reset();
    run.buffer.clear();
  }
  run.windowBegan = nowMs();
  run.windowReceived = 0;
  run.stream = std::make_unique<PartStream>(
      parts_, task, [this, &run](const char* data, size_t bytes) { return take(run, data, bytes); },
      [this, &run](const PartStream::Outcome& outcome) { ended(run, outcome); });
}

bool FileFetch::take(Run& run, const char* data, size_t bytes) {
  run.failures = expiries_ = refusals_ = redirects_ = 0;
  while (bytes > 0) {
    const auto piece = static_cast<qint64>(run.next / pieceBytes_);
    const size_t part = static_cast<size_t>(std::min<quint64>(bytes, endOf(piece) - run.next));
    // One stream for all also brings what is here already.
    const bool wanted = repairing_ || pieces_[static_cast<size_t>(piece)] != Piece::Received;
    if (wanted) {
      run.hasher.add(data, part);
      if (repairing_) {
        run.buffer.append(data, static_cast<qsizetype>(part));
      } else if (auto written = file_->write(run.next, data, part); !written) {
        diskFailedLater(textOf(written.error()));
        return false;
      }
      written_ += part;
    }
    run.next += part;
    data += part;
    bytes -= part;
    if (run.next == endOf(piece) && wanted && !pieceArrived(run, piece)) return false;
  }
  return true;
}

bool FileFetch::pieceArrived(Run& run, qint64 piece) {
  const PieceHash hash = run.hasher.value();
  run.hasher.reset();
  Result<void> noted;
  if (repairing_) {
    // The same bytes again: the fault is elsewhere.
    std::vector<char> here(static_cast<size_t>(run.buffer.size()));
    const auto got = file_->read(beginOf(piece), here.data(), here.size());
    PieceHasher ours;
    if (got) ours.add(here.data(), *got);
    const bool differs = !got || !(ours.value() == hash);
    if (differs) {
      noted = file_->write(beginOf(piece), run.buffer.constData(), here.size());
      if (noted) noted = journal_->received(piece, hash);
      verifier_->replaced(piece, hash);
      ++repaired_;
    }
    run.buffer.clear();
  } else {
    pieces_[static_cast<size_t>(piece)] = Piece::Received;
    receivedBytes_ += endOf(piece) - beginOf(piece);
    file_->startFlush(beginOf(piece), endOf(piece) - beginOf(piece));
    noted = journal_->received(piece, hash);
    verifier_->received(piece, hash);
  }
  if (noted) return true;
  diskFailedLater(textOf(noted.error()));
  return false;
}

void FileFetch::tick() {
  const qint64 now = nowMs();
  if (phase_ != Phase::Fetching && phase_ != Phase::Waiting && phase_ != Phase::Verifying) return;
  if (resolver_) {
    if (resolver_->idleMs() > options_.stall.count()) {
      resolver_.reset();
      holdAll(Words::tr("%1 does not answer.").arg(request_.url.host()), pauseMs(++resolveFailures_));
    }
    return;
  }
  if (now < holdUntilMs_) return;
  if (!haveSource_) {
    phase_ = Phase::Fetching;
    return resolve();
  }
  for (size_t i = 0; i < runs_.size(); ++i) {
    Run& run = *runs_[i];
    if (run.stream) {
      watch(run);
    } else if (now >= run.retryAtMs) {
      startRun(run);
    }
  }
  const auto most = static_cast<size_t>(ranged_ ? std::clamp(options_.connections, 1, 6) : 1);
  while (runs_.size() < most && phase_ != Phase::Stopped) {
    auto run = nextRun();
    if (!run) break;
    runs_.push_back(std::move(run));
    startRun(*runs_.back());
  }
  if (phase_ == Phase::Stopped) return;
  if (runs_.empty()) {
    if (repairing_ && wrongAfter_ == repaired_) {
      return stopWith(
          Words::tr("%1 does not have the checksum that the hub states, and fetching every part again did "
                    "not help. The file at the hub seems to be damaged: try again later, or choose another "
                    "one.")
              .arg(title()));
    }
    phase_ = Phase::Verifying;
    return;
  }
  const bool any =
      std::any_of(runs_.begin(), runs_.end(), [](const auto& run) { return run->stream != nullptr; });
  phase_ = any ? Phase::Fetching : Phase::Waiting;
  if (any && !repairing_ &&
      std::all_of(runs_.begin(), runs_.end(), [](const auto& run) { return run->failures == 0; })) {
    sentence_.clear();
  }
}

// A connection that brings nothing, or next to nothing, is made anew.
void FileFetch::watch(Run& run) {
  run.stream->drain();
  if (!run.stream) return;
  const qint64 window = options_.stall.count(), now = nowMs();
  bool stalled = run.stream->idleMs() > window;
  if (!stalled && !parts_.throttle.capped() && now - run.windowBegan > window) {
    const quint64 came = run.stream->received() - run.windowReceived;
    const bool slow = came < kSlowBytesPerSecond * static_cast<quint64>(window) / 1000;
    stalled = slow && !run.wasSlow;  // twice slow is a slow line
    run.wasSlow = slow;
    run.windowBegan = now;
    run.windowReceived = run.stream->received();
  }
  if (!stalled) return;
  run.stream.reset();
  retryLater(run, Words::tr("%1 stopped sending.").arg(source_.url.host()), 0);
}

void FileFetch::verified(const QString& sha256, qint64 replaced) {
  if (phase_ == Phase::Checked || phase_ == Phase::Stopped || receivedBytes_ < source_.bytes) return;
  if (!source_.sha256.isEmpty() && sha256 != source_.sha256) {
    if (!repairing_) {
      repairing_ = true;
      repairNext_ = repaired_ = 0;
      sentence_ =
          Words::tr("The checksum is not the one that the hub states; the parts are compared one by one.");
      if (phase_ == Phase::Verifying) phase_ = Phase::Fetching;
    }
    wrongAfter_ = replaced;
    return;
  }
  runs_.clear();
  verifier_.reset();
  // Ready means on the disk, not in its cache.
  if (auto flushed = file_->flush(); !flushed) return diskFailed(textOf(flushed.error()));
  if (auto noted = journal_->checked(); !noted) return diskFailed(textOf(noted.error()));
  sentence_.clear();
  phase_ = Phase::Checked;
  Q_EMIT settled();
}

FileFetch::Progress FileFetch::progress() const {
  Progress progress;
  progress.phase = phase_;
  progress.bytes = source_.bytes > 0 ? source_.bytes : request_.bytes;
  progress.done = receivedBytes_;
  if (!repairing_ && ranged_) {
    for (const auto& run : runs_) {
      const auto piece = static_cast<qint64>(run->next / pieceBytes_);
      if (run->next < endOf(run->end - 1)) progress.done += run->next - beginOf(piece);
    }
  }
  progress.verified = phase_ == Phase::Checked ? source_.bytes : verifier_ ? verifier_->bytesVerified() : 0;
  progress.sentence = sentence_;
  progress.page = page_;
  if (phase_ == Phase::Waiting) {
    progress.retryAtMs = holdUntilMs_;
    for (const auto& run : runs_) progress.retryAtMs = std::max(progress.retryAtMs, run->retryAtMs);
  }
  return progress;
}

void FileFetch::addToMap(std::vector<double>& cells, quint64 offset, quint64 total) const {
  const double perCell = static_cast<double>(total) / static_cast<double>(cells.size());
  for (qint64 piece = 0; piece < pieceCount(); ++piece) {
    if (pieces_[static_cast<size_t>(piece)] != Piece::Received) continue;
    const auto begin = static_cast<double>(offset + beginOf(piece)),
               end = static_cast<double>(offset + endOf(piece));
    for (auto cell = static_cast<size_t>(begin / perCell); cell < cells.size(); ++cell) {
      const double cellBegin = static_cast<double>(cell) * perCell;
      if (cellBegin >= end) break;
      cells[cell] += (std::min(end, cellBegin + perCell) - std::max(begin, cellBegin)) / perCell;
    }
  }
}

}  // namespace hearth::library
