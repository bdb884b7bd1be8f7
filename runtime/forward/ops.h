// The verbs of the papers: everything a forward pass asks of a device. The pass (decoder, attention_*,
// feed_forward) is written once over these; a backend either executes each verb at once (cpu/) or records it
// for replay. Therefore nothing here shows the pass an activation's memory, and what changes from token to
// token travels in Batch, which a recorder keeps in a buffer.
//
// Shapes: an Act is [rows, cols] with one row per token. "Part" verbs work on equal pieces inside each row.
// Never write two verbs as arguments of one call: C++ leaves their order open.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>

#include "runtime/base/result.h"
#include "runtime/forward/kv_cache.h"
#include "runtime/forward/logits.h"
#include "runtime/model/config.h"
#include "runtime/model/weights.h"

namespace hearth {

// Activations in float32 inside Ops; `at` is the backend's own business. Valid until its Scope ends.
struct Act {
  uint32_t at = 0;
  uint32_t rows = 0;
  uint32_t cols = 0;
};

// The tokens of one evaluation: row r is tokens[r] at position `first` + r. Position p of the sequence lies
// in the cache at pages[p / kKvPagePositions] * kKvPagePositions + p % kKvPagePositions; without a table at
// p.
struct Batch {
  std::span<const int32_t> tokens;
  uint32_t first = 0;
  std::span<const uint32_t> pages{};  // enough for context(), or none
  uint32_t rows() const { return static_cast<uint32_t>(tokens.size()); }
  uint32_t context() const { return first + rows(); }  // positions that the last row can see
};

// `count` pieces of `width` numbers in every row, the first at `offset`, one every `stride`: heads of a
// query, the rotated tail of each head, the latent in front of the shared key.
struct Parts {
  uint32_t count = 1;
  uint32_t stride = 0;
  uint32_t offset = 0;
  uint32_t width = 0;
};

// The experts chosen for each row and their weights, as Ops keeps them.
struct Choice {
  uint32_t at = 0;
  uint32_t rows = 0;
  uint32_t topK = 0;
  uint32_t layer = 0;
};

// The positions that sparse attention chose for each row, as Ops keeps them: min(topK, those it can see).
struct Positions {
  uint32_t at = 0;
  uint32_t rows = 0;
  uint32_t topK = 0;
};

// Work on experts that another device does meanwhile; `at` is the backend's own business.
struct Pending {
  uint32_t at = 0;
};

// One walk through (a stage of) the model. Two passes of the same rows, logitsRows, bestLogits and
// Ops::contextMost() ask for the same verbs as long as the batch has less than kRecordedRows rows; longer
// batches may choose other forms as they like.
struct PassShape {
  Batch batch;
  uint32_t logitsRows = 0;  // rows of head()'s input; 0: head() is not asked for
  uint32_t bestLogits = 0;  // how many head() is asked for; 0: all
};
inline constexpr uint32_t kRecordedRows = 8;

// softmax(scale * q k^T) v; heads / kvHeads queries share one key.
struct AttentionShape {
  uint32_t heads = 0;
  uint32_t kvHeads = 0;
  uint32_t keyDim = 0;
  uint32_t valueDim = 0;
  float scale = 1.0f;
};

// Sees which experts each row chose: (layer, row of the batch, expert ids, best first). Called on the thread
// that evaluates, or, on a device, when the choice reaches the host.
using RoutingTrace = std::function<void(uint32_t layer, uint32_t row, std::span<const uint32_t> experts)>;

class Ops {
 public:
  virtual ~Ops() = default;

  // ---- A pass --------------------------------------------------------------------------------------------
  // begin(), verbs, end(). Replayed: the backend had recorded a pass of this shape and runs it anew at end();
  // no verb is to be asked for, and what upload(), download() and head() were given when it was recorded is
  // read and written again, but for the logits, which go to `logits`. Both only for less than kRecordedRows.
  enum class Begun { Walk, Replayed };
  virtual Begun begin(const PassShape&, Logits logits) {
    (void)logits;
    return Begun::Walk;
  }
  // Abandon: the walk was left in the middle. False: the device failed (failure()), and nothing that the pass
  // wrote is to be relied upon.
  enum class Ending { Run, Abandon };
  virtual bool end(Ending) { return true; }
  virtual std::string failure() const { return {}; }
  // The longest context of any pass for which this walk may be replayed.
  virtual uint32_t contextMost(const Batch& batch) const { return batch.context(); }

