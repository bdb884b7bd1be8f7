// The formats with blocks of 256 numbers (quant_blocks.h), one block a chunk.

#if defined(HEARTH_FORMATS256_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_FORMATS256_INL_H_
#undef HEARTH_FORMATS256_INL_H_
#else
#define HEARTH_FORMATS256_INL_H_
#endif

#include "runtime/cpu/kernels/codes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

constexpr uint32_t kLowNibbles = 0x0F0F0F0Fu, kLowSixBits = 0x3F3F3F3Fu, kUpperTwoOfSix = 0x30303030u;

// The scales and mins of Q4_K and Q5_K, a byte each, found four at a time in a word (ScaleMin in
// quant_blocks.h tells the packing).
struct SixBitBytes {
  uint64_t scales, mins;
  template <class B>
  explicit HWY_INLINE SixBitBytes(const B* b) {
    const uint32_t a = LoadWord(b->scales), m = LoadWord(b->scales + 4), both = LoadWord(b->scales + 8);
    scales = uint64_t{a & kLowSixBits} | uint64_t{(both & kLowNibbles) | ((a >> 2) & kUpperTwoOfSix)} << 32;
    mins = uint64_t{m & kLowSixBits} | uint64_t{((both >> 4) & kLowNibbles) | ((m >> 2) & kUpperTwoOfSix)}
                                           << 32;
  }
};
template <class B>
HWY_INLINE void SixBitFactors(const B* b, float* scales, float* offsets) {
  const SixBitBytes packed(b);
  uint8_t bytes[8];
  std::memcpy(bytes, &packed.scales, 8);
  ScaleBytes<8>(bytes, HalfToFloat(b->d), scales);
  std::memcpy(bytes, &packed.mins, 8);
  ScaleBytes<8>(bytes, -HalfToFloat(b->dmin), offsets);
}

struct FormatQ4_K {
  using Block = BlockQ4_K;
  static constexpr DType kType = DType::Q4_K;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    SixBitFactors(b, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes, kG = kAt / 32;
    return ShiftAndMask<kG % 2 * 4, 15>(CodesTag(), LoadBytes(b->q + 32 * (kG / 2) + kAt % 32));
  }
};

struct FormatQ5_K {
  using Block = BlockQ5_K;
  static constexpr DType kType = DType::Q5_K;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = false;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    SixBitFactors(b, scales, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes, kG = kAt / 32;
    const auto low = ShiftAndMask<kG % 2 * 4, 15>(CodesTag(), LoadBytes(b->q + 32 * (kG / 2) + kAt % 32));
    const auto high = ShiftAndMask<static_cast<int>(kG) - 4, 0x10>(CodesTag(), LoadBytes(b->high + kAt % 32));
    return hn::Or(low, high);
  }
};

struct FormatQ6_K {
  using Block = BlockQ6_K;
  static constexpr DType kType = DType::Q6_K;
  static constexpr size_t kGroup = 16;
  static constexpr bool kWide = false;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    const float d = HalfToFloat(b->d);
    ScaleBytes<16>(b->scales, d, scales);
    ScaleBytes<16>(b->scales, -32.0f * d, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes, kHalf = kAt / 128, kQuarter = kAt % 128 / 32, kI = kAt % 32;
    const auto low = ShiftAndMask<kQuarter / 2 * 4, 15>(
        CodesTag(), LoadBytes(b->low + 64 * kHalf + 32 * (kQuarter & 1) + kI));
    const auto high = ShiftAndMask<2 * static_cast<int>(kQuarter) - 4, 0x30>(
        CodesTag(), LoadBytes(b->high + 32 * kHalf + kI));
    return hn::Or(low, high);
  }
};

