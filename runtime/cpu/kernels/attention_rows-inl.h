// How attention reads the rows of a tile, 16 numbers or a vector at once: floats, halves, and the codes of a
// cache in blocks, which are decoded in registers.

#if defined(HEARTH_ATTENTION_ROWS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_ATTENTION_ROWS_INL_H_
#undef HEARTH_ATTENTION_ROWS_INL_H_
#else
#define HEARTH_ATTENTION_ROWS_INL_H_
#endif

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "runtime/cpu/kernels/attention.h"
#include "runtime/forward/kv_cache.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, kAttentionPad>;
using FloatVector = hn::Vec<Floats>;

constexpr size_t kLine = 64;  // bytes of a cache line

// TileRows of floats or of halves.
template <class T>
class PlainRows {
 public:
  PlainRows(const TileRows& rows, uint32_t)
      : numbers_(static_cast<const T*>(rows.numbers)), stride_(rows.stride) {}
  HWY_INLINE FloatVector Load(Floats d, size_t row, size_t at) const {
    const T* from = numbers_ + row * stride_ + at;
    if constexpr (sizeof(T) == sizeof(float)) {
      return hn::LoadU(d, from);
    } else {
      return hn::PromoteTo(d, hn::LoadU(hn::Rebind<T, Floats>(), from));
    }
  }
  // Asks for a row of `width` numbers; floats are a block's own memory, near already.
  HWY_INLINE void AskFor(size_t row, uint32_t width) const {
    if constexpr (sizeof(T) < sizeof(float)) {
      for (size_t at = 0; at < width; at += kLine / sizeof(T)) hwy::Prefetch(numbers_ + row * stride_ + at);
    }
  }

 private:
  const T* numbers_;
  size_t stride_;
};

// A form's codes. Load() gives numbers [at, at + lanes) of a row, times their block's scale, of which it
// wants kScales floats; StoreScales() makes those of as many blocks as FourScales has lanes.
using FourScales = hn::CappedTag<float, 4>;

HWY_INLINE hn::Vec<FourScales> LoadHalfScales(const std::byte* stored) {
  const FourScales d;
  const auto* halves = reinterpret_cast<const hwy::float16_t*>(stored);
  return hn::PromoteTo(d, hn::LoadU(hn::Rebind<hwy::float16_t, FourScales>(), halves));
}

struct SignedBytes {
  static constexpr uint32_t kBits = 8;
  static constexpr uint32_t kScales = 1;
  static constexpr size_t kScaleBytes = 2;
  static HWY_INLINE void StoreScales(const std::byte* stored, float* out) {
    hn::StoreU(LoadHalfScales(stored), FourScales(), out);
  }
  static HWY_INLINE FloatVector Load(Floats d, const uint8_t* row, size_t at, const float* scale) {
    const hn::Rebind<int8_t, Floats> d8;
    const auto codes = hn::LoadU(d8, reinterpret_cast<const int8_t*>(row) + at);
    const auto numbers = hn::ConvertTo(d, hn::PromoteTo(hn::RebindToSigned<Floats>(), codes));
    return hn::Mul(numbers, hn::Set(d, *scale));
  }
};

