#include "runtime/convert/quality.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/convert/checkpoint_source.h"
#include "runtime/convert/quantize_model.h"
#include "runtime/cpu/cpu_ops.h"
#include "runtime/forward/decoder.h"
#include "runtime/model/loader.h"

namespace hearth {

namespace {

constexpr uint32_t kBatch = 64;  // rows of logits at a time, of two models

Error cancelled() { return Error("cancelled"); }

// One of the two models, evaluated on the CPU.
struct Side {
  std::unique_ptr<Ops> ops;
  std::unique_ptr<Decoder> decoder;
  std::vector<float> logits;  // of a batch

  static Result<Side> create(const Model& model, uint32_t context, ThreadPool& pool) {
    Side side;
    side.ops = makeCpuOps(pool);
    DecoderOptions options;
    options.maxBatch = kBatch;
    auto decoder = Decoder::create(model, *side.ops, context, options);
    if (!decoder) return std::move(decoder).error();
    side.decoder = std::move(*decoder);
    side.logits.resize(size_t{side.decoder->maxBatch()} * model.config.vocabSize);
    return side;
  }

  Result<void> evaluate(std::span<const int32_t> tokens, uint32_t position, size_t vocab) {
    const auto rows = std::span(logits).first(tokens.size() * vocab);
    if (decoder->evaluate(tokens, position, LogitsFor::Every, rows, nullptr) == Evaluated::Done) return {};
    return Error(decoder->failure());
  }
};

// ln of the sum of e to the logits.
double logSum(std::span<const float> logits) {
  const double best = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (const float logit : logits) sum += std::exp(logit - best);
  return std::log(sum) + best;
}

ptrdiff_t bestOf(std::span<const float> logits) {
  return std::max_element(logits.begin(), logits.end()) - logits.begin();
}

struct Sums {
  double surprise = 0, divergence = 0;
  uint64_t sameBest = 0, predictions = 0;

