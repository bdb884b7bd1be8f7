// One of the three matrices of all routed experts of a layer.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "runtime/tensor/tensor_view.h"

namespace hearth {

// Matrices of one shape and format. GGUF files stack them in one tensor; checkpoints (and GGUF files of 2023)
// have a tensor for each, which may lie anywhere.
class ExpertStack {
 public:
  ExpertStack() = default;
  ExpertStack(const TensorView& stacked, uint32_t experts) {
    if (stacked.empty()) return;
    CHECK(experts > 0 && stacked.rows() % experts == 0);
    pieces_ = {stacked};
    experts_ = experts;
  }
  explicit ExpertStack(std::vector<TensorView> each) : pieces_(std::move(each)) {
    experts_ = static_cast<uint32_t>(pieces_.size());
    for (const TensorView& piece : pieces_) {
      CHECK(piece.type() == type() && piece.rows() == pieces_[0].rows() && piece.cols() == cols());
    }
  }
  bool empty() const { return experts_ == 0; }
  uint32_t experts() const { return experts_; }
  DType type() const { return empty() ? DType::F32 : pieces_[0].type(); }
  uint32_t cols() const { return empty() ? 0 : pieces_[0].cols(); }
  uint32_t rowsEach() const { return empty() ? 0 : rows() / experts_; }
  uint32_t rows() const {  // of all experts
    return empty() ? 0 : pieces_[0].rows() * static_cast<uint32_t>(pieces_.size());
  }
  TensorView expert(uint32_t index) const {
    CHECK(index < experts_);
    return pieces_.size() == 1 ? pieces_[0].rowRange(index * rowsEach(), rowsEach()) : pieces_[index];
  }
  size_t bytesEach() const { return empty() ? 0 : rowsEach() * pieces_[0].rowBytes(); }
  size_t bytes() const { return experts_ * bytesEach(); }
  // The tensors: one, or one per expert.
  std::span<const TensorView> pieces() const { return pieces_; }

 private:
  std::vector<TensorView> pieces_;
  uint32_t experts_ = 0;
};

}  // namespace hearth
