#include "runtime/chat_cache/chat_file.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include "runtime/chat_cache/chat_disk.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;
using Page = std::vector<std::byte>;
constexpr uint64_t kPlenty = uint64_t{1} << 30;

KvShape shapeOf(KvForm form) { return {.layers = 2, .keyWidth = 32, .valueWidth = 64, .form = form}; }

ChatFileHead headOf(uint64_t conversation, uint32_t tokens, KvForm form = KvForm::Half) {
  ChatFileHead head{conversation, 42, shapeOf(form), {}};
  for (uint32_t i = 0; i < tokens; ++i) head.tokens.push_back(static_cast<TokenId>(i * 7 % 100));
  return head;
}
// Numbers as a cache holds them, as bytes in which exponents repeat.
Page pageOf(const KvShape& shape, uint64_t seed) {
  test::Random random(seed);
  Page page(shape.pageBytes());
  for (size_t i = 0; i < page.size(); ++i)
    page[i] = static_cast<std::byte>(i % 2 == 0 ? random.below(256) : 0x38 + random.below(4));
  return page;
}
void write(const std::string& path, const ChatFileHead& head) {
  auto writer = ChatFileWriter::create(path, head);
  ASSERT_TRUE(writer) << writer.error().what();
  for (uint32_t i = 0; i < head.pages(); ++i) ASSERT_TRUE(writer->add(pageOf(head.shape, i)));
  ASSERT_TRUE(writer->finish());
}
// Whether all of it is there and is what was written.
bool reads(const std::string& path, const ChatFileHead& expected) {
  auto reader = ChatFileReader::open(path);
  if (!reader || reader->head().tokens != expected.tokens || reader->head().model != expected.model ||
      reader->head().cutAnswer != expected.cutAnswer ||
      reader->head().conversation != expected.conversation ||
      !samePages(reader->head().shape, expected.shape))
    return false;
  Page page(expected.shape.pageBytes());
  for (uint32_t i = 0; i < expected.pages(); ++i) {
    if (!reader->next(page) || page != pageOf(expected.shape, i)) return false;
  }
  return true;
}
std::string bytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void save(ChatDisk& disk, const ChatFileHead& head) {
  disk.save(head, [&](uint32_t number, std::span<std::byte> page) {
    const Page bytes = pageOf(head.shape, number);
    std::copy(bytes.begin(), bytes.end(), page.begin());
    return true;
  });
}

TEST(ChatFile, GivesBackWhatWasWrittenInEachForm) {
  const test::TemporaryFolder folder;
  for (const KvForm form : {KvForm::Half, KvForm::Float, KvForm::Q8_0, KvForm::Q4_0, KvForm::F8}) {
    const ChatFileHead head = headOf(3, 3 * kKvPagePositions - 1, form);
    write(folder.file("chat"), head);
    EXPECT_TRUE(reads(folder.file("chat"), head)) << nameOf(form);
  }
}

TEST(ChatFile, GivesBackTheIndexersKeysOfSparseAttention) {
  const test::TemporaryFolder folder;
  ChatFileHead head = headOf(3, 2 * kKvPagePositions);
  head.shape.indexWidth = 16;
  write(folder.file("chat"), head);
  EXPECT_TRUE(reads(folder.file("chat"), head));
  KvShape without = head.shape;
  without.indexWidth = 0;
  EXPECT_FALSE(samePages(head.shape, without));
}

TEST(ChatFile, GivesBackHowACutAnswerGoesOn) {
  const test::TemporaryFolder folder;
  ChatFileHead head = headOf(3, 100);
  head.cutAnswer = CutAnswer{head.tokens, 7, 19};
  write(folder.file("chat"), head);
  EXPECT_TRUE(reads(folder.file("chat"), head));
  head.cutAnswer->tokens.insert(head.cutAnswer->tokens.end(), {5, 6});  // not in the cache
  write(folder.file("chat"), head);
  EXPECT_TRUE(reads(folder.file("chat"), head));
}

TEST(ChatFile, IsSmallerThanThePages) {
  const test::TemporaryFolder folder;
  const ChatFileHead head = headOf(3, 8 * kKvPagePositions);
  write(folder.file("chat"), head);
  EXPECT_LT(fs::file_size(folder.file("chat")), head.pages() * head.shape.pageBytes() * 7 / 10);
}

// Every byte, also those that say how much follows.
TEST(ChatFile, NoticesDamageOfAnyByte) {
  const test::TemporaryFolder folder;
  ChatFileHead head = headOf(3, kKvPagePositions + 4);
  head.shape = {.layers = 1, .keyWidth = 1, .valueWidth = 0, .form = KvForm::Half};
  head.cutAnswer = CutAnswer{head.tokens, 7, 19};
  head.cutAnswer->tokens.push_back(5);
  write(folder.file("chat"), head);
  ASSERT_TRUE(reads(folder.file("chat"), head));
  const std::string whole = bytesOf(folder.file("chat"));
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 1 << i % 8);
    EXPECT_FALSE(reads(folder.write("damaged", damaged), head)) << "byte " << i;
  }
}

TEST(ChatFile, NoticesMissingAndSurplusBytes) {
  const test::TemporaryFolder folder;
  const ChatFileHead head = headOf(3, kKvPagePositions + 4);
  write(folder.file("chat"), head);
  const std::string whole = bytesOf(folder.file("chat"));
  for (size_t size = 0; size < whole.size(); size += 61)
    EXPECT_FALSE(reads(folder.write("cut", whole.substr(0, size)), head)) << size;
  EXPECT_FALSE(reads(folder.write("cut", whole.substr(0, whole.size() - 1)), head));
  EXPECT_FALSE(reads(folder.write("long", whole + "x"), head));
}

