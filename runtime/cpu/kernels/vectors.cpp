// Dot products and scaled sums of vectors, also with half-precision ones (rows of the KV cache).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/vectors.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "runtime/base/half.h"
#include "runtime/cpu/kernels/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Loads one vector of floats from floats or halves.
template <class D>
HWY_INLINE hn::Vec<D> LoadAsFloat(D d, const float* from) {
  return hn::LoadU(d, from);
}
template <class D>
HWY_INLINE hn::Vec<D> LoadAsFloat(D d, const uint16_t* from) {
  const hn::Rebind<hwy::float16_t, D> dHalf;
  return hn::PromoteTo(d, hn::BitCast(dHalf, hn::LoadU(hn::Rebind<uint16_t, D>(), from)));
}

template <class T>
HWY_INLINE float DotAs(const float* a, const T* b, uint32_t n) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  auto sum0 = hn::Zero(d), sum1 = sum0, sum2 = sum0, sum3 = sum0;  // four chains hide the latency of MulAdd
  size_t i = 0;
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    sum0 = hn::MulAdd(hn::LoadU(d, a + i), LoadAsFloat(d, b + i), sum0);
    sum1 = hn::MulAdd(hn::LoadU(d, a + i + lanes), LoadAsFloat(d, b + i + lanes), sum1);
    sum2 = hn::MulAdd(hn::LoadU(d, a + i + 2 * lanes), LoadAsFloat(d, b + i + 2 * lanes), sum2);
    sum3 = hn::MulAdd(hn::LoadU(d, a + i + 3 * lanes), LoadAsFloat(d, b + i + 3 * lanes), sum3);
  }
  for (; i + lanes <= n; i += lanes) sum0 = hn::MulAdd(hn::LoadU(d, a + i), LoadAsFloat(d, b + i), sum0);
  float sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(sum0, sum1), hn::Add(sum2, sum3))));
  const hn::FixedTag<float, 1> d1;
  for (; i < n; ++i) sum += a[i] * hn::GetLane(LoadAsFloat(d1, b + i));
  return sum;
}

template <class T>
HWY_INLINE void AddScaledAs(float* y, const T* x, float scale, uint32_t n) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  const auto scales = hn::Set(d, scale);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes)
    hn::StoreU(hn::MulAdd(LoadAsFloat(d, x + i), scales, hn::LoadU(d, y + i)), d, y + i);
  const hn::FixedTag<float, 1> d1;
  for (; i < n; ++i) y[i] += scale * hn::GetLane(LoadAsFloat(d1, x + i));
}

float Dot(const float* a, const float* b, uint32_t n) { return DotAs(a, b, n); }
float DotF16(const float* a, const uint16_t* b, uint32_t n) { return DotAs(a, b, n); }
void AddScaled(float* y, const float* x, float scale, uint32_t n) { AddScaledAs(y, x, scale, n); }
void AddScaledF16(float* y, const uint16_t* x, float scale, uint32_t n) { AddScaledAs(y, x, scale, n); }

void FloatToHalf(const float* x, uint32_t n, uint16_t* out) {
  size_t i = 0;
#if HWY_TARGET <= HWY_AVX2 && HWY_ARCH_X86 || HWY_ARCH_ARM_A64
  const hn::ScalableTag<float> d;
  const hn::Rebind<hwy::float16_t, decltype(d)> dHalf;
  const hn::Rebind<uint16_t, decltype(d)> dBits;
  for (; i + hn::Lanes(d) <= n; i += hn::Lanes(d)) {
    hn::StoreU(hn::BitCast(dBits, hn::DemoteTo(dHalf, hn::LoadU(d, x + i))), dBits, out + i);
  }
#endif
  // Where there is no instruction for it, Highway cuts instead of rounding; ours rounds.
  for (; i < n; ++i) out[i] = hearth::floatToHalf(x[i]);
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(Dot);
HWY_EXPORT(DotF16);
HWY_EXPORT(AddScaled);
HWY_EXPORT(AddScaledF16);
HWY_EXPORT(FloatToHalf);
float dot(const float* a, const float* b, uint32_t n) { return HWY_DYNAMIC_DISPATCH(Dot)(a, b, n); }
float dotF16(const float* a, const uint16_t* b, uint32_t n) { return HWY_DYNAMIC_DISPATCH(DotF16)(a, b, n); }
void addScaled(float* x, const float* y, float scale, uint32_t n) {
  HWY_DYNAMIC_DISPATCH(AddScaled)(x, y, scale, n);
}
void addScaledF16(float* y, const uint16_t* x, float scale, uint32_t n) {
  HWY_DYNAMIC_DISPATCH(AddScaledF16)(y, x, scale, n);
}
void floatToHalf(const float* x, uint32_t n, uint16_t* out) { HWY_DYNAMIC_DISPATCH(FloatToHalf)(x, n, out); }
}  // namespace hearth::cpu
#endif
