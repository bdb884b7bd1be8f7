#include "runtime/chat_cache/chat_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/base/check.h"
#include "runtime/chat_cache/page_rows.h"

namespace hearth {
namespace {

Error failed(std::string_view what) { return Error(std::string(what) + ": " + std::strerror(errno)); }
Error damaged() { return Error("the file is damaged"); }

// Owns a file descriptor.
class OpenFile {
 public:
  explicit OpenFile(int file) : file_(file) {}
  OpenFile(OpenFile&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~OpenFile() {
    if (file_ >= 0) ::close(file_);
  }
  int get() const { return file_; }
  bool open() const { return file_ >= 0; }

 private:
  int file_;
};

OpenFile openFile(const std::string& path, int flags) {
  return OpenFile(::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR));
}

Result<void> writeAt(int file, uint64_t offset, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("writing");
    offset += static_cast<uint64_t>(written);
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return {};
}

template <class T>
std::span<const std::byte> bytesOf(const T& value) {
  return std::as_bytes(std::span(&value, 1));
}

uint64_t anySalt() {
  std::random_device random;
  return uint64_t{random()} << 32 | random();
}

// A file with no records yet.
Result<ChatIndex> begin(int file, const ChatIdentity& of) {
  const ChatFileHead head = chatFileHead(of, anySalt());
  if (auto written = writeAt(file, 0, bytesOf(head)); !written) return std::move(written).error();
  ChatIndex index;
  index.of = of;
  index.chain = head.sum;
  return index;
}

}  // namespace

// ---- Writing

struct ChatFileAppender::File {
  File(std::string where, OpenFile opened, ChatIndex found)
      : path(std::move(where)), file(std::move(opened)), index(std::move(found)), codec(index.of.shape) {}

  // What was written of a record that failed is cut off again.
  Result<void> append(ChatRecordHead& head, std::span<const TokenId> tokens,
                      std::span<const std::byte> packed) {
    head.tokens = static_cast<uint32_t>(tokens.size());
    head.packed = static_cast<uint32_t>(packed.size());
    sealRecord(head, index.chain, tokens, packed);
    record.clear();
    for (const std::span<const std::byte> part : {bytesOf(head), std::as_bytes(tokens), packed})
      record.insert(record.end(), part.begin(), part.end());
    auto written = writeAt(file.get(), index.bytes, record);
    if (!written) (void)::ftruncate(file.get(), static_cast<off_t>(index.bytes));  // or the next reader does
    return written;
  }
  Result<void> setCut(const std::optional<CutAnswer>& cut) {
    if (cut == index.cutAnswer) return {};
    ChatRecordHead head{};
    head.kind = cut ? ChatRecordKind::Cut : ChatRecordKind::Ended;
    head.first = static_cast<uint32_t>(index.tokens.size());
    const PackedDraws draws = cut ? PackedDraws{cut->seed, cut->draws} : PackedDraws{};
    const auto packed = cut ? bytesOf(draws) : std::span<const std::byte>();
    const auto tokens = cut ? std::span(cut->tokens).subspan(head.first) : std::span<const TokenId>();
    if (auto added = append(head, tokens, packed); !added) return added;
    index.addCut(head, cut);
    return {};
  }

