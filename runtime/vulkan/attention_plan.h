// How attention is cut up: tiles of queries, splits of positions, passes over rows, threads of a workgroup.
#pragma once

#include "runtime/vulkan/kernels.h"

namespace hearth::vulkan {

// Positions at a time, kBlock in shaders/attend.comp. Whatever is a multiple of it begins with a page.
inline constexpr uint32_t kAttendBlock = kKvPagePositions;

struct AttendCut {
  uint32_t splits = 1;
  uint32_t least = kAttendBlock;  // positions of a split, if there are as many; whole blocks
  uint32_t rowsPerPass = 0;       // passes use the same scratch one after another
  size_t bytesPerRow = 0;         // of scratch: [splits, heads] sums and states
};
// For any device, to size scratch by; and for this one, which may need fewer splits, so less scratch.
AttendCut cutOf(const Attention& a);
AttendCut cutOf(const Attention& a, const KernelChoice& choice);

// The specialisation constants of attend.comp that follow from the device; there named alike.
struct AttendTile {
  uint32_t local = 64, queries = 8, queryGroups = 1, chunk = 32;
};
AttendTile tileOf(const KernelChoice& choice, uint32_t queries, uint32_t keyDim, uint32_t valueDim);

}  // namespace hearth::vulkan
