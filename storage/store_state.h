// What stands behind the Store, for the files that implement it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "storage/attachment_repository.h"
#include "storage/branch_reader.h"
#include "storage/conversation_repository.h"
#include "storage/database.h"
#include "storage/expert_repository.h"
#include "storage/folder_repository.h"
#include "storage/message_repository.h"
#include "storage/opening.h"
#include "storage/preset_repository.h"
#include "storage/queue_repository.h"
#include "storage/search_index.h"
#include "storage/setting_repository.h"
#include "storage/store.h"
#include "storage/summary_repository.h"
#include "storage/usage_repository.h"
#include "storage/writer_lock.h"

namespace hearth::storage {

// The writer of a message that no other process can see or that is not being written.
inline constexpr int64_t kNoWriter = 0;
inline constexpr int64_t kMsPerDay = 24 * 60 * 60 * 1000;

inline int64_t nowMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

inline Error noSuch(const char* thing, int64_t id) {
  return Error(std::string("There is no ") + thing + " " + std::to_string(id) +
               "; it may have been deleted meanwhile");
}

// What a repository says of the row that a change should have hit.
inline Result<void> foundOr(Result<bool> changed, const char* thing, int64_t id) {
  if (!changed) return std::move(changed).error();
  if (!*changed) return noSuch(thing, id);
  return {};
}

template <class T>
Result<T> foundOr(Result<std::optional<T>> found, const char* thing, int64_t id) {
  if (!found) return std::move(found).error();
  if (!*found) return noSuch(thing, id);
  return std::move(**found);
}

template <class T>
Result<T> during(Result<T> result, std::string_view step) {
  if (!result) return std::move(result).error().during(step);
  return result;
}

struct Store::State {
  explicit State(OpenedDatabase opened, AttachmentContents::Place place = AttachmentContents::Place::Disk)
      : database(std::move(opened.database)),
        openState(opened.state),
        notice(std::move(opened.notice)),
        conversations(*database),
        messages(*database),
        folders(*database),
        attachments(*database, place),
        settings(*database),
        experts(*database),
        summaries(*database),
        branches(*database),
        presets(*database),
        queue(*database),
        usage(*database),
        searchIndex(*database) {}

  // Runs body() in a write transaction. A broken search index must not keep words from being saved: it is
  // derived, so it is made anew and the change tried again.
  template <class Body>
  std::invoke_result_t<Body> write(std::string_view step, Body&& body) {
    if (openState != OpenState::Normal) return Error(std::string(step) + ": " + notice);
    auto outcome = database->write(body);
    if (!outcome && isIndexDamage(database->lastStatus()) && searchIndex.rebuild())
      outcome = database->write(body);
    return during(std::move(outcome), step);
  }

  // What it writes survives a crash of the program at once, and of the machine with the next full commit.
  template <class Body>
  std::invoke_result_t<Body> writeSoon(std::string_view step, Body&& body) {
    if (auto set = database->execute("PRAGMA synchronous = NORMAL"); !set) return std::move(set).error();
    auto outcome = write(step, body);
    if (auto set = database->execute("PRAGMA synchronous = FULL"); !set && outcome)
      return std::move(set).error();
    return outcome;
  }

  // A damaged index is made anew and asked again.
  template <class Ask>
  std::invoke_result_t<Ask> searching(Ask&& ask) {
    auto found = ask();
    const bool mayRebuild = openState == OpenState::Normal && isIndexDamage(database->lastStatus());
    if (!found && mayRebuild && searchIndex.rebuild()) found = ask();
    return during(std::move(found), "Searching");
  }

  // Answers whose writer is gone will not be continued.
  Result<void> interruptAbandonedAnswers() {
    WriterLock::removeAbandoned(database->path());
    const auto ids = messages.writers();
    if (!ids) return ids.error();
    for (const int64_t id : *ids) {
      if (WriterLock::isHeld(database->path(), id)) continue;
      auto marked = write("Marking interrupted answers", [&] { return messages.interrupt(id); });
      if (!marked) return marked;
    }
    return {};
  }

  Result<Conversation> conversation(int64_t id) {
    return foundOr(conversations.conversation(id), "conversation", id);
  }
  // Applies change(id) to each; returns how many were there.
  template <class Change>
  Result<uint32_t> writeEach(std::string_view step, std::span<const int64_t> ids, Change&& change) {
    return write(step, [&]() -> Result<uint32_t> {
      uint32_t count = 0;
      for (const int64_t id : ids) {
        const Result<bool> changed = change(id);
        if (!changed) return changed.error();
        count += *changed ? 1 : 0;
      }
      return count;
    });
  }

  // Only after the rows are gone for certain: a row must never name a file that is not there.
  Result<void> removeUnusedAttachments() {
    return write("Removing deleted attachments", [&] { return attachments.removeUnused(); });
  }

  Result<void> folderIsThere(std::optional<int64_t> id);
  // Below `parent`, as the active leaf.
  Result<Message> add(const Message& message);
  // The message the active branch ends with; none in an empty conversation.
  Result<std::optional<int64_t>> leafOf(int64_t conversationId);

  Result<Message> message(int64_t id) { return foundOr(messages.message(id), "message", id); }

  std::unique_ptr<Database> database;  // outlives the statements below
  OpenState openState;
  std::string notice;
  ConversationRepository conversations;
  MessageRepository messages;
  FolderRepository folders;
  AttachmentRepository attachments;
  SettingRepository settings;
  ExpertRepository experts;
  SummaryRepository summaries;
  BranchReader branches;
  PresetRepository presets;
  QueueRepository queue;
  UsageRepository usage;
  SearchIndex searchIndex;
  std::optional<WriterLock> writer;  // held when openState is Normal and other processes may see the database
};

}  // namespace hearth::storage
