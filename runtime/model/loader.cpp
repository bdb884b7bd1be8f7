#include "runtime/model/loader.h"

#include <utility>

#include "runtime/base/quoted.h"
#include "runtime/checkpoint/open_checkpoint.h"
#include "runtime/model/model_reader.h"
#include "runtime/model/registry.h"

namespace hearth {
namespace {

constexpr const char* kTokensKey = "tokenizer.ggml.tokens";

// The vocabulary has one token for each row of the embedding: a longer one would let the tokenizer name rows
// that are not there.
uint32_t readVocabSize(ModelReader& reader) {
  const auto& metadata = reader.file().metadata();
  const auto* tokens = metadata.textsOrNull(kTokensKey);
  const TensorInfo* embedding = reader.file().find("token_embd.weight");
  if (!embedding) {
    reader.fail(
        "tensor 'token_embd.weight' is missing: the file holds a vocabulary only, or is damaged; download "
        "the complete model");
    return 0;
  }
  const uint64_t rows = embedding->shape[1];
  if (!tokens || tokens->size() != rows) {
    std::string found = "nothing";
    if (tokens) {
      found = std::to_string(tokens->size()) + " tokens";
    } else if (metadata.contains(kTokensKey)) {
      found = "something else than a list of texts";
    }
    reader.fail("key 'tokenizer.ggml.tokens' holds " + found + " where the embedding has " +
                std::to_string(rows) +
                " rows: the file is damaged or made by a faulty converter, download it again");
    return 0;
  }
  return static_cast<uint32_t>(rows);
}

NextnWeights readNextn(ModelReader& reader, const Architecture& architecture, const Model& model,
                       uint32_t index) {
  const uint32_t width = model.config.width;
  const std::string prefix = "blk." + std::to_string(index) + ".nextn.";
  NextnWeights nextn;
  nextn.layer = architecture.readLayer(reader, model.config, index);
  nextn.ehProj = reader.linear(prefix + "eh_proj", width, 2 * uint64_t{width});
  nextn.enorm = reader.vector(prefix + "enorm.weight", width);
  nextn.hnorm = reader.vector(prefix + "hnorm.weight", width);
  nextn.headNorm = reader.vectorIfThere(prefix + "shared_head_norm.weight", width);
  if (nextn.headNorm.empty()) nextn.headNorm = model.outputNorm;
  return nextn;
}

Result<std::unique_ptr<Model>> load(GgufFile file, const LoadOptions& options) {
  auto architecture = architectureOf(file.metadata());
  if (!architecture) return std::move(architecture).error();
  auto model = std::make_unique<Model>();
  model->file = std::make_unique<GgufFile>(std::move(file));
  ModelReader reader(*model->file, std::string((*architecture)->name), options.derived, model->owned);

  ModelConfig& config = model->config;
  config.architecture = (*architecture)->name;
  const std::string* name = model->file->metadata().textOrNull("general.name");
  config.name = name ? printable(*name) : config.architecture;
  (*architecture)->readConfig(reader, config);
  if (reader.failed()) return reader.takeError();
  config.vocabSize = readVocabSize(reader);
  model->embedding = reader.matrix("token_embd.weight", config.vocabSize, config.width);
  model->outputNorm = reader.vector("output_norm.weight", config.width);
  model->head = reader.hasTensor("output.weight")
                    ? reader.matrix("output.weight", config.vocabSize, config.width)
                    : model->embedding;

  const uint32_t all = config.layers + config.nextnLayers;
  for (uint32_t i = 0; i < all; ++i) {
    if (reader.failed()) return reader.takeError();
    if (i < config.layers) {
      model->layers.push_back((*architecture)->readLayer(reader, config, i));
    } else {
      model->nextn.push_back(readNextn(reader, **architecture, *model, i));
    }
    const float fraction = static_cast<float>(i + 1) / static_cast<float>(all);
    if (options.onProgress && !options.onProgress(fraction)) return Error("loading was cancelled");
  }
  if (reader.failed()) return reader.takeError();
  return model;
}

}  // namespace

Result<std::unique_ptr<Model>> loadModel(GgufFile file, const LoadOptions& options) {
  const std::string path = file.path();
  auto model = load(std::move(file), options);
  if (!model) return std::move(model).error().during("loading " + quotedPath(path));
  return model;
}

Result<std::unique_ptr<Model>> loadModel(const std::string& path, const LoadOptions& options) {
  auto file = openModelFile(path);
  if (!file) return std::move(file).error();
  return loadModel(std::move(*file), options);
}

}  // namespace hearth
