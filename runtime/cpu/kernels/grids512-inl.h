// The formats of grid_blocks.h on machines with VNNI. A grid is held as two bits, or four, for each number of
// a point: so packed it fits into a few vectors, which instructions that permute two of them look up for all
// points of a block at once. Points then widen to codes without touching memory.

#if defined(HEARTH_GRIDS512_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_GRIDS512_INL_H_
#undef HEARTH_GRIDS512_INL_H_
#else
#define HEARTH_GRIDS512_INL_H_
#endif

#include "runtime/cpu/kernels/codes512-inl.h"
#include "runtime/cpu/kernels/formats_grids-inl.h"

#if HEARTH_VNNI

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

template <class T>
struct alignas(64) Lanes512 {
  T of[64 / sizeof(T)];
  template <class At>
  static constexpr Lanes512 from(At at) {
    Lanes512 lanes{};
    for (size_t i = 0; i < 64 / sizeof(T); ++i) lanes.of[i] = static_cast<T>(at(i));
    return lanes;
  }
};
template <class T>
HWY_INLINE __m512i LoadLanes(const Lanes512<T>& lanes) {
  return _mm512_load_si512(lanes.of);
}
HWY_INLINE __m512 LoadLanes(const Lanes512<float>& lanes) { return _mm512_load_ps(lanes.of); }

template <class T>
HWY_INLINE __m256i Load256(const T* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}
template <class T>
HWY_INLINE __m128i Load128(const T* from) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}
template <class T>
HWY_INLINE __m128i Load64(const T* from) {
  return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
}

// (a & mask) | b
HWY_INLINE __m512i AndOr16(__m512i a, uint16_t mask, __m512i b) {
  return _mm512_ternarylogic_epi64(a, _mm512_set1_epi16(static_cast<short>(mask)), b, 0xEA);
}

// table[index] for 32 half-words, whose bits above those of kCount do not count. `table` is aligned to 64.
template <size_t kCount>
HWY_INLINE __m512i HalvesAt(const uint32_t* table, __m512i index) {
  if constexpr (kCount == 64) {
    return _mm512_permutex2var_epi16(_mm512_load_si512(table), index, _mm512_load_si512(table + 16));
  } else {
    const __mmask32 upper = _mm512_test_epi16_mask(index, _mm512_set1_epi16(static_cast<short>(kCount / 2)));
    return _mm512_mask_blend_epi16(upper, HalvesAt<kCount / 2>(table, index),
                                   HalvesAt<kCount / 2>(table + kCount / 4, index));
  }
}

// table[index] for 64 bytes; of 256 entries `upper` chooses the upper 128.
HWY_INLINE __m512i BytesAt128(const uint8_t* table, __m512i index) {
  return _mm512_permutex2var_epi8(_mm512_load_si512(table), index, _mm512_load_si512(table + 64));
}
HWY_INLINE __m512i BytesAt256(const uint8_t* table, __m512i index, __mmask64 upper) {
  return _mm512_mask_blend_epi8(upper, BytesAt128(table, index), BytesAt128(table + 128, index));
}

// Code kZero + level, or minus the level where a sign is above the level's kBits bits; higher ones do not
// count, as all six that choose a byte of a vector repeat these codes.
template <uint8_t kZero, size_t kBits, size_t kLevels>
constexpr Lanes512<uint8_t> signedCodes(const uint8_t (&levels)[kLevels]) {
  return Lanes512<uint8_t>::from([&](size_t i) {
    const size_t level = i % (size_t{1} << kBits);
    const int magnitude = level < kLevels ? levels[level] : 0;
    return kZero + ((i >> kBits) % 2 == 0 ? magnitude : -magnitude);
  });
}

