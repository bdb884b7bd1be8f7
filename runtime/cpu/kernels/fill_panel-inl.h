// Decodes sixteen weight rows into a panel, one row a lane, for machines with VNNI.
//
// Codes lie packed in a block, several to a byte. They are brought into lanes while they are: sixteen bytes
// of each row become four vectors, of which vector k has word k of every row, and words of codes come out of
// packed ones with a mask and a shift.

#if defined(HEARTH_FILL_PANEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_FILL_PANEL_INL_H_
#undef HEARTH_FILL_PANEL_INL_H_
#else
#define HEARTH_FILL_PANEL_INL_H_
#endif

#include <algorithm>
#include <cstring>

#include "runtime/cpu/kernels/matmul_rows-inl.h"

#if HEARTH_VNNI

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

constexpr uint32_t kPanelRows = 16;   // lanes of a vector
constexpr uint32_t kPanelChunks = 2;  // 8 kB of codes and up to 4 kB of factors: two panels are half of L1
constexpr size_t kChunkWords = kChunk / 4;

template <class F>
struct Panel {
  static constexpr size_t kGroups = kChunk / F::kGroup;
  // Four neighbours of a row in a lane.
  alignas(64) uint8_t codes[kPanelChunks][kChunkWords][kPanelRows][4];
  // Scales of all groups, then offsets of all groups.
  alignas(64) float factors[kPanelChunks][2 * kGroups][kPanelRows];
};

// The same chunk of sixteen weight rows that lie `stride` bytes apart.
struct RowsOf16 {
  const uint8_t* first;
  size_t stride;
};

// Sixteen bytes of every row, from byte `at` on: words[k] gets word k of each.
HWY_INLINE void GatherWords(RowsOf16 rows, size_t at, __m512i (&words)[4]) {
  const uint8_t* four[4];  // every fourth row
  four[0] = rows.first + at;
#if defined(__GNUC__)
  // Else the compiler keeps sixteen addresses for all calls, and most of them in vector registers.
  asm("" : "+r"(four[0]));
#endif
  for (size_t l = 1; l < 4; ++l) four[l] = four[l - 1] + 4 * rows.stride;
  const auto load = [&](size_t l, size_t i) HWY_ATTR {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(four[l] + i * rows.stride));
  };
  __m512i a[4];  // 128-bit lane l of a[i]: row 4 l + i
  for (size_t i = 0; i < 4; ++i) {
    a[i] = _mm512_inserti32x4(_mm512_castsi128_si512(load(0, i)), load(1, i), 1);
    a[i] = _mm512_inserti32x4(_mm512_inserti32x4(a[i], load(2, i), 2), load(3, i), 3);
  }
  const __m512i low01 = _mm512_unpacklo_epi32(a[0], a[1]), high01 = _mm512_unpackhi_epi32(a[0], a[1]);
  const __m512i low23 = _mm512_unpacklo_epi32(a[2], a[3]), high23 = _mm512_unpackhi_epi32(a[2], a[3]);
  words[0] = _mm512_unpacklo_epi64(low01, low23);
  words[1] = _mm512_unpackhi_epi64(low01, low23);
  words[2] = _mm512_unpacklo_epi64(high01, high23);
  words[3] = _mm512_unpackhi_epi64(high01, high23);
}

// The half-precision numbers in the lower, or upper, halves of sixteen words.
HWY_INLINE __m512 LowerHalvesToFloats(__m512i words) { return _mm512_cvtph_ps(_mm512_cvtepi32_epi16(words)); }
HWY_INLINE __m512 UpperHalvesToFloats(__m512i words) {
  return LowerHalvesToFloats(_mm512_srli_epi32(words, 16));
}

// Byte `i` of sixteen words, without sign or with it, as floats.
HWY_INLINE __m512 BytesToFloats(__m512i words, unsigned i) {
  return _mm512_cvtepi32_ps(_mm512_and_si512(_mm512_srli_epi32(words, 8 * i), _mm512_set1_epi32(255)));
}
HWY_INLINE __m512 SignedBytesToFloats(__m512i words, unsigned i) {
  return _mm512_cvtepi32_ps(_mm512_srai_epi32(_mm512_slli_epi32(words, 24 - 8 * i), 24));
}

