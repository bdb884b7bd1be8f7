// What the formats of grids512-inl.h are looked up, spread and scaled with.

#if defined(HEARTH_GRID_LOOKUPS512_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_GRID_LOOKUPS512_INL_H_
#undef HEARTH_GRID_LOOKUPS512_INL_H_
#else
#define HEARTH_GRID_LOOKUPS512_INL_H_
#endif

#include <bit>

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

// table[index] for 64 bytes of which the lower seven bits count; bits[0] has the eighth, bits[1] the ninth,
// and so on. `table` is aligned to 64.
template <size_t kCount>
HWY_INLINE __m512i BytesAt(const uint8_t* table, __m512i index, const __mmask64* bits) {
  if constexpr (kCount == 128) {
    return _mm512_permutex2var_epi8(_mm512_load_si512(table), index, _mm512_load_si512(table + 64));
  } else {
    constexpr size_t kHalf = kCount / 2;
    return _mm512_mask_blend_epi8(bits[std::countr_zero(kHalf) - 7], BytesAt<kHalf>(table, index, bits),
                                  BytesAt<kHalf>(table + kHalf, index, bits));
  }
}
HWY_INLINE __mmask64 MaskOfBit(__m512i bytes, int bit) {
  return _mm512_test_epi8_mask(bytes, _mm512_set1_epi8(static_cast<char>(1 << bit)));
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
  return BytesAt<128>(kTable.of, sevens, nullptr);
}

// Codes are spread into steps in the order of TurnSteps() right away: lane 4 u + j of step s has the four
// numbers of word 16 j + 4 u + s. What is packed of a lane's sixteen numbers lies in that lane (or, where it
// does not fit, in that lane of two vectors) and each step takes its bits from there.
//
// The byte of number k of lane l: bits from kBits (4 s + k) - kUp on.
template <size_t kBits, size_t kUp, size_t kStepInLane>
HWY_INLINE __m512i NumbersOf(__m512i lanes) {
  static constexpr auto kPlaces = Lanes512<uint8_t>::from(
      [](size_t i) { return (32 * (i / 4 % 2) + kBits * (4 * kStepInLane + i % 4) + 64 - kUp) % 64; });
  return _mm512_multishift_epi64_epi8(LoadLanes(kPlaces), lanes);
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
// `level` counts in its lower kBits bits, `sign` in the bit above them.
template <size_t kBits>
HWY_INLINE __m512i SignedCodes(__m512i level, __m512i sign, const Lanes512<uint8_t>& codes) {
  const __m512i both = _mm512_ternarylogic_epi64(level, sign, _mm512_set1_epi8((1 << kBits) - 1), 0xE4);
  return _mm512_permutexvar_epi8(both, LoadLanes(codes));
}

HWY_INLINE __m512 BroadcastHalf(uint16_t half) {
  return _mm512_cvtph_ps(_mm256_set1_epi16(static_cast<short>(half)));
}
// (2 s + 1) / kPer of the lower kBits bits of each lane. The product with a half-precision number is exact,
// and so is that with an offset.
template <size_t kBits, int kPer>
HWY_INLINE __m512 OddParts(__m512i lanes) {
  static constexpr auto kOdd = Lanes512<float>::from(
      [](size_t i) { return static_cast<float>(2 * (i % (size_t{1} << kBits)) + 1) / kPer; });
  return _mm512_permutexvar_ps(lanes, LoadLanes(kOdd));
}
// Eight lanes of d, then as many of d * kOffset.
template <int kOffset>
HWY_INLINE __m512 ScaleAndOffset(uint16_t d) {
  static constexpr auto kTimes = Lanes512<float>::from([](size_t i) { return i < 8 ? 1 : kOffset; });
  return _mm512_mul_ps(BroadcastHalf(d), LoadLanes(kTimes));
}
// Nibble i of eight bytes in the lower bits of lane i.
HWY_INLINE __m512i NibblesToLanes(const uint8_t* bytes) {
  static constexpr auto kPlaces = Lanes512<uint8_t>::from([](size_t i) { return i % 4 == 0 ? i : 0; });
  return _mm512_multishift_epi64_epi8(LoadLanes(kPlaces),
                                      _mm512_set1_epi64(static_cast<int64_t>(LoadTwoWords(bytes))));
}
template <int kOffset>
HWY_INLINE Factors512 FactorsOf16(__m512 parts, uint16_t d) {
  const __m512 scales = _mm512_mul_ps(parts, BroadcastHalf(d));
  return {scales, _mm512_mul_ps(scales, _mm512_set1_ps(kOffset))};
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // VNNI
#endif  // per-target include guard
