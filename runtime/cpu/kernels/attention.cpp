#include "runtime/cpu/kernels/attention.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/attention.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

#include "hwy/contrib/math/math-inl.h"

#include "runtime/cpu/kernels/attention_rows-inl.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu::HWY_NAMESPACE {
namespace {

// Rows are read by up to six queries at once, so that the queries of a key head of most models share one
// reading. Sums of six rows times four keys, or four vectors of values, need more than 16 registers.
constexpr bool kManyRegisters = HWY_ARCH_X86 ? HWY_TARGET <= HWY_AVX3 : HWY_TARGET != HWY_SCALAR;
constexpr uint32_t kKeysAtOnce = kManyRegisters ? 4 : 2;
constexpr uint32_t kVectorsAtOnce = kManyRegisters ? 4 : 2;

// AttentionTile with numbers of one type.
template <class Rows>
struct TypedTile {
  Rows keys;
  Rows values;
  uint32_t positions;
};

#if HWY_TARGET != HWY_SCALAR
using Four = hn::FixedTag<float, 4>;

// The sums of 128-bit blocks, lane by lane.
template <class D>
HWY_INLINE hn::Vec<Four> SumBlocks(D d, hn::Vec<D> v) {
  if constexpr (hn::MaxLanes(d) == 4) {
    return v;
  } else {
    const hn::Half<D> half;
    return SumBlocks(half, hn::Add(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
  }
}
#endif

// out[i] = the sum over the lanes of v[i]
HWY_INLINE void StoreSums(const hn::Vec<Floats> (&v)[4], float* HWY_RESTRICT out) {
  const Floats d;
#if HWY_TARGET == HWY_SCALAR
  for (size_t i = 0; i < 4; ++i) out[i] = hn::GetLane(hn::SumOfLanes(d, v[i]));
#else
  const hn::RepartitionToWide<hn::RebindToUnsigned<Floats>> pairs;
  const auto sumsOf2 = [d, pairs](hn::Vec<Floats> a, hn::Vec<Floats> b) HWY_ATTR {
    return hn::BitCast(pairs, hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b)));
  };
  const auto a = sumsOf2(v[0], v[1]), b = sumsOf2(v[2], v[3]);
  const auto low = hn::InterleaveLower(pairs, a, b), high = hn::InterleaveUpper(pairs, a, b);
  hn::StoreU(SumBlocks(d, hn::Add(hn::BitCast(d, low), hn::BitCast(d, high))), Four(), out);
#endif
}

// scores[r, p] = queries[r] . keys[p] for kRows x kKeys pairs: enough independent sums to keep the FMA units
// busy and to load each vector once per block.
template <uint32_t kRows, uint32_t kKeys, class Rows>
HWY_INLINE void ScoreBlock(const float* HWY_RESTRICT queries, uint32_t keyDim, const Rows& keys, size_t first,
                           float* HWY_RESTRICT scores, size_t scoreStride) {
  const Floats d;
  hn::Vec<Floats> sums[kRows][kKeys];
  for (uint32_t r = 0; r < kRows; ++r) {
    for (uint32_t p = 0; p < kKeys; ++p) sums[r][p] = hn::Zero(d);
  }
  for (size_t i = 0; i < keyDim; i += hn::Lanes(d)) {
    hn::Vec<Floats> key[kKeys];
    for (uint32_t p = 0; p < kKeys; ++p) key[p] = keys.Load(d, first + p, i);
    for (uint32_t r = 0; r < kRows; ++r) {
      const auto query = hn::LoadU(d, queries + r * size_t{keyDim} + i);
      for (uint32_t p = 0; p < kKeys; ++p) sums[r][p] = hn::MulAdd(query, key[p], sums[r][p]);
    }
  }
  if constexpr (kKeys == 1) {
    for (uint32_t r = 0; r < kRows; ++r) scores[r * scoreStride] = hn::GetLane(hn::SumOfLanes(d, sums[r][0]));
  } else if constexpr (kKeys == 4) {
    for (uint32_t r = 0; r < kRows; ++r) StoreSums(sums[r], scores + r * scoreStride);
  } else {
    static_assert(kKeys == 2);
    for (uint32_t r = 0; r < kRows; r += 2) {
      const uint32_t next = std::min(r + 1, kRows - 1);
      const hn::Vec<Floats> both[4] = {sums[r][0], sums[r][1], sums[next][0], sums[next][1]};
      float four[4];
      StoreSums(both, four);
      std::copy(four, four + 2, scores + r * scoreStride);
      std::copy(four + 2, four + 4, scores + next * scoreStride);
    }
  }
}

// The next tile most often lies behind this one. While keys are multiplied it is asked for bit by bit (at
// once, lines would wait for each other): so many numbers of each row.
struct NextTile {
  uint32_t keyDim;
  uint32_t valueDim;
};

template <uint32_t kRows, class Rows>
HWY_INLINE void ScoreRows(const float* queries, uint32_t keyDim, const TypedTile<Rows>& tile,
                          const NextTile& next, float* scores, size_t scoreStride) {
  uint32_t p = 0;
  for (; p + kKeysAtOnce <= tile.positions; p += kKeysAtOnce) {
    for (uint32_t ahead = p + tile.positions; ahead < p + tile.positions + kKeysAtOnce; ++ahead) {
      tile.keys.AskFor(ahead, next.keyDim);
      tile.values.AskFor(ahead, next.valueDim);
    }
    ScoreBlock<kRows, kKeysAtOnce>(queries, keyDim, tile.keys, p, scores + p, scoreStride);
  }
  for (; p < tile.positions; ++p) {
    ScoreBlock<kRows, 1>(queries, keyDim, tile.keys, p, scores + p, scoreStride);
  }
}

// Turns one row of scores into weights exp(s - max), zero where not visible; returns exp(old max - new max).
HWY_INLINE float Weigh(float* HWY_RESTRICT scores, uint32_t visible, size_t scoreStride,
                       RunningSoftmax& running) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  std::fill(scores + visible, scores + scoreStride, kNothingSeen.max);
  auto largestLanes = hn::Set(d, running.max);
  for (size_t i = 0; i < scoreStride; i += lanes)
    largestLanes = hn::Max(largestLanes, hn::LoadU(d, scores + i));
  const auto largest = hn::MaxOfLanes(d, largestLanes);
  auto sum = hn::Zero(d);
  for (size_t i = 0; i < scoreStride; i += lanes) {
    const auto weight = hn::Exp(d, hn::Sub(hn::LoadU(d, scores + i), largest));
    sum = hn::Add(sum, weight);
    hn::StoreU(weight, d, scores + i);
  }
  const float correction = hn::GetLane(hn::Exp(d, hn::Sub(hn::Set(d, running.max), largest)));
  running.sum = running.sum * correction + hn::GetLane(hn::SumOfLanes(d, sum));
  running.max = hn::GetLane(largest);
  return correction;
}

