#include "runtime/engine/context_size.h"

#include <algorithm>

namespace hearth {

uint32_t defaultContextLength(const ContextNeeds& needs) {
  constexpr uint64_t kLeast = 512, kUsual = 8192, kCheap = 32768, kCheapBytes = uint64_t{1} << 30;
  const uint64_t perToken = std::max<uint64_t>(needs.cacheBytesPerToken, 1);
  const uint64_t free = needs.availableBytes - std::min(needs.availableBytes, needs.modelBytes);
  const uint64_t wanted = std::clamp(kCheapBytes / perToken, kUsual, kCheap);
  const uint64_t affordable = std::max(kLeast, free / 2 / perToken);
  return static_cast<uint32_t>(std::min({uint64_t{needs.trained}, wanted, affordable}));
}

uint32_t cachePositions(const ContextNeeds& needs, uint32_t contextLength) {
  constexpr uint64_t kContextsMost = 4, kBytesMost = uint64_t{2} << 30;
  const uint64_t perToken = std::max<uint64_t>(needs.cacheBytesPerToken, 1);
  const uint64_t taken = needs.modelBytes + perToken * contextLength;
  const uint64_t free = needs.availableBytes - std::min(needs.availableBytes, taken);
  const uint64_t more = std::min(free / 4, kBytesMost) / perToken;
  return static_cast<uint32_t>(
      std::min({contextLength + more, kContextsMost * contextLength, uint64_t{UINT32_MAX / 2}}));
}

}  // namespace hearth
