// The loop that makes an answer: prefill, then sample, tell, append, until something ends it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <span>

#include "runtime/base/result.h"
#include "runtime/generate/draft_meter.h"
#include "runtime/generate/drafter.h"
#include "runtime/generate/outcome.h"
#include "runtime/generate/sampler.h"
#include "runtime/generate/session.h"

namespace hearth {

// Guessing ahead. Every token is chosen by the sampler from the model's own logits, in order and with the
// random numbers of its turn; a guess that equals the choice only saves a step. So the text is the same with
// any guesses and without, and sampled texts have the same distribution.
struct DraftAhead {
  Drafter* drafter = nullptr;       // null: nothing is guessed
  DraftMeter* meter = nullptr;      // goes on from answer to answer; null: always `guesses`
  uint32_t guesses = kGuessesMost;  // at most
};

struct GenerationOptions {
  SamplingOptions sampling;
  uint32_t maxTokens = 0;    // 0: until the model ends or the context is full
  bool ignoreEnd = false;    // end-of-generation tokens are never chosen
  uint64_t drawsBefore = 0;  // random numbers of the seed that went into the prompt's end (CutAnswer)
  DraftAhead ahead{};
};

enum class Continue { Yes, StopHere };

struct GenerationCallbacks {
  // Tokens of the prompt that are in the cache so far. May be empty.
  std::function<void(uint32_t done)> onPrompt;
  // Each generated token, the end token included; StopHere ends the answer as at a stop string.
  std::function<Continue(TokenId token, const GenerationStats& sofar)> onToken;
};

struct Outcome {
  DoneReason reason = DoneReason::EndOfText;
  GenerationStats stats;
  uint64_t draws = 0;  // random numbers of the seed that were used, drawsBefore included
};

// `prompt` must not be empty; one that fills the context leaves room for one token. `cancel` may be null; it
// is looked at between layers. The decode loop itself makes no heap allocation.
Result<Outcome> generate(Session& session, const Tokenizer& tokenizer, std::span<const TokenId> prompt,
                         const GenerationOptions& options, const GenerationCallbacks& callbacks,
                         const std::atomic<bool>* cancel);

}  // namespace hearth
