#include "runtime/convert/observing_ops.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hearth {

namespace {

// Of a stacked tensor its part `expert`, of one among many the whole.
SeenMatrix seen(const ExpertStack& stack, uint32_t expert) {
  if (stack.pieces().size() == 1) return {stack.pieces()[0], expert};
  return {stack.expert(expert), 0};
}

}  // namespace

ObservingOps::ObservingOps(Ops& inner, Ops& side, InputObserver observer)
    : inner_(inner), side_(side), observer_(std::move(observer)) {
  inner_.traceRouting([this](uint32_t layer, uint32_t row, std::span<const uint32_t> experts) {
    if (chosen_.size() <= row) chosen_.resize(row + 1);
    chosen_[row].assign(experts.begin(), experts.end());
    if (trace_) trace_(layer, row, experts);
  });
}

Result<void> ObservingOps::plan(const std::function<void()>& pass) {
  planning_ = true;
  auto planned = inner_.plan(pass);
  planning_ = false;
  if (!planned) return planned;
  return side_.plan([&] {
    for (const MoeWeights* weights : planned_) {
      const uint32_t width = weights->gate.cols(), inside = weights->expertWidth;
      std::vector<float> input(size_t{rowsMax_} * width), mixed(size_t{rowsMax_} * inside);
      for (uint32_t rows = 1; rows <= rowsMax_; ++rows) {
        mixInside(*weights, 0, std::span(input).first(size_t{rows} * width),
                  std::span(mixed).first(size_t{rows} * inside));
      }
    }
  });
}

std::span<const float> ObservingOps::valuesOf(Act x) {
  values_.resize(size_t{x.rows} * x.cols);
  inner_.download(x, values_);
  return values_;
}

void ObservingOps::observeRows(Act x, std::span<const SeenMatrix> matrices) {
  for (uint32_t row = 0; row < x.rows; ++row)
    observer_(matrices, std::span(values_).subspan(size_t{row} * x.cols, x.cols));
}

void ObservingOps::linears(Act x, std::span<const Linear* const> weights, std::span<Act> results) {
  if (!planning_) {
    valuesOf(x);
    std::vector<SeenMatrix> matrices;
    for (const Linear* linear : weights) matrices.push_back({linear->weight, 0});
    observeRows(x, matrices);
  }
  inner_.linears(x, weights, results);
}

Act ObservingOps::linearParts(Act x, Parts parts, const TensorView& stack) {
  if (!planning_) {
    const auto values = valuesOf(x);
    for (uint32_t row = 0; row < x.rows; ++row) {
      for (uint32_t part = 0; part < parts.count; ++part) {
        const size_t at = size_t{row} * x.cols + parts.offset + size_t{part} * parts.stride;
        const SeenMatrix matrix{stack, part};
        observer_({&matrix, 1}, values.subspan(at, parts.width));
      }
    }
  }
  return inner_.linearParts(x, parts, stack);
}

Choice ObservingOps::route(Act scores, const Routing& rule, std::span<const float> choiceBias,
                           uint32_t layer) {
  return inner_.route(scores, rule, choiceBias, layer);
}

void ObservingOps::mixInside(const MoeWeights& weights, uint32_t expert, std::span<const float> input,
                             std::span<float> mixed) {
  const uint32_t width = weights.gate.cols();
  const Scope scope(side_);
  const Act h = side_.upload(input, static_cast<uint32_t>(input.size() / width), width);
  const Linear gate{weights.gate.expert(expert), {}};
  const Linear up{weights.up.expert(expert), {}};
  const auto [g, u] = side_.linear(h, gate, up);
  const Act product = side_.siluMul(g, u);
  side_.download(product, mixed);
}

Act ObservingOps::resident(Act h, Choice choice, const MoeWeights& weights) {
  if (planning_) {
    rowsMax_ = std::max(rowsMax_, h.rows);
    planned_.insert(&weights);
    return inner_.resident(h, choice, weights);
  }
  const auto values = valuesOf(h);
  const uint32_t experts = weights.gate.experts();
  std::vector<float> input, mixed;
  for (uint32_t expert = 0; expert < experts; ++expert) {
    input.clear();
    const SeenMatrix inside[] = {seen(weights.gate, expert), seen(weights.up, expert)};
    for (uint32_t row = 0; row < h.rows; ++row) {
      const auto& chosen = chosen_[row];
      if (std::find(chosen.begin(), chosen.end(), expert) == chosen.end()) continue;
      const auto of = values.subspan(size_t{row} * h.cols, h.cols);
      observer_(inside, of);
      input.insert(input.end(), of.begin(), of.end());
    }
    if (input.empty()) continue;
    mixed.resize(input.size() / h.cols * weights.expertWidth);
    mixInside(weights, expert, input, mixed);
    const SeenMatrix down = seen(weights.down, expert);
    for (size_t at = 0; at < mixed.size(); at += weights.expertWidth)
      observer_({&down, 1}, std::span(mixed).subspan(at, weights.expertWidth));
  }
  return inner_.resident(h, choice, weights);
}

void ObservingOps::head(Act x, const TensorView& weight, Logits logits) {
  if (!planning_ && !logits.empty()) {
    valuesOf(x);
    const SeenMatrix matrix{weight, 0};
    observeRows(x, {&matrix, 1});
  }
  inner_.head(x, weight, logits);
}

}  // namespace hearth
