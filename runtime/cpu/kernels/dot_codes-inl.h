// Dot products of weight codes with int8 activations, per instruction set, and the scales that belong to
// them.
//
// A "step" is what one instruction sequence multiplies: kStep codes, summed to kStep / 4 integers, of which
// each stays within one group of 16.

#if defined(HEARTH_DOT_CODES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_DOT_CODES_INL_H_
#undef HEARTH_DOT_CODES_INL_H_
#else
#define HEARTH_DOT_CODES_INL_H_
#endif

#include "runtime/cpu/kernels/codes-inl.h"
#include "runtime/cpu/kernels/codes512-inl.h"

#if HWY_ARCH_ARM_A64
#include <arm_neon.h>
#endif

HWY_BEFORE_NAMESPACE();
// Highway 1.0.3 compiles AVX3_DL with AVX-VNNI, which not every AVX3_DL machine has, and without AVX512-VNNI,
// which all have. 512-bit instructions exist in the latter only, so the kernels use just those.
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
#pragma GCC push_options
#pragma GCC target("avx512vnni")
#endif
namespace hearth::cpu {
namespace HWY_NAMESPACE {

constexpr size_t kStep = HEARTH_VNNI ? 64 : kCodes;
constexpr size_t kSteps = kChunk / kStep;
using StepTag = hn::FixedTag<uint8_t, kStep>;
using StepVec = hn::Vec<StepTag>;
using SumTag = hn::FixedTag<float, kStep / 4>;
using SumVec = hn::Vec<SumTag>;

// A chunk's codes [J * kStep, (J + 1) * kStep).
template <class F>
class ChunkCodes {
 public:
  explicit HWY_INLINE ChunkCodes(const typename F::Block* blocks) : chunk_(blocks) {}
  template <size_t J>
  HWY_INLINE StepVec Step() const {
#if HEARTH_VNNI
    return StepVec{chunk_.template Codes<J>()};
#else
    return F::template Codes<J>(chunk_);
#endif
  }

 private:
#if HEARTH_VNNI
  Chunk512<F> chunk_;
#else
  const typename F::Block* chunk_;
#endif
};

// Each lane: the sum of four neighbouring products code * q, as a float.
template <bool kWide>
HWY_INLINE SumVec DotStep(StepVec codes, const int8_t* q) {
#if HEARTH_VNNI
  const __m512i sums = _mm512_dpbusd_epi32(_mm512_setzero_si512(), codes.raw, _mm512_loadu_si512(q));
  return SumVec{_mm512_cvtepi32_ps(sums)};
#elif HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX2
  // Pairs are summed to 16 bits with saturation: 2 * 124 * 127 and 2 * 128 * 127 both fit.
  const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(q));
  const __m256i pairs = kWide
                            ? _mm256_maddubs_epi16(_mm256_abs_epi8(codes.raw), _mm256_sign_epi8(x, codes.raw))
                            : _mm256_maddubs_epi16(codes.raw, x);
  return SumVec{_mm256_cvtepi32_ps(_mm256_madd_epi16(pairs, _mm256_set1_epi16(1)))};
#elif HWY_ARCH_X86 && HWY_TARGET <= HWY_SSE4
  const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(q));
  const __m128i pairs = kWide ? _mm_maddubs_epi16(_mm_abs_epi8(codes.raw), _mm_sign_epi8(x, codes.raw))
                              : _mm_maddubs_epi16(codes.raw, x);
  return SumVec{_mm_cvtepi32_ps(_mm_madd_epi16(pairs, _mm_set1_epi16(1)))};
#elif HWY_ARCH_ARM_A64
  // Codes below 128 read the same signed. Products i and i + 8 are summed in 16 bits: 2 * 128 * 127 fits.
  const int8x16_t w = vreinterpretq_s8_u8(codes.raw), x = vld1q_s8(q);
  const int16x8_t pairs = vmlal_high_s8(vmull_s8(vget_low_s8(w), vget_low_s8(x)), w, x);
  return SumVec(vcvtq_f32_s32(vpaddlq_s16(pairs)));
#else
  // The vector lies within one group, so it does not matter which products meet in a lane.
  const hn::FixedTag<int16_t, 8> d16;
  const hn::FixedTag<int32_t, 4> d32;
  const hn::FixedTag<int8_t, 8> d8;
  const auto w = hn::BitCast(hn::FixedTag<int8_t, 16>(), codes);
  const auto wLow = hn::PromoteTo(d16, hn::LowerHalf(w)), xLow = hn::PromoteTo(d16, hn::LoadU(d8, q));
  const auto wHigh = hn::PromoteTo(d16, hn::UpperHalf(d8, w)),
             xHigh = hn::PromoteTo(d16, hn::LoadU(d8, q + 8));
  auto second = hn::Zero(d32);
  auto first = hn::ReorderWidenMulAccumulate(d32, wLow, xLow, hn::Zero(d32), second);
  first = hn::ReorderWidenMulAccumulate(d32, wHigh, xHigh, first, second);
  return hn::ConvertTo(SumTag(), hn::Add(first, second));
#endif
}

