// The whole forward pass on the CPU against the float32 reference of hearth-tiny: latent attention, a dense
// and four mixture-of-experts layers with trained routers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>

#include <nlohmann/json.hpp>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/forward/decoder.h"
#include "runtime/model/loader.h"
#include "tests/support/npy.h"
#include "tests/support/relative_error.h"

namespace hearth {
namespace {

const std::string kShared = HEARTH_SHARED "/models/hearth-tiny";

// One file of weights and what the reference computed with them.
struct Case {
  std::string name;
  std::string model;
  std::string reference;  // folder with prompts.json and one folder per weight set
  std::string weights;
  double logitsError;  // bound on ||a - b|| / ||b|| over the vocabulary
};

struct Prompt {
  std::vector<int32_t> ids;  // prompt and reply
  uint32_t promptTokens;
  uint32_t firstRow;
  std::vector<int32_t> greedy;
};

int32_t best(std::span<const float> logits) {
  return static_cast<int32_t>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

void PrintTo(const Case& which, std::ostream* out) { *out << which.name << ", " << which.model; }

class HearthTiny : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    if (GetParam().model.starts_with(kShared) && !std::filesystem::exists(kShared))
      GTEST_SKIP() << "the other weights of hearth-tiny are not here: " << kShared;
    auto loaded = loadModel(GetParam().model);
    ASSERT_TRUE(loaded) << loaded.error().what();
    model_ = std::move(*loaded);
    std::ifstream file(GetParam().reference + "/prompts.json");
    for (const auto& p : nlohmann::json::parse(file)) {
      prompts_.push_back({p["ids"], p["prompt_tokens"], p["first_row"], p["greedy"][GetParam().weights]});
    }
    ASSERT_EQ(prompts_.size(), 12u);
  }
  std::unique_ptr<Decoder> decoder(const DecoderOptions& options = {}) {
    auto made = Decoder::create(*model_, *ops_, 512, options);
    CHECK(made);
    return std::move(*made);
  }
  std::string folder() const { return GetParam().reference + "/" + GetParam().weights; }

