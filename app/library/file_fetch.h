// One file from its first request to its last checked byte: which pieces are here, who fetches the others,
// what happens when something goes wrong.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include <QElapsedTimer>
#include <QLockFile>
#include <QObject>
#include <QString>

#include "app/library/download_journal.h"
#include "app/library/downloads.h"
#include "app/library/file_verifier.h"
#include "app/library/part_stream.h"
#include "app/library/source_resolver.h"

namespace hearth::library {

// Lives on the engine's thread; `tick` is called several times a second while the download runs.
class FileFetch : public QObject {
  Q_OBJECT

 public:
  enum class Phase { Idle, Fetching, Waiting, Verifying, Checked, Stopped };
  struct Progress {
    Phase phase = Phase::Idle;
    quint64 bytes = 0, done = 0, verified = 0;
    QString sentence;
    QUrl page;
    qint64 retryAtMs = 0;
  };

  FileFetch(const EngineParts& parts, const DownloadOptions& options, const DownloadFile& file,
            const QString& repository);
  ~FileFetch() override;  // keeps what is there

  void start();
  void pause();  // ends all requests
  void tick();
  Progress progress() const;
  bool compared() const { return !source_.sha256.isEmpty(); }  // Checked: with a checksum of the hub's
  quint64 bytesWritten() const { return written_; }            // received in this run, for the speed
  // Adds this file's part of a map of `cells` cells over `total` bytes, the file beginning at `offset`.
  void addToMap(std::vector<double>& cells, quint64 offset, quint64 total) const;

  // Checked or Stopped: nothing more happens by itself.
  Q_SIGNAL void settled();

  // What of the partial file has blocks on the disk already.
  static quint64 bytesOnDisk(const DownloadFile& file);
  static QString partialPath(const DownloadFile& file) { return file.target + QLatin1String(".part"); }
  static QString journalPath(const DownloadFile& file) {
    return partialPath(file) + QLatin1String(".journal");
  }
  static QString lockPath(const DownloadFile& file) { return partialPath(file) + QLatin1String(".lock"); }

 private:
  enum class Piece : uint8_t { Missing, Taken, Received };
  // Consecutive pieces for one request, and how far it came; goes on from there after a failure.
  struct Run {
    qint64 first = 0, end = 0;  // pieces
    quint64 next = 0;           // the next byte
    PieceHasher hasher;         // of the piece that `next` is in
    QByteArray buffer;          // of that piece, when repairing
    std::unique_ptr<PartStream> stream;
    qint64 retryAtMs = 0, windowBegan = 0;
    quint64 windowReceived = 0;
    int failures = 0;
    bool wasSlow = false;
  };

  // file_fetch.cpp: what is done next.
  void resolve();
  void resolved(std::variant<ResolvedSource, ResolveFailure> result);
  std::unique_ptr<Run> nextRun();
  void startRun(Run& run);
  bool take(Run& run, const char* data, size_t bytes);
  bool pieceArrived(Run& run, qint64 piece);
  void watch(Run& run);
  void verified(const QString& sha256, qint64 replaced);
  // file_fetch_open.cpp: journal, file and verifier; false when it stopped, or all was there.
  bool open();
  // file_fetch_failures.cpp: what is done about a failure.
  void ended(Run& run, const PartStream::Outcome& outcome);
  void refused(Run& run, const PartStream::Outcome& outcome);
  void expired(const PartStream::Outcome& outcome);
  void retryLater(Run& run, const QString& sentence, qint64 atLeastMs);
  void holdAll(const QString& sentence, qint64 milliseconds);
  void fallBackToOneStream();
  void stopWith(const QString& sentence, const QUrl& page = {});
  void changedAtHub();
  void diskFailed(const QString& sentence);
  void diskFailedLater(const QString& sentence);  // from inside a stream's callback
  void remove(const Run& run, Piece pieces);
  qint64 pauseMs(int failures) const;

  quint64 beginOf(qint64 piece) const { return static_cast<quint64>(piece) * pieceBytes_; }
  quint64 endOf(qint64 piece) const { return std::min(source_.bytes, beginOf(piece + 1)); }
  qint64 pieceCount() const { return static_cast<qint64>(pieces_.size()); }
  QString title() const;

  const EngineParts parts_;
  const DownloadOptions& options_;
  const DownloadFile request_;
  const QString repository_;
  Phase phase_ = Phase::Idle;
  QString sentence_;
  QUrl page_;
  qint64 holdUntilMs_ = 0;
  int resolveFailures_ = 0, expiries_ = 0, refusals_ = 0, redirects_ = 0;
  bool haveSource_ = false, ranged_ = true;
  ResolvedSource source_;
  quint64 pieceBytes_ = 0, receivedBytes_ = 0, written_ = 0;
  std::vector<Piece> pieces_;
  qint64 searchFrom_ = 0;  // no piece before it is missing
  // After a wrong checksum: pieces are fetched again one by one, and those that differ are replaced.
  bool repairing_ = false;
  qint64 repairNext_ = 0, repaired_ = 0;
  qint64 wrongAfter_ = -1;  // the checksum was wrong when so many had been replaced

  std::unique_ptr<QLockFile> lock_;
  std::unique_ptr<DownloadJournal> journal_;
  std::unique_ptr<PartialFile> file_;
  std::unique_ptr<FileVerifier> verifier_;  // before file_ in destruction
  std::unique_ptr<SourceResolver> resolver_;
  std::vector<std::unique_ptr<Run>> runs_;
};

}  // namespace hearth::library
