// What the engine's conversations have computed, kept on the disk: as it comes, and without holding anybody
// up.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "runtime/chat_cache/chat_cache.h"
#include "runtime/chat_cache/chat_disk.h"
#include "runtime/engine/engine.h"

namespace hearth {

// Used by the engine's thread. `chats` are those of the model that is loaded, null when there is none.
class ChatKeeper {
 public:
  // Which gets ChatsOnDisk.
  explicit ChatKeeper(const std::function<void(Event)>& sink) : sink_(sink) {}

  void useFolder(const KeepChatsOnDisk& command, ChatCache* chats);
  void forgetOthers(const ForgetOtherChats& command, ChatCache* chats);
  // A model was loaded.
  void take(ChatCache& chats) { chats.useDisk(disk_.get()); }
  // While the prompt is read and the answer is written: pages that are full. So is also kept what is not
  // finished, and would take its time again.
  static void keepPrompt(ChatCache& chats);
  static void keepAnswer(ChatCache& chats) { chats.saveFullPage(); }
  // The answer is finished; the rest of it follows in step().
  void answered() { answerToTell_ = disk_ != nullptr; }
  // One page at most, while no command waits: one that comes meanwhile waits for a page to be copied. Returns
  // how soon there is more to do; nothing when all is kept.
  std::optional<std::chrono::milliseconds> step(ChatCache& chats);
  // The model goes: all at once, as far as there is time.
  static void putAside(ChatCache* chats);

 private:
  void tell();

  const std::function<void(Event)>& sink_;
  std::unique_ptr<ChatDisk> disk_;  // null: chats are not kept on the disk
  bool answerToTell_ = false;       // an answer is on its way to the disk
};

}  // namespace hearth
