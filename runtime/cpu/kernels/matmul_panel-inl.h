// Quantised matrix times many activation rows, for machines with VNNI: sixteen weight rows are decoded once
// into a panel that stays in L1, one row a lane, and every activation row is multiplied with it.

#if defined(HEARTH_MATMUL_PANEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_MATMUL_PANEL_INL_H_
#undef HEARTH_MATMUL_PANEL_INL_H_
#else
#define HEARTH_MATMUL_PANEL_INL_H_
#endif

#include "runtime/cpu/kernels/fill_panel-inl.h"

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL

HWY_BEFORE_NAMESPACE();
#pragma GCC push_options
#pragma GCC target("avx512vnni")
namespace hearth::cpu {
namespace HWY_NAMESPACE {

// Two panels times four activation rows at once: as many chains as VNNI's latency x throughput, with the
// fewest loads for it.
constexpr uint32_t kPanels = 2;
constexpr size_t kTileRows = 4;
// 400 kB of activations at a time, beside the results of a task.
constexpr uint32_t kBlockRows = 256;
// Measured on Zen 5: up to four rows, decoding each weight row once and in place is faster.
constexpr uint32_t kPanelFromRows = 5;

// A tile of results: y[r * stride + 16 n + lane], of panel n's rows `lanes[n]`.
struct Tile {
  float* y;
  size_t stride;
  __mmask16 lanes[kPanels];
};

// y of kCount panels and kRows activation rows; added to what earlier chunks left when `adds`.
template <class F, size_t kCount, size_t kRows>
HWY_NOINLINE void MultiplyTile(const Panel<F>* panels, uint32_t chunks, const ActivationChunk* x,
                               size_t xChunks, bool adds, const Tile& tile) {
  constexpr size_t kWords = F::kGroup / 4;
  __m512 sums[kCount][kRows];
  for (size_t n = 0; n < kCount; ++n) {
    for (size_t r = 0; r < kRows; ++r) {
      sums[n][r] = adds ? _mm512_maskz_loadu_ps(tile.lanes[n], tile.y + r * tile.stride + n * kPanelRows)
                        : _mm512_setzero_ps();
    }
  }
  for (uint32_t c = 0; c < chunks; ++c) {
    for (size_t g = 0; g < Panel<F>::kGroups; ++g) {
      __m512i dots[kCount][kRows];
      for (auto& panelDots : dots) std::fill_n(panelDots, kRows, _mm512_setzero_si512());
      for (size_t k = 0; k < kWords; ++k) {
        __m512i codes[kCount];
        for (size_t n = 0; n < kCount; ++n) {
          codes[n] = _mm512_load_si512(panels[n].codes[c][g * kWords + k]);
        }
        for (size_t r = 0; r < kRows; ++r) {
          int32_t four;
          std::memcpy(&four, x[r * xChunks + c].q + g * F::kGroup + 4 * k, sizeof four);
          const __m512i xs = _mm512_set1_epi32(four);
          for (size_t n = 0; n < kCount; ++n) dots[n][r] = _mm512_dpbusd_epi32(dots[n][r], codes[n], xs);
        }
      }
      for (size_t r = 0; r < kRows; ++r) {
        const ActivationChunk& xChunk = x[r * xChunks + c];
        const __m512 xScale = _mm512_set1_ps(xChunk.scales[g * F::kGroup / 32]);
        const __m512 xSum = _mm512_set1_ps(F::kGroup == 32 ? xChunk.sums[g] : xChunk.halfSums[g]);
        for (size_t n = 0; n < kCount; ++n) {
          const __m512 scales = _mm512_load_ps(panels[n].factors[c][g]),
                       offsets = _mm512_load_ps(panels[n].factors[c][Panel<F>::kGroups + g]);
          sums[n][r] =
              _mm512_fmadd_ps(_mm512_cvtepi32_ps(dots[n][r]), _mm512_mul_ps(scales, xScale), sums[n][r]);
          sums[n][r] = _mm512_fmadd_ps(offsets, xSum, sums[n][r]);
        }
      }
    }
  }
  for (size_t n = 0; n < kCount; ++n) {
    for (size_t r = 0; r < kRows; ++r) {
      _mm512_mask_storeu_ps(tile.y + r * tile.stride + n * kPanelRows, tile.lanes[n], sums[n][r]);
    }
  }
}

// y of kCount panels' weight rows, from `o` on, and activation rows [first, last).
template <class F, size_t kCount>
HWY_INLINE void MultiplyPanels(const Panel<F>* panels, const QuantizedProduct& p, uint32_t o, uint32_t chunk,
                               uint32_t count, uint32_t first, uint32_t last) {
  const uint32_t chunks = chunksOf(p.cols);
  Tile tile{.y = p.y + first * p.yStride + o, .stride = p.yStride, .lanes = {}};
  for (uint32_t n = 0; n < kCount; ++n) {
    tile.lanes[n] = static_cast<__mmask16>((1u << std::min(kPanelRows, p.lastRow - o - n * kPanelRows)) - 1);
  }
  const ActivationChunk* x = p.x + size_t{first} * chunks + chunk;
  const auto multiply = [&]<size_t kRows>() HWY_ATTR {
    MultiplyTile<F, kCount, kRows>(panels, count, x, chunks, chunk > 0, tile);
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
template <class F>
HWY_NOINLINE void MultiplyByPanels(const QuantizedProduct& p) {
  const uint32_t chunks = chunksOf(p.cols);
  Panel<F> panels[kPanels];
  for (uint32_t first = 0; first < p.xRows; first += kBlockRows) {
    const uint32_t last = std::min(p.xRows, first + kBlockRows);
    for (uint32_t c = 0; c < chunks; c += kPanelChunks) {
      const uint32_t count = std::min(kPanelChunks, chunks - c);
      for (uint32_t o = p.firstRow; o < p.lastRow; o += kPanels * kPanelRows) {
        const bool both = o + kPanelRows < p.lastRow;
        FillPanel<F>(p, o, c, count, panels[0]);
        if (both) FillPanel<F>(p, o + kPanelRows, c, count, panels[1]);
        if (o + kPanels * kPanelRows < p.lastRow) {
          PrefetchRows<F>(p, o + kPanels * kPanelRows, c, count);
        } else if (c + count < chunks) {
          PrefetchRows<F>(p, p.firstRow, c + count, std::min(kPanelChunks, chunks - c - count));
        }
        if (both) {
          MultiplyPanels<F, 2>(panels, p, o, c, count, first, last);
        } else {
          MultiplyPanels<F, 1>(panels, p, o, c, count, first, last);
        }
      }
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
#pragma GCC pop_options
HWY_AFTER_NAMESPACE();

#endif  // VNNI
#endif  // per-target include guard
