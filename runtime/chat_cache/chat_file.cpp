#include "runtime/chat_cache/chat_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace hearth {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

constexpr char kMagic[] = {'H', 'e', 'a', 'r', 't', 'h', 'K', 'V'};
constexpr uint32_t kVersion = 2;
// More than any context; a damaged number must not make us ask for all memory.
constexpr uint32_t kTokensMost = 1u << 26;

struct FixedHead {
  char magic[sizeof kMagic];
  uint32_t version;
  uint32_t form, layers, keyWidth, valueWidth, indexWidth, pagePositions;
  uint32_t hasCutAnswer;
  uint64_t conversation, model;
  uint64_t seed, draws;
  uint32_t tokens, tokensBehind;
};
static_assert(sizeof(FixedHead) == 8 + 8 * 4 + 4 * 8 + 2 * 4);

struct PageHead {
  uint64_t sum;
  uint32_t size, number;
};
static_assert(sizeof(PageHead) == 16);

uint64_t sumOf(std::span<const std::byte> packed, uint32_t number) {
  return XXH3_64bits_withSeed(packed.data(), packed.size(), uint64_t{number} << 32 | packed.size());
}

uint64_t sumOf(const FixedHead& fixed, std::span<const TokenId> tokens) {
  const uint64_t seed = XXH3_64bits(&fixed, sizeof fixed);
  return XXH3_64bits_withSeed(tokens.data(), tokens.size_bytes(), seed);
}

Error failed(std::string_view what) { return Error(std::string(what) + ": " + std::strerror(errno)); }
Error damaged() { return Error("the file is damaged"); }

Result<void> writeAll(int file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("writing");
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return {};
}

// False when there are not so many.
bool readAll(int file, std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t read = ::read(file, bytes.data(), bytes.size());
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(read));
  }
  return true;
}

template <class T>
std::span<const std::byte> bytesOf(const T& value) {
  return std::as_bytes(std::span(&value, 1));
}
template <class T>
std::span<std::byte> memoryOf(T& value) {
  return std::as_writable_bytes(std::span(&value, 1));
}

}  // namespace

bool samePages(const KvShape& a, const KvShape& b) {
  return a.form == b.form && a.layers == b.layers && a.keyWidth == b.keyWidth &&
         a.valueWidth == b.valueWidth && a.indexWidth == b.indexWidth;
}

// ---- Writing

struct ChatFileWriter::File {
  File(std::string whole, const KvShape& shape)
      : path(std::move(whole)), aside(path + kUnfinishedChat), codec(shape) {}
  ~File() {
    if (file < 0) return;
    ::close(file);
    ::unlink(aside.c_str());
  }
  std::string path, aside;
  PageCodec codec;
  int file = -1;
  uint32_t pages = 0, pagesMost = 0;
};

ChatFileWriter::ChatFileWriter(std::unique_ptr<File> file) : file_(std::move(file)) {}
ChatFileWriter::~ChatFileWriter() = default;
ChatFileWriter::ChatFileWriter(ChatFileWriter&&) noexcept = default;

Result<ChatFileWriter> ChatFileWriter::create(const std::string& path, const ChatFileHead& head) {
  CHECK(!head.tokens.empty() && head.tokens.size() <= kTokensMost);
  const std::optional<CutAnswer>& cut = head.cutAnswer;
  CHECK(!cut || (cut->tokens.size() >= head.tokens.size() && cut->tokens.size() <= kTokensMost &&
                 std::equal(head.tokens.begin(), head.tokens.end(), cut->tokens.begin())));
  auto made = std::make_unique<File>(path, head.shape);
  made->pagesMost = head.pages();
  made->file = ::open(made->aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made->file < 0) return failed("creating " + made->aside);
  FixedHead fixed{};
  std::memcpy(fixed.magic, kMagic, sizeof kMagic);
  fixed.version = kVersion;
  fixed.form = static_cast<uint32_t>(head.shape.form);
  fixed.layers = head.shape.layers;
  fixed.keyWidth = head.shape.keyWidth;
  fixed.valueWidth = head.shape.valueWidth;
  fixed.indexWidth = head.shape.indexWidth;
  fixed.pagePositions = kKvPagePositions;
  fixed.conversation = head.conversation;
  fixed.model = head.model;
  fixed.tokens = static_cast<uint32_t>(head.tokens.size());
  if (cut) {
    fixed.hasCutAnswer = 1;
    fixed.seed = cut->seed;
    fixed.draws = cut->draws;
    fixed.tokensBehind = static_cast<uint32_t>(cut->tokens.size() - head.tokens.size());
  }
  const std::span<const TokenId> tokens(cut ? cut->tokens : head.tokens);
  const uint64_t sum = sumOf(fixed, tokens);
  for (const std::span<const std::byte> part :
       {bytesOf(fixed), std::span<const std::byte>(std::as_bytes(tokens)), bytesOf(sum)}) {
    if (auto written = writeAll(made->file, part); !written) return std::move(written).error();
  }
  return ChatFileWriter(std::move(made));
}

