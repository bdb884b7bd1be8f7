// Formulas in double precision, one number after another, that the oracle of the ops is made of.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "runtime/tensor/dequantize.h"

namespace hearth::test {

using Row = std::vector<double>;
using Matrix = std::vector<Row>;

inline Row weightRow(const TensorView& w, uint32_t row) {
  std::vector<float> numbers(w.cols());
  dequantizeRow(w, row, numbers.data());
  return {numbers.begin(), numbers.end()};
}

inline double dotProduct(const double* a, const double* b, size_t n) {
  return std::inner_product(a, a + n, b, 0.0);
}

inline Row product(const TensorView& w, const double* x) {
  Row y(w.rows());
  for (uint32_t o = 0; o < w.rows(); ++o) y[o] = dotProduct(weightRow(w, o).data(), x, w.cols());
  return y;
}

inline void normalise(double* x, std::span<const float> gain, double eps) {
  const double meanSquare = dotProduct(x, x, gain.size()) / static_cast<double>(gain.size());
  for (size_t i = 0; i < gain.size(); ++i) x[i] *= double{gain[i]} / std::sqrt(meanSquare + eps);
}

inline double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

inline void softmax(Row& x) {
  const double most = *std::max_element(x.begin(), x.end());
  for (double& v : x) v = std::exp(v - most);
  const double sum = std::accumulate(x.begin(), x.end(), 0.0);
  for (double& v : x) v /= sum;
}

// sum over these positions p of softmax(scale * score(p)) * value(p)
template <class Score, class Value>
Row attention(std::span<const uint32_t> positions, double scale, size_t valueDim, const Score& score,
              const Value& value) {
  Row weights;
  for (const uint32_t p : positions) weights.push_back(scale * score(p));
  softmax(weights);
  Row sum(valueDim);
  for (size_t n = 0; n < positions.size(); ++n) {
    const double* v = value(positions[n]);
    for (size_t i = 0; i < valueDim; ++i) sum[i] += weights[n] * v[i];
  }
  return sum;
}

inline std::vector<uint32_t> upTo(uint32_t last) {
  std::vector<uint32_t> positions(last + 1);
  std::iota(positions.begin(), positions.end(), 0u);
  return positions;
}

inline std::vector<uint32_t> bestOf(const Row& x, uint32_t count) {
  std::vector<uint32_t> order(x.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return x[a] > x[b]; });
  order.resize(count);
  return order;
}

}  // namespace hearth::test
