// What a model loses by smaller numbers: how much worse it predicts a text, and how far its predictions are
// from those of the original. Values for a table or a plot of quality against memory.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/base/thread_pool.h"
#include "runtime/convert/importance.h"
#include "runtime/convert/quantize_plan.h"
#include "runtime/model/weights.h"

namespace hearth {

// Means over the predictions of one chunk, in nats a token.
struct ChunkQuality {
  double surprise = 0;    // -ln p of the text's next token
  double divergence = 0;  // Kullback-Leibler divergence from the original
};

struct QualityPoint {
  std::string name;                  // "original", or the type's name
  uint64_t bytes = 0;                // of the file
  double perplexity = 0;             // e to the mean of the surprise
  double divergence = 0;             // mean, in nats a token
  double sameBest = 1;               // share of positions where both find the same token most likely
  uint64_t predictions = 0;          // how many tokens these are means of
  std::vector<ChunkQuality> chunks;  // as many predictions in each
};

// A mean and its standard error. Predictions of one chunk depend on one another (they share a context and
// the experts it chose), so chunks are what is counted; of a single one nothing is known: infinity.
struct Estimate {
  double mean = 0, error = 0;
};
Estimate estimateOf(std::span<const double> ofChunks);
Estimate divergenceOf(const QualityPoint& point);
// How much more the first loses than the second, on the same text: what both find hard cancels out.
struct QualityDifference {
  Estimate surprise, divergence;
};
QualityDifference differenceBetween(const QualityPoint& first, const QualityPoint& second);

// false cancels. May be empty.
using QualityProgress = std::function<bool(double fraction, const std::string& step)>;

struct QualityText {
  std::span<const int32_t> tokens;
  uint32_t chunkTokens =
      512;  // a context of its own each; the second half of each is predicted. A rest is left out
};

// Both on the CPU, side by side, so that no logits are kept. `name` of the result is empty.
Result<QualityPoint> compareWithOriginal(const Model& original, const Model& other, const QualityText& text,
                                         ThreadPool& pool, const QualityProgress& progress = {});

struct QualitySweep {
  std::string model;   // path of the original
  std::string folder;  // for one quantised file at a time, removed afterwards
  std::vector<QuantizeType> types;
  const Importance* importance = nullptr;
  QualityText text;
};

// The original first, then each type, handed to `onPoint` as they are found.
Result<void> sweepQuality(const QualitySweep& sweep, ThreadPool& pool,
                          const std::function<void(const QualityPoint&)>& onPoint,
                          const QualityProgress& progress = {});

}  // namespace hearth
