// Guessing ahead with the nextn layer of hearth-tiny, against the float32 reference of its training.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/forward/decoder.h"
#include "runtime/model/loader.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/npy.h"

namespace hearth {
namespace {

using Ids = std::vector<int32_t>;

const std::string kReference = HEARTH_TEST_DATA "/hearth-tiny";

struct Prompt {
  Ids ids;  // prompt and reply
  uint32_t firstRow;
};

class Nextn : public testing::Test {
 protected:
  static constexpr uint32_t kTop = 8;  // guesses of the reference at each position

  void SetUp() override {
    auto loaded = loadModel(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf");
    ASSERT_TRUE(loaded) << loaded.error().what();
    model_ = std::move(*loaded);
    decoder_ = decoder();
    std::ifstream file(kReference + "/prompts.json");
    for (const auto& p : nlohmann::json::parse(file)) prompts_.push_back({p["ids"], p["first_row"]});
    reference_ = test::readNpy<int32_t>(kReference + "/q4_k/mtp_top_ids.npy").values;
  }
  std::unique_ptr<Decoder> decoder() {
    auto made = Decoder::create(*model_, *ops_, 256, {.nextnOps = nextnOps_.get()});
    CHECK(made);
    return std::move(*made);
  }
  void evaluate(const Ids& ids, uint32_t first, uint32_t count) {
    const auto tokens = std::span(ids).subspan(first, count);
    ASSERT_EQ(decoder_->evaluate(tokens, first, LogitsFor::Last, {}, nullptr), Evaluated::Done);
  }
  // The guess for ids[position + 1], after ids[position]; -1: none.
  int32_t guess(const Ids& ids, uint32_t position) {
    int32_t guessed = -1;
    decoder_->draft(ids[position], position, std::span(&guessed, 1));
    return guessed;
  }

  std::unique_ptr<Model> model_;
  std::vector<Prompt> prompts_;
  Ids reference_;  // [rows, kTop]
  ThreadPool pool_{2};
  std::unique_ptr<Ops> ops_ = makeCpuOps(pool_), nextnOps_ = makeCpuOps(pool_);
  std::unique_ptr<Decoder> decoder_;
};

// The head at position i, given token i + 1, tells token i + 2.
TEST_F(Nextn, GuessesWhatTheReferenceGuesses) {
  uint32_t rows = 0, equal = 0;
  for (const Prompt& prompt : prompts_) {
    for (uint32_t i = 0; i + 1 < prompt.ids.size(); ++i, ++rows) {
      evaluate(prompt.ids, i, 1);
      if (guess(prompt.ids, i + 1) == reference_[(prompt.firstRow + i) * kTop]) ++equal;
    }
  }
  // Rounded activations turn near ties; as for the model itself (hearth_tiny_test.cpp).
  EXPECT_GE(equal, 0.99 * rows);
  std::printf("best guess equal at %u of %u positions\n", equal, rows);
}

// States that waited, however many, give the rows that single steps give.
TEST_F(Nextn, CatchesUpInBatchesOfAnySize) {
  uint32_t rows = 0, equal = 0;
  for (const Prompt& prompt : prompts_) {
    for (uint32_t i = 0; i < prompt.ids.size(); i += 5) {
      const auto count = std::min<uint32_t>(5 + i % 3, static_cast<uint32_t>(prompt.ids.size()) - i - 1);
      if (count == 0) break;
      evaluate(prompt.ids, i, count);  // some tokens anew, as after wrong guesses
      ++rows;
      if (guess(prompt.ids, i + count) == reference_[(prompt.firstRow + i + count - 1) * kTop]) ++equal;
    }
  }
  EXPECT_GE(equal, 0.97 * rows);  // of some 140; one or two near ties
  std::printf("best guess equal at %u of %u positions\n", equal, rows);
}

TEST_F(Nextn, KnowsALongPromptThatWasReadInChunks) {
  Ids text;
  for (const Prompt& prompt : prompts_) text.insert(text.end(), prompt.ids.begin(), prompt.ids.end());
  text.resize(250);
  auto whole = decoder();
  std::swap(decoder_, whole);
  evaluate(text, 0, 249);
  const int32_t expected = guess(text, 249);
  auto small = Decoder::create(*model_, *ops_, 256, {.nextnOps = nextnOps_.get(), .maxBatch = 32});
  ASSERT_TRUE(small);
  decoder_ = std::move(*small);
  for (uint32_t first = 0; first < 249; first += 32) evaluate(text, first, std::min(32u, 249 - first));
  EXPECT_EQ(guess(text, 249), expected);
}

TEST_F(Nextn, GuessesFurtherFromItsOwnGuesses) {
  const Ids& ids = prompts_[2].ids;
  uint32_t second = 0, made = 0;
  for (uint32_t i = 12; i + 4 < ids.size(); ++i) {
    evaluate(ids, i == 12 ? 0 : i, i == 12 ? 13 : 1);
    std::array<int32_t, 3> guesses{};
    ASSERT_EQ(decoder_->draft(ids[i + 1], i + 1, guesses), 3u);
    ++made;
    if (guesses[0] == ids[i + 2] && guesses[1] == ids[i + 3]) ++second;
  }
  EXPECT_GE(second, made / 2);  // chance would be one in thousands; the layer was trained for the first guess
  std::printf("the second guess too came true %u of %u times\n", second, made);
}

TEST_F(Nextn, WrongGuessesLeaveNoTrace) {
  const Ids& ids = prompts_[1].ids;
  std::vector<float> expected(model_->config.vocabSize), actual(expected.size());
  evaluate(ids, 0, 20);
  const int32_t guessed = guess(ids, 20);
  decoder_->evaluate(std::span(ids).subspan(20, 1), 20, LogitsFor::Last, expected, nullptr);
  const int32_t next = guess(ids, 21);

  decoder_ = decoder();
  evaluate(ids, 0, 20);
  std::array<int32_t, 4> guesses{};
  ASSERT_EQ(decoder_->draft(ids[20], 20, guesses), 4u);
  EXPECT_EQ(guesses[0], guessed);
  const Ids wrong = {ids[20], 77, 78, 79, 80};
  std::vector<float> rows(5 * expected.size());
  decoder_->evaluate(wrong, 20, LogitsFor::Every, rows, nullptr);
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), rows.begin()));
  EXPECT_EQ(guess(ids, 21), next);
  decoder_->evaluate(std::span(ids).subspan(21, 1), 21, LogitsFor::Last, actual, nullptr);
  const int32_t after = guess(ids, 22);

