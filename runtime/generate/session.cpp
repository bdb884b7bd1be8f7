#include "runtime/generate/session.h"

#include <algorithm>

#include "runtime/base/check.h"

namespace hearth {

Session::Session(TokenEvaluator& evaluator)
    : evaluator_(&evaluator), all_(size_t{1 + kGuessesMost} * evaluator.vocabSize()) {
  tokens_.reserve(evaluator.contextLength());
}

uint32_t Session::reusable(std::span<const TokenId> prompt) const {
  const auto [mine, theirs] = std::mismatch(tokens_.begin(), tokens_.end(), prompt.begin(), prompt.end());
  const auto common = static_cast<uint32_t>(theirs - prompt.begin());
  return std::min(common, static_cast<uint32_t>(prompt.size()) - 1);
}

// More than the guesses of one row are never only the best.
Logits Session::logits() {
  if (rows_ == 1 && bestWanted_ > 0) return std::span(best_).first(bestWanted_);
  return std::span(all_).subspan(size_t{row_} * vocabSize(), vocabSize());
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
  rows_ = 1;
  row_ = 0;
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

uint32_t Session::guessesThatFit() const {
  const uint32_t room = std::min(contextLength() - used(), evaluator_->maxBatch());
  const uint32_t rows = std::min({room, Decoder::alikeRows(used()), 1 + kGuessesMost});
  return rows > 0 ? rows - 1 : 0;
}

Evaluated Session::append(TokenId token, std::span<const TokenId> guesses, const std::atomic<bool>* cancel) {
  CHECK(used() < contextLength() && guesses.size() <= guessesThatFit());
  batch_[0] = token;
  std::copy(guesses.begin(), guesses.end(), batch_.begin() + 1);
  rows_ = 1 + static_cast<uint32_t>(guesses.size());
  row_ = 0;
  const Logits wanted = rows_ == 1 ? logits() : std::span(all_).first(size_t{rows_} * vocabSize());
  const auto evaluated =
      evaluator_->evaluate(std::span(batch_).first(rows_), used(),
                           rows_ == 1 ? LogitsFor::Last : LogitsFor::Every, wanted, cancel);
  if (evaluated == Evaluated::Done) tokens_.push_back(token);
  return evaluated;
}

bool Session::appendGuessed(TokenId token) {
  if (row_ + 1 == rows_ || batch_[row_ + 1] != token) return false;
  ++row_;
  tokens_.push_back(token);
  return true;
}

}  // namespace hearth
