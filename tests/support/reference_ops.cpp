#include "tests/support/reference_ops.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "tests/support/reference_math.h"

namespace hearth::test {

namespace {

class ReferenceCache final : public KvCache {
 public:
  explicit ReferenceCache(const KvShape& shape)
      : KvCache(shape),
        keys(shape.layers, Matrix(shape.positions, Row(shape.keyWidth))),
        values(shape.layers, Matrix(shape.positions, Row(shape.valueWidth))),
        index(shape.layers, Matrix(shape.positions, Row(shape.indexWidth))) {}
  // The oracle keeps one sequence, by position, whatever its page table says; it has no bytes to show.
  bool readPage(uint32_t, std::span<std::byte>) override { return false; }
  bool writePage(uint32_t, std::span<const std::byte>) override { return false; }
  bool copyPage(uint32_t, uint32_t) override { return false; }
  std::vector<Matrix> keys, values, index;  // [layer][position][width]
};

class ReferenceOps final : public Ops {
 public:
  Result<void> plan(const std::function<void()>&) override { return {}; }
  Result<std::unique_ptr<KvCache>> makeCache(const KvShape& shape) override {
    return std::unique_ptr<KvCache>(std::make_unique<ReferenceCache>(shape));
  }
  uint32_t mark() override { return static_cast<uint32_t>(acts_.size()); }
  void release(uint32_t mark) override { acts_.resize(mark); }
  Act upload(std::span<const float> values, uint32_t rows, uint32_t cols) override {
    const Act x = make(rows, cols);
    for (uint32_t r = 0; r < rows; ++r) {
      for (uint32_t c = 0; c < cols; ++c) of(x)[r][c] = double{values[size_t{r} * cols + c]};
    }
    return x;
  }
  void download(Act x, std::span<float> values) override {
    for (uint32_t r = 0; r < x.rows; ++r) {
      for (uint32_t c = 0; c < x.cols; ++c) values[size_t{r} * x.cols + c] = static_cast<float>(of(x)[r][c]);
    }
  }
  void traceRouting(RoutingTrace trace) override { trace_ = std::move(trace); }

