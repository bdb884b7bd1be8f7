#include "runtime/vulkan/device_rows.h"

#include <cstring>

namespace hearth::vulkan {
namespace {

constexpr size_t kChunk = 16;  // codes of a vector load, and the alignment of rows
constexpr size_t whole(size_t bytes) { return (bytes + kChunk - 1) / kChunk * kChunk; }

}  // namespace

size_t deviceRowBytes(DType type, uint32_t cols) {
  if (type == DType::F8_E4M3) return whole(whole(cols) + scaleBlocks(cols) * sizeof(float));
  return size_t{cols} / layoutOf(type).values * layoutOf(type).bytes;
}

void copyForDevice(const TensorView& matrix, std::byte* to) {
  if (matrix.type() != DType::F8_E4M3) {
    std::memcpy(to, matrix.data(), matrix.bytes().size());
    return;
  }
  const size_t cols = matrix.cols(), rowBytes = deviceRowBytes(matrix.type(), matrix.cols());
  for (uint32_t row = 0; row < matrix.rows(); ++row, to += rowBytes) {
    std::memset(to, 0, rowBytes);
    std::memcpy(to, matrix.row(row).data(), cols);
    std::memcpy(to + whole(cols), matrix.scalesOfRow(row), scaleBlocks(matrix.cols()) * sizeof(float));
  }
}

std::span<const std::byte> rowsForDevice(const TensorView& matrix, std::vector<std::byte>& room) {
  if (matrix.type() != DType::F8_E4M3) return matrix.bytes();
  room.resize(deviceBytes(matrix));
  copyForDevice(matrix, room.data());
  return room;
}

}  // namespace hearth::vulkan
