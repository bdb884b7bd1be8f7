// The formats with blocks of 32 numbers (quant_blocks.h), eight blocks a chunk.

#if defined(HEARTH_FORMATS32_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_FORMATS32_INL_H_
#undef HEARTH_FORMATS32_INL_H_
#else
#define HEARTH_FORMATS32_INL_H_
#endif

#include "runtime/cpu/kernels/codes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

// The two 16-bit factors d and m that open Q4_1 and Q5_1 blocks.
template <class B>
HWY_INLINE void ScaleAndMin(const B* b, float* scales, float* offsets) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(b);
  LoadHalves8(bytes, sizeof(B), scales);
  LoadHalves8(bytes + 2, sizeof(B), offsets);
}

// A scale d in front and a zero point.
template <class B>
HWY_INLINE void ScaleAndZero(const B* b, float zero, float* scales, float* offsets) {
  LoadHalves8(reinterpret_cast<const uint8_t*>(b), sizeof(B), scales);
  ScaleFloats<8>(scales, -zero, offsets);
}

// 0x10 where bit (kFirst + i) of the 32 bits is set.
template <size_t kFirst>
HWY_INLINE CodesVec FifthBits(const uint8_t* bits) {
  // Byte i takes bits / 8 by a lookup and keeps its own bit.
  alignas(32) static constexpr uint8_t kByteOf[32] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1,
                                                      2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3};
  const CodesTag d;
  const hn::Repartition<uint32_t, CodesTag> d32;
  const hn::Repartition<uint64_t, CodesTag> d64;
  const auto all = hn::BitCast(d, hn::Set(d32, LoadWord(bits)));
  const auto own = hn::BitCast(d, hn::Set(d64, 0x8040201008040201u));
  const auto spread = hn::TableLookupBytes(all, hn::Load(d, kByteOf + kFirst));
  return hn::IfThenElseZero(hn::TestBit(spread, own), hn::Set(d, uint8_t{0x10}));
}

struct FormatQ8_0 {
  using Block = BlockQ8_0;
  static constexpr DType kType = DType::Q8_0;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = true;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    ScaleAndZero(b, kWideZero, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes;
    const auto q = LoadBytes(reinterpret_cast<const uint8_t*>(b[kAt / 32].q) + kAt % 32);
    return hn::Xor(q, hn::Set(CodesTag(), kWideZero));
  }
};

struct FormatQ4_0 {
  using Block = BlockQ4_0;
  static constexpr DType kType = DType::Q4_0;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    ScaleAndZero(b, 8.0f, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes;
    return NibblesOf16<kAt % 32>(b[kAt / 32].q);
  }
};

struct FormatQ4_1 {
  using Block = BlockQ4_1;
  static constexpr DType kType = DType::Q4_1;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    ScaleAndMin(b, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes;
    return NibblesOf16<kAt % 32>(b[kAt / 32].q);
  }
};

struct FormatQ5_0 {
  using Block = BlockQ5_0;
  static constexpr DType kType = DType::Q5_0;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    ScaleAndZero(b, 16.0f, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes;
    return hn::Or(NibblesOf16<kAt % 32>(b[kAt / 32].q), FifthBits<kAt % 32>(b[kAt / 32].high));
  }
};

struct FormatQ5_1 {
  using Block = BlockQ5_1;
  static constexpr DType kType = DType::Q5_1;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    ScaleAndMin(b, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes;
    return hn::Or(NibblesOf16<kAt % 32>(b[kAt / 32].q), FifthBits<kAt % 32>(b[kAt / 32].high));
  }
};

struct FormatIQ4_NL {
  using Block = BlockIQ4_NL;
  static constexpr DType kType = DType::IQ4_NL;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = true;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    ScaleAndZero(b, kWideZero, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    static constexpr LevelTable kTable(kIq4Values, kWideZero);
    constexpr size_t kAt = J * kCodes;
    return LookUp(kTable.bytes, NibblesOf16<kAt % 32>(b[kAt / 32].q));
  }
};

struct FormatMXFP4 {
  using Block = BlockMXFP4;
  static constexpr DType kType = DType::MXFP4;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static constexpr uint8_t kZero = 12;  // makes the levels -12..12 unsigned
  // 2^(exponent - 128) of four blocks: the exponent less one in a float's field; 0 and 1 are subnormal.
  static HWY_INLINE hn::Vec<hn::FixedTag<float, 4>> Powers(const Block* b) {
    const hn::FixedTag<float, 4> d;
    const hn::Rebind<int32_t, decltype(d)> dInt;
    const hn::Rebind<uint8_t, decltype(d)> dByte;
    const uint32_t four = uint32_t{b[0].exponent} | uint32_t{b[1].exponent} << 8 |
                          uint32_t{b[2].exponent} << 16 | uint32_t{b[3].exponent} << 24;
    const auto bytes = hn::BitCast(dByte, hn::Set(hn::FixedTag<uint32_t, 1>(), four));
    const auto exponents = hn::PromoteTo(dInt, bytes);
    const auto normal = hn::ShiftLeft<23>(hn::Sub(exponents, hn::Set(dInt, 1)));
    const auto subnormal = hn::IfThenElse(hn::Eq(exponents, hn::Zero(dInt)), hn::Set(dInt, 0x00200000),
                                          hn::Set(dInt, 0x00400000));
    return hn::BitCast(d, hn::IfThenElse(hn::Lt(exponents, hn::Set(dInt, 2)), subnormal, normal));
  }
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    StoreEight(Powers(b), Powers(b + 4), scales);
    ScaleFloats<8>(scales, -float{kZero}, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    static constexpr LevelTable kTable(kMxfp4Values, kZero);
    constexpr size_t kAt = J * kCodes;
    return LookUp(kTable.bytes, NibblesOf16<kAt % 32>(b[kAt / 32].q));
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
