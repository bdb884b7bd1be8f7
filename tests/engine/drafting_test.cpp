// Guessing ahead with a real model on the processor and on a graphics card: not one token changes.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

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

// Teacher-forced, the training report says, the head's first guess equals the model's own on 58.4 % of the
// held-out book text. This is another text, and short: three standard deviations of 750 guesses are 5 %.
TEST_F(DraftingAhead, GuessesBookTextAsOftenAsTheTrainingReportSays) {
  load(Drafting::Auto);
  std::ifstream file(HEARTH_TEST_DATA "/text/heldout.txt");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Ids ids = loaded_->tokenizer().encode(text, SpecialTokens::AsText, AddBos::AsModelWants);
  constexpr uint32_t kStretch = 250, kStretches = 3;
  ASSERT_GE(ids.size(), kStretch * kStretches);
  TokenEvaluator& evaluator = loaded_->evaluator();
  std::vector<float> logits(evaluator.vocabSize());
  uint32_t guesses = 0, equal = 0;
  for (uint32_t stretch = 0; stretch < kStretches; ++stretch) {
    const auto part = std::span(ids).subspan(stretch * kStretch, kStretch);
    TokenId guessed = -1;
    for (uint32_t p = 0; p < kStretch; ++p) {
      ASSERT_EQ(evaluator.evaluate(part.subspan(p, 1), p, LogitsFor::Last, logits, nullptr), Evaluated::Done);
      const auto chosen = std::max_element(logits.begin(), logits.end()) - logits.begin();
      if (guessed >= 0) {
        ++guesses;
        if (chosen == guessed) ++equal;
      }
      guessed = -1;
      if (p + 1 < kStretch) evaluator.draft(part[p + 1], p + 1, std::span(&guessed, 1));
    }
  }
  EXPECT_NEAR(static_cast<double>(equal) / guesses, 0.584, 0.1);
  std::printf("%u of %u guesses on book text equal the model's own choice\n", equal, guesses);
}

TEST_F(DraftingAhead, ADraftModelThatCannotBeReadIsToldAsSuch) {
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

// As alike_rows_test.cpp has it for the processor.
TEST_F(DraftingOnCard, RowsOfAShortBatchComeOutAsEachAlone) {
  auto options = this->options(DeviceWish::Gpu);
  options.draftAhead = true;
  const auto backend = this->backend(options);
  ASSERT_NE(backend, nullptr);
  Decoder& decoder = backend->decoder();
  const uint32_t vocab = model_->config.vocabSize;
  std::vector<float> alone(kPrompt * vocab), together(5 * vocab);
  const auto rowsOf = [&](std::vector<float>& logits, uint32_t first, uint32_t count) {
    return std::span(logits).subspan(size_t{first} * vocab, size_t{count} * vocab);
  };
  for (uint32_t p = 0; p < kPrompt; ++p)
    decoder.evaluate(std::span(prompt_).subspan(p, 1), p, LogitsFor::Last, rowsOf(alone, p, 1), nullptr);
  for (uint32_t p = 0, rows = 2; p + rows <= kPrompt; p += rows, rows = rows == 5 ? 2 : rows + 1) {
    decoder.evaluate(std::span(prompt_).subspan(p, rows), p, LogitsFor::Every, rowsOf(together, 0, rows),
                     nullptr);
    for (uint32_t r = 0; r < rows; ++r) {
      const auto a = rowsOf(alone, p + r, 1), b = rowsOf(together, r, 1);
      EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin())) << "row " << r << " of " << rows << " at " << p;
    }
  }
}

// Verified on the card, guessed on the processor.
TEST_F(DraftingOnCard, WritesTheSameTextInFewerSteps) {
  auto options = this->options(DeviceWish::Gpu);
  options.draftAhead = true;
  const auto backend = this->backend(options);
  ASSERT_NE(backend, nullptr);
  ResilientEvaluator evaluator(*backend, model_->config.vocabSize);
  ASSERT_TRUE(evaluator.drafts());
  const auto tokenizer = Tokenizer::fromMetadata(model_->file->metadata());
  ASSERT_TRUE(tokenizer);
  Session session(evaluator);
  NextnDrafter drafter;
  for (const char* text : {"<｜User｜>What is a goat?<｜Assistant｜>", "<｜User｜>Hello!<｜Assistant｜>"}) {
    const auto prompt = (*tokenizer)->encode(text, SpecialTokens::Parse, AddBos::AsModelWants);
    Ids answers[2];
    Outcome outcomes[2];
    for (const bool ahead : {false, true}) {
      GenerationOptions generation;
      generation.sampling.temperature = 0;
      generation.maxTokens = 24;
      if (ahead) generation.ahead.drafter = &drafter;
      GenerationCallbacks callbacks;
      callbacks.onToken = [&](TokenId token, const GenerationStats&) {
        answers[ahead].push_back(token);
        return Continue::Yes;
      };
      const auto outcome = generate(session, **tokenizer, prompt, generation, callbacks, nullptr);
      ASSERT_TRUE(outcome) << outcome.error().what();
      outcomes[ahead] = *outcome;
    }
    EXPECT_EQ(answers[1], answers[0]);
    EXPECT_GT(outcomes[1].stats.accepted, 3u);
    EXPECT_LT(outcomes[1].stats.steps, outcomes[0].stats.steps);
    std::printf("%u steps instead of %u\n", outcomes[1].stats.steps, outcomes[0].stats.steps);
  }
}

// What was guessed before the device was lost is forgotten; the text goes on.
TEST_F(DraftingOnCard, GoesOnWhenTheDeviceIsLost) {
  auto options = this->options(DeviceWish::Gpu);
  options.draftAhead = true;
  const auto backend = this->backend(options);
  ASSERT_NE(backend, nullptr);
  ResilientEvaluator evaluator(*backend, model_->config.vocabSize);
  const auto tokenizer = Tokenizer::fromMetadata(model_->file->metadata());
  ASSERT_TRUE(tokenizer);
  Session session(evaluator);
  NextnDrafter drafter;
  GenerationOptions generation;
  generation.sampling.temperature = 0;
  generation.maxTokens = 20;
  generation.ignoreEnd = true;
  generation.ahead.drafter = &drafter;
  uint32_t written = 0;
  GenerationCallbacks callbacks;
  callbacks.onToken = [&](TokenId, const GenerationStats&) {
    if (++written == 6) faults_.dispatchesUntilLost = 10;
    return Continue::Yes;
  };
  const auto outcome = generate(session, **tokenizer, prompt_, generation, callbacks, nullptr);
  ASSERT_TRUE(outcome) << outcome.error().what();
  EXPECT_EQ(outcome->stats.generatedTokens, 20u);
}

}  // namespace
}  // namespace hearth
