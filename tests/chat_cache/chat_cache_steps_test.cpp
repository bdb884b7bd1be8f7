// What was computed of a chat goes to the disk a little at a time, so that a kill at any moment leaves what
// was written.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "tests/chat_cache/chat_cache_fixture.h"

namespace hearth {
namespace {

using test::joined;
using test::kPage;
using test::text;
using test::Tokens;
class ChatCacheSteps : public test::ChatCacheFixture {};

using Step = ChatCache::Step;

TEST_F(ChatCacheSteps, WhatWasSavedStepByStepSurvivesAKill) {
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

TEST_F(ChatCacheSteps, AKillBeforeAllWasSavedLeavesWhatWas) {
  start(12);
  const Tokens a = text(1, 150);
  ask(1, a);
  EXPECT_EQ(chats_->saveStep(), Step::More);
  start(12);
  EXPECT_EQ(ask(1, joined(a, Tokens{5})), kPage);
}

TEST_F(ChatCacheSteps, SavesFullPagesInTheMiddleOfAnAnswer) {
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

TEST_F(ChatCacheSteps, KeepsNothingInTheMiddleOfAnAnswerWithoutANumberOrADisk) {
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
TEST_F(ChatCacheSteps, SavesACutAnswerWithoutWhatWasOnlyGuessed) {
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

TEST_F(ChatCacheSteps, AnotherBranchReplacesTheFirstOnTheDisk) {
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
TEST_F(ChatCacheSteps, FindsItselfOnADiskThatComesLater) {
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

TEST_F(ChatCacheSteps, GoesOnWhenNothingCanBeWritten) {
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

TEST_F(ChatCacheSteps, TakesWhatCanBeReadOfADamagedFileAndWritesItAnew) {
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

}  // namespace
}  // namespace hearth
