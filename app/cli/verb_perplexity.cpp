// How well a model predicts a text. The convention is llama.cpp's, so that figures can be compared: the text
// is encoded as a whole (with BOS where the model wants it) and cut into chunks of --ctx tokens; a rest is
// left out. In each chunk, whose first token is replaced by BOS, the tokens of the second half are predicted:
// positions ctx/2 to ctx-2 predict the token after them. The perplexity is e to the mean of -ln p.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <utility>

#include "app/cli/common.h"
#include "app/cli/verbs.h"

namespace hearth::cli {
namespace {

struct PerplexityOptions {
  ModelOptions model;
  std::optional<std::string> file;
  uint32_t chunksMax = 0;  // 0: all
  uint32_t batch = 0;      // tokens evaluated at a time; 0: as many as can be
  bool json = false;
};

// Sums of -ln p and of its square over the predicted tokens.
struct Score {
  double sum = 0, sumOfSquares = 0;
  uint64_t tokens = 0;
  double mean() const { return sum / static_cast<double>(tokens); }
  // Of the perplexity, from the spread of -ln p.
  double standardError() const {
    const auto n = static_cast<double>(tokens);
    const double variance = tokens > 1 ? (sumOfSquares - sum * mean()) / (n - 1) : 0;
    return std::exp(mean()) * std::sqrt(std::max(variance, 0.0) / n);
  }
};

Result<std::string> readText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.good() && !file.eof()) return Error(path + " cannot be read; check the path and its permissions");
  return text;
}

// -ln p(token), from one row of logits.
double surprise(std::span<const float> logits, TokenId token) {
  const float best = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (const float logit : logits) sum += std::exp(double{logit} - best);
  return std::log(sum) + best - logits[static_cast<size_t>(token)];
}

// Scores one chunk; `evaluated` is the chunk with BOS in front. `logits` has room for a batch of rows.
Result<void> scoreChunk(TokenEvaluator& evaluator, std::span<const TokenId> chunk,
                        std::span<const TokenId> evaluated, std::span<float> logits, uint32_t vocabSize,
                        Score& score) {
  const size_t firstScored = chunk.size() / 2, batch = logits.size() / vocabSize;
  for (size_t done = 0; done < chunk.size();) {
    // Rows before the scored half need no logits.
    const bool scored = done >= firstScored;
    const size_t end = scored ? chunk.size() : firstScored;
    const size_t count = std::min(end - done, batch);
    const auto rows = scored ? logits.first(count * vocabSize) : std::span<float>();
    const auto position = static_cast<uint32_t>(done);
    if (evaluator.evaluate(evaluated.subspan(done, count), position, LogitsFor::Every, rows, nullptr) ==
        Evaluated::Failed) {
      return Error(evaluator.failure());
    }
    for (size_t i = 0; scored && i < count && done + i + 1 < chunk.size(); ++i) {
      const double value = surprise(rows.subspan(i * vocabSize, vocabSize), chunk[done + i + 1]);
      score.sum += value;
      score.sumOfSquares += value * value;
      ++score.tokens;
    }
    done += count;
  }
  return {};
}

Result<void> measure(PerplexityOptions options) {
  const auto text = readText(*options.file);
  if (!text) return text.error();
  constexpr uint32_t kUsualContext = 512;
  if (options.model.contextLength == 0) options.model.contextLength = kUsualContext;
  const uint32_t context = options.model.contextLength;
  auto loaded = loadFor(options.model);
  if (!loaded) return std::move(loaded).error();
  const Tokenizer& tokenizer = (*loaded)->tokenizer();
  const std::vector<TokenId> ids = tokenizer.encode(*text, SpecialTokens::AsText, AddBos::AsModelWants);
  size_t chunks = ids.size() / context;
  if (options.chunksMax > 0) chunks = std::min(chunks, size_t{options.chunksMax});
  if (chunks == 0) {
    return Error("the text has " + std::to_string(ids.size()) + " tokens, fewer than one chunk of " +
                 std::to_string(context) + "; take a longer text or a smaller --ctx");
  }

  constexpr size_t kLogitsBytesMax = size_t{64} << 20;
  const uint32_t vocabSize = (*loaded)->model().config.vocabSize;
  const uint32_t most = (*loaded)->evaluator().maxBatch();
  const uint32_t batchMax = options.batch > 0 ? std::min(options.batch, most) : most;
  const size_t batch = std::clamp<size_t>(kLogitsBytesMax / (size_t{vocabSize} * sizeof(float)), 1, batchMax);
  std::vector<float> logits(batch * vocabSize);
  Score score;
  for (size_t i = 0; i < chunks; ++i) {
    const auto chunk = std::span(ids).subspan(i * context, context);
    std::vector<TokenId> evaluated(chunk.begin(), chunk.end());
    if (tokenizer.addsBos() && tokenizer.bos()) evaluated[0] = *tokenizer.bos();
    if (auto scored = scoreChunk((*loaded)->evaluator(), chunk, evaluated, logits, vocabSize, score);
        !scored) {
      return scored;
    }
    if (!options.json)
      std::fprintf(stderr, "\r%zu of %zu chunks, %.4f ", i + 1, chunks, std::exp(score.mean()));
  }
  if (options.json) {
    printJson({{"perplexity", std::exp(score.mean())},
               {"standard_error", score.standardError()},
               {"mean_negative_log_likelihood", score.mean()},
               {"chunks", chunks},
               {"context", context},
               {"scored_tokens", score.tokens}});
  } else {
    std::fprintf(stderr, "\n");
    std::printf("perplexity %.4f +- %.4f (%zu chunks of %u tokens, %llu predicted)\n", std::exp(score.mean()),
                score.standardError(), chunks, context, static_cast<unsigned long long>(score.tokens));
  }
  return {};
}

}  // namespace

int runPerplexity(Arguments arguments) {
  PerplexityOptions chosen;
  Options options(
      "perplexity",
      "Measures how well a model predicts a text, by llama.cpp's convention: the second half of each chunk.");
  declareModel(options, chosen.model);
  options.text("--file", "F", "the text, UTF-8", chosen.file);
  options.count("--ctx", "tokens in a chunk (default: 512)", chosen.model.contextLength, 2, 1u << 26);
  options.count("--chunks", "only so many chunks (default: all)", chosen.chunksMax, 1);
  options.count("--batch", "tokens evaluated at a time; 1: as when writing (default: as many as can be)",
                chosen.batch, 1);
  declareDevice(options, chosen.model);
  declareCacheForm(options, chosen.model);
  declareThreads(options, chosen.model);
  options.flag("--json", "one JSON object with perplexity and what it was measured on", chosen.json);
  if (const auto code = options.parse(arguments)) return *code;
  if (!chosen.file) return options.wrongUsage("--file is needed");
  return exitCode(measure(std::move(chosen)));
}

}  // namespace hearth::cli
