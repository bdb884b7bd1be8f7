// The file of a chat's part of the KV cache (chat_records.h), so that a chat that was put aside, or that is
// opened again tomorrow, goes on without computing its tokens anew: whoever appends to it, and whoever reads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "runtime/base/result.h"
#include "runtime/chat_cache/chat_records.h"
#include "runtime/chat_cache/page_codec.h"

namespace hearth {

// Files that are being made smaller end so, and are remains of a crash when nobody writes.
inline constexpr const char* kUnfinishedChat = ".unfinished";

// The only one that writes the file. Whatever fails here, the file holds what it held before.
class ChatFileAppender {
 public:
  // Goes on with the file at `path`, behind what of it can be believed. Fails when it does not hold such
  // pages.
  static Result<ChatFileAppender> open(const std::string& path, const ChatIdentity& of);
  // A new one, in place of what is there.
  static Result<ChatFileAppender> create(const std::string& path, const ChatIdentity& of);
  ~ChatFileAppender();
  ChatFileAppender(ChatFileAppender&&) noexcept;

  const ChatIdentity& of() const;
  std::span<const TokenId> tokens() const;
  // Rows of `tokens`, all in one page [shape.pageBytes()], of which the first is at position `first`, at most
  // tokens().size(). What was at `first` and behind it is gone.
  Result<void> addRows(uint32_t first, std::span<const TokenId> tokens, std::span<const std::byte> page);
  // Of the answer whose tokens() these are; it begins with them. Nothing: the model ended it.
  Result<void> setCut(const std::optional<CutAnswer>& cut);

  // Of the file, and how many of them are of records that nothing is read from any more.
  uint64_t bytes() const;
  uint64_t deadBytes() const;
  // The most that addRows() adds.
  uint64_t recordBytesMost() const;
  // Writes the file anew without the dead bytes, beside it, and puts that in its place.
  Result<void> compact();

 private:
  struct File;
  static Result<std::unique_ptr<File>> copyAside(const File& from, const std::string& aside);
  explicit ChatFileAppender(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

class ChatFileReader {
 public:
  // Fails when that is no undamaged head of a chat file of this version.
  static Result<ChatFileReader> open(const std::string& path);
  ~ChatFileReader();
  ChatFileReader(ChatFileReader&&) noexcept;
  ChatFileReader& operator=(ChatFileReader&&) noexcept;

  const ChatIdentity& of() const;
  std::span<const TokenId> tokens() const;
  const std::optional<CutAnswer>& cutAnswer() const;
  // The page [shape.pageBytes()] of this number, of kvPages(tokens().size()). Positions past the last token
  // are zero. `page` is unspecified when this fails.
  Result<void> page(uint32_t number, std::span<std::byte> page);

 private:
  struct File;
  explicit ChatFileReader(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

}  // namespace hearth