// sums[r][0, kVectors * lanes) = sums[r] * corrections[r] + sum over p of scores[r, p] * values[p].
template <uint32_t kRows, uint32_t kVectors, class Rows>
HWY_INLINE void MixBlock(const float* HWY_RESTRICT scores, size_t scoreStride, const TypedTile<Rows>& tile,
                         uint32_t used, size_t at, const float* corrections, float* const* sums) {
  const Floats d;
  const size_t lanes = hn::Lanes(d);
  hn::Vec<Floats> mixed[kRows][kVectors];
  for (uint32_t r = 0; r < kRows; ++r) {
    const auto correction = hn::Set(d, corrections[r]);
    for (uint32_t v = 0; v < kVectors; ++v) {
      mixed[r][v] = hn::Mul(correction, hn::LoadU(d, sums[r] + at + v * lanes));
    }
  }
  for (uint32_t p = 0; p < used; ++p) {
    hn::Vec<Floats> value[kVectors];
    for (uint32_t v = 0; v < kVectors; ++v) {
      value[v] = tile.values.Load(d, p, at + v * lanes);
    }
    for (uint32_t r = 0; r < kRows; ++r) {
      const auto weight = hn::Set(d, scores[r * scoreStride + p]);
      for (uint32_t v = 0; v < kVectors; ++v) mixed[r][v] = hn::MulAdd(weight, value[v], mixed[r][v]);
    }
  }
  for (uint32_t r = 0; r < kRows; ++r) {
    for (uint32_t v = 0; v < kVectors; ++v) hn::StoreU(mixed[r][v], d, sums[r] + at + v * lanes);
  }
}

