// Encoders from floats to number formats: simple and correct, for tests and for writing model files.
#pragma once

#include <cstddef>
#include <span>

#include "runtime/tensor/dtype.h"

namespace hearth {

// F32 F16 BF16 Q8_0 Q4_0 Q4_1 Q5_0 Q5_1 Q4_K Q5_K Q6_K.
bool canQuantize(DType type);
// Encodes whole blocks of finite numbers; `out` has layoutOf(type).bytes for each block.
void quantize(DType type, std::span<const float> values, std::span<std::byte> out);

}  // namespace hearth
