// Random numbers that are the same everywhere: std distributions differ between standard libraries.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace hearth::test {

// splitmix64 (Steele et al. 2014), with the Box-Muller transform for normal numbers.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t bits() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  uint32_t below(uint32_t limit) { return static_cast<uint32_t>(bits() >> 32) % limit; }
  // In (0, 1].
  double uniform() { return (static_cast<double>(bits() >> 11) + 1) * 0x1p-53; }
  float normal(double deviation = 1) {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return static_cast<float>(deviation * radius * std::cos(2 * std::numbers::pi * uniform()));
  }
  std::vector<float> normals(size_t count, double deviation = 1) {
    std::vector<float> values(count);
    for (float& v : values) v = normal(deviation);
    return values;
  }

 private:
  uint64_t state_;
};

}  // namespace hearth::test
