// The formats of grid_blocks.h on machines with VNNI. A grid is held as two bits, or four, for each number of
// a point: so packed it fits into a few vectors, which instructions that permute two of them look up for 64
// points at once. Points then widen to codes without touching memory.

#if defined(HEARTH_GRIDS512_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_GRIDS512_INL_H_
#undef HEARTH_GRIDS512_INL_H_
#else
#define HEARTH_GRIDS512_INL_H_
#endif

#include "runtime/cpu/kernels/grid_lookups512-inl.h"

#if HEARTH_VNNI

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

// IQ1 and IQ2: the 64 points of two chunks, so that those looked up fill vectors with bytes: the lower and
// the upper four numbers of each, two bits a number, and in IQ2 and IQ1_M a byte beside them. Where point p
// of chunk k is, Order::at() says; 2 p and 2 p + 1 are neighbours.
struct OneByOne {
  static constexpr size_t at(size_t chunk, size_t point) { return 32 * chunk + point; }
};
struct EightByEight {
  static constexpr size_t at(size_t chunk, size_t point) { return 16 * (point / 8) + 8 * chunk + point % 8; }
};
template <class Order>
struct PointPairs512 {
  static constexpr size_t kCount = 2;
  __m512i lower, upper, beside;

  // A lane: the sixteen numbers of points 8 j + 2 u and the next.
  template <size_t K>
  HWY_INLINE __m512i Lanes() const {
    static constexpr auto kFrom = Lanes512<uint8_t>::from(
        [](size_t i) { return Order::at(K, 8 * (i / 4 % 4) + 2 * (i / 16) + i % 4 / 2) + 64 * (i % 2); });
    return _mm512_permutex2var_epi8(lower, LoadLanes(kFrom), upper);
  }
  // What is beside these two, twice.
  template <size_t K>
  HWY_INLINE __m512i BesideLanes() const {
    static constexpr auto kFrom =
        Lanes512<uint16_t>::from([](size_t i) { return Order::at(K, 8 * (i / 2 % 4) + 2 * (i / 8)) / 2; });
    return _mm512_permutexvar_epi16(LoadLanes(kFrom), beside);
  }
};

// IQ2: signs are beside.
template <class Order>
struct SignedPairs512 : PointPairs512<Order> {
  template <size_t K>
  HWY_INLINE void Turned(__m512i (&steps)[4]) const {
    const __m512i levels = this->template Lanes<K>(), signs = this->template BesideLanes<K>();
    steps[0] = Step<0>(levels, signs);
    steps[1] = Step<1>(levels, signs);
    steps[2] = Step<2>(levels, signs);
    steps[3] = Step<3>(levels, signs);
  }

 private:
  template <size_t S>
  static HWY_INLINE __m512i Step(__m512i levels, __m512i signs) {
    static constexpr auto kCodes = signedCodes<FormatIQ2_XXS::kZero, 2>(kIq2Levels);
    return SignedCodes<2>(NumbersOf<2, 0, S>(levels), NumbersOf<1, 2, S>(signs), kCodes);
  }
};

template <>
struct Chunks512<FormatIQ2_XXS> : SignedPairs512<EightByEight> {
  explicit HWY_INLINE Chunks512(const BlockIQ2_XXS* const (&b)[kCount]) {
    // In each quarter words A of two groups of the first chunk, then of the second; so words B.
    const __m512 first = _mm512_loadu_ps(b[0]->groups[0]), second = _mm512_loadu_ps(b[1]->groups[0]);
    const __m512i q = _mm512_castps_si512(_mm512_shuffle_ps(first, second, 0x88)),
                  sevens = _mm512_castps_si512(_mm512_shuffle_ps(first, second, 0xDD));
    const __mmask64 eighth = _mm512_movepi8_mask(q);
    lower = BytesAt<256>(kIq2XxsHalves.first.data(), q, &eighth);
    upper = BytesAt<256>(kIq2XxsHalves.second.data(), q, &eighth);
    static constexpr auto kPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return 32 * (i / 4 % 2) + 7 * (i % 4); });
    beside = EvenSigns512(_mm512_multishift_epi64_epi8(LoadLanes(kPlaces), sevens));
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ2_XXS* b) {
    static constexpr auto kFrom = Lanes512<uint32_t>::from([](size_t i) { return 2 * (i % 8); });
    const __m512i top = _mm512_srli_epi64(_mm512_loadu_si512(b->groups[0]), 60);
    const __m512 parts = OddParts<4, 8>(_mm512_permutexvar_epi32(LoadLanes(kFrom), top));
    return {_mm512_mul_ps(parts, ScaleAndOffset<-FormatIQ2_XXS::kZero>(b->d)), _mm512_setzero_ps()};
  }
};

