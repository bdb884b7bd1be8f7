#include "runtime/vulkan/activations.h"

#include <utility>

#include "runtime/base/check.h"

namespace hearth::vulkan {

namespace {

// Push constants of shaders/pack_int8.comp and pack_half.comp.
struct PackPush {
  Address x, packed, factors;
  uint32_t cols;
};

size_t align(size_t bytes) { return (bytes + 255) / 256 * 256; }

// Codes, and for every 16 of them two floats.
size_t codeBytes(uint32_t rows, uint32_t cols) { return align(size_t{rows} * cols); }
size_t codeFactorBytes(uint32_t rows, uint32_t cols) { return align(size_t{rows} * cols / 16 * 8); }
// Halves, and a float for each row.
size_t halfBytes(uint32_t rows, uint32_t cols) { return align(size_t{rows} * cols * 2); }
size_t halfFactorBytes(uint32_t rows) { return align(size_t{rows} * 4); }

}  // namespace

const PackedRows& Activations::int8(Recorder& r) {
  CHECK(mayRound());
  if (int8_) return *int8_;
  const auto [rows, cols] = std::pair(exact_.rows, exact_.cols);
  const size_t codes = codeBytes(rows, cols);
  int8_ = {scratch_, scratch_ + codes, {scratch_, codes + codeFactorBytes(rows, cols)}};
  constexpr uint32_t kLanes = 64, kEach = 4;
  r.dispatch({.shader = "pack_int8", .constants = {kLanes}},
             PackPush{exact_.at, int8_->at, int8_->factors, cols},
             {(cols + kLanes * kEach - 1) / (kLanes * kEach), rows, 1}, {exact_.all()}, {int8_->all});
  return *int8_;
}

const PackedRows& Activations::halves(Recorder& r) {
  CHECK(mayRound());
  if (halves_) return *halves_;
  const auto [rows, cols] = std::pair(exact_.rows, exact_.cols);
  const Address at = scratch_ + codeBytes(rows, cols) + codeFactorBytes(rows, cols);
  const size_t halves = halfBytes(rows, cols);
  halves_ = {at, at + halves, {at, halves + halfFactorBytes(rows)}};
  constexpr uint32_t kLanes = 128;
  r.dispatch({.shader = "pack_half", .constants = {kLanes}},
             PackPush{exact_.at, halves_->at, halves_->factors, cols}, {rows, 1, 1}, {exact_.all()},
             {halves_->all});
  return *halves_;
}

size_t activationBytes(uint32_t rows, uint32_t cols) {
  return codeBytes(rows, cols) + codeFactorBytes(rows, cols) + halfBytes(rows, cols) + halfFactorBytes(rows);
}

}  // namespace hearth::vulkan
