// Follows a partial file on a thread of its own: as soon as the bytes from the start on are there, they are
// read back, compared with what was received, and go into the SHA-256. The end of a download then costs
// nothing, and what was on the disk before is checked in the same way.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <QString>

#include "app/library/download_journal.h"
#include "app/library/downloads.h"

namespace hearth::library {

class FileVerifier {
 public:
  struct Events {
    // On the verifier's thread.
    std::function<void(qint64 piece)> onWrong;  // the disk has other bytes than were received
    // After the last piece, and again after pieces were replaced: how many had been by then.
    std::function<void(QString sha256, qint64 replaced)> onFinished;
    std::function<void(QString sentence)> onFailed;  // the file cannot be read
  };
  // `file` outlives the verifier.
  FileVerifier(PartialFile& file, quint64 bytes, quint64 pieceBytes, Events events);
  ~FileVerifier();  // stops within a piece

  void received(qint64 piece, const PieceHash& hash);
  // A piece that was verified has other bytes now.
  void replaced(qint64 piece, const PieceHash& hash);
  quint64 bytesVerified() const;

 private:
  struct Digest;
  enum class Read { Good, Wrong, Stopped, Failed };
  void run();
  Read check(qint64 piece, const PieceHash& expected, Digest& digest);

  PartialFile& file_;
  const quint64 bytes_, pieceBytes_;
  const Events events_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::optional<PieceHash>> pieces_;
  std::vector<Digest> before_;  // the digest's state before each piece that was reached
  qint64 next_ = 0;
  qint64 replaced_ = 0;
  bool stop_ = false;
  std::string failure_;
  std::thread thread_;
};

}  // namespace hearth::library