struct FormatQ3_K {
  using Block = BlockQ3_K;
  static constexpr DType kType = DType::Q3_K;
  static constexpr size_t kGroup = 16;
  static constexpr bool kWide = false;
  using ScalesTag = hn::FixedTag<int8_t, 16>;
  static HWY_INLINE hn::Vec<ScalesTag> Scales(const Block* b) {
    // Scales 0..3, 4..7, 8..11, 12..15 in the four words of a vector.
    alignas(16) static constexpr uint32_t kLowShifts[4] = {0, 0, 4, 4};
    alignas(16) static constexpr uint32_t kHighLeft[4] = {4, 2, 0, 0}, kHighRight[4] = {0, 0, 0, 2};
    const hn::FixedTag<uint32_t, 4> d32;
    uint64_t lowBytes;
    std::memcpy(&lowBytes, b->scales, sizeof lowBytes);
    auto low = hn::BitCast(d32, hn::Set(hn::FixedTag<uint64_t, 2>(), lowBytes));
    low = hn::And(hn::Shr(low, hn::Load(d32, kLowShifts)), hn::Set(d32, kLowNibbles));
    auto high = hn::Shl(hn::Set(d32, LoadWord(b->scales + 8)), hn::Load(d32, kHighLeft));
    high = hn::And(hn::Shr(high, hn::Load(d32, kHighRight)), hn::Set(d32, kUpperTwoOfSix));
    const ScalesTag d;
    return hn::Sub(hn::BitCast(d, hn::Or(low, high)), hn::Set(d, int8_t{32}));
  }
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    int8_t bytes[16];
    hn::StoreU(Scales(b), ScalesTag(), bytes);
    const float d = HalfToFloat(b->d);
    ScaleBytes<16>(bytes, d, scales);
    ScaleBytes<16>(bytes, -4.0f * d, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes, kHalf = kAt / 128, kQuarter = kAt % 128 / 32, kI = kAt % 32;
    const auto low = ShiftAndMask<2 * kQuarter, 3>(CodesTag(), LoadBytes(b->q + 32 * kHalf + kI));
    const auto high =
        ShiftAndMask<static_cast<int>(4 * kHalf + kQuarter) - 2, 4>(CodesTag(), LoadBytes(b->high + kI));
    return hn::Or(low, high);
  }
};

struct FormatQ2_K {
  using Block = BlockQ2_K;
  static constexpr DType kType = DType::Q2_K;
  static constexpr size_t kGroup = 16;
  static constexpr bool kWide = false;
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    const hn::FixedTag<uint8_t, 16> d;
    const auto both = hn::LoadU(d, b->scales);
    uint8_t bytes[16];
    hn::StoreU(ShiftAndMask<0, 15>(d, both), d, bytes);
    ScaleBytes<16>(bytes, HalfToFloat(b->d), scales);
    hn::StoreU(ShiftAndMask<4, 15>(d, both), d, bytes);
    ScaleBytes<16>(bytes, -HalfToFloat(b->dmin), offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    constexpr size_t kAt = J * kCodes, kHalf = kAt / 128, kQuarter = kAt % 128 / 32, kI = kAt % 32;
    return ShiftAndMask<2 * kQuarter, 3>(CodesTag(), LoadBytes(b->q + 32 * kHalf + kI));
  }
};

struct FormatIQ4_XS {
  using Block = BlockIQ4_XS;
  static constexpr DType kType = DType::IQ4_XS;
  static constexpr size_t kGroup = 32;
  static constexpr bool kWide = true;
  // A signed byte each.
  static HWY_INLINE uint64_t Scales(const Block* b) {
    // The eight nibbles and the eight pairs of bits, each spread to a byte.
    uint64_t low = LoadWord(b->scalesLow), high = b->scalesHigh;
    low = (low | low << 16) & 0x0000FFFF0000FFFFu;
    low = (low | low << 8) & 0x00FF00FF00FF00FFu;
    low = (low | low << 4) & 0x0F0F0F0F0F0F0F0Fu;
    high = (high | high << 24) & 0x000000FF000000FFu;
    high = (high | high << 12) & 0x000F000F000F000Fu;
    high = (high | high << 6) & 0x0303030303030303u;
    // Less 32 in every byte; bit 7 stops the borrow.
    return (((low | high << 4) | 0x8080808080808080u) - 0x2020202020202020u) ^ 0x8080808080808080u;
  }
  static HWY_INLINE void Factors(const Block* b, float* scales, float* offsets) {
    const uint64_t all = Scales(b);
    int8_t bytes[8];
    std::memcpy(bytes, &all, sizeof bytes);
    ScaleBytes<8>(bytes, HalfToFloat(b->d), scales);
    ScaleFloats<8>(scales, -float{kWideZero}, offsets);
  }
  template <size_t J>
  static HWY_INLINE CodesVec Codes(const Block* b) {
    static constexpr LevelTable kTable(kIq4Values, kWideZero);
    constexpr size_t kAt = J * kCodes;
    return LookUp(kTable.bytes, NibblesOf16<kAt % 32>(b->q + 16 * (kAt / 32)));
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
