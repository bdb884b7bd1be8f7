// Guessing the next tokens cheaply, so that the model can check several at once. Guesses never change what is
// written, only how fast: the model's own choice is compared with them (generation.cpp).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/generate/outcome.h"
#include "runtime/generate/session.h"

namespace hearth {

// Used by the engine's thread.
class Drafter {
 public:
  virtual ~Drafter() = default;
  virtual DraftSource source() const = 0;
  // What may follow the session's tokens and then `next`, best guess first in the order of the text; returns
  // how many of `guesses` (at most kGuessesMost) were made. Makes no heap allocation.
  virtual uint32_t draft(Session& session, TokenId next, std::span<TokenId> guesses) = 0;
};

// With the layer for it that the model itself has.
class NextnDrafter final : public Drafter {
 public:
  DraftSource source() const override { return DraftSource::Model; }
  uint32_t draft(Session& session, TokenId next, std::span<TokenId> guesses) override {
    return session.evaluator().draft(next, session.used(), guesses);
  }
};

// With what followed the last few tokens where they stood before: for texts that repeat, such as code that is
// changed, quoted or put in order.
class NgramDrafter final : public Drafter {
 public:
  DraftSource source() const override { return DraftSource::Text; }
  uint32_t draft(Session& session, TokenId next, std::span<TokenId> guesses) override;

  static constexpr uint32_t kMatchLeast = 3;  // tokens, `next` included: two are too often chance
  static constexpr uint32_t kMatchMost = 16;  // longer agreement tells nothing more
  static constexpr uint32_t kWindow = 16384;  // tokens looked at: some 10 microseconds
};

// With a smaller model that has the same vocabulary, token by token.
class ModelDrafter final : public Drafter {
 public:
  // The evaluator outlives this and belongs to it alone.
  explicit ModelDrafter(TokenEvaluator& evaluator);
  DraftSource source() const override { return DraftSource::SmallModel; }
  uint32_t draft(Session& session, TokenId next, std::span<TokenId> guesses) override;

 private:
  TokenEvaluator* evaluator_;
  std::vector<TokenId> held_;  // what its cache holds
  std::vector<TokenId> text_;  // scratch
  std::vector<float> logits_;  // [vocab]
};

// Whether guesses of a model with `small` mean anything for one with `large`: the same texts under the same
// numbers. The error says where they part.
Result<void> sameVocabulary(const Tokenizer& large, const Tokenizer& small);

}  // namespace hearth