  void add(std::span<const float> original, std::span<const float> other, int32_t next) {
    const double originalSum = logSum(original), otherSum = logSum(other);
    surprise += otherSum - double{other[static_cast<size_t>(next)]};
    for (size_t i = 0; i < original.size(); ++i) {
      const double logP = original[i] - originalSum, logQ = other[i] - otherSum;
      divergence += std::exp(logP) * (logP - logQ);
    }
    if (bestOf(original) == bestOf(other)) ++sameBest;
    ++predictions;
  }
};

std::vector<double> divergencesOf(const QualityPoint& point) {
  std::vector<double> divergences;
  for (const ChunkQuality& chunk : point.chunks) divergences.push_back(chunk.divergence);
  return divergences;
}

}  // namespace

Estimate estimateOf(std::span<const double> ofChunks) {
  const auto n = static_cast<double>(ofChunks.size());
  Estimate estimate{0, std::numeric_limits<double>::infinity()};
  for (const double value : ofChunks) estimate.mean += value / n;
  if (ofChunks.size() < 2) return estimate;
  double squares = 0;
  for (const double value : ofChunks) squares += (value - estimate.mean) * (value - estimate.mean);
  estimate.error = std::sqrt(squares / (n - 1) / n);
  return estimate;
}

Estimate divergenceOf(const QualityPoint& point) { return estimateOf(divergencesOf(point)); }

QualityDifference differenceBetween(const QualityPoint& first, const QualityPoint& second) {
  CHECK(first.chunks.size() == second.chunks.size());
  std::vector<double> surprises, divergences;
  for (size_t i = 0; i < first.chunks.size(); ++i) {
    surprises.push_back(first.chunks[i].surprise - second.chunks[i].surprise);
    divergences.push_back(first.chunks[i].divergence - second.chunks[i].divergence);
  }
  return {estimateOf(surprises), estimateOf(divergences)};
}

Result<QualityPoint> compareWithOriginal(const Model& original, const Model& other, const QualityText& text,
                                         ThreadPool& pool, const QualityProgress& progress) {
  const size_t vocab = original.config.vocabSize;
  if (other.config.vocabSize != vocab) return Error("the two models have different vocabularies");
  const size_t chunks = text.tokens.size() / text.chunkTokens;
  if (chunks == 0) {
    return Error("the text has " + std::to_string(text.tokens.size()) + " tokens, fewer than one chunk of " +
                 std::to_string(text.chunkTokens) + "; take a longer text or smaller chunks");
  }
  auto first = Side::create(original, text.chunkTokens, pool),
       second = Side::create(other, text.chunkTokens, pool);
  if (!first) return std::move(first).error();
  if (!second) return std::move(second).error();
  Sums sums;
  QualityPoint point;
  for (size_t chunk = 0; chunk < chunks; ++chunk) {
    const auto tokens = text.tokens.subspan(chunk * text.chunkTokens, text.chunkTokens);
    const Sums before = sums;
    for (size_t done = 0; done < tokens.size();) {
      const auto part =
          tokens.subspan(done, std::min<size_t>(first->decoder->maxBatch(), tokens.size() - done));
      for (Side* side : {&*first, &*second}) {
        if (auto evaluated = side->evaluate(part, static_cast<uint32_t>(done), vocab); !evaluated)
          return std::move(evaluated).error();
      }
      for (size_t i = 0; i < part.size() && done + i + 1 < tokens.size(); ++i) {
        if (done + i < tokens.size() / 2) continue;
        sums.add(std::span(first->logits).subspan(i * vocab, vocab),
                 std::span(second->logits).subspan(i * vocab, vocab), tokens[done + i + 1]);
      }
      done += part.size();
      const double share =
          (static_cast<double>(chunk) + static_cast<double>(done) / static_cast<double>(tokens.size())) /
          static_cast<double>(chunks);
      if (progress && !progress(share, "comparing")) return cancelled();
    }
    const auto ofChunk = static_cast<double>(sums.predictions - before.predictions);
    point.chunks.push_back(
        {(sums.surprise - before.surprise) / ofChunk, (sums.divergence - before.divergence) / ofChunk});
  }
  const auto n = static_cast<double>(sums.predictions);
  point.bytes = other.file->fileBytes();
  point.perplexity = std::exp(sums.surprise / n);
  point.divergence = std::max(sums.divergence / n, 0.0);  // below zero by rounding only
  point.sameBest = static_cast<double>(sums.sameBest) / n;
  point.predictions = sums.predictions;
  return point;
}

Result<void> sweepQuality(const QualitySweep& sweep, ThreadPool& pool,
                          const std::function<void(const QualityPoint&)>& onPoint,
                          const QualityProgress& progress) {
  auto original = loadModel(sweep.model);
  if (!original) return std::move(original).error();
  const auto source = sourceOf(*(*original)->file);
  if (!source) return source.error();
  // The original against itself, then a file of each type: written, compared, removed.
  const double steps = 1.0 + 2.0 * static_cast<double>(sweep.types.size());
  double stepsDone = 0;
  const auto stepProgress = [&](const std::string& name) {
    return [&, name](double fraction, const std::string&) {
      return !progress || progress((stepsDone + fraction) / steps, name);
    };
  };
  auto point = compareWithOriginal(**original, **original, sweep.text, pool, stepProgress("original"));
  if (!point) return std::move(point).error();
  point->name = "original";
  onPoint(*point);
  stepsDone = 1;
  for (const QuantizeType type : sweep.types) {
    const std::string name(nameOf(type));
    const std::filesystem::path path =
        std::filesystem::path(sweep.folder) / ("hearth-quality-" + name + ".gguf");
    const QuantizePlan plan{.types = {.type = type}, .importance = sweep.importance};
    auto written = quantizeModel(**source, path.string(), plan, pool, stepProgress(name));
    if (!written) return std::move(written).error();
    ++stepsDone;
    auto other = loadModel(path.string());
    std::error_code ignored;
    // The mapping stays readable; where the system keeps mapped files, the file goes after the comparison.
    std::filesystem::remove(path, ignored);
    if (!other) return std::move(other).error();
    auto compared = compareWithOriginal(**original, **other, sweep.text, pool, stepProgress(name));
    other->reset();
    std::filesystem::remove(path, ignored);
    if (!compared) return std::move(compared).error();
    compared->name = name;
    onPoint(*compared);
    ++stepsDone;
  }
  return {};
}

}  // namespace hearth
