#include "runtime/cpu/kernels/kv_forms.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/kv_forms.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

#include "runtime/base/half.h"
#include "runtime/cpu/kernels/attention.h"
#include "runtime/cpu/kernels/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, 16>;
using Ints = hn::RebindToSigned<Floats>;
using Words = hn::RebindToUnsigned<Floats>;

float LargestMagnitude(const float* x) {
  const Floats d;
  auto most = hn::Zero(d);
  for (size_t i = 0; i < kKvBlock; i += hn::Lanes(d)) most = hn::Max(most, hn::Abs(hn::LoadU(d, x + i)));
  return hn::GetLane(hn::MaxOfLanes(d, most));
}

// The scale as it is stored, and what numbers are multiplied with to become codes.
float StoreHalfScale(float scale, std::byte* to) {
  constexpr float kHalfMost = 65504.0f;
  const uint16_t bits = hearth::floatToHalf(std::clamp(scale, -kHalfMost, kHalfMost));
  std::memcpy(to, &bits, sizeof bits);
  const float stored = halfToFloat(bits);
  return stored == 0 ? 0.0f : 1.0f / stored;
}

void EncodeQ8(const float* x, std::byte* codes, std::byte* scale) {
  const Floats d;
  const auto factor = hn::Set(d, StoreHalfScale(LargestMagnitude(x) / 127.0f, scale));
  const auto most = hn::Set(d, 127.0f), least = hn::Set(d, -127.0f);
  const hn::Rebind<int8_t, Floats> d8;
  for (size_t i = 0; i < kKvBlock; i += hn::Lanes(d)) {
    const auto scaled = hn::Mul(hn::LoadU(d, x + i), factor);
    const auto q = hn::NearestInt(hn::Max(least, hn::Min(most, scaled)));
    hn::StoreU(hn::DemoteTo(d8, q), d8, reinterpret_cast<int8_t*>(codes) + i);
  }
}

void EncodeQ4(const float* x, std::byte* codes, std::byte* scale) {
  const Floats d;
  const float* largest =
      std::max_element(x, x + kKvBlock, [](float a, float b) { return std::abs(a) < std::abs(b); });
  const auto factor = hn::Set(d, StoreHalfScale(*largest / -8.0f, scale));
  const auto most = hn::Set(d, 7.0f), least = hn::Set(d, -8.0f);
  int32_t q[kKvBlock];
  for (size_t i = 0; i < kKvBlock; i += hn::Lanes(d)) {
    const auto scaled = hn::Mul(hn::LoadU(d, x + i), factor);
    hn::StoreU(hn::NearestInt(hn::Max(least, hn::Min(most, scaled))), Ints(), q + i);
  }
  for (size_t i = 0; i < kKvBlock / 2; ++i) {
    codes[i] = static_cast<std::byte>((q[i] + 8) | ((q[i + kKvBlock / 2] + 8) << 4));
  }
}

constexpr float kF8Most = 448.0f;  // of e4m3

void EncodeF8(const float* x, std::byte* codes, std::byte* scale) {
  // Of a float's 23 bits of mantissa, 1.75 = 448 / 2^8 has these.
  constexpr uint32_t kMantissaOf448 = 0x600000u, kMantissaMask = 0x7FFFFFu;
  const auto bits = std::bit_cast<uint32_t>(LargestMagnitude(x));
  const int exponent = static_cast<int>(bits >> 23) - 8 + ((bits & kMantissaMask) > kMantissaOf448 ? 1 : 0);
  const auto stored = static_cast<uint32_t>(std::max(0, exponent));  // at most 248
  *scale = static_cast<std::byte>(stored);

  const Floats d;
  const Words dWords;
  const auto factor = hn::Set(d, std::bit_cast<float>((254u - stored) << 23));  // 2^(127 - stored)
  const auto most = hn::Set(d, kF8Most), leastNormal = hn::Set(d, 0x1p-6f), perUnit = hn::Set(d, 0x1p9f);
  uint32_t q[kKvBlock];
  for (size_t i = 0; i < kKvBlock; i += hn::Lanes(d)) {
    const auto number = hn::LoadU(d, x + i);
    const auto magnitude = hn::Min(most, hn::Mul(hn::Abs(number), factor));
    // Normal numbers: three bits of mantissa stay, to nearest even; then the exponent's bias of 7.
    const auto wide = hn::BitCast(dWords, magnitude);
    const auto odd = hn::And(hn::ShiftRight<20>(wide), hn::Set(dWords, 1u));
    const auto rounded = hn::ShiftRight<20>(hn::Add(hn::Add(wide, odd), hn::Set(dWords, 0x7FFFFu)));
    const auto normal = hn::Sub(rounded, hn::Set(dWords, (127u - 7u) << 3));
    const auto subnormal = hn::BitCast(dWords, hn::NearestInt(hn::Mul(magnitude, perUnit)));
    const auto isSmall = hn::RebindMask(dWords, hn::Lt(magnitude, leastNormal));
    const auto sign = hn::ShiftLeft<7>(hn::ShiftRight<31>(hn::BitCast(dWords, number)));
    hn::StoreU(hn::Or(sign, hn::IfThenElse(isSmall, subnormal, normal)), dWords, q + i);
  }
  for (size_t i = 0; i < kKvBlock; ++i) codes[i] = static_cast<std::byte>(q[i]);
}

float HalfScale(const std::byte* scales, uint32_t block) {
  uint16_t bits;
  std::memcpy(&bits, scales + size_t{block} * sizeof bits, sizeof bits);
  return halfToFloat(bits);
}

