// Matrix products with weights of F32, F16, BF16 and F8_E4M3, which meet float activations: nothing is
// rounded.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/matmul_float.cpp"
#include <hwy/foreach_target.h>

#include <algorithm>
#include <cstring>

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "runtime/cpu/kernels/matmul.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::CappedTag<float, 16>;
using FloatVec = hn::Vec<FloatTag>;
constexpr size_t kLanes = HWY_LANES(float) < 16 ? HWY_LANES(float) : 16;

// How weights become floats. kStretch columns of a row share a factor; 0: there is none.
template <class T>
struct Plain {
  using Element = T;
  static constexpr uint32_t kStretch = 0;
  struct Factor {};
  static HWY_INLINE Factor FactorOf(const float*, size_t) { return {}; }
  static HWY_INLINE FloatVec Load(const T* from, Factor) {
    const FloatTag d;
    if constexpr (sizeof(T) == 4) {
      return hn::LoadU(d, from);
    } else {
      return hn::PromoteTo(d, hn::LoadU(hn::Rebind<T, FloatTag>(), from));
    }
  }
};

struct EightBits {
  using Element = int8_t;
  static constexpr uint32_t kStretch = kScaleBlock;
  using Factor = FloatVec;
  // A half's exponent is biased by 8 more than that of E4M3.
  static HWY_INLINE Factor FactorOf(const float* scales, size_t block) {
    return hn::Set(FloatTag(), 256.0f * scales[block]);
  }
  // The code's exponent and mantissa in the places where a half has them; subnormals come out right too.
  static HWY_INLINE FloatVec Load(const int8_t* from, Factor factor) {
    const FloatTag d;
    const hn::Rebind<int16_t, FloatTag> dBits;
    const auto codes = hn::PromoteTo(dBits, hn::LoadU(hn::Rebind<int8_t, FloatTag>(), from));
    const auto bits = hn::And(hn::ShiftLeft<7>(codes), hn::Set(dBits, static_cast<int16_t>(0xBFFF)));
    const auto values = hn::PromoteTo(d, hn::BitCast(hn::Rebind<hwy::float16_t, FloatTag>(), bits));
    // The largest code of either sign is not a number.
    const auto isNan = hn::Eq(hn::Abs(values), hn::Set(d, 1.875f));
    return hn::IfThenElse(isNan, hn::NaN(d), hn::Mul(values, factor));
  }
};

// Weight rows that lie one after the other.
template <class W>
struct WeightRows {
  const typename W::Element* first;
  uint32_t cols;
  const FloatProduct* product;
  uint32_t row;  // of the matrix
  HWY_INLINE typename W::Factor FactorOf(size_t o, size_t block) const {
    if constexpr (W::kStretch == 0)
      return {};
    else
      return W::FactorOf(product->weights.scalesOfRow(row + static_cast<uint32_t>(o)), block);
  }
};

// y of kOut weight rows and kRows activation rows. A step is kUnroll vectors, each with sums of its own where
// there are too few rows to keep the multipliers busy.
template <class W, size_t kOut, size_t kRows, size_t kUnroll>
HWY_NOINLINE void MultiplyTile(const WeightRows<W>& w, const float* x, size_t xStride, float* y,
                               size_t yStride) {
  using T = typename W::Element;
  constexpr size_t kPrefetchBytes = 2048;
  static_assert(W::kStretch % (kLanes * kUnroll) == 0);
  const FloatTag d;
  FloatVec sums[kOut][kRows][kUnroll];
  for (auto& row : sums) {
    for (auto& sum : row) {
      for (auto& part : sum) part = hn::Zero(d);
    }
  }
  const size_t cols = w.cols, stretch = W::kStretch > 0 ? W::kStretch : cols;
  for (size_t begin = 0, block = 0; begin < cols; begin += stretch, ++block) {
    const size_t end = std::min(begin + stretch, cols);
    typename W::Factor factors[kOut];
    for (size_t o = 0; o < kOut; ++o) factors[o] = w.FactorOf(o, block);
    size_t i = begin;
    for (; i + kLanes * kUnroll <= end; i += kLanes * kUnroll) {
      for (size_t u = 0; u < kUnroll; ++u) {
        FloatVec xs[kRows];
        for (size_t r = 0; r < kRows; ++r) xs[r] = hn::LoadU(d, x + r * xStride + i + u * kLanes);
        for (size_t o = 0; o < kOut; ++o) {
          const T* from = w.first + o * cols + i + u * kLanes;
          if (kRows == 1) hwy::Prefetch(reinterpret_cast<const char*>(from) + kPrefetchBytes);
          const FloatVec weights = W::Load(from, factors[o]);
          for (size_t r = 0; r < kRows; ++r) sums[o][r][u] = hn::MulAdd(weights, xs[r], sums[o][r][u]);
        }
      }
    }
    for (; i < end; i += kLanes) {
      const size_t left = std::min<size_t>(kLanes, end - i);
      for (size_t o = 0; o < kOut; ++o) {
        T tail[kLanes] = {};
        std::memcpy(tail, w.first + o * cols + i, left * sizeof(T));
        const FloatVec weights = W::Load(tail, factors[o]);
        for (size_t r = 0; r < kRows; ++r) {
          sums[o][r][0] = hn::MulAdd(weights, hn::LoadU(d, x + r * xStride + i), sums[o][r][0]);
        }
      }
    }
  }
  for (size_t o = 0; o < kOut; ++o) {
    for (size_t r = 0; r < kRows; ++r) {
      FloatVec sum = sums[o][r][0];
      for (size_t u = 1; u < kUnroll; ++u) sum = hn::Add(sum, sums[o][r][u]);
      y[r * yStride + o] = hn::GetLane(hn::SumOfLanes(d, sum));
    }
  }
}

