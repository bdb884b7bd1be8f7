// An engine that is talked with, one request at a time.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/engine/engine.h"

namespace hearth::test {

inline const std::string kModel = HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf";
inline constexpr uint64_t kPlenty = uint64_t{1} << 30;
// Common to all conversations, and longer than a page.
inline const std::string kInstructions =
    "You are a patient friend who lives in a small house by the sea. You answer every question in a few "
    "plain "
    "words. You like stories about boats, about the garden, about the weather and about what there is for "
    "dinner. When somebody asks for numbers, you add them slowly and say the sum. You never speak of the "
    "city.";

struct Reply {
  std::string text, thinking;
  uint32_t reused = 0, promptTokens = 0;
};

// An engine on the processor that answers one request at a time, greedily.
class Chats {
 public:
  explicit Chats(const std::string& folder = {}, uint32_t context = 256) {
    engine_.emplace([this](Event event) { receive(event); });
    if (!folder.empty()) after(KeepChatsOnDisk{folder, kPlenty});
    LoadModel load;
    load.path = kModel;
    load.contextLength = context;
    load.threads = 1;
    load.device = DeviceWish::Cpu;
    engine_->post(load);
  }

  Reply ask(uint64_t conversation, std::vector<ChatMessage> messages) {
    Generate command;
    command.conversation = conversation;
    command.messages = std::move(messages);
    command.sampling.temperature = 0;
    command.maxTokens = 16;
    command.ignoreEnd = true;
    return ask(std::move(command));
  }
  Reply ask(Generate command) {
    command.request = 1;
    {
      const std::lock_guard lock(mutex_);
      onDisk_.reset();
    }
    engine_->post(std::move(command));
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(60), [&] { return done_; }));
    done_ = false;
    return std::exchange(reply_, {});
  }
  // Once the newest answer is on the disk.
  ChatsOnDisk kept() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(60), [&] { return onDisk_.has_value(); }));
    return onDisk_.value_or(ChatsOnDisk{});
  }
  // After which the engine tells what is on the disk.
  ChatsOnDisk after(Command command) {
    {
      const std::lock_guard lock(mutex_);
      onDisk_.reset();
    }
    engine_->post(std::move(command));
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(60), [&] { return onDisk_.has_value(); }));
    return onDisk_.value_or(ChatsOnDisk{});
  }

 private:
  void receive(const Event& event) {
    const std::lock_guard lock(mutex_);
    if (const auto* delta = std::get_if<Delta>(&event))
      (delta->kind == TextKind::Thinking ? reply_.thinking : reply_.text) += delta->text;
    if (const auto* progress = std::get_if<PromptProgress>(&event)) {
      reply_.reused = progress->reused;
      reply_.promptTokens = progress->total;
    }
    if (const auto* kept = std::get_if<ChatsOnDisk>(&event)) onDisk_ = *kept;
    if (const auto* failed = std::get_if<Failed>(&event)) ADD_FAILURE() << failed->cause;
    if (const auto* failed = std::get_if<LoadFailed>(&event)) ADD_FAILURE() << failed->cause;
    done_ = done_ || std::holds_alternative<Done>(event) || std::holds_alternative<Failed>(event);
    arrived_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  Reply reply_;
  std::optional<ChatsOnDisk> onDisk_;
  bool done_ = false;
  std::optional<Engine> engine_;
};

// A conversation as its user sees it.
class Talk {
 public:
  Talk(uint64_t id, std::string system) : id_(id), messages_{{Role::System, std::move(system), "", 0}} {}
  Reply say(Chats& chats, const std::string& text) {
    messages_.push_back({Role::User, text, "", 0});
    Reply reply = chats.ask(id_, messages_);
    messages_.push_back({Role::Assistant, reply.text, "", 0});
    return reply;
  }

 private:
  uint64_t id_;
  std::vector<ChatMessage> messages_;
};

}  // namespace hearth::test
