// The formats of grid_blocks.h, one block a chunk. Codes are what a grid's bytes and signs make, moved up by
// the largest magnitude so that they are unsigned and below 128.

#if defined(HEARTH_FORMATS_GRIDS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_FORMATS_GRIDS_INL_H_
#undef HEARTH_FORMATS_GRIDS_INL_H_
#else
#define HEARTH_FORMATS_GRIDS_INL_H_
#endif

#include "runtime/cpu/kernels/codes-inl.h"
#include "runtime/tensor/grid_blocks.h"
#include "runtime/tensor/grids.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

using PointTag = hn::Repartition<uint64_t, CodesTag>;  // 8 numbers a lane

HWY_INLINE uint64_t LoadTwoWords(const uint8_t* bytes) {
  uint64_t words;
  std::memcpy(&words, bytes, sizeof words);
  return words;
}

// The points `at(0)`, `at(1)`, ... of 8 numbers that make up a vector of codes.
template <class At>
HWY_INLINE CodesVec Points(At at) {
#if HWY_TARGET <= HWY_AVX2 && HWY_ARCH_X86
  return CodesVec{_mm256_set_epi64x(static_cast<int64_t>(at(3)), static_cast<int64_t>(at(2)),
                                    static_cast<int64_t>(at(1)), static_cast<int64_t>(at(0)))};
#else
  alignas(kCodes) uint64_t points[kCodes / 8];
  for (size_t i = 0; i < kCodes / 8; ++i) points[i] = at(i);
  return hn::BitCast(CodesTag(), hn::Load(PointTag(), points));
#endif
}

// kZero + magnitude, or minus it where the bit of the number is set.
template <uint8_t kZero>
HWY_INLINE CodesVec WithSigns(CodesVec magnitudes, uint32_t signs) {
  const CodesTag d;
  const auto zero = hn::Set(d, kZero);
#if HEARTH_VNNI
  return CodesVec{
      _mm256_mask_sub_epi8(_mm256_add_epi8(zero.raw, magnitudes.raw), signs, zero.raw, magnitudes.raw)};
#else
  alignas(32) static constexpr uint8_t kByteOf[32] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1,
                                                      2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3};
  const auto all = hn::BitCast(d, hn::Set(hn::Repartition<uint32_t, CodesTag>(), signs));
  const auto spread = hn::TableLookupBytes(all, hn::Load(d, kByteOf));
  const auto own = hn::BitCast(d, hn::Set(PointTag(), 0x8040201008040201u));
  const auto minus = hn::VecFromMask(d, hn::TestBit(spread, own));
  return hn::Add(zero, hn::Sub(hn::Xor(magnitudes, minus), minus));
#endif
}

#if HEARTH_VNNI

// Four bytes of signs: seven bits from each of four places of `packed`, and an eighth that makes their number
// even.
template <int kA, int kB, int kC, int kD>
HWY_INLINE uint32_t EvenSigns(__m128i packed) {
  const __m128i places = _mm_setr_epi8(kA, kB, kC, kD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m128i bits = _mm_and_si128(_mm_multishift_epi64_epi8(places, packed), _mm_set1_epi32(0x7F7F7F7F));
  const __m128i parity = _mm_slli_epi16(_mm_popcnt_epi8(bits), 7);
  // bits | (parity & 0x80)
  return static_cast<uint32_t>(
      _mm_cvtsi128_si32(_mm_ternarylogic_epi32(bits, parity, _mm_set1_epi32(INT32_C(-0x7F7F7F80)), 0xF8)));
}
// From the 7-bit fields of a word.
HWY_INLINE uint32_t SignsOfWord(uint32_t word) {
  return EvenSigns<0, 7, 14, 21>(_mm_cvtsi32_si128(static_cast<int>(word)));
}
// From the upper seven bits of half-words.
HWY_INLINE uint32_t SignsOfHalves(const uint16_t* q) {
  return EvenSigns<9, 25, 41, 57>(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(q)));
}

#else

// Bit 7 of each byte is made the parity of the others.
HWY_INLINE uint32_t EvenSigns(uint32_t bits) {
  uint32_t parity = bits ^ ((bits >> 4) & 0x07070707u);
  parity ^= (parity >> 2) & 0x03030303u;
  parity ^= (parity >> 1) & 0x01010101u;
  return bits | (parity & 0x01010101u) << 7;
}
// From the 7-bit fields of a word.
HWY_INLINE uint32_t SignsOfWord(uint32_t word) {
  return EvenSigns((word & 0x7Fu) | (word << 1 & 0x7F00u) | (word << 2 & 0x7F0000u) |
                   (word << 3 & 0x7F000000u));
}
// From the upper seven bits of as many half-words as a vector has points.
HWY_INLINE uint32_t SignsOfHalves(const uint16_t* q) {
  uint32_t signs = uint32_t{q[0]} >> 9 | (uint32_t{q[1]} >> 9) << 8;
  if constexpr (kCodes == 32) signs |= (uint32_t{q[2]} >> 9) << 16 | (uint32_t{q[3]} >> 9) << 24;
  return EvenSigns(signs);
}

