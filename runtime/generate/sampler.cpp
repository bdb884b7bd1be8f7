#include "runtime/generate/sampler.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "runtime/base/check.h"

namespace hearth {
namespace {

constexpr uint32_t kWindowMax = 1u << 20;

struct Range {
  const char* option;
  float value, low, high;
};

std::string numberText(float value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

Result<void> checkRange(const Range& range) {
  if (range.value >= range.low && range.value <= range.high) return {};  // false for NaN
  return Error("sampling option " + std::string(range.option) + " is " + numberText(range.value) +
               ", but must be between " + numberText(range.low) + " and " + numberText(range.high));
}

// Position of the largest logit (the first of equal ones), or an error when a logit is NaN or plus infinity
// or when all are minus infinity.
Result<uint32_t> bestToken(std::span<const float> logits) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  constexpr size_t kLanes = 16;  // independent running maxima, which the compiler keeps in vectors
  float best[kLanes];
  int32_t bad[kLanes] = {};
  std::fill(std::begin(best), std::end(best), -kInfinity);
  size_t i = 0;
  for (; i + kLanes <= logits.size(); i += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) {
      const float value = logits[i + lane];
      bad[lane] |= value < kInfinity ? 0 : 1;
      best[lane] = value > best[lane] ? value : best[lane];
    }
  }
  for (; i < logits.size(); ++i) {
    bad[0] |= logits[i] < kInfinity ? 0 : 1;
    best[0] = std::max(best[0], logits[i]);
  }
  if (std::any_of(std::begin(bad), std::end(bad), [](int32_t flag) { return flag != 0; })) {
    return Error(
        "the model computed a value that is not a number, so the next token cannot be chosen; the "
        "model file may be damaged: check its size or get it again");
  }
  const float highest = *std::max_element(std::begin(best), std::end(best));
  if (highest == -kInfinity) {
    return Error("no token is left to choose from; remove some of the bans in logit_bias");
  }
  return static_cast<uint32_t>(std::find(logits.begin(), logits.end(), highest) - logits.begin());
}

}  // namespace

Result<void> validate(const SamplingOptions& options) {
  // The bounds are where a setting stops making sense, so that a slip of the finger is told and not obeyed.
  for (const Range& range :
       {Range{"temperature", options.temperature, 0, 10}, Range{"top_p", options.topP, 0, 1},
        Range{"min_p", options.minP, 0, 1}, Range{"typical_p", options.typicalP, 0, 1},
        Range{"repetition_penalty", options.repetitionPenalty, 0.01f, 10},
        Range{"presence_penalty", options.presencePenalty, -10, 10},
        Range{"frequency_penalty", options.frequencyPenalty, -10, 10},
        Range{"dry_multiplier", options.dryMultiplier, 0, 100}, Range{"dry_base", options.dryBase, 1, 10},
        Range{"xtc_probability", options.xtcProbability, 0, 1},
        Range{"xtc_threshold", options.xtcThreshold, 0, 1}}) {
    if (auto inRange = checkRange(range); !inRange) return inRange;
  }
  for (const auto& [option, window] :
       {std::pair{"penalty_window", options.penaltyWindow}, std::pair{"dry_window", options.dryWindow}}) {
    if (window > kWindowMax) {
      return Error("sampling option " + std::string(option) + " is " + std::to_string(window) +
                   ", but must be at most " + std::to_string(kWindowMax));
    }
  }
  for (const std::string& breaker : options.drySequenceBreakers) {
    if (breaker.empty()) return Error("sampling option dry_sequence_breakers holds an empty text; remove it");
  }
  for (const auto& [id, bias] : options.logitBias) {
    if (id < 0 || !(bias < std::numeric_limits<float>::infinity())) {
      return Error("sampling option logit_bias of token " + std::to_string(id) +
                   " must be a number below infinity, and the token must not be negative");
    }
  }
  return {};
}

Sampler::Sampler(const SamplingOptions& options, const Tokenizer& tokenizer)
    : options_(options), random_(options.seed) {
  const bool dry = options_.dryMultiplier > 0;
  historyWindow_ = std::max(penalizesRepetition() ? options_.penaltyWindow : 0, dry ? options_.dryWindow : 0);
  if (dry) {
    isBreaker_.resize(tokenizer.vocabSize());
    for (size_t id = 0; id < isBreaker_.size(); ++id) {
      const std::string_view text = tokenizer.bytesOf(static_cast<TokenId>(id));
      isBreaker_[id] =
          std::any_of(options_.drySequenceBreakers.begin(), options_.drySequenceBreakers.end(),
                      [&](const std::string& breaker) { return text.find(breaker) != text.npos; });
    }
    dryScratch_.matchLength.reserve(options_.dryWindow);
    dryScratch_.longest.reserve(options_.dryWindow);
  }
  history_.reserve(2 * size_t{historyWindow_} + 1);
  countScratch_.reserve(historyWindow_);
  sparse_.resize(tokenizer.vocabSize(), -std::numeric_limits<float>::infinity());
  bestAdjusted_.reserve(kBestLogitsMost);
  if (options_.temperature > 0) {
    candidates_.reserve(tokenizer.vocabSize());
    scratch_.reserve(tokenizer.vocabSize());
  }
}

void Sampler::accept(TokenId token) {
  // Room for two windows: the older half is dropped seldom instead of one token each time.
  if (history_.size() > 2 * size_t{historyWindow_}) {
    history_.erase(history_.begin(), history_.end() - static_cast<std::ptrdiff_t>(historyWindow_));
  }
  history_.push_back(token);
}

