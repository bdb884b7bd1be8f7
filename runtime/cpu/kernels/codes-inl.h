// How the kernels see every quantised format: value = scale[group] * code + offset[group] with codes of one
// byte in vectors. This file has what the formats share; formats32-inl.h and formats256-inl.h have the
// formats.
//
// Codes are unsigned, as VNNI wants one operand. Formats whose codes need all eight bits (kWide) are flipped
// to unsigned only there; elsewhere they stay signed.

#if defined(HEARTH_CODES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_CODES_INL_H_
#undef HEARTH_CODES_INL_H_
#else
#define HEARTH_CODES_INL_H_
#endif

#include <cstring>

#include <hwy/highway.h>

#include "runtime/base/half.h"
#include "runtime/cpu/kernels/activations.h"
#include "runtime/cpu/kernels/turned-inl.h"
#include "runtime/tensor/quant_blocks.h"

#if HWY_TARGET <= HWY_AVX2 && HWY_ARCH_X86
#include <immintrin.h>
#endif

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// What a format's Codes<J>() yields: the codes [J * kCodes, (J + 1) * kCodes) of a chunk.
constexpr size_t kCodes = HWY_MAX_BYTES >= 32 ? 32 : 16;
using CodesTag = hn::FixedTag<uint8_t, kCodes>;
using CodesVec = hn::Vec<CodesTag>;

// Added to the codes of a wide format modulo 256, where 0x80 is also the sign bit to flip.
constexpr uint8_t kWideZero = HEARTH_VNNI ? 128 : 0;

HWY_INLINE CodesVec LoadBytes(const uint8_t* bytes) { return hn::LoadU(CodesTag(), bytes); }

// Each byte shifted right by kShift (left if negative), then masked with kMask, which must not contain bits
// that come from the neighbouring byte.
template <int kShift, int kMask, class D>
HWY_INLINE hn::Vec<D> ShiftAndMask(D d, hn::Vec<D> bytes) {
  const hn::Repartition<uint16_t, D> d16;
  const auto mask = hn::Set(d, static_cast<uint8_t>(kMask));
  if constexpr (kShift > 0) {
    bytes = hn::BitCast(d, hn::ShiftRight<kShift>(hn::BitCast(d16, bytes)));
  } else if constexpr (kShift < 0) {
    bytes = hn::BitCast(d, hn::ShiftLeft<-kShift>(hn::BitCast(d16, bytes)));
  }
  return hn::And(bytes, mask);
}

// The codes of 32 numbers whose codes i and i + 16 share byte i; kFirst is 0 or 16 where vectors have 16.
template <size_t kFirst>
HWY_INLINE CodesVec NibblesOf16(const uint8_t* bytes) {
  const CodesTag d;
  const auto pairs = hn::LoadDup128(d, bytes);
#if HWY_MAX_BYTES >= 32
  alignas(32) static constexpr uint32_t kShifts[8] = {0, 0, 0, 0, 4, 4, 4, 4};
  const hn::Repartition<uint32_t, CodesTag> d32;
  const auto shifted = hn::Shr(hn::BitCast(d32, pairs), hn::Load(d32, kShifts));
  return hn::And(hn::BitCast(d, shifted), hn::Set(d, uint8_t{15}));
#else
  constexpr int kShift = kFirst == 0 ? 0 : 4;
  return ShiftAndMask<kShift, 15>(d, pairs);
#endif
}

// table[code] for codes below 16.
HWY_INLINE CodesVec LookUp(const uint8_t* table, CodesVec codes) {
  return hn::TableLookupBytes(hn::LoadDup128(CodesTag(), table), codes);
}

// Sixteen levels as unsigned codes.
struct LevelTable {
  alignas(16) uint8_t bytes[16];
  constexpr LevelTable(const int8_t (&levels)[16], uint8_t zero) : bytes{} {
    for (size_t i = 0; i < 16; ++i) bytes[i] = static_cast<uint8_t>(levels[i] + zero);
  }
};

HWY_INLINE float HalfToFloat(uint16_t bits) {
#if HWY_TARGET <= HWY_AVX2 && HWY_ARCH_X86
  return _cvtsh_ss(bits);
#else
  return halfToFloat(bits);
#endif
}

// out[i] = factor * bytes[i]
template <size_t kCount, class T>
HWY_INLINE void ScaleBytes(const T* bytes, float factor, float* out) {
  const hn::CappedTag<float, kCount> d;
  const hn::Rebind<int32_t, decltype(d)> dInt;
  const hn::Rebind<T, decltype(d)> dByte;
  for (size_t i = 0; i < kCount; i += hn::Lanes(d)) {
    const auto values = hn::ConvertTo(d, hn::PromoteTo(dInt, hn::LoadU(dByte, bytes + i)));
    hn::StoreU(hn::Mul(values, hn::Set(d, factor)), d, out + i);
  }
}

// out[i] = factor * in[i]
template <size_t kCount>
HWY_INLINE void ScaleFloats(const float* in, float factor, float* out) {
  const hn::CappedTag<float, kCount> d;
  for (size_t i = 0; i < kCount; i += hn::Lanes(d)) {
    hn::StoreU(hn::Mul(hn::LoadU(d, in + i), hn::Set(d, factor)), d, out + i);
  }
}

// Factors are written with the vectors they will be read with: a load that spans several smaller stores would
// wait for them to leave the store buffer, which costs more than all the rest of a chunk.
template <class V4>
HWY_INLINE void StoreEight(V4 low, V4 high, float* out) {
#if HWY_MAX_BYTES >= 32
  const hn::FixedTag<float, 8> d;
  hn::StoreU(hn::Combine(d, high, low), d, out);
#else
  const hn::FixedTag<float, 4> d;
  hn::StoreU(low, d, out);
  hn::StoreU(high, d, out + 4);
#endif
}

// Four half-precision numbers, one every `stride` bytes.
HWY_INLINE hn::Vec<hn::FixedTag<float, 4>> LoadHalves4(const uint8_t* bytes, size_t stride) {
  const hn::FixedTag<float, 4> d;
  const hn::Rebind<hwy::float16_t, decltype(d)> dHalf;
  uint64_t four = 0;
  for (size_t k = 0; k < 4; ++k) {
    uint16_t bits;
    std::memcpy(&bits, bytes + k * stride, sizeof bits);
    four |= uint64_t{bits} << (16 * k);
  }
  return hn::PromoteTo(d, hn::BitCast(dHalf, hn::Set(hn::FixedTag<uint64_t, 1>(), four)));
}

// Eight of them as floats.
HWY_INLINE void LoadHalves8(const uint8_t* bytes, size_t stride, float* out) {
  StoreEight(LoadHalves4(bytes, stride), LoadHalves4(bytes + 4 * stride, stride), out);
}

HWY_INLINE uint32_t LoadWord(const uint8_t* bytes) {
  uint32_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
