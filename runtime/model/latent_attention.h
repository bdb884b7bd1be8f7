// Multi-head latent attention (DeepSeek-V2, section 2.1): both ways files store its up-projections, one form
// in memory.
#pragma once

#include <string>

#include "runtime/model/model_reader.h"

namespace hearth {

// Ranks and head sizes, rotation and scale. Fills latent, kvHeads, keyDim, valueDim, rope, attentionScale.
void readMlaConfig(ModelReader& reader, ModelConfig& config);

// Reads either layout and derives what the other one holds. Legacy: attn_kv_b, per head nopeDim rows of W_UK,
// then valueDim rows of W_UV. Split: attn_k_b is W_UK transposed per head, attn_v_b is W_UV.
MlaWeights readMla(ModelReader& reader, const ModelConfig& config, const std::string& prefix);

}  // namespace hearth
