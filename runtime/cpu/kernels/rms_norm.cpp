// Root-mean-square normalisation.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/rms_norm.cpp"
#include <hwy/foreach_target.h>

#include <cmath>

#include <hwy/highway.h>

#include "runtime/cpu/kernels/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The sum of the squares runs over the whole vectors first, then over what is left.
void RmsNorm(const float* x, const float* gain, float eps, uint32_t n, float* out) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  auto squares = hn::Zero(d), moreSquares = hn::Zero(d);
  size_t i = 0;
  for (; i + 2 * lanes <= n; i += 2 * lanes) {
    const auto v = hn::LoadU(d, x + i), w = hn::LoadU(d, x + i + lanes);
    squares = hn::MulAdd(v, v, squares);
    moreSquares = hn::MulAdd(w, w, moreSquares);
  }
  float sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(squares, moreSquares)));
  for (; i < n; ++i) sum += x[i] * x[i];
  const float scale = 1.0f / std::sqrt(sum / static_cast<float>(n) + eps);
  const auto scales = hn::Set(d, scale);
  for (i = 0; i + lanes <= n; i += lanes) {
    hn::StoreU(hn::Mul(hn::Mul(hn::LoadU(d, x + i), scales), hn::LoadU(d, gain + i)), d, out + i);
  }
  for (; i < n; ++i) out[i] = x[i] * scale * gain[i];
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(RmsNorm);
void rmsNorm(const float* x, const float* gain, float eps, uint32_t n, float* out) {
  HWY_DYNAMIC_DISPATCH(RmsNorm)(x, gain, eps, n, out);
}
}  // namespace hearth::cpu
#endif
