// Quantised matrix times many activation rows: weights are decoded once into panels that stay in L1, and
// every activation row is multiplied with them.

#if defined(HEARTH_MATMUL_PANEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_MATMUL_PANEL_INL_H_
#undef HEARTH_MATMUL_PANEL_INL_H_
#else
#define HEARTH_MATMUL_PANEL_INL_H_
#endif

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/cpu/kernels/fill_panel-inl.h"
#include "runtime/cpu/kernels/matmul.h"

HWY_BEFORE_NAMESPACE();
#if HEARTH_VNNI
#pragma GCC push_options
#pragma GCC target("avx512vnni")
#endif
namespace hearth::cpu {
namespace HWY_NAMESPACE {

#if HEARTH_PANELS

// Two panels times four activation rows at once: with 512 bits that makes as many chains as VNNI's latency x
// throughput, with the fewest loads for it; with 256 there are registers for one panel.
constexpr uint32_t kPanels = HEARTH_VNNI ? 2 : 1;
constexpr size_t kTileRows = 4;
// 400 kB of activations at a time, beside the results of a task.
constexpr uint32_t kBlockRows = 256;
// Measured on Zen 5: with fewer, decoding each weight row once and in place is faster (with AVX2: fewer than
// 5). And panels add in another order, which fewer than kRecordedRows (ops.h) must not.
constexpr uint32_t kPanelFromRows = 8;

using SumWords = hn::Vec<hn::Rebind<int32_t, WordTag>>;

// How words of codes meet words of activations: Add() to a part, for up to kWords<F> words; Sum() of the
// part.
#if HEARTH_VNNI

struct Dots {
  template <class F>
  static constexpr size_t kWords = F::kGroup / 4;
  using Part = SumWords;
  template <class F>
  static HWY_INLINE void Add(Part& part, WordVec codes, WordVec x) {
    part.raw = _mm512_dpbusd_epi32(part.raw, codes.raw, x.raw);
  }
  static HWY_INLINE SumWords Sum(Part part) { return part; }
};

#else

// The largest code.
constexpr size_t mostOf(DType type) {
  switch (type) {
    case DType::TQ1_0:
      return 2;
    case DType::Q2_K:
    case DType::TQ2_0:
      return 3;
    case DType::Q3_K:
      return 7;
    case DType::Q4_0:
    case DType::Q4_1:
    case DType::Q4_K:
      return 15;
    case DType::IQ1_S:
    case DType::IQ1_M:
      return 18;
    case DType::MXFP4:
      return 24;
    case DType::IQ3_S:
      return 30;
    case DType::Q5_0:
    case DType::Q5_1:
    case DType::Q5_K:
      return 31;
    case DType::Q6_K:
      return 63;
    case DType::IQ2_XXS:
    case DType::IQ2_XS:
    case DType::IQ2_S:
      return 86;
    case DType::IQ3_XXS:
      return 124;
    default:
      return 128;
  }
}

// Pairs of products are added up in 16 bits as long as they fit.
struct Dots {
  template <class F>
  static constexpr size_t kWords = std::min(F::kGroup / 4,
                                            std::bit_floor(32767 / (2 * 127 * mostOf(F::kType))));
  using Part = SumWords;  // of 16 bits
  template <class F>
  static HWY_INLINE void Add(Part& part, WordVec codes, WordVec x) {
    const __m256i pairs =
        F::kWide ? _mm256_maddubs_epi16(_mm256_abs_epi8(codes.raw), _mm256_sign_epi8(x.raw, codes.raw))
                 : _mm256_maddubs_epi16(codes.raw, x.raw);
    part.raw = _mm256_add_epi16(part.raw, pairs);
  }
  static HWY_INLINE SumWords Sum(Part part) {
    return SumWords{_mm256_madd_epi16(part.raw, _mm256_set1_epi16(1))};
  }
};

// AVX-VNNI, which came to processors without AVX-512 after AVX2.
struct DotsVnni {
  template <class F>
  static constexpr size_t kWords = F::kGroup / 4;
  using Part = SumWords;
  template <class F>
  static HWY_INLINE void Add(Part& part, WordVec codes, WordVec x) {
    if constexpr (F::kWide) {
      part.raw = Dot(part.raw, _mm256_abs_epi8(codes.raw), _mm256_sign_epi8(x.raw, codes.raw));
    } else {
      part.raw = Dot(part.raw, codes.raw, x.raw);
    }
  }
  static HWY_INLINE SumWords Sum(Part part) { return part; }

