// The hyperparameters of a transformer, in the papers' terms. Below model/ nobody knows an architecture's
// name: what differs between architectures is a number here or an optional weight in weights.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hearth {

// Which two numbers of a head a rotation turns: neighbours (GPT-J; DeepSeek, llama) or the two halves
// (GPT-NeoX; Qwen).
enum class RopePairing { Neighbours, Halves };

// Rotary position embedding with every scaling (linear, YaRN, Llama-3) already folded in at load.
struct Rope {
  RopePairing pairing = RopePairing::Neighbours;
  uint32_t dims = 0;                      // numbers of a head that turn (even)
  std::vector<float> inverseFrequencies;  // [dims / 2], radians per position
  float magnitude = 1.0f;                 // multiplies cos and sin (YaRN's m(mscale)/m(mscale_all_dim))
};

// Multi-head latent attention (DeepSeek-V2, eq. 9-19).
struct LatentAttention {
  uint32_t qLoraRank = 0;   // 0: the query is one matrix
  uint32_t kvLoraRank = 0;  // width of the cached latent
  uint32_t nopeDim = 0;     // query/key numbers per head without rotation
  uint32_t ropeDim = 0;     // rotated ones, shared by all heads on the key side
  uint32_t valueDim = 0;    // per head
};

// The lightning indexer of sparse attention (DeepSeek-V3.2, section 2.1): a query attends to the topK earlier
// positions that it scores highest, and to all of them while there are no more. Every layer has one; the
// first rope.dims numbers of its heads are rotated, by halves.
struct Indexer {
  uint32_t heads = 0;
  uint32_t dim = 0;  // per head, and of the one key that they share
  uint32_t topK = 0;
};

enum class Gating { Softmax, Sigmoid };
// How a group of experts is scored when only some groups are kept: V2 takes the best expert, V3 the sum of
// the best two (biased) ones.
enum class GroupScore { Max, TopTwoSum };
// Softmax gating normalises over all experts (DeepSeek-V2, Qwen3-MoE: then optionally over the chosen ones).
struct Routing {
  uint32_t experts = 0;
  uint32_t topK = 0;
  uint32_t groups = 1;  // 1: no groups
  uint32_t topKGroups = 1;
  GroupScore groupScore = GroupScore::TopTwoSum;
  Gating gating = Gating::Softmax;
  bool normalizeWeights = false;  // chosen weights are divided by their sum
  float scale = 1.0f;
};

struct ModelConfig {
  std::string architecture;  // for people and for inspect only
  std::string name;
  uint32_t vocabSize = 0;
  uint32_t width = 0;          // residual stream (embedding_length)
  uint32_t layers = 0;         // without nextn layers
  uint32_t nextnLayers = 0;    // multi-token-prediction layers found in the file
  uint32_t contextLength = 0;  // trained
  uint32_t heads = 0;
  uint32_t kvHeads = 0;      // grouped-query attention; unused with latent attention
  uint32_t keyDim = 0;       // per head (latent: nopeDim + ropeDim)
  uint32_t valueDim = 0;     // per head
  uint32_t denseLayers = 0;  // leading layers with a plain feed-forward (mixture models)
  float rmsEps = 1e-6f;
  float attentionScale = 1.0f;  // multiplies q.k; YaRN's m^2 is folded in
  Rope rope;
  std::optional<LatentAttention> latent;
  std::optional<Indexer> indexer;  // only with latent attention
  std::optional<Routing> routing;
};

}  // namespace hearth