#endif

// d (2 s + 1) and their kOffset-fold for bytes s of eight groups, or sixteen.
template <size_t kCount, class V>
HWY_INLINE void OddFactors(V bytes, float d, float offset, float* scales, float* offsets) {
  const hn::FixedTag<uint8_t, 16> d8;
  const auto odd = hn::Add(hn::Add(bytes, bytes), hn::Set(d8, uint8_t{1}));
  uint8_t stored[16];
  hn::StoreU(odd, d8, stored);
  ScaleBytes<kCount>(stored, d, scales);
  ScaleBytes<kCount>(stored, offset * d, offsets);
}

// The nibbles of eight bytes, or of the first four of them, as bytes.
HWY_INLINE hn::Vec<hn::FixedTag<uint8_t, 16>> NibblesInOrder(uint64_t packed) {
  const hn::FixedTag<uint8_t, 16> d;
  const auto bytes = hn::BitCast(d, hn::Set(hn::FixedTag<uint64_t, 2>(), packed));
  return hn::InterleaveLower(d, ShiftAndMask<0, 15>(d, bytes), ShiftAndMask<4, 15>(d, bytes));
}

// The upper nibbles of every stride-th byte, eight of them, in the low bytes.
template <size_t kStride>
HWY_INLINE hn::Vec<hn::FixedTag<uint8_t, 16>> UpperNibbles(const uint8_t* bytes) {
  uint64_t all = 0;
  for (size_t g = 0; g < 8; ++g) all |= uint64_t{static_cast<uint8_t>(bytes[g * kStride] >> 4)} << (8 * g);
  return hn::BitCast(hn::FixedTag<uint8_t, 16>(), hn::Set(hn::FixedTag<uint64_t, 2>(), all));
}

struct FormatIQ2_XXS {
  using Block = BlockIQ2_XXS;
  static constexpr DType kType = DType::IQ2_XXS;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static constexpr uint8_t kZero = 43;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    OddFactors<8>(UpperNibbles<8>(b->groups[0] + 7), HalfToFloat(b->d) / 8, -float{kZero}, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes;
    const uint8_t* group = b->groups[kAt / 32];
    const auto points = Points([&](size_t i) HWY_ATTR { return kGridIq2Xxs[group[kAt % 32 / 8 + i]]; });
    return WithSigns<kZero>(points, SignsOfWord(LoadWord(group + 4)) >> (kAt % 32));
  }
};

struct FormatIQ2_XS {
  using Block = BlockIQ2_XS;
  static constexpr DType kType = DType::IQ2_XS;
  static constexpr size_t kGroup = 16;
  static constexpr bool kWide = false;
  static constexpr uint8_t kZero = 43;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    OddFactors<16>(NibblesInOrder(LoadTwoWords(b->scales)), HalfToFloat(b->d) / 8, -float{kZero}, scales,
                   offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes;
    const uint16_t* q = b->q + kAt / 8;
    const auto points = Points([&](size_t i) HWY_ATTR { return kGridIq2Xs[q[i] & 511]; });
    return WithSigns<kZero>(points, SignsOfHalves(q));
  }
};

struct FormatIQ2_S {
  using Block = BlockIQ2_S;
  static constexpr DType kType = DType::IQ2_S;
  static constexpr size_t kGroup = 16;
  static constexpr bool kWide = false;
  static constexpr uint8_t kZero = 43;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    OddFactors<16>(NibblesInOrder(LoadTwoWords(b->scales)), HalfToFloat(b->d) / 8, -float{kZero}, scales,
                   offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes, kFirst = kAt / 8;
    const uint32_t high = uint32_t{b->high[kAt / 32]} << 8 >> (2 * (kFirst % 4));
    const auto points = Points(
        [&](size_t i) HWY_ATTR { return kGridIq2S[b->low[kFirst + i] | ((high >> (2 * i)) & 0x300)]; });
    return WithSigns<kZero>(points, LoadWord(b->signs + kAt / 32 * 4) >> (kAt % 32));
  }
};

// Two points of 4 numbers.
HWY_INLINE uint64_t TwoPoints(uint32_t first, uint32_t second) { return first | uint64_t{second} << 32; }

