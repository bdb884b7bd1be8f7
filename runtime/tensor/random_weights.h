// Random weights and activations for those who check kernels: a device's first use, and the tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/tensor/dtype.h"

namespace hearth {

std::vector<float> gaussian(size_t n, uint32_t seed);

// rows x cols weights of any format: random codes, factors between 0.001 and 0.1 of either sign.
std::vector<std::byte> randomWeights(DType type, uint32_t rows, uint32_t cols, uint32_t seed);

// The factors that go with them; empty for formats without.
std::vector<float> randomScales(DType type, uint32_t rows, uint32_t cols, uint32_t seed);

}  // namespace hearth
