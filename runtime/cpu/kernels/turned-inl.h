// The order of codes and activations in which few rows are multiplied on x86, one for machines with VNNI and
// one for those with AVX2: lanes that belong to one group throughout, so that products of several vectors can
// be summed as integers before a factor is applied.

#if defined(HEARTH_TURNED_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_TURNED_INL_H_
#undef HEARTH_TURNED_INL_H_
#else
#define HEARTH_TURNED_INL_H_
#endif

#include <hwy/highway.h>

#define HEARTH_VNNI (HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL)
#define HEARTH_TURNED256 (HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX2 && !HEARTH_VNNI)

#if HEARTH_VNNI

#include <immintrin.h>

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

// The 256 bytes of a chunk, so turned that a lane meets numbers of one group of 16 only: then the products of
// all four vectors can be summed as integers before a factor is applied. Word s (four bytes) of quarter u of
// vector j goes to vector s, lane 4 u + j; so lane 4 u + j has numbers of group 4 j + u.
HWY_INLINE void TurnSteps(__m512i (&steps)[4]) {
  const __m512i low01 = _mm512_unpacklo_epi32(steps[0], steps[1]),
                high01 = _mm512_unpackhi_epi32(steps[0], steps[1]),
                low23 = _mm512_unpacklo_epi32(steps[2], steps[3]),
                high23 = _mm512_unpackhi_epi32(steps[2], steps[3]);
  steps[0] = _mm512_unpacklo_epi64(low01, low23);
  steps[1] = _mm512_unpackhi_epi64(low01, low23);
  steps[2] = _mm512_unpacklo_epi64(high01, high23);
  steps[3] = _mm512_unpackhi_epi64(high01, high23);
}

// The groups of kGroup numbers that the lanes belong to then.
template <size_t kGroup>
HWY_INLINE __m512i GroupsOfLanes() {
  if constexpr (kGroup == 16) return _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  return _mm512_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6, 1, 3, 5, 7, 1, 3, 5, 7);
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#elif HEARTH_TURNED256

#include <cstdint>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

// Vector 2 j + h of the eight has numbers [8 j, 8 j + 8) of the groups of 32 h, 2 + h, 4 + h and 6 + h, a
// group in each 64-bit lane.
HWY_INLINE void TurnNumbers(const int8_t* numbers, int8_t* turned) {
  for (size_t j = 0; j < 4; ++j) {
    for (size_t h = 0; h < 2; ++h) {
      for (size_t lane = 0; lane < 4; ++lane) {
        std::memcpy(turned + 32 * (2 * j + h) + 8 * lane, numbers + 32 * (2 * lane + h) + 8 * j, 8);
      }
    }
  }
}
// Each group's scale twice, for the halves of its lane that products are summed to, first those with h = 0.
HWY_INLINE void TurnScales(const float* scales, float* turned) {
  for (size_t i = 0; i < 16; ++i) turned[i] = scales[2 * (i % 8 / 2) + i / 8];
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // TURNED256
#endif  // per-target include guard
