#include "runtime/generate/generation.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

namespace hearth {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Result<void> checkPrompt(std::span<const TokenId> prompt, const Session& session) {
  if (prompt.empty()) return Error("there is nothing to continue: the prompt has no tokens");
  if (prompt.size() > session.contextLength()) {
    return Error("the prompt has " + std::to_string(prompt.size()) + " tokens, but the context holds only " +
                 std::to_string(session.contextLength()) +
                 "; shorten the prompt or load the model with a larger context");
  }
  const uint32_t vocabSize = session.vocabSize();
  for (const TokenId id : prompt) {
    if (id < 0 || static_cast<uint32_t>(id) >= vocabSize) {
      return Error("the prompt holds token " + std::to_string(id) +
                   ", but this model's tokens go from 0 to " + std::to_string(vocabSize - 1));
    }
  }
  return {};
}

// Bans every end token: `--ignore-eos` means the model may not end, not that an end token is written and
// passed.
void banEndTokens(SamplingOptions& sampling, const Tokenizer& tokenizer) {
  for (uint32_t id = 0; id < tokenizer.vocabSize(); ++id) {
    if (tokenizer.isEndOfGeneration(static_cast<TokenId>(id))) {
      sampling.logitBias[static_cast<TokenId>(id)] = -std::numeric_limits<float>::infinity();
    }
  }
}

// Drafts and evaluates, and tells the meter once it is known what came true.
class Steps {
 public:
  Steps(Session& session, const DraftAhead& ahead, GenerationStats& stats)
      : session_(session), ahead_(ahead), stats_(stats) {
    if (ahead.drafter != nullptr) stats.draftSource = ahead.drafter->source();
  }

  // Adds the token that was chosen; `mostGuesses` more may come.
  Evaluated append(TokenId token, uint32_t mostGuesses, const std::atomic<bool>* cancel) {
    if (session_.appendGuessed(token)) {
      ++step_.accepted;
      ++stats_.accepted;
      return isSet(cancel) ? Evaluated::Cancelled : Evaluated::Done;
    }
    finish();
    const Clock::time_point start = Clock::now();
    const uint32_t depth = ahead_.meter != nullptr ? ahead_.meter->depth() : kGuessesMost;
    const uint32_t wanted = std::min({depth, ahead_.guesses, mostGuesses, session_.guessesThatFit()});
    const bool drafting = ahead_.drafter != nullptr && wanted > 0;
    step_ = {};
    if (drafting) step_.drafted = ahead_.drafter->draft(session_, token, std::span(guesses_).first(wanted));
    const auto evaluated = session_.append(token, std::span(guesses_).first(step_.drafted), cancel);
    step_.seconds = secondsSince(start);
    stats_.drafted += step_.drafted;
    ++stats_.steps;
    // Where the end of the room or of a stretch of alike rows cut the guesses short, nothing is learnt of
    // depths.
    open_ = drafting ? wanted == depth : depth == 0;
    return evaluated;
  }

  // No more of the last step's guesses can come true.
  void finish() {
    if (open_ && ahead_.meter != nullptr) ahead_.meter->note(step_);
    open_ = false;
  }

 private:
  static bool isSet(const std::atomic<bool>* cancel) {
    return cancel != nullptr && cancel->load(std::memory_order_relaxed);
  }

  Session& session_;
  const DraftAhead& ahead_;
  GenerationStats& stats_;
  std::array<TokenId, kGuessesMost> guesses_{};
  DraftStep step_;
  bool open_ = false;  // step_ is for the meter
};

}  // namespace

Result<Outcome> generate(Session& session, const Tokenizer& tokenizer, std::span<const TokenId> prompt,
                         const GenerationOptions& options, const GenerationCallbacks& callbacks,
                         const std::atomic<bool>* cancel) {
  if (auto valid = validate(options.sampling); !valid) return std::move(valid).error();
  if (auto valid = checkPrompt(prompt, session); !valid) return std::move(valid).error();

  const Clock::time_point start = Clock::now();
  Outcome outcome;
  GenerationStats& stats = outcome.stats;
  stats.promptTokens = static_cast<uint32_t>(prompt.size());
  stats.reusedTokens = session.reusable(prompt);

  SamplingOptions sampling = options.sampling;
  if (options.ignoreEnd) banEndTokens(sampling, tokenizer);
  Sampler sampler(sampling, tokenizer);
  sampler.skipDraws(options.drawsBefore);
  const auto ended = [&](DoneReason reason) {
    outcome.reason = reason;
    outcome.draws = sampler.draws();
    return outcome;
  };
  for (const TokenId id : prompt) sampler.accept(id);

  session.wantBest(sampler.bestNeeded());
  const Evaluated read = session.prefill(prompt, callbacks.onPrompt, cancel);
  stats.promptSeconds = secondsSince(start);
  if (read == Evaluated::Failed) return Error(session.failure());
  if (read == Evaluated::Cancelled) return ended(DoneReason::Cancelled);

  Steps steps(session, options.ahead, stats);
  const Clock::time_point firstSample = Clock::now();
  for (;;) {
    const auto token = sampler.sample(session.logits());
    if (!token) return token.error();
    sampler.accept(*token);
    ++stats.generatedTokens;
    stats.generateSeconds = secondsSince(firstSample);
    if (stats.generatedTokens == 1) stats.firstTokenSeconds = secondsSince(start);
    const Continue wish = callbacks.onToken(*token, stats);
    if (tokenizer.isEndOfGeneration(*token)) return ended(DoneReason::EndOfText);
    if (wish == Continue::StopHere) return ended(DoneReason::StopString);
    if (options.maxTokens > 0 && stats.generatedTokens >= options.maxTokens)
      return ended(DoneReason::MaxTokens);
    if (session.used() == session.contextLength()) return ended(DoneReason::ContextFull);
    session.wantBest(sampler.bestNeeded());
    const uint32_t mostGuesses =
        options.maxTokens > 0 ? options.maxTokens - stats.generatedTokens - 1 : kGuessesMost;
    const Evaluated added = steps.append(*token, mostGuesses, cancel);
    if (added == Evaluated::Failed) return Error(session.failure());
    if (added == Evaluated::Cancelled) return ended(DoneReason::Cancelled);
  }
}

}  // namespace hearth
