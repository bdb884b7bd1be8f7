// A model on a graphics card that has little memory, loses some in the middle, refuses allocations or dies:
// the answer stays the same. On the device of tests/support/test_device.h; skipped where there is none.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "runtime/engine/backend.h"
#include "runtime/engine/resilient_evaluator.h"
#include "runtime/experts/mapped_source.h"
#include "runtime/model/loader.h"
#include "runtime/tokenizer/tokenizer.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_device.h"

namespace hearth {
namespace {

const std::string kModel = HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf";

// A greedy continuation; gaps[i] is by how much the choice of token i was the best.
struct Answer {
  std::vector<int32_t> tokens;
  std::vector<float> gaps;
};

// Two devices round differently, by less than this in any logit of hearth-tiny (they are about 10 in size).
constexpr float kTie = 0.1f;

// Up to the first token of `expected` that was as good as a tie, after which texts may go apart.
void expectSame(const Answer& actual, const Answer& expected) {
  ASSERT_EQ(actual.tokens.size(), expected.tokens.size());
  const auto [mine, theirs] =
      std::mismatch(actual.tokens.begin(), actual.tokens.end(), expected.tokens.begin());
  if (mine == actual.tokens.end()) return;
  const auto at = static_cast<size_t>(mine - actual.tokens.begin());
  EXPECT_LT(expected.gaps[at], kTie) << "at token " << at;
}

class BackendTest : public testing::Test {
 protected:
  static constexpr uint32_t kContext = 192, kPrompt = 40, kAnswer = 24;

  void SetUp() override {
    const auto instance = vulkan::Instance::create();
    if (!instance) GTEST_SKIP() << instance.error().what();
    const auto index = vulkan::test::deviceToTest(**instance);
    if (!index) GTEST_SKIP() << index.error().what();
    index_ = *index;
    auto model = loadModel(kModel);
    ASSERT_TRUE(model) << model.error().what();
    model_ = std::move(*model);
    source_ = makeMappedSource(*model_);
    test::Random random(7);
    for (uint32_t i = 0; i < kPrompt; ++i) {
      prompt_.push_back(static_cast<int32_t>(random.below(model_->config.vocabSize)));
    }
  }

  void TearDown() override {
    for (const std::string& message : vulkan::test::takeValidationMessages()) ADD_FAILURE() << message;
  }

  BackendOptions options(DeviceWish device, uint64_t memoryBytes = 0) {
    BackendOptions options;
    options.device = device;
    options.gpu.device = {.any = false, .index = index_};
    options.gpu.memoryBytes = memoryBytes;
    options.gpu.faults = &faults_;
    options.gpu.cacheFolder = cache_.path();
    options.gpu.onValidation = vulkan::test::instanceOptions().onValidation;
    options.contextLength = kContext;
    return options;
  }
  std::unique_ptr<Backend> backend(const BackendOptions& options) {
    auto made = Backend::create(*model_, pool_, source_.get(), options);
    if (!made) ADD_FAILURE() << made.error().what();
    return made ? std::move(*made) : nullptr;
  }
  Answer answer(Backend& backend, const std::function<void(uint32_t)>& beforeToken = {}) {
    return answerTo(prompt_, backend, beforeToken);
  }
  // `beforeToken` is called before each token of the answer.
  Answer answerTo(std::span<const int32_t> prompt, Backend& backend,
                  const std::function<void(uint32_t)>& beforeToken = {}) {
    ResilientEvaluator evaluator(backend, model_->config.vocabSize,
                                 [&](const std::string& what) { changes_.push_back(what); });
    std::vector<float> logits(model_->config.vocabSize);
    Answer answer;
    auto evaluated = evaluator.evaluate(prompt, 0, LogitsFor::Last, logits, nullptr);
    for (uint32_t i = 0; i < kAnswer && evaluated == Evaluated::Done; ++i) {
      if (beforeToken) beforeToken(i);
      const auto best = std::max_element(logits.begin(), logits.end());
      const float value = *best;
      answer.tokens.push_back(static_cast<int32_t>(best - logits.begin()));
      *best = -1e30f;
      answer.gaps.push_back(value - *std::max_element(logits.begin(), logits.end()));
      const auto position = static_cast<uint32_t>(prompt.size()) + i;
      evaluated =
          evaluator.evaluate(std::span(answer.tokens).last(1), position, LogitsFor::Last, logits, nullptr);
    }
    EXPECT_EQ(evaluated, Evaluated::Done) << evaluator.failure();
    return answer;
  }
  Answer undisturbed() { return answer(*backend(options(DeviceWish::Cpu))); }

