// A model with all that answering takes: weights, tokenizer, threads, KV cache, chat template.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "runtime/base/result.h"
#include "runtime/base/thread_pool.h"
#include "runtime/engine/engine.h"
#include "runtime/engine/prompt_builder.h"
#include "runtime/forward/decoder.h"
#include "runtime/forward/ops.h"
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
  Decoder& decoder() { return *decoder_; }
  Session& session() { return *session_; }
  const ModelLoaded& description() const { return description_; }
  void traceRouting(RoutingTrace trace) { ops_->traceRouting(std::move(trace)); }

 private:
  LoadedModel() = default;
  void describe(const std::string& path);

  // In the order of dependence: each may point to those above it.
  std::unique_ptr<ThreadPool> pool_;
  std::unique_ptr<Ops> ops_;
  std::unique_ptr<Tokenizer> tokenizer_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<PromptBuilder> prompts_;
  std::unique_ptr<Decoder> decoder_;
  std::unique_ptr<TokenEvaluator> evaluator_;
  std::unique_ptr<Session> session_;
  ModelLoaded description_;
};

}  // namespace hearth
