// A small model that guesses ahead for a large one.
#pragma once

#include <memory>
#include <string>

#include "runtime/base/result.h"
#include "runtime/base/thread_pool.h"
#include "runtime/forward/decoder.h"
#include "runtime/forward/ops.h"
#include "runtime/generate/drafter.h"
#include "runtime/model/weights.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

// Runs on the processor, with the large model's threads, which are idle while it guesses. Used by the
// engine's thread.
class DraftModel {
 public:
  // `large` is the tokenizer of the model to guess for; both models must have the same vocabulary. The pool
  // outlives this.
  static Result<std::unique_ptr<DraftModel>> load(const std::string& path, const Tokenizer& large,
                                                  ThreadPool& pool, uint32_t contextLength);
  Drafter& drafter() { return *drafter_; }

 private:
  DraftModel() = default;

  // In the order of dependence: each may point to those above it.
  std::unique_ptr<Model> model_;
  std::unique_ptr<Ops> ops_;
  std::unique_ptr<Decoder> decoder_;
  std::unique_ptr<TokenEvaluator> evaluator_;
  std::unique_ptr<Drafter> drafter_;
};

}  // namespace hearth
