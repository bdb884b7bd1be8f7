#include "runtime/forward/decoder.h"

#include <algorithm>
#include <array>
#include <vector>

#include "runtime/forward/attention_gqa.h"
#include "runtime/forward/attention_mla.h"
#include "runtime/forward/feed_forward.h"
#include "runtime/forward/ops.h"

namespace hearth {

namespace {

// One device's part of the model: layers [firstLayer, endLayer).
struct DeviceStage {
  Ops* ops;
  uint32_t firstLayer;
  uint32_t endLayer;
  bool first, last;                // embeds; has the head
  std::unique_ptr<KvCache> cache;  // of its layers; null without any
};

// What one call of evaluate() asks for, and how far it is.
struct Evaluation {
  const Model& model;
  Batch batch;
  LogitsFor which;
  Logits logits;
  const std::atomic<bool>* cancel;
  std::span<float> residual;  // [maxBatch, width] on its way between stages
  uint32_t rows;              // of the residual stream

  uint32_t logitsRows() const {
    if (logits.empty()) return 0;
    return which == LogitsFor::Last ? 1 : batch.rows();
  }
  std::span<float> carried() const { return residual.first(size_t{rows} * model.config.width); }
};

bool stopWanted(const std::atomic<bool>* cancel) {
  return cancel != nullptr && cancel->load(std::memory_order_relaxed);
}

// x += attention(norm(x)), for all rows. `cacheLayer` counts within the cache.
void attentionHalf(Ops& ops, Act x, const LayerWeights& w, const Pass& pass, uint32_t cacheLayer) {
  const Scope scope(ops);
  const Act h = ops.rmsNorm(x, w.attentionNorm, pass.config.rmsEps);
  const Act y = w.mla ? latentAttention(ops, h, *w.mla, pass, cacheLayer)
                      : groupedQueryAttention(ops, h, *w.gqa, pass, cacheLayer);
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

// Embedding (or what the stage before left), layers, final norm and head (or what the next stage takes up).
Evaluated walk(const DeviceStage& stage, const Evaluation& e) {
  Ops& ops = *stage.ops;
  const Scope scope(ops);
  const ModelConfig& c = e.model.config;
  Act x = stage.first ? ops.embed(e.batch, e.model.embedding)  // the residual stream [rows, width]
                      : ops.upload(e.carried(), e.rows, c.width);
  const Act turn = stage.cache ? ops.rotation(e.batch, c.rope) : Act{};
  for (uint32_t layer = stage.firstLayer; layer < stage.endLayer; ++layer) {
    if (stopWanted(e.cancel)) return Evaluated::Cancelled;
    const Pass pass{c, e.batch, *stage.cache, turn};
    attentionHalf(ops, x, e.model.layers[layer], pass, layer - stage.firstLayer);
    // Past the last attention, only rows whose logits are wanted matter.
    if (layer + 1 == c.layers && e.logits.empty()) return Evaluated::Done;
    if (layer + 1 == c.layers && e.which == LogitsFor::Last) x = ops.lastRow(x);
    feedForwardHalf(ops, x, e.model.layers[layer], pass, layer);
  }
  if (stage.last) {
    const Act h = ops.rmsNorm(x, e.model.outputNorm, c.rmsEps);
    ops.head(h, e.model.head, e.logits);
  } else {
    ops.download(x, e.residual.first(size_t{x.rows} * c.width));
  }
  return Evaluated::Done;
}

// One stage as a pass. Afterwards e.rows is what the next stage takes up.
Evaluated run(const DeviceStage& stage, Evaluation& e) {
  auto evaluated = Evaluated::Done;
  const PassShape shape{e.batch, e.logitsRows(), static_cast<uint32_t>(e.logits.best.size())};
  if (stage.ops->begin(shape, e.logits) == Ops::Begun::Walk) evaluated = walk(stage, e);
  const auto ending = evaluated == Evaluated::Done ? Ops::Ending::Run : Ops::Ending::Abandon;
  if (!stage.ops->end(ending)) return Evaluated::Failed;
  const bool lastLayerDone = stage.endLayer == e.model.config.layers;
  if (lastLayerDone && e.which == LogitsFor::Last) e.rows = 1;
  return evaluated;
}

}  // namespace

struct Decoder::State {
  const Model& model;
  uint32_t contextLength;
  uint32_t maxBatch;
  size_t cacheBytesPerToken = 0;
  uint32_t cachePages = 0;
  std::vector<DeviceStage> stages;
  std::vector<float> residual;
  std::span<const uint32_t> pages;
  std::string failure;
  KvShape cacheShape;  // of all stages
};

Result<std::unique_ptr<Decoder>> Decoder::create(const Model& model, Ops& ops, uint32_t contextLength,
                                                 const DecoderOptions& options) {
  const Stage whole{&ops, model.config.layers};
  return create(model, std::span(&whole, 1), contextLength, options);
}

Result<std::unique_ptr<Decoder>> Decoder::create(const Model& model, std::span<const Stage> stages,
                                                 uint32_t contextLength, const DecoderOptions& options) {
  CHECK(contextLength > 0 && options.maxBatch > 0 && !stages.empty());
  const uint32_t maxBatch = std::min(options.maxBatch, contextLength);
  const uint32_t positions = std::max(options.cachePositions, contextLength);
  const KvShape whole = kvShapeOf(model.config, kvPages(positions) * kKvPagePositions, options.cacheForm);
  auto state = std::make_unique<State>(
      State{model, contextLength, maxBatch, whole.bytesPerToken(), kvPages(positions), {}, {}, {}, {}, {}});
  state->cacheShape = whole;
  if (stages.size() > 1) state->residual.resize(size_t{maxBatch} * model.config.width);

  uint32_t layer = 0;
  for (size_t i = 0; i < stages.size(); ++i) {
    DeviceStage stage{stages[i].ops,          layer,  layer + stages[i].layers, i == 0,
                      i + 1 == stages.size(), nullptr};
    layer = stage.endLayer;
    KvShape shape = whole;
    shape.layers = stages[i].layers;
    if (shape.layers > 0) {
      auto cache = stage.ops->makeCache(shape);
      if (!cache) return std::move(cache).error().during("Preparing the context");
      stage.cache = std::move(*cache);
    }
    state->stages.push_back(std::move(stage));
  }
  CHECK(layer == model.config.layers);

  // Backends cut work differently for different sizes, so every number of rows is planned for, at the end of
  // the context and, where latent attention changes its form before, at the last context of the other form.
  const std::vector<int32_t> tokens(maxBatch, 0);
  for (const DeviceStage& stage : state->stages) {
    auto planned = stage.ops->plan([&] {
      for (uint32_t rows = 1; rows <= maxBatch; ++rows) {
        const uint32_t lastExpanded = rows * kContextPerExpandedRow + kContextPerExpandedRow - 1;
        for (const uint32_t context : {std::min(lastExpanded, contextLength), contextLength}) {
          float nothing = 0;  // stands for all logits: a planning pass writes none
          const Batch batch{std::span(tokens).first(rows), context - rows};
          walk(stage,
               {model, batch, LogitsFor::Every, std::span(&nothing, 1), nullptr, state->residual, rows});
          if (rows > 1) continue;
          std::array<BestLogit, kBestLogitsMost> most;
          walk(stage,
               {model, batch, LogitsFor::Last, std::span<BestLogit>(most), nullptr, state->residual, rows});
        }
      }
    });
    if (!planned) return std::move(planned).error().during("Preparing the forward pass");
  }
  return std::unique_ptr<Decoder>(new Decoder(std::move(state)));
}

Decoder::Decoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
Decoder::~Decoder() = default;

uint32_t Decoder::maxBatch() const { return state_->maxBatch; }
uint32_t Decoder::contextLength() const { return state_->contextLength; }
size_t Decoder::cacheBytesPerToken() const { return state_->cacheBytesPerToken; }
std::string Decoder::failure() const { return state_->failure; }

void Decoder::usePages(std::span<const uint32_t> pages) { state_->pages = pages; }

const KvShape& Decoder::cacheShape() const { return state_->cacheShape; }

uint32_t Decoder::cachePages() const { return state_->cachePages; }

size_t Decoder::pageBytes() const { return state_->cacheBytesPerToken * kKvPagePositions; }

bool Decoder::readPage(uint32_t page, std::span<std::byte> out) {
  CHECK(out.size() == pageBytes());
  for (const DeviceStage& stage : state_->stages) {
    if (!stage.cache) continue;
    const size_t bytes = stage.cache->shape().pageBytes();
    if (!stage.cache->readPage(page, out.first(bytes))) return false;
    out = out.subspan(bytes);
  }
  return true;
}

bool Decoder::writePage(uint32_t page, std::span<const std::byte> bytes) {
  CHECK(bytes.size() == pageBytes());
  for (const DeviceStage& stage : state_->stages) {
    if (!stage.cache) continue;
    const size_t here = stage.cache->shape().pageBytes();
    if (!stage.cache->writePage(page, bytes.first(here))) return false;
    bytes = bytes.subspan(here);
  }
  return true;
}

bool Decoder::copyPage(uint32_t from, uint32_t to) {
  for (const DeviceStage& stage : state_->stages) {
    if (stage.cache && !stage.cache->copyPage(from, to)) return false;
  }
  return true;
}

Evaluated Decoder::evaluate(std::span<const int32_t> tokens, uint32_t position, LogitsFor which,
                            Logits logits, const std::atomic<bool>* cancel) {
  State& s = *state_;
  Evaluation e{s.model, {tokens, position, s.pages}, which, logits, cancel, s.residual, 0};
  e.rows = e.batch.rows();
  CHECK(e.rows > 0 && e.rows <= s.maxBatch && e.batch.context() <= s.contextLength);
  CHECK(s.pages.empty() || s.pages.size() >= kvPages(e.batch.context()));
  if (logits.best.empty()) {
    CHECK(logits.all.size() == size_t{e.logitsRows()} * s.model.config.vocabSize);
  } else {
    CHECK(e.rows == 1 && logits.all.empty() && logits.best.size() <= kBestLogitsMost);
  }
  for (const DeviceStage& stage : s.stages) {
    // Where no logits are wanted, the pass ends with the last attention.
    if (stage.firstLayer == s.model.config.layers && logits.empty()) break;
    const Evaluated evaluated = run(stage, e);
    if (evaluated == Evaluated::Failed) s.failure = stage.ops->failure();
    if (evaluated != Evaluated::Done) return evaluated;
  }
  return Evaluated::Done;
}

}  // namespace hearth
