#include "runtime/generate/drafter.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace hearth {

namespace {

TokenId bestOf(std::span<const float> logits) {
  return static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

}  // namespace

uint32_t NgramDrafter::draft(Session& session, TokenId next, std::span<TokenId> guesses) {
  const auto text = session.tokens().last(std::min(session.tokens().size(), size_t{kWindow}));
  size_t longest = kMatchLeast - 1, after = SIZE_MAX;
  // The latest of the longest agreements; one that overlaps the end is as good, as in "ha ha ha".
  for (size_t at = text.size(); at-- > 0;) {
    if (text[at] != next) continue;
    size_t length = 1;
    while (length < kMatchMost && length <= at && text[at - length] == text[text.size() - length]) ++length;
    if (length <= longest) continue;
    longest = length;
    after = at + 1;
    if (length == kMatchMost) break;
  }
  if (after == SIZE_MAX) return 0;
  // Beyond the end of the text, a repetition goes on as it went on before.
  uint32_t made = 0;
  for (; made < guesses.size(); ++made, ++after) {
    if (after < text.size()) {
      guesses[made] = text[after];
    } else {
      guesses[made] = after == text.size() ? next : guesses[after - text.size() - 1];
    }
  }
  return made;
}

ModelDrafter::ModelDrafter(TokenEvaluator& evaluator)
    : evaluator_(&evaluator), logits_(evaluator.vocabSize()) {
  held_.reserve(evaluator.contextLength());
  text_.reserve(evaluator.contextLength());
}

uint32_t ModelDrafter::draft(Session& session, TokenId next, std::span<TokenId> guesses) {
  const uint32_t context = evaluator_->contextLength();
  if (session.used() + 1 > context) return 0;
  text_.assign(session.tokens().begin(), session.tokens().end());
  text_.push_back(next);
  const auto [mine, theirs] = std::mismatch(held_.begin(), held_.end(), text_.begin(), text_.end());
  held_.resize(std::min(static_cast<size_t>(mine - held_.begin()), text_.size() - 1));
  const auto evaluate = [&](std::span<const TokenId> tokens, Logits logits) {
    const auto position = static_cast<uint32_t>(held_.size());
    const auto evaluated = evaluator_->evaluate(tokens, position, LogitsFor::Last, logits, nullptr);
    if (evaluated == Evaluated::Done) held_.insert(held_.end(), tokens.begin(), tokens.end());
    return evaluated == Evaluated::Done;
  };
  while (held_.size() < text_.size()) {
    const auto rest = std::span(text_).subspan(held_.size());
    const auto chunk = rest.first(std::min(rest.size(), size_t{evaluator_->maxBatch()}));
    if (!evaluate(chunk, chunk.size() == rest.size() ? Logits(logits_) : Logits())) return 0;
  }
  uint32_t made = 0;
  while (made < guesses.size()) {
    guesses[made++] = bestOf(logits_);
    if (made == guesses.size() || held_.size() == context) break;
    if (!evaluate(guesses.subspan(made - 1, 1), logits_)) break;
  }
  return made;
}

Result<void> sameVocabulary(const Tokenizer& large, const Tokenizer& small) {
  if (large.vocabSize() != small.vocabSize()) {
    return Error("its vocabulary has " + std::to_string(small.vocabSize()) +
                 " tokens and the large model's " + std::to_string(large.vocabSize()));
  }
  for (uint32_t id = 0; id < large.vocabSize(); ++id) {
    const auto token = static_cast<TokenId>(id);
    if (large.bytesOf(token) != small.bytesOf(token))
      return Error("token " + std::to_string(id) + " is another text in its vocabulary");
  }
  return {};
}

}  // namespace hearth
