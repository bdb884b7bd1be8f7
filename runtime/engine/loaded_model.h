// A model with all that answering takes: weights, tokenizer, threads, KV cache, chat template.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/base/result.h"
#include "runtime/base/thread_pool.h"
#include "runtime/chat_cache/chat_cache.h"
#include "runtime/engine/backend.h"
#include "runtime/engine/draft_model.h"
#include "runtime/engine/engine.h"
#include "runtime/engine/prompt_builder.h"
#include "runtime/engine/resilient_evaluator.h"
#include "runtime/experts/open_source.h"
#include "runtime/generate/draft_meter.h"
#include "runtime/generate/drafter.h"
#include "runtime/generate/generation.h"
#include "runtime/generate/session.h"
#include "runtime/model/weights.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

// Belongs to the thread that loaded it.
class LoadedModel {
 public:
  // `onProgress` may be empty; `cancel` may be null and is looked at between steps and layers: the error then
  // says that loading was stopped.
  static Result<std::unique_ptr<LoadedModel>> load(const LoadModel& command,
                                                   const std::function<void(const LoadProgress&)>& onProgress,
                                                   const std::atomic<bool>* cancel);

  const Model& model() const { return *model_; }
  const Tokenizer& tokenizer() const { return *tokenizer_; }
  const PromptBuilder& prompts() const { return *prompts_; }
  TokenEvaluator& evaluator() { return *chats_; }
  ChatCache& chats() { return *chats_; }
  Session& session() { return *session_; }
  // For generate(): what the load asked for.
  DraftAhead draftAhead();
  const KvShape& cacheShape() const { return backend_->decoder().cacheShape(); }
  const ModelLoaded& description() const { return description_; }
  void traceRouting(RoutingTrace trace) { backend_->traceRouting(std::move(trace)); }
  // Called in the middle of an evaluation, when another device or another share of it took over.
  void onDeviceChanged(std::function<void(const DeviceChanged&)> tell) { deviceChanged_ = std::move(tell); }
  // 0: automatic.
  void setGpuMemory(uint64_t bytes) { backend_->setGpuMemory(bytes); }
  // As in Backend.
  HitCount expertHits() const { return backend_->expertHits(); }
  bool breathe() { return evaluator_->breathe(); }
  std::string expertProfile() const { return backend_->expertProfile(); }
  void warmExperts(std::string_view profile) { backend_->warmExperts(profile); }
  // Without the tokens per second, which only whoever generates knows.
  Hardware hardware() const { return backend_->hardware(); }

 private:
  LoadedModel() = default;
  void describe(const std::string& path);
  Result<void> prepareDrafting(const LoadModel& command);

  // In the order of dependence: each may point to those above it.
  std::unique_ptr<ThreadPool> pool_;
  std::unique_ptr<Tokenizer> tokenizer_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<PromptBuilder> prompts_;
  OpenedSource experts_;  // null for models without
  std::unique_ptr<Backend> backend_;
  std::unique_ptr<ResilientEvaluator> evaluator_;
  std::unique_ptr<ChatCache> chats_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<DraftModel> draftModel_;  // null: none was given
  std::unique_ptr<Drafter> ownDrafter_;     // without a small model; null: nothing is guessed
  DraftMeter draftMeter_;
  uint32_t draftGuesses_ = 0;  // 0: the meter says
  ModelLoaded description_;
  std::function<void(const DeviceChanged&)> deviceChanged_;
};

}  // namespace hearth