template <class F, size_t J = 0>
HWY_INLINE void StoreCodes(const typename F::Block* blocks, uint8_t* out) {
  _mm512_store_si512(out + J * kStep, Codes512<F, J>(blocks));
  if constexpr (J + 1 < kSteps) StoreCodes<F, J + 1>(blocks, out);
}

// Writes one chunk of a panel: `codes` [kChunkWords], `factors` [2 * groups]. Where nothing better is known
// of a format, the rows are decoded one by one first.
template <class F>
struct ChunkFiller {
  static HWY_INLINE void Fill(RowsOf16 rows, __m512i* codes, float (*factors)[kPanelRows]) {
    constexpr size_t kFactorBytes = 2 * Panel<F>::kGroups * sizeof(float);
    alignas(64) uint8_t rowCodes[kPanelRows][kChunk];
    alignas(64) uint8_t rowFactors[kPanelRows][kFactorBytes];
    for (size_t i = 0; i < kPanelRows; ++i) {
      const auto* b = reinterpret_cast<const typename F::Block*>(rows.first + i * rows.stride);
      const Factors512 both = FactorsOf<F>(b);
      _mm512_store_ps(rowFactors[i], both.first);
      if constexpr (F::kGroup == 16) _mm512_store_ps(rowFactors[i] + 64, both.second);
      StoreCodes<F>(b, rowCodes[i]);
    }
    __m512i words[4];
    for (size_t at = 0; at < kChunk; at += 16) {
      GatherWords({rowCodes[0], kChunk}, at, words);
      std::copy_n(words, 4, codes + at / 4);
    }
    for (size_t at = 0; at < kFactorBytes; at += 16) {
      GatherWords({rowFactors[0], kFactorBytes}, at, words);
      for (size_t k = 0; k < 4; ++k) _mm512_store_si512(factors[at / 4 + k], words[k]);
    }
  }
};

// Q4_K and Q5_K: groups 2p and 2p + 1 share 32 bytes, and bit g of the bytes of `high` belongs to group g.
template <class F>
requires kSixBitFactors<F>
struct ChunkFiller<F> {
  using Block = typename F::Block;
  static constexpr bool kFifthBit = F::kType == DType::Q5_K;
  static HWY_INLINE void Fill(RowsOf16 rows, __m512i* codes, float (*factors)[kPanelRows]) {
    FillFactors(rows, factors);
    for (size_t half = 0; half < 2; ++half) {  // of a group
      __m512i bits[4];
      if constexpr (kFifthBit) GatherWords(rows, offsetof(Block, high) + 16 * half, bits);
      for (size_t pair = 0; pair < 4; ++pair) {
        __m512i words[4];
        GatherWords(rows, offsetof(Block, q) + 32 * pair + 16 * half, words);
        for (size_t k = 0; k < 4; ++k) {
          __m512i low = LowNibbles(words[k]), high = HighNibbles(words[k]);
          if constexpr (kFifthBit) {  // a rotation brings a bit to another place of its byte
            low = AndOr(RotateLeft(bits[k], 4 - 2 * static_cast<int>(pair)), 0x10, low);
            high = AndOr(RotateLeft(bits[k], 3 - 2 * static_cast<int>(pair)), 0x10, high);
          }
          codes[16 * pair + 4 * half + k] = low;
          codes[16 * pair + 8 + 4 * half + k] = high;
        }
      }
    }
  }

