// A chat that was put aside on the disk and comes back: with the same logits whatever its cache holds, and
// with its experts where it left them.
#include <gtest/gtest.h>

#include <optional>

#include "runtime/chat_cache/chat_cache.h"
#include "runtime/experts/profile_bytes.h"
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

// The card holds some experts. Of those that the chat wanted most, as many as a layer has on the card, at
// least as many are there after the restart as were there when it was closed.
TEST_F(ReopenedChat, FindsItsExpertsOnTheCardAsWhenItWasClosed) {
  const BackendOptions some = options(DeviceWish::Gpu, std::filesystem::file_size(kModel));
  const uint32_t vocab = model_->config.vocabSize, experts = model_->config.routing->experts;
  const auto onCard = [&](const Backend& backend, const ResidencyProfile& wanted) {
    const Hardware hardware = backend.hardware();
    uint32_t hits = 0, moeLayer = 0;
    for (uint32_t layer = 0; layer < model_->config.layers; ++layer) {
      if (!model_->layers[layer].moe) continue;
      const auto cells = std::span(hardware.cells).subspan(moeLayer++ * experts, experts);
      const auto there = std::count_if(cells.begin(), cells.end(),
                                       [](const ExpertHeat& c) { return c.tier == ExpertTier::Gpu; });
      const auto most = std::min(static_cast<size_t>(there), wanted[layer].size());
      for (const uint32_t expert : std::span(wanted[layer]).first(most))
        hits += cells[expert].tier == ExpertTier::Gpu;
    }
    return hits;
  };
  std::vector<TokenId> tokens = prompt_;
  for (TokenId token = 100; token < 140; ++token) tokens.push_back(token);
  std::string profile;
  std::optional<KeptExperts> kept;
  uint32_t closed = 0;
  {
    const auto first = backend(some);
    Opened opened(*first, vocab, chatsFolder());
    opened.open(prompt_);
    opened.logitsAfter(prompt_);
    for (const TokenId token : std::span(tokens).subspan(prompt_.size())) opened.append(token);
    profile = first->expertProfile();
    kept = keptFrom(profile, model_->config.layers, experts, identityOf(*model_));
    ASSERT_TRUE(kept && kept->card);
    closed = onCard(*first, *kept->card);
    opened.close();
  }
  const auto second = backend(some);
  const uint32_t cold = onCard(*second, *kept->card);
  Opened opened(*second, vocab, chatsFolder());
  EXPECT_EQ(opened.open(tokens), tokens.size() - 1)
      << "pages have their way to the disk, full as the card is";
  ASSERT_TRUE(second->warmExperts(profile));
  const uint32_t warm = onCard(*second, *kept->card);
  std::printf("of the experts wanted most, on the card: %u when closed, %u reopened, %u before that\n",
              closed, warm, cold);
  EXPECT_GE(warm, closed);
  EXPECT_GT(warm, cold);
}

}  // namespace
}  // namespace hearth