 private:
  static HWY_INLINE __m256i Dot(__m256i sums, __m256i codes, __m256i x) {
#if defined(__GNUC__)
    // Not the intrinsic: the code around it must not be compiled for AVX-VNNI.
    asm("%{vex%} vpdpbusd %2, %1, %0" : "+x"(sums) : "x"(codes), "xm"(x));
    return sums;
#else
    return _mm256_dpbusd_avx_epi32(sums, codes, x);
#endif
  }
};

#endif

// A tile of results, y[r * stride + kPanelRows * n + lane], of which panel n has `rows[n]` lanes.
struct Tile {
  float* y;
  size_t stride;
  uint32_t rows[kPanels];

  HWY_INLINE LaneVec Load(size_t n, size_t r) const {
    const float* at = y + r * stride + n * kPanelRows;
    if (HWY_LIKELY(rows[n] == kPanelRows)) return hn::LoadU(LaneTag(), at);
    return hn::MaskedLoad(hn::FirstN(LaneTag(), rows[n]), LaneTag(), at);
  }
  HWY_INLINE void Store(size_t n, size_t r, LaneVec v) const {
    float* at = y + r * stride + n * kPanelRows;
    if (HWY_LIKELY(rows[n] == kPanelRows)) return hn::StoreU(v, LaneTag(), at);
    hn::BlendedStore(v, hn::FirstN(LaneTag(), rows[n]), LaneTag(), at);
  }
};

// y of kCount panels and kRows activation rows; added to what earlier chunks left when `adds`.
template <class F, class D, size_t kCount, size_t kRows>
HWY_NOINLINE void MultiplyTile(const Panel<F>* panels, uint32_t chunks, const ActivationChunk* x,
                               size_t xChunks, bool adds, const Tile& tile) {
  constexpr size_t kGroupWords = F::kGroup / 4, kPartWords = D::template kWords<F>;
  static_assert(kPartWords > 0 && kGroupWords % kPartWords == 0);
  const LaneTag d;
  const hn::Rebind<int32_t, WordTag> dInt;
  LaneVec sums[kCount][kRows];
  for (size_t n = 0; n < kCount; ++n) {
    for (size_t r = 0; r < kRows; ++r) sums[n][r] = adds ? tile.Load(n, r) : hn::Zero(d);
  }
  for (uint32_t c = 0; c < chunks; ++c) {
    for (size_t g = 0; g < Panel<F>::kGroups; ++g) {
      SumWords dots[kCount][kRows];
      for (size_t first = 0; first < kGroupWords; first += kPartWords) {
        typename D::Part parts[kCount][kRows];
        for (auto& panelParts : parts) std::fill_n(panelParts, kRows, hn::Zero(dInt));
        for (size_t k = g * kGroupWords + first; k < g * kGroupWords + first + kPartWords; ++k) {
          WordVec codes[kCount];
          for (size_t n = 0; n < kCount; ++n) codes[n] = hn::Load(WordTag(), panels[n].codes[c][k]);
          for (size_t r = 0; r < kRows; ++r) {
            uint32_t four;
            std::memcpy(&four, x[r * xChunks + c].q + 4 * k, sizeof four);
            const WordVec xs = hn::Set(WordTag(), four);
            for (size_t n = 0; n < kCount; ++n) D::template Add<F>(parts[n][r], codes[n], xs);
          }
        }
        for (size_t n = 0; n < kCount; ++n) {
          for (size_t r = 0; r < kRows; ++r) {
            const SumWords sum = D::Sum(parts[n][r]);
            dots[n][r] = first == 0 ? sum : hn::Add(dots[n][r], sum);
          }
        }
      }
      for (size_t r = 0; r < kRows; ++r) {
        const ActivationChunk& xChunk = x[r * xChunks + c];
        const LaneVec xScale = hn::Set(d, xChunk.scales[g * F::kGroup / 32]);
        const LaneVec xSum = hn::Set(d, F::kGroup == 32 ? xChunk.sums[g] : xChunk.halfSums[g]);
        for (size_t n = 0; n < kCount; ++n) {
          const LaneVec scales = hn::Load(d, panels[n].factors[c][g]),
                        offsets = hn::Load(d, panels[n].factors[c][Panel<F>::kGroups + g]);
          sums[n][r] = hn::MulAdd(hn::ConvertTo(d, dots[n][r]), hn::Mul(scales, xScale), sums[n][r]);
          sums[n][r] = hn::MulAdd(offsets, xSum, sums[n][r]);
        }
      }
    }
  }
  for (size_t n = 0; n < kCount; ++n) {
    for (size_t r = 0; r < kRows; ++r) tile.Store(n, r, sums[n][r]);
  }
}

// y of kCount panels' weight rows, from `o` on, and activation rows [first, last).
template <class F, class D, size_t kCount>
HWY_INLINE void MultiplyPanels(const Panel<F>* panels, const QuantizedProduct& p, uint32_t o, uint32_t chunk,
                               uint32_t count, uint32_t first, uint32_t last) {
  const uint32_t chunks = chunksOf(p.cols);
  Tile tile{.y = p.y + first * p.yStride + o, .stride = p.yStride, .rows = {}};
  for (uint32_t n = 0; n < kCount; ++n) tile.rows[n] = std::min(kPanelRows, p.lastRow - o - n * kPanelRows);
  const ActivationChunk* x = p.x + size_t{first} * chunks + chunk;
  const auto multiply = [&]<size_t kRows>() HWY_ATTR {
    MultiplyTile<F, D, kCount, kRows>(panels, count, x, chunks, chunk > 0, tile);
    x += kRows * chunks;
    tile.y += kRows * p.yStride;
  };
  constexpr size_t kAtOnce = kTileRows * kPanels / kCount;
  uint32_t left = last - first;
  for (; left >= kAtOnce; left -= kAtOnce) multiply.template operator()<kAtOnce>();
  if constexpr (kAtOnce > 4) {
    if (left & 4) multiply.template operator()<4>();
  }
  if (left & 2) multiply.template operator()<2>();
  if (left & 1) multiply.template operator()<1>();
}

// Asks for what the panels from row `o` on are going to be filled from: short pieces a row apart, which the
// hardware's prefetcher does not foresee.
template <class F>
HWY_INLINE void PrefetchRows(const QuantizedProduct& p, uint32_t o, uint32_t chunk, uint32_t count) {
  constexpr size_t kChunkBytes = kBlocksPerChunk<F> * sizeof(typename F::Block);
  const uint32_t lastRow = std::min(o + kPanels * kPanelRows, p.lastRow);
  for (; o < lastRow; ++o) {
    const uint8_t* at = p.weights + o * p.rowBytes + chunk * kChunkBytes;
    for (size_t i = 0; i < count * kChunkBytes; i += 64) hwy::Prefetch(at + i);
  }
}

// All panels go over one block of activations before the next is fetched: it stays in L2.
template <class F, class D>
HWY_NOINLINE void MultiplyByPanels(const QuantizedProduct& p) {
  const uint32_t chunks = chunksOf(p.cols);
  Panel<F> panels[kPanels];
  for (uint32_t first = 0; first < p.xRows; first += kBlockRows) {
    const uint32_t last = std::min(p.xRows, first + kBlockRows);
    for (uint32_t c = 0; c < chunks; c += kPanelChunks) {
      const uint32_t count = std::min(kPanelChunks, chunks - c);
      for (uint32_t o = p.firstRow; o < p.lastRow; o += kPanels * kPanelRows) {
        const bool all = o + (kPanels - 1) * kPanelRows < p.lastRow;
        for (uint32_t n = 0; n < (all ? kPanels : 1); ++n)
          FillPanel<F>(p, o + n * kPanelRows, c, count, panels[n]);
        if (o + kPanels * kPanelRows < p.lastRow) {
          PrefetchRows<F>(p, o + kPanels * kPanelRows, c, count);
        } else if (c + count < chunks) {
          PrefetchRows<F>(p, p.firstRow, c + count, std::min(kPanelChunks, chunks - c - count));
        }
        if (all) {
          MultiplyPanels<F, D, kPanels>(panels, p, o, c, count, first, last);
        } else {
          MultiplyPanels<F, D, 1>(panels, p, o, c, count, first, last);
        }
      }
    }
  }
}

#endif  // panels

template <class F>
void MultiplyQuantized(const QuantizedProduct& p) {
#if HEARTH_PANELS
  if (p.xRows >= kPanelFromRows) {
#if !HEARTH_VNNI
    if (usesAvxVnni()) return MultiplyByPanels<F, DotsVnni>(p);
#endif
    return MultiplyByPanels<F, Dots>(p);
  }
#endif
  MultiplyByRows<F>(p);
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
#if HEARTH_VNNI
#pragma GCC pop_options
#endif
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
