// Matrix products with weights of F32, F16 and BF16, which meet float activations: nothing is rounded.
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

template <class T>
HWY_INLINE FloatVec LoadWeights(const T* from) {
  const FloatTag d;
  if constexpr (sizeof(T) == 4) {
    return hn::LoadU(d, from);
  } else {
    return hn::PromoteTo(d, hn::LoadU(hn::Rebind<T, FloatTag>(), from));
  }
}

// y of kOut weight rows and kRows activation rows. A step is kUnroll vectors, each with sums of its own where
// there are too few rows to keep the multipliers busy.
template <class T, size_t kOut, size_t kRows, size_t kUnroll>
HWY_NOINLINE void MultiplyTile(const T* w, uint32_t cols, const float* x, size_t xStride, float* y,
                               size_t yStride) {
  constexpr size_t kPrefetchBytes = 2048;
  const FloatTag d;
  FloatVec sums[kOut][kRows][kUnroll];
  for (auto& row : sums) {
    for (auto& sum : row) {
      for (auto& part : sum) part = hn::Zero(d);
    }
  }
  size_t i = 0;
  for (; i + kLanes * kUnroll <= cols; i += kLanes * kUnroll) {
    for (size_t u = 0; u < kUnroll; ++u) {
      FloatVec xs[kRows];
      for (size_t r = 0; r < kRows; ++r) xs[r] = hn::LoadU(d, x + r * xStride + i + u * kLanes);
      for (size_t o = 0; o < kOut; ++o) {
        const T* from = w + o * size_t{cols} + i + u * kLanes;
        if (kRows == 1) hwy::Prefetch(reinterpret_cast<const char*>(from) + kPrefetchBytes);
        const FloatVec weights = LoadWeights(from);
        for (size_t r = 0; r < kRows; ++r) sums[o][r][u] = hn::MulAdd(weights, xs[r], sums[o][r][u]);
      }
    }
  }
  for (; i < cols; i += kLanes) {
    const size_t left = std::min<size_t>(kLanes, cols - i);
    for (size_t o = 0; o < kOut; ++o) {
      T tail[kLanes] = {};
      std::memcpy(tail, w + o * size_t{cols} + i, left * sizeof(T));
      const FloatVec weights = LoadWeights(tail);
      for (size_t r = 0; r < kRows; ++r) {
        sums[o][r][0] = hn::MulAdd(weights, hn::LoadU(d, x + r * xStride + i), sums[o][r][0]);
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
template <class T, size_t kOut>
HWY_INLINE void MultiplyOutputs(const FloatProduct& p, uint32_t o, uint32_t first, uint32_t last) {
  const T* w = reinterpret_cast<const T*>(p.weights) + size_t{o} * p.cols;
  uint32_t r = first;
  for (; r + 4 <= last; r += 4) {
    MultiplyTile<T, kOut, 4, 1>(w, p.cols, p.x + r * p.xStride, p.xStride, p.y + r * p.yStride + o,
                                p.yStride);
  }
  for (; r < last; ++r) {
    MultiplyTile<T, kOut, 1, 4 / kOut>(w, p.cols, p.x + r * p.xStride, p.xStride, p.y + r * p.yStride + o,
                                       p.yStride);
  }
}

// Few rows: each is summed as if it were alone, so that its result does not depend on those beside it.
constexpr uint32_t kFewRows = 8;
template <class T>
void MultiplyFew(const FloatProduct& p) {
  constexpr uint32_t kTogether =
      HWY_TARGET <= HWY_AVX3 ? 4 : 2;  // what the registers hold with four sums each
  constexpr size_t kUnroll = 4;
  for (uint32_t o = p.firstRow; o < p.lastRow; ++o) {
    const T* w = reinterpret_cast<const T*>(p.weights) + size_t{o} * p.cols;
    uint32_t r = 0;
    for (; r + kTogether <= p.xRows; r += kTogether) {
      MultiplyTile<T, 1, kTogether, kUnroll>(w, p.cols, p.x + r * p.xStride, p.xStride,
                                             p.y + r * p.yStride + o, p.yStride);
    }
    if (kTogether > 2 && r + 2 <= p.xRows) {
      MultiplyTile<T, 1, 2, kUnroll>(w, p.cols, p.x + r * p.xStride, p.xStride, p.y + r * p.yStride + o,
                                     p.yStride);
      r += 2;
    }
    if (r < p.xRows) {
      MultiplyTile<T, 1, 1, kUnroll>(w, p.cols, p.x + r * p.xStride, p.xStride, p.y + r * p.yStride + o,
                                     p.yStride);
    }
  }
}

template <class T>
void MultiplyAs(const FloatProduct& p) {
  if (p.xRows < kFewRows) return MultiplyFew<T>(p);
  // Two rows leave AVX2's sixteen registers room; one row is a single stream when memory is the limit.
  constexpr uint32_t kOut = HWY_TARGET <= HWY_AVX3 ? 4 : 2;
  constexpr size_t kBlockBytes = 256 << 10;  // activations that stay in L2 while all weights pass
  const auto blockRows =
      static_cast<uint32_t>(std::max<size_t>(4, kBlockBytes / (p.xStride * sizeof(float)) / 4 * 4));
  for (uint32_t first = 0; first < p.xRows; first += blockRows) {
    const uint32_t last = std::min(p.xRows, first + blockRows);
    uint32_t o = p.firstRow;
    if (last - first >= 4) {
      for (; o + kOut <= p.lastRow; o += kOut) MultiplyOutputs<T, kOut>(p, o, first, last);
    }
    for (; o < p.lastRow; ++o) MultiplyOutputs<T, 1>(p, o, first, last);
  }
}

void MultiplyFloats(DType type, const FloatProduct& p) {
  switch (type) {
    case DType::F32:
      return MultiplyAs<float>(p);
    case DType::F16:
      return MultiplyAs<hwy::float16_t>(p);
    case DType::BF16:
      return MultiplyAs<hwy::bfloat16_t>(p);
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
void multiplyFloats(DType type, const FloatProduct& p) { HWY_DYNAMIC_DISPATCH(MultiplyFloats)(type, p); }
}  // namespace hearth::cpu
#endif
