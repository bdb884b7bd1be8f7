#include "runtime/cpu/choose_experts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "runtime/cpu/kernels/kernels.h"

namespace hearth::cpu {

namespace {

constexpr float kOut = -std::numeric_limits<float>::infinity();

// The index of the largest number; the first of equals.
uint32_t best(std::span<const float> x) {
  return static_cast<uint32_t>(std::max_element(x.begin(), x.end()) - x.begin());
}

float groupScore(GroupScore kind, std::span<const float> members) {
  float first = kOut, second = kOut;
  for (float score : members) {
    if (score > first) {
      second = std::exchange(first, score);
    } else {
      second = std::max(second, score);
    }
  }
  if (kind == GroupScore::Max || members.size() == 1) return first;
  return first + second;
}

// Leaves only the experts of the best groups in the running.
void keepBestGroups(const Routing& rule, std::span<float> preference, std::span<float> groups) {
  const uint32_t each = rule.experts / rule.groups;
  for (uint32_t g = 0; g < rule.groups; ++g) {
    groups[g] = groupScore(rule.groupScore, preference.subspan(g * each, each));
  }
  constexpr float kKept = std::numeric_limits<float>::infinity();
  for (uint32_t k = 0; k < rule.topKGroups; ++k) {
    // Among those not yet kept; kept ones are marked and skipped.
    uint32_t winner = rule.groups;
    for (uint32_t g = 0; g < rule.groups; ++g) {
      if (groups[g] != kKept && (winner == rule.groups || groups[g] > groups[winner])) winner = g;
    }
    if (winner < rule.groups) groups[winner] = kKept;
  }
  for (uint32_t g = 0; g < rule.groups; ++g) {
    if (groups[g] != kKept) std::fill_n(preference.begin() + g * each, each, kOut);
  }
}

}  // namespace

void chooseExperts(const Routing& rule, const float* scores, std::span<const float> choiceBias,
                   float* scratch, uint32_t* experts, float* weights) {
  const std::span<float> gates(scratch, rule.experts);
  const std::span<float> preference(scratch + rule.experts, rule.experts);
  const std::span<float> groups(scratch + 2 * rule.experts, rule.groups);

  std::copy_n(scores, rule.experts, gates.begin());
  if (rule.gating == Gating::Softmax) {
    softmax(gates.data(), rule.experts);
  } else {
    for (float& gate : gates) gate = 1.0f / (1.0f + std::exp(-gate));
  }
  std::copy(gates.begin(), gates.end(), preference.begin());
  for (size_t e = 0; e < choiceBias.size(); ++e) preference[e] += choiceBias[e];
  if (rule.groups > 1) keepBestGroups(rule, preference, groups);

  float sum = 0;
  for (uint32_t k = 0; k < rule.topK; ++k) {
    experts[k] = best(preference);
    weights[k] = gates[experts[k]];
    preference[experts[k]] = kOut;
    sum += weights[k];
  }
  // 1e-20 as in DeepSeek's own code: a row of zeros stays zero instead of becoming NaN.
  const float factor = rule.normalizeWeights ? rule.scale / (sum + 1e-20f) : rule.scale;
  for (uint32_t k = 0; k < rule.topK; ++k) weights[k] *= factor;
}

}  // namespace hearth::cpu
