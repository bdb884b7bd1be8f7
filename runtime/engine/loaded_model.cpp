#include "runtime/engine/loaded_model.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/engine/context_size.h"
#include "runtime/forward/kv_cache.h"
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

// The weight type that most bytes are in, in capitals.
std::string commonestFormat(const GgufFile& file) {
  std::map<DType, uint64_t> bytes;
  for (const TensorInfo& tensor : file.tensors()) bytes[tensor.type] += tensor.bytes.size();
  const auto most = std::max_element(bytes.begin(), bytes.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == bytes.end()) return {};
  std::string name(layoutOf(most->first).name);
  for (char& letter : name) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return name;
}

}  // namespace

void LoadedModel::describe(const std::string& path) {
  const GgufFile& file = *model_->file;
  description_.path = path;
  description_.name = model_->config.name;
  description_.architecture = model_->config.architecture;
  description_.format = commonestFormat(file);
  description_.fileBytes = file.fileBytes();
  for (const TensorInfo& tensor : file.tensors()) {
    description_.parameters += tensor.shape[0] * tensor.shape[1] * tensor.shape[2] * tensor.shape[3];
  }
  description_.contextLength = decoder_->contextLength();
  description_.trainedContext = model_->config.contextLength;
  description_.threads = pool_->threadCount();
  description_.device = "CPU, " + std::to_string(pool_->threadCount()) + " threads";
  description_.templateWarning = prompts_->warning();
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

  auto model = loadModel(std::move(*file), {[&](float fraction) {
                           tell("Preparing", fraction);
                           return !isSet(cancel);
                         }});
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
  if (loaded->decoder_->evaluate(token, 0, LogitsFor::Last, {}, cancel) == Evaluated::Cancelled) return stopped();
  tell("Warming up", 1);
  loaded->describe(command.path);
  return loaded;
}

}  // namespace hearth
