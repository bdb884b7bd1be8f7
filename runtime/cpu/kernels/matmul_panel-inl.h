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

constexpr size_t kTileRows = 8;  // activation rows at once: as many chains as VNNI's latency x throughput
// 400 kB of activations at a time, beside the results of a task.
constexpr uint32_t kBlockRows = 256;
// Measured on Zen 5: up to four rows, decoding each weight row once and in place is faster.
constexpr uint32_t kPanelFromRows = 5;

// y of sixteen weight rows and kRows activation rows; added to what earlier chunks left when `adds`.
template <class F, size_t kRows>
HWY_NOINLINE void MultiplyPanel(const Panel<F>& panel, uint32_t chunks, const ActivationChunk* x,
                                size_t xChunks, __mmask16 lanes, bool adds, float* y, size_t yStride) {
  constexpr size_t kWords = F::kGroup / 4;
  __m512 sums[kRows];
  for (size_t r = 0; r < kRows; ++r) {
    sums[r] = adds ? _mm512_maskz_loadu_ps(lanes, y + r * yStride) : _mm512_setzero_ps();
  }
  for (uint32_t c = 0; c < chunks; ++c) {
    for (size_t g = 0; g < Panel<F>::kGroups; ++g) {
      __m512i dots[kRows];
      for (size_t r = 0; r < kRows; ++r) dots[r] = _mm512_setzero_si512();
      for (size_t k = 0; k < kWords; ++k) {
        const __m512i codes = _mm512_load_si512(panel.codes[c][g * kWords + k]);
        for (size_t r = 0; r < kRows; ++r) {
          int32_t four;
          std::memcpy(&four, x[r * xChunks + c].q + g * F::kGroup + 4 * k, sizeof four);
          dots[r] = _mm512_dpbusd_epi32(dots[r], codes, _mm512_set1_epi32(four));
        }
      }
      const __m512 scales = _mm512_load_ps(panel.factors[c][g]),
                   offsets = _mm512_load_ps(panel.factors[c][Panel<F>::kGroups + g]);
      for (size_t r = 0; r < kRows; ++r) {
        const ActivationChunk& xChunk = x[r * xChunks + c];
        const __m512 xScale = _mm512_set1_ps(xChunk.scales[g * F::kGroup / 32]);
        const __m512 xSum = _mm512_set1_ps(F::kGroup == 32 ? xChunk.sums[g] : xChunk.halfSums[g]);
        sums[r] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dots[r]), _mm512_mul_ps(scales, xScale), sums[r]);
        sums[r] = _mm512_fmadd_ps(offsets, xSum, sums[r]);
      }
    }
  }
  for (size_t r = 0; r < kRows; ++r) _mm512_mask_storeu_ps(y + r * yStride, lanes, sums[r]);
}

// y of the panel's weight rows and activation rows [first, last).
template <class F>
HWY_INLINE void MultiplyPanelBy(const Panel<F>& panel, const QuantizedProduct& p, uint32_t o, uint32_t chunk,
                                uint32_t count, uint32_t first, uint32_t last) {
  const uint32_t chunks = chunksOf(p.cols);
  const auto lanes = static_cast<__mmask16>((1u << std::min(kPanelRows, p.lastRow - o)) - 1);
  uint32_t r = first;
  const auto multiply = [&]<size_t kRows>() HWY_ATTR {
    MultiplyPanel<F, kRows>(panel, count, p.x + size_t{r} * chunks + chunk, chunks, lanes, chunk > 0,
                            p.y + r * p.yStride + o, p.yStride);
    r += kRows;
  };
  while (r + kTileRows <= last) multiply.template operator()<kTileRows>();
  if (r + 4 <= last) multiply.template operator()<4>();
  if (r + 2 <= last) multiply.template operator()<2>();
  if (r < last) multiply.template operator()<1>();
}

// All panels go over one block of activations before the next is fetched: it stays in L2.
template <class F>
HWY_NOINLINE void MultiplyByPanels(const QuantizedProduct& p) {
  const uint32_t chunks = chunksOf(p.cols);
  Panel<F> panel;
  for (uint32_t first = 0; first < p.xRows; first += kBlockRows) {
    const uint32_t last = std::min(p.xRows, first + kBlockRows);
    for (uint32_t c = 0; c < chunks; c += kPanelChunks) {
      const uint32_t count = std::min(kPanelChunks, chunks - c);
      for (uint32_t o = p.firstRow; o < p.lastRow; o += kPanelRows) {
        FillPanel<F>(p, o, c, count, panel);
        if (o + kPanelRows < p.lastRow) {
          PrefetchPanel<F>(p, o + kPanelRows, c, count);
        } else if (c + count < chunks) {
          PrefetchPanel<F>(p, p.firstRow, c + count, std::min(kPanelChunks, chunks - c - count));
        }
        MultiplyPanelBy<F>(panel, p, o, c, count, first, last);
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