template <>
struct Chunks512<FormatIQ2_XS> : SignedPairs512<OneByOne> {
  explicit HWY_INLINE Chunks512(const BlockIQ2_XS* const (&b)[kCount]) {
    static constexpr auto kLow = Lanes512<uint8_t>::from([](size_t i) { return 2 * i; });
    static constexpr auto kHigh = Lanes512<uint8_t>::from([](size_t i) { return 2 * i + 1; });
    const __m512i first = _mm512_loadu_si512(b[0]->q), second = _mm512_loadu_si512(b[1]->q);
    const __m512i low = _mm512_permutex2var_epi8(first, LoadLanes(kLow), second),
                  high = _mm512_permutex2var_epi8(first, LoadLanes(kHigh), second);
    const __mmask64 bits[] = {_mm512_movepi8_mask(low), MaskOfBit(high, 0)};
    lower = BytesAt<512>(kIq2XsHalves.first.data(), low, bits);
    upper = BytesAt<512>(kIq2XsHalves.second.data(), low, bits);
    beside = EvenSigns512(_mm512_srli_epi16(high, 1));
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ2_XS* b) {
    return FactorsOf16<-FormatIQ2_XS::kZero>(OddParts<4, 8>(NibblesToLanes(b->scales)), b->d);
  }
};

// The 32 bytes of two chunks.
HWY_INLINE __m512i LoadPair(const uint8_t (&first)[32], const uint8_t (&second)[32]) {
  return _mm512_inserti64x4(_mm512_castsi256_si512(Load256(first)), Load256(second), 1);
}

template <>
struct Chunks512<FormatIQ2_S> : SignedPairs512<OneByOne> {
  explicit HWY_INLINE Chunks512(const BlockIQ2_S* const (&b)[kCount]) {
    const __m512i low = LoadPair(b[0]->low, b[1]->low);
    // Two bits for each of four points of a word, from bit 5 of a byte on.
    static constexpr auto kPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return (32 * (i / 4 % 2) + 2 * (i % 4) + 64 - 5) % 64; });
    const __m512i bytes = _mm512_cvtepu8_epi32(_mm_unpacklo_epi64(Load64(b[0]->high), Load64(b[1]->high)));
    const __m512i high = _mm512_multishift_epi64_epi8(LoadLanes(kPlaces), bytes);
    const __mmask64 bits[] = {_mm512_movepi8_mask(low), MaskOfBit(high, 5), MaskOfBit(high, 6)};
    lower = BytesAt<1024>(kIq2SPoints.lower.data(), low, bits);
    upper = Upper(low, high);
    beside = LoadPair(b[0]->signs, b[1]->signs);
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ2_S* b) {
    return FactorsOf16<-FormatIQ2_S::kZero>(OddParts<4, 8>(NibblesToLanes(b->scales)), b->d);
  }

 private:
  static HWY_INLINE __m512i Upper(__m512i low, __m512i high) {
    const __m512i eighth =
        _mm512_ternarylogic_epi64(_mm512_set1_epi8(31), _mm512_srli_epi16(low, 3), high, 0xCA);
    const auto at = [](const std::array<uint8_t, 128>& table, __m512i index)
                        HWY_ATTR { return BytesAt<128>(table.data(), index, nullptr); };
    static constexpr auto kUpTo = Lanes512<uint8_t>::from([](size_t i) { return (1u << (i % 8)) - 1; });
    const __m512i rises =
        _mm512_and_si512(at(kIq2SPoints.upperRises, eighth), _mm512_permutexvar_epi8(low, LoadLanes(kUpTo)));
    return at(kIq2SPoints.upperValues,
              _mm512_add_epi8(at(kIq2SPoints.upperFirst, eighth), _mm512_popcnt_epi8(rises)));
  }
};

