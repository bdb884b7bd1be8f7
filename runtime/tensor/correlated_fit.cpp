#include "runtime/tensor/correlated_fit.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/tensor/correlated_fit.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>

#include "runtime/base/half.h"
#include "runtime/tensor/quant_blocks.h"

HWY_BEFORE_NAMESPACE();
namespace hearth {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
constexpr uint32_t kMost = CorrelatedColumns::kWidthMost;
constexpr uint32_t kGroupMost = 32;
constexpr int kSweeps = 3;  // a fourth lowers the error by 0.3 % more

// y += factor * x from a column on; what is before it in its vector changes by zeros only.
HWY_INLINE void AddTimes(float factor, const float* HWY_RESTRICT x, uint32_t from, uint32_t width,
                         float* HWY_RESTRICT y) {
  const Floats d;
  const auto f = hn::Set(d, factor);
  const auto lanes = static_cast<uint32_t>(hn::Lanes(d));
  for (uint32_t i = from / lanes * lanes; i < width; i += lanes)
    hn::StoreU(hn::MulAdd(f, hn::LoadU(d, x + i), hn::LoadU(d, y + i)), d, y + i);
}

HWY_INLINE float Dot(const float* HWY_RESTRICT x, const float* HWY_RESTRICT y, uint32_t width) {
  const Floats d;
  auto sum = hn::Zero(d);
  for (uint32_t i = 0; i < width; i += static_cast<uint32_t>(hn::Lanes(d)))
    sum = hn::MulAdd(hn::LoadU(d, x + i), hn::LoadU(d, y + i), sum);
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

float Nearest(const Lattice& lattice, float wanted) {
  // In this order what is no number becomes one.
  wanted = std::max(lattice.form.low, std::min(lattice.form.high, wanted));
  if (!lattice.form.iq4) return std::nearbyint(wanted);
  const int8_t* upper = std::lower_bound(kIq4Values, kIq4Values + 15, wanted);
  if (upper == kIq4Values) return *upper;
  return 2 * wanted <= static_cast<float>(upper[0] + upper[-1]) ? upper[-1] : upper[0];
}

HWY_INLINE float InverseOrZero(float x) { return x != 0.0f ? 1.0f / x : 0.0f; }

// The misses of a row, scaled by the sizes of their inputs, and what the products' error would gain by each.
class Search {
 public:
  Search(const CorrelatedColumns& columns, const float* x, const float* size, Lattice& lattice)
      : columns_(columns), x_(x), size_(size), lattice_(lattice), width_(columns.width) {
    for (uint32_t j = 0; j < width_; ++j) perSize_[j] = 1.0f / size[j];
  }

  void FeedBack() {
    HWY_ALIGN float wanted[kMost];
    for (uint32_t j = 0; j < width_; ++j) wanted[j] = x_[j] * size_[j];
    for (uint32_t g = 0; g < width_ / lattice_.form.groupSize; ++g) {
      const Lattice::Group& group = lattice_.groups[g];
      const float inverse = InverseOrZero(group.step);
      for (uint32_t j = g * lattice_.form.groupSize; j < (g + 1) * lattice_.form.groupSize; ++j) {
        const float code = Nearest(lattice_, (wanted[j] * perSize_[j] - group.offset) * inverse);
        lattice_.codes[j] = static_cast<int16_t>(code);
        const float miss = size_[j] * (x_[j] - (group.step * code + group.offset));
        AddTimes(miss, columns_.feedback.data() + size_t{j} * width_, j, width_, wanted);
      }
    }
  }

  // sum over j, k of miss_j * correlation_jk * miss_k
  double Measure() {
    double error = 0;
    for (uint32_t j = 0; j < width_; ++j) {
      const Lattice::Group& group = lattice_.groups[j / lattice_.form.groupSize];
      miss_[j] = size_[j] * (x_[j] - (group.step * lattice_.codes[j] + group.offset));
    }
    for (uint32_t j = 0; j < width_; ++j) {
      slope_[j] = Dot(columns_.correlation.data() + size_t{j} * width_, miss_, width_);
      error += double{slope_[j]} * miss_[j];
    }
    return error;
  }

  // After Measure().
  void Improve() {
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      const bool codesMoved = MoveCodes();
      if (sweep + 1 == kSweeps || (!MoveScales() && !codesMoved)) break;
    }
  }

 private:
  const float* Correlations(uint32_t j) const { return columns_.correlation.data() + size_t{j} * width_; }

  bool MoveCodes() {
    bool moved = false;
    for (uint32_t g = 0; g < width_ / lattice_.form.groupSize; ++g) {
      const Lattice::Group& group = lattice_.groups[g];
      if (group.step == 0.0f) continue;
      const float inverse = 1.0f / group.step;
      for (uint32_t j = g * lattice_.form.groupSize; j < (g + 1) * lattice_.form.groupSize; ++j) {
        const float now = lattice_.codes[j];
        const float code = Nearest(lattice_, now + slope_[j] * perSize_[j] * inverse);
        if (code == now) continue;
        lattice_.codes[j] = static_cast<int16_t>(code);
        const float less = size_[j] * group.step * (code - now);
        AddTimes(-less, Correlations(j), 0, width_, slope_);
        moved = true;
      }
    }
    return moved;
  }

  // How far a group's columns should move by their shares (scaled).
  float BestLength(const float* share, uint32_t from, uint32_t count) const {
    HWY_ALIGN float sums[kGroupMost] = {};
    for (uint32_t a = 0; a < count; ++a) AddTimes(share[a], Correlations(from + a) + from, 0, count, sums);
    const float cost = Dot(share, sums, count);
    return cost > 0 ? Dot(share, slope_ + from, count) / cost : 0.0f;
  }

  static float Allowed(float wanted, float unit, float low, float high) {
    if (unit == 0.0f) return halfToFloat(floatToHalf(std::clamp(wanted, -65504.0f, 65504.0f)));
    return unit * std::clamp(std::nearbyint(wanted / unit), low, high);
  }

  bool MoveScales() {
    bool moved = false;
    const uint32_t n = lattice_.form.groupSize;
    HWY_ALIGN float share[kGroupMost];
    for (uint32_t g = 0; g < width_ / n; ++g) {
      Lattice::Group& group = lattice_.groups[g];
      const uint32_t from = g * n;
      const auto move = [&](float& what, float to) {
        if (to == what) return;
        for (uint32_t a = 0; a < n; ++a)
          if (share[a] != 0.0f) AddTimes((what - to) * share[a], Correlations(from + a), 0, width_, slope_);
        what = to;
        moved = true;
      };
      if (group.step != 0.0f) {
        for (uint32_t a = 0; a < n; ++a) share[a] = size_[from + a] * lattice_.codes[from + a];
        move(group.step, Allowed(group.step + BestLength(share, from, n), group.stepUnit,
                                 lattice_.form.factorLow, lattice_.form.factorHigh));
      }
      if (lattice_.form.hasOffset) {
        for (uint32_t a = 0; a < n; ++a) share[a] = size_[from + a];
        if (group.offsetUnit != 0.0f || lattice_.form.offsetFactorMost == 0.0f)
          move(group.offset, Allowed(group.offset + BestLength(share, from, n), group.offsetUnit,
                                     -lattice_.form.offsetFactorMost, 0.0f));
      }
    }
    return moved;
  }

  const CorrelatedColumns& columns_;
  const float* x_;
  const float* size_;
  Lattice& lattice_;
  uint32_t width_;
  HWY_ALIGN float perSize_[kMost], miss_[kMost], slope_[kMost];
};

bool FeedBack(const CorrelatedColumns& columns, const float* x, const float* size, Lattice& lattice) {
  const Lattice plain = lattice;
  Search search(columns, x, size, lattice);
  const double before = search.Measure();
  search.FeedBack();
  search.Measure();
  search.Improve();
  if (search.Measure() < before) return true;
  // Feedback went astray, as it may where nearly all error is in one direction: small moves only.
  lattice = plain;
  search.Measure();
  search.Improve();
  return search.Measure() < before;
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth {
HWY_EXPORT(FeedBack);

namespace {

// Upper triangular V with V times its transpose = `matrix`, in place; false where there is none.
bool factor(std::vector<double>& matrix, size_t n) {
  for (size_t j = n; j-- > 0;) {
    double* row = matrix.data() + j * n;
    double left = row[j];
    for (size_t k = j + 1; k < n; ++k) left -= row[k] * row[k];
    if (left <= 1e-6) return false;
    row[j] = std::sqrt(left);
    for (size_t i = 0; i < j; ++i) {
      double* other = matrix.data() + i * n;
      double sum = other[j];
      for (size_t k = j + 1; k < n; ++k) sum -= other[k] * row[k];
      other[j] = sum / row[j];
    }
  }
  return true;
}

}  // namespace

CorrelatedColumns correlatedColumns(std::vector<float> correlation, uint32_t width) {
  const size_t n = width;
  std::vector<double> upper(n * n);
  // 0.01: as GPTQ has it.
  for (float mixed = 0.01f;; mixed = std::min(2 * mixed, 1.0f)) {
    for (size_t i = 0; i < n; ++i) {
      for (size_t k = 0; k < n; ++k)
        upper[i * n + k] = i == k ? 1.0 : double{(1 - mixed) * correlation[i * n + k]};
    }
    if (!factor(upper, n)) continue;
    for (size_t i = 0; i < n; ++i) {
      for (size_t k = 0; k < n; ++k) {
        if (i == k) {
          correlation[i * n + k] = 1.0f;
        } else {
          correlation[i * n + k] *= 1 - mixed;
        }
      }
    }
    break;
  }
  // The error is the sum of squares of V^T times the misses, and column k's part of it is V_kk times its own
  // miss and the earlier columns' shares of it.
  CorrelatedColumns columns{width, std::move(correlation), std::vector<float>(n * n)};
  for (size_t k = 0; k < n; ++k) {
    for (size_t j = 0; j < k; ++j)
      columns.feedback[j * n + k] = static_cast<float>(upper[j * n + k] / upper[k * n + k]);
  }
  return columns;
}

bool feedBack(const CorrelatedColumns& columns, const float* x, const float* size, Lattice& lattice) {
  return HWY_DYNAMIC_DISPATCH(FeedBack)(columns, x, size, lattice);
}
}  // namespace hearth
#endif
