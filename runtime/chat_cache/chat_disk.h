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

  using Clock = std::chrono::steady_clock;
  // Replaces what is there of the conversation. `readPage(number, page)` is called here for one page after
  // another, and may fail; compressing and writing goes on afterwards. Given up, with nothing changed, at the
  // `deadline`, and when there is no room.
  void save(const ChatFileHead& head, const std::function<bool(uint32_t, std::span<std::byte>)>& readPage,
            Clock::time_point deadline = Clock::time_point::max());
  // What was saved of this conversation with this model. Another model's, and what is damaged, is removed.
  std::optional<ChatFileReader> find(uint64_t conversation, uint64_t model, const KvShape& shape);
  // It was of use: not the first to go.
  void touch(uint64_t conversation);
  void remove(uint64_t conversation);
  // Removes what belongs to other conversations.
  void keepOnly(std::span<const uint64_t> conversations);
  // Until all that was saved is on the disk.
  void wait();

  struct Use {
    uint64_t bytes = 0;
    uint32_t chats = 0;
  };
  Use use() const;

 private:
  struct State;
  explicit ChatDisk(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hearth
