// What a checkpoint calls its tensors, and what GGUF does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hearth {

// "model.layers.3.self_attn.o_proj.weight" -> "blk.3.attn_output.weight". An empty name: a tensor that is not
// needed. Nothing: an unknown one. Experts keep a tensor each: "blk.3.ffn_gate.17.weight".
std::optional<std::string> ggufNameOf(std::string_view name);

}  // namespace hearth
