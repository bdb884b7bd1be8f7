// A model on a graphics card that has little memory, loses some in the middle, refuses allocations or dies:
// the answer stays the same.
#include "runtime/tokenizer/tokenizer.h"
#include "tests/engine/backend_fixture.h"

namespace hearth {
namespace {

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
  answerTokens_ = 12;
  const Answer expected = undisturbed();
  const auto backend = this->backend(options(DeviceWish::Gpu));
  const int64_t many = int64_t{1} << 40;
  faults_.dispatchesUntilLost = many;
  expectSame(answer(*backend), expected);
  const int64_t dispatches = many - faults_.dispatchesUntilLost;
  test::Random random(8);
  std::unique_ptr<Backend> again;
  for (int round = 0; round < 20; ++round) {
    // A card that failed twice is given one more chance: that is another test's.
    faults_.dispatchesUntilLost = -1;
    if (round % 2 == 0) again = this->backend(options(DeviceWish::Gpu));
    changes_.clear();
    faults_.dispatchesUntilLost = static_cast<int64_t>(random.below(static_cast<uint32_t>(dispatches)));
    expectSame(answer(*again), expected);
    EXPECT_EQ(changes_.size(), 1u) << "round " << round;
    EXPECT_TRUE(again->memoryReport()) << "on the card again";
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

// All of them are made before the first token, so that a short prompt, with few kernels, and a short answer
// do.
TEST_F(BackendTest, GoesOnWhenAnyOneAllocationFails) {
  prompt_.resize(6);
  answerTokens_ = 4;
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
