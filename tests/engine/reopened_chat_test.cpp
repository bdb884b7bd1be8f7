// A chat that was put aside on the disk and comes back: with the same logits whatever its cache holds, and
// with its experts where it left them.
#include <gtest/gtest.h>

#include <optional>

#include "runtime/chat_cache/chat_cache.h"
#include "tests/engine/backend_fixture.h"
#include "tests/support/tiny_models.h"

namespace hearth {
namespace {

constexpr uint64_t kConversation = 5, kIdentity = 77, kPlenty = uint64_t{1} << 30;

// A backend with the chats of its cache, as when Hearth was started.
class Opened {
 public:
  Opened(Backend& backend, uint32_t vocabSize, const std::string& folder)
      : evaluator_(backend, vocabSize), chats_(evaluator_, kIdentity, backend.decoder().cacheShape()) {
    auto disk = ChatDisk::open(folder, kPlenty);
    CHECK(disk);
    disk_ = std::move(*disk);
    chats_.useDisk(disk_.get());
    session_.emplace(chats_);
  }
  // How many tokens of it are known from before.
  uint32_t open(std::span<const TokenId> tokens) {
    chats_.open(kConversation, tokens, *session_);
    return session_->reusable(tokens);
  }
  std::vector<float> logitsAfter(std::span<const TokenId> tokens) {
    EXPECT_EQ(session_->prefill(tokens, {}, nullptr), Evaluated::Done);
    const auto all = session_->logits().all;
    return {all.begin(), all.end()};
  }
  std::vector<float> append(TokenId token) {
    EXPECT_EQ(session_->append(token, {}, nullptr), Evaluated::Done);
    const auto all = session_->logits().all;
    return {all.begin(), all.end()};
  }
  void close() { chats_.saveAll(ChatDisk::Clock::time_point::max()); }

 private:
  ResilientEvaluator evaluator_;
  std::unique_ptr<ChatDisk> disk_;
  ChatCache chats_;
  std::optional<Session> session_;
};

class ReopenedChat : public BackendTest {
 protected:
  void use(const test::GgufWriter& file) {
    auto model = loadModel(folder_.write("model.gguf", file.bytes()));
    ASSERT_TRUE(model) << model.error().what();
    source_.reset();
    model_ = std::move(*model);
    source_ = makeMappedSource(*model_);
    prompt_.clear();
    test::Random random(5);
    for (uint32_t i = 0; i < kLong; ++i)
      prompt_.push_back(static_cast<int32_t>(random.below(model_->config.vocabSize)));
  }
  std::string chatsFolder() const { return folder_.file("chats"); }

  static constexpr uint32_t kLong = 90;  // more than a page, and than sparse attention looks at
  test::TemporaryFolder folder_;
};

// DeepSeek-V3.2: which positions are attended to is decided by keys of the indexer, 8 of 90 here.
TEST_F(ReopenedChat, OfSparseAttentionGoesOnWithTheSameLogits) {
  for (const DeviceWish device : {DeviceWish::Cpu, DeviceWish::Gpu}) {
    use(test::tinyDeepseekV32());
    ASSERT_GT(model_->config.indexer->dim, 0u);
    const uint32_t vocab = model_->config.vocabSize;
    std::vector<std::vector<float>> expected, actual;
    {
      const auto first = backend(options(device));
      Opened opened(*first, vocab, chatsFolder());
      opened.open(prompt_);
      opened.logitsAfter(prompt_);
      opened.close();
      for (TokenId token = 3; token < 9; ++token) expected.push_back(opened.append(token));
    }
    const auto second = backend(options(device));
    Opened opened(*second, vocab, chatsFolder());
    auto longer = prompt_;
    longer.push_back(3);
    EXPECT_EQ(opened.open(longer), kLong);
    actual.push_back(opened.logitsAfter(longer));
    for (TokenId token = 4; token < 9; ++token) actual.push_back(opened.append(token));
    EXPECT_EQ(actual, expected);
    std::filesystem::remove_all(chatsFolder());
  }
}

// The card holds some experts; each chat goes on once in the same backend and once after a restart.
TEST_F(ReopenedChat, FindsItsExpertsOnTheCardAsOftenAsBeforeItWasClosed) {
  constexpr uint32_t kMore = 12;
  HitCount stayed, reopened, cold;
  const BackendOptions some = options(DeviceWish::Gpu, std::filesystem::file_size(kModel));
  const uint32_t vocab = model_->config.vocabSize;
  const auto goOn = [&](Backend& backend, Opened& opened, std::vector<TokenId> tokens, HitCount& count) {
    const HitCount before = backend.expertHits();
    std::vector<float> logits = opened.logitsAfter(tokens);
    for (uint32_t i = 0; i < kMore; ++i) {
      const auto best = static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin());
      tokens.push_back(best);
      logits = opened.append(best);
    }
    const HitCount after = backend.expertHits();
    count.hits += after.hits - before.hits;
    count.misses += after.misses - before.misses;
    return tokens;
  };
  for (const uint64_t seed : {1u, 2u, 3u}) {
    test::Random random(seed);
    std::vector<TokenId> tokens(kLong);
    for (TokenId& token : tokens) token = static_cast<TokenId>(random.below(vocab));
    std::string profile;
    HitCount unused;
    {
      const auto first = backend(some);
      ASSERT_FALSE(first->hardware().cells.empty());
      Opened opened(*first, vocab, chatsFolder());
      opened.open(tokens);
      tokens = goOn(*first, opened, tokens, unused);
      profile = first->expertProfile();
      ASSERT_FALSE(profile.empty());
      opened.close();
      goOn(*first, opened, tokens, stayed);
    }
    for (const bool warm : {false, true}) {
      const auto second = backend(some);
      Opened opened(*second, vocab, chatsFolder());
      EXPECT_EQ(opened.open(tokens), tokens.size() - 1);
      EXPECT_EQ(warm && second->warmExperts(profile), warm);
      goOn(*second, opened, tokens, warm ? reopened : cold);
    }
  }
  std::printf(
      "hit rate of the next %u tokens: %.1f %% without closing, %.1f %% reopened, %.1f %% without the "
      "profile\n",
      kMore, 100 * stayed.rate(), 100 * reopened.rate(), 100 * cold.rate());
  EXPECT_GT(reopened.rate(), cold.rate());
}

}  // namespace
}  // namespace hearth
