// Building blocks that several architectures share, read from their usual tensor names. `prefix` is
// "blk.<layer>.".
#pragma once

#include <string>

#include "runtime/model/model_reader.h"

namespace hearth {

// Keys that every architecture has: layers, widths, heads, context, epsilon.
void readCommonConfig(ModelReader& reader, ModelConfig& config);

// Head sizes and rotation of grouped-query attention. Fills kvHeads, keyDim, valueDim, rope, attentionScale.
void readGqaConfig(ModelReader& reader, ModelConfig& config, RopePairing pairing);

enum class HeadNorms { None, QueryAndKey };
GqaWeights readGqa(ModelReader& reader, const ModelConfig& config, const std::string& prefix,
                   HeadNorms norms);

// blk.N.ffn_gate<suffix>, ffn_up<suffix>, ffn_down<suffix>; the suffix is "" or "_shexp".
SwigluWeights readSwiglu(ModelReader& reader, const ModelConfig& config, const std::string& prefix,
                         const std::string& suffix, uint64_t ffnWidth);

// How many experts, how many of them a token uses, and their groups; empty for a model without experts. The
// caller settles gating, normalisation and scale, which differ.
std::optional<Routing> readExpertCounts(ModelReader& reader);
// Routed experts, stacked in one tensor or in a tensor each; `sharedWidth` is 0 when there is no shared
// expert.
MoeWeights readMoe(ModelReader& reader, const ModelConfig& config, const std::string& prefix,
                   uint32_t expertWidth, uint64_t sharedWidth);

}  // namespace hearth
