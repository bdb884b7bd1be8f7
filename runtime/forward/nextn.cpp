#include "runtime/forward/nextn.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "runtime/forward/attention_mla.h"
#include "runtime/forward/layer.h"

namespace hearth {

namespace {

uint32_t pageOf(std::span<const uint32_t> pages, uint32_t position) {
  return pages.empty() ? 0 : pages[position / kKvPagePositions];
}

// Whether the sequence has room for a row at `position`.
bool reaches(std::span<const uint32_t> pages, uint32_t position) {
  return pages.empty() || position / kKvPagePositions < pages.size();
}

}  // namespace

Nextn::Nextn(const Model& model, Ops& ops, uint32_t contextLength, uint32_t maxBatch)
    : model_(model), ops_(ops), contextLength_(contextLength), maxBatch_(maxBatch) {
  const size_t width = model.config.width;
  fresh_.resize(maxBatch * width);
  waiting_.resize(maxBatch * width);
  state_.resize(width);
  tokens_.reserve(maxBatch);
}

Result<std::unique_ptr<Nextn>> Nextn::create(const Model& model, Ops& ops, const KvShape& cacheShape,
                                             uint32_t contextLength, uint32_t maxBatch) {
  CHECK(!model.nextn.empty() && cacheShape.layers == 1);
  std::unique_ptr<Nextn> nextn(new Nextn(model, ops, contextLength, maxBatch));
  auto cache = ops.makeCache(cacheShape);
  if (!cache) return std::move(cache).error().during("Preparing to draft ahead");
  nextn->cache_ = std::move(*cache);
  // The sizes that the decoder plans for, and for the same reason (decoder.cpp).
  const std::vector<int32_t> tokens(maxBatch, 0);
  auto planned = ops.plan([&] {
    for (uint32_t rows = 1; rows <= maxBatch; ++rows) {
      const uint32_t lastExpanded = rows * kContextPerExpandedRow + kContextPerExpandedRow - 1;
      for (const uint32_t context : {std::min(lastExpanded, contextLength), contextLength}) {
        std::array<BestLogit, 1> best;
        nextn->walk({std::span(tokens).first(rows), context - rows}, std::span<BestLogit>(best));
      }
    }
  });
  if (!planned) return std::move(planned).error().during("Preparing to draft ahead");
  return nextn;
}

// `batch` has the tokens behind the positions; their states wait at the beginning of waiting_.
void Nextn::walk(const Batch& batch, Logits logits) {
  const Scope scope(ops_);
  const ModelConfig& c = model_.config;
  const NextnWeights& w = model_.nextn.front();
  const size_t numbers = size_t{batch.rows()} * c.width;
  const Act token = ops_.embed(batch, model_.embedding);
  const Act e = ops_.rmsNorm(token, w.enorm, c.rmsEps);
  const Act state = ops_.upload(std::span(waiting_).first(numbers), batch.rows(), c.width);
  const Act h = ops_.rmsNorm(state, w.hnorm, c.rmsEps);
  const Act both = ops_.join(e, h);  // the embedding first, as the published weights have it
  Act x = ops_.linear(both, w.ehProj);
  const Act turn = ops_.rotation(batch, c.rope);
  const Pass pass{c, batch, *cache_, turn};
  attentionHalf(ops_, x, w.layer, pass, 0);
  if (logits.empty()) return;
  x = ops_.lastRow(x);
  feedForwardHalf(ops_, x, w.layer, pass, c.layers);
  const Act out = ops_.rmsNorm(x, w.headNorm, c.rmsEps);
  ops_.download(out, state_);
  ops_.head(out, model_.head, logits);
}

void Nextn::run(const Batch& batch, Logits logits) {
  const PassShape shape{batch, logits.empty() ? 0u : 1u, static_cast<uint32_t>(logits.best.size())};
  if (ops_.begin(shape, logits) == Ops::Begun::Walk) walk(batch, logits);
  // These Ops read weights in main memory and nothing else: they have no way to fail.
  CHECK(ops_.end(Ops::Ending::Run));
}

// The rows of all that waits; `next` is the token behind the last of it.
void Nextn::catchUp(int32_t next, std::span<const uint32_t> pages, Logits logits) {
  std::shift_left(tokens_.begin(), tokens_.end(), 1);
  tokens_.back() = next;
  run({tokens_, first_, pages}, logits);
  first_ += static_cast<uint32_t>(tokens_.size());
  tokens_.clear();
}

// Whether what waits is the same sequence, and reaches `position` without a gap.
bool Nextn::waitsFor(uint32_t position, std::span<const uint32_t> pages) const {
  return !tokens_.empty() && position > first_ && position <= first_ + tokens_.size() &&
         pageOf(pages, first_) == page_;
}

void Nextn::take(const Batch& batch) {
  if (waitsFor(batch.first, batch.pages)) {
    tokens_.resize(batch.first - first_);  // those behind were guesses that did not come true
    if (tokens_.size() + batch.rows() > maxBatch_) catchUp(batch.tokens.front(), batch.pages, {});
  } else {
    tokens_.clear();
  }
  if (tokens_.empty()) {
    first_ = batch.first;
    page_ = pageOf(batch.pages, first_);
  }
  const size_t width = model_.config.width;
  std::copy_n(fresh_.begin(), batch.rows() * width,
              waiting_.begin() + static_cast<std::ptrdiff_t>(tokens_.size() * width));
  tokens_.insert(tokens_.end(), batch.tokens.begin(), batch.tokens.end());
}

uint32_t Nextn::draft(int32_t next, uint32_t position, std::span<const uint32_t> pages,
                      std::span<int32_t> guesses) {
  if (guesses.empty() || !waitsFor(position, pages)) return 0;
  tokens_.resize(position - first_);
  std::array<BestLogit, 1> best;
  catchUp(next, pages, std::span<BestLogit>(best));
  uint32_t made = 0;
  for (; std::isfinite(best[0].logit); ++position) {
    guesses[made++] = best[0].id;
    // Guessing further writes a row at `position`, where the model has not been yet.
    if (made == guesses.size() || position == contextLength_ || !reaches(pages, position)) break;
    std::copy(state_.begin(), state_.end(), waiting_.begin());
    run({std::span(&guesses[made - 1], 1), position, pages}, std::span<BestLogit>(best));
  }
  return made;
}

}  // namespace hearth