 private:
  static HWY_INLINE __m512i RotateLeft(__m512i bytes, int by) {
    return _mm512_rolv_epi64(bytes, _mm512_set1_epi64(by & 63));
  }
  // d, dmin and the packed scales and mins are the block's first 16 bytes (ScaleMin in quant_blocks.h).
  static HWY_INLINE void FillFactors(RowsOf16 rows, float (*factors)[kPanelRows]) {
    static_assert(offsetof(Block, d) == 0 && offsetof(Block, dmin) == 2 && offsetof(Block, scales) == 4);
    __m512i header[4];
    GatherWords(rows, 0, header);
    const __m512 d = LowerHalvesToFloats(header[0]);
    const __m512 minusDmin = _mm512_sub_ps(_mm512_setzero_ps(), UpperHalvesToFloats(header[0]));
    const __m512i six = _mm512_set1_epi8(63);
    const auto upper = [](__m512i nibbles, __m512i twoBits)
                           HWY_ATTR { return AndOr(_mm512_srli_epi32(twoBits, 2), 0x30, nibbles); };
    const __m512i scales[2] = {_mm512_and_si512(header[1], six), upper(LowNibbles(header[3]), header[1])};
    const __m512i mins[2] = {_mm512_and_si512(header[2], six), upper(HighNibbles(header[3]), header[2])};
    for (unsigned g = 0; g < 8; ++g) {
      _mm512_store_ps(factors[g], _mm512_mul_ps(d, BytesToFloats(scales[g / 4], g % 4)));
      _mm512_store_ps(factors[8 + g], _mm512_mul_ps(minusDmin, BytesToFloats(mins[g / 4], g % 4)));
    }
  }
};

template <class F>
requires(F::kType == DType::Q6_K) struct ChunkFiller<F> {
  static HWY_INLINE void Fill(RowsOf16 rows, __m512i* codes, float (*factors)[kPanelRows]) {
    FillFactors(rows, factors);
    for (size_t i = 0; i < 4; ++i) {  // half i / 2 of the chunk, half i % 2 of its quarters
      __m512i bits[4], first[4], second[4];
      const size_t at = 64 * (i / 2) + 16 * (i % 2);
      GatherWords(rows, offsetof(BlockQ6_K, high) + 16 * i, bits);
      GatherWords(rows, offsetof(BlockQ6_K, low) + at, first);
      GatherWords(rows, offsetof(BlockQ6_K, low) + at + 32, second);
      for (size_t k = 0; k < 4; ++k) {
        __m512i* quarters = codes + 32 * (i / 2) + 4 * (i % 2) + k;
        quarters[0] = AndOr(_mm512_slli_epi64(bits[k], 4), 0x30, LowNibbles(first[k]));
        quarters[8] = AndOr(_mm512_slli_epi64(bits[k], 2), 0x30, LowNibbles(second[k]));
        quarters[16] = AndOr(bits[k], 0x30, HighNibbles(first[k]));
        quarters[24] = AndOr(_mm512_srli_epi64(bits[k], 2), 0x30, HighNibbles(second[k]));
      }
    }
  }

 private:
  static HWY_INLINE void FillFactors(RowsOf16 rows, float (*factors)[kPanelRows]) {
    alignas(32) uint16_t halves[kPanelRows];
    for (size_t i = 0; i < kPanelRows; ++i) {
      std::memcpy(&halves[i], rows.first + i * rows.stride + offsetof(BlockQ6_K, d), sizeof halves[i]);
    }
    __m512i scales[4];
    GatherWords(rows, offsetof(BlockQ6_K, scales), scales);
    const __m512 d = _mm512_cvtph_ps(_mm256_load_si256(reinterpret_cast<const __m256i*>(halves)));
    const __m512 zero = _mm512_mul_ps(d, _mm512_set1_ps(-32.0f));
    for (unsigned g = 0; g < 16; ++g) {
      const __m512 scale = SignedBytesToFloats(scales[g / 4], g % 4);
      _mm512_store_ps(factors[g], _mm512_mul_ps(d, scale));
      _mm512_store_ps(factors[16 + g], _mm512_mul_ps(zero, scale));
    }
  }
};