struct FormatIQ3_XXS {
  using Block = BlockIQ3_XXS;
  static constexpr DType kType = DType::IQ3_XXS;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static constexpr uint8_t kZero = 62;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    OddFactors<8>(UpperNibbles<4>(b->signs[0] + 3), HalfToFloat(b->d) / 4, -float{kZero}, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes;
    const uint8_t* q = b->q + kAt / 4;
    const auto points = Points(
        [&](size_t i) HWY_ATTR { return TwoPoints(kGridIq3Xxs[q[2 * i]], kGridIq3Xxs[q[2 * i + 1]]); });
    return WithSigns<kZero>(points, SignsOfWord(LoadWord(b->signs[kAt / 32])) >> (kAt % 32));
  }
};

struct FormatIQ3_S {
  using Block = BlockIQ3_S;
  static constexpr DType kType = DType::IQ3_S;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static constexpr uint8_t kZero = 15;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    OddFactors<8>(NibblesInOrder(LoadWord(b->scales)), HalfToFloat(b->d), -float{kZero}, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes;
    const uint8_t* low = b->low + kAt / 4;
    const uint32_t high = uint32_t{b->high[kAt / 32]} << 8 >> (kAt % 32 / 4);
    const auto points = Points([&](size_t i) HWY_ATTR {
      return TwoPoints(kGridIq3S[low[2 * i] | ((high >> (2 * i)) & 0x100)],
                       kGridIq3S[low[2 * i + 1] | ((high >> (2 * i + 1)) & 0x100)]);
    });
    return WithSigns<kZero>(points, LoadWord(b->signs + kAt / 32 * 4) >> (kAt % 32));
  }
};

// Codes are eighths: kIq1Zero + 8 * number; delta is in the offset.
struct FormatIQ1_S {
  using Block = BlockIQ1_S;
  static constexpr DType kType = DType::IQ1_S;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    const hn::FixedTag<uint16_t, 8> d16;
    const hn::FixedTag<float, 4> d;
    const hn::Rebind<int32_t, decltype(d)> dInt;
    const auto high = hn::LoadU(d16, b->high);
    const auto odd =
        hn::Or(hn::And(hn::ShiftRight<11>(high), hn::Set(d16, uint16_t{14})), hn::Set(d16, uint16_t{1}));
    // -(9 - 1) or -(9 + 1)
    const auto minus =
        hn::Add(hn::ShiftLeft<1>(hn::ShiftRight<15>(high)), hn::Set(d16, uint16_t{kIq1Zero - 1}));
    const auto step = hn::Set(d, HalfToFloat(b->d) / 8);
    const hn::Rebind<uint16_t, decltype(d)> d4;
    const auto floats = [&](auto v) HWY_ATTR { return hn::ConvertTo(d, hn::PromoteTo(dInt, v)); };
    const auto low = hn::Mul(step, floats(hn::LowerHalf(d4, odd))),
               up = hn::Mul(step, floats(hn::UpperHalf(d4, odd)));
    StoreEight(low, up, scales);
    StoreEight(hn::Neg(hn::Mul(low, floats(hn::LowerHalf(d4, minus)))),
               hn::Neg(hn::Mul(up, floats(hn::UpperHalf(d4, minus)))), offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes, kFirst = kAt / 8;
    const uint32_t high = uint32_t{b->high[kAt / 32]} << 8 >> (3 * (kFirst % 4));
    return Points([&](size_t i)
                      HWY_ATTR { return kGridIq1[b->low[kFirst + i] | ((high >> (3 * i)) & 0x700)]; });
  }
};

// Delta is in the codes, which are 9 + 8 * number +- 1.
struct FormatIQ1_M {
  using Block = BlockIQ1_M;
  static constexpr DType kType = DType::IQ1_M;
  static constexpr size_t kGroup = 16;
  static constexpr bool kWide = false;
  // d / 8
  static HWY_INLINE float Step(const Block* b) {
    const uint64_t packed = LoadTwoWords(b->scales);
    const uint64_t d =
        (packed >> 12 & 0xF) | (packed >> 24 & 0xF0) | (packed >> 36 & 0xF00) | (packed >> 48 & 0xF000);
    return HalfToFloat(static_cast<uint16_t>(d)) / 8;
  }
  // s of the 16 groups. Scale 4 i + j is 3 j bits up in half-word i; half-words become 32-bit lanes, the
  // scales their bytes.
  static HWY_INLINE hn::Vec<hn::FixedTag<uint8_t, 16>> Scales(const Block* b) {
    const hn::FixedTag<uint32_t, 4> d32;
    const hn::FixedTag<uint16_t, 4> d16;
    const auto packed = hn::Set(hn::FixedTag<uint64_t, 1>(), LoadTwoWords(b->scales));
    const auto words = hn::PromoteTo(d32, hn::BitCast(d16, packed));
    const auto seven = hn::Set(d32, 0x7u);
    auto bytes = hn::And(words, seven);
    bytes = hn::Or(bytes, hn::And(hn::ShiftLeft<5>(words), hn::ShiftLeft<8>(seven)));
    bytes = hn::Or(bytes, hn::And(hn::ShiftLeft<10>(words), hn::ShiftLeft<16>(seven)));
    bytes = hn::Or(bytes, hn::And(hn::ShiftLeft<15>(words), hn::ShiftLeft<24>(seven)));
    return hn::BitCast(hn::FixedTag<uint8_t, 16>(), bytes);
  }
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    OddFactors<16>(Scales(b), Step(b), -float{kIq1Zero}, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes, kFirst = kAt / 8;
    uint32_t high = b->high[kFirst / 2];
    if constexpr (kCodes == 32) high |= uint32_t{b->high[kFirst / 2 + 1]} << 8;
    const auto points = Points(
        [&](size_t i) HWY_ATTR { return kGridIq1[b->low[kFirst + i] | ((high << 8 >> (4 * i)) & 0x700)]; });
    const PointTag d;
    alignas(32) static constexpr uint64_t kMinus[4] = {0x8, 0x80, 0x800, 0x8000};
    const auto minus = hn::TestBit(hn::Set(d, uint64_t{high}), hn::Load(d, kMinus));
    const auto delta = hn::IfThenElse(minus, hn::Set(d, ~uint64_t{0}), hn::Set(d, 0x0101010101010101u));
    return hn::Add(points, hn::BitCast(CodesTag(), delta));
  }
};

