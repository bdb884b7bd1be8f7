// How rows of weights lie in the card's memory: as in the file, but for F8_E4M3, whose factors follow each
// row's codes (shaders/common/format_f8_e4m3.glsl).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/tensor/tensor_view.h"

namespace hearth::vulkan {

size_t deviceRowBytes(DType type, uint32_t cols);
inline size_t deviceBytes(const TensorView& matrix) {
  return matrix.rows() * deviceRowBytes(matrix.type(), matrix.cols());
}
// deviceBytes() of them.
void copyForDevice(const TensorView& matrix, std::byte* to);
// The rows as the card wants them: those of the view, or made in `room`.
std::span<const std::byte> rowsForDevice(const TensorView& matrix, std::vector<std::byte>& room);

}  // namespace hearth::vulkan
