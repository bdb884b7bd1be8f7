// Rows of the KV cache in each of its forms (layout and rounding: runtime/forward/kv_cache.h).
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/forward/kv_cache.h"

namespace hearth::cpu {

// x [width] as a row of kvRowBytes(form, width) bytes.
void encodeKvRow(KvForm form, const float* x, uint32_t width, std::byte* row);

// Numbers [offset, offset + count) of a row of `width` as floats. Both are multiples of kKvBlock where the
// form is in blocks.
void decodeKvRow(KvForm form, const std::byte* row, uint32_t width, uint32_t offset, uint32_t count,
                 float* out);

}  // namespace hearth::cpu
