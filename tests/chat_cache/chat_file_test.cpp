#include "runtime/chat_cache/chat_file.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/chat_cache/chat_pages.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;
using test::chatOf;
using test::chatPage;
using test::chatShape;
using test::chatTokens;
using test::Page;
using test::Tokens;

// What a file is to hold.
struct State {
  Tokens tokens;
  std::optional<CutAnswer> cut;
};

void appendAll(ChatFileAppender& file, const Tokens& tokens, uint32_t first) {
  const auto count = static_cast<uint32_t>(tokens.size());
  while (first < count) {
    const uint32_t end = std::min(count, (first / kKvPagePositions + 1) * kKvPagePositions);
    // What else is in the page is of other chats.
    const Page page = chatPage(file.of().shape, tokens, first / kKvPagePositions, std::byte{0xee});
    const auto added = file.addRows(first, std::span(tokens).subspan(first, end - first), page);
    ASSERT_TRUE(added) << added.error().what();
    first = end;
  }
}
void write(const std::string& path, const ChatIdentity& of, const State& state) {
  auto file = ChatFileAppender::create(path, of);
  ASSERT_TRUE(file) << file.error().what();
  appendAll(*file, state.tokens, 0);
  ASSERT_TRUE(file->setCut(state.cut));
}
// Whether all of it is there and is what was written.
bool reads(const std::string& path, const ChatIdentity& of, const State& expected) {
  auto file = ChatFileReader::open(path);
  if (!file || !samePages(file->of(), of) || !std::ranges::equal(file->tokens(), expected.tokens) ||
      file->cutAnswer() != expected.cut)
    return false;
  Page page(of.shape.pageBytes());
  for (uint32_t i = 0; i < kvPages(static_cast<uint32_t>(expected.tokens.size())); ++i) {
    if (!file->page(i, page) || page != chatPage(of.shape, expected.tokens, i)) return false;
  }
  return true;
}
std::string bytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ChatFile, GivesBackWhatWasWrittenInEachForm) {
  const test::TemporaryFolder folder;
  for (const KvForm form : {KvForm::Half, KvForm::Float, KvForm::Q8_0, KvForm::Q4_0, KvForm::F8}) {
    const ChatIdentity of = chatOf(3, chatShape(form));
    const State state{chatTokens(3 * kKvPagePositions - 1), {}};
    write(folder.file("chat"), of, state);
    EXPECT_TRUE(reads(folder.file("chat"), of, state)) << nameOf(form);
  }
}

TEST(ChatFile, GivesBackTheIndexersKeysOfSparseAttention) {
  const test::TemporaryFolder folder;
  ChatIdentity of = chatOf(3);
  of.shape.indexWidth = 16;
  const State state{chatTokens(2 * kKvPagePositions), {}};
  write(folder.file("chat"), of, state);
  EXPECT_TRUE(reads(folder.file("chat"), of, state));
  EXPECT_FALSE(samePages(of, chatOf(3)));
}

TEST(ChatFile, GivesBackHowACutAnswerGoesOn) {
  const test::TemporaryFolder folder;
  State state{chatTokens(100), {}};
  state.cut = CutAnswer{state.tokens, 7, 19};
  write(folder.file("chat"), chatOf(3), state);
  EXPECT_TRUE(reads(folder.file("chat"), chatOf(3), state));
  state.cut->tokens.insert(state.cut->tokens.end(), {5, 6});  // not in the cache
  write(folder.file("chat"), chatOf(3), state);
  EXPECT_TRUE(reads(folder.file("chat"), chatOf(3), state));
  auto file = ChatFileAppender::open(folder.file("chat"), chatOf(3));
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->setCut(std::nullopt));
  EXPECT_TRUE(reads(folder.file("chat"), chatOf(3), {state.tokens, {}})) << "its end was the model's";
}

TEST(ChatFile, IsSmallerThanThePages) {
  const test::TemporaryFolder folder;
  write(folder.file("chat"), chatOf(3), {chatTokens(8 * kKvPagePositions), {}});
  EXPECT_LT(fs::file_size(folder.file("chat")), 8 * chatShape().pageBytes() * 7 / 10);
}