// IQ1: `low` has the lower eight bits of the points' indices, `high` from bit 4 on three more.
struct Iq1Pairs512 : PointPairs512<OneByOne> {
  HWY_INLINE void LookUp(__m512i low, __m512i high) {
    const __mmask64 bits[] = {_mm512_movepi8_mask(low), MaskOfBit(high, 4), MaskOfBit(high, 5),
                              MaskOfBit(high, 6)};
    lower = BytesAt<2048>(kIq1Points.lower.data(), low, bits);
    const __m512i fifteen = _mm512_set1_epi8(15);
    const __m512i sixteenth = _mm512_ternarylogic_epi64(fifteen, _mm512_srli_epi16(low, 4), high, 0xCA);
    const auto at = [&](const std::array<uint8_t, 128>& table)
                        HWY_ATTR { return BytesAt<128>(table.data(), sixteenth, nullptr); };
    const __mmask64 risen = _mm512_cmpge_epu8_mask(_mm512_and_si512(low, fifteen), at(kIq1Points.upperRises));
    upper = _mm512_mask_blend_epi8(risen, at(kIq1Points.upperFirst), at(kIq1Points.upperLast));
  }
  // Eights of the numbers, and what is to be added.
  template <size_t S>
  static HWY_INLINE __m512i Step(__m512i lanes, __m512i more) {
    return _mm512_ternarylogic_epi64(NumbersOf<2, 3, S>(lanes), _mm512_set1_epi8(0x18), more, 0xEA);
  }
};

template <>
struct Chunks512<FormatIQ1_S> : Iq1Pairs512 {
  explicit HWY_INLINE Chunks512(const BlockIQ1_S* const (&b)[kCount]) {
    static constexpr auto kPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return (32 * (i / 4 % 2) + 3 * (i % 4) + 64 - 4) % 64; });
    const __m256i halves =
        _mm256_inserti128_si256(_mm256_castsi128_si256(Load128(b[0]->high)), Load128(b[1]->high), 1);
    LookUp(LoadPair(b[0]->low, b[1]->low),
           _mm512_multishift_epi64_epi8(LoadLanes(kPlaces), _mm512_cvtepu16_epi32(halves)));
  }
  template <size_t K>
  HWY_INLINE void Turned(__m512i (&steps)[4]) const {
    const __m512i lanes = Lanes<K>(), least = _mm512_set1_epi8(kIq1Levels[0]);
    steps[0] = Step<0>(lanes, least);
    steps[1] = Step<1>(lanes, least);
    steps[2] = Step<2>(lanes, least);
    steps[3] = Step<3>(lanes, least);
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ1_S* b) {
    // Four bits: s, and whether delta is minus.
    const __m512i top =
        _mm512_srli_epi32(_mm512_cvtepu16_epi32(_mm256_broadcastsi128_si256(Load128(b->high))), 12);
    static constexpr auto kOffsets = Lanes512<float>::from([](size_t i) {
      return static_cast<float>(2 * (i % 8) + 1) / 8 * static_cast<float>((i < 8 ? 1 : -1) - kIq1Zero);
    });
    const __m512 parts = _mm512_mask_permutexvar_ps(OddParts<3, 8>(top), 0xFF00, top, LoadLanes(kOffsets));
    return {_mm512_mul_ps(parts, BroadcastHalf(b->d)), _mm512_setzero_ps()};
  }
};

