// What of a partial file is known to be good, kept beside it. Records are only ever appended, each with a
// checksum of its own: a torn or garbled one is as if it were not there, and its piece is fetched again.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include <QFile>
#include <QString>

#include "runtime/base/result.h"

namespace hearth::library {

// XXH3, 128 bits: against accidents, of network, memory or disk. The whole file has its SHA-256.
struct PieceHash {
  uint64_t low = 0, high = 0;
  bool operator==(const PieceHash&) const = default;
};

// Of bytes that come a few at a time.
class PieceHasher {
 public:
  PieceHasher();
  ~PieceHasher();
  PieceHasher(PieceHasher&&) noexcept;
  PieceHasher& operator=(PieceHasher&&) noexcept;
  void reset();
  void add(const char* data, size_t bytes);
  PieceHash value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct JournalHead {
  quint64 bytes = 0, pieceBytes = 0;
  QString sha256, etag;  // as far as the server told
};

class DownloadJournal {
 public:
  struct Contents {
    JournalHead head;
    std::map<qint64, PieceHash> pieces;  // received, by index
    bool checked = false;                // all was verified and is on the disk
  };
  // What is there; nothing when there is no journal or its head is not to be read (it is then set aside).
  static std::optional<Contents> read(const QString& path);

  // Opens for appending; a journal that read() understood goes on, else a new one begins with `head`.
  static Result<std::unique_ptr<DownloadJournal>> open(const QString& path, const JournalHead& head,
                                                       bool goesOn);
  Result<void> received(qint64 piece, const PieceHash& hash);
  Result<void> dropped(qint64 piece);  // it was found to be wrong
  Result<void> checked();              // the file is complete, right, and flushed

 private:
  explicit DownloadJournal(const QString& path) : file_(path) {}
  Result<void> append(const QByteArray& payload);
  QFile file_;
};

}  // namespace hearth::library