  decoder_ = decoder();
  evaluate(ids, 0, 20);
  for (const uint32_t p : {20u, 21u}) {
    decoder_->evaluate(std::span(ids).subspan(p, 1), p, LogitsFor::Last, expected, nullptr);
  }
  EXPECT_EQ(actual, expected);
  EXPECT_EQ(guess(ids, 22), after);
}

TEST_F(Nextn, GuessesNothingWhereItHasNoStates) {
  const Ids& ids = prompts_[0].ids;
  EXPECT_EQ(guess(ids, 0), -1);
  evaluate(ids, 0, 10);
  EXPECT_EQ(guess(ids, 12), -1);
  EXPECT_NE(guess(ids, 10), -1);
  EXPECT_EQ(guess(ids, 10), -1);  // its states are used up until the next evaluation
  auto without = Decoder::create(*model_, *ops_, 64);
  ASSERT_TRUE(without);
  EXPECT_FALSE((*without)->drafts());
  EXPECT_TRUE(decoder_->drafts());
}

TEST_F(Nextn, DoesNotMistakeAnotherSequenceForItsOwn) {
  const Ids& ids = prompts_[0].ids;
  const std::array<uint32_t, 1> mine{0}, other{1};
  decoder_->usePages(mine);
  evaluate(ids, 0, 10);
  decoder_->usePages(other);
  EXPECT_EQ(guess(ids, 10), -1);
  decoder_->usePages(mine);
  EXPECT_NE(guess(ids, 10), -1);
}

TEST_F(Nextn, StopsAtTheEndOfTheContext) {
  Ids text(256, 40);
  evaluate(text, 0, 254);
  std::array<int32_t, 4> guesses{};
  EXPECT_EQ(decoder_->draft(40, 254, guesses), 3u);  // rows at 253, 254 and 255
}

TEST_F(Nextn, AllocatesNothing) {
  const Ids& ids = prompts_[5].ids;
  evaluate(ids, 0, 20);
  std::vector<float> logits(5 * model_->config.vocabSize);
  std::array<int32_t, 4> guesses{};
  const uint64_t before = test::allocationCount();
  for (uint32_t p = 20; p + 5 < ids.size(); p += 2) {
    decoder_->draft(ids[p], p, guesses);
    decoder_->evaluate(std::span(ids).subspan(p, 5), p, LogitsFor::Every, logits, nullptr);
  }
  EXPECT_EQ(test::allocationCount() - before, 0u);
}

TEST_F(Nextn, HasAPartInEveryPage) {
  auto without = Decoder::create(*model_, *ops_, 256);
  ASSERT_TRUE(without);
  const size_t layers = model_->config.layers;
  EXPECT_EQ(decoder_->pageBytes() * layers, (*without)->pageBytes() * (layers + 1));
  const Ids& ids = prompts_[4].ids;
  evaluate(ids, 0, 20);
  (void)guess(ids, 20);  // computes the rows of all 20
  std::vector<std::byte> page(decoder_->pageBytes());
  ASSERT_TRUE(decoder_->readPage(0, page));
  evaluate(ids, 20, 1);
  const int32_t expected = guess(ids, 21);
  const Ids other(30, 50);
  evaluate(other, 0, 30);
  (void)guess(other, 29);
  ASSERT_TRUE(decoder_->writePage(0, page));
  evaluate(ids, 20, 1);
  EXPECT_EQ(guess(ids, 21), expected);
}

}  // namespace
}  // namespace hearth
