// Superblocks of 256 numbers in groups with whole scales and minima: x ~ d * scale * q - dmin * min. A group
// lies in each lane, so that sums over a group need no sums over lanes. Included once for each instruction
// set by encode_fit.cpp.
#if defined(HEARTH_ENCODE_SUPER_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_ENCODE_SUPER_INL_H
#undef HEARTH_ENCODE_SUPER_INL_H
#else
#define HEARTH_ENCODE_SUPER_INL_H
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "runtime/base/half.h"
#include "runtime/tensor/encode_fit.h"
#include "runtime/tensor/encode_group-inl.h"

HWY_BEFORE_NAMESPACE();
namespace hearth {
namespace HWY_NAMESPACE {

// How often factors and d are found in turn.
constexpr int kRounds = 3;

// How widely is searched: `shifts` places of the range to either side, and as with few whole factors the best
// d is not always the largest scale's share of them, `divisorsLess` more of them.
struct SearchWidth {
  int shifts, divisorsLess;
};

// Groups of N with codes in [0, levels], whole scales and minima in [0, factorMax].
template <size_t N>
class AffineSuper {
 public:
  AffineSuper(const float* x, const float* w, float levels, float factorMax)
      : levels_(levels), factorMax_(factorMax) {
    for (size_t g = 0; g < kGroups; ++g) {
      const auto [low, high] = std::minmax_element(x + g * N, x + g * N + N);
      base_[g] = std::max(-*low, 0.0f);
      range_[g] = std::max(*high, 0.0f) + base_[g];
      for (size_t i = 0; i < N; ++i) {
        const float y = x[g * N + i] + base_[g], weight = w[g * N + i];
        y_[i][g] = y;
        w_[i][g] = weight;
        sumW_[g] += weight;
        sumWY_[g] += weight * y;
        sumWYY_[g] += weight * y * y;
      }
    }
  }

  void Fit(SearchWidth width, SuperFit& fit) {
    for (size_t at = 0; at < kGroups; at += hn::Lanes(Tag())) FitGroups(at, width.shifts);
    const float scaleMax = *std::max_element(scale_, scale_ + kGroups);
    const float minMax = std::max(*std::max_element(min_, min_ + kGroups), 0.0f);
    Attempt best;
    best.error = -1;
    for (int less = 0; less <= width.divisorsLess; ++less) {
      const float divisor = factorMax_ - static_cast<float>(less);
      Attempt attempt;
      attempt.d = floatToHalf(scaleMax / divisor);
      attempt.dmin = floatToHalf(minMax / divisor);
      double errorBefore = -1;
      for (int round = 0; round < kRounds; ++round) {
        FindFactors(attempt);
        if (best.error < 0 || attempt.error < best.error) best = attempt;
        if (errorBefore >= 0 && attempt.error >= errorBefore) break;
        errorBefore = attempt.error;
        Improve(attempt);
      }
    }
    Write(best, fit);
  }

 private:
  static constexpr size_t kGroups = 256 / N;
  using Tag = hn::CappedTag<float, kGroups>;
  using Vec = hn::Vec<Tag>;

  // What one d and dmin come to.
  struct Attempt {
    uint16_t d = 0, dmin = 0;
    HWY_ALIGN float scales[kGroups] = {}, mins[kGroups] = {};  // whole numbers
    double error = 0;
  };

  static HWY_INLINE Vec InverseOrZero(Vec x) {
    const Tag d;
    return hn::IfThenElseZero(hn::Ne(x, hn::Zero(d)), hn::Div(hn::Set(d, 1.0f), x));
  }

  HWY_INLINE Vec CodeOf(Vec y, Vec inverse, Vec min) const {
    const Tag d;
    return hn::Min(hn::Max(hn::Round(hn::Mul(hn::Add(y, min), inverse)), hn::Zero(d)), hn::Set(d, levels_));
  }

  // Weighted sums over the codes of groups from `at` on, for y ~ q / inverse - min.
  HWY_INLINE void SumsOf(size_t at, Vec inverse, Vec min, Vec& q, Vec& qq, Vec& qy) const {
    const Tag d;
    q = qq = qy = hn::Zero(d);
    for (size_t i = 0; i < N; ++i) {
      const auto y = hn::Load(d, y_[i] + at);
      const auto code = CodeOf(y, inverse, min);
      const auto weighted = hn::Mul(code, hn::Load(d, w_[i] + at));
      q = hn::Add(q, weighted);
      qq = hn::MulAdd(weighted, code, qq);
      qy = hn::MulAdd(weighted, y, qy);
    }
  }

  HWY_INLINE Vec ErrorOf(size_t at, Vec scale, Vec min) const {
    const Tag d;
    const auto inverse = InverseOrZero(scale);
    auto sum = hn::Zero(d);
    for (size_t i = 0; i < N; ++i) {
      const auto y = hn::Load(d, y_[i] + at);
      const auto miss = hn::NegMulAdd(scale, CodeOf(y, inverse, min), hn::Add(y, min));
      sum = hn::MulAdd(hn::Mul(miss, miss), hn::Load(d, w_[i] + at), sum);
    }
    return sum;
  }

