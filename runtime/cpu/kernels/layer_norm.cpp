// Layer normalisation (Ba et al. 2016).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/layer_norm.cpp"
#include <hwy/foreach_target.h>

#include <cmath>

#include <hwy/highway.h>

#include "runtime/cpu/kernels/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Mean first, then the squares of what is left: the difference of two large sums would lose digits.
void LayerNorm(const float* x, const float* gain, const float* shift, float eps, uint32_t n, float* out) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  auto sums = hn::Zero(d);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) sums = hn::Add(sums, hn::LoadU(d, x + i));
  float sum = hn::GetLane(hn::SumOfLanes(d, sums));
  for (; i < n; ++i) sum += x[i];
  const float mean = sum / static_cast<float>(n);

  const auto means = hn::Set(d, mean);
  auto squares = hn::Zero(d);
  for (i = 0; i + lanes <= n; i += lanes) {
    const auto v = hn::Sub(hn::LoadU(d, x + i), means);
    squares = hn::MulAdd(v, v, squares);
  }
  float square = hn::GetLane(hn::SumOfLanes(d, squares));
  for (; i < n; ++i) square += (x[i] - mean) * (x[i] - mean);
  const float scale = 1.0f / std::sqrt(square / static_cast<float>(n) + eps);

  const auto scales = hn::Set(d, scale);
  for (i = 0; i + lanes <= n; i += lanes) {
    const auto v = hn::Mul(hn::Sub(hn::LoadU(d, x + i), means), scales);
    hn::StoreU(hn::MulAdd(v, hn::LoadU(d, gain + i), hn::LoadU(d, shift + i)), d, out + i);
  }
  for (; i < n; ++i) out[i] = (x[i] - mean) * scale * gain[i] + shift[i];
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(LayerNorm);
void layerNorm(const float* x, const float* gain, const float* shift, float eps, uint32_t n, float* out) {
  HWY_DYNAMIC_DISPATCH(LayerNorm)(x, gain, shift, eps, n, out);
}
}  // namespace hearth::cpu
#endif