  // ---- Memory --------------------------------------------------------------------------------------------
  // Walks `pass` without computing, to learn how much memory it takes, and makes that much available. Plans
  // add up to the largest. Errors say how much was needed.
  virtual Result<void> plan(const std::function<void()>& pass) = 0;
  virtual Result<std::unique_ptr<KvCache>> makeCache(const KvShape& shape) = 0;
  // Acts made after mark() end with release(mark): a stack. Use Scope.
  virtual uint32_t mark() = 0;
  virtual void release(uint32_t mark) = 0;
  // The numbers behind a handle: where a stage on another device goes on, and for tests.
  virtual Act upload(std::span<const float> values, uint32_t rows, uint32_t cols) = 0;
  virtual void download(Act x, std::span<float> values) = 0;
  virtual void traceRouting(RoutingTrace trace) = 0;  // empty: no longer

  // ---- Rows ----------------------------------------------------------------------------------------------
  // [rows, width] from table [vocab, width].
  virtual Act embed(const Batch& batch, const TensorView& table) = 0;
  // x * gain / sqrt(mean(x^2) + eps) per row (Zhang & Sennrich 2019).
  virtual Act rmsNorm(Act x, std::span<const float> gain, float eps) = 0;
  // (x - mean) / sqrt(variance + eps) * gain + shift per row (Ba et al. 2016).
  virtual Act layerNorm(Act x, std::span<const float> gain, std::span<const float> shift, float eps) = 0;
  // The rmsNorm in place on parts, all with one gain [part.width].
  virtual void rmsNormParts(Act x, Parts parts, std::span<const float> gain, float eps) = 0;
  // x += y
  virtual void addTo(Act x, Act y) = 0;
  // A view of the last row.
  virtual Act lastRow(Act x) = 0;
  // Each row of a with the same row of b behind it: [rows, a.cols + b.cols].
  virtual Act join(Act a, Act b) = 0;
  // x W^T + b for each matrix; none of the results depends on another.
  virtual void linears(Act x, std::span<const Linear* const> weights, std::span<Act> results) = 0;
  // silu(gate) * up (Shazeer 2020).
  virtual Act siluMul(Act gate, Act up) = 0;
  // siluMul of the two products; backends may do it in one.
  virtual Act gated(Act h, const Linear& gate, const Linear& up) {
    const auto [g, u] = linear(h, gate, up);
    return siluMul(g, u);
  }
  // Part h of x times matrix h of the stack [parts.count * out, parts.width]: [rows, parts.count * out].
  virtual Act linearParts(Act x, Parts parts, const TensorView& stack) = 0;

  // ---- Positions -----------------------------------------------------------------------------------------
  // Cosines and sines of every row's position: [rows, rope.dims], cosines first (Su et al. 2021).
  virtual Act rotation(const Batch& batch, const Rope& rope) = 0;
  // Turns parts of x (part.width == rope dims) in place.
  virtual void rope(Act x, Parts parts, Act rotation, RopePairing pairing) = 0;