  Act embed(const Batch& batch, const TensorView& table) override {
    const Act x = make(batch.rows(), table.cols());
    for (uint32_t r = 0; r < x.rows; ++r) of(x)[r] = weightRow(table, static_cast<uint32_t>(batch.tokens[r]));
    return x;
  }
  Act rmsNorm(Act x, std::span<const float> gain, float eps) override {
    const Act y = copy(x);
    for (Row& row : of(y)) normalise(row.data(), gain, double{eps});
    return y;
  }
  Act layerNorm(Act x, std::span<const float> gain, std::span<const float> shift, float eps) override {
    const Act y = copy(x);
    for (Row& row : of(y)) {
      const double n = static_cast<double>(row.size());
      const double mean = std::accumulate(row.begin(), row.end(), 0.0) / n;
      for (double& v : row) v -= mean;
      const double deviation = std::sqrt(dotProduct(row.data(), row.data(), row.size()) / n + double{eps});
      for (size_t i = 0; i < row.size(); ++i)
        row[i] = row[i] / deviation * double{gain[i]} + double{shift[i]};
    }
    return y;
  }
  void rmsNormParts(Act x, Parts parts, std::span<const float> gain, float eps) override {
    for (Row& row : of(x)) {
      for (uint32_t p = 0; p < parts.count; ++p)
        normalise(&row[parts.offset + p * parts.stride], gain, double{eps});
    }
  }
  void addTo(Act x, Act y) override {
    for (uint32_t r = 0; r < x.rows; ++r) {
      for (uint32_t c = 0; c < x.cols; ++c) of(x)[r][c] += of(y)[r][c];
    }
  }
  Act lastRow(Act x) override {
    const Act y = make(1, x.cols);
    of(y)[0] = of(x).back();
    return y;
  }
  Act join(Act a, Act b) override {
    const Act y = make(a.rows, a.cols + b.cols);
    for (uint32_t r = 0; r < y.rows; ++r) {
      std::copy(of(a)[r].begin(), of(a)[r].end(), of(y)[r].begin());
      std::copy(of(b)[r].begin(), of(b)[r].end(), of(y)[r].begin() + a.cols);
    }
    return y;
  }
  void linears(Act x, std::span<const Linear* const> weights, std::span<Act> results) override {
    for (size_t i = 0; i < weights.size(); ++i) {
      results[i] = make(x.rows, weights[i]->weight.rows());
      for (uint32_t r = 0; r < x.rows; ++r) {
        Row y = product(weights[i]->weight, of(x)[r].data());
        for (size_t o = 0; o < weights[i]->bias.size(); ++o) y[o] += double{weights[i]->bias[o]};
        of(results[i])[r] = y;
      }
    }
  }
  Act siluMul(Act gate, Act up) override {
    const Act y = copy(gate);
    for (uint32_t r = 0; r < y.rows; ++r) {
      for (uint32_t c = 0; c < y.cols; ++c) of(y)[r][c] *= sigmoid(of(gate)[r][c]) * of(up)[r][c];
    }
    return y;
  }
  Act linearParts(Act x, Parts parts, const TensorView& stack) override {
    const Act y = make(x.rows, stack.rows());
    const uint32_t outEach = stack.rows() / parts.count;
    for (uint32_t r = 0; r < x.rows; ++r) {
      for (uint32_t p = 0; p < parts.count; ++p) {
        const Row part =
            product(stack.rowRange(p * outEach, outEach), &of(x)[r][parts.offset + p * parts.stride]);
        std::copy(part.begin(), part.end(), of(y)[r].begin() + p * outEach);
      }
    }
    return y;
  }
  Act rotation(const Batch& batch, const Rope& rope) override {
    const Act turn = make(batch.rows(), rope.dims);
    for (uint32_t r = 0; r < turn.rows; ++r) {
      for (uint32_t i = 0; i < rope.dims / 2; ++i) {
        const double angle = (batch.first + r) * double{rope.inverseFrequencies[i]};
        of(turn)[r][i] = double{rope.magnitude} * std::cos(angle);
        of(turn)[r][rope.dims / 2 + i] = double{rope.magnitude} * std::sin(angle);
      }
    }
    return turn;
  }
  void rope(Act x, Parts parts, Act rotation, RopePairing pairing) override {
    const uint32_t half = rotation.cols / 2;
    for (uint32_t r = 0; r < x.rows; ++r) {
      for (uint32_t p = 0; p < parts.count; ++p) {
        double* head = &of(x)[r][parts.offset + p * parts.stride];
        for (uint32_t i = 0; i < half; ++i) {
          const bool neighbours = pairing == RopePairing::Neighbours;
          double& a = head[neighbours ? 2 * i : i];
          double& b = head[neighbours ? 2 * i + 1 : i + half];
          const double cosine = of(rotation)[r][i], sine = of(rotation)[r][half + i];
          const double turned = a * cosine - b * sine;
          b = a * sine + b * cosine;
          a = turned;
        }
      }
    }
  }