  std::unique_ptr<Model> model_;
  std::vector<Prompt> prompts_;
  ThreadPool pool_{2};
  std::unique_ptr<Ops> ops_ = makeCpuOps(pool_);
};

TEST_P(HearthTiny, LastPromptLogitsAreTheReferences) {
  const auto expected = test::readNpy<float>(folder() + "/last_prompt_logits.npy");
  const uint32_t vocab = model_->config.vocabSize;
  const auto decoder = this->decoder();
  std::vector<float> logits(vocab);
  double worst = 0;
  for (size_t i = 0; i < prompts_.size(); ++i) {
    const auto prompt = std::span(prompts_[i].ids).first(prompts_[i].promptTokens);
    decoder->evaluate(prompt, 0, LogitsFor::Last, logits, nullptr);
    const double error = test::relativeError(logits, std::span(expected.values).subspan(i * vocab, vocab));
    EXPECT_LE(error, GetParam().logitsError) << "prompt " << i;
    worst = std::max(worst, error);
  }
  std::printf("worst ||a - b|| / ||b|| of 12 prompts: %.2e (bound %.0e)\n", worst, GetParam().logitsError);
}

// The issue asks for 99 % of the rows. As sets: the reference orders by biased score, ties may swap.
TEST_P(HearthTiny, ChosenExpertsAreTheReferences) {
  const auto expected = test::readNpy<uint8_t>(folder() + "/experts.npy");
  const uint32_t layersThere = expected.shape[1], topK = expected.shape[2];
  const auto decoder = this->decoder();
  uint32_t rows = 0, equal = 0;
  for (const Prompt& prompt : prompts_) {
    ops_->traceRouting([&](uint32_t layer, uint32_t row, std::span<const uint32_t> experts) {
      const uint8_t* at = &expected.values[((prompt.firstRow + row) * layersThere + layer - 1) * topK];
      ++rows;
      if (std::multiset<uint32_t>(experts.begin(), experts.end()) == std::multiset<uint32_t>(at, at + topK))
        ++equal;
    });
    std::vector<float> logits(prompt.ids.size() * model_->config.vocabSize);
    decoder->evaluate(prompt.ids, 0, LogitsFor::Every, logits, nullptr);
  }
  ops_->traceRouting({});
  EXPECT_EQ(rows, expected.shape[0] * 4);
  EXPECT_GE(equal, 0.99 * rows);
  std::printf("experts equal in %u of %u (row, layer) pairs\n", equal, rows);
}

// Where the reference is sure of the next token, so are we; every position, prompt and reply, at once.
TEST_P(HearthTiny, BestNextTokenIsTheReferencesAtEveryPosition) {
  const auto expected = test::readNpy<int32_t>(folder() + "/top_ids.npy");
  const uint32_t vocab = model_->config.vocabSize;
  const auto decoder = this->decoder();
  uint32_t equal = 0;
  for (const Prompt& prompt : prompts_) {
    std::vector<float> logits(prompt.ids.size() * vocab);
    decoder->evaluate(prompt.ids, 0, LogitsFor::Every, logits, nullptr);
    for (size_t r = 0; r < prompt.ids.size(); ++r) {
      if (best(std::span(logits).subspan(r * vocab, vocab)) == expected.values[(prompt.firstRow + r) * 8])
        ++equal;
    }
  }
  // Book text has near ties, which rounded activations may turn.
  EXPECT_GE(equal, 0.99 * expected.shape[0]);
  std::printf("best token equal at %u of %u positions\n", equal, expected.shape[0]);
}

// What each form of the cache costs: -ln p of the next token, one token after another as when writing. Bounds
// are about five times what tests/bench/README.md shows of a longer text.
TEST_P(HearthTiny, FormsOfTheCacheCostLittle) {
  constexpr size_t kPrompts = 4;
  const uint32_t vocab = model_->config.vocabSize;
  std::vector<float> logits(vocab);
  const auto meanSurprise = [&](KvForm form) {
    const auto decoder = this->decoder({.cacheForm = form});
    double sum = 0;
    size_t count = 0;
    for (const Prompt& prompt : std::span(prompts_).first(kPrompts)) {
      for (uint32_t p = 0; p + 1 < prompt.ids.size(); ++p, ++count) {
        decoder->evaluate(std::span(prompt.ids).subspan(p, 1), p, LogitsFor::Last, logits, nullptr);
        double total = 0;
        for (const float logit : logits) total += std::exp(double{logit});
        sum += std::log(total) - double{logits[static_cast<size_t>(prompt.ids[p + 1])]};
      }
    }
    return sum / static_cast<double>(count);
  };
  const double exact = meanSurprise(KvForm::Float);
  for (const auto& [form, most] : {std::pair{KvForm::Half, 0.002}, std::pair{KvForm::Q8_0, 0.005},
                                   std::pair{KvForm::F8, 0.02}, std::pair{KvForm::Q4_0, 0.05}}) {
    const double surprise = meanSurprise(form);
    EXPECT_NEAR(surprise, exact, most) << nameOf(form);
    EXPECT_NE(surprise, exact) << nameOf(form) << " is not what the decoder was given";
  }
}

TEST_P(HearthTiny, GreedyRepliesAreTheReferences) {
  const auto decoder = this->decoder();
  std::vector<float> logits(model_->config.vocabSize);
  for (const Prompt& prompt : prompts_) {
    std::vector<int32_t> reply;
    decoder->evaluate(std::span(prompt.ids).first(prompt.promptTokens), 0, LogitsFor::Last, logits, nullptr);
    reply.push_back(best(logits));
    while (reply.size() < prompt.greedy.size()) {
      const auto position = prompt.promptTokens + static_cast<uint32_t>(reply.size()) - 1;
      decoder->evaluate(std::span(reply).last(1), position, LogitsFor::Last, logits, nullptr);
      reply.push_back(best(logits));
    }
    EXPECT_EQ(reply, prompt.greedy) << "prompt at row " << prompt.firstRow;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Weights, HearthTiny,
    testing::Values(Case{"bundled", HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf",
                         HEARTH_TEST_DATA "/hearth-tiny", "q4_k", 2e-2},
                    Case{"bf16", kShared + "/hearth-tiny-bf16.gguf", kShared + "/reference", "bf16", 1e-3},
                    Case{"q8_0", kShared + "/hearth-tiny-q8_0.gguf", kShared + "/reference", "q8_0", 2e-2}),
    [](const auto& which) { return which.param.name; });

}  // namespace
}  // namespace hearth