// Eight numbers of each 64-bit lane: levels of kBits bits, kApart bits from each other, and signs where
// `signPlaces` says.
template <size_t kBits, size_t kApart>
HWY_INLINE __m512i SignedNumbers(__m512i levels, __m512i signs, const Lanes512<uint8_t>& signPlaces,
                                 const Lanes512<uint8_t>& codes) {
  static constexpr auto kPlaces = Lanes512<uint8_t>::from([](size_t i) { return kApart * (i % 8); });
  const __m512i level = _mm512_multishift_epi64_epi8(LoadLanes(kPlaces), levels);
  const __m512i sign = _mm512_multishift_epi64_epi8(LoadLanes(signPlaces), signs);
  // Bits below kBits of `level`, the others of `sign`.
  const __m512i both = _mm512_ternarylogic_epi64(_mm512_set1_epi8((1 << kBits) - 1), level, sign, 0xCA);
  return _mm512_permutexvar_epi8(both, LoadLanes(codes));
}

// Each byte's low seven bits, and an eighth that makes their number even.
HWY_INLINE __m512i EvenSigns512(__m512i sevens) {
  struct alignas(64) Table {
    uint8_t of[128] = {};
    constexpr Table() {
      for (uint32_t i = 0; i < 128; ++i) {
        const uint32_t pairs = i ^ i >> 4, bits = pairs ^ pairs >> 2;
        of[i] = static_cast<uint8_t>(i | ((bits ^ bits >> 1) & 1) << 7);
      }
    }
  };
  static constexpr Table kTable;
  return BytesAt128(kTable.of, sevens);
}

// step * (2 s + 1), exactly: s has four bits at most, and a step few more than a half-precision number.
HWY_INLINE __m512 OddTimes(__m512i s, __m512 step) {
  return _mm512_fmadd_ps(_mm512_cvtepi32_ps(s), _mm512_add_ps(step, step), step);
}
// `scale` in the lower eight lanes, scale * offset in the others.
HWY_INLINE __m512 ScaleAndOffset(float scale, float offset) {
  return _mm512_mul_ps(_mm512_set1_ps(scale),
                       _mm512_mask_mov_ps(_mm512_set1_ps(1.0f), 0xFF00, _mm512_set1_ps(offset)));
}
// The sixteen nibbles of eight bytes; of four bytes written twice, their eight ones twice.
HWY_INLINE __m512i Nibbles512(__m128i bytes) {
  static constexpr auto kWord = Lanes512<uint32_t>::from([](size_t i) { return i / 8; });
  static constexpr auto kShift = Lanes512<uint32_t>::from([](size_t i) { return 4 * (i % 8); });
  const __m512i words = _mm512_permutexvar_epi32(LoadLanes(kWord), _mm512_castsi128_si512(bytes));
  return _mm512_and_si512(_mm512_srlv_epi32(words, LoadLanes(kShift)), _mm512_set1_epi32(15));
}
HWY_INLINE Factors512 FactorsOf16(__m512i s, float step, float offset) {
  const __m512 scales = OddTimes(s, _mm512_set1_ps(step));
  return {scales, _mm512_mul_ps(scales, _mm512_set1_ps(offset))};
}

// IQ2: 32 points as half-words of two bits for each number, and as many half-words with their signs from bit
// kSignBit on.
template <size_t kSignBit>
struct SignedPoints512 {
  __m512i points, signs;
  template <size_t J>
  HWY_INLINE __m512i Codes() const {
    // Point 8 J + L and its signs in 64-bit lane L.
    static constexpr auto kFrom =
        Lanes512<uint16_t>::from([](size_t i) { return 8 * J + i / 4 + 32 * (i % 2); });
    static constexpr auto kSignPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return 16 + kSignBit + i % 8 - 2; });
    static constexpr auto kCodes = signedCodes<FormatIQ2_XXS::kZero, 2>(kIq2Levels);
    const __m512i both = _mm512_permutex2var_epi16(points, LoadLanes(kFrom), signs);
    return SignedNumbers<2, 2>(both, both, kSignPlaces, kCodes);
  }
};

template <>
struct Chunk512<FormatIQ2_XXS> : SignedPoints512<8> {
  explicit HWY_INLINE Chunk512(const BlockIQ2_XXS* b) {
    // Half-word i of a group's 64-bit lane: index i and, above it, seven signs and a bit of no use.
    static constexpr auto kPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return i % 2 == 0 ? 8 * (i % 8 / 2) : 32 + 7 * (i % 8 / 2); });
    const __m512i both = _mm512_multishift_epi64_epi8(LoadLanes(kPlaces), _mm512_loadu_si512(b->groups[0]));
    points = HalvesAt<256>(kGridWords.data() + kIq2XxsWord, both);
    signs = EvenSigns512(both);
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ2_XXS* b) {
    static constexpr auto kFrom = Lanes512<uint32_t>::from([](size_t i) { return 2 * (i % 8); });
    const __m512i top = _mm512_srli_epi64(_mm512_loadu_si512(b->groups[0]), 60);
    const __m512 step = ScaleAndOffset(HalfToFloat(b->d) / 8, -float{FormatIQ2_XXS::kZero});
    return {OddTimes(_mm512_permutexvar_epi32(LoadLanes(kFrom), top), step), _mm512_setzero_ps()};
  }
};

template <>
struct Chunk512<FormatIQ2_XS> : SignedPoints512<0> {
  explicit HWY_INLINE Chunk512(const BlockIQ2_XS* b) {
    const __m512i q = _mm512_loadu_si512(b->q);
    points = HalvesAt<512>(kGridWords.data() + kIq2XsWord, q);
    signs = EvenSigns512(_mm512_srli_epi16(q, 9));
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ2_XS* b) {
    return FactorsOf16(Nibbles512(Load64(b->scales)), HalfToFloat(b->d) / 8, -float{FormatIQ2_XS::kZero});
  }
};

template <>
struct Chunk512<FormatIQ2_S> : SignedPoints512<0> {
  explicit HWY_INLINE Chunk512(const BlockIQ2_S* b) {
    // Two bits for each of four points in a 64-bit lane, to the upper bytes of its half-words; the bits above
    // them are the next points'.
    static constexpr auto kPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return i % 2 == 0 ? 0 : 2 * (i % 8 / 2); });
    const __m512i high =
        _mm512_multishift_epi64_epi8(LoadLanes(kPlaces), _mm512_cvtepu8_epi64(Load64(b->high)));
    const __m512i indices = AndOr16(high, 0xFF00, _mm512_cvtepu8_epi16(Load256(b->low)));
    points = HalvesAt<1024>(kGridWords.data() + kIq2SWord, indices);
    signs = _mm512_cvtepu8_epi16(Load256(b->signs));
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ2_S* b) {
    return FactorsOf16(Nibbles512(Load64(b->scales)), HalfToFloat(b->d) / 8, -float{FormatIQ2_S::kZero});
  }
};

// IQ3: 64 points of four numbers, each a byte with two of them and another.
struct HalfPoints512 {
  __m512i first, second;
  // Points 16 J + 2 L and the next in 64-bit lane L.
  template <size_t J>
  HWY_INLINE __m512i Spread() const {
    static constexpr auto kFrom =
        Lanes512<uint8_t>::from([](size_t i) { return 16 * J + 2 * (i / 8) + i % 4 / 2 + 64 * (i % 2); });
    return _mm512_permutex2var_epi8(first, LoadLanes(kFrom), second);
  }
};

