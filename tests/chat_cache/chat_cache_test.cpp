#include <gtest/gtest.h>

#include "tests/chat_cache/chat_cache_fixture.h"

namespace hearth {
namespace {

using test::joined;
using test::kContext;
using test::kModel;
using test::kPage;
using test::text;
using test::Tokens;
class ChatCacheTest : public test::ChatCacheFixture {};

TEST_F(ChatCacheTest, KnowsEachChatAgainAfterOthers) {
  start(12);
  const Tokens a = text(1, 100), b = text(2, 90), answer = text(3, 20);
  EXPECT_EQ(ask(1, a, answer), 0u);
  EXPECT_EQ(ask(2, b, answer), 0u);
  EXPECT_EQ(ask(1, joined(joined(a, answer), text(4, 5))), 120u);
  EXPECT_EQ(ask(2, joined(joined(b, answer), text(5, 5))), 110u);
}

TEST_F(ChatCacheTest, StartsANewChatFromAnothersCommonBeginning) {
  start(12);
  const Tokens system = text(1, kPage + 20);
  EXPECT_EQ(ask(1, joined(system, Tokens{1, 2, 3})), 0u);
  EXPECT_EQ(ask(2, joined(system, Tokens{4, 5, 6})), kPage + 20);
  EXPECT_EQ(ask(1, joined(system, Tokens{1, 2, 3, 9})), kPage + 23) << "the first is as it was";
  EXPECT_EQ(ask(0, joined(system, Tokens{7})), kPage + 20) << "also one without a number";
}

TEST_F(ChatCacheTest, GoesOnInAnotherBranchOfAChat) {
  start(12);
  const Tokens prompt = text(1, 100);
  ask(1, joined(prompt, Tokens{1, 2, 3}));
  EXPECT_EQ(ask(1, joined(prompt, Tokens{4, 5})), 100u);
  EXPECT_EQ(ask(1, joined(prompt, Tokens{4, 5})), 101u) << "never the last token";
}

TEST_F(ChatCacheTest, ChatsMakeRoomAndComeBackFromTheDisk) {
  start(4);  // one context
  const Tokens a = text(1, 3 * kPage), b = text(2, 3 * kPage);
  ask(1, a);
  ask(2, b);
  EXPECT_EQ(ask(1, joined(a, Tokens{5})), 3 * kPage);
  EXPECT_EQ(ask(2, joined(b, Tokens{5})), 3 * kPage);
}

TEST_F(ChatCacheTest, ChatsComeBackAfterARestart) {
  start(12);
  const Tokens a = text(1, 100), b = text(2, 30), c = text(3, 70);
  ask(1, a);
  ask(2, b);
  ask(0, c);
  chats_->saveAll(ChatDisk::Clock::time_point::max());
  start(12);
  EXPECT_EQ(ask(1, joined(a, Tokens{5})), 100u);
  EXPECT_EQ(ask(2, joined(b, Tokens{5})), 0u) << "less than a page is not kept";
  EXPECT_EQ(ask(0, joined(c, Tokens{5})), 0u) << "nor is a chat without a number";
  EXPECT_EQ(disk_->use().chats, 1u);
}

TEST_F(ChatCacheTest, RestoresOnlyTheCommonBeginning) {
  start(12);
  const Tokens beginning = text(1, 2 * kPage + 5);
  ask(1, joined(beginning, text(2, 60)));
  chats_->saveAll(ChatDisk::Clock::time_point::max());
  start(12);
  EXPECT_EQ(ask(1, joined(beginning, text(3, 3))), 2 * kPage + 5);
}

TEST_F(ChatCacheTest, WritesNothingAtTheDeadline) {
  start(12);
  ask(1, text(1, 100));
  chats_->saveAll(ChatDisk::Clock::now());
  disk_->wait();
  EXPECT_EQ(disk_->use().chats, 0u);
}

TEST_F(ChatCacheTest, WithoutADiskIsComputedAgainWhatHadToMakeRoom) {
  start(4, false);
  const Tokens a = text(1, 3 * kPage);
  ask(1, a);
  ask(2, text(2, 3 * kPage));
  EXPECT_EQ(ask(1, a), 0u);
}

TEST_F(ChatCacheTest, WhatIsForgottenIsGoneInMemoryAndOnTheDisk) {
  start(12);
  const Tokens a = text(1, 100), b = text(2, 100), c = text(3, 100);
  ask(1, a);
  ask(2, b);
  chats_->saveAll(ChatDisk::Clock::time_point::max());
  ask(3, c);
  const uint64_t kept = 2;
  forgetAllBut({&kept, 1});
  EXPECT_EQ(disk_->use().chats, 1u);
  chats_->saveAll(ChatDisk::Clock::time_point::max());
  disk_->wait();
  EXPECT_EQ(disk_->use().chats, 1u) << "the one in use is not written any more";
  EXPECT_EQ(ask(1, a), 0u);
  EXPECT_EQ(ask(2, b), 99u);
  EXPECT_EQ(ask(3, c), 0u);
}

TEST_F(ChatCacheTest, KnowsHowAnAnswerWasCut) {
  start(4);  // one context
  const Tokens a = text(1, 3 * kPage);
  ask(1, a);
  EXPECT_FALSE(chats_->cutAnswer(1));
  const CutAnswer cut{joined(a, Tokens{5}), 7, 19};
  chats_->keepCutAnswer(cut);
  EXPECT_EQ(chats_->cutAnswer(1), cut);
  EXPECT_FALSE(chats_->cutAnswer(2));
  ask(2, text(2, 3 * kPage));
  EXPECT_EQ(chats_->cutAnswer(1), cut) << "on the disk";
  ask(1, joined(a, Tokens{5}));
  EXPECT_EQ(chats_->cutAnswer(1), cut) << "back in memory";
  chats_->keepCutAnswer(std::nullopt);
  chats_->saveAll(ChatDisk::Clock::time_point::max());
  start(4);
  EXPECT_FALSE(chats_->cutAnswer(1)) << "its end was the model's";
}

// As after an answer that failed.
TEST_F(ChatCacheTest, KeepsNoCutOfAnotherText) {
  start(12);
  ask(1, text(1, 100));
  chats_->keepCutAnswer(CutAnswer{text(1, 101), 7, 19});
  ask(1, text(2, 100));
  chats_->saveAll(ChatDisk::Clock::time_point::max());
  start(12);
  EXPECT_FALSE(chats_->cutAnswer(1));
  EXPECT_EQ(ask(1, text(2, 100)), 99u);
}

// Rows past the last token are of chats that had the page before: of deleted ones, perhaps.
TEST_F(ChatCacheTest, WritesNoRowsOfOtherChats) {
  start(4);
  ask(0, Tokens(3 * kPage, 7));
  ask(1, Tokens(kPage + 1, 3));
  const uint64_t kept = 1;
  forgetAllBut({&kept, 1});
  chats_->saveAll(ChatDisk::Clock::time_point::max());
  auto file = disk_->find({1, kModel, test::PagedEvaluator::shape()});
  ASSERT_TRUE(file);
  std::vector<int32_t> page(kPage);
  ASSERT_TRUE(file->page(0, std::as_writable_bytes(std::span(page))));
  EXPECT_EQ(page, std::vector<int32_t>(kPage, 3));
  ASSERT_TRUE(file->page(1, std::as_writable_bytes(std::span(page))));
  std::vector<int32_t> expected(kPage, 0);
  expected[0] = 3;
  EXPECT_EQ(page, expected);
}

TEST_F(ChatCacheTest, SurvivesTheLossOfTheDevice) {
  start(12);
  const Tokens a = text(1, 100), b = text(2, 100);
  ask(1, a);
  ask(2, b);
  evaluator_->loseDevice();
  EXPECT_EQ(session_->append(5, {}, nullptr), Evaluated::Done);
  EXPECT_EQ(evaluator_->recomputed, 100u);
  EXPECT_EQ(ask(1, a), 0u) << "its pages are lost";
  EXPECT_EQ(ask(2, joined(b, Tokens{5, 6})), 101u);
  evaluator_->loseDevice();
  EXPECT_EQ(ask(2, b), 0u);
}

TEST_F(ChatCacheTest, ComputesAgainWhatCannotBeCopied) {
  start(12);
  const Tokens system = text(1, kPage + 20);
  ask(1, system);
  evaluator_->pagesWork = false;
  ask(2, joined(system, Tokens{4, 5}));
  EXPECT_EQ(evaluator_->recomputed, kPage + 20);
  evaluator_->pagesWork = true;
  EXPECT_EQ(ask(1, joined(system, Tokens{6})), kPage + 20);
}

TEST_F(ChatCacheTest, ComputesAgainWhatCannotBeWrittenToTheDevice) {
  start(12);
  const Tokens a = text(1, 100);
  ask(1, a);
  chats_->saveAll(ChatDisk::Clock::time_point::max());
  start(12);
  evaluator_->pagesWork = false;
  EXPECT_EQ(ask(1, a), 0u);
}

TEST_F(ChatCacheTest, GuessesHavePagesOfTheirOwn) {
  start(12);
  const Tokens common = text(1, kPage + 3);
  ask(1, joined(common, text(2, 2 * kPage - 3)));  // to the end of a page
  Tokens guesses(4);
  EXPECT_TRUE(chats_->drafts());
  EXPECT_EQ(chats_->draft(5, 3 * kPage, guesses), 4u);
  EXPECT_EQ(guesses, (Tokens{6, 7, 8, 9}));
  EXPECT_EQ(session_->append(5, {}, nullptr), Evaluated::Done);
  ask(2, joined(common, Tokens{1}));
  chats_->open(3, joined(common, Tokens{2}), *session_);
  EXPECT_EQ(chats_->draft(5, kPage + 3, guesses), 4u);
  EXPECT_EQ(chats_->draft(5, kPage + 4, guesses), 0u) << "past what was evaluated";
  EXPECT_EQ(ask(2, joined(common, Tokens{1, 2})), kPage + 4) << "another's page is as it was";
  ask(1, text(4, kContext - 2));
  EXPECT_EQ(chats_->draft(5, kContext - 2, guesses), 2u) << "within the context";
}

// The evaluator checks at each token that it is shown what was evaluated before.
TEST_F(ChatCacheTest, NeverMixesChats) {
  start(6);
  test::Random random(5);
  std::vector<Tokens> histories(6);
  const Tokens system = text(9, 40);
  for (uint32_t step = 0; step < 400; ++step) {
    const uint32_t conversation = random.below(6);
    Tokens& history = histories[conversation];
    if (history.empty()) history = random.below(2) ? system : text(step, 30);
    if (random.below(4) == 0) history.resize(1 + random.below(static_cast<uint32_t>(history.size())));
    const Tokens more = text(step, 1 + random.below(60));
    if (history.size() + more.size() > kContext - 8) history.resize(kContext / 2);
    history = joined(history, more);
    const Tokens answer = text(step, random.below(8));
    ask(conversation, history, answer);
    history = joined(history, answer);
    if (random.below(16) == 0) evaluator_->loseDevice();
    if (random.below(16) == 0) {
      const std::vector<uint64_t> kept = {1, 2, 3};
      forgetAllBut(kept);
    }
    for (uint32_t saves = random.below(4); saves > 0; --saves)
      random.below(2) == 0 ? chats_->saveStep() : chats_->saveFullPage();
    if (random.below(25) == 0) {
      if (random.below(2) == 0) chats_->saveAll(ChatDisk::Clock::time_point::max());
      start(6);
    }
  }
}

}  // namespace
}  // namespace hearth