  void append(KvCache& cache, uint32_t layer, const Batch& batch, Act keys, Act values) override {
    auto& c = static_cast<ReferenceCache&>(cache);
    for (uint32_t r = 0; r < keys.rows; ++r) {
      c.keys[layer][batch.first + r] = of(keys)[r];
      c.values[layer][batch.first + r] = of(values)[r];
    }
  }
  Act attend(Act q, const KvCache& cache, uint32_t layer, const Batch& batch,
             const AttentionShape& s) override {
    const auto& c = static_cast<const ReferenceCache&>(cache);
    const Act out = make(q.rows, s.heads * s.valueDim);
    for (uint32_t r = 0; r < q.rows; ++r) {
      for (uint32_t h = 0; h < s.heads; ++h) {
        const uint32_t kvHead = h / (s.heads / s.kvHeads);
        const double* query = &of(q)[r][h * s.keyDim];
        const Row sum = attention(
            upTo(batch.first + r), double{s.scale}, s.valueDim,
            [&](uint32_t p) { return dotProduct(query, &c.keys[layer][p][kvHead * s.keyDim], s.keyDim); },
            [&](uint32_t p) { return &c.values[layer][p][kvHead * s.valueDim]; });
        std::copy(sum.begin(), sum.end(), of(out)[r].begin() + h * s.valueDim);
      }
    }
    return out;
  }
  void appendLatent(KvCache& cache, uint32_t layer, const Batch& batch, Act latentAndKey) override {
    auto& c = static_cast<ReferenceCache&>(cache);
    for (uint32_t r = 0; r < latentAndKey.rows; ++r) c.keys[layer][batch.first + r] = of(latentAndKey)[r];
  }
  Act attendLatent(Act qLatent, Act q, Parts rotated, const KvCache& cache, uint32_t layer,
                   const Batch& batch, float scale) override {
    return attendRows(qLatent, q, rotated, cache, layer, scale,
                      [&](uint32_t r) { return upTo(batch.first + r); });
  }
  void appendIndex(KvCache& cache, uint32_t layer, const Batch& batch, Act keys) override {
    auto& c = static_cast<ReferenceCache&>(cache);
    for (uint32_t r = 0; r < keys.rows; ++r) c.index[layer][batch.first + r] = of(keys)[r];
  }
  Positions choosePositions(Act q, Act headWeights, const KvCache& cache, uint32_t layer, const Batch& batch,
                            uint32_t topK) override {
    const auto& c = static_cast<const ReferenceCache&>(cache);
    const Act chosen = make(q.rows, topK);
    const size_t dim = c.shape().indexWidth;
    for (uint32_t r = 0; r < q.rows; ++r) {
      Row scores(batch.first + r + 1);
      for (uint32_t p = 0; p < scores.size(); ++p) {
        for (uint32_t h = 0; h < headWeights.cols; ++h) {
          const double product = dotProduct(&of(q)[r][h * dim], c.index[layer][p].data(), dim);
          scores[p] += of(headWeights)[r][h] * std::max(0.0, product);
        }
      }
      const auto best = bestOf(scores, std::min(topK, static_cast<uint32_t>(scores.size())));
      of(chosen)[r].assign(best.begin(), best.end());
    }
    return {chosen.at, q.rows, topK};
  }
  Act attendChosen(Act qLatent, Act q, Parts rotated, Positions chosen, const KvCache& cache, uint32_t layer,
                   const Batch&, float scale) override {
    return attendRows(qLatent, q, rotated, cache, layer, scale, [&](uint32_t r) {
      std::vector<uint32_t> positions;
      for (const double p : acts_[chosen.at][r]) positions.push_back(static_cast<uint32_t>(p));
      return positions;
    });
  }
  Act attendExpanded(Act q, const TensorView& keyUp, const TensorView& valueUp, const LatentAttention& a,
                     uint32_t heads, const KvCache& cache, uint32_t layer, const Batch& batch,
                     float scale) override {
    const auto& c = static_cast<const ReferenceCache&>(cache);
    Matrix keys, values;  // of every position
    for (uint32_t p = 0; p < batch.context(); ++p) {
      keys.push_back(product(keyUp, c.keys[layer][p].data()));
      values.push_back(product(valueUp, c.keys[layer][p].data()));
    }
    const Act out = make(q.rows, heads * a.valueDim);
    for (uint32_t r = 0; r < q.rows; ++r) {
      for (uint32_t h = 0; h < heads; ++h) {
        const double* query = &of(q)[r][h * (a.nopeDim + a.ropeDim)];
        const Row sum = attention(
            upTo(batch.first + r), double{scale}, a.valueDim,
            [&](uint32_t p) {
              return dotProduct(query, &keys[p][h * a.nopeDim], a.nopeDim) +
                     dotProduct(query + a.nopeDim, &c.keys[layer][p][a.kvLoraRank], a.ropeDim);
            },
            [&](uint32_t p) { return &values[p][h * a.valueDim]; });
        std::copy(sum.begin(), sum.end(), of(out)[r].begin() + h * a.valueDim);
      }
    }
    return out;
  }

