// What the tests of attention share: caches, and softmax(scale * q k^T) v in double precision with bounds.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "runtime/vulkan/kernels.h"
#include "tests/support/random_data.h"
#include "tests/vulkan/gpu_fixture.h"

namespace hearth::vulkan::test {

inline constexpr double kEps = std::numeric_limits<float>::epsilon();

inline constexpr KvForm kBlockForms[] = {KvForm::Q8_0, KvForm::Q4_0, KvForm::F8};
inline constexpr KvForm kAllForms[] = {KvForm::Half, KvForm::Float, KvForm::Q8_0, KvForm::Q4_0, KvForm::F8};

// A table for so many positions, in no order and with gaps.
std::vector<uint32_t> shuffledPages(hearth::test::Random& random, uint32_t positions);
uint32_t placeOf(std::span<const uint32_t> pages, uint32_t position);
// A Step and its table, for the device.
std::vector<uint32_t> stepOf(uint32_t first, uint32_t rows, std::span<const uint32_t> pages);

// What a cache holds: numbers by position as the kernel reads them, and as bytes for the device. Where
// nothing is written there is nothing but NaNs.
struct Cache {
  std::vector<float> numbers;
  std::vector<std::byte> bytes;
  uint32_t positions = 0;
};
Cache makeCache(hearth::test::Random& random, uint32_t width, uint32_t written,
                std::span<const uint32_t> pages, KvForm form);

// A number and how far float32 may be from it.
struct Bounded {
  double value = 0, error = 0;
  Bounded() = default;
  Bounded(double v) : value(v) {}  // exact; implicit, as every number is one
};

// One query against `seen` positions; query(d), key(p, d) and value(p, d) give numbers or Bounded ones.
template <class Query, class Key, class Value>
std::vector<Bounded> attention(uint32_t seen, uint32_t keyDim, uint32_t valueDim, double scale,
                               const Query& query, const Key& key, const Value& value) {
  std::vector<double> scores(seen);
  double most = -INFINITY, least = INFINITY, scoreError = 0;
  for (uint32_t p = 0; p < seen; ++p) {
    double error = 0;
    for (uint32_t d = 0; d < keyDim; ++d) {
      const Bounded k = key(p, d);
      const double q = scale * query(d);
      scores[p] += q * k.value;
      // keyDim summands, each rounded as often at the most; scale and log2(e) round once more each.
      error += (keyDim + 3) * kEps * std::abs(q * k.value) + std::abs(q) * k.error;
    }
    most = std::max(most, scores[p]);
    least = std::min(least, scores[p]);
    scoreError = std::max(scoreError, error);
  }
  double total = 0;
  for (double& s : scores) total += s = std::exp(s - most);
  // Weights err by their score's error and the maximum's, by exp2() (3 + 2|x| ulp, where |x| is at most the
  // spread / ln 2), and by the rescaling and addition of up to `seen` weights, above and below the line.
  const double relative = 2 * scoreError + (3 + 3 * (most - least)) * kEps + 2 * (seen + 8) * kEps;
  std::vector<Bounded> sums(valueDim);
  for (uint32_t p = 0; p < seen; ++p) {
    for (uint32_t d = 0; d < valueDim; ++d) {
      const Bounded v = value(p, d);
      const double weight = scores[p] / total;
      sums[d].value += weight * v.value;
      sums[d].error += weight * (relative * std::abs(v.value) + v.error);
    }
  }
  return sums;
}

}  // namespace hearth::vulkan::test
