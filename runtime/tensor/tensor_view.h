// Views of weights: what the loader hands to the forward pass and the kernels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/base/check.h"
#include "runtime/tensor/dtype.h"

namespace hearth {

// Weights of F8_E4M3 have a factor per block of kScaleBlock rows and columns, as DeepSeek-V3 writes them
// (weight_scale_inv): [ceil(rows / 128), ceil(cols / 128)] floats that lie elsewhere.
inline constexpr uint32_t kScaleBlock = 128;
constexpr uint32_t scaleBlocks(uint32_t rowsOrCols) { return (rowsOrCols + kScaleBlock - 1) / kScaleBlock; }

// A borrowed, read-only, row-major matrix [rows, cols] of possibly quantised weights inside a mapped file or
// an owned buffer. Copy it freely: it owns nothing and must not outlive what it views. A stack of matrices
// (experts, heads) is one view with rows = count * rowsEach, cut by rowRange().
class TensorView {
 public:
  TensorView() = default;
  // Sizes were checked by the loader, which reports them with the tensor's name.
  // `scales` is for F8_E4M3 only.
  TensorView(std::span<const std::byte> bytes, DType type, uint32_t rows, uint32_t cols,
             const float* scales = nullptr)
      : bytes_(bytes), scales_(scales), rows_(rows), cols_(cols), type_(type) {
    CHECK(cols % layoutOf(type).values == 0 && bytes.size() == size_t{rows} * rowBytes());
    CHECK(type != DType::F8_E4M3 || scales != nullptr);
  }
  bool empty() const { return rows_ == 0; }
  uint32_t rows() const { return rows_; }
  uint32_t cols() const { return cols_; }
  DType type() const { return type_; }
  std::span<const std::byte> bytes() const { return bytes_; }
  const std::byte* data() const { return bytes_.data(); }
  size_t rowBytes() const { return size_t{cols_} / layoutOf(type_).values * layoutOf(type_).bytes; }
  std::span<const std::byte> row(uint32_t r) const { return bytes_.subspan(r * rowBytes(), rowBytes()); }
  // Rows [first, first + count), e.g. one expert of a stacked tensor.
  TensorView rowRange(uint32_t first, uint32_t count) const {
    TensorView range = *this;
    range.bytes_ = bytes_.subspan(first * rowBytes(), size_t{count} * rowBytes());
    range.rows_ = count;
    if (scales_ == nullptr) return range;
    range.scales_ = scalesOfRow(first);
    range.rowInBlock_ = (rowInBlock_ + first) % kScaleBlock;
    return range;
  }
  // The factors of the blocks that row `r` goes through; null for formats without.
  const float* scalesOfRow(uint32_t r) const {
    if (scales_ == nullptr) return nullptr;
    return scales_ + size_t{(rowInBlock_ + r) / kScaleBlock} * scaleBlocks(cols_);
  }
  // The same matrix where its bytes were copied to; factors stay where they are.
  TensorView at(const std::byte* copy) const {
    TensorView moved = *this;
    moved.bytes_ = {copy, bytes_.size()};
    return moved;
  }
  // Which row of its block of 128 the first row is.
  uint32_t rowInBlock() const { return rowInBlock_; }

 private:
  std::span<const std::byte> bytes_;
  const float* scales_ = nullptr;
  uint32_t rows_ = 0, cols_ = 0, rowInBlock_ = 0;
  DType type_ = DType::F32;
};

}  // namespace hearth
