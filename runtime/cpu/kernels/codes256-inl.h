// The formats of 256 numbers a block on machines with AVX2 and without VNNI, for few rows: codes in the order
// of TurnNumbers() (turned-inl.h), and the integers that go with them. A group's scale is a half-word that
// its products are multiplied with, so that only the block's own scale and the activations' are left for
// floats.

#if defined(HEARTH_CODES256_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_CODES256_INL_H_
#undef HEARTH_CODES256_INL_H_
#else
#define HEARTH_CODES256_INL_H_
#endif

#include "runtime/cpu/kernels/formats256-inl.h"
#include "runtime/tensor/grid_blocks.h"

#if HEARTH_TURNED256

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

template <class T>
HWY_INLINE __m256i Load256(const T* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}
template <class T>
HWY_INLINE __m128i Load128(const T* from) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}
HWY_INLINE __m256i Bytes256(uint8_t byte) { return _mm256_set1_epi8(static_cast<char>(byte)); }
HWY_INLINE __m256i And256(__m256i a, uint8_t mask) { return _mm256_and_si256(a, Bytes256(mask)); }
// The sixteen bytes at `low` and at `high`.
HWY_INLINE __m256i Halves256(const uint8_t* low, const uint8_t* high) {
  return _mm256_inserti128_si256(_mm256_castsi128_si256(Load128(low)), Load128(high), 1);
}
// Eight bytes in every 64-bit lane.
HWY_INLINE __m256i Words256(const uint8_t* bytes) {
  int64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return _mm256_set1_epi64x(word);
}
HWY_INLINE __m256i ShiftLanesLeft(__m256i v, int64_t a, int64_t b, int64_t c, int64_t d) {
  return _mm256_sllv_epi64(v, _mm256_setr_epi64x(a, b, c, d));
}
HWY_INLINE __m256i ShiftLanesRight(__m256i v, int64_t a, int64_t b, int64_t c, int64_t d) {
  return _mm256_srlv_epi64(v, _mm256_setr_epi64x(a, b, c, d));
}
// The same masks for all bytes of a lane.
HWY_INLINE __m256i ByteMasks(uint8_t a, uint8_t b, uint8_t c, uint8_t d) {
  constexpr uint64_t kEach = 0x0101010101010101u;
  return _mm256_setr_epi64x(static_cast<int64_t>(kEach * a), static_cast<int64_t>(kEach * b),
                            static_cast<int64_t>(kEach * c), static_cast<int64_t>(kEach * d));
}

// Eight bytes from 8 J on, of each of four runs of 32.
template <size_t J>
HWY_INLINE __m256i WordsOfRuns(const uint8_t* bytes) {
  const uint8_t* at = bytes + 16 * (J / 2);
  const __m256i even = Halves256(at, at + 64), odd = Halves256(at + 32, at + 96);
  return J % 2 == 0 ? _mm256_unpacklo_epi64(even, odd) : _mm256_unpackhi_epi64(even, odd);
}
// Eight bytes at `low` twice, then those at `high` twice.
HWY_INLINE __m256i TwoWordsTwice(const uint8_t* low, const uint8_t* high) {
  return _mm256_blend_epi32(Words256(low), Words256(high), 0xF0);
}

// Half-words in the lanes of a vector of codes, [2 half + h] from one for each group of 16, in order.
template <size_t kHalf, size_t kH>
HWY_INLINE __m256i SpreadSixteen(__m256i inOrder) {
  constexpr char kA = 4 * kH + 2 * kHalf, kB = kA + 1, kC = kA + 8, kD = kA + 9;
  return _mm256_shuffle_epi8(
      inOrder, _mm256_setr_epi8(kA, kB, kA, kB, kA, kB, kA, kB, kC, kD, kC, kD, kC, kD, kC, kD, kA, kB, kA,
                                kB, kA, kB, kA, kB, kC, kD, kC, kD, kC, kD, kC, kD));
}

