#include "runtime/tensor/encode_fit.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/tensor/encode_fit.cpp"
#include <hwy/foreach_target.h>

#include <array>

#include "runtime/base/half.h"
#include "runtime/tensor/encode_group-inl.h"
#include "runtime/tensor/encode_super-inl.h"

HWY_BEFORE_NAMESPACE();
namespace hearth {
namespace HWY_NAMESPACE {

template <class Codes>
void FitSymmetricBlock(const Group<32>& group, const Codes& codes, float outermost, bool lopsided,
                       BlockFit& fit) {
  fit.d = floatToHalf(FitSymmetric(group, codes, outermost, lopsided));
  WriteCodes(group, codes, halfToFloat(fit.d), 0.0f, fit.codes);
}

void FitAffineBlock(const Group<32>& group, float levels, BlockFit& fit) {
  const Affine best = FitAffine(group, levels, MinSign::Any, 0);
  fit.d = floatToHalf(best.scale);
  fit.m = floatToHalf(-best.min);
  WriteCodes(group, WholeCodes{0.0f, levels}, halfToFloat(fit.d), -halfToFloat(fit.m), fit.codes);
}

void FitBlock(BlockForm form, const float* x, const float* w, BlockFit& fit) {
  const auto group = MeasureGroup<32>(x, w);
  switch (form) {
    case BlockForm::Q8_0:
      return FitSymmetricBlock(group, WholeCodes{-127.0f, 127.0f}, 127.0f, false, fit);
    case BlockForm::Q4_0:
      return FitSymmetricBlock(group, WholeCodes{-8.0f, 7.0f}, 8.0f, true, fit);
    case BlockForm::Q5_0:
      return FitSymmetricBlock(group, WholeCodes{-16.0f, 15.0f}, 16.0f, true, fit);
    case BlockForm::IQ4_NL:
      return FitSymmetricBlock(group, Iq4Codes{}, 127.0f, true, fit);
    case BlockForm::Q4_1:
      return FitAffineBlock(group, 15.0f, fit);
    case BlockForm::Q5_1:
      return FitAffineBlock(group, 31.0f, fit);
  }
}

HWY_INLINE int RoundTo(float x, int low, int high) {
  return std::clamp(static_cast<int>(std::lrint(std::clamp(x, -1e6f, 1e6f))), low, high);
}

// How many d near the largest scale's share of the outermost factor are tried.
constexpr int kDivisors = 3;

// Groups of N with codes in [low, high] and whole factors in [factorLow, factorHigh].
template <size_t N>
struct SymmetricSuper {
  static constexpr size_t kGroups = 256 / N;
  std::array<Group<N>, kGroups> groups;
  WholeCodes codes;
  int factorLow, factorHigh;

  // What one d comes to.
  struct Attempt {
    uint16_t d = 0;
    std::array<int, kGroups> factors{};
    double error = -1;
  };

  // The best factor near `wanted` for this d, and its error.
  int BestFactor(const Group<N>& group, float d, int wanted, float& errorLeast) const {
    int best = wanted;
    errorLeast = ErrorOf(group, codes, d * static_cast<float>(wanted), 0.0f);
    for (const int step : {-1, 1}) {
      const int factor = wanted + step;
      if (factor < factorLow || factor > factorHigh) continue;
      const float error = ErrorOf(group, codes, d * static_cast<float>(factor), 0.0f);
      if (error >= errorLeast) continue;
      errorLeast = error;
      best = factor;
    }
    return best;
  }

  Attempt Try(uint16_t d, const std::array<float, kGroups>& scales) const {
    Attempt attempt{.d = d, .error = 0};
    const float dNow = halfToFloat(d), inverse = InverseOf(dNow);
    for (size_t g = 0; g < kGroups; ++g) {
      const int wanted = RoundTo(scales[g] * inverse, factorLow, factorHigh);
      float error = 0.0f;
      attempt.factors[g] = BestFactor(groups[g], dNow, wanted, error);
      attempt.error += double{error};
    }
    return attempt;
  }

  // The d that suits an attempt's factors and codes best; the same when there is none.
  uint16_t Improved(const Attempt& attempt) const {
    double numerator = 0, denominator = 0;
    for (size_t g = 0; g < kGroups; ++g) {
      const auto factor = static_cast<float>(attempt.factors[g]);
      const CodeSums s = SumsOf(groups[g], codes, InverseOf(halfToFloat(attempt.d) * factor), 0.0f);
      numerator += double{factor} * s.qx;
      denominator += double{factor} * factor * s.qq;
    }
    return denominator > 0 ? floatToHalf(static_cast<float>(numerator / denominator)) : attempt.d;
  }

  void Fit(SuperFit& fit) const {
    std::array<float, kGroups> scales;
    float peak = 0.0f;
    for (size_t g = 0; g < kGroups; ++g) {
      scales[g] = FitSymmetric(groups[g], codes, -codes.low, true);
      if (std::abs(scales[g]) > std::abs(peak)) peak = scales[g];
    }
    Attempt best;
    for (int less = 0; less < kDivisors; ++less) {
      uint16_t d = floatToHalf(peak / static_cast<float>(factorLow + less));
      double errorBefore = -1;
      for (int round = 0; round < kRounds; ++round) {
        const Attempt attempt = Try(d, scales);
        if (best.error < 0 || attempt.error < best.error) best = attempt;
        if (errorBefore >= 0 && attempt.error >= errorBefore) break;
        errorBefore = attempt.error;
        d = Improved(attempt);
      }
    }
    fit.d = best.d;
    for (size_t g = 0; g < kGroups; ++g) {
      fit.scales[g] = static_cast<int16_t>(best.factors[g]);
      WriteCodes(groups[g], codes, halfToFloat(best.d) * static_cast<float>(best.factors[g]), 0.0f,
                 fit.codes + g * N);
    }
  }
};

template <size_t N>
std::array<Group<N>, 256 / N> MeasureGroups(const float* x, const float* w) {
  std::array<Group<N>, 256 / N> groups;
  for (size_t g = 0; g < 256 / N; ++g) groups[g] = MeasureGroup<N>(x + g * N, w + g * N);
  return groups;
}

void FitSuper(SuperForm form, const float* x, const float* w, SuperFit& fit) {
  switch (form) {
    case SuperForm::Q2_K:
      return AffineSuper<16>(x, w, 3.0f, 15.0f).Fit({.shifts = 2, .divisorsLess = 1}, fit);
    case SuperForm::Q3_K:
      return SymmetricSuper<16>{MeasureGroups<16>(x, w), {-4.0f, 3.0f}, -32, 31}.Fit(fit);
    case SuperForm::Q4_K:
      return AffineSuper<32>(x, w, 15.0f, 63.0f).Fit({.shifts = 1, .divisorsLess = 1}, fit);
    case SuperForm::Q5_K:
      return AffineSuper<32>(x, w, 31.0f, 63.0f).Fit({.shifts = 1, .divisorsLess = 1}, fit);
    case SuperForm::Q6_K:
      return SymmetricSuper<16>{MeasureGroups<16>(x, w), {-32.0f, 31.0f}, -128, 127}.Fit(fit);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth {
HWY_EXPORT(FitBlock);
HWY_EXPORT(FitSuper);

void fitBlock(BlockForm form, const float* x, const float* weight, BlockFit& fit) {
  HWY_DYNAMIC_DISPATCH(FitBlock)(form, x, weight, fit);
}
void fitSuper(SuperForm form, const float* x, const float* weight, SuperFit& fit) {
  HWY_DYNAMIC_DISPATCH(FitSuper)(form, x, weight, fit);
}
}  // namespace hearth
#endif
