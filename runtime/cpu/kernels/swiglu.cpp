// The gated activation of the feed-forward network.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/swiglu.cpp"
#include <hwy/foreach_target.h>

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include "runtime/cpu/kernels/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// g * sigmoid(g) * u. The exponent is never positive: Highway's Exp does not saturate for large numbers.
template <class D>
HWY_INLINE hn::Vec<D> Gated(D d, hn::Vec<D> g, hn::Vec<D> u) {
  const auto one = hn::Set(d, 1.0f);
  const auto power = hn::Exp(d, hn::Neg(hn::Abs(g)));
  const auto numerator = hn::IfThenElse(hn::Lt(g, hn::Zero(d)), power, one);
  return hn::Mul(hn::Mul(g, hn::Div(numerator, hn::Add(one, power))), u);
}

void Swiglu(const float* gate, const float* up, uint32_t n, float* out) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    hn::StoreU(Gated(d, hn::LoadU(d, gate + i), hn::LoadU(d, up + i)), d, out + i);
  }
  const hn::FixedTag<float, 1> d1;
  for (; i < n; ++i) hn::StoreU(Gated(d1, hn::LoadU(d1, gate + i), hn::LoadU(d1, up + i)), d1, out + i);
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(Swiglu);
void swiglu(const float* gate, const float* up, uint32_t n, float* out) {
  HWY_DYNAMIC_DISPATCH(Swiglu)(gate, up, n, out);
}
}  // namespace hearth::cpu
#endif
