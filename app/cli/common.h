// What several verbs share.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/options.h"
#include "runtime/base/result.h"
#include "runtime/engine/loaded_model.h"

namespace hearth::cli {

// 0, or 1 after the error was printed on standard error.
int exitCode(const Result<void>& result);

// One line on standard output; text that is not UTF-8 is written with U+FFFD. Key order is kept.
void printJson(const nlohmann::ordered_json& value);

// Without the heat map, which is for eyes.
nlohmann::ordered_json hardwareJson(const Hardware& hardware);

// As scripts know it: "end_of_text", "max_tokens", ….
const char* nameOf(DoneReason reason);

// What verbs that run a model have in common.
struct ModelOptions {
  std::string path;
  uint32_t contextLength = 0;  // 0: chosen by the verb or the runtime
  uint32_t threads = 0;
  DeviceOption device;
  uint64_t gpuMemoryBytes = 0, ramBytes = 0;  // 0: automatic
  CachePolicy expertPolicy = kShippedPolicy;
  KvForm cacheForm = KvForm::Half;
};
void declareModel(Options& options, ModelOptions& model);
void declareThreads(Options& options, ModelOptions& model);
void declareContext(Options& options, ModelOptions& model);
// --device, --gpu-memory, --ram and --expert-policy.
void declareDevice(Options& options, ModelOptions& model);
void declareCacheForm(Options& options, ModelOptions& model);

LoadModel commandFor(const ModelOptions& model);
Result<std::unique_ptr<LoadedModel>> loadFor(const ModelOptions& model);
// The tokenizer alone; works on vocabulary-only files.
Result<std::unique_ptr<Tokenizer>> loadTokenizer(const std::string& path);

// Fails when an id is not one of the model's.
Result<void> checkIds(const std::vector<TokenId>& ids, uint32_t vocabSize);

}  // namespace hearth::cli