// What goes with a chunk's codes: the sums of codes * q times their group's scale are multiplied with `step`.
struct Factors256 {
  __m256i scales;  // groups of 16: half-words, groups of 32: words; in order
  __m256 step;
};
// The offsets of groups of 32, and those of groups of 16 as step times half-words, in order.
struct Offsets32 {
  __m256 of;
};
struct Offsets16 {
  __m256i of;
  __m256 step;
};
struct NoOffsets {};
HWY_INLINE __m256 AddOffsets(const NoOffsets&, const ActivationChunk&, __m256 sums) { return sums; }
HWY_INLINE __m256 AddOffsets(const Offsets32& offsets, const ActivationChunk& x, __m256 sums) {
  return _mm256_fmadd_ps(offsets.of, _mm256_loadu_ps(x.sums), sums);
}
HWY_INLINE __m256 AddOffsets(const Offsets16& offsets, const ActivationChunk& x, __m256 sums) {
  const __m256 products = _mm256_cvtepi32_ps(_mm256_madd_epi16(offsets.of, Load256(x.halfTotals)));
  return _mm256_fmadd_ps(_mm256_mul_ps(products, _mm256_loadu_ps(x.scales)), offsets.step, sums);
}

// Vectors 2 J and 2 J + 1 of the codes.
struct Codes256 {
  __m256i of[2];     // unsigned
  __m256i signs[2];  // of formats that have them: below zero where the code is meant negative, else above
};

// How a format's chunk is decoded. A specialisation has
//   kSummed    how many vectors' pairs of products fit 16 bits in sum, 2 kSummed * 127 * the largest code: 4,
//   2
//              or 1; not 4 where groups have 16 numbers
//   kSigned    whether codes have signs
//   Codes<J>()
//   factors, offsets
template <class F>
struct Chunk256;

// Q4_K and Q5_K: six bits for a group's scale, six for its minimum.
struct SixBitChunk256 {
  static constexpr size_t kSummed = 4;
  static constexpr bool kSigned = false;
  Factors256 factors;
  Offsets32 offsets;
  template <class B>
  explicit HWY_INLINE SixBitChunk256(const B* b) {
    // Scalars, because the vectors' units are what the loop waits for.
    const SixBitBytes bytes(b);
    const __m128i mins = _mm_cvtsi64_si128(static_cast<int64_t>(bytes.mins));
    const uint32_t halves = LoadWord(reinterpret_cast<const uint8_t*>(b)) ^ 0x80000000u;  // d and -dmin
    const __m256 both = _mm256_cvtph_ps(_mm_set1_epi32(static_cast<int>(halves)));
    const __m128i scales = _mm_cvtsi64_si128(static_cast<int64_t>(bytes.scales));
    factors = {_mm256_cvtepu8_epi32(scales), _mm256_moveldup_ps(both)};
    offsets.of = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(mins)), _mm256_movehdup_ps(both));
  }
};

template <>
struct Chunk256<FormatQ4_K> : SixBitChunk256 {
  explicit HWY_INLINE Chunk256(const BlockQ4_K* b) : SixBitChunk256(b) {}
  template <size_t J>
  static HWY_INLINE void Codes(const BlockQ4_K* b, Codes256& codes) {
    const __m256i words = WordsOfRuns<J>(b->q);
    codes.of[0] = And256(words, 15);
    codes.of[1] = And256(_mm256_srli_epi16(words, 4), 15);
  }
};

template <>
struct Chunk256<FormatQ5_K> : SixBitChunk256 {
  explicit HWY_INLINE Chunk256(const BlockQ5_K* b) : SixBitChunk256(b) {}
  template <size_t J>
  static HWY_INLINE void Codes(const BlockQ5_K* b, Codes256& codes) {
    // Bit g of a byte belongs to group g. Moved to bit 4 or above it, min() brings it to bit 4.
    const __m256i high = ShiftLanesLeft(Words256(b->high + 8 * J), 4, 2, 0, 0);
    const __m256i even = _mm256_and_si256(high, ByteMasks(0x10, 0x10, 0x10, 0x40));
    const __m256i odd = _mm256_and_si256(high, ByteMasks(0x20, 0x20, 0x20, 0x80));
    const __m256i words = WordsOfRuns<J>(b->q), fifth = Bytes256(0x10);
    codes.of[0] = _mm256_or_si256(And256(words, 15), _mm256_min_epu8(even, fifth));
    codes.of[1] = _mm256_or_si256(And256(_mm256_srli_epi16(words, 4), 15), _mm256_min_epu8(odd, fifth));
  }
};

