// A conversation that is reopened finds its experts on the graphics card. On lavapipe, with memory for some
// of the experts; skipped where there is no software renderer.
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>

#include "runtime/engine/backend.h"
#include "runtime/engine/engine.h"
#include "runtime/engine/resilient_evaluator.h"
#include "runtime/experts/mapped_source.h"
#include "runtime/experts/profile_bytes.h"
#include "runtime/model/loader.h"
#include "runtime/tokenizer/tokenizer.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

const std::string kModel = HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf";
// As far as two devices' rounding may move a logit of hearth-tiny (they are about 10 in size).
constexpr float kTie = 0.1f;
constexpr uint32_t kContext = 192, kFirstTokens = 8;

std::optional<uint32_t> softwareDevice() {
  auto instance = vulkan::Instance::create();
  if (!instance) return std::nullopt;
  for (const auto& device : (*instance)->devices()) {
    if (device.type == vulkan::DeviceType::Software && device.unusable.empty()) return device.index;
  }
  return std::nullopt;
}

class WarmStartTest : public testing::Test {
 protected:
  struct Opened {
    std::vector<int32_t> tokens;  // the first of the answer, greedily
    std::vector<float> gaps;      // by how much each was the best
    HitCount inPrompt, inTokens;
    std::string profile;
  };

  void SetUp() override {
    const auto device = softwareDevice();
    if (!device) GTEST_SKIP() << "there is no software renderer";
    options_.device = DeviceWish::Gpu;
    options_.gpu.device = {.any = false, .index = *device};
    // Enough for all layers and some of the experts; what else lies there is about as large as the model.
    options_.gpu.memoryBytes = std::filesystem::file_size(kModel);
    options_.contextLength = kContext;
    options_.gpu.cacheFolder = cache_->path();
    auto model = loadModel(kModel);
    ASSERT_TRUE(model) << model.error().what();
    model_ = std::move(*model);
    source_ = makeMappedSource(*model_);
    auto tokenizer = Tokenizer::fromMetadata(model_->file->metadata());
    ASSERT_TRUE(tokenizer);
    tokenizer_ = std::move(*tokenizer);
  }
  std::unique_ptr<Backend> backend() {
    auto made = Backend::create(*model_, pool_, source_.get(), options_);
    if (!made) ADD_FAILURE() << made.error().what();
    return made ? std::move(*made) : nullptr;
  }
  std::vector<int32_t> tokensOf(const std::string& text) {
    return tokenizer_->encode(text, SpecialTokens::AsText, AddBos::AsModelWants);
  }
  static HitCount since(const HitCount& before, const HitCount& now) {
    return {now.hits - before.hits, now.misses - before.misses};
  }
  Opened open(Backend& backend, std::span<const int32_t> prompt, uint32_t count) {
    ResilientEvaluator evaluator(backend, model_->config.vocabSize);
    std::vector<float> logits(model_->config.vocabSize);
    Opened opened;
    const HitCount start = backend.expertHits();
    auto evaluated = evaluator.evaluate(prompt, 0, LogitsFor::Last, logits, nullptr);
    const HitCount read = backend.expertHits();
    for (uint32_t i = 0; i < count && evaluated == Evaluated::Done; ++i) {
      const auto best = std::max_element(logits.begin(), logits.end());
      const float value = *best;
      opened.tokens.push_back(static_cast<int32_t>(best - logits.begin()));
      *best = -1e30f;
      opened.gaps.push_back(value - *std::max_element(logits.begin(), logits.end()));
      const auto position = static_cast<uint32_t>(prompt.size()) + i;
      evaluated =
          evaluator.evaluate(std::span(opened.tokens).last(1), position, LogitsFor::Last, logits, nullptr);
    }
    EXPECT_EQ(evaluated, Evaluated::Done) << evaluator.failure();
    opened.inPrompt = since(start, read);
    opened.inTokens = since(read, backend.expertHits());
    opened.profile = backend.expertProfile();
    return opened;
  }
  // Where the card computes another part, sums differ in their last digits: texts may part at a tie.
  static void expectSameText(const Opened& actual, const Opened& expected) {
    ASSERT_EQ(actual.tokens.size(), expected.tokens.size());
    const auto mine =
        std::mismatch(actual.tokens.begin(), actual.tokens.end(), expected.tokens.begin()).first;
    if (mine == actual.tokens.end()) return;
    EXPECT_LT(expected.gaps[static_cast<size_t>(mine - actual.tokens.begin())], kTie);
  }

