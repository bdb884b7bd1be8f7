// Softmax of a row, in place.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/softmax.cpp"
#include <hwy/foreach_target.h>

#include <algorithm>
#include <cmath>

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include "runtime/cpu/kernels/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void Softmax(float* x, uint32_t n) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  const size_t whole = n - n % lanes;
  auto tops = hn::Set(d, x[0]);
  for (size_t i = 0; i < whole; i += lanes) tops = hn::Max(tops, hn::LoadU(d, x + i));
  float top = hn::GetLane(hn::MaxOfLanes(d, tops));
  for (size_t i = whole; i < n; ++i) top = std::max(top, x[i]);

  auto sums = hn::Zero(d);
  for (size_t i = 0; i < whole; i += lanes) {
    const auto power = hn::Exp(d, hn::Sub(hn::LoadU(d, x + i), hn::Set(d, top)));
    hn::StoreU(power, d, x + i);
    sums = hn::Add(sums, power);
  }
  float sum = hn::GetLane(hn::SumOfLanes(d, sums));
  for (size_t i = whole; i < n; ++i) sum += x[i] = std::exp(x[i] - top);

  const float inverse = 1.0f / sum;
  for (size_t i = 0; i < whole; i += lanes) {
    hn::StoreU(hn::Mul(hn::LoadU(d, x + i), hn::Set(d, inverse)), d, x + i);
  }
  for (size_t i = whole; i < n; ++i) x[i] *= inverse;
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(Softmax);
void softmax(float* x, uint32_t n) {
  if (n > 0) HWY_DYNAMIC_DISPATCH(Softmax)(x, n);
}
}  // namespace hearth::cpu
#endif