TEST(ChatFile, AWriterThatDoesNotFinishLeavesWhatWasThere) {
  const test::TemporaryFolder folder;
  const ChatFileHead before = headOf(3, 100), after = headOf(3, 300);
  write(folder.file("chat"), before);
  {
    auto writer = ChatFileWriter::create(folder.file("chat"), after);
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->add(pageOf(after.shape, 0)));
  }
  EXPECT_TRUE(reads(folder.file("chat"), before));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(ChatDisk, FindsWhatWasSavedOfTheSameModelOnly) {
  const test::TemporaryFolder folder;
  auto disk = ChatDisk::open(folder.file("chats"), kPlenty);
  ASSERT_TRUE(disk);
  EXPECT_EQ(fs::status(folder.file("chats")).permissions(), fs::perms::owner_all);
  const ChatFileHead head = headOf(3, 100);
  save(**disk, head);
  EXPECT_FALSE((*disk)->find(4, 42, head.shape));
  auto found = (*disk)->find(3, 42, head.shape);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->head().tokens, head.tokens);
  EXPECT_FALSE((*disk)->find(3, 43, head.shape)) << "of another model";
  EXPECT_EQ((*disk)->use().chats, 0u) << "of no use any more";
  save(**disk, head);
  EXPECT_FALSE((*disk)->find(3, 42, shapeOf(KvForm::Q8_0))) << "in another form";
}

TEST(ChatDisk, RemovesWhatIsNotToBeKept) {
  const test::TemporaryFolder folder;
  auto disk = ChatDisk::open(folder.file("chats"), kPlenty);
  ASSERT_TRUE(disk);
  for (const uint64_t id : {1, 2, 3, 4}) save(**disk, headOf(id, 100));
  (*disk)->remove(4);
  const std::vector<uint64_t> kept = {2, 3, 9};
  (*disk)->keepOnly(kept);
  EXPECT_EQ((*disk)->use().chats, 2u);
  EXPECT_TRUE((*disk)->find(2, 42, shapeOf(KvForm::Half)));
  (*disk)->keepOnly({});
  EXPECT_EQ((*disk)->use().bytes, 0u);
}

TEST(ChatDisk, StaysWithinItsQuotaAndGivesUpTheOldest) {
  const test::TemporaryFolder folder;
  auto disk = ChatDisk::open(folder.file("chats"), kPlenty);
  ASSERT_TRUE(disk);
  const auto has = [&](uint64_t id) { return (*disk)->find(id, 42, shapeOf(KvForm::Half)).has_value(); };
  const auto saveAs = [&](uint64_t id) {
    save(**disk, headOf(id, 4 * kKvPagePositions));
    (*disk)->wait();
  };
  const auto usedHoursAgo = [&](uint64_t id, int hours) {
    fs::last_write_time(folder.file("chats/" + std::to_string(id) + ".kv"),
                        fs::file_time_type::clock::now() - std::chrono::hours(hours));
  };
  saveAs(1);
  const uint64_t one = (*disk)->use().bytes;
  (*disk)->setQuota(5 * one / 2);
  saveAs(2);
  usedHoursAgo(1, 9);
  usedHoursAgo(2, 8);
  (*disk)->touch(1);
  saveAs(3);
  EXPECT_LE((*disk)->use().bytes, 5 * one / 2);
  EXPECT_TRUE(has(1) && !has(2) && has(3)) << "the second was used longest ago";
  (*disk)->setQuota(one);
  EXPECT_LE((*disk)->use().bytes, one);
  (*disk)->setQuota(one / 2);
  saveAs(4);
  EXPECT_EQ((*disk)->use().chats, 0u) << "larger than all that is allowed";
}

TEST(ChatDisk, GivesUpWhenAPageCannotBeRead) {
  const test::TemporaryFolder folder;
  auto disk = ChatDisk::open(folder.file("chats"), kPlenty);
  ASSERT_TRUE(disk);
  const ChatFileHead head = headOf(1, 300);
  (*disk)->save(head, [](uint32_t number, std::span<std::byte>) { return number < 2; });
  (*disk)->wait();
  EXPECT_TRUE(fs::is_empty(folder.file("chats")));
}

// The process is killed at some moment of writing: what is found next time is whole, or nothing.
TEST(ChatDisk, AKillInTheMiddleLeavesNoHalfFile) {
  const test::TemporaryFolder folder;
  const ChatFileHead head = headOf(1, 2000);
  for (const int pages : {0, 3, 20, 31}) {
    const pid_t child = fork();
    if (child == 0) {
      auto writer = ChatFileWriter::create(folder.file("1.kv"), head);
      for (int i = 0; i < pages; ++i) (void)writer->add(pageOf(head.shape, static_cast<uint64_t>(i)));
      raise(SIGKILL);
    }
    ASSERT_GT(child, 0);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_FALSE(fs::exists(folder.file("1.kv")));
    EXPECT_TRUE(fs::exists(folder.file(std::string("1.kv") + kUnfinishedChat)));
    auto disk = ChatDisk::open(folder.path(), kPlenty);
    ASSERT_TRUE(disk);
    EXPECT_TRUE(fs::is_empty(folder.path()));
  }
}

}  // namespace
}  // namespace hearth