void DecodeQ8(const std::byte* codes, float scale, float* out) {
  const Floats d;
  const hn::Rebind<int8_t, Floats> d8;
  const auto factor = hn::Set(d, scale);
  for (size_t i = 0; i < kKvBlock; i += hn::Lanes(d)) {
    const auto q = hn::PromoteTo(Ints(), hn::LoadU(d8, reinterpret_cast<const int8_t*>(codes) + i));
    hn::StoreU(hn::Mul(hn::ConvertTo(d, q), factor), d, out + i);
  }
}

void DecodeQ4(const std::byte* codes, float scale, float* out) {
  const Floats d;
  const hn::Rebind<uint8_t, Floats> d8;
  const auto factor = hn::Set(d, scale);
  const auto number = [&](hn::Vec<Ints> code) HWY_ATTR {
    return hn::Mul(hn::ConvertTo(d, hn::Sub(code, hn::Set(Ints(), 8))), factor);
  };
  for (size_t i = 0; i < kKvBlock / 2; i += hn::Lanes(d)) {
    const auto pair = hn::PromoteTo(Ints(), hn::LoadU(d8, reinterpret_cast<const uint8_t*>(codes) + i));
    hn::StoreU(number(hn::And(pair, hn::Set(Ints(), 15))), d, out + i);
    hn::StoreU(number(hn::ShiftRight<4>(pair)), d, out + i + kKvBlock / 2);
  }
}

void DecodeF8(const std::byte* codes, uint8_t exponent, float* out) {
  const Floats d;
  const Words dWords;
  const hn::Rebind<uint8_t, Floats> d8;
  // 2^(exponent - 127), of which 0 is no normal float. Shifted into a float's fields, codes lack 127 - 7 of
  // their exponent, which the first factor adds, to subnormal codes as well.
  const auto factor = hn::Set(d, exponent == 0 ? 0x1p-127f : std::bit_cast<float>(uint32_t{exponent} << 23));
  const auto bias = hn::Set(d, 0x1p120f);
  for (size_t i = 0; i < kKvBlock; i += hn::Lanes(d)) {
    const auto code = hn::PromoteTo(dWords, hn::LoadU(d8, reinterpret_cast<const uint8_t*>(codes) + i));
    const auto sign = hn::ShiftLeft<24>(hn::And(code, hn::Set(dWords, 0x80u)));
    const auto fields = hn::ShiftLeft<20>(hn::And(code, hn::Set(dWords, 0x7Fu)));
    const auto number = hn::Mul(hn::BitCast(d, hn::Or(sign, fields)), bias);
    hn::StoreU(hn::Mul(number, factor), d, out + i);
  }
}

void EncodeBlocks(KvForm form, const float* x, uint32_t width, std::byte* row) {
  const size_t codeBytes = kvCodeBytes(form, kKvBlock), scaleBytes = kvScaleBytes(form, kKvBlock);
  std::byte* scales = row + kvCodeBytes(form, width);
  const auto encode = form == KvForm::Q8_0 ? EncodeQ8 : form == KvForm::Q4_0 ? EncodeQ4 : EncodeF8;
  for (uint32_t block = 0; block < width / kKvBlock; ++block) {
    encode(x + size_t{block} * kKvBlock, row + block * codeBytes, scales + block * scaleBytes);
  }
}

void DecodeBlocks(KvForm form, const std::byte* row, uint32_t width, uint32_t offset, uint32_t count,
                  float* out) {
  const size_t codeBytes = kvCodeBytes(form, kKvBlock);
  const std::byte* scales = row + kvCodeBytes(form, width);
  for (uint32_t block = offset / kKvBlock; block < (offset + count) / kKvBlock; ++block, out += kKvBlock) {
    const std::byte* codes = row + block * codeBytes;
    if (form == KvForm::Q8_0) {
      DecodeQ8(codes, HalfScale(scales, block), out);
    } else if (form == KvForm::Q4_0) {
      DecodeQ4(codes, HalfScale(scales, block), out);
    } else {
      DecodeF8(codes, static_cast<uint8_t>(scales[block]), out);
    }
  }
}

}  // namespace
}  // namespace hearth::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {

HWY_EXPORT(EncodeBlocks);
HWY_EXPORT(DecodeBlocks);

void encodeKvRow(KvForm form, const float* x, uint32_t width, std::byte* row) {
  if (form == KvForm::Half) {
    cpu::floatToHalf(x, width, reinterpret_cast<uint16_t*>(row));
  } else if (form == KvForm::Float) {
    std::memcpy(row, x, size_t{width} * sizeof(float));
  } else {
    HWY_DYNAMIC_DISPATCH(EncodeBlocks)(form, x, width, row);
    const size_t used = kvCodeBytes(form, width) + kvScaleBytes(form, width);
    std::fill(row + used, row + kvRowBytes(form, width), std::byte{0});
  }
}

void decodeKvRow(KvForm form, const std::byte* row, uint32_t width, uint32_t offset, uint32_t count,
                 float* out) {
  if (form == KvForm::Half) {
    halvesToFloats(reinterpret_cast<const uint16_t*>(row) + offset, count, out);
  } else if (form == KvForm::Float) {
    std::memcpy(out, row + offset * sizeof(float), size_t{count} * sizeof(float));
  } else {
    HWY_DYNAMIC_DISPATCH(DecodeBlocks)(form, row, width, offset, count, out);
  }
}

}  // namespace hearth::cpu
#endif