template <>
struct Chunk512<FormatIQ3_XXS> : HalfPoints512 {
  __m512i signs;  // four bytes for the 32 numbers of each 64-bit lane
  explicit HWY_INLINE Chunk512(const BlockIQ3_XXS* b) {
    const __m512i q = _mm512_loadu_si512(b->q);
    const __mmask64 upper = _mm512_movepi8_mask(q);
    first = BytesAt256(kIq3XxsHalves.first.data(), q, upper);
    second = BytesAt256(kIq3XxsHalves.second.data(), q, upper);
    static constexpr auto kPlaces = Lanes512<uint8_t>::from([](size_t i) { return 7 * (i % 4); });
    const __m512i words = _mm512_cvtepu32_epi64(Load256(b->signs));
    signs = EvenSigns512(_mm512_multishift_epi64_epi8(LoadLanes(kPlaces), words));
  }
  template <size_t J>
  HWY_INLINE __m512i Codes() const {
    static constexpr auto kFrom = Lanes512<uint64_t>::from([](size_t i) { return 2 * J + i / 4; });
    static constexpr auto kSignPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return (i % 32 + 64 - 3) % 64; });
    static constexpr auto kCodes = signedCodes<FormatIQ3_XXS::kZero, 3>(kIq3XxsLevels);
    return SignedNumbers<3, 4>(Spread<J>(), _mm512_permutexvar_epi64(LoadLanes(kFrom), signs), kSignPlaces,
                               kCodes);
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ3_XXS* b) {
    const __m512i top = _mm512_srli_epi32(_mm512_broadcast_i64x4(Load256(b->signs)), 28);
    const __m512 step = ScaleAndOffset(HalfToFloat(b->d) / 4, -float{FormatIQ3_XXS::kZero});
    return {OddTimes(top, step), _mm512_setzero_ps()};
  }
};

template <>
struct Chunk512<FormatIQ3_S> : HalfPoints512 {
  const uint8_t* signs;
  explicit HWY_INLINE Chunk512(const BlockIQ3_S* b) : signs(b->signs) {
    const __m512i low = _mm512_loadu_si512(b->low);
    const __mmask64 upper = _mm512_movepi8_mask(low), ninth = _cvtu64_mask64(LoadTwoWords(b->high));
    const auto of = [&](const std::array<uint8_t, 512>& table) HWY_ATTR {
      return _mm512_mask_blend_epi8(ninth, BytesAt256(table.data(), low, upper),
                                    BytesAt256(table.data() + 256, low, upper));
    };
    first = of(kIq3SHalves.first);
    second = of(kIq3SHalves.second);
  }
  template <size_t J>
  HWY_INLINE __m512i Codes() const {
    static constexpr auto kSignPlaces = Lanes512<uint8_t>::from([](size_t i) { return (i + 64 - 3) % 64; });
    static constexpr auto kCodes = signedCodes<FormatIQ3_S::kZero, 3>(kIq3SLevels);
    const __m512i eight = _mm512_set1_epi64(static_cast<int64_t>(LoadTwoWords(signs + 8 * J)));
    return SignedNumbers<3, 4>(Spread<J>(), eight, kSignPlaces, kCodes);
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ3_S* b) {
    const __m128i twice = _mm_set1_epi32(static_cast<int>(LoadWord(b->scales)));
    const __m512 step = ScaleAndOffset(HalfToFloat(b->d), -float{FormatIQ3_S::kZero});
    return {OddTimes(Nibbles512(twice), step), _mm512_setzero_ps()};
  }
};

// IQ1: its grid would need 64 such vectors; points are loaded one by one.
template <class F>
struct LoadedPoints512 {
  const typename F::Block* block;
  explicit HWY_INLINE LoadedPoints512(const typename F::Block* b) : block(b) {}
  template <size_t J>
  HWY_INLINE __m512i Codes() const {
    return Codes512<F, J>(block);
  }
};

template <>
struct Chunk512<FormatIQ1_S> : LoadedPoints512<FormatIQ1_S> {
  explicit HWY_INLINE Chunk512(const BlockIQ1_S* b) : LoadedPoints512(b) {}
  static HWY_INLINE Factors512 Factors(const BlockIQ1_S* b) {
    const __m512i high = _mm512_cvtepu16_epi32(_mm256_broadcastsi128_si256(Load128(b->high)));
    const __m512i s = _mm512_and_si512(_mm512_srli_epi32(high, 12), _mm512_set1_epi32(7));
    const __mmask16 minus = _mm512_mask_test_epi32_mask(0xFF00, high, _mm512_set1_epi32(0x8000));
    const __m512 step = _mm512_mul_ps(
        _mm512_set1_ps(HalfToFloat(b->d) / 8),
        _mm512_mask_mov_ps(ScaleAndOffset(1.0f, 1.0f - kIq1Zero), minus, _mm512_set1_ps(-1.0f - kIq1Zero)));
    return {OddTimes(s, step), _mm512_setzero_ps()};
  }
};

