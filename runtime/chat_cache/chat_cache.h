// Several conversations in one KV cache. Each has a sequence of pages, a common beginning is stored once, and
// where room is needed the conversation used longest ago makes it, to come back from the disk.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "runtime/chat_cache/chat_disk.h"
#include "runtime/generate/page_pool.h"
#include "runtime/generate/sequence_evaluator.h"
#include "runtime/generate/session.h"

namespace hearth {

// To a session it is an evaluator whose cache has room for every context: pages are found as tokens come.
class ChatCache final : public TokenEvaluator {
 public:
  // The evaluator outlives this and belongs to it alone. `model` is its identityOf(), `shape` that of its
  // cache.
  ChatCache(SequenceEvaluator& evaluator, uint64_t model, const KvShape& shape);

  // Null: nothing is kept on the disk. Otherwise it outlives its use.
  void useDisk(ChatDisk* disk);

  // Goes on with a conversation, 0 being all that have no number, whose tokens are not kept on the disk.
  // Afterwards the session holds what is already known of the prompt: from this conversation's last answer,
  // from the disk, or from another conversation that begins alike.
  void open(uint64_t conversation, std::span<const TokenId> prompt, Session& session);
  // Of the conversation's last answer, when that is what it was told to be; from memory or the disk. The
  // answer may have been changed since by whoever keeps its text.
  std::optional<CutAnswer> cutAnswer(uint64_t conversation);
  // Of the conversation that is open: how its answer ended. Nothing: the model ended it.
  void keepCutAnswer(std::optional<CutAnswer> cut);
  // Forgets all other conversations but those without a number. The disk is another's business.
  void forgetOthers(std::span<const uint64_t> conversations);
  // A page of what the disk lacks, newest first: what whoever has a moment does until all is there. Later:
  // the disk is behind.
  enum class Step { More, Later, Done };
  Step saveStep();
  // As saveStep(), in the middle of an answer or its prompt: only pages that are full, of the chat in use.
  Step saveFullPage();
  // All of it to the disk, newest first, as far as there is time.
  void saveAll(ChatDisk::Clock::time_point deadline);

  uint32_t vocabSize() const override { return evaluator_->vocabSize(); }
  uint32_t maxBatch() const override { return evaluator_->maxBatch(); }
  uint32_t contextLength() const override { return evaluator_->contextLength(); }
  Evaluated evaluate(std::span<const TokenId> tokens, uint32_t position, LogitsFor which, Logits logits,
                     const std::atomic<bool>* cancel) override;
  bool drafts() const override { return evaluator_->drafts(); }
  uint32_t draft(TokenId next, uint32_t position, std::span<TokenId> guesses) override;
  std::string failure() const override { return evaluator_->failure(); }

 private:
  using Id = PagePool::Id;
  struct Chat {
    uint64_t conversation = 0;
    std::vector<TokenId> tokens;  // that its pages hold
    std::optional<CutAnswer> cutAnswer;
    uint32_t saved = 0;     // of the tokens: what was given to the disk
    bool cutSaved = false;  // and how the answer was cut
    bool left = false;      // the disk knows that another chat is gone on with

    void cutAfter(uint32_t count);
  };
  // Chats whose pages hold the beginning of a prompt, and how many tokens of it.
  struct Known {
    std::optional<Id> chat;
    uint32_t tokens = 0;
  };

  Chat& current() { return chats_.at(current_); }
  Id begin(uint64_t conversation);
  void forget(Id id);
  void forgetLost();
  std::optional<Id> own(uint64_t conversation) const;
  Known bestFor(std::span<const TokenId> prompt, std::optional<Id> preferred) const;
  std::optional<Id> restore(ChatFileReader& file, uint32_t tokens);
  bool makeRoom(Id id, uint32_t first, uint32_t end);
  ChatIdentity identity(const Chat& chat) const { return {chat.conversation, model_, shape_}; }
  void forgetUnheld();
  void noteSaved(Id id, const ChatFileReader& file);
  bool keepable(const Chat& chat) const;
  Step savePage(Id id, uint32_t end, Patience patience);
  Step saveSome(Id id, Patience patience);
  void save(Id id, ChatDisk::Clock::time_point deadline);

  SequenceEvaluator* evaluator_;
  uint64_t model_;
  KvShape shape_;
  ChatDisk* disk_ = nullptr;
  PagePool pool_;
  uint64_t epoch_;
  std::map<Id, Chat> chats_;
  Id current_;
};

}  // namespace hearth