  static void SetUpTestSuite() { cache_ = std::make_unique<test::TemporaryFolder>(); }
  static void TearDownTestSuite() { cache_.reset(); }

  static inline std::unique_ptr<test::TemporaryFolder> cache_;  // kernels are checked once
  BackendOptions options_;
  ThreadPool pool_{2};
  std::unique_ptr<Model> model_;
  std::unique_ptr<ExpertSource> source_;
  std::unique_ptr<Tokenizer> tokenizer_;
};

// Each conversation is answered, then opened again after a restart, with one more sentence.
TEST_F(WarmStartTest, AReopenedConversationFindsItsExpertsOnTheCard) {
  constexpr const char* kConversations[] = {"Tell me a story about a small boat.", "def add(a, b):"};
  HitCount cold, warm, coldPrompt, warmPrompt;
  const auto add = [](HitCount& sum, const HitCount& more) {
    sum.hits += more.hits;
    sum.misses += more.misses;
  };
  for (const char* text : kConversations) {
    std::vector<int32_t> prompt = tokensOf(text);
    const Opened first = open(*backend(), prompt, 24);
    ASSERT_FALSE(first.profile.empty());
    prompt.insert(prompt.end(), first.tokens.begin(), first.tokens.end());
    for (const int32_t token : tokensOf(" And then?")) prompt.push_back(token);

    const auto without = backend();
    ASSERT_FALSE(without->hardware().cells.empty());
    const Opened coldly = open(*without, prompt, kFirstTokens);
    const auto with = backend();
    ASSERT_TRUE(with->warmExperts(first.profile));
    const Opened warmly = open(*with, prompt, kFirstTokens);
    expectSameText(warmly, coldly);
    add(cold, coldly.inTokens);
    add(coldPrompt, coldly.inPrompt);
    add(warm, warmly.inTokens);
    add(warmPrompt, warmly.inPrompt);
  }
  std::printf("%s\n", backend()->placement().c_str());
  std::printf("hit rate while the prompt is read: %.1f %% without the profile, %.1f %% with it\n",
              100 * coldPrompt.rate(), 100 * warmPrompt.rate());
  std::printf("hit rate of the first %u tokens: %.1f %% without the profile, %.1f %% with it\n", kFirstTokens,
              100 * cold.rate(), 100 * warm.rate());
  // How many others come in with the tokens depends on measured times, so that the two are taken together.
  EXPECT_GT(warmPrompt.rate(), coldPrompt.rate());
  add(cold, coldPrompt);
  add(warm, warmPrompt);
  EXPECT_GT(warm.rate(), cold.rate());
}

// Another conversation came in between, so that the slots are full of its experts. What lies on the card
// tells it: hit rates of a few tokens depend on measured times.
TEST_F(WarmStartTest, TakesThePlaceOfAnotherConversationsExperts) {
  const auto prompt = tokensOf("Tell me a story about a small boat."), other = tokensOf("def add(a, b):");
  const auto backend = this->backend();
  const auto onCard = [&] {
    std::vector<bool> there;
    for (const ExpertHeat& cell : backend->hardware().cells) there.push_back(cell.tier == ExpertTier::Gpu);
    return there;
  };
  const auto shared = [](const std::vector<bool>& a, const std::vector<bool>& b) {
    size_t count = 0;
    for (size_t i = 0; i < a.size(); ++i) count += a[i] && b[i];
    return count;
  };
  const Opened first = open(*backend, prompt, 24);
  const auto mine = onCard();
  open(*backend, other, 24);
  const size_t before = shared(mine, onCard());
  ASSERT_TRUE(backend->warmExperts(first.profile));
  const size_t after = shared(mine, onCard());
  std::printf("experts of the conversation on the card: %zu before, %zu after\n", before, after);
  EXPECT_GT(after, before);
  expectSameText(open(*backend, prompt, 24), first);
}

