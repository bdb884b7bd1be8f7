// What attention_codes.cpp prepares of a tile before queries meet it: scales as floats, values as int16. For
// AVX-512 VNNI only, as all of that kernel.
#if defined(HEARTH_ATTENTION_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_ATTENTION_TILE_INL_H_
#undef HEARTH_ATTENTION_TILE_INL_H_
#else
#define HEARTH_ATTENTION_TILE_INL_H_
#endif

#include <algorithm>

#include <hwy/highway.h>

#include "runtime/cpu/kernels/attention_codes_layout.h"

HWY_BEFORE_NAMESPACE();
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
namespace hearth::cpu::HWY_NAMESPACE {
namespace {

// Of up to 16 blocks from `first` on, those that there are.
__mmask16 BlocksFrom(uint32_t first, uint32_t blocks) {
  return static_cast<__mmask16>(_cvtu32_mask16(0xFFFFu >> (16 - std::min(16u, blocks - first))));
}

// Their scales; zeros past the last one.
__m512 LoadScales(const std::byte* scales, uint32_t first, __mmask16 there) {
  return _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(there, scales + size_t{first} * sizeof(uint16_t)));
}

__m512i LoadLine(const void* from) { return _mm512_loadu_si512(from); }

void PrepareKeyScales(const CodesTile& tile, uint32_t positions, uint32_t keyDim,
                      const CodesScratch& scratch) {
  const uint32_t blocks = keyDim / kKvBlock;
  for (uint32_t b = 0; b < blocks; b += 16) {
    const __mmask16 there = BlocksFrom(b, blocks);
    const std::byte* scales = tile.keys.scales;
    float* to = scratch.keyScales + b;
    for (uint32_t p = 0; p < positions; ++p, scales += tile.keys.rowBytes, to += blocks)
      _mm512_mask_storeu_ps(to, there, LoadScales(scales, b, there));
  }
}

// The largest number in each of 16 rows of 16.
__m512 LargestOfRows(const float* rows) {
  const auto two = [&](size_t at) {  // of quarters: [a 0 or 2, b 0 or 2, a 1 or 3, b 1 or 3]
    const __m512 a = _mm512_loadu_ps(rows + at * 16), b = _mm512_loadu_ps(rows + at * 16 + 16);
    return _mm512_max_ps(_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b));
  };
  const auto four = [&](size_t at) {  // each quarter's of four rows
    const __m512d a = _mm512_castps_pd(two(at)), b = _mm512_castps_pd(two(at + 2));
    return _mm512_max_ps(_mm512_castpd_ps(_mm512_unpacklo_pd(a, b)),
                         _mm512_castpd_ps(_mm512_unpackhi_pd(a, b)));
  };
  const auto joined = [](__m512 a, __m512 b) {
    return _mm512_max_ps(_mm512_shuffle_f32x4(a, b, 0b10001000), _mm512_shuffle_f32x4(a, b, 0b11011101));
  };
  return joined(joined(four(0), four(4)), joined(four(8), four(12)));
}

// A position's largest scale, and of its blocks' scales the parts of that, times 2^14.
void PrepareValueScales(const CodesTile& tile, uint32_t positions, uint32_t valueDim,
                        const CodesScratch& scratch) {
  const uint32_t blocks = valueDim / kKvBlock;
  const auto scalesAt = [&](uint32_t p) {  // past the last position that one again
    return tile.values.scales + std::min(p, tile.positions - 1) * tile.values.rowBytes;
  };
  alignas(64) float inverses[kCodesTile];
  for (uint32_t first = 0; first < positions; first += 16) {
    alignas(64) float most[16 * 16];
    for (uint32_t p = 0; p < 16; ++p) {
      const std::byte* scales = scalesAt(first + p);
      __m512 largest = _mm512_setzero_ps();
      for (uint32_t b = 0; b < blocks; b += 16)
        largest = _mm512_max_ps(largest, _mm512_abs_ps(LoadScales(scales, b, BlocksFrom(b, blocks))));
      _mm512_store_ps(most + size_t{p} * 16, largest);
    }
    const __m512 largest = LargestOfRows(most);
    const __mmask16 some = _mm512_cmp_ps_mask(largest, _mm512_setzero_ps(), _CMP_GT_OQ);
    _mm512_storeu_ps(scratch.valueScales + first, largest);
    _mm512_store_ps(inverses + first, _mm512_maskz_div_ps(some, _mm512_set1_ps(0x1p14f), largest));
  }
  for (uint32_t b = 0; b < blocks; b += 16) {
    const __mmask16 there = BlocksFrom(b, blocks);
    const auto ratios = [&](uint32_t p) {
      return _mm512_cvtps_epi32(
          _mm512_mul_ps(LoadScales(scalesAt(p), b, there), _mm512_set1_ps(inverses[p])));
    };
    int32_t* to = scratch.ratios + b;
    for (uint32_t p = 0; p < positions; p += 2, to += blocks) {
      const __m512i odd = _mm512_slli_epi32(ratios(p + 1), 16);
      _mm512_mask_storeu_epi32(to, there, _mm512_mask_blend_epi16(0xAAAAAAAAu, ratios(p), odd));
    }
  }
}

// For _mm512_maskz_permutexvar_epi8(): bytes of two rows of 32, from `first` on, in turn and as high halves.
__m512i TurnOf(int first) {
  alignas(64) uint8_t index[64];
  for (int i = 0; i < 64; ++i) index[i] = static_cast<uint8_t>(first + i / 4 + (i / 2 % 2) * 32);
  return _mm512_load_si512(index);
}

// `count` blocks from b on of all positions, two positions in turn. Several at once, because rows lie far
// apart and each block shares its lines with its neighbours.
void PrepareValues(const CodesTile& tile, uint32_t positions, uint32_t valueDim, uint32_t b, uint32_t count,
                   const CodesScratch& scratch) {
  const uint32_t blocks = valueDim / kKvBlock;
  const __m512i turns[2] = {TurnOf(0), TurnOf(16)};
  constexpr __mmask64 kHighHalves = 0xAAAAAAAAAAAAAAAAu;
  const std::byte* even = tile.values.codes + size_t{b} * kKvBlock;
  const int32_t* ratio = scratch.ratios + b;
  int16_t* to = scratch.values;
  const auto next = [&](const std::byte* row, uint32_t p) {  // past the last position that one again
    return row + (p < tile.positions - 1 ? tile.values.rowBytes : 0);
  };
  for (uint32_t p = 0; p < positions; p += 2, ratio += blocks, to += 2 * kKvBlock) {
    const std::byte* odd = next(even, p);
    for (uint32_t i = 0; i < count; ++i) {
      const auto part = [i](const std::byte* row) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(row + size_t{i} * kKvBlock));
      };
      const __m512i rows = _mm512_inserti64x4(_mm512_castsi256_si512(part(even)), part(odd), 1);
      const __m512i ratios = _mm512_set1_epi32(ratio[i]);
      int16_t* block = to + size_t{i} * kCodesTile * kKvBlock;
      for (uint32_t half = 0; half < 2; ++half) {
        const __m512i inTurn = _mm512_maskz_permutexvar_epi8(kHighHalves, turns[half], rows);
        _mm512_storeu_si512(block + half * kKvBlock, _mm512_mulhrs_epi16(inTurn, ratios));
      }
    }
    even = next(odd, p + 1);
  }
}

}  // namespace
}  // namespace hearth::cpu::HWY_NAMESPACE
#endif
HWY_AFTER_NAMESPACE();

#endif  // HEARTH_ATTENTION_TILE_INL_H_
