// The formats on machines with VNNI: 64 codes in a vector, and all factors of a chunk in one or two.

#if defined(HEARTH_CODES512_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_CODES512_INL_H_
#undef HEARTH_CODES512_INL_H_
#else
#define HEARTH_CODES512_INL_H_
#endif

#include "runtime/cpu/kernels/codes-inl.h"
#include "runtime/tensor/grid_blocks.h"

#if HEARTH_VNNI

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

template <class F>
constexpr bool kSixBitFactors = F::kType == DType::Q4_K || F::kType == DType::Q5_K;

// Every 64-bit lane rotated left, by `low` in the lower half of the vector and by `high` in the upper: that
// brings a bit of each byte to another place of the same byte, among bits to be masked away.
template <int kLow, int kHigh>
HWY_INLINE __m512i RotateHalves(__m512i bytes) {
  constexpr int64_t kL = kLow & 63, kH = kHigh & 63;
  return _mm512_rolv_epi64(bytes, _mm512_setr_epi64(kL, kL, kL, kL, kH, kH, kH, kH));
}

// (a & mask) | b
HWY_INLINE __m512i AndOr(__m512i a, uint8_t mask, __m512i b) {
  return _mm512_ternarylogic_epi64(a, _mm512_set1_epi8(static_cast<char>(mask)), b, 0xEA);
}

HWY_INLINE __m512i LowNibbles(__m512i bytes) { return _mm512_and_si512(bytes, _mm512_set1_epi8(15)); }
HWY_INLINE __m512i HighNibbles(__m512i bytes) { return LowNibbles(_mm512_srli_epi16(bytes, 4)); }

// The codes [64 J, 64 J + 64) of a chunk.
template <class F, size_t J>
HWY_INLINE __m512i Codes512(const typename F::Block* b) {
  if constexpr (kSixBitFactors<F>) {
    // The low nibbles of 64 bytes are groups 0 and 2, the high ones groups 1 and 3; so for the next four.
    const __m512i pairs = _mm512_loadu_si512(b->q + 64 * (J / 2));
    constexpr int kHalves = J % 2 == 0 ? 0x44 : 0xEE;
    const __m512i low = _mm512_shuffle_i64x2(LowNibbles(pairs), HighNibbles(pairs), kHalves);
    if constexpr (F::kType == DType::Q4_K) {
      return low;
    } else {
      const __m512i bits =
          _mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(b->high)));
      return AndOr(RotateHalves<4 - 2 * static_cast<int>(J), 3 - 2 * static_cast<int>(J)>(bits), 0x10, low);
    }
  } else if constexpr (F::kType == DType::Q6_K) {
    const __m512i pairs = _mm512_loadu_si512(b->low + 64 * (J / 2));
    const __m512i bits =
        _mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(b->high + 32 * (J / 2))));
    if constexpr (J % 2 == 0) return AndOr(RotateHalves<4, 2>(bits), 0x30, LowNibbles(pairs));
    return AndOr(RotateHalves<0, -2>(bits), 0x30, HighNibbles(pairs));
  } else {
    return _mm512_inserti64x4(_mm512_castsi256_si512(F::template Codes<2 * J>(b).raw),
                              F::template Codes<2 * J + 1>(b).raw, 1);
  }
}

// For groups of 32: the eight scales, then the eight offsets, in `first`. For groups of 16: the sixteen
// scales, and the sixteen offsets in `second`.
struct Factors512 {
  __m512 first, second;
};

template <class F>
HWY_INLINE Factors512 FactorsOf(const typename F::Block* b) {
  if constexpr (kSixBitFactors<F>) {
    // Scales and mins as 64-bit lanes [0..3 | 8..11] and [4..7 | 8..11] of the packed bytes, which follow d
    // and dmin; then each byte takes its bits from where they lie in its lane (ScaleMin in quant_blocks.h).
    const __m128i header = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b));
    const __m128i lanes =
        _mm_shuffle_epi8(header, _mm_setr_epi8(4, 5, 6, 7, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
    const __m128i low = _mm_multishift_epi64_epi8(
        _mm_setr_epi8(0, 8, 16, 24, 32, 40, 48, 56, 0, 8, 16, 24, 36, 44, 52, 60), lanes);
    const __m128i high =
        _mm_multishift_epi64_epi8(_mm_setr_epi8(0, 0, 0, 0, 2, 10, 18, 26, 0, 0, 0, 0, 2, 10, 18, 26), lanes);
    const __m128i upperTwo = _mm_and_si128(high, _mm_set1_epi64x(0x3030303000000000));
    const __m128i bytes = _mm_ternarylogic_epi64(low, _mm_set1_epi64x(0x0F0F0F0F3F3F3F3F), upperTwo, 0xEA);
    // d eight times and -dmin eight times.
    const __m128 both = _mm_cvtph_ps(_mm_xor_si128(header, _mm_cvtsi32_si128(INT32_MIN)));
    const __m512i which = _mm512_setr_epi32(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    const __m512 steps = _mm512_permutexvar_ps(which, _mm512_castps128_ps512(both));
    return {_mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(bytes)), steps), _mm512_setzero_ps()};
  } else if constexpr (F::kGroup == 32) {
    alignas(32) float scales[8], offsets[8];
    F::Factors(b, scales, offsets);
    return {_mm512_insertf32x8(_mm512_castps256_ps512(_mm256_load_ps(scales)), _mm256_load_ps(offsets), 1),
            _mm512_setzero_ps()};
  } else {
    alignas(64) float scales[16], offsets[16];
    F::Factors(b, scales, offsets);
    return {_mm512_load_ps(scales), _mm512_load_ps(offsets)};
  }
}

// Whether a chunk takes long to prepare. Such formats have Chunks512 (grids512-inl.h): kCount chunks prepared
// together, of which Turned<K>(steps) makes the codes of chunk K in the order of TurnSteps().
template <class F>
constexpr bool kDecodedAhead = isGridFormat(F::kType) && F::kType != DType::TQ2_0;
template <class F>
struct Chunks512;

// A chunk of another format about to be decoded.
template <class F>
struct Chunk512 {
  const typename F::Block* blocks;
  explicit HWY_INLINE Chunk512(const typename F::Block* b) : blocks(b) {}
  template <size_t J>
  HWY_INLINE __m512i Codes() const {
    return Codes512<F, J>(blocks);
  }
  static HWY_INLINE Factors512 Factors(const typename F::Block* b) { return FactorsOf<F>(b); }
};

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // VNNI
#endif  // per-target include guard