// Answers of a few tokens, with branches that are given up, and the program started again in between.
TEST(ChatFile, GrowsWithEachAnswer) {
  const test::TemporaryFolder folder;
  test::Random random(4);
  Tokens tokens;
  uint64_t before = 0;
  for (uint32_t step = 0; step < 60; ++step) {
    auto file = tokens.empty() ? ChatFileAppender::create(folder.file("chat"), chatOf(3))
                               : ChatFileAppender::open(folder.file("chat"), chatOf(3));
    ASSERT_TRUE(file) << file.error().what();
    ASSERT_TRUE(std::ranges::equal(file->tokens(), tokens));
    if (random.below(4) == 0) tokens.resize(random.below(static_cast<uint32_t>(tokens.size()) + 1));
    const auto first = static_cast<uint32_t>(tokens.size());
    for (uint32_t more = 1 + random.below(90); more > 0; --more)
      tokens.push_back(static_cast<TokenId>(random.below(50)));
    appendAll(*file, tokens, first);
    ASSERT_TRUE(reads(folder.file("chat"), chatOf(3), {tokens, {}})) << step;
    EXPECT_EQ(fs::file_size(folder.file("chat")), file->bytes());
    EXPECT_LT(file->bytes() - before, (tokens.size() - first) * chatShape().bytesPerToken() + 1000);
    before = file->bytes();
  }
}

TEST(ChatFile, IsWrittenAnewWithoutWhatIsDead) {
  const test::TemporaryFolder folder;
  State state{chatTokens(5 * kKvPagePositions), {}};
  write(folder.file("chat"), chatOf(3), state);
  auto file = ChatFileAppender::open(folder.file("chat"), chatOf(3));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->deadBytes(), 0u);
  state.tokens.resize(70);  // in the middle of what was written at once
  state.tokens.insert(state.tokens.end(), 10, 9);
  appendAll(*file, state.tokens, 70);
  state.cut = CutAnswer{state.tokens, 5, 6};
  ASSERT_TRUE(file->setCut(state.cut));
  const uint64_t bytes = file->bytes(), dead = file->deadBytes();
  EXPECT_GT(dead, bytes / 2);
  const auto compacted = file->compact();
  ASSERT_TRUE(compacted) << compacted.error().what();
  EXPECT_EQ(file->bytes(), bytes - dead);
  EXPECT_EQ(fs::file_size(folder.file("chat")), bytes - dead);
  EXPECT_EQ(file->deadBytes(), 0u);
  EXPECT_TRUE(reads(folder.file("chat"), chatOf(3), state));
  state.tokens.push_back(1);
  state.cut.reset();
  appendAll(*file, state.tokens, 80);
  EXPECT_TRUE(reads(folder.file("chat"), chatOf(3), state)) << "and goes on";
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(ChatFile, IsLeftAsItIsWhenItCannotBeWrittenAnew) {
  const test::TemporaryFolder folder;
  const Tokens tokens = chatTokens(100);
  write(folder.file("chat"), chatOf(3), {tokens, {}});
  auto file = ChatFileAppender::open(folder.file("chat"), chatOf(3));
  ASSERT_TRUE(file);
  fs::create_directories(folder.file(std::string("chat") + kUnfinishedChat));
  EXPECT_FALSE(file->compact());
  EXPECT_TRUE(reads(folder.file("chat"), chatOf(3), {tokens, {}}));
  appendAll(*file, chatTokens(130), 100);
  EXPECT_TRUE(reads(folder.file("chat"), chatOf(3), {chatTokens(130), {}}));
}

// ---- Files that are damaged

// A small file with all kinds of records, and what it held after each, with how many bytes.
class DamagedChatFile : public testing::Test {
 protected:
  static constexpr KvShape kShape{.layers = 1, .positions = 0, .keyWidth = 1, .valueWidth = 0};
  static ChatIdentity of() { return chatOf(3, kShape); }

