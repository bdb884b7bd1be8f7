#include "runtime/engine/loaded_model.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "runtime/base/host_memory.h"
#include "runtime/checkpoint/open_checkpoint.h"
#include "runtime/engine/context_size.h"
#include "runtime/engine/weights_ahead.h"
#include "runtime/experts/profile_bytes.h"
#include "runtime/forward/kv_cache.h"
#include "runtime/gguf/publisher_facts.h"
#include "runtime/model/inspect.h"
#include "runtime/model/loader.h"

namespace hearth {
namespace {

bool isSet(const std::atomic<bool>* cancel) {
  return cancel != nullptr && cancel->load(std::memory_order_relaxed);
}

Error stopped() { return Error("loading was stopped"); }

// A layer that guesses ahead has a cache of its own.
ContextNeeds contextNeeds(const Model& model, KvForm cacheForm, GuessesAhead ahead) {
  ContextNeeds needs;
  needs.trained = model.config.contextLength;
  needs.cacheBytesPerToken = kvShapeOf(model.config, 1, cacheForm).bytesPerToken();
  if (ahead == GuessesAhead::Yes && !model.nextn.empty())
    needs.cacheBytesPerToken += nextnCacheBytesPerToken(model.config, cacheForm);
  needs.modelBytes = model.file->fileBytes();
  needs.availableBytes = availableMemoryBytes();
  return needs;
}

// The number format that most bytes are in, in capitals.
std::string commonestFormat(const ModelFacts& facts) {
  const auto most =
      std::max_element(facts.formats.begin(), facts.formats.end(),
                       [](const auto& a, const auto& b) { return a.second.bytes < b.second.bytes; });
  std::string name = most == facts.formats.end() ? std::string() : most->first;
  if (name == layoutOf(DType::F8_E4M3).name) name = "fp8";  // as everybody calls it
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
  description_.contextLength = evaluator_->contextLength();
  description_.trainedContext = model_->config.contextLength;
  description_.threads = pool_->threadCount();
  description_.device = backend_->device();
  description_.placement = backend_->placement();
  description_.origins = modelNames(model_->file->metadata());
  description_.sampling = publishedSampling(model_->file->metadata());
  description_.templateVariables = prompts_->variables();
  description_.templateWarning = prompts_->warning();
  if (const auto warning = tokenizer_->warning(); !warning.empty()) {
    if (!description_.templateWarning.empty()) description_.templateWarning += ' ';
    description_.templateWarning += warning;
  }
}

Result<void> LoadedModel::prepareDrafting(const LoadModel& command) {
  if (command.drafting == Drafting::Off) return {};
  draftGuesses_ = std::min(command.draftGuesses, kGuessesMost);
  if (!command.draftModelPath.empty()) {
    auto small = DraftModel::load(command.draftModelPath, *tokenizer_, *pool_, session_->contextLength());
    if (!small) return std::move(small).error();
    draftModel_ = std::move(*small);
  } else if (evaluator_->drafts()) {
    ownDrafter_ = std::make_unique<NextnDrafter>();
  } else {
    ownDrafter_ = std::make_unique<NgramDrafter>();
  }
  return {};
}

DraftAhead LoadedModel::draftAhead() {
  DraftAhead ahead;
  ahead.drafter = draftModel_ ? &draftModel_->drafter() : ownDrafter_.get();
  if (draftGuesses_ > 0) {
    ahead.guesses = draftGuesses_;
  } else {
    ahead.meter = &draftMeter_;
  }
  return ahead;
}

Result<std::unique_ptr<LoadedModel>> LoadedModel::load(
    const LoadModel& command, const std::function<void(const LoadProgress&)>& onProgress,
    const std::atomic<bool>* cancel) {
  const auto tell = [&](const char* phase, float fraction) {
    if (onProgress) onProgress({phase, fraction});
  };
  tell("Reading", 0);
  auto file = openModelFile(command.path);
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
  const Model& weights = *loaded->model_;
  const bool withNextn = command.drafting == Drafting::Auto && command.draftModelPath.empty();
  const ContextNeeds needs =
      contextNeeds(weights, command.cacheForm, withNextn ? GuessesAhead::Yes : GuessesAhead::No);
  const uint32_t contextLength =
      command.contextLength > 0 ? command.contextLength : defaultContextLength(needs);
  if (weights.config.routing) {
    const size_t cacheBytes = needs.cacheBytesPerToken * contextLength;
    auto experts = openSource(weights, command.ramBytes, availableMemoryBytes(), cacheBytes,
                              command.expertPolicy, loaded->pool_->nodes());
    if (!experts) return std::move(experts).error();
    loaded->experts_ = std::move(*experts);
  }
  tell("Placing", 0);
  BackendOptions backend;
  backend.device = command.device;
  backend.gpu.device = {command.gpuIndex < 0, static_cast<uint32_t>(std::max(0, command.gpuIndex))};
  backend.gpu.memoryBytes = command.gpuMemoryBytes;
  backend.gpu.cacheFolder = command.cacheFolder;
  backend.gpu.expertPolicy = command.expertPolicy;
  backend.contextLength = contextLength;
  backend.cacheForm = command.cacheForm;
  backend.cachePositions = cachePositions(needs, contextLength);
  backend.disk = loaded->experts_.disk;
  backend.draftAhead = withNextn;
  auto placed =
      Backend::create(weights, *loaded->pool_, loaded->experts_.source.get(), backend, [&](float fraction) {
        tell("Placing", fraction);
        return !isSet(cancel);
      });
  if (isSet(cancel)) return stopped();
  if (!placed) return std::move(placed).error();
  loaded->backend_ = std::move(*placed);
  loaded->evaluator_ = std::make_unique<ResilientEvaluator>(
      *loaded->backend_, weights.config.vocabSize, [self = loaded.get()](const std::string& what) {
        self->description_.device = self->backend_->device();
        self->description_.placement = self->backend_->placement();
        if (self->deviceChanged_)
          self->deviceChanged_({what, self->description_.device, self->description_.placement});
      });
  loaded->chats_ = std::make_unique<ChatCache>(*loaded->evaluator_, identityOf(weights),
                                               loaded->backend_->decoder().cacheShape());
  loaded->session_ = std::make_unique<Session>(*loaded->chats_);
  if (auto prepared = loaded->prepareDrafting(command); !prepared) return std::move(prepared).error();

  // What lies on the disk is read by several threads; then one token through all layers brings these to life.
  tell("Warming up", 0);
  const auto onRead = [&](float fraction) {
    tell("Warming up", fraction);
    return !isSet(cancel);
  };
  if (loaded->backend_->hardware().memoryBytesPerToken > 0 &&
      !readWeightsAhead(weights, loaded->experts_.disk != nullptr, *loaded->pool_, onRead))
    return stopped();
  const std::array<TokenId, 1> token = {loaded->tokenizer_->bos().value_or(0)};
  const Evaluated warm =
      loaded->evaluator_->evaluate(token, 0, LogitsFor::Last, loaded->session_->logits(), cancel);
  if (warm == Evaluated::Cancelled) return stopped();
  if (warm == Evaluated::Failed) return Error(loaded->evaluator_->failure());
  tell("Warming up", 1);
  loaded->describe(command.path);
  return loaded;
}

}  // namespace hearth