// Blocks of 32 that open with d: 16 bytes of nibbles, the lower ones being the numbers 0..15, or 32 bytes.
template <class F>
requires(F::kType == DType::Q4_0 || F::kType == DType::Q5_0 ||
         F::kType == DType::Q8_0) struct ChunkFiller<F> {
  using Block = typename F::Block;
  static constexpr float kZero = F::kType == DType::Q4_0 ? 8 : F::kType == DType::Q5_0 ? 16 : kWideZero;
  static HWY_INLINE void Fill(RowsOf16 rows, __m512i* codes, float (*factors)[kPanelRows]) {
    for (size_t group = 0; group < 8; ++group, codes += 8) {
      const size_t at = group * sizeof(Block);
      __m512i header[4], words[4];
      GatherWords(rows, at, header);
      const __m512 d = LowerHalvesToFloats(header[0]);
      _mm512_store_ps(factors[group], d);
      _mm512_store_ps(factors[8 + group], _mm512_mul_ps(d, _mm512_set1_ps(-kZero)));
      GatherWords(rows, at + offsetof(Block, q), words);
      if constexpr (F::kType == DType::Q8_0) {
        const __m512i flip = _mm512_set1_epi8(static_cast<char>(kWideZero));
        for (size_t k = 0; k < 4; ++k) codes[k] = _mm512_xor_si512(words[k], flip);
        GatherWords(rows, at + offsetof(Block, q) + 16, words);
        for (size_t k = 0; k < 4; ++k) codes[4 + k] = _mm512_xor_si512(words[k], flip);
      } else {
        for (size_t k = 0; k < 4; ++k) {
          codes[k] = LowNibbles(words[k]);
          codes[4 + k] = HighNibbles(words[k]);
        }
        if constexpr (F::kType == DType::Q5_0) AddFifthBits(FifthBitsOf(header), codes);
      }
    }
  }

 private:
  // Behind d, in the block's bytes 2 to 5.
  static HWY_INLINE __m512i FifthBitsOf(const __m512i (&header)[4]) {
    return _mm512_shrdi_epi32(header[0], header[1], 16);
  }
  // The fifth bits of word k of a group are bits 4k to 4k + 3.
  static HWY_INLINE void AddFifthBits(__m512i bits, __m512i* codes) {
    for (size_t k = 0; k < 8; ++k) {
      const __m512i lanes = _mm512_broadcast_i32x4(_mm_setr_epi32(0, 0x04040404, 0x08080808, 0x0C0C0C0C));
      const __m512i byteOfLane = _mm512_add_epi8(lanes, _mm512_set1_epi8(static_cast<char>(k / 2)));
      const __m512i own = _mm512_set1_epi32(k % 2 == 0 ? 0x08040201 : static_cast<int>(0x80402010));
      const __mmask64 set = _mm512_test_epi8_mask(_mm512_shuffle_epi8(bits, byteOfLane), own);
      codes[k] = _mm512_mask_add_epi8(codes[k], set, codes[k], _mm512_set1_epi8(16));
    }
  }
};

template <class F>
HWY_NOINLINE void FillChunk(RowsOf16 rows, uint8_t (*codes)[kPanelRows][4], float (*factors)[kPanelRows]) {
  ChunkFiller<F>::Fill(rows, reinterpret_cast<__m512i*>(codes), factors);
}

// Decodes chunks [firstChunk, firstChunk + chunks) of the sixteen weight rows from `firstRow` on. Zeros stand
// for rows and blocks that are not there.
template <class F>
HWY_INLINE void FillPanel(const QuantizedProduct& p, uint32_t firstRow, uint32_t firstChunk, uint32_t chunks,
                          Panel<F>& panel) {
  using Block = typename F::Block;
  constexpr size_t kChunkBytes = kBlocksPerChunk<F> * sizeof(Block);
  const uint32_t rows = std::min(kPanelRows, p.lastRow - firstRow);
  for (uint32_t c = 0; c < chunks; ++c) {
    const uint8_t* first = p.weights + firstRow * p.rowBytes + (firstChunk + c) * kChunkBytes;
    const size_t left = (p.cols - (firstChunk + c) * kChunk) / kValuesPerBlock<F>;
    if (HWY_LIKELY(rows == kPanelRows && left >= kBlocksPerChunk<F>)) {
      FillChunk<F>({first, p.rowBytes}, panel.codes[c], panel.factors[c]);
    } else {
      Block copies[kPanelRows][kBlocksPerChunk<F>] = {};
      for (uint32_t i = 0; i < rows; ++i) {
        std::memcpy(copies[i], first + i * p.rowBytes, std::min(kChunkBytes, left * sizeof(Block)));
      }
      FillChunk<F>({reinterpret_cast<const uint8_t*>(copies), sizeof copies[0]}, panel.codes[c],
                   panel.factors[c]);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // VNNI
#endif  // per-target include guard
