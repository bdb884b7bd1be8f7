#include "runtime/chat_cache/chat_records.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "runtime/base/check.h"

namespace hearth {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

constexpr char kMagic[] = {'H', 'e', 'a', 'r', 't', 'h', 'K', 'V'};
constexpr uint32_t kVersion = 3;
// More than any context; a damaged number must not make us ask for all memory.
constexpr uint32_t kTokensMost = 1u << 26;

uint64_t sumOf(const ChatFileHead& head) {
  return chatSum(std::as_bytes(std::span(&head, 1)).first(offsetof(ChatFileHead, sum)));
}

uint64_t sumOf(const ChatRecordHead& head, uint64_t before) {
  return chatSum(std::as_bytes(std::span(&head, 1)).subspan(sizeof head.sum), before);
}

template <class T>
std::span<std::byte> memoryOf(T& value) {
  return std::as_writable_bytes(std::span(&value, 1));
}

// Whether a record of this kind can say that, of a chat of so many tokens.
bool plausible(const ChatRecordHead& record, size_t tokens) {
  if (record.first > tokens || record.tokens > kTokensMost) return false;
  switch (record.kind) {
    case ChatRecordKind::Rows:
      return record.tokens > 0 && record.first % kKvPagePositions + record.tokens <= kKvPagePositions;
    case ChatRecordKind::Cut:
      return record.first == tokens && record.packed == sizeof(PackedDraws);
    case ChatRecordKind::Ended:
      return record.tokens == 0 && record.packed == 0;
  }
  return false;
}

}  // namespace

uint64_t chatSum(std::span<const std::byte> bytes, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

bool samePages(const KvShape& a, const KvShape& b) {
  return a.form == b.form && a.layers == b.layers && a.keyWidth == b.keyWidth &&
         a.valueWidth == b.valueWidth && a.indexWidth == b.indexWidth;
}

bool samePages(const ChatIdentity& a, const ChatIdentity& b) {
  return a.conversation == b.conversation && a.model == b.model && samePages(a.shape, b.shape);
}

ChatFileHead chatFileHead(const ChatIdentity& of, uint64_t salt) {
  ChatFileHead head{};
  std::memcpy(head.magic, kMagic, sizeof kMagic);
  head.version = kVersion;
  head.form = static_cast<uint32_t>(of.shape.form);
  head.layers = of.shape.layers;
  head.keyWidth = of.shape.keyWidth;
  head.valueWidth = of.shape.valueWidth;
  head.indexWidth = of.shape.indexWidth;
  head.pagePositions = kKvPagePositions;
  head.conversation = of.conversation;
  head.model = of.model;
  head.salt = salt;
  head.sum = sumOf(head);
  return head;
}

void sealRecord(ChatRecordHead& head, uint64_t before, std::span<const TokenId> tokens,
                std::span<const std::byte> packed) {
  head.tokensSum = chatSum(std::as_bytes(tokens));
  head.packedSum = chatSum(packed);
  head.sum = sumOf(head, before);
}

uint64_t ChatIndex::deadBytes() const {
  uint64_t live = sizeof(ChatFileHead) + cutBytes;
  for (const ChatPiece& piece : pieces) live += piece.record.recordBytes();
  return bytes - live;
}

void ChatIndex::addRows(const ChatRecordHead& record, std::span<const TokenId> added) {
  CHECK(record.first <= tokens.size() && added.size() == record.tokens);
  while (!pieces.empty() && pieces.back().first() >= record.first) pieces.pop_back();
  pieces.push_back({bytes, record});
  tokens.resize(record.first);
  tokens.insert(tokens.end(), added.begin(), added.end());
  cutAnswer.reset();
  cutBytes = 0;
  bytes += record.recordBytes();
  chain = record.sum;
}

void ChatIndex::addCut(const ChatRecordHead& record, std::optional<CutAnswer> cut) {
  cutBytes = cut ? record.recordBytes() : 0;
  cutAnswer = std::move(cut);
  bytes += record.recordBytes();
  chain = record.sum;
}

bool readAt(int file, uint64_t offset, std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t read = ::pread(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0) return false;
    offset += static_cast<uint64_t>(read);
    bytes = bytes.subspan(static_cast<size_t>(read));
  }
  return true;
}

Result<ChatIndex> readChatIndex(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return Error(std::string("reading: ") + std::strerror(errno));
  const auto fileBytes = static_cast<uint64_t>(status.st_size);
  ChatFileHead head;
  if (!readAt(file, 0, memoryOf(head)) || std::memcmp(head.magic, kMagic, sizeof kMagic) != 0)
    return Error("this is no chat file");
  if (head.version != kVersion || head.pagePositions != kKvPagePositions)
    return Error("the file was written by another version of Hearth");
  if (head.zero != 0 || head.sum != sumOf(head)) return Error("the file is damaged");
  ChatIndex index;
  index.of = {head.conversation, head.model, {}};
  index.of.shape.form = static_cast<KvForm>(head.form);
  index.of.shape.layers = head.layers;
  index.of.shape.keyWidth = head.keyWidth;
  index.of.shape.valueWidth = head.valueWidth;
  index.of.shape.indexWidth = head.indexWidth;
  index.chain = head.sum;
  std::vector<TokenId> tokens;
  for (;;) {
    ChatRecordHead record;
    if (!readAt(file, index.bytes, memoryOf(record)) || record.sum != sumOf(record, index.chain) ||
        !plausible(record, index.tokens.size()) || record.recordBytes() > fileBytes - index.bytes)
      break;
    tokens.resize(record.tokens);
    const auto tokenBytes = std::as_writable_bytes(std::span(tokens));
    if (!readAt(file, index.bytes + sizeof record, tokenBytes) || chatSum(tokenBytes) != record.tokensSum)
      break;
    if (record.kind == ChatRecordKind::Rows) {
      index.addRows(record, tokens);
    } else if (record.kind == ChatRecordKind::Ended) {
      index.addCut(record, std::nullopt);
    } else {
      PackedDraws draws{};
      if (!readAt(file, index.bytes + sizeof record + tokenBytes.size(), memoryOf(draws)) ||
          chatSum(memoryOf(draws)) != record.packedSum)
        break;
      CutAnswer cut{index.tokens, draws.seed, draws.draws};
      cut.tokens.insert(cut.tokens.end(), tokens.begin(), tokens.end());
      index.addCut(record, std::move(cut));
    }
  }
  return index;
}

}  // namespace hearth
