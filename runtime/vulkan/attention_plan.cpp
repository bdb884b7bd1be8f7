#include "runtime/vulkan/attention_plan.h"

#include <algorithm>
#include <bit>

#include "runtime/vulkan/attend_dispatch.h"

namespace hearth::vulkan {

namespace {

// Workgroups that keep a large device busy, several on each of its cores, and a renderer on the processor.
constexpr uint32_t kGroupsWanted = 512, kGroupsWantedBySoftware = 16;
// Positions that one workgroup passes through at most, so that late ones do not leave the device idle. (Also,
// lavapipe ends all loops after 65,535 rounds of an invocation; a block takes at most 500.)
constexpr uint32_t kSplitMost = 4096;
constexpr size_t kScratchBytes = size_t{64} << 20;

// Sums over 512 values take so many registers that tiles must be small.
uint32_t queriesMost(uint32_t valueDim) { return valueDim > 256 ? 16 : 32; }

size_t sharedBytes(const AttendTile& t) {
  const size_t pitch = t.chunk / 4 + 1;
  return 16 * pitch * (kAttendBlock + t.queries) + size_t{4} * t.queries * kAttendBlock + 4 * t.local +
         4 * t.queries;
}

AttendCut cutFor(const Attention& a, uint32_t groupsWanted) {
  // A few rows go one by one, each cut as it would be alone: what comes out for a row does not depend on the
  // rows beside it (Decoder::alikeRows()).
  const uint32_t group = a.heads / a.kvHeads;
  const uint32_t rows = a.pieces[0].x.rows < kRecordedRows ? 1 : a.pieces[0].x.rows;
  const uint32_t tile = std::min(std::bit_ceil(rows * group), queriesMost(a.valueDim));
  const uint32_t groups = ceilDiv(rows * group, tile) * a.kvHeads;
  AttendCut cut;
  const uint32_t possible = std::max(1u, ceilDiv(a.contextMax, cut.least));
  cut.splits = std::max(ceilDiv(groupsWanted, std::max(groups, 1u)), ceilDiv(a.contextMax, kSplitMost));
  // A prompt that nearly fills the device by itself is not worth a second pass over its sums.
  if (groups * 2 > groupsWanted) cut.splits = ceilDiv(a.contextMax, kSplitMost);
  cut.splits = std::clamp(cut.splits, 1u, possible);
  cut.rowsPerPass = rows;
  if (cut.splits > 1) {
    cut.bytesPerRow = size_t{cut.splits} * a.heads * (a.valueDim + 2) * sizeof(float);
    const size_t fit = std::max<size_t>(1, kScratchBytes / cut.bytesPerRow);
    cut.rowsPerPass = static_cast<uint32_t>(std::min<size_t>(rows, fit));
  }
  return cut;
}

}  // namespace

AttendCut cutOf(const Attention& a) { return cutFor(a, kGroupsWanted); }

AttendCut cutOf(const Attention& a, const KernelChoice& choice) {
  AttendCut cut = cutFor(a, kGroupsWanted);
  if (choice.software) {
    const uint32_t rowsPerPass = cut.rowsPerPass;
    cut = cutFor(a, kGroupsWantedBySoftware);
    cut.rowsPerPass = rowsPerPass;
  }
  return cut;
}

AttendTile tileOf(const KernelChoice& choice, uint32_t queries, uint32_t keyDim, uint32_t valueDim) {
  AttendTile tile;
  const uint32_t keyQuads = ceilDiv(keyDim, 4) * 4;
  tile.queries = std::min(std::bit_ceil(queries), queriesMost(valueDim));
  for (;; tile.queries /= 2) {
    // Few queries wait for memory, not for arithmetic: larger chunks keep more loads under way.
    for (const uint32_t chunk : {64u, 32u}) {
      tile.chunk = std::min(tile.queries <= 16 ? chunk : 32u, keyQuads);
      tile.local = tile.queries <= 2 ? 64 : tile.queries == 16 ? 256 : 128;
      tile.local = std::min(tile.local, std::bit_floor(choice.invocationsMax));
      if (choice.software) tile.local = 64;
      if (sharedBytes(tile) <= choice.sharedBytesMax) {
        // Threads beyond those for all columns of the values share the queries.
        const uint32_t columnThreads = std::bit_ceil(ceilDiv(valueDim, 4));
        tile.queryGroups = std::clamp(tile.local / columnThreads, 1u, tile.queries);
        return tile;
      }
    }
    if (tile.queries == 1) return tile;  // 13 KiB: every device has 16
  }
}

}  // namespace hearth::vulkan
