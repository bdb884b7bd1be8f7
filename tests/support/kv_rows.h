// The oracle of cached rows: each form of KvForm as kv_cache.h defines it, one number after another, in
// double precision. Slow, obvious, and kept apart from the code it judges.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "runtime/forward/kv_cache.h"

namespace hearth::test {

// kvRowBytes() bytes; padding is zeros.
std::vector<std::byte> encodeKvRow(KvForm form, std::span<const float> numbers);
// What the row's bytes stand for: exact, as every number of every form is a float.
std::vector<float> decodeKvRow(KvForm form, std::span<const std::byte> row, uint32_t width);

}  // namespace hearth::test