// All groups have the same factors.
HWY_INLINE void TernaryFactors(uint16_t half, float* scales, float* offsets) {
  const auto d = hn::Set(hn::FixedTag<float, 4>(), HalfToFloat(half));
  StoreEight(d, d, scales);
  StoreEight(hn::Neg(d), hn::Neg(d), offsets);
}

struct FormatTQ1_0 {
  using Block = BlockTQ1_0;
  static constexpr DType kType = DType::TQ1_0;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    TernaryFactors(b->d, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    const CodesTag d;
#if HWY_MAX_BYTES >= 32
    return DigitsOf(d, hn::Combine(d, Shifted<2 * J + 1>(b), Shifted<2 * J>(b)));
#else
    return DigitsOf(d, Shifted<J>(b));
#endif
  }

 private:
  using SixteenTag = hn::FixedTag<uint8_t, 16>;
  using Sixteen = hn::Vec<SixteenTag>;

  // 3^kTimes times each byte, modulo 256.
  template <size_t kTimes>
  static HWY_INLINE Sixteen Tripled(Sixteen bytes) {
    for (size_t i = 0; i < kTimes; ++i) bytes = hn::Add(hn::Add(bytes, bytes), bytes);
    return bytes;
  }
  // The bytes of numbers [16 H, 16 H + 16) with the number's digit on top.
  template <size_t H>
  static HWY_INLINE Sixteen Shifted(const Block* b) {
    const SixteenTag d;
    if constexpr (H < 10) {
      return Tripled<H / 2>(hn::LoadU(d, b->q + 16 * (H % 2)));
    } else if constexpr (H < 15) {
      return Tripled<H - 10>(hn::LoadU(d, b->q + 32));
    } else {
      // Four bytes times 1, 3, 9, 27: word k is tripled k times.
      const hn::FixedTag<uint32_t, 4> d32;
      const auto once = hn::BitCast(d, hn::Set(d32, LoadWord(b->last)));
      const auto three = Tripled<1>(once), nine = Tripled<2>(once), most = Tripled<3>(once);
      const auto low = hn::InterleaveLower(d32, hn::BitCast(d32, once), hn::BitCast(d32, three));
      const auto up = hn::InterleaveLower(d32, hn::BitCast(d32, nine), hn::BitCast(d32, most));
      const hn::FixedTag<uint64_t, 2> d64;
      return hn::BitCast(d, hn::InterleaveLower(d64, hn::BitCast(d64, low), hn::BitCast(d64, up)));
    }
  }
  // 3 b / 256: whether b is at least 86, and at least 171.
  static HWY_INLINE CodesVec DigitsOf(CodesTag d, CodesVec bytes) {
    const auto least = [&](uint8_t border) HWY_ATTR {
      return hn::VecFromMask(d, hn::Eq(hn::Max(bytes, hn::Set(d, border)), bytes));
    };
    return hn::Sub(hn::Sub(hn::Zero(d), least(86)), least(171));
  }
};

struct FormatTQ2_0 {
  using Block = BlockTQ2_0;
  static constexpr DType kType = DType::TQ2_0;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    TernaryFactors(b->d, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes, kHalf = kAt / 128, kQuarter = kAt % 128 / 32;
    return ShiftAndMask<2 * kQuarter, 3>(CodesTag(), LoadBytes(b->q + 32 * kHalf + kAt % 32));
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