template <uint32_t kRows, class Rows>
HWY_INLINE void MixRows(const float* scores, size_t scoreStride, const TypedTile<Rows>& tile, uint32_t used,
                        uint32_t valueDim, const float* corrections, float* const* sums) {
  const size_t lanes = hn::Lanes(Floats());
  size_t at = 0;
  for (; at + kVectorsAtOnce * lanes <= valueDim; at += kVectorsAtOnce * lanes) {
    MixBlock<kRows, kVectorsAtOnce>(scores, scoreStride, tile, used, at, corrections, sums);
  }
  for (; at < valueDim; at += lanes)
    MixBlock<kRows, 1>(scores, scoreStride, tile, used, at, corrections, sums);
}

template <uint32_t kRows, class Rows>
HWY_INLINE void AttendRows(const float* queries, uint32_t keyDim, const TypedTile<Rows>& tile,
                           const NextTile& next, const uint32_t* visible, uint32_t valueDim, float* scores,
                           RunningSoftmax* running, float* const* sums) {
  const uint32_t used = *std::max_element(visible, visible + kRows);
  if (used == 0) return;
  const size_t scoreStride = paddedToAttention(tile.positions);
  ScoreRows<kRows>(queries, keyDim, tile, next, scores, scoreStride);
  float corrections[kRows];
  for (uint32_t r = 0; r < kRows; ++r) {
    float* row = scores + r * scoreStride;
    if (visible[r] > 0) {
      corrections[r] = Weigh(row, visible[r], scoreStride, running[r]);
    } else {
      corrections[r] = 1.0f;
      std::fill_n(row, used, 0.0f);
    }
  }
  MixRows<kRows>(scores, scoreStride, tile, used, valueDim, corrections, sums);
}

template <class Rows>
void AttendTyped(const float* queries, uint32_t rows, uint32_t keyDim, const AttentionTile& untyped,
                 const uint32_t* visible, uint32_t valueDim, float* scores, RunningSoftmax* running,
                 float* const* sums) {
  const TypedTile<Rows> tile{{untyped.keys, keyDim}, {untyped.values, valueDim}, untyped.positions};
  // Latents are keys and values in one.
  NextTile next{keyDim, untyped.values.numbers == untyped.keys.numbers ? 0 : valueDim};
  uint32_t r = 0;
  const auto attend = [&]<uint32_t kRows>() {
    AttendRows<kRows>(queries + r * size_t{keyDim}, keyDim, tile, next, visible + r, valueDim, scores,
                      running + r, sums + r);
    next = {};  // once is enough
    r += kRows;
  };
  while (rows - r > 9 || rows - r == 6) attend.template operator()<6>();
  if (rows - r == 9 || rows - r == 5) attend.template operator()<5>();
  while (rows - r >= 4) attend.template operator()<4>();
  if (rows - r == 3) attend.template operator()<3>();
  if (rows - r == 2) attend.template operator()<2>();
  if (rows - r == 1) attend.template operator()<1>();
}

void AttendTile(const float* queries, uint32_t rows, uint32_t keyDim, const AttentionTile& tile,
                const uint32_t* visible, uint32_t valueDim, float* scores, RunningSoftmax* running,
                float* const* sums) {
  const auto with = [&](auto attend) {
    attend(queries, rows, keyDim, tile, visible, valueDim, scores, running, sums);
  };
  switch (tile.numbers) {
    case TileNumbers::Floats:
      return with(AttendTyped<PlainRows<float>>);
    case TileNumbers::Halves:
      return with(AttendTyped<PlainRows<hwy::float16_t>>);
    case TileNumbers::Q8_0:
      return with(AttendTyped<CodeRows<SignedBytes>>);
    case TileNumbers::Q4_0:
      return with(AttendTyped<CodeRows<Nibbles>>);
    case TileNumbers::F8:
      return with(AttendTyped<CodeRows<SmallFloats>>);
  }
}

