// The input of matrix products and its rounded forms, each made on the device when a product first asks for
// it: products of the same rows share them.
#pragma once

#include <optional>

#include "runtime/vulkan/kernels.h"

namespace hearth::vulkan {

// Rows as pack_int8.comp (codes) or pack_half.comp (halves) leaves them.
struct PackedRows {
  Address at = 0, factors = 0;
  Access all;  // both
};

class Activations {
 public:
  // `scratch` has room for activationBytes(); 0: the rows are never rounded.
  Activations(Rows exact, Precision precision, Address scratch)
      : exact_(exact), precision_(precision), scratch_(scratch) {}

  const Rows& exact() const { return exact_; }
  // Whether products may round them, in groups of 32.
  bool mayRound() const {
    return precision_ == Precision::Rounded && scratch_ != 0 && exact_.cols % 32 == 0 && exact_.at % 16 == 0;
  }
  const PackedRows& int8(Recorder& r);
  const PackedRows& halves(Recorder& r);

 private:
  Rows exact_;
  Precision precision_;
  Address scratch_;
  std::optional<PackedRows> int8_, halves_;
};

size_t activationBytes(uint32_t rows, uint32_t cols);

}  // namespace hearth::vulkan
