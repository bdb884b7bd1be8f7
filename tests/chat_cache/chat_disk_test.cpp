#include "runtime/chat_cache/chat_disk.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "tests/chat_cache/chat_pages.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;
using test::chatOf;
using test::chatPage;
using test::chatShape;
using test::chatTokens;
using test::Tokens;
using Taken = ChatDisk::Taken;
constexpr uint64_t kPlenty = uint64_t{1} << 30;

class ChatDiskTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open(uint64_t quota = kPlenty) {
    disk_.reset();
    auto disk = ChatDisk::open(folder_.file("chats"), quota);
    ASSERT_TRUE(disk) << disk.error().what();
    disk_ = std::move(*disk);
  }
  // From `first` on; whether all was taken.
  bool save(const ChatIdentity& of, const Tokens& tokens, uint32_t first = 0) {
    const auto count = static_cast<uint32_t>(tokens.size());
    while (first < count) {
      const uint32_t number = first / kKvPagePositions;
      const uint32_t end = std::min(count, (number + 1) * kKvPagePositions);
      const auto read = [&](std::span<std::byte> page) {
        std::ranges::copy(chatPage(of.shape, tokens, number), page.begin());
        return true;
      };
      if (disk_->append(of, std::span(tokens).first(end), first, read, Patience::UntilThereIsRoom) !=
          Taken::Yes)
        return false;
      first = end;
    }
    return true;
  }
  bool has(uint64_t conversation, const Tokens& tokens) {
    const auto found = disk_->find(chatOf(conversation));
    return found && std::ranges::equal(found->tokens(), tokens);
  }
  std::string path(uint64_t conversation) const {
    return folder_.file("chats/" + std::to_string(conversation) + ".kv");
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<ChatDisk> disk_;
};

