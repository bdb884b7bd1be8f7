// The router's rule: which experts a token goes to, and with what weights.
#pragma once

#include <cstdint>
#include <span>

#include "runtime/model/config.h"

namespace hearth::cpu {

// Floats of scratch for one row.
constexpr uint32_t chooseExpertsScratch(const Routing& rule) { return 2 * rule.experts + rule.groups; }

// scores [experts] (the router's raw output) -> rule.topK expert ids, best first, and their weights.
// `choiceBias` [experts] or empty moves the choice only, never the weights (DeepSeek-V3, eq. 16).
void chooseExperts(const Routing& rule, const float* scores, std::span<const float> choiceBias,
                   float* scratch, uint32_t* experts, float* weights);

}  // namespace hearth::cpu
