// Passes over Ops that run on the processor and on the oracle, and what they are made of.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <vector>

#include "runtime/base/half.h"
#include "runtime/cpu/cpu_ops.h"
#include "tests/support/random_data.h"
#include "tests/support/reference_ops.h"

namespace hearth::test {

inline constexpr double kEpsilon = std::numeric_limits<float>::epsilon();

// A matrix of float32 or Q8_0 weights that owns its bytes.
class Weights {
 public:
  Weights(uint32_t rows, uint32_t cols, double deviation, Random& random, DType type = DType::F32)
      : rows_(rows), cols_(cols), type_(type) {
    if (type == DType::F32) {
      const auto values = random.normals(size_t{rows} * cols, deviation);
      bytes_.resize(values.size() * sizeof(float));
      std::memcpy(bytes_.data(), values.data(), bytes_.size());
    } else {  // Q8_0: blocks of a half-precision scale and 32 int8
      bytes_.resize(size_t{rows} * cols / 32 * 34);
      for (size_t at = 0; at < bytes_.size(); at += 34) {
        const uint16_t scale = floatToHalf(static_cast<float>(deviation / 64));
        std::memcpy(&bytes_[at], &scale, sizeof scale);
        for (size_t i = 2; i < 34; ++i) bytes_[at + i] = static_cast<std::byte>(random.below(256));
      }
    }
  }
  TensorView view() const { return {bytes_, type_, rows_, cols_}; }
  Linear linear() const { return {view(), {}}; }

 private:
  std::vector<std::byte> bytes_;
  uint32_t rows_, cols_;
  DType type_;
};

using Pass = std::function<std::vector<float>(Ops&)>;

inline std::vector<float> numbersOf(Ops& ops, Act x) {
  std::vector<float> values(size_t{x.rows} * x.cols);
  ops.download(x, values);
  return values;
}

// The same pass on both; every number within `tolerance`.
inline void expectSame(const Pass& pass, double tolerance, uint32_t threads = 3) {
  ThreadPool pool(threads);
  const auto cpu = makeCpuOps(pool);
  const auto reference = makeReferenceOps();
  ASSERT_TRUE(cpu->plan([&] { pass(*cpu); }));
  const auto actual = pass(*cpu);
  const auto expected = pass(*reference);
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) ASSERT_NEAR(actual[i], expected[i], tolerance) << "at " << i;
}

// Sums of n products of standard normal numbers with weights of deviation 1/sqrt(n): terms add up to about
// sqrt(n) in absolute value, and each of n additions errs by half an epsilon of that at most.
inline double sumTolerance(uint32_t n) { return std::sqrt(n) * n * kEpsilon; }

}  // namespace hearth::test
