#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// For each row the topK positions of the largest scores among those that it sees, ascending, of equals the
// earlier ones, NaN as the largest of all; or all of them. Besides, a Step that tells of a cache where the
// chosen positions lie one after another. One workgroup per row. CPU twin: selectLargest() in
// runtime/cpu/cpu_sparse_attention.cpp.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 256;  // a power of two
layout(push_constant, scalar) uniform Push {
  Address scores, positions, steps, step;
  uint rowFirst;   // scores, positions and steps begin with this row of the batch
  uint stride;     // scores per row
  uint topK;
  uint stepWords;  // from one row's Step to the next's
} p;

#include "common/step.glsl"

const uint kRun = 8;  // positions that an invocation has, one after another
shared uint counts[256];
shared uint sums[kLocalSize];
shared uint found, left;

// Order of numbers as order of unsigned integers, by bits throughout: compilers may take NaNs for impossible.
uint orderOf(uint bits) {
  const uint size = bits & 0x7fffffffu;
  if (size > 0x7f800000u) return 0xffffffffu;  // NaN
  if (size == 0) return 0x80000000u;           // either zero
  return bits != size ? ~bits : bits | 0x80000000u;
}

// The topK-th largest; `left` then tells how many of its equals are among the topK. Digit by digit from the
// highest, with one count of the numbers that agree so far for each.
uint borderOf(Words scores, uint seen) {
  uint border = 0, decided = 0;
  if (gl_LocalInvocationIndex == 0) left = p.topK;
  for (int shift = 24; shift >= 0; shift -= 8) {
    for (uint i = gl_LocalInvocationIndex; i < 256; i += kLocalSize) counts[i] = 0;
    barrier();
    for (uint i = gl_LocalInvocationIndex; i < seen; i += kLocalSize) {
      const uint order = orderOf(scores.at[i]);
      if ((order & decided) == border) atomicAdd(counts[order >> shift & 255], 1);
    }
    barrier();
    if (gl_LocalInvocationIndex == 0) {
      uint digit = 255, wanted = left;
      while (counts[digit] < wanted) wanted -= counts[digit--];
      found = digit;
      left = wanted;
    }
    barrier();
    border |= found << shift;
    decided |= 255u << shift;
  }
  return border;
}

// The sum of `value` over the invocations before this one; over all of them: `total`.
uint sumBefore(uint value, out uint total) {
  sums[gl_LocalInvocationIndex] = value;
  barrier();
  for (uint gap = 1; gap < kLocalSize; gap *= 2) {
    const uint earlier = gl_LocalInvocationIndex >= gap ? sums[gl_LocalInvocationIndex - gap] : 0;
    barrier();
    sums[gl_LocalInvocationIndex] += earlier;
    barrier();
  }
  total = sums[kLocalSize - 1];
  const uint before = sums[gl_LocalInvocationIndex] - value;
  barrier();
  return before;
}

void main() {
  const uint row = gl_WorkGroupID.x, seen = Step(p.step).first + p.rowFirst + row + 1;
  const uint chosen = min(p.topK, seen);
  Words scores = Words(advanceBy(p.scores, row, 4 * p.stride));
  Words positions = Words(advanceBy(p.positions, row, 4 * p.topK));
  Words told = Words(advanceBy(p.steps, row, 4 * p.stepWords));
  for (uint i = gl_LocalInvocationIndex; i < p.stepWords; i += kLocalSize) {
    told.at[i] = i == 0 ? chosen - 1 : i == 1 ? chosen : i - 2;
  }
  if (chosen == seen) {
    for (uint i = gl_LocalInvocationIndex; i < seen; i += kLocalSize) positions.at[i] = i;
    return;
  }
  const uint border = borderOf(scores, seen), equalsMost = left;
  uint larger = 0, equals = 0;  // before the stretch at hand
  for (uint stretch = 0; stretch < seen; stretch += kRun * kLocalSize) {
    const uint first = stretch + kRun * gl_LocalInvocationIndex;
    uint largerHere = 0, equalsHere = 0;
    for (uint i = first; i < min(first + kRun, seen); ++i) {
      const uint order = orderOf(scores.at[i]);
      largerHere += order > border ? 1 : 0;
      equalsHere += order == border ? 1 : 0;
    }
    uint largerAll, equalsAll;
    uint largerSoFar = larger + sumBefore(largerHere, largerAll);
    uint equalsSoFar = equals + sumBefore(equalsHere, equalsAll);
    for (uint i = first; i < min(first + kRun, seen); ++i) {
      const uint order = orderOf(scores.at[i]);
      const bool equal = order == border;
      if (order > border || (equal && equalsSoFar < equalsMost)) {
        positions.at[largerSoFar + min(equalsSoFar, equalsMost)] = i;
      }
      largerSoFar += order > border ? 1 : 0;
      equalsSoFar += equal ? 1 : 0;
    }
    larger += largerAll;
    equals += equalsAll;
  }
}
