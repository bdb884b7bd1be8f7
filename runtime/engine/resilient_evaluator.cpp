#include "runtime/engine/resilient_evaluator.h"

#include <algorithm>

namespace hearth {

ResilientEvaluator::ResilientEvaluator(Backend& backend, uint32_t vocabSize,
                                       std::function<void(const std::string&)> onChange)
    : backend_(&backend),
      vocabSize_(vocabSize),
      onChange_(std::move(onChange)),
      maxBatch_(backend.decoder().maxBatch()),
      contextLength_(backend.decoder().contextLength()) {
  history_.reserve(contextLength_);
}

bool ResilientEvaluator::remake() {
  auto remade = backend_->remake();
  if (!remade) {
    failure_ = remade.error().what();
    return false;
  }
  held_ = 0;
  ++epoch_;
  backend_->decoder().usePages(pages_);
  if (onChange_) onChange_(*remade);
  return true;
}

bool ResilientEvaluator::breathe() {
  const bool changed = backend_->breathe();
  return backend_->needsRemaking() ? remake() : changed;
}

void ResilientEvaluator::useSequence(std::span<const TokenId> tokens, uint32_t held) {
  CHECK(held <= tokens.size() && tokens.size() <= contextLength_);
  history_.assign(tokens.begin(), tokens.end());
  held_ = held;
}

void ResilientEvaluator::usePages(std::span<const uint32_t> pages) {
  pages_ = pages;
  backend_->decoder().usePages(pages);
}

bool ResilientEvaluator::readPage(uint32_t page, std::span<std::byte> out) {
  return backend_->decoder().readPage(page, out);
}

bool ResilientEvaluator::writePage(uint32_t page, std::span<const std::byte> bytes) {
  return backend_->decoder().writePage(page, bytes);
}

bool ResilientEvaluator::copyPage(uint32_t from, uint32_t to) {
  return backend_->decoder().copyPage(from, to);
}

// A remade backend may take smaller batches than the one that callers were told of.
Evaluated ResilientEvaluator::inBatches(std::span<const TokenId> tokens, uint32_t position, LogitsFor which,
                                        Logits logits, const std::atomic<bool>* cancel) {
  Decoder& decoder = backend_->decoder();
  const size_t most = decoder.maxBatch();
  for (size_t first = 0; first < tokens.size(); first += most) {
    const auto part = tokens.subspan(first, std::min(most, tokens.size() - first));
    Logits wanted;
    if (!logits.all.empty() && which == LogitsFor::Every) {
      wanted = logits.all.subspan(first * vocabSize_, part.size() * vocabSize_);
    } else if (first + part.size() == tokens.size()) {
      wanted = logits;
    }
    const auto at = static_cast<uint32_t>(position + first);
    const Evaluated evaluated = decoder.evaluate(part, at, which, wanted, cancel);
    if (evaluated != Evaluated::Done) return evaluated;
  }
  return Evaluated::Done;
}

Evaluated ResilientEvaluator::evaluate(std::span<const TokenId> tokens, uint32_t position, LogitsFor which,
                                       Logits logits, const std::atomic<bool>* cancel) {
  CHECK(position <= history_.size());
  history_.resize(position);
  held_ = std::min(held_, position);
  if (backend_->needsRemaking() && !remake()) return Evaluated::Failed;
  for (;;) {
    // After remaking, what came before is computed again.
    auto evaluated = Evaluated::Done;
    if (held_ < position) {
      evaluated = inBatches(std::span(history_).subspan(held_), held_, LogitsFor::Last, {}, cancel);
      if (evaluated == Evaluated::Done) held_ = position;
    }
    if (evaluated == Evaluated::Done) evaluated = inBatches(tokens, position, which, logits, cancel);
    if (evaluated == Evaluated::Done) {
      history_.insert(history_.end(), tokens.begin(), tokens.end());
      held_ = static_cast<uint32_t>(history_.size());
    }
    if (evaluated != Evaluated::Failed) {
      backend_->breathe();  // what needs remaking is remade before the next pass
      return evaluated;
    }
    if (!remake()) return Evaluated::Failed;
  }
}

}  // namespace hearth