template <>
struct Chunks512<FormatIQ1_M> : Iq1Pairs512 {
  explicit HWY_INLINE Chunks512(const BlockIQ1_M* const (&b)[kCount]) {
    static constexpr auto kPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return (16 * (i % 8 / 2) + 4 * (i % 2) + 64 - 4) % 64; });
    const __m256i nibbles =
        _mm256_inserti128_si256(_mm256_castsi128_si256(Load128(b[0]->high)), Load128(b[1]->high), 1);
    const __m512i high = _mm512_multishift_epi64_epi8(LoadLanes(kPlaces), _mm512_cvtepu8_epi16(nibbles));
    LookUp(LoadPair(b[0]->low, b[1]->low), high);
    beside = _mm512_andnot_si512(high, _mm512_set1_epi8(INT8_MIN));  // bit 7: delta is plus
  }
  template <size_t K>
  HWY_INLINE void Turned(__m512i (&steps)[4]) const {
    const __m512i lanes = Lanes<K>(), deltas = BesideLanes<K>();
    const __m512i first = DeltaOf<0>(deltas), second = DeltaOf<1>(deltas);
    steps[0] = Step<0>(lanes, first);
    steps[1] = Step<1>(lanes, first);
    steps[2] = Step<2>(lanes, second);
    steps[3] = Step<3>(lanes, second);
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ1_M* b) {
    // Scale 4 i + j: 3 j bits up in half-word i, whose upper four bits are nibble i of d.
    static constexpr auto kPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return i % 4 == 0 ? 16 * (i / 16) + 3 * (i / 4 % 4) : 0; });
    const uint64_t packed = LoadTwoWords(b->scales);
    const uint64_t d = _pext_u64(packed, 0xF000F000F000F000u);
    const __m512i s =
        _mm512_multishift_epi64_epi8(LoadLanes(kPlaces), _mm512_set1_epi64(static_cast<int64_t>(packed)));
    return FactorsOf16<-kIq1Zero>(OddParts<3, 8>(s), static_cast<uint16_t>(d));
  }

 private:
  // 2 where delta is plus beside point kPoint of a lane, else 0: with the numbers' eights that is the code.
  template <size_t kPoint>
  static HWY_INLINE __m512i DeltaOf(__m512i deltas) {
    static_assert(kIq1Levels[0] == 1);
    static constexpr auto kPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return 32 * (i / 4 % 2) + 8 * kPoint + 7 - 1; });
    return _mm512_multishift_epi64_epi8(LoadLanes(kPlaces), deltas);
  }
};

// IQ3: 64 points of four numbers, each a byte with two of them and another.
struct HalfPoints512 {
  static constexpr size_t kCount = 1;
  __m512i first, second, signs;  // signs: sixteen bits a lane, twice

  HWY_INLINE void TurnedTo(__m512i (&steps)[4], const Lanes512<uint8_t>& codes) const {
    const __m512i low = Lanes<0>(), high = Lanes<1>();
    steps[0] = SignedCodes<3>(NumbersOf<4, 0, 0>(low), NumbersOf<1, 3, 0>(signs), codes);
    steps[1] = SignedCodes<3>(NumbersOf<4, 0, 1>(low), NumbersOf<1, 3, 1>(signs), codes);
    steps[2] = SignedCodes<3>(NumbersOf<4, 0, 0>(high), NumbersOf<1, 3, 2>(signs), codes);
    steps[3] = SignedCodes<3>(NumbersOf<4, 0, 1>(high), NumbersOf<1, 3, 3>(signs), codes);
  }

 private:
  // A lane: points 16 j + 4 u + 2 T and the next.
  template <size_t T>
  HWY_INLINE __m512i Lanes() const {
    static constexpr auto kFrom = Lanes512<uint8_t>::from(
        [](size_t i) { return 16 * (i / 4 % 4) + 4 * (i / 16) + 2 * T + i % 4 / 2 + 64 * (i % 2); });
    return _mm512_permutex2var_epi8(first, LoadLanes(kFrom), second);
  }
};

template <>
struct Chunks512<FormatIQ3_XXS> : HalfPoints512 {
  explicit HWY_INLINE Chunks512(const BlockIQ3_XXS* const (&b)[kCount]) {
    const __m512i q = _mm512_loadu_si512(b[0]->q);
    const __mmask64 eighth = _mm512_movepi8_mask(q);
    first = BytesAt<256>(kIq3XxsHalves.first.data(), q, &eighth);
    second = BytesAt<256>(kIq3XxsHalves.second.data(), q, &eighth);
    // Lane 4 u + j is half u % 2 of group 2 j + u / 2: two of its four times seven signs.
    static constexpr auto kGroup = Lanes512<uint32_t>::from([](size_t i) { return 2 * (i % 4) + i / 8; });
    static constexpr auto kPlaces =
        Lanes512<uint8_t>::from([](size_t i) { return 32 * (i / 4 % 2) + 14 * (i / 16 % 2) + 7 * (i % 2); });
    const __m512i words =
        _mm512_permutexvar_epi32(LoadLanes(kGroup), _mm512_castsi256_si512(Load256(b[0]->signs)));
    signs = EvenSigns512(_mm512_multishift_epi64_epi8(LoadLanes(kPlaces), words));
  }
  template <size_t K>
  HWY_INLINE void Turned(__m512i (&steps)[4]) const {
    static constexpr auto kCodes = signedCodes<FormatIQ3_XXS::kZero, 3>(kIq3XxsLevels);
    TurnedTo(steps, kCodes);
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ3_XXS* b) {
    const __m512i top = _mm512_srli_epi32(_mm512_broadcast_i64x4(Load256(b->signs)), 28);
    return {_mm512_mul_ps(OddParts<4, 4>(top), ScaleAndOffset<-FormatIQ3_XXS::kZero>(b->d)),
            _mm512_setzero_ps()};
  }
};

