#include "runtime/tensor/decode_grids.h"

#include <bit>
#include <cstring>

#include "runtime/base/half.h"
#include "runtime/tensor/grids.h"

namespace hearth {

namespace {

uint32_t wordAt(const uint8_t* bytes) {
  uint32_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

uint32_t nibble(const uint8_t* bytes, uint32_t i) { return (bytes[i / 2] >> (4 * (i % 2))) & 15u; }

// 8 signs from 7 bits.
uint32_t evenSigns(uint32_t bits) { return bits | (static_cast<uint32_t>(std::popcount(bits)) & 1u) << 7; }

// out[i] = scale * byte i of the point, negative where bit i of `signs` is set.
template <class Point>
void writePoint(Point point, uint32_t signs, float scale, float* out) {
  for (uint32_t i = 0; i < sizeof(Point); ++i) {
    const float value = scale * static_cast<float>((point >> (8 * i)) & 255);
    out[i] = (signs >> i) & 1 ? -value : value;
  }
}

float oddFactor(uint32_t s) { return static_cast<float>(2 * s + 1); }

// out[i] = scale * (byte i of the point - kIq1Zero +- 1) / 8
void writePointIq1(uint32_t index, bool minus, float scale, float* out) {
  for (uint32_t i = 0; i < 8; ++i) {
    const int eighths = static_cast<int>((kGridIq1[index] >> (8 * i)) & 255) - kIq1Zero + (minus ? -1 : 1);
    out[i] = scale * (static_cast<float>(eighths) / 8);
  }
}

// Digit n (0 to 2) of a byte of TQ1_0.
uint32_t digit(uint8_t byte, uint32_t n) {
  constexpr uint32_t kPowers[] = {1, 3, 9, 27, 81};
  return (byte * kPowers[n] & 255u) * 3 >> 8;
}

}  // namespace

void decode(const BlockIQ1_S& b, float* out) {
  const float d = halfToFloat(b.d);
  for (uint32_t p = 0; p < 32; ++p) {
    const uint32_t high = b.high[p / 4];
    const uint32_t index = b.low[p] | ((high >> (3 * (p % 4))) & 7u) << 8;
    writePointIq1(index, (high & 0x8000) != 0, d * oddFactor((high >> 12) & 7), out + 8 * p);
  }
}

void decode(const BlockIQ1_M& b, float* out) {
  uint16_t scales[4];
  std::memcpy(scales, b.scales, sizeof scales);
  uint32_t halfBits = 0;
  for (uint32_t i = 0; i < 4; ++i) halfBits |= static_cast<uint32_t>(scales[i] >> 12) << (4 * i);
  const float d = halfToFloat(static_cast<uint16_t>(halfBits));
  for (uint32_t p = 0; p < 32; ++p) {
    const uint32_t k = p / 2, high = nibble(b.high, p);
    const float scale = d * oddFactor((static_cast<uint32_t>(scales[k / 4]) >> (3 * (k % 4))) & 7);
    writePointIq1(b.low[p] | (high & 7) << 8, (high & 8) != 0, scale, out + 8 * p);
  }
}

void decode(const BlockIQ2_XXS& b, float* out) {
  const float d = halfToFloat(b.d) / 8;
  for (uint32_t p = 0; p < 32; ++p) {
    const uint8_t* group = b.groups[p / 4];
    const uint32_t signs = wordAt(group + 4);
    writePoint(kGridIq2Xxs[group[p % 4]], evenSigns((signs >> (7 * (p % 4))) & 127),
               d * oddFactor(signs >> 28), out + 8 * p);
  }
}

void decode(const BlockIQ2_XS& b, float* out) {
  const float d = halfToFloat(b.d) / 8;
  for (uint32_t p = 0; p < 32; ++p) {
    const uint32_t q = b.q[p];
    writePoint(kGridIq2Xs[q & 511], evenSigns(q >> 9), d * oddFactor(nibble(b.scales, p / 2)), out + 8 * p);
  }
}

void decode(const BlockIQ2_S& b, float* out) {
  const float d = halfToFloat(b.d) / 8;
  for (uint32_t p = 0; p < 32; ++p) {
    const uint32_t index = b.low[p] | ((b.high[p / 4] >> (2 * (p % 4))) & 3u) << 8;
    writePoint(kGridIq2S[index], b.signs[p], d * oddFactor(nibble(b.scales, p / 2)), out + 8 * p);
  }
}

void decode(const BlockIQ3_XXS& b, float* out) {
  const float d = halfToFloat(b.d) / 4;
  for (uint32_t p = 0; p < 64; ++p) {
    const uint32_t word = wordAt(b.signs[p / 8]);
    const uint32_t signs = evenSigns((word >> (7 * (p % 8 / 2))) & 127) >> (4 * (p % 2));
    writePoint(kGridIq3Xxs[b.q[p]], signs, d * oddFactor(word >> 28), out + 4 * p);
  }
}

void decode(const BlockIQ3_S& b, float* out) {
  const float d = halfToFloat(b.d);
  for (uint32_t p = 0; p < 64; ++p) {
    const uint32_t index = b.low[p] | ((b.high[p / 8] >> (p % 8)) & 1u) << 8;
    writePoint(kGridIq3S[index], nibble(b.signs, p), d * oddFactor(nibble(b.scales, p / 8)), out + 4 * p);
  }
}

void decode(const BlockTQ1_0& b, float* out) {
  const float d = halfToFloat(b.d);
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t q;
    if (i < 160) {
      q = digit(b.q[i % 32], i / 32);
    } else if (i < 240) {
      q = digit(b.q[32 + i % 16], (i - 160) / 16);
    } else {
      q = digit(b.last[i % 4], (i - 240) / 4);
    }
    out[i] = d * (static_cast<float>(q) - 1.0f);
  }
}

void decode(const BlockTQ2_0& b, float* out) {
  const float d = halfToFloat(b.d);
  for (uint32_t n = 0; n < 256; ++n) {
    const uint32_t q = (b.q[32 * (n / 128) + n % 32] >> (2 * (n % 128 / 32))) & 3u;
    out[n] = d * (static_cast<float>(q) - 1.0f);
  }
}

}  // namespace hearth