template <>
struct Chunk512<FormatIQ1_M> : LoadedPoints512<FormatIQ1_M> {
  explicit HWY_INLINE Chunk512(const BlockIQ1_M* b) : LoadedPoints512(b) {}
  static HWY_INLINE Factors512 Factors(const BlockIQ1_M* b) {
    // Scale 4 i + j: 3 j bits up in half-word i, whose upper four bits are nibble i of d.
    static constexpr auto kPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return i % 4 == 0 ? 16 * (i / 16) + 3 * (i / 4 % 4) : 0; });
    const uint64_t packed = LoadTwoWords(b->scales);
    const uint64_t d = _pext_u64(packed, 0xF000F000F000F000u);
    const __m512i s = _mm512_and_si512(
        _mm512_multishift_epi64_epi8(LoadLanes(kPlaces), _mm512_set1_epi64(static_cast<int64_t>(packed))),
        _mm512_set1_epi32(7));
    return FactorsOf16(s, HalfToFloat(static_cast<uint16_t>(d)) / 8, -float{kIq1Zero});
  }
};

HWY_INLINE Factors512 TernaryFactors512(uint16_t d) {
  return {ScaleAndOffset(HalfToFloat(d), -1.0f), _mm512_setzero_ps()};
}

// The digits of all bytes there can be, two bits for each: four of them, and the fifth.
struct alignas(64) DigitTable {
  uint8_t four[256] = {}, fifth[256] = {};
  constexpr DigitTable() {
    for (uint32_t i = 0; i < 256; ++i) {
      uint32_t byte = i;
      for (uint32_t n = 0; n < 4; ++n, byte = 3 * byte & 255)
        four[i] |= static_cast<uint8_t>((3 * byte >> 8) << (2 * n));
      fifth[i] = static_cast<uint8_t>(3 * byte >> 8);
    }
  }
};

template <>
struct Chunk512<FormatTQ1_0> {
  __m512i four, fifth;  // of the 52 bytes
  explicit HWY_INLINE Chunk512(const BlockTQ1_0* b) {
    static constexpr DigitTable kDigits;
    static_assert(offsetof(BlockTQ1_0, last) == 48);
    const __m512i bytes = _mm512_maskz_loadu_epi32(0x1FFF, b->q);
    const __mmask64 upper = _mm512_movepi8_mask(bytes);
    four = BytesAt256(kDigits.four, bytes, upper);
    fifth = BytesAt256(kDigits.fifth, bytes, upper);
  }
  template <size_t J>
  HWY_INLINE __m512i Codes() const {
    // Where the numbers' bytes are, four in a lane of 32 bits, and at which digit of them.
    static constexpr auto kDigit = [](size_t i) {
      const size_t lane = 16 * J + i;
      return lane < 40 ? lane / 8 : lane < 60 ? (lane - 40) / 4 : lane - 60;
    };
    static constexpr auto kFrom = Lanes512<uint32_t>::from([](size_t i) {
      const size_t lane = 16 * J + i, at = lane < 40 ? lane % 8 : lane < 60 ? 8 + lane % 4 : 12;
      return at + (kDigit(i) == 4 ? 16 : 0);
    });
    static constexpr auto kShift =
        Lanes512<uint32_t>::from([](size_t i) { return kDigit(i) == 4 ? 0 : 2 * kDigit(i); });
    const __m512i digits = _mm512_permutex2var_epi32(four, LoadLanes(kFrom), fifth);
    return _mm512_and_si512(_mm512_srlv_epi32(digits, LoadLanes(kShift)), _mm512_set1_epi8(3));
  }
  static HWY_INLINE Factors512 Factors(const BlockTQ1_0* b) { return TernaryFactors512(b->d); }
};

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // VNNI
#endif  // per-target include guard