  void SetUp() override {
    auto file = ChatFileAppender::create(folder_.file("chat"), of());
    ASSERT_TRUE(file);
    add(*file, {});
    Tokens tokens = chatTokens(kKvPagePositions);
    appendAll(*file, tokens, 0);
    add(*file, {tokens, {}});
    tokens.insert(tokens.end(), {1, 2, 3, 4});
    appendAll(*file, tokens, kKvPagePositions);
    add(*file, {tokens, {}});
    CutAnswer cut{tokens, 7, 19};
    cut.tokens.push_back(5);
    ASSERT_TRUE(file->setCut(cut));
    add(*file, {tokens, cut});
    tokens.resize(kKvPagePositions - 3);  // another branch
    tokens.insert(tokens.end(), {9, 8});
    appendAll(*file, tokens, kKvPagePositions - 3);
    add(*file, {tokens, {}});
    ASSERT_TRUE(file->setCut(CutAnswer{tokens, 8, 20}));
    add(*file, {tokens, CutAnswer{tokens, 8, 20}});
    ASSERT_TRUE(file->setCut(std::nullopt));
    add(*file, {tokens, {}});
    whole_ = bytesOf(folder_.file("chat"));
    ASSERT_EQ(whole_.size(), bytes_.back());
  }
  // A new file: where an old one is cut to nothing and written, file systems wait for the disk.
  std::string put(const std::string& name, const std::string& bytes) {
    fs::remove(folder_.file(name));
    return folder_.write(name, bytes);
  }
  void add(const ChatFileAppender& file, State state) {
    states_.push_back(std::move(state));
    bytes_.push_back(file.bytes());
  }
  // The file says only what it said at one time, and no page is another than it was.
  void expectNothingWrong(const std::string& path, size_t place) {
    auto file = ChatFileReader::open(path);
    if (!file) return;
    const auto state = std::find_if(states_.begin(), states_.end(), [&](const State& s) {
      return std::ranges::equal(file->tokens(), s.tokens) && file->cutAnswer() == s.cut;
    });
    ASSERT_NE(state, states_.end()) << place;
    Page page(kShape.pageBytes());
    for (uint32_t i = 0; i < kvPages(static_cast<uint32_t>(state->tokens.size())); ++i) {
      if (file->page(i, page)) {
        ASSERT_EQ(page, chatPage(kShape, state->tokens, i)) << place;
      }
    }
  }

  test::TemporaryFolder folder_;
  std::vector<State> states_;
  std::vector<uint64_t> bytes_;  // of the file then
  std::string whole_;
};

TEST_F(DamagedChatFile, CutAnywhereHoldsAllThatWasWrittenBeforeIt) {
  for (size_t size = 0; size <= whole_.size(); ++size) {
    const std::string path = put("cut", whole_.substr(0, size));
    if (size < bytes_[0]) {
      ASSERT_FALSE(ChatFileReader::open(path)) << size;
      continue;
    }
    const auto records = std::upper_bound(bytes_.begin(), bytes_.end(), size) - bytes_.begin() - 1;
    const State& before = states_[static_cast<size_t>(records)];
    ASSERT_TRUE(reads(path, of(), before)) << size;
    // Whoever goes on does so behind that.
    auto file = ChatFileAppender::open(path, of());
    ASSERT_TRUE(file) << size;
    ASSERT_EQ(fs::file_size(path), bytes_[static_cast<size_t>(records)]);
    Tokens more = before.tokens;
    more.push_back(7);
    appendAll(*file, more, static_cast<uint32_t>(before.tokens.size()));
    ASSERT_TRUE(reads(path, of(), {more, {}})) << size;
  }
}

TEST_F(DamagedChatFile, IsNeverBelievedWhereAByteIsAnother) {
  for (size_t i = 0; i < whole_.size(); ++i) {
    std::string damaged = whole_;
    damaged[i] = static_cast<char>(damaged[i] ^ (1 << i % 8));
    const std::string path = put("damaged", damaged);
    ASSERT_FALSE(reads(path, of(), states_.back()) && i < bytes_[1]) << i;
    expectNothingWrong(path, i);
  }
}

