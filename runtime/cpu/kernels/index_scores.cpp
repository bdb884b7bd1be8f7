#include "runtime/cpu/kernels/index_scores.h"

#include <algorithm>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/index_scores.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, kIndexHeadPad>;

// kVectors vectors of heads against kKeys positions; adds their part of each score.
template <uint32_t kVectors, uint32_t kKeys>
HWY_INLINE void ScoreHeads(const float* HWY_RESTRICT q, const float* HWY_RESTRICT weights, size_t qStride,
                           uint32_t dim, const float* HWY_RESTRICT keys, float* HWY_RESTRICT scores) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  hn::Vec<Floats> products[kKeys][kVectors];
  for (uint32_t p = 0; p < kKeys; ++p) {
    for (uint32_t v = 0; v < kVectors; ++v) products[p][v] = hn::Zero(d);
  }
  for (size_t i = 0; i < dim; ++i) {
    hn::Vec<Floats> query[kVectors];
    for (uint32_t v = 0; v < kVectors; ++v) query[v] = hn::LoadU(d, q + i * qStride + v * lanes);
    for (uint32_t p = 0; p < kKeys; ++p) {
      const auto key = hn::Set(d, keys[p * size_t{dim} + i]);
      for (uint32_t v = 0; v < kVectors; ++v) products[p][v] = hn::MulAdd(query[v], key, products[p][v]);
    }
  }
  for (uint32_t p = 0; p < kKeys; ++p) {
    auto sum = hn::Zero(d);
    for (uint32_t v = 0; v < kVectors; ++v) {
      const auto seen = hn::Max(products[p][v], hn::Zero(d));
      sum = hn::MulAdd(seen, hn::LoadU(d, weights + v * lanes), sum);
    }
    scores[p] += hn::GetLane(hn::SumOfLanes(d, sum));
  }
}

template <uint32_t kKeys>
HWY_INLINE void ScoreKeys(const float* q, const float* weights, uint32_t paddedHeads, uint32_t dim,
                          const float* keys, float* scores) {
  // As many sums as there are registers for: 32 of AVX-512, 16 of the others.
  constexpr uint32_t kVectors = HWY_MAX_BYTES >= 64 ? 4 : 2;
  const size_t lanes = hn::Lanes(Floats());
  std::fill_n(scores, kKeys, 0.0f);
  size_t head = 0;
  for (; head + kVectors * lanes <= paddedHeads; head += kVectors * lanes) {
    ScoreHeads<kVectors, kKeys>(q + head, weights + head, paddedHeads, dim, keys, scores);
  }
  for (; head < paddedHeads; head += lanes) {
    ScoreHeads<1, kKeys>(q + head, weights + head, paddedHeads, dim, keys, scores);
  }
}

void IndexScores(const float* q, const float* weights, uint32_t paddedHeads, uint32_t dim, const float* keys,
                 uint32_t positions, float* scores) {
  constexpr uint32_t kKeys = 4;
  uint32_t p = 0;
  for (; p + kKeys <= positions; p += kKeys) {
    ScoreKeys<kKeys>(q, weights, paddedHeads, dim, keys + p * size_t{dim}, scores + p);
  }
  for (; p < positions; ++p) ScoreKeys<1>(q, weights, paddedHeads, dim, keys + p * size_t{dim}, scores + p);
}

}  // namespace
}  // namespace hearth::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {

HWY_EXPORT(IndexScores);

void indexScores(const float* q, const float* weights, uint32_t paddedHeads, uint32_t dim, const float* keys,
                 uint32_t positions, float* scores) {
  HWY_DYNAMIC_DISPATCH(IndexScores)(q, weights, paddedHeads, dim, keys, positions, scores);
}

void transposeIndexQuery(const float* q, uint32_t heads, uint32_t dim, float* out) {
  const size_t stride = paddedIndexHeads(heads);
  for (size_t i = 0; i < dim; ++i) {
    for (size_t head = 0; head < heads; ++head) out[i * stride + head] = q[head * dim + i];
    std::fill(out + i * stride + heads, out + (i + 1) * stride, 0.0f);
  }
}

}  // namespace hearth::cpu
#endif
