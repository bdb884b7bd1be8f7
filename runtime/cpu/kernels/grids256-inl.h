// The formats of grid_blocks.h on machines with AVX2 and without VNNI, for few rows. A point's eight numbers
// are a 64-bit lane, loaded by itself; the signs of a chunk's points are found in vectors, all at once.

#if defined(HEARTH_GRIDS256_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_GRIDS256_INL_H_
#undef HEARTH_GRIDS256_INL_H_
#else
#define HEARTH_GRIDS256_INL_H_
#endif

#include "runtime/cpu/kernels/codes256-inl.h"
#include "runtime/cpu/kernels/formats_grids-inl.h"

#if HEARTH_TURNED256

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

// The points of vector 2 J + kH, of which a group has four.
template <size_t J, size_t kH, class At>
HWY_INLINE __m256i PointsOfVector(At at) {
  constexpr size_t kFirst = 4 * kH + J;
  return _mm256_setr_epi64x(static_cast<int64_t>(at(kFirst)), static_cast<int64_t>(at(kFirst + 8)),
                            static_cast<int64_t>(at(kFirst + 16)), static_cast<int64_t>(at(kFirst + 24)));
}
// Of one byte for each of the 32 points, those of vector 2 J + kH, in all bytes of its lanes.
template <size_t J, size_t kH>
HWY_INLINE __m256i BytesOfVector(__m256i bytes) {
  constexpr uint8_t kFirst = 4 * kH + J;
  return _mm256_shuffle_epi8(bytes, ByteMasks(kFirst, kFirst + 8, kFirst, kFirst + 8));
}
// Below zero where a number's bit is set in the byte of its point, else above.
template <size_t J, size_t kH>
HWY_INLINE __m256i SignsOfVector(__m256i bytes) {
  const __m256i own = _mm256_set1_epi64x(INT64_C(-0x7FBFDFEFF7FBFDFF));  // bit i of byte i
  const __m256i minus = _mm256_cmpeq_epi8(_mm256_and_si256(BytesOfVector<J, kH>(bytes), own), own);
  return _mm256_or_si256(minus, Bytes256(1));
}

// Each byte's seven bits, and an eighth that makes their number even.
HWY_INLINE __m256i EvenSigns256(__m256i sevens) {
  // 0x80 for nibbles with an odd number of bits.
  const __m256i odd = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(0, -128, -128, 0, -128, 0, 0, -128, -128, 0, 0, -128, 0, -128, -128, 0));
  const __m256i high = And256(_mm256_srli_epi16(sevens, 4), 7);
  const __m256i parity = _mm256_xor_si256(_mm256_shuffle_epi8(odd, sevens), _mm256_shuffle_epi8(odd, high));
  return _mm256_or_si256(sevens, parity);
}
// The four 7-bit fields of each word as its bytes.
HWY_INLINE __m256i SevensOfWords(__m256i words) {
  const auto pick = [](__m256i v, int mask) HWY_ATTR { return _mm256_and_si256(v, _mm256_set1_epi32(mask)); };
  const __m256i pairs = _mm256_or_si256(pick(words, 0x3FFF), pick(_mm256_slli_epi32(words, 2), 0x3FFF0000));
  return _mm256_or_si256(pick(pairs, 0x007F007F), pick(_mm256_slli_epi32(pairs, 1), 0x7F007F00));
}

// 2 s + 1
HWY_INLINE __m256i OddHalves(__m128i bytes) {
  const __m256i s = _mm256_cvtepu8_epi16(bytes);
  return _mm256_or_si256(_mm256_add_epi16(s, s), _mm256_set1_epi16(1));
}
HWY_INLINE __m256i OddWords(__m256i s) {
  return _mm256_or_si256(_mm256_add_epi32(s, s), _mm256_set1_epi32(1));
}

// What the formats with signs share.
struct SignedChunk256 {
  // Numbers reach 43 in IQ2 and 62 in IQ3.
  static constexpr size_t kSummed = 2;
  static constexpr bool kSigned = true;
  Factors256 factors;
  NoOffsets offsets;
  __m256i signs;  // a byte for each 8 numbers, in order

 protected:
  // The points of two vectors, and their signs.
  template <size_t J, class At>
  HWY_INLINE void PointsWithSigns(At at, Codes256& codes) const {
    codes.of[0] = PointsOfVector<J, 0>(at);
    codes.of[1] = PointsOfVector<J, 1>(at);
    codes.signs[0] = SignsOfVector<J, 0>(signs);
    codes.signs[1] = SignsOfVector<J, 1>(signs);
  }
};