std::span<const TokenId> Sampler::lastTokens(uint32_t count) const {
  return std::span(history_).last(std::min(history_.size(), size_t{count}));
}

bool Sampler::penalizesRepetition() const {
  return options_.repetitionPenalty != 1 || options_.presencePenalty != 0 || options_.frequencyPenalty != 0;
}

// Whether some step can lift a token above others.
bool Sampler::raisesLogits() const {
  return options_.repetitionPenalty < 1 || options_.presencePenalty < 0 || options_.frequencyPenalty < 0 ||
         std::any_of(options_.logitBias.begin(), options_.logitBias.end(),
                     [](const auto& bias) { return bias.second > 0; });
}

// Where bias and penalties only lower n tokens, k are chosen from, and the k + n best are known, the k best
// after lowering are among these: n at most have left the front, and what is outside was behind already.
uint32_t Sampler::bestNeeded() {
  const uint32_t chosen = options_.temperature == 0 ? 1 : options_.topK;
  if (chosen == 0 || chosen > kBestLogitsMost || raisesLogits()) return 0;
  const auto window = lastTokens(historyWindow_);
  countScratch_.assign(window.begin(), window.end());
  std::sort(countScratch_.begin(), countScratch_.end());
  const auto lowered = std::unique(countScratch_.begin(), countScratch_.end()) - countScratch_.begin();
  const size_t needed = chosen + options_.logitBias.size() + static_cast<size_t>(lowered);
  // Few sizes, because a device records its work anew for each.
  for (const uint32_t size : {16u, 64u, kBestLogitsMost}) {
    if (needed <= size) return size;
  }
  return 0;
}

void Sampler::penalize(std::span<float> logits) {
  for (const auto& [id, bias] : options_.logitBias) {
    if (static_cast<size_t>(id) < logits.size()) logits[static_cast<size_t>(id)] += bias;
  }
  if (penalizesRepetition()) {
    penalizeRepetition(logits, lastTokens(options_.penaltyWindow),
                       {options_.repetitionPenalty, options_.presencePenalty, options_.frequencyPenalty},
                       countScratch_);
  }
  if (options_.dryMultiplier > 0) {
    penalizeDry(logits, lastTokens(options_.dryWindow), isBreaker_,
                {options_.dryMultiplier, options_.dryBase, options_.dryAllowedLength}, dryScratch_);
  }
}

void Sampler::filter() {
  if (options_.topK > 0) keepTopK(candidates_, options_.topK);
  const bool needsProbabilities = options_.typicalP < 1 || options_.topP < 1 || options_.minP > 0 ||
                                  options_.xtcProbability > 0 || options_.temperature == 1;
  if (needsProbabilities) softmax(candidates_);
  if (options_.typicalP < 1) keepTypical(candidates_, options_.typicalP, scratch_);
  if (options_.topP < 1) keepTopP(candidates_, options_.topP, scratch_);
  if (options_.minP > 0) keepMinP(candidates_, options_.minP);
  if (options_.xtcProbability > 0 && uniform() < options_.xtcProbability) {
    excludeTopChoices(candidates_, options_.xtcThreshold);
  }
  if (options_.temperature != 1) applyTemperature(candidates_, options_.temperature);
}

// In [0, 1), from the upper 53 bits, because the standard leaves the distributions' algorithms open.
double Sampler::uniform() {
  ++draws_;
  return static_cast<double>(random_() >> 11) * 0x1p-53;
}

void Sampler::skipDraws(uint64_t count) {
  random_.discard(count);
  draws_ += count;
}

TokenId Sampler::draw() {
  double mass = 0;
  for (const Candidate& candidate : candidates_) mass += candidate.probability;
  const double target = uniform() * mass;
  double reached = 0;
  for (const Candidate& candidate : candidates_) {
    reached += candidate.probability;
    if (reached > target) return candidate.id;
  }
  return candidates_.back().id;  // not reached: the whole sum, added in the same order, is above the target
}

Result<TokenId> Sampler::choose(std::span<const float> logits) {
  const auto best = bestToken(logits);
  if (!best) return best.error();
  if (options_.temperature == 0) return static_cast<TokenId>(*best);
  collect(logits, candidates_);
  filter();
  return draw();
}

// The known logits, at their places among minus infinities, go through the very steps that all would.
Result<TokenId> Sampler::sampleBest(std::span<BestLogit> best) {
  constexpr float kOut = -std::numeric_limits<float>::infinity();
  std::sort(best.begin(), best.end(), [](const BestLogit& a, const BestLogit& b) { return a.id < b.id; });
  const auto unused = std::find_if(best.begin(), best.end(), [](const BestLogit& b) { return b.id >= 0; });
  best = best.subspan(static_cast<size_t>(unused - best.begin()));
  CHECK(!best.empty());
  const auto placeOf = [](const BestLogit& b) { return static_cast<size_t>(b.id); };
  if (placeOf(best.back()) >= sparse_.size()) sparse_.resize(placeOf(best.back()) + 1, kOut);
  for (const BestLogit& b : best) sparse_[placeOf(b)] = b.logit;
  penalize(sparse_);
  bestAdjusted_.clear();
  for (const BestLogit& b : best) bestAdjusted_.push_back(std::exchange(sparse_[placeOf(b)], kOut));
  const auto chosen = choose(bestAdjusted_);
  if (!chosen) return chosen.error();
  return best[static_cast<size_t>(*chosen)].id;
}

Result<TokenId> Sampler::sample(Logits logits) {
  if (!logits.best.empty()) return sampleBest(logits.best);
  penalize(logits.all);
  return choose(logits.all);
}

}  // namespace hearth