template <class Codes>
void ScalesOf(const std::byte* stored, size_t rowBytes, uint32_t rows, uint32_t blocks, float* out) {
  const auto lanes = static_cast<uint32_t>(hn::Lanes(FourScales()));
  for (uint32_t r = 0; r < rows; ++r, stored += rowBytes, out += blocks * Codes::kScales) {
    uint32_t b = 0;
    for (; b + lanes <= blocks; b += lanes)
      Codes::StoreScales(stored + b * Codes::kScaleBytes, out + b * Codes::kScales);
    if (b == blocks) continue;
    std::byte last[4 * Codes::kScaleBytes] = {};
    float scales[4 * Codes::kScales];
    std::copy(stored + b * Codes::kScaleBytes, stored + blocks * Codes::kScaleBytes, last);
    Codes::StoreScales(last, scales);
    std::copy(scales, scales + (blocks - b) * Codes::kScales, out + b * Codes::kScales);
  }
}

bool BlockScales(TileNumbers form, const std::byte* stored, size_t rowBytes, uint32_t rows, uint32_t blocks,
                 float* out) {
  if (form == TileNumbers::Q8_0) ScalesOf<SignedBytes>(stored, rowBytes, rows, blocks, out);
  if (form == TileNumbers::Q4_0) ScalesOf<Nibbles>(stored, rowBytes, rows, blocks, out);
  if (form != TileNumbers::F8) return true;
  ScalesOf<SmallFloats>(stored, rowBytes, rows, blocks, out);
  if (SmallFloats::kAddsExponents) return true;
  uint32_t most = 0;  // too large an exponent is infinite, or has gone into the sign
  for (size_t i = 0; i < size_t{rows} * blocks; ++i) most = std::max(most, std::bit_cast<uint32_t>(out[i]));
  return most < std::bit_cast<uint32_t>(std::numeric_limits<float>::infinity());
}

bool ReadsHalvesInPlace() { return HWY_ARCH_X86 ? HWY_TARGET <= HWY_AVX2 : HWY_ARCH_ARM_A64 != 0; }

void HalvesToFloats(const uint16_t* HWY_RESTRICT x, uint32_t n, float* HWY_RESTRICT out) {
  const Floats d;
  const hn::Rebind<hwy::float16_t, Floats> half;
  const size_t lanes = hn::Lanes(d);
  const auto* halves = reinterpret_cast<const hwy::float16_t*>(x);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) hn::StoreU(hn::PromoteTo(d, hn::LoadU(half, halves + i)), d, out + i);
  if (i < n) {
    hwy::float16_t last[kAttentionPad] = {};
    float numbers[kAttentionPad];
    std::copy(halves + i, halves + n, last);
    hn::StoreU(hn::PromoteTo(d, hn::LoadU(half, last)), d, numbers);
    std::copy(numbers, numbers + (n - i), out + i);
  }
}

}  // namespace
}  // namespace hearth::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {

HWY_EXPORT(AttendTile);
HWY_EXPORT(BlockScales);
HWY_EXPORT(HalvesToFloats);
HWY_EXPORT(ReadsHalvesInPlace);

void attendTile(const float* queries, uint32_t rows, uint32_t keyDim, const AttentionTile& tile,
                const uint32_t* visible, uint32_t valueDim, float* scores, RunningSoftmax* running,
                float* const* sums) {
  HWY_DYNAMIC_DISPATCH(AttendTile)(queries, rows, keyDim, tile, visible, valueDim, scores, running, sums);
}

bool blockScales(TileNumbers form, const std::byte* stored, size_t rowBytes, uint32_t rows, uint32_t blocks,
                 float* out) {
  return HWY_DYNAMIC_DISPATCH(BlockScales)(form, stored, rowBytes, rows, blocks, out);
}

bool readsHalvesInPlace() { return HWY_DYNAMIC_DISPATCH(ReadsHalvesInPlace)(); }

void halvesToFloats(const uint16_t* x, uint32_t n, float* out) {
  HWY_DYNAMIC_DISPATCH(HalvesToFloats)(x, n, out);
}

}  // namespace hearth::cpu
#endif
