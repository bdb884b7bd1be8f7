// Rounds activations to int8 with one scale for each 32: the largest of them becomes 127.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/quantize_activations.cpp"
#include <hwy/foreach_target.h>

#include <algorithm>
#include <cstring>

#include <hwy/highway.h>

#include "runtime/cpu/kernels/matmul.h"
#include "runtime/cpu/kernels/turned-inl.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

HWY_INLINE void QuantizeGroup(const float* x, uint32_t group, ActivationChunk& out) {
  const hn::CappedTag<float, 16> d;
  const hn::Rebind<int32_t, decltype(d)> dInt;
  const hn::Rebind<int8_t, decltype(d)> dByte;
  auto top = hn::Zero(d);
  for (size_t i = 0; i < 32; i += hn::Lanes(d)) top = hn::Max(top, hn::Abs(hn::LoadU(d, x + i)));
  const float peak = hn::GetLane(hn::MaxOfLanes(d, top));
  const float scale = peak / 127.0f;
  const auto inverse = hn::Set(d, scale > 0.0f ? 1.0f / scale : 0.0f);
  const auto limit = hn::Set(d, 127.0f);  // 1 / scale may overflow or round up
  float sum = 0.0f;
  for (size_t half = 0; half < 2; ++half) {
    auto sums = hn::Zero(d);
    for (size_t i = 16 * half; i < 16 * half + 16; i += hn::Lanes(d)) {
      const auto scaled = hn::Mul(hn::LoadU(d, x + i), inverse);
      const auto rounded = hn::Round(hn::Max(hn::Neg(limit), hn::Min(limit, scaled)));
      hn::StoreU(hn::DemoteTo(dByte, hn::ConvertTo(dInt, rounded)), dByte, out.q + group * 32 + i);
      sums = hn::Add(sums, rounded);
    }
    const float halfSum = hn::GetLane(hn::SumOfLanes(d, sums));
    out.halfSums[2 * group + half] = scale * halfSum;
#if HEARTH_TURNED256
    out.halfTotals[2 * group + half] = static_cast<int16_t>(halfSum);
#endif
    sum += halfSum;
  }
  out.scales[group] = scale;
  out.sums[group] = scale * sum;
}

#if HEARTH_VNNI

HWY_INLINE void Turn(ActivationChunk& chunk) {
  __m512i steps[4];
  for (size_t j = 0; j < 4; ++j) steps[j] = _mm512_loadu_si512(chunk.q + 64 * j);
  TurnSteps(steps);
  for (size_t j = 0; j < 4; ++j) _mm512_storeu_si512(chunk.turned + 64 * j, steps[j]);
}

#endif

void QuantizeActivations(const float* x, uint32_t cols, ActivationChunk* out) {
  for (uint32_t at = 0; at < cols; at += kChunk, ++out) {
    for (uint32_t group = 0; group < kChunk / 32; ++group) {
      const uint32_t first = at + group * 32;
      if (first + 32 <= cols) {
        QuantizeGroup(x + first, group, *out);
      } else {
        float padded[32] = {};
        if (first < cols) std::copy(x + first, x + cols, padded);
        QuantizeGroup(padded, group, *out);
      }
    }
#if HEARTH_VNNI
    Turn(*out);
#elif HEARTH_TURNED256
    TurnNumbers(out->q, out->turned);
    TurnScales(out->scales, out->turnedScales);
#endif
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(QuantizeActivations);
void quantizeActivations(const float* x, uint32_t cols, ActivationChunk* out) {
  HWY_DYNAMIC_DISPATCH(QuantizeActivations)(x, cols, out);
}
}  // namespace hearth::cpu
#endif
