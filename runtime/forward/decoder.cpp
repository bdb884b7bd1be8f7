#include "runtime/forward/decoder.h"

#include <algorithm>
#include <vector>

#include "runtime/forward/attention_gqa.h"
#include "runtime/forward/attention_mla.h"
#include "runtime/forward/feed_forward.h"
#include "runtime/forward/ops.h"

namespace hearth {

struct Decoder::State {
  const Model& model;
  Ops& ops;
  uint32_t maxBatch;
  std::unique_ptr<KvCache> cache;
};

namespace {

bool stopWanted(const std::atomic<bool>* cancel) {
  return cancel != nullptr && cancel->load(std::memory_order_relaxed);
}

// x += attention(norm(x)), for all rows.
void attentionHalf(Ops& ops, Act x, const LayerWeights& w, const Pass& pass, uint32_t layer) {
  const Scope scope(ops);
  const Act h = ops.rmsNorm(x, w.attentionNorm, pass.config.rmsEps);
  const Act y = w.mla ? latentAttention(ops, h, *w.mla, pass, layer)
                      : groupedQueryAttention(ops, h, *w.gqa, pass, layer);
  ops.addTo(x, y);
}

// x += feedForward(norm(x))
void feedForwardHalf(Ops& ops, Act x, const LayerWeights& w, const Pass& pass, uint32_t layer) {
  const Scope scope(ops);
  const Act h = ops.rmsNorm(x, w.feedForwardNorm, pass.config.rmsEps);
  if (w.moe) {
    feedForward(ops, x, h, *w.moe, *pass.config.routing, layer);
  } else {
    feedForward(ops, x, h, *w.dense);
  }
}

// The whole transformer: embedding, layers, final norm, head. Logits are written where wanted.
Evaluated evaluateBatch(const Model& model, Ops& ops, KvCache& cache, const Batch& batch, LogitsFor which,
                        std::span<float> logits, const std::atomic<bool>* cancel) {
  const Scope scope(ops);
  const ModelConfig& c = model.config;
  Act x = ops.embed(batch, model.embedding);  // the residual stream [rows, width]
  const Act turn = ops.rotation(batch, c.rope);
  const Pass pass{c, batch, cache, turn};
  for (uint32_t layer = 0; layer < c.layers; ++layer) {
    if (stopWanted(cancel)) return Evaluated::Cancelled;
    attentionHalf(ops, x, model.layers[layer], pass, layer);
    // Past the last attention, only rows whose logits are wanted matter.
    if (layer + 1 == c.layers && logits.empty()) return Evaluated::Done;
    if (layer + 1 == c.layers && which == LogitsFor::Last) x = ops.lastRow(x);
    feedForwardHalf(ops, x, model.layers[layer], pass, layer);
  }
  const Act h = ops.rmsNorm(x, model.outputNorm, c.rmsEps);
  ops.head(h, model.head, logits);
  return Evaluated::Done;
}

}  // namespace

Result<std::unique_ptr<Decoder>> Decoder::create(const Model& model, Ops& ops, uint32_t contextLength,
                                                 const DecoderOptions& options) {
  CHECK(contextLength > 0 && options.maxBatch > 0);
  const uint32_t maxBatch = std::min(options.maxBatch, contextLength);
  auto cache = ops.makeCache(kvShapeOf(model.config, contextLength, options.cachePrecision));
  if (!cache) return std::move(cache).error().during("Preparing the context");

  // Backends cut work differently for different sizes, so every number of rows is planned for, at the end of
  // the context and, where latent attention changes its form before, at the last context of the other form.
  const std::vector<int32_t> tokens(maxBatch, 0);
  auto planned = ops.plan([&] {
    for (uint32_t rows = 1; rows <= maxBatch; ++rows) {
      const uint32_t lastExpanded = rows * kContextPerExpandedRow + kContextPerExpandedRow - 1;
      for (const uint32_t context : {std::min(lastExpanded, contextLength), contextLength}) {
        const Batch batch{std::span(tokens).first(rows), context - rows};
        float nothing = 0;  // stands for all logits: a planning pass writes none
        evaluateBatch(model, ops, **cache, batch, LogitsFor::Every, {&nothing, 1}, nullptr);
      }
    }
  });
  if (!planned) return std::move(planned).error().during("Preparing the forward pass");
  return std::unique_ptr<Decoder>(
      new Decoder(std::make_unique<State>(State{model, ops, maxBatch, std::move(*cache)})));
}

Decoder::Decoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
Decoder::~Decoder() = default;

uint32_t Decoder::maxBatch() const { return state_->maxBatch; }
uint32_t Decoder::contextLength() const { return state_->cache->shape().positions; }
size_t Decoder::cacheBytesPerToken() const { return state_->cache->shape().bytesPerToken(); }

Evaluated Decoder::evaluate(std::span<const int32_t> tokens, uint32_t position, LogitsFor which,
                            std::span<float> logits, const std::atomic<bool>* cancel) {
  State& s = *state_;
  const Batch batch{tokens, position};
  CHECK(!tokens.empty() && tokens.size() <= s.maxBatch && batch.context() <= contextLength());
  const size_t rowsWanted = which == LogitsFor::Every ? tokens.size() : 1;
  CHECK(logits.empty() || logits.size() == rowsWanted * s.model.config.vocabSize);
  return evaluateBatch(s.model, s.ops, *s.cache, batch, which, logits, cancel);
}

}  // namespace hearth