TEST_F(ChatDiskTest, FindsWhatWasSavedOfTheSameModelOnly) {
  EXPECT_EQ(fs::status(folder_.file("chats")).permissions(), fs::perms::owner_all);
  const Tokens tokens = chatTokens(100);
  save(chatOf(3), tokens);
  EXPECT_FALSE(disk_->find(chatOf(4)));
  EXPECT_TRUE(has(3, tokens));
  EXPECT_EQ(fs::status(path(3)).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  ChatIdentity other = chatOf(3);
  other.model = 43;
  EXPECT_FALSE(disk_->find(other)) << "of another model";
  EXPECT_EQ(disk_->use().chats, 0u) << "of no use any more";
  EXPECT_EQ(disk_->positions(3), 0u);
  save(chatOf(3), tokens);
  EXPECT_FALSE(disk_->find(chatOf(3, chatShape(KvForm::Q8_0)))) << "in another form";
}

TEST_F(ChatDiskTest, AddsOnlyWhatIsNew) {
  Tokens tokens = chatTokens(100);
  save(chatOf(3), tokens);
  EXPECT_EQ(disk_->positions(3), 100u);
  disk_->wait();
  const uint64_t bytes = disk_->use().bytes;
  open();
  EXPECT_EQ(disk_->positions(3), 0u) << "unknown until it is looked for";
  EXPECT_TRUE(has(3, tokens));
  EXPECT_EQ(disk_->positions(3), 100u);
  tokens.insert(tokens.end(), {4, 5});
  save(chatOf(3), tokens, 100);
  EXPECT_TRUE(has(3, tokens));
  EXPECT_LT(disk_->use().bytes, bytes + bytes / 10);
}

// Rows of a conversation whose file went meanwhile, or of whose tokens it has others.
TEST_F(ChatDiskTest, AddsNothingWhereItDoesNotBelong) {
  const Tokens tokens = chatTokens(3 * kKvPagePositions);
  save(chatOf(3), {tokens.begin(), tokens.begin() + 100});
  Tokens others = tokens;
  others[7] += 1;
  save(chatOf(3), others, 100);
  disk_->wait();
  EXPECT_EQ(disk_->positions(3), 0u) << "all of it is to come again";
  EXPECT_FALSE(disk_->find(chatOf(3))) << "of no use any more";
  save(chatOf(3), tokens, 100);
  disk_->wait();
  EXPECT_EQ(disk_->positions(3), 0u);
  EXPECT_FALSE(disk_->find(chatOf(3)));
  EXPECT_TRUE(save(chatOf(3), tokens));
  EXPECT_TRUE(has(3, tokens));
}

TEST_F(ChatDiskTest, KeepsHowAnAnswerWasCut) {
  const Tokens tokens = chatTokens(100);
  const CutAnswer cut{chatTokens(101), 7, 19};
  save(chatOf(3), tokens);
  disk_->setCut(chatOf(3), tokens, cut);
  EXPECT_EQ(disk_->find(chatOf(3))->cutAnswer(), cut);
  disk_->setCut(chatOf(3), chatTokens(99), CutAnswer{chatTokens(99), 1, 1});
  EXPECT_EQ(disk_->find(chatOf(3))->cutAnswer(), cut) << "another answer's is not for this one";
  disk_->setCut(chatOf(4), tokens, cut);
  disk_->wait();
  EXPECT_EQ(disk_->use().chats, 1u);
}

TEST_F(ChatDiskTest, RemovesWhatIsNotToBeKept) {
  for (const uint64_t id : {1, 2, 3, 4}) save(chatOf(id), chatTokens(100));
  disk_->remove(4);
  const std::vector<uint64_t> kept = {2, 3, 9};
  disk_->keepOnly(kept);
  EXPECT_EQ(disk_->use().chats, 2u);
  EXPECT_TRUE(disk_->find(chatOf(2)));
  disk_->keepOnly({});
  EXPECT_EQ(disk_->use().bytes, 0u);
}

TEST_F(ChatDiskTest, StaysWithinItsQuotaAndGivesUpTheOldest) {
  const Tokens tokens = chatTokens(4 * kKvPagePositions);
  const auto saveAs = [&](uint64_t id) {
    save(chatOf(id), tokens);
    disk_->wait();
  };
  const auto usedHoursAgo = [&](uint64_t id, int hours) {
    fs::last_write_time(path(id), fs::file_time_type::clock::now() - std::chrono::hours(hours));
  };
  saveAs(1);
  const uint64_t one = disk_->use().bytes;
  disk_->setQuota(5 * one / 2);
  saveAs(2);
  usedHoursAgo(1, 9);
  usedHoursAgo(2, 8);
  disk_->touch(1);
  saveAs(3);
  EXPECT_LE(disk_->use().bytes, 5 * one / 2);
  EXPECT_TRUE(has(1, tokens) && !disk_->find(chatOf(2)) && has(3, tokens))
      << "the second was used longest ago";
  EXPECT_EQ(disk_->positions(2), 0u);
  disk_->setQuota(one);
  EXPECT_LE(disk_->use().bytes, one);
}

TEST_F(ChatDiskTest, KeepsTheBeginningOfAChatThatIsLargerThanTheQuota) {
  const Tokens tokens = chatTokens(4 * kKvPagePositions);
  save(chatOf(1), tokens);
  disk_->wait();
  const uint64_t quota = disk_->use().bytes * 2 / 3;
  open(quota);
  EXPECT_EQ(disk_->use().chats, 0u);
  save(chatOf(1), tokens);
  disk_->wait();
  const uint32_t held = disk_->positions(1);
  EXPECT_GT(held, 0u);
  EXPECT_LT(held, tokens.size());
  EXPECT_LE(disk_->use().bytes, quota);
  EXPECT_TRUE(has(1, {tokens.begin(), tokens.begin() + held}));
  EXPECT_FALSE(save(chatOf(1), tokens, held)) << "not again and again";
  disk_->setQuota(kPlenty);
  disk_->tryAgain(1);
  EXPECT_TRUE(save(chatOf(1), tokens, held));
  EXPECT_TRUE(has(1, tokens));
  disk_->setQuota(100);
  save(chatOf(2), tokens);
  disk_->wait();
  EXPECT_EQ(disk_->use().chats, 0u) << "not even the head of a file";
}

TEST_F(ChatDiskTest, GivesUpWhenAPageCannotBeRead) {
  const Tokens tokens = chatTokens(100);
  EXPECT_EQ(disk_->append(
                chatOf(1), std::span(tokens).first(9), 0, [](std::span<std::byte>) { return false; },
                Patience::None),
            Taken::No);
  disk_->wait();
  EXPECT_TRUE(fs::is_empty(folder_.file("chats")));
}

TEST_F(ChatDiskTest, TakesNoMoreThanItCanHoldInMemory) {
  const ChatIdentity large = chatOf(1, {.layers = 64, .keyWidth = 1024, .valueWidth = 1024});  // 16 MB a page
  const Tokens tokens = chatTokens(40 * kKvPagePositions);
  bool later = false;
  for (uint32_t first = 0; first < tokens.size() && !later; first += kKvPagePositions) {
    const auto taken = disk_->append(
        large, std::span(tokens).first(first + kKvPagePositions), first,
        [](std::span<std::byte>) { return true; }, Patience::None);
    ASSERT_NE(taken, Taken::No);
    later = taken == Taken::Later;
  }
  EXPECT_TRUE(later);
}

// A folder in which nothing can be written. Root can: then what is in the way is a folder of the file's name.
TEST_F(ChatDiskTest, LeavesAFolderThatCannotBeWrittenTo) {
  fs::create_directories(path(1) + "/in the way");
  save(chatOf(1), chatTokens(100));
  disk_->wait();
  EXPECT_EQ(disk_->positions(1), 0u);
  EXPECT_FALSE(save(chatOf(1), chatTokens(100)));
  EXPECT_FALSE(disk_->find(chatOf(1)));
  EXPECT_TRUE(save(chatOf(2), chatTokens(100)));
  EXPECT_TRUE(has(2, chatTokens(100)));
}

TEST_F(ChatDiskTest, WritesAFileAnewWhenItsChatIsLeft) {
  const ChatIdentity of = chatOf(1, {.layers = 8, .keyWidth = 256, .valueWidth = 256});
  Tokens tokens = chatTokens(10 * kKvPagePositions);
  save(of, tokens);
  disk_->wait();
  const uint64_t whole = disk_->use().bytes;
  tokens.resize(6 * kKvPagePositions);
  tokens.push_back(1);
  save(of, tokens, 6 * kKvPagePositions);
  disk_->wait();
  EXPECT_GT(disk_->use().bytes, whole) << "while it is in use less than a half is borne";
  disk_->leave(of);
  disk_->wait();
  EXPECT_LT(disk_->use().bytes, whole * 7 / 10);
  const auto found = disk_->find(of);
  EXPECT_TRUE(found && std::ranges::equal(found->tokens(), tokens));
  tokens.resize(kKvPagePositions);
  tokens.push_back(1);
  save(of, tokens, kKvPagePositions);
  disk_->wait();
  EXPECT_LT(disk_->use().bytes, whole / 4) << "more than a half is not";
}

TEST_F(ChatDiskTest, RemovesWhatACrashLeftHalfWritten) {
  save(chatOf(1), chatTokens(100));
  disk_->wait();
  fs::copy_file(path(1), path(1) + kUnfinishedChat);
  open();
  EXPECT_FALSE(fs::exists(path(1) + kUnfinishedChat));
  EXPECT_TRUE(has(1, chatTokens(100)));
}

}  // namespace
}  // namespace hearth
