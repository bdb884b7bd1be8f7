#include "app/cli/common.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "runtime/gguf/gguf_file.h"
#include "storage/paths.h"

namespace hearth::cli {

int exitCode(const Result<void>& result) {
  if (result) return kDone;
  std::fflush(stdout);
  std::fprintf(stderr, "hearth-cli: %s\n", result.error().what().c_str());
  return kFailed;
}

void printJson(const nlohmann::ordered_json& value) {
  // ASCII only: some readers end a line at U+2028 or U+0085, which would stand raw in the text.
  const std::string line = value.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}

nlohmann::ordered_json hardwareJson(const Hardware& h) {
  using nlohmann::ordered_json;
  const auto onGpu = std::count_if(h.cells.begin(), h.cells.end(),
                                   [](const ExpertHeat& cell) { return cell.tier == ExpertTier::Gpu; });
  return {{"gpu", h.gpu},
          {"notes", h.notes},
          {"gpu_layers", h.gpuLayers},
          {"layers", h.layers},
          {"expert_layers", h.expertLayers},
          {"experts", h.cells.size()},
          {"gpu_experts", onGpu},
          {"gpu_memory",
           {{"weights", h.memory.weights},
            {"experts", h.memory.experts},
            {"kv_cache", h.memory.kvCache},
            {"compute", h.memory.compute},
            {"others", h.memory.others},
            {"free", h.memory.free},
            {"total", h.memory.total},
            {"budget", h.memory.budget}}},
          {"hit_rate", h.hitRateKnown ? ordered_json(h.hitRate) : ordered_json()},
          {"bytes_per_token",
           {{"gpu", h.gpuBytesPerToken}, {"memory", h.memoryBytesPerToken}, {"disk", h.diskBytesPerToken}}},
          {"tokens_per_second", h.tokensPerSecond},
          {"tokens_per_second_bound", h.tokensPerSecondBound}};
}

const char* nameOf(DoneReason reason) {
  switch (reason) {
    case DoneReason::EndOfText:
      return "end_of_text";
    case DoneReason::StopString:
      return "stop_string";
    case DoneReason::MaxTokens:
      return "max_tokens";
    case DoneReason::ContextFull:
      return "context_full";
    case DoneReason::Cancelled:
      return "cancelled";
  }
  return "";
}

void declareModel(Options& options, ModelOptions& model) {
  options.argument("MODEL", "a GGUF file", model.path);
}

void declareThreads(Options& options, ModelOptions& model) {
  options.count("--threads", "threads to compute with (default: one per physical core)", model.threads, 1,
                4096);
}

void declareContext(Options& options, ModelOptions& model) {
  options.count("--ctx", "context length in tokens (default: as trained, bounded by memory)",
                model.contextLength, 1, 1u << 26);
}

void declareDevice(Options& options, ModelOptions& model) {
  options.device("--device", "cpu, gpu, gpu:N (see hearth-cli devices) or auto (default: auto)",
                 model.device);
  options.bytes("--gpu-memory", "most to use of the GPU's memory, as in 6G (default: what is free)",
                model.gpuMemoryBytes);
  options.bytes("--ram",
                "most to use of the computer's memory for weights, as in 16G (default: what is free)",
                model.ramBytes);
  options.policy("--expert-policy",
                 "which experts to keep near, as in hearth-cli simulate (default: " +
                     std::string(nameOf(kShippedPolicy)) + ")",
                 model.expertPolicy);
}

void declareCacheForm(Options& options, ModelOptions& model) {
  options.cacheForm("--cache-type", "what the context is kept in: f16, f32, q8_0, q4_0 or f8 (default: f16)",
                    model.cacheForm);
}

LoadModel commandFor(const ModelOptions& model) {
  LoadModel command;
  command.path = model.path;
  command.contextLength = model.contextLength;
  command.threads = model.threads;
  command.device = model.device.kind;
  if (model.device.index) command.gpuIndex = static_cast<int32_t>(*model.device.index);
  command.gpuMemoryBytes = model.gpuMemoryBytes;
  command.ramBytes = model.ramBytes;
  command.expertPolicy = model.expertPolicy;
  command.cacheForm = model.cacheForm;
  command.cacheFolder = storage::dataDirectory() + "/cache";
  return command;
}

Result<std::unique_ptr<LoadedModel>> loadFor(const ModelOptions& model) {
  auto loaded = LoadedModel::load(commandFor(model), {}, nullptr);
  if (!loaded) return loaded;
  const ModelLoaded& description = (*loaded)->description();
  if (!description.templateWarning.empty()) {
    std::fprintf(stderr, "hearth-cli: %s\n", description.templateWarning.c_str());
  }
  if (model.contextLength > description.trainedContext) {
    std::fprintf(
        stderr,
        "hearth-cli: the model was trained on %u tokens of context; beyond them its answers are unreliable\n",
        description.trainedContext);
  }
  return loaded;
}

Result<std::unique_ptr<Tokenizer>> loadTokenizer(const std::string& path) {
  const auto file = GgufFile::open(path);
  if (!file) return file.error();
  return Tokenizer::fromMetadata(file->metadata());
}

Result<void> checkIds(const std::vector<TokenId>& ids, uint32_t vocabSize) {
  for (const TokenId id : ids) {
    if (id < 0 || static_cast<uint32_t>(id) >= vocabSize) {
      return Error("there is no token " + std::to_string(id) + "; this model's tokens go from 0 to " +
                   std::to_string(vocabSize - 1));
    }
  }
  return {};
}

}  // namespace hearth::cli
