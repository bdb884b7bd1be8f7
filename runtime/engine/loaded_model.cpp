#include "runtime/engine/loaded_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/engine/context_size.h"
#include "runtime/forward/kv_cache.h"
#include "runtime/model/inspect.h"
#include "runtime/model/loader.h"

namespace hearth {
namespace {

bool isSet(const std::atomic<bool>* cancel) { return cancel != nullptr && cancel->load(std::memory_order_relaxed); }

Error stopped() { return Error("loading was stopped"); }

uint32_t contextLengthFor(const LoadModel& command, const Model& model) {
  if (command.contextLength > 0) return command.contextLength;
  ContextNeeds needs;
  needs.trained = model.config.contextLength;
  needs.cacheBytesPerToken = kvShapeOf(model.config, 1, KvPrecision::Half).bytesPerToken();
  needs.modelBytes = model.file->fileBytes();
  needs.availableBytes = availableMemoryBytes();
  return defaultContextLength(needs);
}

// The number format that most bytes are in, in capitals.
std::string commonestFormat(const ModelFacts& facts) {
  const auto most = std::max_element(facts.formats.begin(), facts.formats.end(), [](const auto& a, const auto& b) {
    return a.second.bytes < b.second.bytes;
  });
  std::string name = most == facts.formats.end() ? std::string() : most->first;
  for (char& letter : name) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return name;
}

}  // namespace

void LoadedModel::describe(const std::string& path) {
  const ModelFacts facts = factsOf(*model_);
  description_.path = path;
  description_.name = facts.name;
  description_.architecture = facts.architecture;
  description_.format = commonestFormat(facts);
  description_.fileBytes = facts.fileBytes;
  description_.parameters = facts.parameters;
  description_.contextLength = decoder_->contextLength();
  description_.trainedContext = model_->config.contextLength;
  description_.threads = pool_->threadCount();
  description_.device = "CPU, " + std::string(cpu::instructionSet()) + ", " + std::to_string(pool_->threadCount()) +
                        (pool_->threadCount() == 1 ? " thread" : " threads");
  description_.templateWarning = prompts_->warning();
  if (const auto warning = tokenizer_->warning(); !warning.empty()) {
    if (!description_.templateWarning.empty()) description_.templateWarning += ' ';
    description_.templateWarning += warning;
  }
}

Result<std::unique_ptr<LoadedModel>> LoadedModel::load(const LoadModel& command,
                                                       const std::function<void(const LoadProgress&)>& onProgress,
                                                       const std::atomic<bool>* cancel) {
  const auto tell = [&](const char* phase, float fraction) {
    if (onProgress) onProgress({phase, fraction});
  };
  tell("Reading", 0);
  auto file = GgufFile::open(command.path);
  if (!file) return std::move(file).error();
  if (isSet(cancel)) return stopped();

  std::unique_ptr<LoadedModel> loaded(new LoadedModel);
  auto tokenizer = Tokenizer::fromMetadata(file->metadata());
  if (!tokenizer) return std::move(tokenizer).error();
  loaded->tokenizer_ = std::move(*tokenizer);
  tell("Reading", 1);

  LoadOptions options;
  options.onProgress = [&](float fraction) {
    tell("Preparing", fraction);
    return !isSet(cancel);
  };
  auto model = loadModel(std::move(*file), options);
  if (isSet(cancel)) return stopped();
  if (!model) return std::move(model).error();
  loaded->model_ = std::move(*model);
  if (loaded->tokenizer_->vocabSize() > loaded->model_->config.vocabSize) {
    return Error("the tokenizer has " + std::to_string(loaded->tokenizer_->vocabSize()) +
                 " tokens, but the model only " + std::to_string(loaded->model_->config.vocabSize) +
                 "; the file is damaged or was put together wrongly: get it again");
  }
  loaded->prompts_ = std::make_unique<PromptBuilder>(loaded->model_->file->metadata(), *loaded->tokenizer_);

  loaded->pool_ = std::make_unique<ThreadPool>(command.threads);
  loaded->ops_ = makeCpuOps(*loaded->pool_);
  auto decoder = Decoder::create(*loaded->model_, *loaded->ops_, contextLengthFor(command, *loaded->model_));
  if (!decoder) return std::move(decoder).error();
  loaded->decoder_ = std::move(*decoder);
  loaded->evaluator_ = std::make_unique<DecoderEvaluator>(*loaded->decoder_, loaded->model_->config.vocabSize);
  loaded->session_ = std::make_unique<Session>(*loaded->evaluator_);

  // One token through all layers brings the weights into memory and the threads to life.
  tell("Warming up", 0);
  const std::array<TokenId, 1> token = {loaded->tokenizer_->bos().value_or(0)};
  if (loaded->decoder_->evaluate(token, 0, LogitsFor::Last, loaded->session_->logits(), cancel) == Evaluated::Cancelled) return stopped();
  tell("Warming up", 1);
  loaded->describe(command.path);
  return loaded;
}

}  // namespace hearth
