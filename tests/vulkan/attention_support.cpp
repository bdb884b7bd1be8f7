#include "tests/vulkan/attention_support.h"

#include <cstring>

#include "runtime/base/half.h"

namespace hearth::vulkan::test {

Cache makeCache(hearth::test::Random& random, uint32_t width, uint32_t written, uint32_t positions,
                KvForm form) {
  Cache cache;
  cache.numbers = random.normals(size_t{written} * width);
  const size_t each = form == KvForm::Float ? 4 : 2;
  cache.bytes.assign(size_t{positions} * width * each, std::byte{0xFF});
  for (size_t i = 0; i < cache.numbers.size(); ++i) {
    if (form == KvForm::Float) {
      std::memcpy(&cache.bytes[i * 4], &cache.numbers[i], 4);
      continue;
    }
    const uint16_t half = floatToHalf(cache.numbers[i]);
    cache.numbers[i] = halfToFloat(half);
    std::memcpy(&cache.bytes[i * 2], &half, 2);
  }
  return cache;
}

}  // namespace hearth::vulkan::test
