#include "runtime/engine/chat_keeper.h"

#include <utility>

#include "runtime/engine/sentence.h"

namespace hearth {
namespace {

// Writing to the disk what a model's conversations have computed must not hold up whoever closes Hearth.
constexpr std::chrono::seconds kPuttingAsideMost{3};
// How soon it is looked whether the disk takes more.
constexpr std::chrono::milliseconds kDiskInterval{10};

}  // namespace

void ChatKeeper::tell() {
  if (!disk_) return;
  const ChatDisk::Use use = disk_->use();
  sink_(ChatsOnDisk{use.bytes, use.chats, {}});
}

void ChatKeeper::useFolder(const KeepChatsOnDisk& command, ChatCache* chats) {
  if (chats != nullptr) chats->useDisk(nullptr);
  disk_.reset();
  auto opened = ChatDisk::open(command.folder, command.quotaBytes);
  if (!opened) {
    sink_(ChatsOnDisk{0, 0, asSentence(std::move(opened).error().during("keeping chats' memory").what())});
    return;
  }
  disk_ = std::move(*opened);
  tell();
  if (command.quotaBytes == 0) disk_.reset();
  if (chats != nullptr) chats->useDisk(disk_.get());
}

void ChatKeeper::forgetOthers(const ForgetOtherChats& command, ChatCache* chats) {
  if (chats != nullptr) chats->forgetOthers(command.conversations);
  if (disk_) disk_->keepOnly(command.conversations);
  tell();
}

void ChatKeeper::keepPrompt(ChatCache& chats) {
  while (chats.saveFullPage() == ChatCache::Step::More) {
  }
}

std::optional<std::chrono::milliseconds> ChatKeeper::step(ChatCache& chats) {
  switch (chats.saveStep()) {
    case ChatCache::Step::More:
      return std::chrono::milliseconds{0};
    case ChatCache::Step::Later:
      return kDiskInterval;
    case ChatCache::Step::Done:
      break;
  }
  if (answerToTell_ && disk_ && !disk_->idle()) return kDiskInterval;
  if (std::exchange(answerToTell_, false)) tell();
  return std::nullopt;
}

void ChatKeeper::putAside(ChatCache* chats) {
  if (chats != nullptr) chats->saveAll(ChatDisk::Clock::now() + kPuttingAsideMost);
}

}  // namespace hearth
