#include "runtime/tensor/quantize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "runtime/base/check.h"
#include "runtime/base/half.h"
#include "runtime/tensor/quant_blocks.h"

namespace hearth {

namespace {

float inverseOf(float x) { return x != 0.0f ? 1.0f / x : 0.0f; }

int roundTo(float x, int low, int high) { return std::clamp(static_cast<int>(std::lrint(x)), low, high); }

// The number of largest magnitude, with its sign: signed formats reach one step further below zero than
// above, so the scale's sign is chosen to put it there.
float signedPeak(std::span<const float> x) {
  return *std::max_element(x.begin(), x.end(), [](float a, float b) { return std::abs(a) < std::abs(b); });
}

void packNibbles(const std::array<uint8_t, 32>& q, uint8_t* out) {
  for (uint32_t i = 0; i < 16; ++i) out[i] = static_cast<uint8_t>((q[i] & 15) | (q[i + 16] << 4));
}

void packFifthBits(const std::array<uint8_t, 32>& q, uint8_t* out) {
  std::fill_n(out, 4, uint8_t{0});
  for (uint32_t i = 0; i < 32; ++i) out[i / 8] = static_cast<uint8_t>(out[i / 8] | (q[i] >> 4) << (i % 8));
}

void encode(std::span<const float> x, BlockQ8_0& b) {
  b.d = floatToHalf(std::abs(signedPeak(x)) / 127.0f);
  const float inverse = inverseOf(halfToFloat(b.d));
  for (uint32_t i = 0; i < 32; ++i) b.q[i] = static_cast<int8_t>(roundTo(x[i] * inverse, -127, 127));
}

// Codes of x ~ d * (q - zero), q in 0 .. 2 * zero - 1.
std::array<uint8_t, 32> symmetricCodes(std::span<const float> x, int zero, uint16_t& d) {
  d = floatToHalf(signedPeak(x) / static_cast<float>(-zero));
  const float inverse = inverseOf(halfToFloat(d));
  std::array<uint8_t, 32> q;
  for (uint32_t i = 0; i < 32; ++i)
    q[i] = static_cast<uint8_t>(roundTo(x[i] * inverse, -zero, zero - 1) + zero);
  return q;
}

// Codes of x ~ d * q + m, q in 0 .. levels.
std::array<uint8_t, 32> affineCodes(std::span<const float> x, int levels, uint16_t& d, uint16_t& m) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  m = floatToHalf(*low);
  d = floatToHalf((*high - *low) / static_cast<float>(levels));
  const float inverse = inverseOf(halfToFloat(d)), offset = halfToFloat(m);
  std::array<uint8_t, 32> q;
  for (uint32_t i = 0; i < 32; ++i)
    q[i] = static_cast<uint8_t>(roundTo((x[i] - offset) * inverse, 0, levels));
  return q;
}

void encode(std::span<const float> x, BlockQ4_0& b) { packNibbles(symmetricCodes(x, 8, b.d), b.q); }

void encode(std::span<const float> x, BlockQ4_1& b) { packNibbles(affineCodes(x, 15, b.d, b.m), b.q); }

void encode(std::span<const float> x, BlockQ5_0& b) {
  const std::array<uint8_t, 32> q = symmetricCodes(x, 16, b.d);
  packNibbles(q, b.q);
  packFifthBits(q, b.high);
}

void encode(std::span<const float> x, BlockQ5_1& b) {
  const std::array<uint8_t, 32> q = affineCodes(x, 31, b.d, b.m);
  packNibbles(q, b.q);
  packFifthBits(q, b.high);
}

// x ~ scale * q - min with min >= 0, as Q4_K and Q5_K have it.
struct Affine {
  float scale, min;
};

// The whole range, then one least-squares step with the codes held.
Affine fitAffine(std::span<const float> x, int levels) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  const float min = -std::min(*low, 0.0f);
  const float scale = (std::max(*high, 0.0f) + min) / static_cast<float>(levels);
  const float inverse = inverseOf(scale);
  double sumQ = 0, sumQQ = 0, sumX = 0, sumQX = 0;
  for (const float value : x) {
    const double q = roundTo((value + min) * inverse, 0, levels);
    sumQ += q;
    sumQQ += q * q;
    sumX += value;
    sumQX += q * value;
  }
  const double n = static_cast<double>(x.size()), determinant = n * sumQQ - sumQ * sumQ;
  if (determinant < 0.5) return {scale, min};  // all codes equal: it is a whole number
  const double fitted = (n * sumQX - sumQ * sumX) / determinant, fittedMin = (fitted * sumQ - sumX) / n;
  if (fitted <= 0 || fittedMin < 0) return {scale, min};
  return {static_cast<float>(fitted), static_cast<float>(fittedMin)};
}

