// Summaries belong to a message, and go with it.
#include <gtest/gtest.h>

#include "storage/store.h"
#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

class SummaryTest : public testing::Test {
 protected:
  SummaryTest() : store_(must(Store::openInMemory())) {
    chat_ = must(store_->createConversation(std::nullopt, "")).id;
    question_ = must(store_->addMessage(chat_, std::nullopt, Role::User, "Q", MessageState::Finished)).id;
    answer_ = must(store_->addMessage(chat_, question_, Role::Assistant, "A", MessageState::Finished)).id;
  }
  std::unique_ptr<Store> store_;
  int64_t chat_ = 0, question_ = 0, answer_ = 0;
};

TEST_F(SummaryTest, IsKeptReplacedAndRemoved) {
  EXPECT_TRUE(must(store_->summaries(chat_)).empty());
  must(store_->setSummary(answer_, "They spoke.", "Tiny"));
  must(store_->setSummary(answer_, "They spoke well.", "Large"));
  const auto found = must(store_->summaries(chat_));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].messageId, answer_);
  EXPECT_EQ(found[0].text, "They spoke well.");
  EXPECT_EQ(found[0].modelName, "Large");
  EXPECT_GT(found[0].createdAt, 0);
  must(store_->removeSummary(answer_));
  EXPECT_TRUE(must(store_->summaries(chat_)).empty());
  EXPECT_NE(errorOf(store_->setSummary(99, "x", "")), "");
}

TEST_F(SummaryTest, BelongsToItsConversationAndLeavesWithIt) {
  must(store_->setSummary(answer_, "They spoke.", ""));
  const int64_t other = must(store_->createConversation(std::nullopt, "")).id;
  EXPECT_TRUE(must(store_->summaries(other)).empty());
  must(store_->moveToTrash(chat_));
  must(store_->deleteForGood(std::vector<int64_t>{chat_}));
  EXPECT_TRUE(must(store_->summaries(chat_)).empty());
}

TEST_F(SummaryTest, GoesAlongIntoAFork) {
  must(store_->setSummary(question_, "A question.", "Tiny"));
  const auto fork = must(store_->fork(answer_, "Copy"));
  const auto copied = must(store_->summaries(fork.id));
  ASSERT_EQ(copied.size(), 1u);
  EXPECT_EQ(copied[0].messageId, must(store_->activeBranch(fork.id))[0].id);
  EXPECT_EQ(copied[0].text, "A question.");
}

}  // namespace
}  // namespace hearth::storage
