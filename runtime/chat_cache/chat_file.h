// A chat's part of the KV cache as a file, so that a chat that was put aside, or that is opened again
// tomorrow, goes on without computing its tokens anew.
//
// Numbers are little-endian: "HearthKV"; version, form, layers, key width, value width, index width,
// positions of a page, u32 each; whether there is a cut answer u32; conversation u64, identity of the model
// u64; of the cut answer seed u64, random numbers used u64; number of tokens that the pages hold u32, of
// tokens of the cut answer behind them u32; all these tokens i32; XXH3 of the tokens seeded with that of all
// before them, u64. Then as many pages as the former need, each: XXH3 seeded with number << 32 | size u64,
// size u32, number u32, packed bytes (page_codec.h). Rows past the last token are zero.
//
// Which experts were used is not in here: it is kept with the conversation (ExpertsUsed), and outlives this
// file, which goes when the quota is reached. How well guesses came true is learnt anew within some tokens.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/chat_cache/page_codec.h"
#include "runtime/forward/kv_cache.h"
#include "runtime/generate/cut_answer.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

struct ChatFileHead {
  uint64_t conversation = 0;
  uint64_t model = 0;                    // identityOf() it
  KvShape shape;                         // its positions do not matter
  std::vector<TokenId> tokens;           // that the pages hold
  std::optional<CutAnswer> cutAnswer{};  // its tokens begin with these

  uint32_t pages() const { return kvPages(static_cast<uint32_t>(tokens.size())); }
};

// Files that are being written end so, and are remains of a crash when nobody writes.
inline constexpr const char* kUnfinishedChat = ".unfinished";

// Writes beside `path`; the file is there, whole, once finish() succeeded, and else nothing new is.
class ChatFileWriter {
 public:
  static Result<ChatFileWriter> create(const std::string& path, const ChatFileHead& head);
  ~ChatFileWriter();
  ChatFileWriter(ChatFileWriter&&) noexcept;

  // Page after page [shape.pageBytes()].
  Result<void> add(std::span<const std::byte> page);
  Result<void> finish();

 private:
  struct File;
  explicit ChatFileWriter(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

class ChatFileReader {
 public:
  // Fails when that is no undamaged head of a chat file of this version.
  static Result<ChatFileReader> open(const std::string& path);
  ~ChatFileReader();
  ChatFileReader(ChatFileReader&&) noexcept;

  const ChatFileHead& head() const;
  // The next page [shape.pageBytes()]; the last one only when nothing follows it. `page` is unspecified when
  // this fails.
  Result<void> next(std::span<std::byte> page);

 private:
  struct File;
  explicit ChatFileReader(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

// Whether pages of the one are pages of the other.
bool samePages(const KvShape& a, const KvShape& b);

}  // namespace hearth
