// Several chats with an evaluator that notices when it is shown another's tokens, and a disk.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

#include "runtime/chat_cache/chat_cache.h"
#include "tests/chat_cache/paged_evaluator.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"

namespace hearth::test {

using Tokens = std::vector<TokenId>;
inline constexpr uint32_t kPage = kKvPagePositions, kContext = 4 * kPage;
inline constexpr uint64_t kModel = 77;
inline constexpr uint64_t kPlenty = uint64_t{1} << 30;

inline Tokens text(uint32_t seed, uint32_t count) {
  Random random(seed);
  Tokens tokens(count);
  for (TokenId& token : tokens) token = static_cast<TokenId>(random.below(PagedEvaluator::kVocab));
  return tokens;
}
inline Tokens joined(Tokens a, const Tokens& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

class ChatCacheFixture : public testing::Test {
 protected:
  // The program begins (again).
  void start(uint32_t pages, bool withDisk = true) {
    session_.reset();
    chats_.reset();
    disk_.reset();
    evaluator_ = std::make_unique<PagedEvaluator>(pages, kContext);
    chats_.emplace(*evaluator_, kModel, PagedEvaluator::shape());
    session_.emplace(*chats_);
    if (!withDisk) return;
    auto disk = ChatDisk::open(folder_.file("chats"), kPlenty);
    ASSERT_TRUE(disk) << disk.error().what();
    disk_ = std::move(*disk);
    chats_->useDisk(disk_.get());
  }
  void forgetAllBut(std::span<const uint64_t> conversations) {
    chats_->forgetOthers(conversations);
    disk_->keepOnly(conversations);
  }
  // Reads the prompt and writes an answer; how many tokens of the prompt were known.
  uint32_t ask(uint64_t conversation, const Tokens& prompt, const Tokens& answer = {}) {
    chats_->open(conversation, prompt, *session_);
    const uint32_t known = session_->reusable(prompt);
    EXPECT_EQ(session_->prefill(prompt, {}, nullptr), Evaluated::Done);
    for (const TokenId token : answer) EXPECT_EQ(session_->append(token, {}, nullptr), Evaluated::Done);
    return known;
  }

  TemporaryFolder folder_;
  std::unique_ptr<PagedEvaluator> evaluator_;
  std::unique_ptr<ChatDisk> disk_;
  std::optional<ChatCache> chats_;
  std::optional<Session> session_;
};

}  // namespace hearth::test
