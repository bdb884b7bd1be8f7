// The rows of the self-check for sparse attention, for models that have it.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/base/half.h"
#include "runtime/tensor/random_weights.h"
#include "runtime/vulkan/attend_dispatch.h"
#include "runtime/vulkan/self_check.h"
#include "runtime/vulkan/sparse_kernels.h"

namespace hearth::vulkan {

namespace {

// Float32 sums of a few hundred terms and a handful of exponentials.
constexpr double kTolerance = 1e-4;

// The largest difference as a share of the tolerance; NaN stays NaN.
double errorOf(const std::vector<float>& actual, const std::vector<double>& expected) {
  double worst = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    const double error = std::abs(static_cast<double>(actual[i]) - expected[i]) / kTolerance;
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

double layerNormError(CheckBench& bench) {
  constexpr uint32_t kRows = 3, kCols = 200;
  const auto x = gaussian(size_t{kRows} * kCols, 1), gain = gaussian(kCols, 2), shift = gaussian(kCols, 3);
  const Rows in{bench.put(x), kRows, kCols}, out{bench.room(in.bytes()), kRows, kCols};
  const Address gainAt = bench.put(gain), shiftAt = bench.put(shift);
  if (!bench.run([&](Recorder& r) { layerNorm(r, in, gainAt, shiftAt, 1e-6f, out); })) return 2;
  std::vector<double> expected;
  for (uint32_t row = 0; row < kRows; ++row) {
    const float* from = &x[size_t{row} * kCols];
    const double mean = std::accumulate(from, from + kCols, 0.0) / kCols;
    double squares = 0;
    for (uint32_t i = 0; i < kCols; ++i) squares += std::pow(double{from[i]} - mean, 2);
    const double scale = 1 / std::sqrt(squares / kCols + 1e-6);
    for (uint32_t i = 0; i < kCols; ++i)
      expected.push_back((double{from[i]} - mean) * scale * double{gain[i]} + double{shift[i]});
  }
  return errorOf(bench.read(out.at, expected.size()), expected);
}

constexpr uint32_t kIndexHeads = 10, kIndexDim = 16, kTopK = 70, kContext = 300;
constexpr uint32_t kHeads = 4, kLatent = 64, kTail = 16, kWidth = kLatent + kTail;

std::vector<float> smallIntegers(size_t count, uint32_t seed) {
  auto numbers = gaussian(count, seed);
  for (float& n : numbers) n = std::round(2 * n);
  return numbers;
}

// Exact scores, many of them equal: one right choice only.
std::vector<uint32_t> choiceOf(const std::vector<float>& q, const std::vector<float>& weights,
                               const std::vector<float>& keys) {
  std::vector<double> scores(kContext);
  for (uint32_t p = 0; p < kContext; ++p) {
    for (uint32_t h = 0; h < kIndexHeads; ++h) {
      const double product =
          std::inner_product(&q[size_t{h} * kIndexDim], &q[size_t{h} * kIndexDim] + kIndexDim,
                             &keys[size_t{p} * kIndexDim], 0.0);
      scores[p] += double{weights[h]} * std::max(0.0, product);
    }
  }
  std::vector<uint32_t> order(kContext);
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return scores[a] > scores[b]; });
  order.resize(kTopK);
  return order;
}

// One row chooses among the positions of a cache, and attends to the chosen ones.
double sparseError(CheckBench& bench, KvForm form) {
  const auto indexQ = smallIntegers(kIndexHeads * kIndexDim, 4), weights = smallIntegers(kIndexHeads, 5);
  const auto index = smallIntegers(kContext * kIndexDim, 6), keys = gaussian(kContext * kWidth, 7);
  const auto q = gaussian(kHeads * kWidth, 8);
  const Address step = bench.put(std::vector<uint32_t>{kContext - 1, kContext, 0, 1, 2, 3, 4});
  IndexQuery query;
  query.q = {bench.put(indexQ), 1, kIndexHeads * kIndexDim};
  query.headWeights = {bench.put(weights), 1, kIndexHeads};
  std::vector<uint16_t> halves;
  for (const float number : index) halves.push_back(floatToHalf(number));  // exact
  query.keys = {form == KvForm::Half ? bench.put(halves) : bench.put(index), kIndexDim, form, kContext};
  query.step = step;
  query.contextMax = kContext;
  Attention a;
  a.pieces[0] = {{bench.put(q), 1, kHeads * kWidth}, 0, kWidth, kLatent};
  a.pieces[1] = {a.pieces[0].x, kLatent, kWidth, kTail};
  a.heads = kHeads;
  a.kvHeads = 1;
  a.scale = 0.1f;
  a.keys = a.values = {bench.put(keys), kWidth, KvForm::Float, kContext};
  a.valueDim = kLatent;
  a.step = step;
  a.contextMax = kContext;
  const Rows out{bench.room(kHeads * kLatent * sizeof(float)), 1, kHeads * kLatent};
  const ChosenAt chosen = chosenAt(bench.room(chosenBytes(1, kTopK)), 1, kTopK);
  const Address scores = bench.room(choosePositionsScratchBytes(query));
  const Address scratch = bench.room(attendChosenScratchBytes(a, kTopK));
  if (!bench.run([&](Recorder& r) {
        choosePositions(r, query, scores, chosen);
        attendChosen(r, a, chosen, scratch, out);
      })) {
    return 2;
  }
  const auto positions = choiceOf(indexQ, weights, index);
  std::vector<double> expected(kHeads * kLatent);
  for (uint32_t h = 0; h < kHeads; ++h) {
    std::vector<double> shares;
    for (const uint32_t p : positions) {
      const double score =
          std::inner_product(&q[h * kWidth], &q[h * kWidth] + kWidth, &keys[p * kWidth], 0.0);
      shares.push_back(std::exp(0.1 * score));
    }
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (size_t n = 0; n < positions.size(); ++n) {
      for (uint32_t i = 0; i < kLatent; ++i)
        expected[h * kLatent + i] += shares[n] / sum * double{keys[positions[n] * kWidth + i]};
    }
  }
  return errorOf(bench.read(out.at, expected.size()), expected);
}

}  // namespace

std::vector<KernelCheck> sparseChecks(KvForm form) {
  const std::string scores = variantFor("index_scores", form);
  return {
      {"layer_norm", [](const KernelChoice& choice) { return choice.summing("layer_norm"); }, layerNormError},
      {"sparse attention", [scores](const KernelChoice&) { return scores; },
       [form](CheckBench& bench) { return sparseError(bench, form); }}};
}

}  // namespace hearth::vulkan
