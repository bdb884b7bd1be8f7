// How a chat's part of the KV cache lies in its file: a head, then records that are only ever appended, so
// that an answer adds what is new, and whatever moment the program is killed at, all records before it serve.
//
// Version 3, numbers little-endian.
//   Head    "HearthKV"; version, form, layers, key width, value width, index width, positions of a page, u32
//   each;
//           u32 of zero; conversation, identity of the model, salt, u64 each; XXH3 of all these, u64.
//   Record  sum u64; kind, first position, number of tokens, packed bytes, u32 each; XXH3 of the tokens, XXH3
//   of
//           the packed bytes, u64 each; the tokens i32; the packed bytes.
// `sum` is XXH3 of the rest of the record's head, seeded with the sum of the record before it, and of the
// first one with the head's. So a record is believed only behind the very records it was written behind: not
// in another place, and not from an earlier file of the same chat, whose salt was another. What is packed is
// checked when it is read.
//
//   Rows    the tokens at [first, first + tokens), positions of one page, and their rows (page_rows.h) packed
//           (page_codec.h). What came at `first` or behind it is of another branch, or was only guessed:
//           gone. So is what the last Cut said.
//   Cut     at `first` tokens: how the answer was cut, its further tokens, and seed and random numbers used,
//           u64 each, as they are.
//   Ended   what the last Cut said is gone; neither tokens nor bytes.
//
// The first record that is damaged or torn, and all behind it, count as not written, and are cut off before
// the next is appended. Nothing is forced onto the disk (fsync): what a loss of power costs is time, and
// never believed when it is torn. Files of earlier versions are removed: an answer writes them anew, which is
// no more work than reading two formats well. The checksums guard against accidents; like the store's the
// files are protected by their owner's rights alone.
//
// Which experts were used is not in here: it is kept with the conversation (ExpertsUsed), and outlives this
// file, which goes when the quota is reached. How well guesses came true is learnt anew within some tokens.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/forward/kv_cache.h"
#include "runtime/generate/cut_answer.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

// Of what a file holds pages.
struct ChatIdentity {
  uint64_t conversation = 0;
  uint64_t model = 0;  // identityOf() it
  KvShape shape;       // its positions do not matter
};

// Whether pages of the one are pages of the other.
bool samePages(const KvShape& a, const KvShape& b);
bool samePages(const ChatIdentity& a, const ChatIdentity& b);

struct ChatFileHead {
  char magic[8];
  uint32_t version;
  uint32_t form, layers, keyWidth, valueWidth, indexWidth, pagePositions;
  uint32_t zero;
  uint64_t conversation, model, salt;
  uint64_t sum;
};
static_assert(sizeof(ChatFileHead) == 8 + 8 * 4 + 4 * 8);

enum class ChatRecordKind : uint32_t { Rows = 1, Cut = 2, Ended = 3 };

struct ChatRecordHead {
  uint64_t sum;
  ChatRecordKind kind;
  uint32_t first, tokens, packed;
  uint64_t tokensSum, packedSum;

  uint64_t recordBytes() const { return sizeof *this + uint64_t{tokens} * sizeof(TokenId) + packed; }
};
static_assert(sizeof(ChatRecordHead) == 8 + 4 * 4 + 2 * 8);

// Seed and random numbers used, packed in a Cut.
struct PackedDraws {
  uint64_t seed, draws;
};

uint64_t chatSum(std::span<const std::byte> bytes, uint64_t seed = 0);
ChatFileHead chatFileHead(const ChatIdentity& of, uint64_t salt);
// Sets the sums of what follows it, and its own.
void sealRecord(ChatRecordHead& head, uint64_t before, std::span<const TokenId> tokens,
                std::span<const std::byte> packed);

// Rows that are of use, but where the next piece begins before this one's end.
struct ChatPiece {
  uint64_t offset = 0;  // of the record
  ChatRecordHead record{};

  uint32_t first() const { return record.first; }
  uint32_t end() const { return record.first + record.tokens; }
  uint64_t packedOffset() const { return offset + record.recordBytes() - record.packed; }
};

// What a file holds.
struct ChatIndex {
  ChatIdentity of;
  std::vector<TokenId> tokens;            // that there are rows of
  std::vector<ChatPiece> pieces;          // of [0, tokens), in order
  std::optional<CutAnswer> cutAnswer;     // its tokens begin with these
  uint64_t cutBytes = 0;                  // of the record that says so
  uint64_t bytes = sizeof(ChatFileHead);  // up to the last record that can be believed
  uint64_t chain = 0;                     // the last sum
  uint64_t deadBytes() const;             // of records that nothing is read from any more

  // A record that was appended, or read.
  void addRows(const ChatRecordHead& record, std::span<const TokenId> tokens);
  void addCut(const ChatRecordHead& record, std::optional<CutAnswer> cut);
};

// Fails when that is no undamaged head of a chat file of this version.
Result<ChatIndex> readChatIndex(int file);

// The whole of it at `offset`; false when there are not so many bytes, or they cannot be read.
bool readAt(int file, uint64_t offset, std::span<std::byte> bytes);

}  // namespace hearth