  // The least-squares scale and minimum of y for the codes of an inverse scale and a minimum, and their
  // error. The minimum of x, which is base more, is not negative.
  HWY_INLINE Vec Solve(size_t at, Vec inverse, Vec& scale, Vec& min) const {
    const Tag d;
    const auto zero = hn::Zero(d);
    const auto base = hn::Load(d, base_ + at), sumW = hn::Load(d, sumW_ + at),
               sumY = hn::Load(d, sumWY_ + at);
    auto q = zero, qq = zero, qy = zero;
    SumsOf(at, inverse, min, q, qq, qy);
    const auto possible = hn::Mul(sumW, qq);
    const auto determinant = hn::NegMulAdd(q, q, possible);
    const auto freeScale = hn::Div(hn::NegMulAdd(q, sumY, hn::Mul(sumW, qy)), determinant);
    const auto freeMin = hn::Div(hn::MulSub(freeScale, q, sumY), sumW);
    // 1e-5: what rounding in floats leaves of a difference of two equal numbers is below.
    const auto free = hn::And(hn::Gt(determinant, hn::Mul(hn::Set(d, 1e-5f), possible)),
                              hn::And(hn::Gt(freeScale, zero), hn::Ge(hn::Add(freeMin, base), zero)));
    const auto boundScale = hn::Max(hn::Mul(hn::NegMulAdd(base, q, qy), InverseOrZero(qq)), zero);
    scale = hn::IfThenElse(free, freeScale, boundScale);
    min = hn::IfThenElse(free, freeMin, hn::Neg(base));
    // sum w (y - scale q + min)^2
    const auto linear = hn::NegMulAdd(min, sumY, hn::Mul(scale, qy));
    const auto crossed = hn::Mul(hn::Mul(scale, min), q);
    const auto twice = hn::Add(linear, crossed);
    const auto squares = hn::MulAdd(hn::Mul(scale, scale), qq, hn::Mul(hn::Mul(min, min), sumW));
    return hn::NegMulAdd(hn::Set(d, 2.0f), twice, hn::Add(squares, hn::Load(d, sumWYY_ + at)));
  }

  // The best scale and minimum of each group by itself.
  void FitGroups(size_t at, int shifts) {
    const Tag d;
    const auto zero = hn::Zero(d), range = hn::Load(d, range_ + at);
    auto bestScale = hn::Mul(range, hn::Set(d, 1.0f / levels_)), bestMin = zero;
    auto leastError = ErrorOf(at, bestScale, bestMin);
    const auto attempt = [&](Vec inverse, Vec min, Vec& scale) {
      auto newMin = min;
      const auto error = Solve(at, inverse, scale, newMin);
      const auto better = hn::And(hn::Lt(error, leastError), hn::Gt(scale, zero));
      leastError = hn::IfThenElse(better, error, leastError);
      bestScale = hn::IfThenElse(better, scale, bestScale);
      bestMin = hn::IfThenElse(better, newMin, bestMin);
      return newMin;
    };
    constexpr float kShift = 0.2f;  // of a code
    const auto inverseRange = InverseOrZero(range);
    auto scale = zero;
    for (int shift = -shifts; shift <= shifts; ++shift) {
      for (int k = -kStepsAround; k <= kStepsAround; ++k) {
        const float codes = levels_ + static_cast<float>(k) * StepBetween(levels_);
        const auto place = hn::Mul(range, hn::Set(d, kShift * static_cast<float>(shift) / codes));
        const auto min = attempt(hn::Mul(inverseRange, hn::Set(d, codes)), place, scale);
        attempt(InverseOrZero(scale), min, scale);
      }
    }
    for (int i = 0; i < kAlternations; ++i) attempt(InverseOrZero(bestScale), bestMin, scale);
    hn::Store(bestScale, d, scale_ + at);
    hn::Store(hn::Add(bestMin, hn::Load(d, base_ + at)), d, min_ + at);
  }

