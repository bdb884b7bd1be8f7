// Half-precision (IEEE binary16), bfloat16, E4M3 and E8M0 numbers as bits, converted exactly; rounding is to
// nearest even.
#pragma once

#include <bit>
#include <cstdint>

namespace hearth {

constexpr float halfToFloat(uint16_t bits) {
  const uint32_t sign = uint32_t{bits & 0x8000u} << 16;
  const uint32_t magnitude = bits & 0x7FFFu;
  if (magnitude >= 0x7C00u) return std::bit_cast<float>(sign | 0x7F800000u | ((magnitude & 0x3FFu) << 13));
  // Shifted into a float's fields, the exponent lacks 127 - 15; multiplying by 2^112 adds it and also turns
  // subnormal halves into normal floats.
  constexpr float kExponentShift = std::bit_cast<float>((127u + 112u) << 23);
  const float value = std::bit_cast<float>(magnitude << 13) * kExponentShift;
  return std::bit_cast<float>(sign | std::bit_cast<uint32_t>(value));
}

constexpr uint16_t floatToHalf(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  const uint32_t sign = (bits >> 16) & 0x8000u;
  const uint32_t magnitude = bits & 0x7FFFFFFFu;
  constexpr uint32_t kOverflow = (127u + 16u) << 23;        // 65536: above it everything is infinite
  constexpr uint32_t kSmallestNormal = (127u - 14u) << 23;  // 2^-14
  if (magnitude > 0x7F800000u) return static_cast<uint16_t>(sign | 0x7E00u);  // NaN, made quiet
  if (magnitude >= kOverflow) return static_cast<uint16_t>(sign | 0x7C00u);
  if (magnitude < kSmallestNormal) {
    // Adding 0.5 puts the half's last place (2^-24) at the float's last place; the addition rounds.
    const float shifted = std::bit_cast<float>(magnitude) + 0.5f;
    return static_cast<uint16_t>(sign | (std::bit_cast<uint32_t>(shifted) - std::bit_cast<uint32_t>(0.5f)));
  }
  const uint32_t odd = (magnitude >> 13) & 1u;
  const uint32_t rebiased = magnitude - ((127u - 15u) << 23);
  return static_cast<uint16_t>(sign | ((rebiased + 0xFFFu + odd) >> 13));
}

constexpr float bfloat16ToFloat(uint16_t bits) { return std::bit_cast<float>(uint32_t{bits} << 16); }

constexpr uint16_t floatToBfloat16(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  if ((bits & 0x7FFFFFFFu) > 0x7F800000u) return static_cast<uint16_t>((bits >> 16) | 0x40u);
  return static_cast<uint16_t>((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}

// float8_e4m3fn: four bits of exponent, biased by 7, three of mantissa; no infinities, and 0x7F and 0xFF are
// not numbers.
constexpr float e4m3ToFloat(uint8_t bits) {
  const uint16_t sign = static_cast<uint16_t>((bits & 0x80u) << 8);
  const uint16_t magnitude = static_cast<uint16_t>((bits & 0x7Fu) << 7);
  if ((bits & 0x7Fu) == 0x7Fu) return halfToFloat(sign | 0x7E00u);
  return halfToFloat(sign | magnitude) * 256.0f;  // a half's exponent is biased by 15
}

// Half of a power of two given by its biased exponent: 2^(bits - 128). MXFP4 stores its codes doubled.
constexpr float halfOfE8m0ToFloat(uint8_t bits) {
  return std::bit_cast<float>(bits < 2 ? 0x00200000u << bits : (bits - 1u) << 23);
}

}  // namespace hearth
