#include "runtime/experts/router_guess.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "runtime/tensor/dequantize.h"

namespace hearth {

namespace {

constexpr float kOut = -std::numeric_limits<float>::infinity();

// Eight sums side by side, which the compiler turns into vectors.
float dot(const float* a, const float* b, uint32_t n) {
  std::array<float, 8> sums{};
  uint32_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (uint32_t k = 0; k < 8; ++k) sums[k] += a[i + k] * b[i + k];
  }
  float sum = 0;
  for (; i < n; ++i) sum += a[i] * b[i];
  for (const float s : sums) sum += s;
  return sum;
}

// The router's gate: monotone in the score, but the bias is added behind it.
void applyGate(Gating gating, std::span<float> scores) {
  if (gating == Gating::Sigmoid) {
    for (float& s : scores) s = 1 / (1 + std::exp(-s));
    return;
  }
  const float largest = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (float& s : scores) sum += s = std::exp(s - largest);
  for (float& s : scores) s /= sum;
}

// Takes the experts of all but the best groups out (DeepSeek-V2, section 2.1.2; V3, section 2.1.2).
void keepBestGroups(const Routing& rule, std::span<float> scores) {
  const uint32_t each = rule.experts / rule.groups;
  std::array<std::pair<float, uint32_t>, 64> groups;
  const uint32_t count = std::min<uint32_t>(rule.groups, groups.size());
  for (uint32_t g = 0; g < count; ++g) {
    float first = kOut, second = kOut;
    for (const float s : scores.subspan(g * each, each)) {
      second = std::max(second, std::min(first, s));
      first = std::max(first, s);
    }
    groups[g] = {rule.groupScore == GroupScore::Max || each == 1 ? first : first + second, g};
  }
  std::sort(groups.begin(), groups.begin() + count, [](const auto& a, const auto& b) { return a > b; });
  for (uint32_t i = rule.topKGroups; i < count; ++i) {
    const auto out = scores.subspan(groups[i].second * each, each);
    std::fill(out.begin(), out.end(), kOut);
  }
}

}  // namespace

RouterGuess::RouterGuess(const Model& model)
    : model_(model), next_(model.layers.size(), UINT32_MAX), routers_(model.layers.size()) {
  const uint32_t width = model.config.width;
  uint32_t behind = UINT32_MAX;  // the layer with experts that was seen last, walking backwards
  for (auto i = static_cast<uint32_t>(model.layers.size()); i-- > 0;) {
    next_[i] = behind;
    const LayerWeights& layer = model.layers[i];
    if (!layer.moe) continue;
    Router& router = routers_[i];
    const TensorView& rows = layer.moe->router;
    if (rows.type() == DType::F32) {
      router.rows = reinterpret_cast<const float*>(rows.data());
    } else {
      router.decoded.resize(size_t{rows.rows()} * width);
      for (uint32_t r = 0; r < rows.rows(); ++r) {
        dequantizeRow(rows, r, router.decoded.data() + size_t{r} * width);
      }
      router.rows = router.decoded.data();
    }
    if (behind != UINT32_MAX) {
      const std::vector<float>& nextGain = model.layers[behind].feedForwardNorm;
      for (uint32_t c = 0; c < width; ++c) {
        const float gain = layer.feedForwardNorm[c];
        router.gainRatio.push_back(gain != 0 ? nextGain[c] / gain : 0);
      }
    }
    behind = i;
  }
  input_.resize(width);
  scores_.resize(model.config.routing ? model.config.routing->experts : 0);
}

// h = x / rms(x) * gain: with the next layer's gain instead it is what the next router would see, if x
// stayed.
void RouterGuess::guess(uint32_t layer, const float* h, std::span<uint32_t> experts) {
  const uint32_t width = model_.config.width, next = next_[layer];
  CHECK(next != UINT32_MAX && !routers_[layer].gainRatio.empty());
  const Routing& rule = *model_.config.routing;
  const MoeWeights& moe = *model_.layers[next].moe;
  for (uint32_t c = 0; c < width; ++c) input_[c] = h[c] * routers_[layer].gainRatio[c];
  for (uint32_t e = 0; e < rule.experts; ++e) {
    scores_[e] = dot(routers_[next].rows + size_t{e} * width, input_.data(), width);
  }
  applyGate(rule.gating, scores_);
  for (size_t e = 0; e < moe.routerBias.size(); ++e) scores_[e] += moe.routerBias[e];
  if (rule.groups > 1) keepBestGroups(rule, scores_);
  for (uint32_t& expert : experts) {
    const auto best = std::max_element(scores_.begin(), scores_.end());
    expert = static_cast<uint32_t>(best - scores_.begin());
    *best = kOut;
  }
}

}  // namespace hearth