#if HEARTH_VNNI

// The codes of a chunk, turned.
template <class F>
HWY_INLINE void TurnedCodes(const Chunk512<F>& chunk, __m512i (&steps)[kSteps]) {
  steps[0] = chunk.template Codes<0>();
  steps[1] = chunk.template Codes<1>();
  steps[2] = chunk.template Codes<2>();
  steps[3] = chunk.template Codes<3>();
  TurnSteps(steps);
}

// What a weight row and an activation row have come to: the products of their codes with the factors, and
// what the weights' offsets contribute. For groups of 32 the lower half of `offsets` is of no meaning.
struct LaneSums {
  __m512 codes, offsets;
  HWY_INLINE LaneSums() : codes(_mm512_setzero_ps()), offsets(_mm512_setzero_ps()) {}
};

// Adds a chunk. `factors.first` of groups of 16 is in the order of lanes.
template <size_t kGroup>
HWY_INLINE void AddProducts(const __m512i (&steps)[kSteps], const Factors512& factors,
                            const ActivationChunk& x, LaneSums& sums) {
  // Integers hold it: 16 products of at most 255 * 127.
  __m512i dots = _mm512_dpbusd_epi32(_mm512_setzero_si512(), steps[0], _mm512_loadu_si512(x.turned));
  for (size_t s = 1; s < kSteps; ++s)
    dots = _mm512_dpbusd_epi32(dots, steps[s], _mm512_loadu_si512(x.turned + s * kStep));
  __m512 products;
  if constexpr (kGroup == 32) {
    const __m512 both = _mm512_mul_ps(factors.first, _mm512_loadu_ps(x.scales));  // scales, then sums
    sums.offsets = _mm512_add_ps(sums.offsets, both);
    products = _mm512_permutexvar_ps(GroupsOfLanes<32>(), both);
  } else {
    sums.offsets = _mm512_fmadd_ps(factors.second, _mm512_loadu_ps(x.halfSums), sums.offsets);
    const __m512 xScales = _mm512_permutexvar_ps(GroupsOfLanes<32>(), _mm512_loadu_ps(x.scales));
    products = _mm512_mul_ps(factors.first, xScales);
  }
  sums.codes = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dots), products, sums.codes);
}

template <size_t kGroup>
HWY_INLINE float SumOf(const LaneSums& sums) {
  return _mm512_reduce_add_ps(
      _mm512_mask_add_ps(sums.codes, kGroup == 32 ? 0xFF00 : 0xFFFF, sums.codes, sums.offsets));
}

#else

// weight scale * activation scale for every group of a chunk.
struct Products {
  float of[16];
};

template <size_t kGroup>
HWY_INLINE Products MakeProducts(const float* weightScales, const ActivationChunk& x) {
  Products products;
  const hn::FixedTag<float, 4> d;
  for (size_t i = 0; i < 8; i += 4) {
    const auto xScales = hn::LoadU(d, x.scales + i);
    if constexpr (kGroup == 32) {
      hn::StoreU(hn::Mul(hn::LoadU(d, weightScales + i), xScales), d, products.of + i);
    } else {
      const auto low = hn::InterleaveLower(d, xScales, xScales),
                 high = hn::InterleaveUpper(d, xScales, xScales);
      hn::StoreU(hn::Mul(hn::LoadU(d, weightScales + 2 * i), low), d, products.of + 2 * i);
      hn::StoreU(hn::Mul(hn::LoadU(d, weightScales + 2 * i + 4), high), d, products.of + 2 * i + 4);
    }
  }
  return products;
}

template <size_t kGroup, size_t J>
HWY_INLINE SumVec ScalesOfStep(const Products& products) {
  constexpr size_t kFirst = J * kStep / kGroup;
  if constexpr (kStep <= kGroup) {
    return hn::Set(SumTag(), products.of[kFirst]);
  } else {
    const hn::Half<SumTag> d;
    return hn::Combine(SumTag(), hn::Set(d, products.of[kFirst + 1]), hn::Set(d, products.of[kFirst]));
  }
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
#pragma GCC pop_options
#endif
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
