#include "runtime/forward/decoder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "runtime/forward/attention_mla.h"
#include "runtime/forward/layer.h"
#include "runtime/forward/nextn.h"
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
  std::span<float> states;    // [maxBatch, width] of the rows after the final norm; empty: not wanted
  uint32_t rows;              // of the residual stream

  uint32_t logitsRows() const {
    if (logits.empty()) return 0;
    return which == LogitsFor::Last ? 1 : batch.rows();
  }
  // Past the last attention, only rows whose logits or states are wanted matter.
  bool endsWithAttention() const { return logits.empty() && states.empty(); }
  bool endsWithLastRow() const { return which == LogitsFor::Last && states.empty(); }
  std::span<float> carried() const { return residual.first(size_t{rows} * model.config.width); }
};

bool stopWanted(const std::atomic<bool>* cancel) {
  return cancel != nullptr && cancel->load(std::memory_order_relaxed);
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
    if (layer + 1 == c.layers && e.endsWithAttention()) return Evaluated::Done;
    if (layer + 1 == c.layers && e.endsWithLastRow()) x = ops.lastRow(x);
    feedForwardHalf(ops, x, e.model.layers[layer], pass, layer);
  }
  if (stage.last) {
    Act h = ops.rmsNorm(x, e.model.outputNorm, c.rmsEps);
    if (!e.states.empty()) ops.download(h, e.states.first(size_t{h.rows} * c.width));
    if (e.logits.empty()) return Evaluated::Done;
    if (e.which == LogitsFor::Last) h = ops.lastRow(h);
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
  if (lastLayerDone && e.endsWithLastRow()) e.rows = 1;
  return evaluated;
}

}  // namespace

struct Decoder::State {
  const Model& model;
  uint32_t contextLength;
  uint32_t maxBatch;
  uint32_t cachePages;
  std::vector<DeviceStage> stages;
  std::vector<float> residual;
  std::span<const uint32_t> pages;
  std::string failure;
  KvShape cacheShape;              // of all stages and the nextn layer
  std::unique_ptr<Nextn> nextn{};  // null: nothing is guessed