  std::string path;
  OpenFile file;
  ChatIndex index;
  PageCodec codec;
  std::vector<std::byte> rows, record;
};

ChatFileAppender::ChatFileAppender(std::unique_ptr<File> file) : file_(std::move(file)) {}
ChatFileAppender::~ChatFileAppender() = default;
ChatFileAppender::ChatFileAppender(ChatFileAppender&&) noexcept = default;

Result<ChatFileAppender> ChatFileAppender::open(const std::string& path, const ChatIdentity& of) {
  OpenFile file = openFile(path, O_RDWR);
  if (!file.open()) return failed("opening " + path);
  auto index = readChatIndex(file.get());
  if (!index) return std::move(index).error();
  if (!samePages(index->of, of)) return Error("the file holds other pages");
  if (::ftruncate(file.get(), static_cast<off_t>(index->bytes)) != 0) return failed("cutting " + path);
  return ChatFileAppender(std::make_unique<File>(path, std::move(file), std::move(*index)));
}

Result<ChatFileAppender> ChatFileAppender::create(const std::string& path, const ChatIdentity& of) {
  OpenFile file = openFile(path, O_RDWR | O_CREAT | O_TRUNC);
  if (!file.open()) return failed("creating " + path);
  auto index = begin(file.get(), of);
  if (!index) return std::move(index).error();
  return ChatFileAppender(std::make_unique<File>(path, std::move(file), std::move(*index)));
}

const ChatIdentity& ChatFileAppender::of() const { return file_->index.of; }
std::span<const TokenId> ChatFileAppender::tokens() const { return file_->index.tokens; }
uint64_t ChatFileAppender::bytes() const { return file_->index.bytes; }
uint64_t ChatFileAppender::deadBytes() const { return file_->index.deadBytes(); }
uint64_t ChatFileAppender::recordBytesMost() const {
  return sizeof(ChatRecordHead) + kKvPagePositions * sizeof(TokenId) + file_->codec.packedBytesMost();
}

Result<void> ChatFileAppender::addRows(uint32_t first, std::span<const TokenId> tokens,
                                       std::span<const std::byte> page) {
  CHECK(!tokens.empty() && first <= file_->index.tokens.size());
  const uint32_t inPage = first % kKvPagePositions;
  const PageRows which{inPage, inPage + static_cast<uint32_t>(tokens.size())};
  file_->rows.resize(which.bytes(of().shape));
  takeRows(of().shape, which, page, file_->rows);
  ChatRecordHead head{};
  head.kind = ChatRecordKind::Rows;
  head.first = first;
  if (auto added = file_->append(head, tokens, file_->codec.pack(file_->rows)); !added) return added;
  file_->index.addRows(head, tokens);
  return {};
}

Result<void> ChatFileAppender::setCut(const std::optional<CutAnswer>& cut) {
  const std::vector<TokenId>& held = file_->index.tokens;
  CHECK(!cut ||
        (cut->tokens.size() >= held.size() && std::equal(held.begin(), held.end(), cut->tokens.begin())));
  return file_->setCut(cut);
}

// What is of use, as records of a new file that is to have the same path.
Result<std::unique_ptr<ChatFileAppender::File>> ChatFileAppender::copyAside(const File& from,
                                                                            const std::string& aside) {
  OpenFile fresh = openFile(aside, O_RDWR | O_CREAT | O_TRUNC);
  if (!fresh.open()) return failed("creating " + aside);
  auto index = begin(fresh.get(), from.index.of);
  if (!index) return std::move(index).error();
  auto to = std::make_unique<File>(from.path, std::move(fresh), std::move(*index));
  std::vector<std::byte> packed;
  std::vector<TokenId> tokens;
  for (const ChatPiece& piece : from.index.pieces) {
    ChatRecordHead head = piece.record;
    packed.resize(head.packed);
    tokens.resize(head.tokens);  // also those whose place the next piece takes again
    if (!readAt(from.file.get(), piece.offset + sizeof head, std::as_writable_bytes(std::span(tokens))) ||
        !readAt(from.file.get(), piece.packedOffset(), packed) || chatSum(packed) != head.packedSum)
      return damaged();
    if (auto added = to->append(head, tokens, packed); !added) return std::move(added).error();
    to->index.addRows(head, tokens);
  }
  if (auto told = to->setCut(from.index.cutAnswer); !told) return std::move(told).error();
  return to;
}

Result<void> ChatFileAppender::compact() {
  File& f = *file_;
  const std::string aside = f.path + kUnfinishedChat;
  auto copied = copyAside(f, aside);
  if (copied && ::rename(aside.c_str(), f.path.c_str()) != 0) copied = failed("renaming " + aside);
  if (!copied) {
    ::unlink(aside.c_str());
    return std::move(copied).error();
  }
  file_ = std::move(*copied);
  return {};
}

// ---- Reading

struct ChatFileReader::File {
  File(OpenFile opened, ChatIndex found) : file(std::move(opened)), index(std::move(found)) {}

  OpenFile file;
  ChatIndex index;
  std::optional<PageCodec> codec;
  std::vector<std::byte> packed, rows;
};

ChatFileReader::ChatFileReader(std::unique_ptr<File> file) : file_(std::move(file)) {}
ChatFileReader::~ChatFileReader() = default;
ChatFileReader::ChatFileReader(ChatFileReader&&) noexcept = default;
ChatFileReader& ChatFileReader::operator=(ChatFileReader&&) noexcept = default;

const ChatIdentity& ChatFileReader::of() const { return file_->index.of; }
std::span<const TokenId> ChatFileReader::tokens() const { return file_->index.tokens; }
const std::optional<CutAnswer>& ChatFileReader::cutAnswer() const { return file_->index.cutAnswer; }

Result<ChatFileReader> ChatFileReader::open(const std::string& path) {
  OpenFile file = openFile(path, O_RDONLY);
  if (!file.open()) return failed("opening " + path);
  auto index = readChatIndex(file.get());
  if (!index) return std::move(index).error();
  return ChatFileReader(std::make_unique<File>(std::move(file), std::move(*index)));
}

Result<void> ChatFileReader::page(uint32_t number, std::span<std::byte> page) {
  File& f = *file_;
  const KvShape& shape = f.index.of.shape;
  CHECK(page.size() == shape.pageBytes() && number < kvPages(static_cast<uint32_t>(f.index.tokens.size())));
  if (!f.codec) {
    f.codec.emplace(shape);
    f.packed.resize(f.codec->packedBytesMost());
    f.rows.resize(shape.pageBytes());
  }
  const uint32_t first = number * kKvPagePositions;
  auto piece = std::lower_bound(f.index.pieces.begin(), f.index.pieces.end(), first,
                                [](const ChatPiece& p, uint32_t position) { return p.first() < position; });
  uint32_t end = first;
  // In order: where one begins before the end of another, that end was given up.
  for (; piece != f.index.pieces.end() && piece->first() < first + kKvPagePositions; ++piece) {
    if (piece->record.packed > f.packed.size()) return damaged();
    const PageRows which{piece->first() - first, piece->end() - first};
    const auto packed = std::span(f.packed).first(piece->record.packed);
    const auto rows = std::span(f.rows).first(which.bytes(shape));
    if (!readAt(f.file.get(), piece->packedOffset(), packed) || chatSum(packed) != piece->record.packedSum ||
        !f.codec->unpack(packed, rows))
      return damaged();
    putRows(shape, which, rows, page);
    end = piece->end();
  }
  CHECK(end > first);  // pieces are of all tokens
  clearRowsFrom(shape, end - first, page);
  return {};
}

}  // namespace hearth