  // ---- Attention -----------------------------------------------------------------------------------------
  // Writes the batch's keys [rows, kvHeads * keyDim] and values [rows, kvHeads * valueDim] at its positions.
  virtual void append(KvCache& cache, uint32_t layer, const Batch& batch, Act keys, Act values) = 0;
  // Causal attention of q [rows, heads * keyDim] to positions [0, row's own]: [rows, heads * valueDim].
  virtual Act attend(Act q, const KvCache& cache, uint32_t layer, const Batch& batch,
                     const AttentionShape& shape) = 0;
  // Writes [latent | rotated shared key] of each row (DeepSeek-V2, eq. 9 and 11).
  virtual void appendLatent(KvCache& cache, uint32_t layer, const Batch& batch, Act latentAndKey) = 0;
  // Absorbed form: queries that already live in latent space [rows, heads * kvLoraRank], with the rotated
  // parts of q, meet the cached rows directly; the sum is again in latent space [rows, heads * kvLoraRank].
  virtual Act attendLatent(Act qLatent, Act q, Parts rotated, const KvCache& cache, uint32_t layer,
                           const Batch& batch, float scale) = 0;
  // Writes the indexer's key of each row, [rows, indexWidth].
  virtual void appendIndex(KvCache& cache, uint32_t layer, const Batch& batch, Act keys) = 0;
  // Lightning indexer (DeepSeek-V3.2, eq. 1): position s scores, for row t, the sum over heads h of
  // headWeights(t, h) * relu(q(t, h) . key(s)), with q [rows, heads * indexWidth]. Each row gets the topK
  // best of the positions that it sees, of equals the earlier ones, or all where they are no more.
  virtual Positions choosePositions(Act q, Act headWeights, const KvCache& cache, uint32_t layer,
                                    const Batch& batch, uint32_t topK) = 0;
  // attendLatent() to the chosen positions only.
  virtual Act attendChosen(Act qLatent, Act q, Parts rotated, Positions chosen, const KvCache& cache,
                           uint32_t layer, const Batch& batch, float scale) = 0;
  // Un-absorbed form: keys and values of every head are rebuilt from the latents, k = [W_UK c | k_rope] and
  // v = W_UV c, block by block of positions; q [rows, heads * (nope + rope)] -> [rows, heads * valueDim].
  virtual Act attendExpanded(Act q, const TensorView& keyUp, const TensorView& valueUp,
                             const LatentAttention& latent, uint32_t heads, const KvCache& cache,
                             uint32_t layer, const Batch& batch, float scale) = 0;
  // Whether attendExpanded() may be asked for where it is the faster form.
  virtual bool canExpand() const { return true; }

  // ---- Experts -------------------------------------------------------------------------------------------
  // Scores [rows, experts] -> the topK of each row and their weights (DeepSeek-V2, eq. 21; V3, eq. 13-16).
  virtual Choice route(Act scores, const Routing& rule, std::span<const float> choiceBias,
                       uint32_t layer) = 0;
  // Starts the chosen experts that this device does not hold.
  virtual Pending beginElsewhere(Act h, Choice choice, const MoeWeights& weights) = 0;
  // The weighted sum of the chosen experts that this device holds: [rows, width].
  virtual Act resident(Act h, Choice choice, const MoeWeights& weights) = 0;
  // x += what was computed elsewhere.
  virtual void addWhenDone(Act x, Pending pending) = 0;

  // ---- End -----------------------------------------------------------------------------------------------
  // x W^T to host memory; the best logits are those of a single row.
  virtual void head(Act x, const TensorView& weight, Logits logits) = 0;

  // Sugar over linears(): `const auto [q, k, v] = ops.linear(h, w.q, w.k, w.v);`
  Act linear(Act x, const Linear& weight) {
    const std::array<const Linear*, 1> weights{&weight};
    std::array<Act, 1> result;
    linears(x, weights, result);
    return result[0];
  }
  Act linear(Act x, const TensorView& weight) { return linear(x, Linear{weight, {}}); }
  template <class... More>
  std::array<Act, 1 + sizeof...(More)> linear(Act x, const Linear& weight,
                                              const More&... more) requires(sizeof...(More) > 0) {
    const std::array<const Linear*, 1 + sizeof...(More)> weights{&weight, &more...};
    std::array<Act, 1 + sizeof...(More)> results;
    linears(x, weights, results);
    return results;
  }
};

// Acts made while a Scope lives end with it.
class Scope {
 public:
  explicit Scope(Ops& ops) : ops_(ops), mark_(ops.mark()) {}
  ~Scope() { ops_.release(mark_); }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  Ops& ops_;
  uint32_t mark_;
};

}  // namespace hearth
