#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// Each workgroup sorts kTile candidates and keeps its best k: larger first, equal ones by the lower id. The
// first stage reads logits, NaN as the largest of all; later ones (kFromPairs) what the stage before kept; the
// last (kLast), of one workgroup, writes ids and values. Places without a candidate: id 2^32 - 1, minus infinity.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(constant_id = 1) const uint kTile = 1024;  // a power of two
layout(constant_id = 2) const uint kFromPairs = 0;
layout(constant_id = 3) const uint kLast = 0;
layout(push_constant, scalar) uniform Push {
  Address from;         // floats, or pairs (key, id)
  Address ids, values;  // in stages before the last `ids` takes pairs, k of each workgroup
  uint count, k;
} p;

layout(buffer_reference, scalar, buffer_reference_align = 8) buffer Pairs { uvec2 at[]; };

shared uint keys[kTile], ids[kTile];

// Order of numbers as order of unsigned integers; nothing is as small as 0, nor NaN's all ones. By bits
// throughout: compilers may take NaNs for impossible.
uint keyOf(uint bits) {
  const uint size = bits & 0x7fffffffu;
  if (size > 0x7f800000u) return 0xffffffffu;  // NaN
  if (size == 0) return 0x80000000u;           // either zero
  return bits != size ? ~bits : bits | 0x80000000u;
}
float valueOf(uint key) {
  if (key == 0) key = 0x007fffffu;
  return uintBitsToFloat((key & 0x80000000u) != 0 ? key & 0x7fffffffu : ~key);
}
bool before(uint a, uint b) { return keys[a] != keys[b] ? keys[a] > keys[b] : ids[a] < ids[b]; }

void main() {
  const uint first = gl_WorkGroupID.x * kTile;
  for (uint i = gl_LocalInvocationIndex; i < kTile; i += kLocalSize) {
    uvec2 pair = uvec2(0, 0xffffffffu);
    if (first + i < p.count) {
      pair = kFromPairs != 0 ? Pairs(p.from).at[first + i]
                             : uvec2(keyOf(Words(p.from).at[first + i]), first + i);
    }
    keys[i] = pair.x;
    ids[i] = pair.y;
  }
  // Bitonic sort (Batcher 1968): runs of `run` alternate in direction until one is left.
  for (uint run = 2; run <= kTile; run *= 2) {
    for (uint gap = run / 2; gap > 0; gap /= 2) {
      barrier();
      for (uint i = gl_LocalInvocationIndex; i < kTile / 2; i += kLocalSize) {
        const uint a = i / gap * 2 * gap + i % gap, b = a + gap;
        if (before(b, a) == ((a & run) == 0)) {
          const uint key = keys[a], id = ids[a];
          keys[a] = keys[b];
          ids[a] = ids[b];
          keys[b] = key;
          ids[b] = id;
        }
      }
    }
  }
  barrier();
  for (uint i = gl_LocalInvocationIndex; i < p.k; i += kLocalSize) {
    if (kLast != 0) {
      Words(p.ids).at[i] = ids[i];
      Floats(p.values).at[i] = valueOf(keys[i]);
    } else {
      Pairs(p.ids).at[gl_WorkGroupID.x * p.k + i] = uvec2(keys[i], ids[i]);
    }
  }
}