TEST_F(WarmStartTest, RefusesWhatIsNoProfileOfThisModel) {
  const auto backend = this->backend();
  const Opened first = open(*backend, tokensOf("Two plus three is"), 4);
  std::string damaged = first.profile;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
  EXPECT_FALSE(backend->warmExperts(""));
  EXPECT_FALSE(backend->warmExperts(damaged));
  const ModelConfig& c = model_->config;
  const KeptExperts profile{ResidencyProfile(c.layers), {}};
  EXPECT_FALSE(backend->warmExperts(toBytes(profile, c.routing->experts, identityOf(*model_) + 1)));
  EXPECT_TRUE(backend->warmExperts(toBytes(profile, c.routing->experts, identityOf(*model_))));
  EXPECT_TRUE(backend->warmExperts(first.profile));
}

TEST_F(WarmStartTest, KeepsNothingWhereTheCardHoldsAllExpertsOrNone) {
  options_.gpu.memoryBytes = 0;
  const auto whole = backend();
  EXPECT_EQ(open(*whole, tokensOf("Two plus three is"), 2).profile, "");
  options_.device = DeviceWish::Cpu;
  const auto cpu = backend();
  EXPECT_EQ(open(*cpu, tokensOf("Two plus three is"), 2).profile, "");
  EXPECT_FALSE(cpu->warmExperts("anything"));
}

// ---- Through the engine's face
// -----------------------------------------------------------------------------

// Answers one request at a time.
class Chat {
 public:
  struct Answer {
    std::string text, profile;
    bool profileBeforeDone = false;
  };
  explicit Chat(const LoadModel& load) { engine_.post(load); }
  Answer ask(std::vector<ChatMessage> messages, std::string profile = {}) {
    Generate command;
    command.request = 1;
    command.messages = std::move(messages);
    command.sampling.temperature = 0;
    command.maxTokens = 24;
    command.expertProfile = std::move(profile);
    engine_.post(command);
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(60), [&] { return done_; }));
    done_ = false;
    return std::exchange(answer_, {});
  }

 private:
  void receive(const Event& event) {
    const std::lock_guard lock(mutex_);
    if (const auto* delta = std::get_if<Delta>(&event)) answer_.text += delta->text;
    if (const auto* used = std::get_if<ExpertsUsed>(&event)) {
      answer_.profile = used->profile;
      answer_.profileBeforeDone = !done_;
    }
    if (const auto* failed = std::get_if<Failed>(&event)) ADD_FAILURE() << failed->cause;
    if (const auto* failed = std::get_if<LoadFailed>(&event)) ADD_FAILURE() << failed->cause;
    done_ = done_ || std::holds_alternative<Done>(event) || std::holds_alternative<Failed>(event);
    arrived_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  Answer answer_;
  bool done_ = false;
  Engine engine_{[this](Event event) { receive(event); }};
};

TEST(WarmEngine, TellsTheExpertsOfAConversationAndTakesThemBack) {
  const auto device = softwareDevice();
  if (!device) GTEST_SKIP() << "there is no software renderer";
  LoadModel load;
  load.path = kModel;
  load.contextLength = kContext;
  load.threads = 1;
  load.device = DeviceWish::Gpu;
  load.gpuIndex = static_cast<int32_t>(*device);
  load.gpuMemoryBytes = std::filesystem::file_size(kModel);
  const test::TemporaryFolder cache;
  load.cacheFolder = cache.path();
  const std::vector<ChatMessage> question = {{Role::User, "Hello!", "", 0}};
  const std::vector<ChatMessage> other = {{Role::User, "My name is Anna.", "", 0}};
  Chat::Answer first;
  {
    Chat chat(load);
    first = chat.ask(question);
    EXPECT_FALSE(first.text.empty());
    EXPECT_FALSE(first.profile.empty());
    EXPECT_TRUE(first.profileBeforeDone);
  }
  load.expertPolicy = CachePolicy::Lru;
  Chat chat(load);
  EXPECT_EQ(chat.ask(question, first.profile).text, first.text);
  const Chat::Answer between = chat.ask(other, "not a profile");
  EXPECT_NE(between.profile, first.profile);
  EXPECT_EQ(chat.ask(question, first.profile).text, first.text);
}

}  // namespace
}  // namespace hearth