template <>
struct Chunk256<FormatQ6_K> {
  static constexpr size_t kSummed = 2;
  static constexpr bool kSigned = false;
  Factors256 factors;
  Offsets16 offsets;
  explicit HWY_INLINE Chunk256(const BlockQ6_K* b) {
    const __m256i scales = _mm256_cvtepi8_epi16(Load128(b->scales));
    const float d = HalfToFloat(b->d);
    factors = {scales, _mm256_set1_ps(d)};
    offsets = {scales, _mm256_set1_ps(-32.0f * d)};
  }
  template <size_t J>
  static HWY_INLINE void Codes(const BlockQ6_K* b, Codes256& codes) {
    const __m256i high = ShiftLanesLeft(TwoWordsTwice(b->high + 8 * J, b->high + 32 + 8 * J), 4, 0, 4, 0);
    const uint8_t* low = b->low + 8 * J;
    const __m256i even = ShiftLanesRight(TwoWordsTwice(low, low + 64), 0, 4, 0, 4);
    const __m256i odd = ShiftLanesRight(TwoWordsTwice(low + 32, low + 96), 0, 4, 0, 4);
    codes.of[0] = _mm256_or_si256(And256(even, 15), And256(high, 0x30));
    codes.of[1] = _mm256_or_si256(And256(odd, 15), And256(_mm256_srli_epi16(high, 2), 0x30));
  }
};

// The lower two bits of Q2_K's and Q3_K's codes.
template <size_t J>
HWY_INLINE void TwoBitCodes(const uint8_t* q, Codes256& codes) {
  const __m256i words = TwoWordsTwice(q + 8 * J, q + 32 + 8 * J);
  codes.of[0] = And256(ShiftLanesRight(words, 0, 4, 0, 4), 3);
  codes.of[1] = And256(ShiftLanesRight(words, 2, 6, 2, 6), 3);
}

template <>
struct Chunk256<FormatQ3_K> {
  static constexpr size_t kSummed = 2;
  static constexpr bool kSigned = false;
  Factors256 factors;
  Offsets16 offsets;
  explicit HWY_INLINE Chunk256(const BlockQ3_K* b) {
    const __m256i scales = _mm256_cvtepi8_epi16(FormatQ3_K::Scales(b).raw);
    const float d = HalfToFloat(b->d);
    factors = {scales, _mm256_set1_ps(d)};
    offsets = {scales, _mm256_set1_ps(-4.0f * d)};
  }
  template <size_t J>
  static HWY_INLINE void Codes(const BlockQ3_K* b, Codes256& codes) {
    TwoBitCodes<J>(b->q, codes);
    // Bit g of a byte belongs to group g. Moved to bit 2 or above it, min() brings it to bit 2.
    const __m256i high = ShiftLanesLeft(Words256(b->high + 8 * J), 2, 0, 0, 0), third = Bytes256(4);
    const __m256i even = _mm256_and_si256(high, ByteMasks(0x04, 0x04, 0x10, 0x40));
    const __m256i odd = _mm256_and_si256(high, ByteMasks(0x08, 0x08, 0x20, 0x80));
    codes.of[0] = _mm256_or_si256(codes.of[0], _mm256_min_epu8(even, third));
    codes.of[1] = _mm256_or_si256(codes.of[1], _mm256_min_epu8(odd, third));
  }
};

template <>
struct Chunk256<FormatQ2_K> {
  static constexpr size_t kSummed = 2;
  static constexpr bool kSigned = false;
  Factors256 factors;
  Offsets16 offsets;
  explicit HWY_INLINE Chunk256(const BlockQ2_K* b) {
    const __m256i both = _mm256_cvtepu8_epi16(Load128(b->scales));
    factors = {_mm256_and_si256(both, _mm256_set1_epi16(15)), _mm256_set1_ps(HalfToFloat(b->d))};
    offsets = {_mm256_srli_epi16(both, 4), _mm256_set1_ps(-HalfToFloat(b->dmin))};
  }
  template <size_t J>
  static HWY_INLINE void Codes(const BlockQ2_K* b, Codes256& codes) {
    TwoBitCodes<J>(b->q, codes);
  }
};

