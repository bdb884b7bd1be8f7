#include "runtime/generate/session.h"

#include <algorithm>

#include "runtime/base/check.h"

namespace hearth {

Session::Session(TokenEvaluator& evaluator) : evaluator_(&evaluator), all_(evaluator.vocabSize()) {
  tokens_.reserve(evaluator.contextLength());
}

uint32_t Session::reusable(std::span<const TokenId> prompt) const {
  const auto [mine, theirs] = std::mismatch(tokens_.begin(), tokens_.end(), prompt.begin(), prompt.end());
  const auto common = static_cast<uint32_t>(theirs - prompt.begin());
  return std::min(common, static_cast<uint32_t>(prompt.size()) - 1);
}

void Session::wantBest(uint32_t count) {
  CHECK(count <= kBestLogitsMost);
  bestWanted_ = count;
}

Evaluated Session::prefill(std::span<const TokenId> prompt,
                           const std::function<void(uint32_t done)>& onProgress,
                           const std::atomic<bool>* cancel) {
  CHECK(!prompt.empty() && prompt.size() <= contextLength());
  tokens_.resize(reusable(prompt));
  while (tokens_.size() < prompt.size()) {
    const auto rest = prompt.subspan(tokens_.size());
    const bool last = rest.size() == 1;
    const auto chunk = rest.first(last ? 1 : std::min(rest.size() - 1, size_t{evaluator_->maxBatch()}));
    const auto evaluated =
        evaluator_->evaluate(chunk, used(), LogitsFor::Last, last ? logits() : Logits(), cancel);
    if (evaluated != Evaluated::Done) return evaluated;
    tokens_.insert(tokens_.end(), chunk.begin(), chunk.end());
    if (onProgress) onProgress(used());
  }
  return Evaluated::Done;
}

Evaluated Session::append(TokenId token, const std::atomic<bool>* cancel) {
  CHECK(used() < contextLength());
  const auto evaluated =
      evaluator_->evaluate(std::span(&token, 1), used(), LogitsFor::Last, logits(), cancel);
  if (evaluated == Evaluated::Done) tokens_.push_back(token);
  return evaluated;
}

}  // namespace hearth
