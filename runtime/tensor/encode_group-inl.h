// The best scale (and minimum) of one group of 16 or 32 numbers: x ~ scale * q - min with whole q in a range.
// Included once for each instruction set by encode_fit.cpp.
#if defined(HEARTH_ENCODE_GROUP_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_ENCODE_GROUP_INL_H
#undef HEARTH_ENCODE_GROUP_INL_H
#else
#define HEARTH_ENCODE_GROUP_INL_H
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "runtime/tensor/quant_blocks.h"

HWY_BEFORE_NAMESPACE();
namespace hearth {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using GroupTag = hn::CappedTag<float, 16>;
using GroupVec = hn::Vec<GroupTag>;

HWY_INLINE float InverseOf(float x) { return x != 0.0f ? 1.0f / x : 0.0f; }

// A group and what of its sums does not depend on the codes.
template <size_t N>
struct Group {
  const float* x;
  const float* w;
  float sumW, sumWX, sumWXX, low, high;
};

template <size_t N>
Group<N> MeasureGroup(const float* x, const float* w) {
  const GroupTag d;
  auto sumW = hn::Zero(d), sumWX = hn::Zero(d), sumWXX = hn::Zero(d);
  auto low = hn::LoadU(d, x), high = low;
  for (size_t i = 0; i < N; i += hn::Lanes(d)) {
    const auto v = hn::LoadU(d, x + i), weight = hn::LoadU(d, w + i);
    const auto weighted = hn::Mul(v, weight);
    sumW = hn::Add(sumW, weight);
    sumWX = hn::Add(sumWX, weighted);
    sumWXX = hn::MulAdd(weighted, v, sumWXX);
    low = hn::Min(low, v);
    high = hn::Max(high, v);
  }
  return {x,
          w,
          hn::GetLane(hn::SumOfLanes(d, sumW)),
          hn::GetLane(hn::SumOfLanes(d, sumWX)),
          hn::GetLane(hn::SumOfLanes(d, sumWXX)),
          hn::GetLane(hn::MinOfLanes(d, low)),
          hn::GetLane(hn::MaxOfLanes(d, high))};
}

// Whole codes of x ~ scale * q - min, q in [low, high].
struct WholeCodes {
  float low, high;
  HWY_INLINE GroupVec operator()(GroupVec scaled) const {
    const GroupTag d;
    return hn::Min(hn::Max(hn::Round(scaled), hn::Set(d, low)), hn::Set(d, high));
  }
};

// The level of kIq4Values nearest to a number, as a number.
struct Iq4Codes {
  HWY_INLINE GroupVec operator()(GroupVec scaled) const {
    const GroupTag d;
    auto level = hn::Set(d, static_cast<float>(kIq4Values[0]));
    for (int k = 0; k < 15; ++k) {
      const auto lower = static_cast<float>(kIq4Values[k]), upper = static_cast<float>(kIq4Values[k + 1]);
      level = hn::IfThenElse(hn::Gt(scaled, hn::Set(d, 0.5f * (lower + upper))), hn::Set(d, upper), level);
    }
    return level;
  }
};

// Sums over a group for given codes, all weighted.
struct CodeSums {
  float q, qq, qx;
};

template <size_t N, class Codes>
HWY_INLINE CodeSums SumsOf(const Group<N>& group, const Codes& codes, float inverse, float min) {
  const GroupTag d;
  const auto factor = hn::Set(d, inverse), offset = hn::Set(d, min);
  auto sumQ = hn::Zero(d), sumQQ = hn::Zero(d), sumQX = hn::Zero(d);
  for (size_t i = 0; i < N; i += hn::Lanes(d)) {
    const auto x = hn::LoadU(d, group.x + i);
    const auto q = codes(hn::Mul(hn::Add(x, offset), factor));
    const auto weighted = hn::Mul(q, hn::LoadU(d, group.w + i));
    sumQ = hn::Add(sumQ, weighted);
    sumQQ = hn::MulAdd(weighted, q, sumQQ);
    sumQX = hn::MulAdd(weighted, x, sumQX);
  }
  return {hn::GetLane(hn::SumOfLanes(d, sumQ)), hn::GetLane(hn::SumOfLanes(d, sumQQ)),
          hn::GetLane(hn::SumOfLanes(d, sumQX))};
}

// The error when x is coded with just this scale and minimum.
template <size_t N, class Codes>
HWY_INLINE float ErrorOf(const Group<N>& group, const Codes& codes, float scale, float min) {
  const GroupTag d;
  const auto factor = hn::Set(d, InverseOf(scale)), offset = hn::Set(d, min), step = hn::Set(d, scale);
  auto sum = hn::Zero(d);
  for (size_t i = 0; i < N; i += hn::Lanes(d)) {
    const auto shifted = hn::Add(hn::LoadU(d, group.x + i), offset);
    const auto miss = hn::NegMulAdd(step, codes(hn::Mul(shifted, factor)), shifted);
    sum = hn::MulAdd(hn::Mul(miss, miss), hn::LoadU(d, group.w + i), sum);
  }
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

template <size_t N, class Codes>
HWY_INLINE void WriteCodes(const Group<N>& group, const Codes& codes, float scale, float min, int16_t* out) {
  const GroupTag d;
  const hn::RebindToSigned<GroupTag> whole;
  HWY_ALIGN int32_t lanes[16];
  const auto factor = hn::Set(d, InverseOf(scale)), offset = hn::Set(d, min);
  for (size_t i = 0; i < N; i += hn::Lanes(d)) {
    const auto q = codes(hn::Mul(hn::Add(hn::LoadU(d, group.x + i), offset), factor));
    hn::Store(hn::ConvertTo(whole, q), whole, lanes);
    for (size_t k = 0; k < hn::Lanes(d); ++k) out[i + k] = static_cast<int16_t>(lanes[k]);
  }
}

// How many steps to either side of "the peak gets the outermost code" are tried, and how far the next one is,
// in codes: with few codes clipping pays most, and there the optimum is sharpest.
constexpr int kStepsAround = 7;
HWY_INLINE float StepBetween(float outermost) { return 0.1f * std::sqrt(outermost); }
// The codes and the best scale for them, found in turn, hardly ever change any more after that.
constexpr int kAlternations = 2;

// x ~ scale * q; the scale may be negative where the range is lopsided.
template <size_t N, class Codes>
float FitSymmetric(const Group<N>& group, const Codes& codes, float outermost, bool lopsided) {
  const float peak = -group.low > group.high ? group.low : group.high;
  if (peak == 0.0f) return 0.0f;
  float best = 0.0f, scale = 0.0f;
  const auto attempt = [&](float inverse) {
    const CodeSums s = SumsOf(group, codes, inverse, 0.0f);
    if (s.qq > 0.0f && s.qx * s.qx > best * s.qq) {
      best = s.qx * s.qx / s.qq;
      scale = s.qx / s.qq;
    }
  };
  for (int k = -kStepsAround; k <= kStepsAround; ++k) {
    const float inverse = (outermost + static_cast<float>(k) * StepBetween(outermost)) / peak;
    attempt(-inverse);
    if (lopsided) attempt(inverse);
  }
  for (int i = 0; i < kAlternations && scale != 0.0f; ++i) attempt(1.0f / scale);
  return scale;
}

struct Affine {
  float scale, min;
};
enum class MinSign { Any, NotNegative };

// The least-squares scale and minimum for given sums, and their error.
template <size_t N>
HWY_INLINE float Solve(const Group<N>& group, const CodeSums& s, MinSign sign, Affine& out) {
  const double sumW = group.sumW, sumX = group.sumWX, q = s.q, qq = s.qq, qx = s.qx;
  const double determinant = sumW * qq - q * q;
  double scale = 0, min = 0;
  if (determinant > 1e-6 * sumW * qq) {
    scale = (sumW * qx - q * sumX) / determinant;
    min = (scale * q - sumX) / sumW;
  }
  if (scale <= 0 || (sign == MinSign::NotNegative && min < 0)) {
    min = 0;
    scale = qq > 0 ? std::max(qx / qq, 0.0) : 0.0;
  }
  out = {static_cast<float>(scale), static_cast<float>(min)};
  return static_cast<float>(group.sumWXX - 2 * (scale * qx - min * sumX) + scale * scale * qq -
                            2 * scale * min * q + min * min * sumW);
}

// x ~ scale * q - min, q in [0, levels]. `shifts`: how many places the range is tried at to either side.
template <size_t N>
Affine FitAffine(const Group<N>& group, float levels, MinSign sign, int shifts) {
  const WholeCodes codes{0.0f, levels};
  const float low = sign == MinSign::NotNegative ? std::min(group.low, 0.0f) : group.low;
  const float range = std::max(group.high, low) - low;
  if (range == 0.0f) return {0.0f, -low};
  Affine best{range / levels, -low}, now;
  float bestError = ErrorOf(group, codes, best.scale, best.min);
  const auto attempt = [&](float inverse, float min) {
    const float error = Solve(group, SumsOf(group, codes, inverse, min), sign, now);
    if (error >= bestError || now.scale <= 0.0f) return;
    bestError = error;
    best = now;
  };
  constexpr float kShift = 0.2f;  // of a code
  for (int shift = -shifts; shift <= shifts; ++shift) {
    for (int k = -kStepsAround; k <= kStepsAround; ++k) {
      const float inverse = (levels + static_cast<float>(k) * StepBetween(levels)) / range;
      attempt(inverse, -low + kShift * static_cast<float>(shift) / inverse);
      if (now.scale > 0.0f) attempt(1.0f / now.scale, now.min);
    }
  }
  for (int i = 0; i < kAlternations; ++i) attempt(1.0f / best.scale, best.min);
  return best;
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth
HWY_AFTER_NAMESPACE();

#endif
