#include "runtime/model/blocks.h"

#include <algorithm>
#include <cmath>

#include "runtime/model/rope.h"

namespace hearth {
namespace {

constexpr const char* kRemedy = ": the file is damaged or made by a faulty converter, download it again";

}  // namespace

void readCommonConfig(ModelReader& reader, ModelConfig& config) {
  config.layers = reader.count("block_count", 1, kLayersMax);
  config.width = reader.count("embedding_length", 1, kWidthMax);
  config.heads = reader.count("attention.head_count", 1, kHeadsMax);
  config.contextLength = reader.count("context_length", 1, UINT32_MAX);
  config.rmsEps = reader.number("attention.layer_norm_rms_epsilon", 0.0f, 0.1f);
}

void readGqaConfig(ModelReader& reader, ModelConfig& config, RopePairing pairing) {
  config.kvHeads = reader.countOr("attention.head_count_kv", config.heads, 1, config.heads);
  if (config.heads % config.kvHeads != 0) {
    reader.fail("key " + reader.keyName("attention.head_count_kv") + " is " + std::to_string(config.kvHeads) +
                ", which does not divide the " + std::to_string(config.heads) + " heads" + kRemedy);
  }
  if (!reader.hasKey("attention.key_length") && config.width % config.heads != 0) {
    reader.fail("key " + reader.keyName("attention.head_count") + " is " + std::to_string(config.heads) +
                ", which does not divide the embedding length " + std::to_string(config.width) + kRemedy);
  }
  const uint32_t evenShare = config.width / config.heads;
  config.keyDim = reader.countOr("attention.key_length", evenShare, 1, kHeadDimMax);
  config.valueDim = reader.countOr("attention.value_length", evenShare, 1, kHeadDimMax);
  const uint32_t dims = reader.countOr("rope.dimension_count", config.keyDim, 2, config.keyDim);
  if (dims % 2 != 0) {
    reader.fail("key " + reader.keyName("rope.dimension_count") + " is " + std::to_string(dims) +
                ", not an even number" + kRemedy);
  }
  if (reader.failed()) return;
  auto [rope, attentionFactor] = readRope(reader, dims, pairing);
  config.rope = std::move(rope);
  config.attentionScale = attentionFactor / std::sqrt(static_cast<float>(config.keyDim));
}

GqaWeights readGqa(ModelReader& reader, const ModelConfig& config, const std::string& prefix,
                   HeadNorms norms) {
  GqaWeights weights;
  weights.q = reader.linear(prefix + "attn_q", uint64_t{config.heads} * config.keyDim, config.width);
  weights.k = reader.linear(prefix + "attn_k", uint64_t{config.kvHeads} * config.keyDim, config.width);
  weights.v = reader.linear(prefix + "attn_v", uint64_t{config.kvHeads} * config.valueDim, config.width);
  weights.out = reader.linear(prefix + "attn_output", config.width, uint64_t{config.heads} * config.valueDim);
  if (norms == HeadNorms::QueryAndKey) {
    weights.qNorm = reader.vector(prefix + "attn_q_norm.weight", config.keyDim);
    weights.kNorm = reader.vector(prefix + "attn_k_norm.weight", config.keyDim);
  }
  return weights;
}

SwigluWeights readSwiglu(ModelReader& reader, const ModelConfig& config, const std::string& prefix,
                         const std::string& suffix, uint64_t ffnWidth) {
  SwigluWeights weights;
  weights.gate = reader.linear(prefix + "ffn_gate" + suffix, ffnWidth, config.width);
  weights.up = reader.linear(prefix + "ffn_up" + suffix, ffnWidth, config.width);
  weights.down = reader.linear(prefix + "ffn_down" + suffix, config.width, ffnWidth);
  return weights;
}

std::optional<Routing> readExpertCounts(ModelReader& reader) {
  Routing routing;
  routing.experts = reader.countOr("expert_count", 0, 0, kExpertsMax);
  if (routing.experts == 0) {
    // Some converters write 0 for "none"; any other number contradicts.
    reader.countOr("expert_used_count", 0, 0, 0);
    return std::nullopt;
  }
  routing.topK = reader.count("expert_used_count", 1, routing.experts);
  routing.groups = std::max(1u, reader.countOr("expert_group_count", 1, 0, routing.experts));
  if (routing.groups == 1) return routing;
  routing.topKGroups = reader.count("expert_group_used_count", 1, routing.groups);
  const uint32_t groupSize = routing.experts / routing.groups;
  // Two members at least, because a group may be scored by its two best.
  if (routing.experts % routing.groups != 0 || groupSize < 2 ||
      groupSize * routing.topKGroups < routing.topK) {
    reader.fail("key " + reader.keyName("expert_group_count") + ": " + std::to_string(routing.experts) +
                " experts in " + std::to_string(routing.groups) + " groups, of which " +
                std::to_string(routing.topKGroups) + " are used for " + std::to_string(routing.topK) +
                " experts, does not work out" + kRemedy);
  }
  return routing;
}

MoeWeights readMoe(ModelReader& reader, const ModelConfig& config, const std::string& prefix,
                   uint32_t expertWidth, uint64_t sharedWidth) {
  const uint32_t experts = config.routing->experts;
  MoeWeights weights;
  weights.expertWidth = expertWidth;
  weights.router = reader.matrix(prefix + "ffn_gate_inp.weight", experts, config.width);
  weights.routerBias = reader.vectorIfThere(prefix + "exp_probs_b.bias", experts);
  weights.gate = reader.experts(prefix, "gate", experts, expertWidth, config.width);
  weights.up = reader.experts(prefix, "up", experts, expertWidth, config.width);
  weights.down = reader.experts(prefix, "down", experts, config.width, expertWidth);
  if (sharedWidth > 0) weights.shared = readSwiglu(reader, config, prefix, "_shexp", sharedWidth);
  return weights;
}

}  // namespace hearth
