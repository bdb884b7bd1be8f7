#include "runtime/model/inspect.h"

#include <cmath>

#include "runtime/base/quoted.h"
#include "runtime/checkpoint/open_checkpoint.h"
#include "runtime/model/loader.h"

namespace hearth {
namespace {

constexpr uint64_t kHalfBytes = 2;

uint64_t parametersOf(const TensorInfo& tensor) {
  return tensor.shape[0] * tensor.shape[1] * tensor.shape[2] * tensor.shape[3];
}

// Tables of the rotation are no learned parameters.
bool isParameter(const TensorInfo& tensor) { return !tensor.name.starts_with("rope_"); }

// Stacked ("blk.3.ffn_gate_exps.weight") or by itself ("blk.3.ffn_gate.17.weight").
bool isRoutedExpert(const TensorInfo& tensor) {
  if (tensor.name.find("_exps.") != std::string::npos) return true;
  const size_t kind = tensor.name.rfind(".weight");
  return tensor.name.find(".ffn_") != std::string::npos && kind != std::string::npos && kind > 0 &&
         tensor.name[kind - 1] >= '0' && tensor.name[kind - 1] <= '9';
}

uint64_t cacheBytesPerToken(const ModelConfig& config) {
  const uint64_t perLayer = config.latent
                                ? uint64_t{config.latent->kvLoraRank} + config.latent->ropeDim
                                : uint64_t{config.kvHeads} * (uint64_t{config.keyDim} + config.valueDim);
  const uint64_t index = config.indexer ? config.indexer->dim : 0;
  return (perLayer + index) * kHalfBytes * config.layers;
}

// These keys were checked when the model was loaded; a value that is absent keeps the default.
RopeFacts ropeFactsOf(const GgufFile& file, const std::string& architecture) {
  const std::string prefix = architecture + ".rope.";
  const Metadata& metadata = file.metadata();
  const auto number = [&](const char* key, float fallback) {
    const auto value = metadata.numberOr(prefix + key, fallback, 0, 1e15f);
    return double{value ? *value : fallback};
  };
  RopeFacts rope;
  rope.base = number("freq_base", 10000);
  rope.factor = number("scaling.factor", static_cast<float>(number("scale_linear", 1)));
  if (rope.factor == 0) rope.factor = 1;
  const auto original = metadata.countOr(prefix + "scaling.original_context_length", 0, 0, UINT32_MAX);
  rope.originalContext = original ? *original : 0;
  const std::string* scaling = metadata.textOrNull(prefix + "scaling.type");
  rope.scaling = scaling ? printable(*scaling) : rope.factor != 1 ? "linear" : "none";
  if (rope.scaling == "none" && file.find("rope_freqs.weight")) rope.scaling = "tensor";
  return rope;
}

void addFile(const GgufFile& file, ModelFacts& facts) {
  const Metadata& metadata = file.metadata();
  facts.path = printable(file.path(), 4096);
  facts.ggufVersion = file.version();
  facts.parts = file.partCount();
  facts.fileBytes = file.fileBytes();
  const std::string* architecture = metadata.textOrNull("general.architecture");
  const std::string* name = metadata.textOrNull("general.name");
  facts.architecture = architecture ? printable(*architecture) : "";
  facts.name = name ? printable(*name) : facts.architecture;
  for (const TensorInfo& tensor : file.tensors()) {
    const std::string format(layoutOf(tensor.type).name);
    FormatUse& use = facts.formats[format];
    ++use.tensors;
    use.parameters += parametersOf(tensor);
    use.bytes += tensor.bytes.size();
    facts.tensors.push_back({printable(tensor.name),
                             format,
                             {tensor.shape.begin(), tensor.shape.begin() + tensor.dimensions},
                             tensor.bytes.size()});
    if (isParameter(tensor)) facts.parameters += parametersOf(tensor);
  }
}

void addTokenizer(const Metadata& metadata, ModelFacts& facts) {
  const std::string* model = metadata.textOrNull("tokenizer.ggml.model");
  const std::string* pre = metadata.textOrNull("tokenizer.ggml.pre");
  const auto* tokens = metadata.textsOrNull("tokenizer.ggml.tokens");
  facts.tokenizerModel = model ? printable(*model) : "";
  facts.tokenizerPre = pre ? printable(*pre) : "";
  facts.tokens = tokens ? static_cast<uint32_t>(tokens->size()) : 0;
  facts.hasChatTemplate = metadata.textOrNull("tokenizer.chat_template") != nullptr;
}

void addExperts(const Model& model, ModelFacts& facts) {
  facts.parametersActive = facts.parameters;
  if (!model.config.routing) return;
  uint64_t routed = 0;
  for (const TensorInfo& tensor : model.file->tensors()) {
    if (isRoutedExpert(tensor)) routed += parametersOf(tensor);
  }
  facts.parametersActive -=
      routed / model.config.routing->experts * (model.config.routing->experts - model.config.routing->topK);
  for (const LayerWeights& layer : model.layers) {
    if (!layer.moe) continue;
    facts.expertWidth = layer.moe->expertWidth;
    if (layer.moe->shared)
      facts.sharedExperts = layer.moe->shared->gate.weight.rows() / layer.moe->expertWidth;
  }
}

Result<ModelFacts> factsOfVocabulary(const GgufFile& file) {
  ModelFacts facts;
  addFile(file, facts);
  addTokenizer(file.metadata(), facts);
  if (facts.tokens == 0) {
    return Error(
        "reading " + quotedPath(file.path()) +
        ": the file has neither tensors nor a vocabulary: it is damaged or incomplete, download it again");
  }
  return facts;
}

}  // namespace

ModelFacts factsOf(const Model& model) {
  const GgufFile& file = *model.file;
  ModelFacts facts;
  addFile(file, facts);
  addTokenizer(file.metadata(), facts);
  addExperts(model, facts);
  facts.config = model.config;
  facts.rope = ropeFactsOf(file, model.config.architecture);
  facts.cacheBytesPerToken = cacheBytesPerToken(model.config);
  if (model.config.latent) facts.latentLayout = file.find("blk.0.attn_k_b.weight") ? "split" : "legacy";
  return facts;
}

Result<ModelFacts> inspectModel(const std::string& path) {
  auto file = openModelFile(path);
  if (!file) return std::move(file).error();
  if (file->tensors().empty()) return factsOfVocabulary(*file);
  LoadOptions options;
  options.derived = Derived::Skip;
  auto model = loadModel(std::move(*file), options);
  if (!model) return std::move(model).error();
  return factsOf(**model);
}

}  // namespace hearth
