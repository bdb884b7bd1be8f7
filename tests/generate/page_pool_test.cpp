#include "runtime/generate/page_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace hearth {
namespace {

constexpr uint32_t kPage = kKvPagePositions;
using Pages = std::vector<uint32_t>;

Pages pagesOf(const PagePool& pool, PagePool::Id id) {
  const auto pages = pool.pages(id);
  return {pages.begin(), pages.end()};
}

TEST(PagePool, LaysALoneSequenceInOnePiece) {
  PagePool pool(8, 8);
  const auto id = pool.open();
  EXPECT_TRUE(pool.write(id, 0, 1).granted);
  EXPECT_EQ(pagesOf(pool, id), (Pages{0}));
  EXPECT_TRUE(pool.write(id, 1, 3 * kPage).granted);
  EXPECT_EQ(pagesOf(pool, id), (Pages{0, 1, 2}));
  EXPECT_EQ(pool.freePages(), 5u);
}

TEST(PagePool, StoresACommonBeginningOnce) {
  PagePool pool(8, 8);
  const auto a = pool.open(), b = pool.open();
  (void)pool.write(a, 0, 2 * kPage);
  pool.share(a, b, 2 * kPage);
  EXPECT_EQ(pool.freePages(), 6u);
  const auto room = pool.write(b, 2 * kPage, 2 * kPage + 1);
  EXPECT_TRUE(room.granted);
  EXPECT_FALSE(room.copy);
  EXPECT_EQ(pagesOf(pool, b), (Pages{0, 1, 2}));
  pool.close(a);
  EXPECT_EQ(pool.freePages(), 5u) << "b still has the pages";
  pool.close(b);
  EXPECT_EQ(pool.freePages(), 8u);
}

TEST(PagePool, CopiesAPageThatIsOnlyPartlyCommon) {
  PagePool pool(8, 8);
  const auto a = pool.open(), b = pool.open();
  (void)pool.write(a, 0, 2 * kPage);
  pool.share(a, b, kPage + 5);
  const auto room = pool.write(b, kPage + 5, kPage + 6);
  ASSERT_TRUE(room.granted && room.copy);
  EXPECT_EQ(room.copy->from, 1u);
  EXPECT_EQ(room.copy->to, 2u);
  EXPECT_EQ(pagesOf(pool, a), (Pages{0, 1}));
  EXPECT_EQ(pagesOf(pool, b), (Pages{0, 2}));
  EXPECT_FALSE(pool.write(b, kPage + 6, kPage + 7).copy) << "it is b's own now";
}

TEST(PagePool, RefusesWhatDoesNotFitAndNamesWhoWasUsedLongestAgo) {
  PagePool pool(4, 4);
  const auto a = pool.open(), b = pool.open(), c = pool.open();
  (void)pool.write(a, 0, 2 * kPage);
  (void)pool.write(b, 0, kPage);
  EXPECT_FALSE(pool.write(c, 0, 2 * kPage).granted);
  EXPECT_TRUE(pool.pages(c).empty());
  EXPECT_EQ(pool.leastRecent(c), a);
  pool.touch(a);
  EXPECT_EQ(pool.leastRecent(c), b);
  pool.close(b);
  EXPECT_TRUE(pool.write(c, 0, 2 * kPage).granted);
  pool.close(a);
  EXPECT_EQ(pool.leastRecent(c), std::nullopt);
}

// Random chats against the simplest model of a cache: what each position of each sequence holds. A page's
// contents are copied as the pool says; nobody may ever find another's.
class RandomChats {
 public:
  explicit RandomChats(uint32_t seed) : random_(seed), contents_(kPages * kPage) {}

  void step() {
    const uint32_t choice = below(10);
    if (chats_.empty() || (choice == 0 && chats_.size() < 6)) {
      chats_[pool_.open()] = {};
    } else if (choice == 1) {
      const auto victim = any();
      pool_.close(victim->first);
      chats_.erase(victim);
    } else if (choice <= 3 && chats_.size() < 6) {
      fork();
    } else {
      write();
    }
    check();
  }
  bool refused = false, copied = false, shared = false;

 private:
  static constexpr uint32_t kPages = 12, kMost = 6;
  using Chat = std::vector<uint64_t>;
  using Chats = std::map<PagePool::Id, Chat>;

  uint32_t below(uint32_t end) { return std::uniform_int_distribution<uint32_t>(0, end - 1)(random_); }
  Chats::iterator any() { return std::next(chats_.begin(), below(static_cast<uint32_t>(chats_.size()))); }

  void fork() {
    const auto from = any();
    const auto positions = below(static_cast<uint32_t>(from->second.size()) + 1);
    const PagePool::Id to = pool_.open();
    pool_.share(from->first, to, positions);
    chats_[to].assign(from->second.begin(), from->second.begin() + positions);
  }

  void write() {
    const auto chat = any();
    Chat& tokens = chat->second;
    const auto first = below(static_cast<uint32_t>(tokens.size()) + 1);
    const uint32_t end = std::min(kMost * kPage, first + 1 + below(2 * kPage));
    if (end == first) return;
    tokens.resize(first);
    const auto room = pool_.write(chat->first, first, end);
    refused = refused || !room.granted;
    if (!room.granted) return;
    if (room.copy) {
      copied = true;
      std::copy_n(contents_.begin() + room.copy->from * kPage, kPage,
                  contents_.begin() + room.copy->to * kPage);
    }
    const auto pages = pool_.pages(chat->first);
    for (uint32_t p = first; p < end; ++p) {
      tokens.push_back(++token_);
      contents_[pages[p / kPage] * kPage + p % kPage] = token_;
    }
  }

  void check() {
    std::map<uint32_t, uint32_t> users;
    for (const auto& [id, tokens] : chats_) {
      const auto pages = pool_.pages(id);
      ASSERT_GE(pages.size() * kPage, tokens.size());
      ASSERT_LE(pages.size(), kMost);
      for (const uint32_t page : pages) {
        ASSERT_LT(page, kPages);
        ++users[page];
      }
      ASSERT_EQ(std::set<uint32_t>(pages.begin(), pages.end()).size(), pages.size());
      for (uint32_t p = 0; p < tokens.size(); ++p) {
        ASSERT_EQ(contents_[pages[p / kPage] * kPage + p % kPage], tokens[p]) << "position " << p;
      }
    }
    for (const auto& [page, count] : users) shared = shared || count > 1;
    ASSERT_EQ(pool_.freePages(), kPages - users.size()) << "no page is lost";
  }

  std::mt19937 random_;
  PagePool pool_{kPages, kMost};
  Chats chats_;
  std::vector<uint64_t> contents_;  // [kPages, kPage]
  uint64_t token_ = 0;
};

TEST(PagePool, NeverMixesSequencesNorLosesPages) {
  bool refused = false, copied = false, shared = false;
  for (uint32_t seed = 0; seed < 20; ++seed) {
    RandomChats chats(seed);
    for (uint32_t step = 0; step < 300; ++step) {
      chats.step();
      if (testing::Test::HasFatalFailure()) FAIL() << "seed " << seed << ", step " << step;
    }
    refused = refused || chats.refused;
    copied = copied || chats.copied;
    shared = shared || chats.shared;
  }
  EXPECT_TRUE(refused && copied && shared) << "everything occurred";
}

}  // namespace
}  // namespace hearth