  Choice route(Act scores, const Routing& rule, std::span<const float> choiceBias, uint32_t layer) override {
    const Choice choice{static_cast<uint32_t>(acts_.size()), scores.rows, rule.topK, layer};
    const Act experts = make(scores.rows, rule.topK), weights = make(scores.rows, rule.topK);
    for (uint32_t r = 0; r < scores.rows; ++r) {
      Row gates = of(scores)[r];
      if (rule.gating == Gating::Softmax) softmax(gates);
      if (rule.gating == Gating::Sigmoid) std::transform(gates.begin(), gates.end(), gates.begin(), sigmoid);
      Row preference = gates;
      for (size_t e = 0; e < choiceBias.size(); ++e) preference[e] += double{choiceBias[e]};
      if (rule.groups > 1) keepGroups(rule, preference);
      const auto chosen = bestOf(preference, rule.topK);
      double sum = 0;
      for (uint32_t e : chosen) sum += gates[e];
      const double factor = double{rule.scale} / (rule.normalizeWeights ? sum + 1e-20 : 1.0);
      for (uint32_t k = 0; k < rule.topK; ++k) {
        of(experts)[r][k] = chosen[k];
        of(weights)[r][k] = gates[chosen[k]] * factor;
      }
      if (trace_) trace_(layer, r, chosen);
    }
    return choice;
  }
  Pending beginElsewhere(Act, Choice, const MoeWeights&) override { return {}; }
  Act resident(Act h, Choice choice, const MoeWeights& w) override {
    const Act out = make(h.rows, h.cols);
    const uint32_t ffn = w.expertWidth;
    for (uint32_t r = 0; r < h.rows; ++r) {
      for (uint32_t k = 0; k < choice.topK; ++k) {
        const auto e = static_cast<uint32_t>(acts_[choice.at][r][k]);
        const double weight = acts_[choice.at + 1][r][k];
        Row hidden = product(w.gate.expert(e), of(h)[r].data());
        const Row up = product(w.up.expert(e), of(h)[r].data());
        for (uint32_t i = 0; i < ffn; ++i) hidden[i] *= sigmoid(hidden[i]) * up[i];
        const Row y = product(w.down.expert(e), hidden.data());
        for (uint32_t c = 0; c < h.cols; ++c) of(out)[r][c] += weight * y[c];
      }
    }
    return out;
  }
  void addWhenDone(Act, Pending) override {}
  void head(Act x, const TensorView& weight, Logits logits) override {
    std::vector<float> every;
    for (uint32_t r = 0; r < x.rows; ++r) {
      const Row y = product(weight, of(x)[r].data());
      for (uint32_t o = 0; o < weight.rows(); ++o) every.push_back(static_cast<float>(y[o]));
    }
    if (logits.best.empty()) {
      std::copy(every.begin(), every.end(), logits.all.begin());
    } else {
      selectBest(every, logits.best);
    }
  }

 private:
  // Latent attention of each row to the positions that positionsOf(row) tells.
  template <class PositionsOf>
  Act attendRows(Act qLatent, Act q, Parts rotated, const KvCache& cache, uint32_t layer, float scale,
                 const PositionsOf& positionsOf) {
    const auto& c = static_cast<const ReferenceCache&>(cache);
    const uint32_t rank = qLatent.cols / rotated.count;
    const Act out = make(q.rows, qLatent.cols);
    for (uint32_t r = 0; r < q.rows; ++r) {
      const std::vector<uint32_t> positions = positionsOf(r);
      for (uint32_t h = 0; h < rotated.count; ++h) {
        const double* inLatentSpace = &of(qLatent)[r][h * rank];
        const double* turned = &of(q)[r][rotated.offset + h * rotated.stride];
        const Row sum = attention(
            positions, double{scale}, rank,
            [&](uint32_t p) {
              const Row& cached = c.keys[layer][p];
              return dotProduct(inLatentSpace, cached.data(), rank) +
                     dotProduct(turned, &cached[rank], rotated.width);
            },
            [&](uint32_t p) { return c.keys[layer][p].data(); });
        std::copy(sum.begin(), sum.end(), of(out)[r].begin() + h * rank);
      }
    }
    return out;
  }
  static void keepGroups(const Routing& rule, Row& preference) {
    const uint32_t each = rule.experts / rule.groups;
    Row scores;
    for (uint32_t g = 0; g < rule.groups; ++g) {
      Row members(preference.begin() + g * each, preference.begin() + (g + 1) * each);
      std::sort(members.rbegin(), members.rend());
      scores.push_back(rule.groupScore == GroupScore::Max || each == 1 ? members[0]
                                                                       : members[0] + members[1]);
    }
    const auto kept = bestOf(scores, rule.topKGroups);
    for (uint32_t g = 0; g < rule.groups; ++g) {
      if (std::find(kept.begin(), kept.end(), g) != kept.end()) continue;
      std::fill_n(preference.begin() + g * each, each, -INFINITY);
    }
  }
  Act make(uint32_t rows, uint32_t cols) {
    acts_.push_back(Matrix(rows, Row(cols)));
    return {static_cast<uint32_t>(acts_.size() - 1), rows, cols};
  }
  Act copy(Act x) {
    acts_.push_back(of(x));
    return {static_cast<uint32_t>(acts_.size() - 1), x.rows, x.cols};
  }
  Matrix& of(Act x) { return acts_[x.at]; }

  std::vector<Matrix> acts_;
  RoutingTrace trace_;
};

}  // namespace

std::unique_ptr<Ops> makeReferenceOps() { return std::make_unique<ReferenceOps>(); }

}  // namespace hearth::test
