// How far logits are from those they should be.
#pragma once

#include <cmath>
#include <span>

namespace hearth::test {

// Norm of the difference relative to the norm of the expected numbers.
inline double relativeError(std::span<const float> actual, std::span<const float> expected) {
  double difference = 0, size = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    difference += std::pow(double{actual[i]} - expected[i], 2);
    size += std::pow(double{expected[i]}, 2);
  }
  return std::sqrt(difference / size);
}

}  // namespace hearth::test
