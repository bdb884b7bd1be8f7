#include "runtime/tensor/pack_blocks.h"

#include <algorithm>

namespace hearth {

namespace {

// Stored codes are not negative: the formats with signed ones add `zero`.
void packNibbles(const int16_t* q, int zero, uint8_t* out) {
  for (uint32_t i = 0; i < 16; ++i)
    out[i] = static_cast<uint8_t>(((q[i] + zero) & 15) | ((q[i + 16] + zero) & 15) << 4);
}

void packFifthBits(const int16_t* q, int zero, uint8_t* out) {
  std::fill_n(out, 4, uint8_t{0});
  for (uint32_t i = 0; i < 32; ++i)
    out[i / 8] = static_cast<uint8_t>(out[i / 8] | ((q[i] + zero) >> 4) << (i % 8));
}

// The lower two bits of 256 codes, as Q2_K and Q3_K have them.
void packPairs(const int16_t* codes, int zero, uint8_t* q) {
  std::fill_n(q, 64, uint8_t{0});
  for (uint32_t n = 0; n < 256; ++n) {
    uint8_t& byte = q[32 * (n / 128) + n % 32];
    byte = static_cast<uint8_t>(byte | ((codes[n] + zero) & 3) << (2 * (n % 128 / 32)));
  }
}

// d, dmin, the packed 6-bit factors, and the codes' lower four bits.
template <class Block>
void packScaleMin(const SuperFit& fit, Block& b) {
  b.d = fit.d;
  b.dmin = fit.dmin;
  std::fill_n(b.scales, 12, uint8_t{0});
  for (uint32_t g = 0; g < 8; ++g) {
    const int scale = fit.scales[g], min = fit.mins[g];
    if (g < 4) {
      b.scales[g] = static_cast<uint8_t>(scale);
      b.scales[g + 4] = static_cast<uint8_t>(min);
    } else {
      b.scales[g + 4] = static_cast<uint8_t>((scale & 15) | (min & 15) << 4);
      b.scales[g - 4] = static_cast<uint8_t>(b.scales[g - 4] | (scale >> 4) << 6);
      b.scales[g] = static_cast<uint8_t>(b.scales[g] | (min >> 4) << 6);
    }
  }
  for (uint32_t i = 0; i < 128; ++i) {
    const uint32_t first = 64 * (i / 32) + i % 32;
    b.q[i] = static_cast<uint8_t>((fit.codes[first] & 15) | (fit.codes[first + 32] & 15) << 4);
  }
}

}  // namespace

void pack(const BlockFit& fit, BlockQ8_0& b) {
  b.d = fit.d;
  for (uint32_t i = 0; i < 32; ++i) b.q[i] = static_cast<int8_t>(fit.codes[i]);
}

void pack(const BlockFit& fit, BlockQ4_0& b) {
  b.d = fit.d;
  packNibbles(fit.codes, 8, b.q);
}

void pack(const BlockFit& fit, BlockQ4_1& b) {
  b.d = fit.d;
  b.m = fit.m;
  packNibbles(fit.codes, 0, b.q);
}

void pack(const BlockFit& fit, BlockQ5_0& b) {
  b.d = fit.d;
  packNibbles(fit.codes, 16, b.q);
  packFifthBits(fit.codes, 16, b.high);
}

void pack(const BlockFit& fit, BlockQ5_1& b) {
  b.d = fit.d;
  b.m = fit.m;
  packNibbles(fit.codes, 0, b.q);
  packFifthBits(fit.codes, 0, b.high);
}

void pack(const BlockFit& fit, BlockIQ4_NL& b) {
  b.d = fit.d;
  // The fit tells levels; the format stores their numbers.
  int16_t codes[32];
  for (uint32_t i = 0; i < 32; ++i)
    codes[i] = static_cast<int16_t>(std::lower_bound(kIq4Values, kIq4Values + 16, fit.codes[i]) - kIq4Values);
  packNibbles(codes, 0, b.q);
}

void pack(const SuperFit& fit, BlockQ2_K& b) {
  b.d = fit.d;
  b.dmin = fit.dmin;
  for (uint32_t g = 0; g < 16; ++g) b.scales[g] = static_cast<uint8_t>(fit.scales[g] | fit.mins[g] << 4);
  packPairs(fit.codes, 0, b.q);
}

void pack(const SuperFit& fit, BlockQ3_K& b) {
  b.d = fit.d;
  packPairs(fit.codes, 4, b.q);
  std::fill_n(b.high, 32, uint8_t{0});
  for (uint32_t n = 0; n < 256; ++n) {
    const uint32_t bit = 4 * (n / 128) + n % 128 / 32;
    b.high[n % 32] = static_cast<uint8_t>(b.high[n % 32] | ((fit.codes[n] + 4) >> 2) << bit);
  }
  std::fill_n(b.scales, 12, uint8_t{0});
  for (uint32_t k = 0; k < 16; ++k) {
    const int scale = fit.scales[k] + 32;
    uint8_t& low = b.scales[k % 8];
    uint8_t& high = b.scales[8 + k % 4];
    low = static_cast<uint8_t>(low | (scale & 15) << (4 * (k / 8)));
    high = static_cast<uint8_t>(high | (scale >> 4) << (2 * (k / 4)));
  }
}

void pack(const SuperFit& fit, BlockQ4_K& b) { packScaleMin(fit, b); }

void pack(const SuperFit& fit, BlockQ5_K& b) {
  packScaleMin(fit, b);
  std::fill_n(b.high, 32, uint8_t{0});
  for (uint32_t i = 0; i < 256; ++i)
    b.high[i % 32] = static_cast<uint8_t>(b.high[i % 32] | (fit.codes[i] >> 4) << (i / 32));
}

void pack(const SuperFit& fit, BlockQ6_K& b) {
  b.d = fit.d;
  for (uint32_t g = 0; g < 16; ++g) b.scales[g] = static_cast<int8_t>(fit.scales[g]);
  std::fill_n(b.low, 128, uint8_t{0});
  std::fill_n(b.high, 64, uint8_t{0});
  for (uint32_t n = 0; n < 256; ++n) {
    const int q = fit.codes[n] + 32;
    const uint32_t h = n / 128, j = n % 128 / 32, i = n % 32;
    uint8_t& low = b.low[64 * h + 32 * (j & 1) + i];
    uint8_t& high = b.high[32 * h + i];
    low = static_cast<uint8_t>(low | (q & 15) << (j < 2 ? 0 : 4));
    high = static_cast<uint8_t>(high | (q >> 4) << (2 * j));
  }
}

}  // namespace hearth
