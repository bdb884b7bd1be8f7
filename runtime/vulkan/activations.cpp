#include "runtime/vulkan/activations.h"

#include "runtime/base/check.h"

namespace hearth::vulkan {

namespace {

// Push constants of shaders/pack_int8.comp.
struct PackInt8Push {
  Address x, codes, factors;
  uint32_t cols;
};

size_t align(size_t bytes) { return (bytes + 255) / 256 * 256; }

// Codes, and for every 16 of them two floats.
size_t codeBytes(uint32_t rows, uint32_t cols) { return align(size_t{rows} * cols); }
size_t factorBytes(uint32_t rows, uint32_t cols) { return align(size_t{rows} * cols / 16 * 8); }

}  // namespace

const Int8Rows& Activations::int8(Recorder& r) {
  CHECK(mayRound());
  if (int8_) return *int8_;
  const Address factors = scratch_ + codeBytes(exact_.rows, exact_.cols);
  int8_ = {scratch_, factors, {scratch_, activationBytes(exact_.rows, exact_.cols)}};
  constexpr uint32_t kLanes = 64, kEach = 4;
  r.dispatch({.shader = "pack_int8", .constants = {kLanes}},
             PackInt8Push{exact_.at, int8_->codes, factors, exact_.cols},
             {(exact_.cols + kLanes * kEach - 1) / (kLanes * kEach), exact_.rows, 1}, {exact_.all()},
             {int8_->all});
  return *int8_;
}

size_t activationBytes(uint32_t rows, uint32_t cols) {
  return codeBytes(rows, cols) + factorBytes(rows, cols);
}

}  // namespace hearth::vulkan