// Fits the eight groups, writes d, dmin and the packed 6-bit factors, and returns the codes.
template <class Block>
std::array<uint8_t, 256> scaleMinCodes(std::span<const float> x, int levels, Block& b) {
  std::array<Affine, 8> fits;
  float scaleMax = 0, minMax = 0;
  for (uint32_t g = 0; g < 8; ++g) {
    fits[g] = fitAffine(x.subspan(g * 32, 32), levels);
    scaleMax = std::max(scaleMax, fits[g].scale);
    minMax = std::max(minMax, fits[g].min);
  }
  b.d = floatToHalf(scaleMax / 63.0f);
  b.dmin = floatToHalf(minMax / 63.0f);
  const float d = halfToFloat(b.d), dmin = halfToFloat(b.dmin);
  std::array<uint8_t, 256> codes;
  std::fill_n(b.scales, 12, uint8_t{0});
  for (uint32_t g = 0; g < 8; ++g) {
    const int scale = roundTo(fits[g].scale * inverseOf(d), 0, 63),
              min = roundTo(fits[g].min * inverseOf(dmin), 0, 63);
    if (g < 4) {
      b.scales[g] = static_cast<uint8_t>(b.scales[g] | scale);
      b.scales[g + 4] = static_cast<uint8_t>(b.scales[g + 4] | min);
    } else {
      b.scales[g + 4] = static_cast<uint8_t>((scale & 15) | (min & 15) << 4);
      b.scales[g - 4] = static_cast<uint8_t>(b.scales[g - 4] | (scale >> 4) << 6);
      b.scales[g] = static_cast<uint8_t>(b.scales[g] | (min >> 4) << 6);
    }
    const float inverse = inverseOf(d * static_cast<float>(scale)), offset = dmin * static_cast<float>(min);
    for (uint32_t i = g * 32; i < g * 32 + 32; ++i) {
      codes[i] = static_cast<uint8_t>(roundTo((x[i] + offset) * inverse, 0, levels));
    }
  }
  for (uint32_t i = 0; i < 128; ++i) {
    const uint32_t low = i / 32 * 64 + i % 32;
    b.q[i] = static_cast<uint8_t>((codes[low] & 15) | (codes[low + 32] & 15) << 4);
  }
  return codes;
}

void encode(std::span<const float> x, BlockQ4_K& b) { scaleMinCodes(x, 15, b); }

void encode(std::span<const float> x, BlockQ5_K& b) {
  const std::array<uint8_t, 256> codes = scaleMinCodes(x, 31, b);
  std::fill_n(b.high, 32, uint8_t{0});
  for (uint32_t i = 0; i < 256; ++i) {
    b.high[i % 32] = static_cast<uint8_t>(b.high[i % 32] | (codes[i] >> 4) << (i / 32));
  }
}

void encode(std::span<const float> x, BlockQ6_K& b) {
  std::array<float, 16> scales;
  for (uint32_t g = 0; g < 16; ++g) scales[g] = signedPeak(x.subspan(g * 16, 16)) / -32.0f;
  b.d = floatToHalf(signedPeak(scales) / -128.0f);
  const float d = halfToFloat(b.d);
  std::fill_n(b.low, 128, uint8_t{0});
  std::fill_n(b.high, 64, uint8_t{0});
  for (uint32_t g = 0; g < 16; ++g)
    b.scales[g] = static_cast<int8_t>(roundTo(scales[g] * inverseOf(d), -128, 127));
  for (uint32_t n = 0; n < 256; ++n) {
    const int q = roundTo(x[n] * inverseOf(d * static_cast<float>(b.scales[n / 16])), -32, 31) + 32;
    const uint32_t h = n / 128, j = n % 128 / 32, i = n % 32;
    uint8_t& low = b.low[64 * h + 32 * (j & 1) + i];
    uint8_t& high = b.high[32 * h + i];
    low = static_cast<uint8_t>(low | (q & 15) << (j < 2 ? 0 : 4));
    high = static_cast<uint8_t>(high | (q >> 4) << (2 * j));
  }
}

template <class Block>
void encodeAll(DType type, std::span<const float> values, std::byte* out) {
  const uint32_t each = layoutOf(type).values;
  for (size_t i = 0; i < values.size(); i += each, out += sizeof(Block)) {
    Block block;
    encode(values.subspan(i, each), block);
    std::memcpy(out, &block, sizeof block);
  }
}

template <class Convert>
void encodeHalves(std::span<const float> values, std::byte* out, Convert convert) {
  for (const float value : values) {
    const uint16_t bits = convert(value);
    std::memcpy(out, &bits, sizeof bits);
    out += sizeof bits;
  }
}

}  // namespace

bool canQuantize(DType type) {
  switch (type) {
    case DType::F32:
    case DType::F16:
    case DType::BF16:
    case DType::Q8_0:
    case DType::Q4_0:
    case DType::Q4_1:
    case DType::Q5_0:
    case DType::Q5_1:
    case DType::Q4_K:
    case DType::Q5_K:
    case DType::Q6_K:
      return true;
    default:
      return false;
  }
}

void quantize(DType type, std::span<const float> values, std::span<std::byte> out) {
  const BlockLayout layout = layoutOf(type);
  CHECK(values.size() % layout.values == 0 && out.size() >= values.size() / layout.values * layout.bytes);
  switch (type) {
    case DType::F32:
      if (!values.empty()) std::memcpy(out.data(), values.data(), values.size_bytes());
      return;
    case DType::F16:
      return encodeHalves(values, out.data(), floatToHalf);
    case DType::BF16:
      return encodeHalves(values, out.data(), floatToBfloat16);
    case DType::Q8_0:
      return encodeAll<BlockQ8_0>(type, values, out.data());
    case DType::Q4_0:
      return encodeAll<BlockQ4_0>(type, values, out.data());
    case DType::Q4_1:
      return encodeAll<BlockQ4_1>(type, values, out.data());
    case DType::Q5_0:
      return encodeAll<BlockQ5_0>(type, values, out.data());
    case DType::Q5_1:
      return encodeAll<BlockQ5_1>(type, values, out.data());
    case DType::Q4_K:
      return encodeAll<BlockQ4_K>(type, values, out.data());
    case DType::Q5_K:
      return encodeAll<BlockQ5_K>(type, values, out.data());
    case DType::Q6_K:
      return encodeAll<BlockQ6_K>(type, values, out.data());
    default:
      CHECK(canQuantize(type));
  }
}

}  // namespace hearth
