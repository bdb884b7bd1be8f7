// How the kernels see every quantised format: value = scale[group] * code + offset[group] with codes of one byte in
// vectors. This file has what the formats share; formats32-inl.h and formats256-inl.h have the formats.
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
#include "runtime/tensor/quant_blocks.h"

#if HWY_TARGET <= HWY_AVX2 && HWY_ARCH_X86
#include <immintrin.h>
#endif

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#define HEARTH_VNNI (HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL)

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
  const hn::FixedTag<uint8_t, 16> d;
  const auto pairs = hn::LoadU(d, bytes);
  if constexpr (kCodes == 32) {
#if HWY_MAX_BYTES >= 32
    return hn::Combine(CodesTag(), ShiftAndMask<4, 15>(d, pairs), ShiftAndMask<0, 15>(d, pairs));
#endif
  } else {
    return ShiftAndMask<kFirst == 0 ? 0 : 4, 15>(d, pairs);
  }
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

// The half-precision numbers at `bytes`, bytes + stride, ... as floats.
HWY_INLINE void LoadHalves8(const uint8_t* bytes, size_t stride, float* out) {
  const hn::FixedTag<float, 4> d;
  const hn::Rebind<hwy::float16_t, decltype(d)> dHalf;
  const hn::Rebind<uint16_t, decltype(d)> dBits;
  for (size_t i = 0; i < 8; i += 4) {
    uint64_t four = 0;  // put together in a register: a vector load of four small stores would wait for them
    for (size_t k = 0; k < 4; ++k) {
      uint16_t bits;
      std::memcpy(&bits, bytes + (i + k) * stride, sizeof bits);
      four |= uint64_t{bits} << (16 * k);
    }
    uint16_t halves[4];
    std::memcpy(halves, &four, sizeof four);
    hn::StoreU(hn::PromoteTo(d, hn::BitCast(dHalf, hn::LoadU(dBits, halves))), d, out + i);
  }
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