template <>
struct Chunk256<FormatIQ4_XS> {
  static constexpr size_t kSummed = 1;
  static constexpr bool kSigned = true;
  Factors256 factors;
  NoOffsets offsets;
  explicit HWY_INLINE Chunk256(const BlockIQ4_XS* b) {
    const __m128i scales = _mm_cvtsi64_si128(static_cast<int64_t>(FormatIQ4_XS::Scales(b)));
    factors = {_mm256_cvtepi8_epi32(scales), _mm256_set1_ps(HalfToFloat(b->d))};
  }
  template <size_t J>
  static HWY_INLINE void Codes(const BlockIQ4_XS* b, Codes256& codes) {
    // Codes i and i + 16 of a group share byte i of its sixteen.
    static constexpr LevelTable kTable(kIq4Values, 0);
    const __m256i levels = _mm256_broadcastsi128_si256(Load128(kTable.bytes));
    __m256i words[2] = {WordsOfRuns<J % 2>(b->q), WordsOfRuns<2 + J % 2>(b->q)};
    for (size_t h = 0; h < 2; ++h) {
      if constexpr (J >= 2) words[h] = _mm256_srli_epi16(words[h], 4);
      codes.signs[h] = _mm256_shuffle_epi8(levels, And256(words[h], 15));
      codes.of[h] = _mm256_abs_epi8(codes.signs[h]);
    }
  }
};

// Formats that are multiplied as Chunk256.
template <class F>
constexpr bool kTurned256 = (layoutOf(F::kType).values == kChunk) && (F::kType != DType::TQ1_0);

// Vectors of sums, [row][h].
template <size_t kRows>
using Sums256 = __m256i[kRows][2];

// Adds steps J and later of a chunk to `dots`. Pairs of products are summed in 16 bits as far as they fit; 32
// hold any group's sum times its scale.
template <class F, size_t kRows, size_t J = 0>
HWY_INLINE void AddSteps256(const Chunk256<F>& chunk, const typename F::Block* b, const ActivationChunk* x,
                            size_t xChunks, Sums256<kRows>& pairs, Sums256<kRows>& dots) {
  using C = Chunk256<F>;
  Codes256 codes;
  chunk.template Codes<J>(b, codes);
#pragma GCC unroll 4
  for (size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 2
    for (size_t h = 0; h < 2; ++h) {
      __m256i q = Load256(x[r * xChunks].turned + 32 * (2 * J + h));
      if constexpr (C::kSigned) q = _mm256_sign_epi8(q, codes.signs[h]);
      const __m256i products = _mm256_maddubs_epi16(codes.of[h], q);
      pairs[r][h] = J % C::kSummed == 0 ? products : _mm256_add_epi16(pairs[r][h], products);
    }
  }
  if constexpr ((J + 1) % C::kSummed == 0) {
    // The scale of a group of 32 is the lower half of its word.
    constexpr size_t kHalf = F::kGroup == 16 ? J / 2 : 0;
    const __m256i scalesOf[2] = {SpreadSixteen<kHalf, 0>(chunk.factors.scales),
                                 SpreadSixteen<kHalf, 1>(chunk.factors.scales)};
#pragma GCC unroll 4
    for (size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 2
      for (size_t h = 0; h < 2; ++h) {
        const __m256i scaled = _mm256_madd_epi16(pairs[r][h], scalesOf[h]);
        dots[r][h] = J < C::kSummed ? scaled : _mm256_add_epi32(dots[r][h], scaled);
      }
    }
  }
  if constexpr (J + 1 < 4) AddSteps256<F, kRows, J + 1>(chunk, b, x, xChunks, pairs, dots);
}

// Adds a chunk of a weight row times one of each activation row.
template <class F, size_t kRows>
HWY_INLINE void AddChunk256(const typename F::Block* b, const ActivationChunk* x, size_t xChunks,
                            __m256 (&sums)[kRows]) {
  const Chunk256<F> chunk(b);
  Sums256<kRows> pairs, dots;
  AddSteps256<F, kRows>(chunk, b, x, xChunks, pairs, dots);
#pragma GCC unroll 4
  for (size_t r = 0; r < kRows; ++r) {
    const ActivationChunk& xChunk = x[r * xChunks];
    const float* xScales = xChunk.turnedScales;
    __m256 products = _mm256_mul_ps(_mm256_cvtepi32_ps(dots[r][0]), _mm256_loadu_ps(xScales));
    products = _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots[r][1]), _mm256_loadu_ps(xScales + 8), products);
    sums[r] = AddOffsets(chunk.offsets, xChunk, _mm256_fmadd_ps(products, chunk.factors.step, sums[r]));
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // TURNED256
#endif  // per-target include guard
