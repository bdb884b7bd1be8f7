// Quantised matrix times many activation rows, for machines with VNNI: sixteen weight rows are decoded once
// into a panel that stays in L1, one row a lane, and every activation row is multiplied with it.

#if defined(HEARTH_MATMUL_PANEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_MATMUL_PANEL_INL_H_
#undef HEARTH_MATMUL_PANEL_INL_H_
#else
#define HEARTH_MATMUL_PANEL_INL_H_
#endif

#include "runtime/cpu/kernels/matmul_rows-inl.h"

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL

HWY_BEFORE_NAMESPACE();
#pragma GCC push_options
#pragma GCC target("avx512vnni")
namespace hearth::cpu {
namespace HWY_NAMESPACE {

constexpr uint32_t kPanelRows = 16;   // lanes of a vector
constexpr uint32_t kPanelChunks = 4;  // 16 kB of codes and up to 8 kB of factors, half of L1
constexpr size_t kTileRows = 8;  // activation rows at once: as many chains as VNNI's latency x throughput
// 400 kB of activations at a time, beside the results of a task.
constexpr uint32_t kBlockRows = 256;
// Measured on Zen 5: up to four rows, decoding each weight row once and in place is faster.
constexpr uint32_t kPanelFromRows = 5;

template <class F>
struct Panel {
  static constexpr size_t kGroups = kChunk / F::kGroup;
  alignas(64) uint8_t codes[kPanelChunks][kChunk / 4][kPanelRows][4];  // four neighbours of a row in a lane
  // Scales of all groups, then offsets of all groups.
  alignas(64) float factors[kPanelChunks][2 * kGroups][kPanelRows];
};

// 16 rows of 16 words to 16 columns: out[k] has word k of every row.
HWY_INLINE void TransposeWords(const uint8_t* rows, size_t stride, uint8_t* out) {
  __m512i a[16], b[16];
  for (size_t i = 0; i < 16; ++i) a[i] = _mm512_load_si512(rows + i * stride);
  for (size_t i = 0; i < 16; i += 2) {
    b[i] = _mm512_unpacklo_epi32(a[i], a[i + 1]);
    b[i + 1] = _mm512_unpackhi_epi32(a[i], a[i + 1]);
  }
  for (size_t i = 0; i < 16; i += 4) {  // a[i + k]: words 4 l + k of rows i..i + 3, in 128-bit lane l
    a[i] = _mm512_unpacklo_epi64(b[i], b[i + 2]);
    a[i + 1] = _mm512_unpackhi_epi64(b[i], b[i + 2]);
    a[i + 2] = _mm512_unpacklo_epi64(b[i + 1], b[i + 3]);
    a[i + 3] = _mm512_unpackhi_epi64(b[i + 1], b[i + 3]);
  }
  for (size_t k = 0; k < 4; ++k) {  // a 4 x 4 transposition of 128-bit lanes
    const __m512i low02 = _mm512_shuffle_i32x4(a[k], a[k + 4], 0x88),
                  low13 = _mm512_shuffle_i32x4(a[k], a[k + 4], 0xDD);
    const __m512i high02 = _mm512_shuffle_i32x4(a[k + 8], a[k + 12], 0x88),
                  high13 = _mm512_shuffle_i32x4(a[k + 8], a[k + 12], 0xDD);
    _mm512_store_si512(out + (k + 0) * 64, _mm512_shuffle_i32x4(low02, high02, 0x88));
    _mm512_store_si512(out + (k + 4) * 64, _mm512_shuffle_i32x4(low13, high13, 0x88));
    _mm512_store_si512(out + (k + 8) * 64, _mm512_shuffle_i32x4(low02, high02, 0xDD));
    _mm512_store_si512(out + (k + 12) * 64, _mm512_shuffle_i32x4(low13, high13, 0xDD));
  }
}

template <class F, size_t J = 0>
HWY_INLINE void StoreCodes(const typename F::Block* blocks, uint8_t* out) {
  hn::Store(StepCodes<F, J>(blocks), StepTag(), out + J * kStep);
  if constexpr (J + 1 < kSteps) StoreCodes<F, J + 1>(blocks, out);
}

// Decodes chunks [firstChunk, firstChunk + chunks) of `rows` weight rows; lanes beyond them hold zeros.
template <class F>
HWY_NOINLINE void FillPanel(const uint8_t* weights, size_t rowBytes, uint32_t rows, uint32_t firstChunk,
                            uint32_t chunks, RowReader<F>& reader, Panel<F>& panel) {
  alignas(64) uint8_t codes[kPanelRows][kChunk];
  constexpr size_t kFactorVectors = 2 * Panel<F>::kGroups / 16;
  alignas(64) float factors[kFactorVectors][kPanelRows][16];
  if (rows < kPanelRows) {
    std::memset(codes, 0, sizeof codes);
    std::memset(factors, 0, sizeof factors);
  }
  for (uint32_t c = 0; c < chunks; ++c) {
    for (uint32_t row = 0; row < rows; ++row) {
      const typename F::Block* blocks = reader.Chunk(weights + row * rowBytes, firstChunk + c);
      const Factors512 both = FactorsOf<F>(blocks);
      _mm512_store_ps(factors[0][row], both.first);
      if constexpr (kFactorVectors == 2) _mm512_store_ps(factors[1][row], both.second);
      StoreCodes<F>(blocks, codes[row]);
    }
    for (size_t i = 0; i < kFactorVectors; ++i) {
      TransposeWords(reinterpret_cast<const uint8_t*>(factors[i]), sizeof factors[i][0],
                     reinterpret_cast<uint8_t*>(panel.factors[c][16 * i]));
    }
    for (size_t i = 0; i < kChunk; i += 64) TransposeWords(&codes[0][i], kChunk, panel.codes[c][i / 4][0]);
  }
}

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
  RowReader<F> reader(p.cols);
  for (uint32_t first = 0; first < p.xRows; first += kBlockRows) {
    const uint32_t last = std::min(p.xRows, first + kBlockRows);
    for (uint32_t c = 0; c < chunks; c += kPanelChunks) {
      const uint32_t count = std::min(kPanelChunks, chunks - c);
      for (uint32_t o = p.firstRow; o < p.lastRow; o += kPanelRows) {
        const uint32_t rows = std::min(kPanelRows, p.lastRow - o);
        FillPanel<F>(p.weights + o * p.rowBytes, p.rowBytes, rows, c, count, reader, panel);
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
