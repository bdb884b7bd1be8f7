// What a model file holds, for people and for scripts (`hearth-cli inspect`, the model page).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "runtime/base/result.h"
#include "runtime/model/weights.h"

namespace hearth {

// How much of a file is stored in one number format.
struct FormatUse {
  uint64_t tensors = 0;
  uint64_t parameters = 0;
  uint64_t bytes = 0;
};

struct TensorFacts {
  std::string name;
  std::string format;
  std::vector<uint64_t> shape;  // as in the file: the row length first
  uint64_t bytes = 0;
};

struct RopeFacts {
  double base = 0;
  std::string scaling;  // none, linear, yarn, llama3; "tensor" for rope_freqs.weight
  double factor = 1;
  uint32_t originalContext = 0;  // 0: not stated
};

struct ModelFacts {
  std::string path, name, architecture;
  uint32_t ggufVersion = 0;
  uint32_t parts = 0;
  uint64_t fileBytes = 0;
  uint64_t parameters = 0;
  uint64_t parametersActive = 0;  // that one token uses: of the routed experts only the chosen share
  std::map<std::string, FormatUse> formats;
  std::vector<TensorFacts> tensors;

  // Empty for a file that holds a vocabulary only.
  std::optional<ModelConfig> config;
  RopeFacts rope;
  std::string
      latentLayout;  // "legacy" (attn_kv_b) or "split" (attn_k_b, attn_v_b); empty without latent attention
  uint32_t expertWidth = 0;
  uint32_t sharedExperts = 0;
  uint64_t cacheBytesPerToken = 0;  // float16 keys and values, or latents, over all layers

  std::string tokenizerModel, tokenizerPre;  // empty: not stated
  uint32_t tokens = 0;
  bool hasChatTemplate = false;
};

// Opens the file and checks all that loadModel() checks, without making tensors; a file without tensors is
// described as a vocabulary.
Result<ModelFacts> inspectModel(const std::string& path);
// The facts of a model that is loaded already.
ModelFacts factsOf(const Model& model);

nlohmann::ordered_json toJson(const ModelFacts& facts);
// A page of text for a terminal, ending in a newline.
std::string toText(const ModelFacts& facts);

}  // namespace hearth
