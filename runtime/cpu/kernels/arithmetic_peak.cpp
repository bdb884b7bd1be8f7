// The most multiply-adds per second that the kernels' own instruction reaches: no memory, no scales.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/arithmetic_peak.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "runtime/cpu/kernels/kernels.h"

#if HWY_TARGET != HWY_SCALAR
#include "runtime/cpu/kernels/dot_codes-inl.h"
#endif

HWY_BEFORE_NAMESPACE();
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
#pragma GCC push_options
#pragma GCC target("avx512vnni")
#endif
namespace hearth::cpu {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

uint64_t MultiplyAddInt8(uint32_t rounds, int32_t* sum) {
  int32_t total = 0;
  for (uint32_t i = 0; i < rounds; ++i) total += static_cast<int8_t>(i) * static_cast<int8_t>(i >> 8);
  *sum += total;
  return rounds;
}

#else

// Chains of sums side by side: more than any processor's latency times its instructions a cycle.
constexpr size_t kChains = 12;

uint64_t MultiplyAddInt8(uint32_t rounds, int32_t* sum) {
  alignas(64) static constexpr int8_t kQ[64] = {3, 1, 4, 1, 5, 9, 2, 6};
  const int8_t* volatile where = kQ;  // read in every round, so that none can be left out
#if HEARTH_VNNI
  __m512i sums[kChains];
  for (size_t k = 0; k < kChains; ++k) sums[k] = _mm512_set1_epi32(static_cast<int>(k));
  const __m512i codes = _mm512_set1_epi8(3);
#pragma GCC unroll 16  // GCC 12 copies every sum twice around each turn of a loop
  for (uint32_t i = 0; i < rounds; ++i) {
    const __m512i q = _mm512_load_si512(where);
    for (size_t k = 0; k < kChains; ++k) sums[k] = _mm512_dpbusd_epi32(sums[k], codes, q);
  }
  for (size_t k = 0; k < kChains; ++k) *sum += _mm512_reduce_add_epi32(sums[k]);
#else
  SumVec sums[kChains];
  for (size_t k = 0; k < kChains; ++k) sums[k] = hn::Set(SumTag(), static_cast<float>(k));
  const auto codes = hn::Set(StepTag(), uint8_t{3});
  for (uint32_t i = 0; i < rounds; ++i) {
    for (size_t k = 0; k < kChains; ++k) sums[k] = hn::Add(sums[k], DotStep<false>(codes, where));
  }
  for (size_t k = 0; k < kChains; ++k)
    *sum += static_cast<int32_t>(hn::GetLane(hn::SumOfLanes(SumTag(), sums[k])));
#endif
  return uint64_t{rounds} * kChains * kStep;
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
#pragma GCC pop_options
#endif
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(MultiplyAddInt8);
uint64_t multiplyAddInt8(uint32_t rounds, int32_t* sum) {
  return HWY_DYNAMIC_DISPATCH(MultiplyAddInt8)(rounds, sum);
}
}  // namespace hearth::cpu
#endif
