// Rotary position embedding.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/rope.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "runtime/cpu/kernels/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Turns (x[i], x[i + half]) for all i < half.
HWY_INLINE void RotateHalves(float* x, uint32_t half, const float* cosines, const float* sines) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  size_t i = 0;
  for (; i + lanes <= half; i += lanes) {
    const auto a = hn::LoadU(d, x + i), b = hn::LoadU(d, x + half + i);
    const auto c = hn::LoadU(d, cosines + i), s = hn::LoadU(d, sines + i);
    hn::StoreU(hn::NegMulAdd(b, s, hn::Mul(a, c)), d, x + i);
    hn::StoreU(hn::MulAdd(a, s, hn::Mul(b, c)), d, x + half + i);
  }
  for (; i < half; ++i) {
    const float a = x[i], b = x[half + i];
    x[i] = a * cosines[i] - b * sines[i];
    x[half + i] = a * sines[i] + b * cosines[i];
  }
}

// Turns (x[2 i], x[2 i + 1]) for all i < half.
HWY_INLINE void RotateNeighbours(float* x, uint32_t half, const float* cosines, const float* sines) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  size_t i = 0;
  for (; i + lanes <= half; i += lanes) {
    hn::Vec<decltype(d)> a, b;
    hn::LoadInterleaved2(d, x + 2 * i, a, b);
    const auto c = hn::LoadU(d, cosines + i), s = hn::LoadU(d, sines + i);
    hn::StoreInterleaved2(hn::NegMulAdd(b, s, hn::Mul(a, c)), hn::MulAdd(a, s, hn::Mul(b, c)), d, x + 2 * i);
  }
  for (; i < half; ++i) {
    const float a = x[2 * i], b = x[2 * i + 1];
    x[2 * i] = a * cosines[i] - b * sines[i];
    x[2 * i + 1] = a * sines[i] + b * cosines[i];
  }
}

void Rotate(float* x, uint32_t heads, uint32_t headStride, RopePairing pairing, uint32_t dims,
            const float* cosines, const float* sines) {
  for (uint32_t h = 0; h < heads; ++h, x += headStride) {
    if (pairing == RopePairing::Halves) {
      RotateHalves(x, dims / 2, cosines, sines);
    } else {
      RotateNeighbours(x, dims / 2, cosines, sines);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(Rotate);
void rope(float* x, uint32_t heads, uint32_t headStride, RopePairing pairing, uint32_t dims,
          const float* cosines, const float* sines) {
  HWY_DYNAMIC_DISPATCH(Rotate)(x, heads, headStride, pairing, dims, cosines, sines);
}
}  // namespace hearth::cpu
#endif