TEST_F(DamagedChatFile, IsNeverBelievedWhereARunOfBytesIsAnother) {
  test::Random random(6);
  for (uint32_t step = 0; step < 3000; ++step) {
    std::string damaged = whole_;
    const auto first = random.below(static_cast<uint32_t>(damaged.size()));
    const auto count = std::min<size_t>(1 + random.below(200), damaged.size() - first);
    if (random.below(3) == 0) {  // what a loss of power leaves
      std::fill_n(damaged.begin() + first, count, '\0');
    } else if (random.below(2) == 0) {
      for (size_t i = first; i < first + count; ++i) damaged[i] = static_cast<char>(random.below(256));
    } else {
      damaged.erase(first, count);
    }
    expectNothingWrong(put("damaged", damaged), step);
  }
}

TEST_F(DamagedChatFile, RecordsAreBelievedOnlyInTheirPlace) {
  const auto record = [&](size_t i) { return whole_.substr(bytes_[i], bytes_[i + 1] - bytes_[i]); };
  const std::string first = whole_.substr(0, bytes_[1]);
  EXPECT_TRUE(reads(put("as it was", first + record(1)), of(), states_[2]));
  EXPECT_TRUE(reads(put("twice", first + record(0)), of(), states_[1]));
  EXPECT_TRUE(reads(put("one missing", first + record(3)), of(), states_[1]));
  // An earlier file of the same chat, with the same tokens: its salt was another.
  write(folder_.file("again"), of(), {states_[2].tokens, {}});
  const std::string again = bytesOf(folder_.file("again")).substr(0, bytes_[1]);
  EXPECT_TRUE(reads(put("of another", again + record(1)), of(), states_[1]));
}

TEST_F(DamagedChatFile, OfAnotherVersionIsNotRead) {
  for (const int version : {1, 2, 4}) {
    std::string other = whole_;
    other[8] = static_cast<char>(version);
    EXPECT_FALSE(ChatFileReader::open(put("other", other)));
    EXPECT_FALSE(ChatFileAppender::open(folder_.file("other"), of()));
  }
}

// The process is killed at any moment of appending: all that was appended before is there.
TEST(ChatFile, SurvivesAKillAtAnyMoment) {
  const test::TemporaryFolder folder;
  const std::string path = folder.file("chat");
  const Tokens tokens = chatTokens(40 * kKvPagePositions);
  uint32_t before = 0;
  for (uint32_t kill = 1; kill <= 12; ++kill) {
    int progress[2];
    ASSERT_EQ(pipe(progress), 0);
    const pid_t child = fork();
    if (child == 0) {
      auto file =
          before == 0 ? ChatFileAppender::create(path, chatOf(3)) : ChatFileAppender::open(path, chatOf(3));
      for (auto at = before; file && at < tokens.size();) {
        const uint32_t end = std::min(at + 1 + at % 31, (at / kKvPagePositions + 1) * kKvPagePositions);
        const Page page = chatPage(chatShape(), tokens, at / kKvPagePositions);
        if (!file->addRows(at, std::span(tokens).subspan(at, end - at), page)) break;
        at = end;
        if (::write(progress[1], &at, sizeof at) != sizeof at) break;
      }
      raise(SIGKILL);
    }
    ASSERT_GT(child, 0);
    close(progress[1]);
    uint32_t appended = before;
    for (uint32_t i = 0; i < kill; ++i)
      ASSERT_EQ(read(progress[0], &appended, sizeof appended), sizeof appended);
    kill % 2 == 0 ? ::kill(child, SIGKILL) : 0;  // in the middle of the next; the others go on to the end
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    close(progress[0]);
    auto file = ChatFileReader::open(path);
    ASSERT_TRUE(file);
    const auto held = static_cast<uint32_t>(file->tokens().size());
    ASSERT_GE(held, appended);
    ASSERT_TRUE(reads(path, chatOf(3), {{tokens.begin(), tokens.begin() + held}, {}}));
    before = kill % 2 == 0 ? held : 0;
    if (before == tokens.size()) before = 0;
  }
}

}  // namespace
}  // namespace hearth
