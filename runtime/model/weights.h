// The weights of a transformer as the forward pass wants them. All views point into the mapped file or into
// Model::owned; norm gains and biases are small and copied to float.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/gguf/gguf_file.h"
#include "runtime/model/config.h"
#include "runtime/model/expert_stack.h"
#include "runtime/tensor/tensor_view.h"

namespace hearth {

struct Linear {
  TensorView weight;        // [out, in]
  std::vector<float> bias;  // [out], or empty
};

// softmax(q k^T scale) v with heads/kvHeads queries per key (grouped-query attention).
struct GqaWeights {
  Linear q, k, v, out;
  std::vector<float> qNorm, kNorm;  // [keyDim] per-head rms_norm before rope (qwen3), or empty
};

// Names follow DeepSeek-V3.2, eq. 1.
struct IndexerWeights {
  Linear qUp;                            // [heads * dim, qLoraRank], on the query's normalised latent
  Linear key;                            // [dim, width]
  std::vector<float> keyGain, keyShift;  // [dim] of the key's layer_norm
  Linear headWeights;                    // [heads, width]
};

// Names follow DeepSeek-V2, eq. 9-19. Matrices with `heads` in their shape are stacked per head.
struct MlaWeights {
  Linear q;                   // [heads * keyDim, width] when there is no q_lora
  Linear qDown, qUp;          // [qLoraRank, width], [heads * keyDim, qLoraRank]
  std::vector<float> qNorm;   // [qLoraRank]
  Linear kvDown;              // [kvLoraRank + ropeDim, width]
  std::vector<float> kvNorm;  // [kvLoraRank]
  TensorView keyAbsorb;       // [heads * kvLoraRank, nopeDim]: q_nope -> latent space (W_UK transposed)
  TensorView keyUp;           // [heads * nopeDim, kvLoraRank]: latent -> k_nope (W_UK)
  TensorView valueUp;         // [heads * valueDim, kvLoraRank] (W_UV)
  Linear out;                 // [width, heads * valueDim]
  std::optional<IndexerWeights> indexer;
};

struct SwigluWeights {
  Linear gate, up, down;  // [ffn, width], [ffn, width], [width, ffn]
};

struct MoeWeights {
  TensorView router;              // [experts, width], float32 at use
  std::vector<float> routerBias;  // [experts]: added for the choice only (exp_probs_b), or empty
  ExpertStack gate, up, down;     // each expert's: [ffn, width] x2, [width, ffn]
  uint32_t expertWidth = 0;       // ffn of one expert
  std::optional<SwigluWeights> shared;
};

struct LayerWeights {
  std::vector<float> attentionNorm, feedForwardNorm;  // [width]
  std::optional<GqaWeights> gqa;                      // exactly one of gqa and mla
  std::optional<MlaWeights> mla;
  std::optional<SwigluWeights> dense;  // exactly one of dense and moe
  std::optional<MoeWeights> moe;
};

// A multi-token-prediction layer (DeepSeek-V3, section 2.2); loaded for later use.
struct NextnWeights {
  LayerWeights layer;
  Linear ehProj;  // [width, 2 * width] on [enorm(embedding) | hnorm(h)]
  std::vector<float> enorm, hnorm, headNorm;
};

struct Model {
  ModelConfig config;
  TensorView embedding;  // [vocab, width]
  std::vector<LayerWeights> layers;
  std::vector<float> outputNorm;  // [width]
  TensorView head;                // [vocab, width]; the embedding when tied
  std::vector<NextnWeights> nextn;
  std::unique_ptr<GgufFile> file;                   // keeps the mappings alive
  std::vector<std::unique_ptr<std::byte[]>> owned;  // tensors derived at load
};

}  // namespace hearth
