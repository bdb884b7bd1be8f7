// Products in double precision, the weights as the scalar decoders tell them, and how far float32 sums may be
// from them.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include "runtime/tensor/dequantize.h"
#include "runtime/vulkan/device_rows.h"
#include "tests/cpu_kernels/random_weights.h"

namespace hearth::vulkan::test {

// Random weights of a format and what they mean.
struct Weights {
  Weights(DType type_, uint32_t rows_, uint32_t cols_, uint32_t seed)
      : type(type_), rows(rows_), cols(cols_) {
    const auto weights = hearth::test::randomWeights(type, rows, cols, seed);
    const auto scales = hearth::test::randomScales(type, rows, cols, seed);
    const TensorView view(weights, type, rows, cols, scales.data());
    values.resize(size_t{rows} * cols);
    for (uint32_t row = 0; row < rows; ++row) dequantizeRow(view, row, &values[size_t{row} * cols]);
    bytes.resize(deviceBytes(view));
    copyForDevice(view, bytes.data());
  }
  std::span<const float> row(uint32_t o) const { return std::span(values).subspan(size_t{o} * cols, cols); }

  DType type;
  uint32_t rows, cols;
  std::vector<std::byte> bytes;  // as the card wants them
  std::vector<float> values;
};

// A number and the size of what it was summed from: errors of rounding are shares of that.
struct Sum {
  double value = 0, size = 0;

  Sum operator+(const Sum& other) const { return {value + other.value, size + other.size}; }
  Sum operator*(double factor) const { return {value * factor, size * std::abs(factor)}; }
};

inline Sum dot(std::span<const float> w, std::span<const float> x) {
  Sum sum;
  for (size_t k = 0; k < w.size(); ++k) {
    sum.value += double{w[k]} * x[k];
    sum.size += std::abs(double{w[k]} * x[k]);
  }
  return sum;
}

// Summing n products in float32, in any order, errs by at most n half epsilons of the sum of their sizes;
// each product and each decoded weight (d * scale * q - dmin * min: four roundings) adds its own.
inline double sumTolerance(const Sum& sum, size_t n) {
  constexpr double kEpsilon = std::numeric_limits<float>::epsilon();
  return (static_cast<double>(n) / 2 + 4) * kEpsilon * sum.size + 1e-30;
}

// Activations that rounding to int8 leaves as they are: in every 32, codes times a power of two, the largest
// code 127.
inline std::vector<float> int8Rows(size_t n, uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> code(-127, 127), exponent(-9, -3);
  std::vector<float> values(n);
  for (size_t group = 0; group < n; group += 32) {
    const float factor = std::ldexp(1.0f, exponent(random));
    const size_t end = std::min(group + 32, n);
    for (size_t i = group; i < end; ++i) values[i] = factor * static_cast<float>(code(random));
    values[group + random() % (end - group)] = 127 * factor;
  }
  return values;
}

inline double silu(double x) { return x / (1.0 + std::exp(-x)); }
// silu's slope is at most 1.1, and exp() on a GPU errs by 3 + 2 |x| units in the last place.
inline double siluTolerance(double x, double tolerance) {
  return 1.1 * tolerance + (8 + 2 * std::abs(x)) * 1.2e-7 * std::abs(silu(x));
}

}  // namespace hearth::vulkan::test