  test::TemporaryFolder cache_;  // kernels are checked once per test
  uint32_t index_ = 0;
  vulkan::Faults faults_;
  ThreadPool pool_{3};
  std::unique_ptr<Model> model_;
  std::unique_ptr<ExpertSource> source_;
  std::vector<int32_t> prompt_;
  std::vector<std::string> changes_;
};

TEST_F(BackendTest, NeverTakesMoreMemoryThanGrantedAndAnswersTheSame) {
  const Answer expected = undisturbed();
  const uint64_t modelBytes = std::filesystem::file_size(kModel);
  bool partial = false, whole = false, none = false;
  for (const uint32_t percent : {5u, 25u, 50u, 75u, 100u, 150u, 400u}) {
    const uint64_t granted = modelBytes * percent / 100;
    const auto backend = this->backend(options(DeviceWish::Auto, granted));
    expectSame(answer(*backend), expected);
    const auto report = backend->memoryReport();
    EXPECT_LE(report ? report->oursPeak : 0, granted) << percent << " %";
    const Hardware hardware = backend->hardware();
    std::printf("%3u %%: %s\n", percent, backend->placement().c_str());
    none = none || !report;
    partial = partial || (report && (hardware.gpuLayers < hardware.layers || hardware.hitRate < 1));
    whole = whole || (report && hardware.gpuLayers == hardware.layers && hardware.hitRate == 1);
  }
  EXPECT_TRUE(none && partial && whole) << "the cases must differ";
}

TEST_F(BackendTest, AnswersTwentyPromptsAsTheProcessorDoes) {
  constexpr const char* kPrompts[] = {"What is a goat?",
                                      "Tell me a story about a small boat.",
                                      "Why is the sky blue?",
                                      "Two plus three is",
                                      "Name three colours.",
                                      "Once upon a time there was",
                                      "The capital of France",
                                      "How do I boil an egg?",
                                      "Write a list of animals.",
                                      "My dog is",
                                      "In the morning the farmer",
                                      "A letter to a friend:",
                                      "What comes after seven?",
                                      "Explain what a river is.",
                                      "The old house on the hill",
                                      "def add(a, b):",
                                      "Is a tomato a fruit?",
                                      "She opened the door and",
                                      "Count to ten:",
                                      "Good night, said the"};
  const auto tokenizer = Tokenizer::fromMetadata(model_->file->metadata());
  ASSERT_TRUE(tokenizer);
  const auto cpu = backend(options(DeviceWish::Cpu));
  const auto whole = backend(options(DeviceWish::Gpu));
  const auto quarter = backend(options(DeviceWish::Gpu, std::filesystem::file_size(kModel)));
  for (const char* text : kPrompts) {
    const auto prompt = (*tokenizer)->encode(text, SpecialTokens::AsText, AddBos::AsModelWants);
    const Answer expected = answerTo(prompt, *cpu);
    expectSame(answerTo(prompt, *whole), expected);
    expectSame(answerTo(prompt, *quarter), expected);
  }
}

TEST_F(BackendTest, GoesOnWhenTheDeviceIsLost) {
  const Answer expected = undisturbed();
  const auto backend = this->backend(options(DeviceWish::Gpu));
  const int64_t many = int64_t{1} << 40;
  faults_.dispatchesUntilLost = many;
  expectSame(answer(*backend), expected);
  const int64_t dispatches = many - faults_.dispatchesUntilLost;
  test::Random random(8);
  for (int round = 0; round < 20; ++round) {
    faults_.dispatchesUntilLost = -1;
    const auto fresh = this->backend(options(DeviceWish::Gpu));
    changes_.clear();
    faults_.dispatchesUntilLost = static_cast<int64_t>(random.below(static_cast<uint32_t>(dispatches)));
    expectSame(answer(*fresh), expected);
    EXPECT_EQ(changes_.size(), 1u) << "round " << round;
  }
}

TEST_F(BackendTest, TakesTheProcessorWhenTheDeviceFailsAgainAndAgain) {
  const Answer expected = undisturbed();
  const auto backend = this->backend(options(DeviceWish::Gpu));
  expectSame(answer(*backend, [&](uint32_t) { faults_.dispatchesUntilLost = 0; }), expected);
  faults_.dispatchesUntilLost = -1;
  ASSERT_EQ(changes_.size(), 3u);
  EXPECT_NE(changes_.back().find("goes on with the processor"), std::string::npos) << changes_.back();
  EXPECT_FALSE(backend->memoryReport());
}

TEST_F(BackendTest, GoesOnWhenAnyOneAllocationFails) {
  const Answer expected = undisturbed();
  for (int64_t nth = 0;; ++nth) {
    faults_.allocationsUntilFailure = nth;
    const auto backend = this->backend(options(DeviceWish::Auto, std::filesystem::file_size(kModel)));
    ASSERT_TRUE(backend);
    expectSame(answer(*backend), expected);
    const bool happened = faults_.allocationsUntilFailure < 0;
    faults_.allocationsUntilFailure = -1;
    if (!happened) {
      std::printf("%lld allocations\n", static_cast<long long>(nth));
      EXPECT_GT(nth, 10);
      break;
    }
  }
}

TEST_F(BackendTest, GoesOnWhenItsMemoryIsCutToATenthInMidAnswer) {
  const Answer expected = undisturbed();
  const auto backend = this->backend(options(DeviceWish::Gpu));
  const size_t before = backend->memoryReport()->ours;
  expectSame(answer(*backend,
                    [&](uint32_t token) {
                      if (token == 8) backend->setGpuMemory(before / 10);
                      if (token == 16) backend->setGpuMemory(before);
                    }),
             expected);
  ASSERT_TRUE(backend->memoryReport());
  EXPECT_LE(backend->memoryReport()->ours, before);
}

TEST_F(BackendTest, FreesSlotsInMidAnswerWithoutLoadingAnew) {
  const Answer expected = undisturbed();
  const auto backend = this->backend(options(DeviceWish::Gpu));
  const auto before = *backend->memoryReport();
  const size_t experts = before.byUse[static_cast<size_t>(vulkan::MemoryUse::Experts)];
  const size_t cut = before.ours - experts / 2;
  expectSame(answer(*backend,
                    [&](uint32_t token) {
                      if (token != 8) return;
                      backend->setGpuMemory(cut);
                      EXPECT_LE(backend->memoryReport()->ours, cut);
                    }),
             expected);
  EXPECT_TRUE(changes_.empty());
}

}  // namespace
}  // namespace hearth
