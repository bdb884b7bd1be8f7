#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// The router's choice of every row, one workgroup each: the p.topK best of p.experts scores, with weights.
// Statement for statement runtime/cpu/choose_experts.cpp; of equals the lower id wins.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;  // a power of two
layout(constant_id = 1) const bool kSoftmax = true;  // else sigmoid
layout(constant_id = 2) const bool kTopTwoSum = false;
layout(constant_id = 3) const bool kNormalize = false;
layout(push_constant, scalar) uniform Push {
  Address scores, bias, ids, weights;  // bias may be 0
  uint experts, topK, groups, topKGroups;
  float scale;
} p;
#include "common/reduce.glsl"

const uint kExpertsMax = 512;
// Beyond every score: infinities need not survive on a GPU.
const float kOut = -3.4e38;
const float kKept = 3.4e38;
shared float gates[kExpertsMax], preference[kExpertsMax], groupScores[kExpertsMax];

// Where the largest preference is.
uint best() {
  float largest = kOut;
  uint id = 0;
  for (uint e = gl_LocalInvocationIndex; e < p.experts; e += kLocalSize) {
    if (preference[e] > largest) {
      largest = preference[e];
      id = e;
    }
  }
  const float overall = workgroupMax(largest);
  // Ids are exact in float32. With nothing left in the running, the first wins, as on the CPU.
  const float loser = -float(kExpertsMax);
  return uint(-workgroupMax(overall == kOut ? 0.0 : largest == overall ? -float(id) : loser));
}

void scoreGroup(uint group, uint each) {
  float first = kOut, second = kOut;
  for (uint e = group * each; e < (group + 1) * each; ++e) {
    const float score = preference[e];
    second = score > first ? first : max(second, score);
    first = max(first, score);
  }
  groupScores[group] = kTopTwoSum && each > 1 ? first + second : first;
}

void keepBestGroups() {
  for (uint k = 0; k < p.topKGroups; ++k) {
    uint winner = p.groups;
    for (uint g = 0; g < p.groups; ++g) {
      if (groupScores[g] != kKept && (winner == p.groups || groupScores[g] > groupScores[winner])) winner = g;
    }
    if (winner < p.groups) groupScores[winner] = kKept;
  }
}

void main() {
  const uint lane = gl_LocalInvocationIndex, row = gl_WorkGroupID.x;
  Floats scores = Floats(p.scores);
  const uint at = row * p.experts;
  if (kSoftmax) {
    float largest = kOut;
    for (uint e = lane; e < p.experts; e += kLocalSize) largest = max(largest, scores.at[at + e]);
    largest = workgroupMax(largest);
    float sum = 0.0;
    for (uint e = lane; e < p.experts; e += kLocalSize) {
      gates[e] = exp(scores.at[at + e] - largest);
      sum += gates[e];
    }
    sum = workgroupSum(sum);
    for (uint e = lane; e < p.experts; e += kLocalSize) gates[e] /= sum;
  } else {
    for (uint e = lane; e < p.experts; e += kLocalSize) gates[e] = 1.0 / (1.0 + exp(-scores.at[at + e]));
  }
  for (uint e = lane; e < p.experts; e += kLocalSize) {
    preference[e] = p.bias == Address(0) ? gates[e] : gates[e] + Floats(p.bias).at[e];
  }
  barrier();

  if (p.groups > 1) {
    const uint each = p.experts / p.groups;
    for (uint g = lane; g < p.groups; g += kLocalSize) scoreGroup(g, each);
    barrier();
    if (lane == 0) keepBestGroups();
    barrier();
    for (uint e = lane; e < p.groups * each; e += kLocalSize) {
      if (groupScores[e / each] != kKept) preference[e] = kOut;
    }
    barrier();
  }

  Words ids = Words(p.ids);
  Floats weights = Floats(p.weights);
  float sum = 0.0;
  for (uint k = 0; k < p.topK; ++k) {
    const uint id = best();
    sum += gates[id];
    if (lane == 0) {
      ids.at[row * p.topK + k] = id;
      weights.at[row * p.topK + k] = gates[id];
      preference[id] = kOut;
    }
    barrier();
  }
  // 1e-20 as on the CPU: a row of zeros stays zero instead of becoming NaN.
  const float factor = kNormalize ? p.scale / (sum + 1e-20) : p.scale;
  if (lane == 0) {
    for (uint k = 0; k < p.topK; ++k) weights.at[row * p.topK + k] *= factor;
  }
}
