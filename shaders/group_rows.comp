#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"
#include "common/experts.glsl"

// Sorts the (row, choice) pairs of the experts that lie here by expert, and cuts each expert's pairs into tiles
// of at most kTileRows, for matmul by expert. One workgroup. The lists: number of tiles; tilesMax times
// (expert, where its pairs begin, how many); the pairs. The order of pairs inside an expert may differ from
// run to run: no result depends on it, since each pair is a row of its own.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 256;
layout(constant_id = 1) const uint kTileRows = 32;
layout(push_constant, scalar) uniform Push {
  Address ids, table, lists;
  uint pairs, experts, tilesMax;
} p;

const uint kExpertsMax = 512;
shared uint counts[kExpertsMax];
// Pairs and tiles of all experts up to this one, summed by doubling distances (Hillis & Steele 1986).
shared uvec2 ends[2][kExpertsMax];

uint tilesOf(uint count) { return (count + kTileRows - 1) / kTileRows; }

void main() {
  const uint lane = gl_LocalInvocationIndex;
  Words ids = Words(p.ids), lists = Words(p.lists);
  for (uint e = lane; e < p.experts; e += kLocalSize) counts[e] = 0;
  barrier();
  for (uint pair = lane; pair < p.pairs; pair += kLocalSize) {
    const uint expert = ids.at[pair];
    if (slotOf(p.table, expert) != kElsewhere) atomicAdd(counts[expert], 1);
  }
  barrier();
  for (uint e = lane; e < p.experts; e += kLocalSize) ends[0][e] = uvec2(counts[e], tilesOf(counts[e]));
  barrier();
  uint from = 0;
  for (uint distance = 1; distance < p.experts; distance *= 2) {
    for (uint e = lane; e < p.experts; e += kLocalSize) {
      ends[1 - from][e] = ends[from][e] + (e >= distance ? ends[from][e - distance] : uvec2(0));
    }
    from = 1 - from;
    barrier();
  }
  if (lane == 0) lists.at[0] = ends[from][p.experts - 1].y;
  for (uint e = lane; e < p.experts; e += kLocalSize) {
    const uint count = counts[e], first = ends[from][e].x - count, tiles = tilesOf(count);
    for (uint t = 0; t < tiles; ++t) {
      const uint tile = 1 + 3 * (ends[from][e].y - tiles + t);
      lists.at[tile] = e;
      lists.at[tile + 1] = first + t * kTileRows;
      lists.at[tile + 2] = min(count - t * kTileRows, kTileRows);
    }
    counts[e] = first;  // from here on: where the next pair goes
  }
  barrier();
  for (uint pair = lane; pair < p.pairs; pair += kLocalSize) {
    const uint expert = ids.at[pair];
    if (slotOf(p.table, expert) != kElsewhere) {
      lists.at[1 + 3 * p.tilesMax + atomicAdd(counts[expert], 1)] = pair;
    }
  }
}