// Activation rows [first, last) times kOut weight rows.
template <class W, size_t kOut>
HWY_INLINE void MultiplyOutputs(const FloatProduct& p, uint32_t o, uint32_t first, uint32_t last) {
  const auto* weights = reinterpret_cast<const typename W::Element*>(p.weights.data());
  const WeightRows<W> w{weights + size_t{o} * p.cols, p.cols, &p, o};
  uint32_t r = first;
  for (; r + 4 <= last; r += 4) {
    MultiplyTile<W, kOut, 4, 1>(w, p.x + r * p.xStride, p.xStride, p.y + r * p.yStride + o, p.yStride);
  }
  for (; r < last; ++r) {
    MultiplyTile<W, kOut, 1, 4 / kOut>(w, p.x + r * p.xStride, p.xStride, p.y + r * p.yStride + o, p.yStride);
  }
}

// Few rows: each is summed as if it were alone, so that its result does not depend on those beside it.
constexpr uint32_t kFewRows = 8;
template <class W>
void MultiplyFew(const FloatProduct& p) {
  constexpr uint32_t kTogether =
      HWY_TARGET <= HWY_AVX3 ? 4 : 2;  // what the registers hold with four sums each
  constexpr size_t kUnroll = 4;
  const auto* weights = reinterpret_cast<const typename W::Element*>(p.weights.data());
  for (uint32_t o = p.firstRow; o < p.lastRow; ++o) {
    const WeightRows<W> w{weights + size_t{o} * p.cols, p.cols, &p, o};
    uint32_t r = 0;
    for (; r + kTogether <= p.xRows; r += kTogether) {
      MultiplyTile<W, 1, kTogether, kUnroll>(w, p.x + r * p.xStride, p.xStride, p.y + r * p.yStride + o,
                                             p.yStride);
    }
    if (kTogether > 2 && r + 2 <= p.xRows) {
      MultiplyTile<W, 1, 2, kUnroll>(w, p.x + r * p.xStride, p.xStride, p.y + r * p.yStride + o, p.yStride);
      r += 2;
    }
    if (r < p.xRows) {
      MultiplyTile<W, 1, 1, kUnroll>(w, p.x + r * p.xStride, p.xStride, p.y + r * p.yStride + o, p.yStride);
    }
  }
}

template <class W>
void MultiplyAs(const FloatProduct& p) {
  if (p.xRows < kFewRows) return MultiplyFew<W>(p);
  // Two rows leave AVX2's sixteen registers room; one row is a single stream when memory is the limit.
  constexpr uint32_t kOut = HWY_TARGET <= HWY_AVX3 ? 4 : 2;
  constexpr size_t kBlockBytes = 256 << 10;  // activations that stay in L2 while all weights pass
  const auto blockRows =
      static_cast<uint32_t>(std::max<size_t>(4, kBlockBytes / (p.xStride * sizeof(float)) / 4 * 4));
  for (uint32_t first = 0; first < p.xRows; first += blockRows) {
    const uint32_t last = std::min(p.xRows, first + blockRows);
    uint32_t o = p.firstRow;
    if (last - first >= 4) {
      for (; o + kOut <= p.lastRow; o += kOut) MultiplyOutputs<W, kOut>(p, o, first, last);
    }
    for (; o < p.lastRow; ++o) MultiplyOutputs<W, 1>(p, o, first, last);
  }
}

void MultiplyFloats(const FloatProduct& p) {
  switch (p.weights.type()) {
    case DType::F32:
      return MultiplyAs<Plain<float>>(p);
    case DType::F16:
      return MultiplyAs<Plain<hwy::float16_t>>(p);
    case DType::BF16:
      return MultiplyAs<Plain<hwy::bfloat16_t>>(p);
    case DType::F8_E4M3:
      return MultiplyAs<EightBits>(p);
    default:
      CHECK(!"a float format");
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(MultiplyFloats);
void multiplyFloats(const FloatProduct& p) { HWY_DYNAMIC_DISPATCH(MultiplyFloats)(p); }
}  // namespace hearth::cpu
#endif
