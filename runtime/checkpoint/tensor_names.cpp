#include "runtime/checkpoint/tensor_names.h"

#include <algorithm>
#include <array>

namespace hearth {
namespace {

struct Name {
  std::string_view theirs, ours;
};

constexpr std::array kWhole = {Name{"model.embed_tokens.weight", "token_embd.weight"},
                               Name{"model.norm.weight", "output_norm.weight"},
                               Name{"lm_head.weight", "output.weight"}};

// Of a layer, before ".weight" or ".bias"; an empty name: repeated from the whole model, or a table.
constexpr std::array kOfLayer = {Name{"input_layernorm", "attn_norm"},
                                 Name{"post_attention_layernorm", "ffn_norm"},
                                 Name{"self_attn.q_proj", "attn_q"},
                                 Name{"self_attn.k_proj", "attn_k"},
                                 Name{"self_attn.v_proj", "attn_v"},
                                 Name{"self_attn.o_proj", "attn_output"},
                                 Name{"self_attn.indexer.wq_b", "indexer.attn_q_b"},
                                 Name{"self_attn.indexer.wk", "indexer.attn_k"},
                                 Name{"self_attn.indexer.k_norm", "indexer.k_norm"},
                                 Name{"self_attn.indexer.weights_proj", "indexer.proj"},
                                 Name{"self_attn.q_norm", "attn_q_norm"},
                                 Name{"self_attn.k_norm", "attn_k_norm"},
                                 Name{"self_attn.q_a_proj", "attn_q_a"},
                                 Name{"self_attn.q_a_layernorm", "attn_q_a_norm"},
                                 Name{"self_attn.q_b_proj", "attn_q_b"},
                                 Name{"self_attn.kv_a_proj_with_mqa", "attn_kv_a_mqa"},
                                 Name{"self_attn.kv_a_layernorm", "attn_kv_a_norm"},
                                 Name{"self_attn.kv_b_proj", "attn_kv_b"},
                                 Name{"mlp.gate_proj", "ffn_gate"},
                                 Name{"mlp.up_proj", "ffn_up"},
                                 Name{"mlp.down_proj", "ffn_down"},
                                 Name{"mlp.gate", "ffn_gate_inp"},
                                 Name{"mlp.shared_experts.gate_proj", "ffn_gate_shexp"},
                                 Name{"mlp.shared_experts.up_proj", "ffn_up_shexp"},
                                 Name{"mlp.shared_experts.down_proj", "ffn_down_shexp"},
                                 Name{"block_sparse_moe.gate", "ffn_gate_inp"},
                                 Name{"enorm", "nextn.enorm"},
                                 Name{"hnorm", "nextn.hnorm"},
                                 Name{"eh_proj", "nextn.eh_proj"},
                                 Name{"shared_head.norm", "nextn.shared_head_norm"},
                                 Name{"shared_head.head", ""},
                                 Name{"embed_tokens", ""}};

// Behind "experts.N.".
constexpr std::array kOfExpert = {Name{"gate_proj", "ffn_gate"}, Name{"up_proj", "ffn_up"},
                                  Name{"down_proj", "ffn_down"}, Name{"w1", "ffn_gate"},
                                  Name{"w3", "ffn_up"},          Name{"w2", "ffn_down"}};

template <class Names>
const Name* find(const Names& names, std::string_view theirs) {
  const auto at =
      std::find_if(names.begin(), names.end(), [&](const Name& name) { return name.theirs == theirs; });
  return at == names.end() ? nullptr : &*at;
}

// The digits that `text` begins with, which a dot follows; both are taken away.
std::string_view takeNumber(std::string_view& text) {
  const size_t dot = text.find('.');
  if (dot == 0 || dot == std::string_view::npos || dot > 9) return {};
  const std::string_view number = text.substr(0, dot);
  if (number.find_first_not_of("0123456789") != std::string_view::npos) return {};
  text.remove_prefix(dot + 1);
  return number;
}

bool takePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

std::optional<std::string> ggufNameOf(std::string_view name) {
  if (const Name* whole = find(kWhole, name)) return std::string(whole->ours);
  if (name.ends_with("rotary_emb.inv_freq")) return std::string();
  if (!takePrefix(name, "model.layers.")) return std::nullopt;
  const std::string_view layer = takeNumber(name);
  if (layer.empty()) return std::nullopt;
  const std::string prefix = "blk." + std::string(layer) + ".";
  if (name == "mlp.gate.e_score_correction_bias") return prefix + "exp_probs_b.bias";
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view kind = name.substr(dot);
  if (kind != ".weight" && kind != ".bias") return std::nullopt;
  name = name.substr(0, dot);
  if (takePrefix(name, "mlp.experts.") || takePrefix(name, "block_sparse_moe.experts.")) {
    const std::string_view expert = takeNumber(name);
    const Name* of = find(kOfExpert, name);
    if (expert.empty() || of == nullptr) return std::nullopt;
    return prefix + std::string(of->ours) + "." + std::string(expert) + std::string(kind);
  }
  const Name* of = find(kOfLayer, name);
  if (of == nullptr) return std::nullopt;
  return of->ours.empty() ? std::string() : prefix + std::string(of->ours) + std::string(kind);
}

}  // namespace hearth