template <>
struct Chunk256<FormatIQ2_XXS> : SignedChunk256 {
  explicit HWY_INLINE Chunk256(const BlockIQ2_XXS* b) {
    // The upper words of the groups' pairs.
    const __m256 low = _mm256_castsi256_ps(Load256(b->groups[0])),
                 up = _mm256_castsi256_ps(Load256(b->groups[4]));
    const __m256i words = _mm256_permute4x64_epi64(
        _mm256_castps_si256(_mm256_shuffle_ps(low, up, 0b11'01'11'01)), 0b11'01'10'00);
    signs = EvenSigns256(SevensOfWords(words));
    factors = {OddWords(_mm256_srli_epi32(words, 28)), _mm256_set1_ps(HalfToFloat(b->d) / 8)};
  }
  template <size_t J>
  HWY_INLINE void Codes(const BlockIQ2_XXS* b, Codes256& codes) const {
    PointsWithSigns<J>([&](size_t p) HWY_ATTR { return kGridIq2Xxs[b->groups[p / 4][p % 4]]; }, codes);
  }
};

template <>
struct Chunk256<FormatIQ2_XS> : SignedChunk256 {
  explicit HWY_INLINE Chunk256(const BlockIQ2_XS* b) {
    const __m256i low = Load256(b->q), up = Load256(b->q + 16);
    const __m256i sevens = _mm256_packus_epi16(_mm256_srli_epi16(low, 9), _mm256_srli_epi16(up, 9));
    signs = EvenSigns256(_mm256_permute4x64_epi64(sevens, 0b11'01'10'00));
    factors = {OddHalves(NibblesInOrder(LoadTwoWords(b->scales)).raw), _mm256_set1_ps(HalfToFloat(b->d) / 8)};
  }
  template <size_t J>
  HWY_INLINE void Codes(const BlockIQ2_XS* b, Codes256& codes) const {
    PointsWithSigns<J>([&](size_t p) HWY_ATTR { return kGridIq2Xs[b->q[p] & 511]; }, codes);
  }
};

template <>
struct Chunk256<FormatIQ2_S> : SignedChunk256 {
  explicit HWY_INLINE Chunk256(const BlockIQ2_S* b) {
    signs = Load256(b->signs);
    factors = {OddHalves(NibblesInOrder(LoadTwoWords(b->scales)).raw), _mm256_set1_ps(HalfToFloat(b->d) / 8)};
  }
  template <size_t J>
  HWY_INLINE void Codes(const BlockIQ2_S* b, Codes256& codes) const {
    const auto at = [&](size_t p) HWY_ATTR {
      return kGridIq2S[b->low[p] | ((uint32_t{b->high[p / 4]} << 8 >> (2 * (p % 4))) & 0x300)];
    };
    PointsWithSigns<J>(at, codes);
  }
};

template <>
struct Chunk256<FormatIQ3_XXS> : SignedChunk256 {
  explicit HWY_INLINE Chunk256(const BlockIQ3_XXS* b) {
    const __m256i words = Load256(b->signs);
    signs = EvenSigns256(SevensOfWords(words));
    factors = {OddWords(_mm256_srli_epi32(words, 28)), _mm256_set1_ps(HalfToFloat(b->d) / 4)};
  }
  template <size_t J>
  HWY_INLINE void Codes(const BlockIQ3_XXS* b, Codes256& codes) const {
    PointsWithSigns<J>(
        [&](size_t p) HWY_ATTR { return TwoPoints(kGridIq3Xxs[b->q[2 * p]], kGridIq3Xxs[b->q[2 * p + 1]]); },
        codes);
  }
};

template <>
struct Chunk256<FormatIQ3_S> : SignedChunk256 {
  explicit HWY_INLINE Chunk256(const BlockIQ3_S* b) {
    signs = Load256(b->signs);
    const __m128i s = NibblesInOrder(LoadWord(b->scales)).raw;
    factors = {OddWords(_mm256_cvtepu8_epi32(s)), _mm256_set1_ps(HalfToFloat(b->d))};
  }
  template <size_t J>
  HWY_INLINE void Codes(const BlockIQ3_S* b, Codes256& codes) const {
    const auto half = [&](size_t p) HWY_ATTR {
      return kGridIq3S[b->low[p] | ((uint32_t{b->high[p / 8]} << 8 >> (p % 8)) & 0x100)];
    };
    PointsWithSigns<J>([&](size_t p) HWY_ATTR { return TwoPoints(half(2 * p), half(2 * p + 1)); }, codes);
  }
};

template <>
struct Chunk256<FormatIQ1_S> {
  static constexpr size_t kSummed = 4;
  static constexpr bool kSigned = false;
  Factors256 factors;
  Offsets32 offsets;
  explicit HWY_INLINE Chunk256(const BlockIQ1_S* b) {
    const __m256i high = _mm256_cvtepu16_epi32(Load128(b->high));
    const __m256i scales = OddWords(_mm256_and_si256(_mm256_srli_epi32(high, 12), _mm256_set1_epi32(7)));
    // 9 - 1 or 9 + 1
    const __m256i zeros = _mm256_add_epi32(
        _mm256_and_si256(_mm256_srli_epi32(high, 14), _mm256_set1_epi32(2)), _mm256_set1_epi32(kIq1Zero - 1));
    const __m256 step = _mm256_set1_ps(HalfToFloat(b->d) / 8);
    factors = {scales, step};
    const __m256 products = _mm256_cvtepi32_ps(_mm256_madd_epi16(scales, zeros));
    offsets.of = _mm256_mul_ps(products, _mm256_xor_ps(step, _mm256_set1_ps(-0.0f)));
  }
  template <size_t J>
  HWY_INLINE void Codes(const BlockIQ1_S* b, Codes256& codes) const {
    const auto at = [&](size_t p) HWY_ATTR {
      return kGridIq1[b->low[p] | ((uint32_t{b->high[p / 4]} << 8 >> (3 * (p % 4))) & 0x700)];
    };
    codes.of[0] = PointsOfVector<J, 0>(at);
    codes.of[1] = PointsOfVector<J, 1>(at);
  }
};

template <>
struct Chunk256<FormatIQ1_M> {
  static constexpr size_t kSummed = 2;
  static constexpr bool kSigned = false;
  Factors256 factors;
  Offsets16 offsets;
  __m256i deltas;  // 1 or -1 for each point
  explicit HWY_INLINE Chunk256(const BlockIQ1_M* b) {
    const __m256i scales = OddHalves(FormatIQ1_M::Scales(b).raw);
    const float step = FormatIQ1_M::Step(b);
    factors = {scales, _mm256_set1_ps(step)};
    offsets = {scales, _mm256_set1_ps(-float{kIq1Zero} * step)};
    // The sign of a point's delta is the upper bit of its nibble.
    const __m128i pairs = Load128(b->high), low = _mm_and_si128(pairs, _mm_set1_epi8(15)),
                  up = _mm_and_si128(_mm_srli_epi16(pairs, 4), _mm_set1_epi8(15));
    const __m256i nibbles = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_unpacklo_epi8(low, up)),
                                                    _mm_unpackhi_epi8(low, up), 1);
    deltas = _mm256_or_si256(_mm256_cmpgt_epi8(nibbles, Bytes256(7)), Bytes256(1));
  }
  template <size_t J>
  HWY_INLINE void Codes(const BlockIQ1_M* b, Codes256& codes) const {
    const auto at = [&](size_t p) HWY_ATTR {
      return kGridIq1[b->low[p] | ((uint32_t{b->high[p / 2]} << 8 >> (4 * (p % 2))) & 0x700)];
    };
    codes.of[0] = _mm256_add_epi8(PointsOfVector<J, 0>(at), BytesOfVector<J, 0>(deltas));
    codes.of[1] = _mm256_add_epi8(PointsOfVector<J, 1>(at), BytesOfVector<J, 1>(deltas));
  }
};

template <>
struct Chunk256<FormatTQ2_0> {
  static constexpr size_t kSummed = 4;
  static constexpr bool kSigned = false;
  Factors256 factors;
  Offsets32 offsets;
  explicit HWY_INLINE Chunk256(const BlockTQ2_0* b) {
    const __m256 step = _mm256_set1_ps(HalfToFloat(b->d));
    factors = {_mm256_set1_epi32(1), step};
    offsets.of = _mm256_xor_ps(step, _mm256_set1_ps(-0.0f));
  }
  template <size_t J>
  HWY_INLINE void Codes(const BlockTQ2_0* b, Codes256& codes) const {
    TwoBitCodes<J>(b->q, codes);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // TURNED256
#endif  // per-target include guard
