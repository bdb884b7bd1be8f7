// How exact products with quantised weights are, on every device.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hearth {

// Rounded: activations may be rounded to int8, or to halves where that is faster. It errs by about 0.5 % per
// product with int8; that is what large models are run with everywhere. Fine: as if they were not, for twice
// the arithmetic. A small mixture of experts answers the rounding by choosing other experts in 2 % of its rows
// (measured on hearth-tiny, where single logits then move by 7 %), and small products cost next to nothing.
enum class Precision { Rounded, Fine };

// Of a matrix, or of a stack of them (all experts of a layer, all heads): Fine up to 2^20 weights.
inline constexpr size_t kFineWeightsMost = size_t{1} << 20;
constexpr Precision precisionFor(uint32_t rows, uint32_t cols) {
  return size_t{rows} * cols <= kFineWeightsMost ? Precision::Fine : Precision::Rounded;
}

}  // namespace hearth
