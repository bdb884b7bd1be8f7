#include "app/library/file_verifier.h"

#include <algorithm>
#include <array>

#include <openssl/evp.h>

#include "app/library/library_words.h"
#include "runtime/base/check.h"

namespace hearth::library {
namespace {

constexpr size_t kReadBytes = 1 << 20;

}  // namespace

// OpenSSL's EVP uses the processor's SHA instructions where it has them.
struct FileVerifier::Digest {
  Digest() : context(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {}
  Digest copy() const {
    Digest other;
    CHECK(EVP_MD_CTX_copy_ex(other.context.get(), context.get()) == 1);
    return other;
  }
  void begin() { CHECK(EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1); }
  void add(const char* data, size_t bytes) { CHECK(EVP_DigestUpdate(context.get(), data, bytes) == 1); }
  QString finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
    unsigned int bytes = 0;
    CHECK(EVP_DigestFinal_ex(context.get(), value.data(), &bytes) == 1);
    return QString::fromLatin1(
        QByteArray(reinterpret_cast<const char*>(value.data()), static_cast<qsizetype>(bytes)).toHex());
  }
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context;
};

FileVerifier::FileVerifier(PartialFile& file, quint64 bytes, quint64 pieceBytes, Events events)
    : file_(file),
      bytes_(bytes),
      pieceBytes_(pieceBytes),
      events_(std::move(events)),
      pieces_(static_cast<size_t>((bytes + pieceBytes - 1) / pieceBytes)) {
  before_.emplace_back().begin();
  thread_ = std::thread([this] { run(); });
}

FileVerifier::~FileVerifier() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void FileVerifier::received(qint64 piece, const PieceHash& hash) {
  {
    const std::lock_guard lock(mutex_);
    pieces_[static_cast<size_t>(piece)] = hash;
  }
  wake_.notify_all();
}

void FileVerifier::replaced(qint64 piece, const PieceHash& hash) {
  {
    const std::lock_guard lock(mutex_);
    pieces_[static_cast<size_t>(piece)] = hash;
    next_ = std::min(next_, piece);
    ++replaced_;
  }
  wake_.notify_all();
}

quint64 FileVerifier::bytesVerified() const {
  const std::lock_guard lock(mutex_);
  return std::min(bytes_, static_cast<quint64>(next_) * pieceBytes_);
}

FileVerifier::Read FileVerifier::check(qint64 piece, const PieceHash& expected, Digest& digest) {
  const quint64 begin = static_cast<quint64>(piece) * pieceBytes_;
  const quint64 end = std::min(bytes_, begin + pieceBytes_);
  std::vector<char> buffer(kReadBytes);
  PieceHasher hasher;
  for (quint64 at = begin; at < end;) {
    {
      const std::lock_guard lock(mutex_);
      if (stop_) return Read::Stopped;
    }
    const size_t wanted = static_cast<size_t>(std::min<quint64>(kReadBytes, end - at));
    const auto got = file_.read(at, buffer.data(), wanted);
    if (!got) {
      failure_ = got.error().what();
      return Read::Failed;
    }
    if (*got < wanted) return Read::Wrong;  // the file was cut off behind our back
    hasher.add(buffer.data(), wanted);
    digest.add(buffer.data(), wanted);
    at += wanted;
  }
  return hasher.value() == expected ? Read::Good : Read::Wrong;
}

void FileVerifier::run() {
  const auto count = static_cast<qint64>(pieces_.size());
  std::unique_lock lock(mutex_);
  qint64 told = -1;  // the end was told when so many were replaced
  for (;;) {
    wake_.wait(lock, [&] {
      const bool atEnd = next_ == count;
      return stop_ || (atEnd && told != replaced_) ||
             (!atEnd && pieces_[static_cast<size_t>(next_)].has_value());
    });
    if (stop_) return;
    if (next_ == count) {
      told = replaced_;
      QString sum = before_[static_cast<size_t>(count)].copy().finish();
      lock.unlock();
      events_.onFinished(std::move(sum), told);
      lock.lock();
      continue;
    }
    const qint64 piece = next_;
    const qint64 replaced = replaced_;
    const PieceHash expected = *pieces_[static_cast<size_t>(piece)];
    Digest digest = before_[static_cast<size_t>(piece)].copy();
    lock.unlock();
    const Read read = check(piece, expected, digest);
    lock.lock();
    if (read == Read::Stopped) return;
    if (replaced != replaced_) continue;  // an earlier piece was replaced meanwhile
    if (read == Read::Good) {
      before_.resize(static_cast<size_t>(piece) + 1);
      before_.push_back(std::move(digest));
      next_ = piece + 1;
      continue;
    }
    pieces_[static_cast<size_t>(piece)].reset();
    const QString failure = QString::fromStdString(failure_);
    lock.unlock();
    if (read == Read::Failed) {
      events_.onFailed(failure);
    } else {
      events_.onWrong(piece);
    }
    lock.lock();
  }
}

}  // namespace hearth::library
