#include "runtime/chat_cache/chat_cache.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <optional>

#include "tests/chat_cache/paged_evaluator.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

using Tokens = std::vector<TokenId>;
constexpr uint32_t kPage = kKvPagePositions, kContext = 4 * kPage;
constexpr uint64_t kModel = 77;
constexpr uint64_t kPlenty = uint64_t{1} << 30;

Tokens text(uint32_t seed, uint32_t count) {
  test::Random random(seed);
  Tokens tokens(count);
  for (TokenId& token : tokens) token = static_cast<TokenId>(random.below(test::PagedEvaluator::kVocab));
  return tokens;
}
Tokens joined(Tokens a, const Tokens& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

class ChatCacheTest : public testing::Test {
 protected:
  // The program begins (again).
  void start(uint32_t pages, bool withDisk = true) {
    session_.reset();
    chats_.reset();
    disk_.reset();
    evaluator_ = std::make_unique<test::PagedEvaluator>(pages, kContext);
    chats_.emplace(*evaluator_, kModel, test::PagedEvaluator::shape());
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

  test::TemporaryFolder folder_;
  std::unique_ptr<test::PagedEvaluator> evaluator_;
  std::unique_ptr<ChatDisk> disk_;
  std::optional<ChatCache> chats_;
  std::optional<Session> session_;
};

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

// ---- A little at a time, so that a kill at any moment leaves what was written

using Step = ChatCache::Step;

TEST_F(ChatCacheTest, WhatWasSavedStepByStepSurvivesAKill) {
  start(12);
  const Tokens a = text(1, 150), answer = text(2, 20);
  ask(1, a, answer);
  uint32_t pages = 0;
  while (chats_->saveStep() == Step::More) ++pages;
  EXPECT_EQ(pages, kvPages(170));
  EXPECT_EQ(chats_->saveStep(), Step::Done);
  start(12);  // nobody called saveAll()
  EXPECT_EQ(ask(1, joined(joined(a, answer), Tokens{5})), 170u);
  EXPECT_EQ(chats_->saveStep(), Step::More) << "a token is new";
  EXPECT_EQ(chats_->saveStep(), Step::Done);
  disk_->wait();
  const uint64_t bytes = disk_->use().bytes;
  ask(1, joined(joined(a, answer), Tokens{5, 6, 7}));
  while (chats_->saveStep() == Step::More) {
  }
  disk_->wait();
  EXPECT_LT(disk_->use().bytes, bytes + 200) << "and nothing else is written again";
}

TEST_F(ChatCacheTest, AKillBeforeAllWasSavedLeavesWhatWas) {
  start(12);
  const Tokens a = text(1, 150);
  ask(1, a);
  EXPECT_EQ(chats_->saveStep(), Step::More);
  start(12);
  EXPECT_EQ(ask(1, joined(a, Tokens{5})), kPage);
}

TEST_F(ChatCacheTest, SavesFullPagesInTheMiddleOfAnAnswer) {
  start(12);
  ask(1, text(1, kPage + 10));
  EXPECT_EQ(chats_->saveFullPage(), Step::More);
  EXPECT_EQ(chats_->saveFullPage(), Step::Done) << "the second is not full";
  for (uint32_t i = 0; i < kPage - 10; ++i) ASSERT_EQ(session_->append(7, {}, nullptr), Evaluated::Done);
  EXPECT_EQ(chats_->saveFullPage(), Step::Done) << "its last tokens may be guesses";
  for (uint32_t i = 0; i < kGuessesMost; ++i) ASSERT_EQ(session_->append(8, {}, nullptr), Evaluated::Done);
  EXPECT_EQ(chats_->saveFullPage(), Step::More);
  EXPECT_EQ(disk_->positions(1), 2 * kPage);
}

TEST_F(ChatCacheTest, KeepsNothingInTheMiddleOfAnAnswerWithoutANumberOrADisk) {
  start(12);
  ask(0, text(1, 3 * kPage));
  EXPECT_EQ(chats_->saveFullPage(), Step::Done);
  EXPECT_EQ(chats_->saveStep(), Step::Done);
  start(12, false);
  ask(1, text(1, 3 * kPage));
  EXPECT_EQ(chats_->saveFullPage(), Step::Done);
  EXPECT_EQ(chats_->saveStep(), Step::Done);
}

// Guesses that did not come true are in the cache behind what was written.
TEST_F(ChatCacheTest, SavesACutAnswerWithoutWhatWasOnlyGuessed) {
  start(12);
  const Tokens a = text(1, 100);
  ask(1, a);
  const Tokens guesses = {6, 7};
  ASSERT_EQ(session_->append(5, guesses, nullptr), Evaluated::Done);
  const CutAnswer cut{joined(a, Tokens{5, 9}), 7, 19};
  chats_->keepCutAnswer(cut);
  while (chats_->saveStep() == Step::More) {
  }
  start(12);
  EXPECT_EQ(chats_->cutAnswer(1), cut);
  EXPECT_EQ(ask(1, joined(a, Tokens{5, 9})), 101u);
}

TEST_F(ChatCacheTest, AnotherBranchReplacesTheFirstOnTheDisk) {
  start(12);
  const Tokens common = text(1, 100);
  ask(1, joined(common, text(2, 100)));
  chats_->saveAll(ChatDisk::Clock::time_point::max());
  const Tokens other = joined(common, text(3, 50));
  ask(1, other);
  while (chats_->saveStep() == Step::More) {
  }
  start(12);
  EXPECT_EQ(ask(1, joined(other, Tokens{5})), 150u);
}

// The folder or the quota was changed in the settings.
TEST_F(ChatCacheTest, FindsItselfOnADiskThatComesLater) {
  start(12);
  const Tokens a = text(1, 150);
  ask(1, a);
  while (chats_->saveStep() == Step::More) {
  }
  disk_->wait();
  const uint64_t bytes = disk_->use().bytes;
  chats_->useDisk(nullptr);
  EXPECT_EQ(chats_->saveStep(), Step::Done);
  chats_->useDisk(disk_.get());
  EXPECT_EQ(chats_->saveStep(), Step::Done) << "all is there";
  disk_->keepOnly({});
  EXPECT_EQ(chats_->saveStep(), Step::More);
  while (chats_->saveStep() == Step::More) {
  }
  disk_->wait();
  EXPECT_EQ(disk_->use().bytes, bytes);
}

TEST_F(ChatCacheTest, GoesOnWhenNothingCanBeWritten) {
  start(4);  // one context
  std::filesystem::create_directories(folder_.file("chats/1.kv/in the way"));
  const Tokens a = text(1, 3 * kPage), b = text(2, 3 * kPage);
  ask(1, a);
  while (chats_->saveStep() == Step::More) disk_->wait();
  EXPECT_EQ(chats_->saveFullPage(), Step::Done);
  ask(2, b);
  EXPECT_EQ(ask(1, joined(a, Tokens{5})), 0u);
  EXPECT_EQ(ask(2, joined(b, Tokens{5})), 3 * kPage);
}

TEST_F(ChatCacheTest, TakesWhatCanBeReadOfADamagedFileAndWritesItAnew) {
  start(12);
  const Tokens a = text(1, 3 * kPage + 9);
  ask(1, a);
  chats_->saveAll(ChatDisk::Clock::time_point::max());
  start(12);
  const std::string path = folder_.file("chats/1.kv");
  uint64_t middle = 0;
  {
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_GE(file, 0);
    const auto index = readChatIndex(file);
    ASSERT_TRUE(index);
    middle = index->pieces[2].packedOffset() + 3;
    const char other = 'x';
    EXPECT_EQ(::pwrite(file, &other, 1, static_cast<off_t>(middle)), 1);
    ::close(file);
  }
  EXPECT_EQ(ask(1, joined(a, Tokens{5})), 2 * kPage);
  while (chats_->saveStep() == Step::More) {
  }
  start(12);
  EXPECT_EQ(ask(1, joined(a, Tokens{5, 6})), 3 * kPage + 10);
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