template <>
struct Chunks512<FormatIQ3_S> : HalfPoints512 {
  explicit HWY_INLINE Chunks512(const BlockIQ3_S* const (&b)[kCount]) {
    const __m512i low = _mm512_loadu_si512(b[0]->low);
    const __mmask64 bits[] = {_mm512_movepi8_mask(low), _cvtu64_mask64(LoadTwoWords(b[0]->high))};
    first = BytesAt<512>(kIq3SHalves.first.data(), low, bits);
    second = BytesAt<512>(kIq3SHalves.second.data(), low, bits);
    static constexpr auto kFrom = Lanes512<uint16_t>::from([](size_t i) { return 4 * (i / 2 % 4) + i / 8; });
    signs = _mm512_permutexvar_epi16(LoadLanes(kFrom), _mm512_castsi256_si512(Load256(b[0]->signs)));
  }
  template <size_t K>
  HWY_INLINE void Turned(__m512i (&steps)[4]) const {
    static constexpr auto kCodes = signedCodes<FormatIQ3_S::kZero, 3>(kIq3SLevels);
    TurnedTo(steps, kCodes);
  }
  static HWY_INLINE Factors512 Factors(const BlockIQ3_S* b) {
    static constexpr auto kShift = Lanes512<uint32_t>::from([](size_t i) { return 4 * (i % 8); });
    const __m512i words = _mm512_set1_epi32(static_cast<int>(LoadWord(b->scales)));
    const __m512 parts = OddParts<4, 1>(_mm512_srlv_epi32(words, LoadLanes(kShift)));
    return {_mm512_mul_ps(parts, ScaleAndOffset<-FormatIQ3_S::kZero>(b->d)), _mm512_setzero_ps()};
  }
};

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
struct Chunks512<FormatTQ1_0> {
  static constexpr size_t kCount = 1;
  __m512i four, fifth;  // of the 52 bytes
  explicit HWY_INLINE Chunks512(const BlockTQ1_0* const (&b)[kCount]) {
    static constexpr DigitTable kDigits;
    static_assert(offsetof(BlockTQ1_0, last) == 48);
    const __m512i bytes = _mm512_maskz_loadu_epi32(0x1FFF, b[0]->q);
    const __mmask64 eighth = _mm512_movepi8_mask(bytes);
    four = BytesAt<256>(kDigits.four, bytes, &eighth);
    fifth = BytesAt<256>(kDigits.fifth, bytes, &eighth);
  }
  template <size_t K>
  HWY_INLINE void Turned(__m512i (&steps)[4]) const {
    steps[0] = Step<0>();
    steps[1] = Step<1>();
    steps[2] = Step<2>();
    steps[3] = Step<3>();
  }
  static HWY_INLINE Factors512 Factors(const BlockTQ1_0* b) {
    return {ScaleAndOffset<-1>(b->d), _mm512_setzero_ps()};
  }

 private:
  template <size_t S>
  HWY_INLINE __m512i Step() const {
    // Where the numbers' bytes are, four in a lane of 32 bits, and at which digit of them.
    static constexpr auto kWord = [](size_t i) { return 16 * (i % 4) + 4 * (i / 4) + S; };
    static constexpr auto kDigit = [](size_t i) {
      const size_t word = kWord(i);
      return word < 40 ? word / 8 : word < 60 ? (word - 40) / 4 : word - 60;
    };
    static constexpr auto kFrom = Lanes512<uint32_t>::from([](size_t i) {
      const size_t word = kWord(i), at = word < 40 ? word % 8 : word < 60 ? 8 + word % 4 : 12;
      return at + (kDigit(i) == 4 ? 16 : 0);
    });
    static constexpr auto kShift =
        Lanes512<uint32_t>::from([](size_t i) { return kDigit(i) == 4 ? 0 : 2 * kDigit(i); });
    const __m512i digits = _mm512_permutex2var_epi32(four, LoadLanes(kFrom), fifth);
    return _mm512_and_si512(_mm512_srlv_epi32(digits, LoadLanes(kShift)), _mm512_set1_epi8(3));
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // VNNI
#endif  // per-target include guard
