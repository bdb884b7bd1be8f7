// What a download does about each thing that goes wrong.
#include <algorithm>

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

#include "app/library/file_fetch.h"
#include "app/library/hub_request.h"
#include "app/library/library_words.h"

namespace hearth::library {
namespace {

// Without a byte in between, so often is a renewed address, a wrong range or a redirect believed.
constexpr int kExpiriesMost = 3, kRefusalsMost = 5, kRedirectsMost = 5;

}  // namespace

void FileFetch::ended(Run& run, const PartStream::Outcome& outcome) {
  run.stream.release()->deleteLater();  // it is calling us
  switch (outcome.end) {
    case PartStream::End::Done:
      remove(run, Piece::Received);
      return tick();
    case PartStream::End::Broken:
      if (outcome.connection.kind == HubFailure::Kind::Untrusted)
        return stopWith(outcome.connection.sentence);
      return retryLater(run, outcome.connection.sentence, outcome.retryAfterMs);
    case PartStream::End::NotRanged:
      return fallBackToOneStream();
    case PartStream::End::Misplaced:
      if (++refusals_ > kRefusalsMost) {
        return stopWith(
            Words::tr("%1 sends other parts of %2 than it was asked for; a proxy may be in the way. Try "
                      "again later, or from another network.")
                .arg(source_.url.host(), title()));
      }
      return retryLater(run, Words::tr("%1 sent another part than it was asked for.").arg(source_.url.host()),
                        0);
    case PartStream::End::Changed:
      return changedAtHub();
    case PartStream::End::Redirected:
      if (++redirects_ > kRedirectsMost) return expired(outcome);
      source_.url = outcome.redirect;
      run.retryAtMs = 0;
      return tick();
    case PartStream::End::Refused:
      return refused(run, outcome);
  }
}

void FileFetch::refused(Run& run, const PartStream::Outcome& outcome) {
  const int status = outcome.status;
  if (status == 408 || status == 425 || status == 429 || status >= 500) {
    const QString sentence =
        status == 429 ? Words::tr("%1 asks for a pause.").arg(source_.url.host())
                      : Words::tr("%1 is in trouble (HTTP %2).").arg(source_.url.host()).arg(status);
    ++run.failures;
    run.retryAtMs = 0;
    return holdAll(sentence, std::max(outcome.retryAfterMs, pauseMs(run.failures)));
  }
  if (status == 416) {
    // The file may be shorter now: the hub is asked for its size again.
    if (++refusals_ > kRefusalsMost) return changedAtHub();
    haveSource_ = false;
    return holdAll(Words::tr("%1 does not have the part that was asked for.").arg(source_.url.host()),
                   pauseMs(refusals_));
  }
  // Behind the hub stand signed addresses, which expire. The hub's own word is final.
  if (!sameServer(source_.url, request_.url)) return expired(outcome);
  const HubFailure failure = failureOf(status, outcome.errorCode, outcome.errorMessage, outcome.withToken,
                                       parts_.hub.endpoint, repository_);
  stopWith(failure.sentence, failure.page);
}

void FileFetch::expired(const PartStream::Outcome& outcome) {
  if (++expiries_ > kExpiriesMost) {
    return stopWith(
        Words::tr("%1 refuses the download again and again (HTTP %2), although the address is new. Try again "
                  "later.")
            .arg(source_.url.host())
            .arg(outcome.status));
  }
  redirects_ = 0;
  haveSource_ = false;  // the other requests go on; those that break wait for the new address
  if (!resolver_) resolve();
}

qint64 FileFetch::pauseMs(int failures) const {
  const double first = static_cast<double>(options_.firstPause.count());
  const double pause = first * static_cast<double>(qint64{1} << std::clamp(failures - 1, 0, 20));
  // Half of it is chance, so that many who failed together do not come back together.
  const double share = 0.5 + 0.5 * QRandomGenerator::global()->generateDouble();
  return static_cast<qint64>(std::min(pause, static_cast<double>(options_.longestPause.count())) * share);
}

void FileFetch::retryLater(Run& run, const QString& sentence, qint64 atLeastMs) {
  run.retryAtMs = QDateTime::currentMSecsSinceEpoch() + std::max(atLeastMs, pauseMs(++run.failures));
  sentence_ = sentence;
}

void FileFetch::holdAll(const QString& sentence, qint64 milliseconds) {
  for (auto& run : runs_) run->stream.reset();
  sentence_ = sentence;
  holdUntilMs_ = QDateTime::currentMSecsSinceEpoch() + milliseconds;
  phase_ = Phase::Waiting;
}

// The server sends the file from its start whatever it is asked for: one connection then, which passes over
// what is here already.
void FileFetch::fallBackToOneStream() {
  while (!runs_.empty()) remove(*runs_.back(), Piece::Missing);
  if (repairing_) repairNext_ = 0;
  ranged_ = false;
  tick();
}

// The run's pieces that are still its own become missing, or are received already.
void FileFetch::remove(const Run& run, Piece pieces) {
  if (pieces == Piece::Missing && !repairing_) {
    for (qint64 piece = run.first; piece < run.end; ++piece) {
      auto& state = pieces_[static_cast<size_t>(piece)];
      if (state == Piece::Taken) state = Piece::Missing;
    }
    searchFrom_ = std::min(searchFrom_, run.first);
  }
  runs_.erase(std::find_if(runs_.begin(), runs_.end(), [&](const auto& own) { return own.get() == &run; }));
}

void FileFetch::changedAtHub() {
  stopWith(
      Words::tr(
          "%1 has changed at the hub since the download began. Start over to get the new file; what is here "
          "of the old one is then deleted.")
          .arg(title()));
}

void FileFetch::diskFailedLater(const QString& sentence) {
  QMetaObject::invokeMethod(
      this, [this, sentence] { diskFailed(sentence); }, Qt::QueuedConnection);
}

void FileFetch::diskFailed(const QString& sentence) {
  if (phase_ == Phase::Stopped) return;  // several connections meet the same full disk
  if (file_ && file_->full()) {
    const qint64 free = options_.freeSpace(QFileInfo(request_.target).absolutePath());
    return stopWith(
        Words::tr("The disk is full (%1 free). Everything received so far is kept: make room, then resume.")
            .arg(Words::bytes(static_cast<quint64>(std::max<qint64>(free, 0)))));
  }
  stopWith(sentence);
}

void FileFetch::stopWith(const QString& sentence, const QUrl& page) {
  resolver_.reset();
  for (auto& run : runs_) run->stream.reset();
  // Begun anew by start(): the handles go, so that a disk can be unplugged and a file be mended.
  runs_.clear();
  verifier_.reset();
  file_.reset();
  journal_.reset();
  lock_.reset();
  pieces_.clear();
  receivedBytes_ = 0;
  searchFrom_ = 0;
  repairing_ = false;
  repairNext_ = repaired_ = 0;
  wrongAfter_ = -1;
  ranged_ = true;
  sentence_ = sentence;
  page_ = page;
  phase_ = Phase::Stopped;
  Q_EMIT settled();
}

}  // namespace hearth::library
