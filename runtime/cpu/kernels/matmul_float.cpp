// Matrix products with weights of F32, F16, BF16 and F8_E4M3, which meet float activations: nothing is
// rounded.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/matmul_float.cpp"
#include <hwy/foreach_target.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

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

// Some rows: tiles of a few weight rows and four activation rows.
template <class W>
void MultiplySome(const FloatProduct& p) {
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

#if HWY_TARGET != HWY_SCALAR
// Many rows: a panel of kVectors * kLanes weight rows side by side, one row a lane, is decoded once for all
// activation rows, kPanelCols columns at a time, so that it stays in the first-level cache.
// From kManyRows on that pays: eight bits sooner, F32 later, but the same for all, so that a model gives the
// same numbers in all forms that hold its weights exactly.
constexpr uint32_t kManyRows = 24;
constexpr uint32_t kPanelCols = 256;
constexpr uint32_t kTileRows = HWY_TARGET <= HWY_AVX3 ? 12 : 6;  // what the registers hold with two sums each

// The 128-bit blocks of v, four floats each, four rows of the panel apart.
template <size_t kPanelRows, size_t kCount>
HWY_INLINE void StoreBlocks(hn::Vec<hn::CappedTag<float, kCount>> v, float* to) {
  const hn::CappedTag<float, kCount> d;
  if constexpr (kCount == 4) {
    hn::Store(v, d, to);
  } else {
    const hn::CappedTag<float, kCount / 2> half;
    StoreBlocks<kPanelRows, kCount / 2>(hn::LowerHalf(half, v), to);
    StoreBlocks<kPanelRows, kCount / 2>(hn::UpperHalf(half, v), to + kCount / 2 * kPanelRows);
  }
}

// Columns [begin, end) of the panel's rows: panel[column - begin][row].
template <class W, size_t kVectors>
void FillPanel(const WeightRows<W>& w, uint32_t begin, uint32_t end, float* panel) {
  using T = typename W::Element;
  constexpr size_t kPanelRows = kVectors * kLanes;
  static_assert(kPanelCols % kLanes == 0 && (W::kStretch == 0 || W::kStretch % kLanes == 0));
  const FloatTag d;
  const hn::Repartition<double, FloatTag> d2;
  for (size_t o = 0; o < kPanelRows; o += 4) {
    typename W::Factor factors[4];
    for (uint32_t k = begin; k < end; k += kLanes) {
      const auto load = [&](size_t i) HWY_ATTR {
        if constexpr (W::kStretch > 0) {
          if (k == begin || k % W::kStretch == 0) factors[i] = w.FactorOf(o + i, k / W::kStretch);
        }
        const T* from = w.first + (o + i) * w.cols + k;
        if (k + kLanes <= end) return W::Load(from, factors[i]);
        T tail[kLanes] = {};
        std::memcpy(tail, from, (end - k) * sizeof(T));
        return W::Load(tail, factors[i]);
      };
      const auto a = load(0), b = load(1), c = load(2), e = load(3);
      const auto ab = hn::BitCast(d2, hn::InterleaveLower(d, a, b));
      const auto AB = hn::BitCast(d2, hn::InterleaveUpper(d, a, b));
      const auto ce = hn::BitCast(d2, hn::InterleaveLower(d, c, e));
      const auto CE = hn::BitCast(d2, hn::InterleaveUpper(d, c, e));
      // Each has, for every fourth column, that column of the four rows.
      float* to = panel + (k - begin) * kPanelRows + o;
      StoreBlocks<kPanelRows, kLanes>(hn::BitCast(d, hn::InterleaveLower(d2, ab, ce)), to);
      StoreBlocks<kPanelRows, kLanes>(hn::BitCast(d, hn::InterleaveUpper(d2, ab, ce)), to + kPanelRows);
      StoreBlocks<kPanelRows, kLanes>(hn::BitCast(d, hn::InterleaveLower(d2, AB, CE)), to + 2 * kPanelRows);
      StoreBlocks<kPanelRows, kLanes>(hn::BitCast(d, hn::InterleaveUpper(d2, AB, CE)), to + 3 * kPanelRows);
    }
  }
}

// `count` columns of a panel times kRows activation rows, added to y where these are not the first columns.
template <size_t kVectors, size_t kRows>
HWY_NOINLINE void MultiplyPanel(const float* panel, uint32_t count, const float* x, size_t xStride, float* y,
                                size_t yStride, bool isFirst) {
  const FloatTag d;
  FloatVec sums[kRows][kVectors];
  for (size_t r = 0; r < kRows; ++r) {
    for (size_t v = 0; v < kVectors; ++v)
      sums[r][v] = isFirst ? hn::Zero(d) : hn::LoadU(d, y + r * yStride + v * kLanes);
  }
  for (uint32_t k = 0; k < count; ++k, panel += kVectors * kLanes) {
    FloatVec weights[kVectors];
    for (size_t v = 0; v < kVectors; ++v) weights[v] = hn::Load(d, panel + v * kLanes);
    for (size_t r = 0; r < kRows; ++r) {
      const FloatVec xs = hn::Set(d, x[r * xStride + k]);
      for (size_t v = 0; v < kVectors; ++v) sums[r][v] = hn::MulAdd(weights[v], xs, sums[r][v]);
    }
  }
  for (size_t r = 0; r < kRows; ++r) {
    for (size_t v = 0; v < kVectors; ++v) hn::StoreU(sums[r][v], d, y + r * yStride + v * kLanes);
  }
}

// Weight rows [o, o + kVectors * kLanes) times all activation rows.
template <class W, size_t kVectors>
void MultiplyMany(const FloatProduct& p, uint32_t o) {
  alignas(64) float panel[kPanelCols * kVectors * kLanes];
  const auto* weights = reinterpret_cast<const typename W::Element*>(p.weights.data());
  const WeightRows<W> w{weights + size_t{o} * p.cols, p.cols, &p, o};
  for (uint32_t begin = 0; begin < p.cols; begin += kPanelCols) {
    const uint32_t end = std::min(p.cols, begin + kPanelCols);
    FillPanel<W, kVectors>(w, begin, end, panel);
    uint32_t r = 0;
    const auto multiply = [&]<size_t kRows>(std::integral_constant<size_t, kRows>) HWY_ATTR {
      for (; r + kRows <= p.xRows; r += kRows) {
        MultiplyPanel<kVectors, kRows>(panel, end - begin, p.x + r * p.xStride + begin, p.xStride,
                                       p.y + r * p.yStride + o, p.yStride, begin == 0);
      }
    };
    multiply(std::integral_constant<size_t, kTileRows>());
    multiply(std::integral_constant<size_t, 4>());
    multiply(std::integral_constant<size_t, 1>());
  }
}

#endif

template <class W>
void MultiplyAs(const FloatProduct& p) {
  if (p.xRows < kFewRows) return MultiplyFew<W>(p);
  FloatProduct left = p;
#if HWY_TARGET != HWY_SCALAR
  if (p.xRows >= kManyRows) {
    for (; left.firstRow + 2 * kLanes <= p.lastRow; left.firstRow += 2 * kLanes)
      MultiplyMany<W, 2>(p, left.firstRow);
    for (; left.firstRow + kLanes <= p.lastRow; left.firstRow += kLanes) MultiplyMany<W, 1>(p, left.firstRow);
  }
#endif
  MultiplySome<W>(left);
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
