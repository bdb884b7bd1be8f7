// Encoders from floats to number formats. They search for the scales that lose least (encode_fit), each block
// for itself; with importance they lose least where the activations are large.
#pragma once

#include <cstddef>
#include <span>

#include "runtime/tensor/correlated_fit.h"
#include "runtime/tensor/dtype.h"

namespace hearth {

// F32 F16 BF16 Q8_0 Q4_0 Q4_1 Q5_0 Q5_1 Q2_K Q3_K Q4_K Q5_K Q6_K IQ4_NL.
bool canQuantize(DType type);
// Encodes whole blocks of finite numbers; `out` has layoutOf(type).bytes for each block. Importance: how much
// an error in each column matters, not negative (the mean square of what the column is multiplied with, say);
// it is as long as a row, and `values` are whole rows. Empty: all matter alike.
void quantize(DType type, std::span<const float> values, std::span<std::byte> out,
              std::span<const float> importance = {});
// One row of a matrix of whose inputs also is known how they go together, for blocks of columns from the
// first one on, each 256 wide but the last: codes and scales that lose least of the product. The importance
// is that of all columns.
void quantizeCorrelated(DType type, std::span<const float> row, std::span<std::byte> out,
                        std::span<const float> importance, std::span<const CorrelatedColumns> correlated);

}  // namespace hearth