  // The best pair of each group among the neighbours of what it wants.
  void FindFactors(Attempt& attempt) const {
    const Tag tag;
    const float d = halfToFloat(attempt.d), dmin = halfToFloat(attempt.dmin);
    const auto zero = hn::Zero(tag), most = hn::Set(tag, factorMax_);
    HWY_ALIGN float errors[kGroups];
    for (size_t at = 0; at < kGroups; at += hn::Lanes(tag)) {
      const auto base = hn::Load(tag, base_ + at);
      const auto wholeOf = [&](const float* wanted, float unit) {
        const auto factor = hn::Mul(hn::Load(tag, wanted + at), hn::Set(tag, InverseOf(unit)));
        return hn::Round(hn::Min(hn::Max(factor, zero), most));
      };
      const auto scale = wholeOf(scale_, d), min = wholeOf(min_, dmin);
      auto bestScale = scale, bestMin = min;
      auto least =
          ErrorOf(at, hn::Mul(scale, hn::Set(tag, d)), hn::Sub(hn::Mul(min, hn::Set(tag, dmin)), base));
      for (int step = 0; step < 9; ++step) {
        if (step == 4) continue;  // neither moves
        const auto moved = [&](Vec factor, int by) {
          return hn::Min(hn::Max(hn::Add(factor, hn::Set(tag, static_cast<float>(by))), zero), most);
        };
        const auto s = moved(scale, step / 3 - 1), m = moved(min, step % 3 - 1);
        const auto error =
            ErrorOf(at, hn::Mul(s, hn::Set(tag, d)), hn::Sub(hn::Mul(m, hn::Set(tag, dmin)), base));
        const auto better = hn::Lt(error, least);
        least = hn::IfThenElse(better, error, least);
        bestScale = hn::IfThenElse(better, s, bestScale);
        bestMin = hn::IfThenElse(better, m, bestMin);
      }
      hn::Store(bestScale, tag, attempt.scales + at);
      hn::Store(bestMin, tag, attempt.mins + at);
      hn::Store(least, tag, errors + at);
    }
    attempt.error = 0;
    for (const float error : errors) attempt.error += double{error};
  }

  // Inverse scale and minimum of y, as an attempt has them.
  void FactorsOf(const Attempt& attempt, size_t at, Vec& inverse, Vec& min) const {
    const Tag d;
    inverse = InverseOrZero(hn::Mul(hn::Load(d, attempt.scales + at), hn::Set(d, halfToFloat(attempt.d))));
    min = hn::Sub(hn::Mul(hn::Load(d, attempt.mins + at), hn::Set(d, halfToFloat(attempt.dmin))),
                  hn::Load(d, base_ + at));
  }

  // The d and dmin that suit an attempt's factors and codes best; they stay when there are none.
  void Improve(Attempt& attempt) const {
    const Tag tag;
    HWY_ALIGN float sumQ[kGroups], sumQQ[kGroups], sumQY[kGroups];
    for (size_t at = 0; at < kGroups; at += hn::Lanes(tag)) {
      auto inverse = hn::Zero(tag), min = inverse, q = inverse, qq = inverse, qy = inverse;
      FactorsOf(attempt, at, inverse, min);
      SumsOf(at, inverse, min, q, qq, qy);
      hn::Store(q, tag, sumQ + at);
      hn::Store(qq, tag, sumQQ + at);
      hn::Store(qy, tag, sumQY + at);
    }
    double ss = 0, sm = 0, mm = 0, sx = 0, mx = 0;
    for (size_t g = 0; g < kGroups; ++g) {
      const double scale = attempt.scales[g], min = attempt.mins[g], base = base_[g];
      ss += scale * scale * sumQQ[g];
      sm += scale * min * sumQ[g];
      mm += min * min * sumW_[g];
      sx += scale * (sumQY[g] - base * sumQ[g]);
      mx += min * (sumWY_[g] - base * sumW_[g]);
    }
    const double determinant = ss * mm - sm * sm;
    double d = ss > 0 ? sx / ss : 0, dmin = 0;
    if (determinant > 1e-6 * ss * mm) {
      d = (sx * mm - mx * sm) / determinant;
      dmin = (sx * sm - mx * ss) / determinant;
    }
    if (d <= 0 || dmin < 0) return;
    attempt.d = floatToHalf(static_cast<float>(d));
    attempt.dmin = floatToHalf(static_cast<float>(dmin));
  }

  void Write(const Attempt& attempt, SuperFit& fit) const {
    const Tag tag;
    fit.d = attempt.d;
    fit.dmin = attempt.dmin;
    HWY_ALIGN float codes[kGroups];
    for (size_t g = 0; g < kGroups; ++g) {
      fit.scales[g] = static_cast<int16_t>(attempt.scales[g]);
      fit.mins[g] = static_cast<int16_t>(attempt.mins[g]);
    }
    for (size_t i = 0; i < N; ++i) {
      for (size_t at = 0; at < kGroups; at += hn::Lanes(tag)) {
        auto inverse = hn::Zero(tag), min = inverse;
        FactorsOf(attempt, at, inverse, min);
        hn::Store(CodeOf(hn::Load(tag, y_[i] + at), inverse, min), tag, codes + at);
      }
      for (size_t g = 0; g < kGroups; ++g) fit.codes[g * N + i] = static_cast<int16_t>(codes[g]);
    }
  }

  float levels_, factorMax_;
  // Numbers from their group's base on, y = x + base: not negative where x may be.
  HWY_ALIGN float y_[N][kGroups], w_[N][kGroups];
  HWY_ALIGN float base_[kGroups], range_[kGroups];
  HWY_ALIGN float sumW_[kGroups] = {}, sumWY_[kGroups] = {}, sumWYY_[kGroups] = {};
  HWY_ALIGN float scale_[kGroups], min_[kGroups];  // what each group wants, of x
};

}  // namespace HWY_NAMESPACE
}  // namespace hearth
HWY_AFTER_NAMESPACE();

#endif
