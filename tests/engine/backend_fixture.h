// A small model behind backends on the device of tests/support/test_device.h, and greedy answers of it.
// Skipped where there is no device.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "runtime/engine/backend.h"
#include "runtime/engine/resilient_evaluator.h"
#include "runtime/experts/mapped_source.h"
#include "runtime/model/loader.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_device.h"

namespace hearth {

inline const std::string kModel = HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf";

// A greedy continuation; gaps[i] is by how much the choice of token i was the best.
struct Answer {
  std::vector<int32_t> tokens;
  std::vector<float> gaps;
};

// Two devices round differently, by less than this in any logit of hearth-tiny (they are about 10 in size).
inline constexpr float kTie = 0.1f;

// Up to the first token of `expected` that was as good as a tie, after which texts may go apart.
inline void expectSame(const Answer& actual, const Answer& expected) {
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
    options.gpu.cacheFolder = cache_->path();
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
    for (uint32_t i = 0; i < answerTokens_ && evaluated == Evaluated::Done; ++i) {
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

  static void SetUpTestSuite() { cache_ = std::make_unique<test::TemporaryFolder>(); }
  static void TearDownTestSuite() { cache_.reset(); }

  static inline std::unique_ptr<test::TemporaryFolder> cache_;  // kernels are checked once
  uint32_t answerTokens_ = kAnswer;
  uint32_t index_ = 0;
  vulkan::Faults faults_;
  ThreadPool pool_{3};
  std::unique_ptr<Model> model_;
  std::unique_ptr<ExpertSource> source_;
  std::vector<int32_t> prompt_;
  std::vector<std::string> changes_;
};

}  // namespace hearth