  std::span<float> states() { return nextn ? nextn->fresh() : std::span<float>(); }
  // use(cache) for all there are, in an order that stays; stops with false.
  template <class Use>
  bool forCaches(const Use& use) {
    for (const DeviceStage& stage : stages) {
      if (stage.cache && !use(*stage.cache)) return false;
    }
    return !nextn || use(nextn->cache());
  }
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
      State{model, contextLength, maxBatch, kvPages(positions), {}, {}, {}, {}, whole});
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
  if (options.nextnOps != nullptr && !model.nextn.empty()) {
    KvShape shape = whole;
    shape.layers = 1;
    auto nextn = Nextn::create(model, *options.nextnOps, shape, contextLength, maxBatch);
    if (!nextn) return std::move(nextn).error();
    state->nextn = std::move(*nextn);
    ++state->cacheShape.layers;
  }

  // Backends cut work differently for different sizes, so every number of rows is planned for, at the end of
  // the context and, where latent attention changes its form before, at the last context of the other form:
  // expanded or absorbed, dense or sparse (also where a recording serves up to the next power of two).
  const auto& indexer = model.config.indexer;
  const uint32_t lastDense = indexer ? std::min(indexer->topK, contextLength) : contextLength;
  const uint32_t lastDenseRecorded = indexer ? std::bit_floor(lastDense) : lastDense;
  const std::vector<int32_t> tokens(maxBatch, 0);
  const std::span<float> states = state->states();
  for (const DeviceStage& stage : state->stages) {
    auto planned = stage.ops->plan([&] {
      for (uint32_t rows = 1; rows <= maxBatch; ++rows) {
        const uint32_t lastExpanded = rows * kContextPerExpandedRow + kContextPerExpandedRow - 1;
        std::array<uint32_t, 4> contexts{std::min(lastExpanded, lastDense), lastDenseRecorded, lastDense,
                                         contextLength};
        for (uint32_t& context : contexts) context = std::max(context, rows);
        const auto end = std::unique(contexts.begin(), contexts.end());
        for (const uint32_t context : std::span(contexts.begin(), end)) {
          float nothing = 0;  // stands for all logits: a planning pass writes none
          const Batch batch{std::span(tokens).first(rows), context - rows};
          walk(stage, {model, batch, LogitsFor::Every, std::span(&nothing, 1), nullptr, state->residual,
                       states, rows});
          if (rows > 1) continue;
          std::array<BestLogit, kBestLogitsMost> most;
          walk(stage, {model, batch, LogitsFor::Last, std::span<BestLogit>(most), nullptr, state->residual,
                       states, rows});
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
size_t Decoder::cacheBytesPerToken() const { return state_->cacheShape.bytesPerToken(); }
std::string Decoder::failure() const { return state_->failure; }

void Decoder::usePages(std::span<const uint32_t> pages) { state_->pages = pages; }

const KvShape& Decoder::cacheShape() const { return state_->cacheShape; }

uint32_t Decoder::cachePages() const { return state_->cachePages; }

size_t Decoder::pageBytes() const { return state_->cacheShape.pageBytes(); }

bool Decoder::readPage(uint32_t page, std::span<std::byte> out) {
  CHECK(out.size() == pageBytes());
  return state_->forCaches([&](KvCache& cache) {
    const auto part = out.first(cache.shape().pageBytes());
    out = out.subspan(part.size());
    return cache.readPage(page, part);
  });
}

bool Decoder::writePage(uint32_t page, std::span<const std::byte> bytes) {
  CHECK(bytes.size() == pageBytes());
  return state_->forCaches([&](KvCache& cache) {
    const auto part = bytes.first(cache.shape().pageBytes());
    bytes = bytes.subspan(part.size());
    return cache.writePage(page, part);
  });
}

bool Decoder::copyPage(uint32_t from, uint32_t to) {
  return state_->forCaches([&](KvCache& cache) { return cache.copyPage(from, to); });
}

uint32_t Decoder::alikeRows(uint32_t position) {
  constexpr uint32_t kLeast = 128;  // attention of shorter contexts is never cut
  return std::min(kRecordedRows - 1, std::max(kLeast, std::bit_ceil(position + 1)) - position);
}

bool Decoder::drafts() const { return state_->nextn != nullptr; }

uint32_t Decoder::draft(int32_t next, uint32_t position, std::span<int32_t> guesses) {
  if (!state_->nextn) return 0;
  return state_->nextn->draft(next, position, state_->pages, guesses);
}

Evaluated Decoder::evaluate(std::span<const int32_t> tokens, uint32_t position, LogitsFor which,
                            Logits logits, const std::atomic<bool>* cancel) {
  State& s = *state_;
  Evaluation e{s.model, {tokens, position, s.pages}, which, logits, cancel, s.residual, s.states(), 0};
  e.rows = e.batch.rows();
  CHECK(e.rows > 0 && e.rows <= s.maxBatch && e.batch.context() <= s.contextLength);
  CHECK(s.pages.empty() || s.pages.size() >= kvPages(e.batch.context()));
  if (logits.best.empty()) {
    CHECK(logits.all.size() == size_t{e.logitsRows()} * s.model.config.vocabSize);
  } else {
    CHECK(e.rows == 1 && logits.all.empty() && logits.best.size() <= kBestLogitsMost);
  }
  for (const DeviceStage& stage : s.stages) {
    if (stage.firstLayer == s.model.config.layers && e.endsWithAttention()) break;
    const Evaluated evaluated = run(stage, e);
    if (evaluated == Evaluated::Failed) s.failure = stage.ops->failure();
    if (evaluated != Evaluated::Done) return evaluated;
  }
  if (s.nextn) s.nextn->take(e.batch);
  return Evaluated::Done;
}

}  // namespace hearth
