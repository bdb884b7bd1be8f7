// Guessing ahead with a real model on the processor and on a graphics card: not one token changes.
#include <gtest/gtest.h>

#include "runtime/engine/draft_model.h"
#include "runtime/engine/loaded_model.h"
#include "runtime/generate/generation.h"
#include "tests/engine/backend_fixture.h"

namespace hearth {
namespace {

using Ids = std::vector<TokenId>;

// Fifty things to say to hearth-tiny.
std::vector<std::string> fiftyPrompts() {
  std::vector<std::string> prompts = {
      "Hello!",
      "Who are you?",
      "Tell me about the moon.",
      "What is the capital of France?",
      "Write a short poem about the sea.",
      "How do I make tea?",
      "Explain why the sky is blue.",
      "Give me three words that begin with B.",
      "Put these in order: pear, apple, fig.",
      "Copy this sentence: the quick brown fox jumps over the lazy dog, and the lazy dog sleeps.",
      "Repeat after me: one two three one two three one two three.",
      "What is a volcano?",
      "Which is larger, 45 or 54?",
      "How many minutes are in two hours?",
      "Make this sentence friendlier: give me the book.",
      "I have a dog called Rex. What is my dog called?",
      "What day comes after Tuesday?",
      "Qwertz uiop asdf.",
      "Was ist das?",
      "Thank you very much for your help!",
  };
  for (uint32_t i = 0; prompts.size() < 50; ++i) {
    const std::string a = std::to_string(7 + 13 * i % 90), b = std::to_string(3 + 29 * i % 60);
    prompts.push_back(i % 3 == 0   ? "What is " + a + " plus " + b + "?"
                      : i % 3 == 1 ? "Anna has " + a + " apples and buys " + b + " more. How many are there?"
                                   : "What is " + a + " minus " + b + ", and why?");
  }
  return prompts;
}

struct Written {
  std::vector<Ids> answers;
  GenerationStats sum;
};

class DraftingAhead : public testing::Test {
 protected:
  static constexpr uint32_t kLongest = 60;

  void load(Drafting drafting, uint32_t guesses = 0) {
    LoadModel command;
    command.path = kModel;
    command.contextLength = 256;
    command.threads = 2;
    command.device = DeviceWish::Cpu;
    command.drafting = drafting;
    command.draftGuesses = guesses;
    auto loaded = LoadedModel::load(command, {}, nullptr);
    ASSERT_TRUE(loaded) << loaded.error().what();
    loaded_ = std::move(*loaded);
  }
  // Answers to all prompts, each a conversation of its own.
  Written write(const DraftAhead& ahead, float temperature = 0) {
    Written written;
    uint64_t seed = 0;
    for (const std::string& text : fiftyPrompts()) {
      ChatMessage message;
      message.text = text;
      const auto prompt = loaded_->prompts().build(std::span(&message, 1));
      CHECK(prompt);
      GenerationOptions options;
      options.sampling.temperature = temperature;
      options.sampling.seed = ++seed;
      options.maxTokens = kLongest;
      options.ahead = ahead;
      Ids& answer = written.answers.emplace_back();
      GenerationCallbacks callbacks;
      callbacks.onToken = [&](TokenId token, const GenerationStats&) {
        answer.push_back(token);
        return Continue::Yes;
      };
      const auto outcome =
          generate(loaded_->session(), loaded_->tokenizer(), prompt->tokens, options, callbacks, nullptr);
      CHECK(outcome);
      written.sum.drafted += outcome->stats.drafted;
      written.sum.accepted += outcome->stats.accepted;
      written.sum.steps += outcome->stats.steps;
    }
    return written;
  }
  static void print(const char* what, const GenerationStats& sum) {
    std::printf("%s: drafted %u, kept %u, %.2f tokens a step\n", what, sum.drafted, sum.accepted,
                sum.tokensPerStep());
  }

  std::unique_ptr<LoadedModel> loaded_;
};

TEST_F(DraftingAhead, FiftyGreedyAnswersAreTheSameWithEveryDrafter) {
  load(Drafting::Off);
  EXPECT_EQ(loaded_->draftAhead().drafter, nullptr);
  const Written plain = write(loaded_->draftAhead());
  EXPECT_EQ(plain.sum.drafted, 0u);

  NgramDrafter ngram;
  const Written byText = write({.drafter = &ngram});
  EXPECT_EQ(byText.answers, plain.answers);
  EXPECT_GT(byText.sum.accepted, 0u);
  print("text", byText.sum);

  ThreadPool pool(2);
  auto small = DraftModel::load(kModel, loaded_->tokenizer(), pool, 256);
  ASSERT_TRUE(small) << small.error().what();
  const Written byModel = write({.drafter = &(*small)->drafter()});
  EXPECT_EQ(byModel.answers, plain.answers);
  // The same model: nearly all of its guesses are right.
  EXPECT_GE(byModel.sum.accepted, 0.85 * byModel.sum.drafted);
  print("model", byModel.sum);

  for (const uint32_t guesses : {1u, 4u, 0u}) {
    load(Drafting::Auto, guesses);
    const Written byLayer = write(loaded_->draftAhead());
    EXPECT_EQ(byLayer.answers, plain.answers);
    if (guesses == 1) {
      EXPECT_GE(byLayer.sum.accepted, 0.85 * byLayer.sum.drafted);
    }
    print("layer", byLayer.sum);
  }
}

TEST_F(DraftingAhead, FiftySampledAnswersAreTheSameWithTheSameSeeds) {
  load(Drafting::Auto, 3);
  const Written plain = write({}, 1.0f);
  const Written ahead = write(loaded_->draftAhead(), 1.0f);
  EXPECT_EQ(ahead.answers, plain.answers);
  EXPECT_GT(ahead.sum.accepted, 0u);
  print("layer, sampled", ahead.sum);
}

TEST_F(DraftingAhead, ADraftModelWithAnotherVocabularyIsRefusedWithARemedy) {
  load(Drafting::Off);
  const test::TemporaryFolder folder;
  LoadModel command;
  command.path = kModel;
  command.device = DeviceWish::Cpu;
  command.contextLength = 64;
  command.draftModelPath = HEARTH_TEST_DATA "/no-such-file.gguf";
  const auto refused = LoadedModel::load(command, {}, nullptr);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what().find("loading the model that drafts ahead"), std::string::npos)
      << refused.error().what();
}

class DraftingOnCard : public BackendTest {};

TEST_F(DraftingOnCard, ExploreRows) {
  auto options = this->options(DeviceWish::Gpu);
  options.draftAhead = true;
  const auto backend = this->backend(options);
  ASSERT_NE(backend, nullptr);
  Decoder& decoder = backend->decoder();
  const uint32_t vocab = model_->config.vocabSize;
  std::vector<float> alone(5 * vocab), together(5 * vocab);
  for (uint32_t rows = 2; rows <= 5; ++rows) {
    for (uint32_t i = 0; i < rows; ++i)
      decoder.evaluate(std::span(prompt_).subspan(i, 1), i, LogitsFor::Last,
                       std::span(alone).subspan(i * vocab, vocab), nullptr);
    decoder.evaluate(std::span(prompt_).first(rows), 0, LogitsFor::Every,
                     std::span(together).first(rows * vocab), nullptr);
    for (uint32_t i = 0; i < rows; ++i) {
      float worst = 0;
      for (uint32_t v = 0; v < vocab; ++v)
        worst = std::max(worst, std::abs(alone[i * vocab + v] - together[i * vocab + v]));
      std::printf("rows %u row %u: worst %g\n", rows, i, double(worst));
    }
  }
}

}  // namespace
}  // namespace hearth
