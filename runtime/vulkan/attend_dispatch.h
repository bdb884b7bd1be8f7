// One call of shaders/attend.comp and the dispatches that it is cut into.
#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "runtime/vulkan/kernels.h"

namespace hearth::vulkan {

inline constexpr uint32_t kGroupsMax = 65535;                      // along one axis, on every device
inline constexpr uint32_t kAttendStarts = 1, kAttendFinishes = 2;  // bits of `phase`

constexpr uint32_t ceilDiv(uint32_t a, uint32_t b) { return (a + b - 1) / b; }
// Workgroups for `count` numbers, `each` to a group; in a plane where an axis is too short.
inline Groups spread(uint32_t count, uint32_t each) {
  const uint32_t groups = ceilDiv(count, each), y = std::max(1u, ceilDiv(groups, kGroupsMax));
  return {.x = ceilDiv(groups, y), .y = y};
}
constexpr size_t aligned(size_t bytes) { return (bytes + 255) / 256 * 256; }

// The variant of a shader that reads such a cache. Of forms in blocks a constant tells which it is.
inline std::string variantFor(const char* shader, KvForm form) {
  return shader + std::string(inBlocks(form) ? "_blocks" : form == KvForm::Half ? "_half" : "_float");
}

// In attend.comp, word for word.
struct AttendPush {
  Address q0 = 0, q1 = 0, keys = 0, values = 0, cached = 0, sums = 0, states = 0, step = 0;
  uint32_t qCols0 = 0, qStride0 = 0, qCols1 = 0, qStride1 = 0;
  uint32_t keyWidth = 0, valueWidth = 0, cachedWidth = 0;
  uint32_t rowFirst = 0, rows = 0, kvHeads = 0;
  uint32_t firstGroup = 0, least = 0, rangeFirst = 0, rangeEnd = 0, phase = 0;
  float scale = 1.0f;
};

// Everything about a call of attend.comp that does not differ between its dispatches.
struct AttendCall {
  std::string shader;
  AttendPush push{};
  uint32_t keyDim = 0, piece0 = 0, valueDim = 0, group = 1, splits = 1, positions = 0;
  KvForm form = KvForm::Half;  // of cached numbers
  std::array<Access, 5> reads{};
  std::array<Access, 2> writes{};
};

// All tiles of queries, key heads and splits, in as many dispatches as their work asks for.
void dispatchTiles(Recorder& r, const AttendCall& call);

}  // namespace hearth::vulkan