Result<void> ChatFileWriter::add(std::span<const std::byte> page) {
  CHECK(file_->pages < file_->pagesMost);
  const auto packed = file_->codec.pack(page);
  const PageHead head{sumOf(packed, file_->pages), static_cast<uint32_t>(packed.size()), file_->pages};
  ++file_->pages;
  if (auto written = writeAll(file_->file, bytesOf(head)); !written) return written;
  return writeAll(file_->file, packed);
}

// Not forced onto the disk: what a loss of power damages is noticed, and computed again.
Result<void> ChatFileWriter::finish() {
  CHECK(file_->pages == file_->pagesMost);
  if (::rename(file_->aside.c_str(), file_->path.c_str()) != 0) return failed("renaming " + file_->aside);
  ::close(std::exchange(file_->file, -1));
  return {};
}

// ---- Reading

struct ChatFileReader::File {
  explicit File(int opened) : file(opened) {}
  ~File() { ::close(file); }
  int file;
  ChatFileHead head;
  std::unique_ptr<PageCodec> codec;
  std::vector<std::byte> packed;
  uint32_t pages = 0;
};

ChatFileReader::ChatFileReader(std::unique_ptr<File> file) : file_(std::move(file)) {}
ChatFileReader::~ChatFileReader() = default;
ChatFileReader::ChatFileReader(ChatFileReader&&) noexcept = default;

const ChatFileHead& ChatFileReader::head() const { return file_->head; }

Result<ChatFileReader> ChatFileReader::open(const std::string& path) {
  const int opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) return failed("opening " + path);
  auto file = std::make_unique<File>(opened);
  FixedHead fixed;
  if (!readAll(opened, memoryOf(fixed)) || std::memcmp(fixed.magic, kMagic, sizeof kMagic) != 0)
    return Error("this is no chat file");
  if (fixed.version != kVersion || fixed.pagePositions != kKvPagePositions)
    return Error("the file was written by another version of Hearth");
  struct stat status {};
  if (::fstat(opened, &status) != 0) return failed("reading " + path);
  const auto fileBytes = static_cast<uint64_t>(status.st_size);
  const uint64_t count = uint64_t{fixed.tokens} + fixed.tokensBehind;
  if (fixed.tokens == 0 || count > kTokensMost || count * sizeof(TokenId) > fileBytes) return damaged();
  std::vector<TokenId> tokens(count);
  uint64_t sum = 0;
  if (!readAll(opened, std::as_writable_bytes(std::span(tokens))) || !readAll(opened, memoryOf(sum)) ||
      sum != sumOf(fixed, tokens))
    return damaged();
  ChatFileHead& head = file->head;
  head.tokens.assign(tokens.begin(), tokens.begin() + fixed.tokens);
  if (fixed.hasCutAnswer != 0) head.cutAnswer = CutAnswer{std::move(tokens), fixed.seed, fixed.draws};
  head.conversation = fixed.conversation;
  head.model = fixed.model;
  head.shape.form = static_cast<KvForm>(fixed.form);
  head.shape.layers = fixed.layers;
  head.shape.keyWidth = fixed.keyWidth;
  head.shape.valueWidth = fixed.valueWidth;
  head.shape.indexWidth = fixed.indexWidth;
  return ChatFileReader(std::move(file));
}

Result<void> ChatFileReader::next(std::span<std::byte> page) {
  File& f = *file_;
  CHECK(page.size() == f.head.shape.pageBytes() && f.pages < f.head.pages());
  if (!f.codec) {
    f.codec = std::make_unique<PageCodec>(f.head.shape);
    f.packed.resize(f.codec->packedBytesMost());
  }
  PageHead head;
  if (!readAll(f.file, memoryOf(head)) || head.number != f.pages || head.size > f.packed.size())
    return damaged();
  const auto packed = std::span(f.packed).first(head.size);
  if (!readAll(f.file, packed) || sumOf(packed, f.pages) != head.sum || !f.codec->unpack(packed, page))
    return damaged();
  std::byte more;
  if (++f.pages == f.head.pages() && readAll(f.file, {&more, 1})) return damaged();
  return {};
}

}  // namespace hearth