// Numbers i and i + 16 of a block share a byte. A code in the upper bits of a float's mantissa is 1 + code /
// 16: a multiplication with 16 scales and a subtraction of 24 of them turn it into scale * (code - 8),
// exactly.
struct Nibbles {
  static constexpr uint32_t kBits = 4;
  static constexpr uint32_t kScales = 2;
  static constexpr size_t kScaleBytes = 2;
  static HWY_INLINE void StoreScales(const std::byte* stored, float* out) {
    const FourScales d;
    const auto scales = LoadHalfScales(stored);
    const auto factors = hn::Mul(scales, hn::Set(d, 16.0f)), offsets = hn::Mul(scales, hn::Set(d, 24.0f));
    hn::StoreInterleaved2(factors, offsets, d, out);
  }
  static HWY_INLINE FloatVector Load(Floats d, const uint8_t* row, size_t at, const float* scale) {
    constexpr size_t kHalf = kKvBlock / 2;
    const hn::RebindToSigned<Floats> dInts;
    const hn::Rebind<uint8_t, Floats> d8;
    const auto pairs = hn::PromoteTo(dInts, hn::LoadU(d8, row + at / kKvBlock * kHalf + at % kHalf));
    const auto placed = hn::ShiftLeftSame(pairs, at % kKvBlock < kHalf ? 19 : 15);
    const auto code = hn::And(placed, hn::Set(dInts, 15 << 19));
    const auto onePlus = hn::BitCast(d, hn::Or(code, hn::BitCast(dInts, hn::Set(d, 1.0f))));
    return hn::MulSub(onePlus, hn::Set(d, scale[0]), hn::Set(d, scale[1]));
  }
};

// e4m3, shifted into a float's fields: that lacks 120 of the exponent, of subnormal codes as well.
struct SmallFloats {
  static constexpr uint32_t kBits = 8;
  static constexpr uint32_t kScales = 1;
  static constexpr size_t kScaleBytes = 1;
  static constexpr int32_t kLacks = 120;
  // AVX-512 adds exponents, beside its multiplications: 5 % faster at six queries on Zen 5.
  static constexpr bool kAddsExponents = HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3;

  static HWY_INLINE void StoreScales(const std::byte* stored, float* out) {
    const FourScales d;
    const hn::RebindToSigned<FourScales> dInts;
    const hn::Rebind<uint8_t, FourScales> d8;
    const auto exponents = hn::PromoteTo(dInts, hn::LoadU(d8, reinterpret_cast<const uint8_t*>(stored)));
    const auto more = hn::Add(exponents, hn::Set(dInts, kAddsExponents ? kLacks - 127 : kLacks));
    hn::StoreU(kAddsExponents ? hn::ConvertTo(d, more) : hn::BitCast(d, hn::ShiftLeft<23>(more)), d, out);
  }
  static HWY_INLINE FloatVector Load(Floats d, const uint8_t* row, size_t at, const float* scale) {
    const hn::RebindToSigned<Floats> dInts;
    const hn::Rebind<int8_t, Floats> d8;
    const auto codes = hn::PromoteTo(dInts, hn::LoadU(d8, reinterpret_cast<const int8_t*>(row) + at));
    // The sign comes along in bits 27 to 31.
    constexpr uint32_t kSignAndFields = 0x87F00000u;
    const auto fields = hn::Set(dInts, static_cast<int32_t>(kSignAndFields));
    const auto number = hn::BitCast(d, hn::And(hn::ShiftLeft<20>(codes), fields));
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3
    return FloatVector{_mm512_scalef_ps(number.raw, _mm512_set1_ps(*scale))};
#else
    return hn::Mul(number, hn::Set(d, *scale));
#endif
  }
};

// TileRows of codes.
template <class Codes>
class CodeRows {
 public:
  CodeRows(const TileRows& rows, uint32_t width)
      : codes_(static_cast<const uint8_t*>(rows.numbers)),
        scales_(rows.scales),
        stride_(rows.stride),
        blocks_(width / kKvBlock) {}
  HWY_INLINE FloatVector Load(Floats d, size_t row, size_t at) const {
    return Codes::Load(d, codes_ + row * stride_, at,
                       scales_ + (row * blocks_ + at / kKvBlock) * Codes::kScales);
  }
  HWY_INLINE void AskFor(size_t row, uint32_t width) const {
    for (size_t at = 0; at < width * Codes::kBits / 8; at += kLine)
      hwy::Prefetch(codes_ + row * stride_ + at);
  }

 private:
  const uint8_t* codes_;
  const float* scales_;
  size_t stride_, blocks_;
};

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif
