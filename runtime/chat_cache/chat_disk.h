// The folder where chats' parts of the KV cache lie (chat_file.h): one file for each conversation, within a
// quota; who was used longest ago goes first. A thread of its own compresses and writes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "runtime/base/result.h"
#include "runtime/chat_cache/chat_file.h"

namespace hearth {

// Whether whoever has something to be written waits until there is room for it in memory.
enum class Patience { None, UntilThereIsRoom };

// Used by one thread. Nothing here is ever the only copy of anything: what cannot be written is not kept, and
// what cannot be read is removed.
class ChatDisk {
 public:
  // Makes the folder, readable for its owner alone, and removes what a crash left half written.
  static Result<std::unique_ptr<ChatDisk>> open(const std::string& folder, uint64_t quotaBytes);
  // Finishes what is being written.
  ~ChatDisk();
  ChatDisk(const ChatDisk&) = delete;

  void setQuota(uint64_t bytes);

  // How many positions of the conversation are on the disk or on their way there: 0 when that is not known.
  uint32_t positions(uint64_t conversation) const;

  // Of a page's rows, the page itself [shape.pageBytes()]; false when the device failed.
  using ReadPage = std::function<bool(std::span<std::byte>)>;
  enum class Taken { Yes, Later, No };
  // Adds rows [first, tokens.size()) of the conversation, all in one page: `tokens` are all up to there. What
  // is there from `first` on is gone; nothing is added when not all before `first` is there. The page is read
  // here; compressing and writing goes on afterwards. Later: too much waits to be written. No: it cannot be
  // kept at the moment.
  Taken append(const ChatIdentity& of, std::span<const TokenId> tokens, uint32_t first,
               const ReadPage& readPage, Patience patience);
  // How the answer was cut that all of the conversation's positions() end with.
  void setCut(const ChatIdentity& of, std::span<const TokenId> tokens, const std::optional<CutAnswer>& cut);
  // Another conversation is gone on with: what is dead in this one's file may go.
  void leave(const ChatIdentity& of);
  // There may be room again where there was none.
  void tryAgain(uint64_t conversation);

  // What was saved of this conversation with this model. Another model's, and what is damaged, is removed.
  std::optional<ChatFileReader> find(const ChatIdentity& of);
  // It was of use: not the first to go.
  void touch(uint64_t conversation);
  void remove(uint64_t conversation);
  // Removes what belongs to other conversations.
  void keepOnly(std::span<const uint64_t> conversations);
  // Until all that was to be written is on the disk.
  void wait();
  // Whether it is.
  bool idle() const;

  struct Use {
    uint64_t bytes = 0;
    uint32_t chats = 0;
  };
  Use use() const;

  using Clock = std::chrono::steady_clock;

 private:
  struct State;
  explicit ChatDisk(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hearth
