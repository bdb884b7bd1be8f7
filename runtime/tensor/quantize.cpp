#include "runtime/tensor/quantize.h"

#include <algorithm>
#include <cstring>

#include "runtime/base/check.h"
#include "runtime/base/half.h"
#include "runtime/tensor/encode_fit.h"
#include "runtime/tensor/quant_blocks.h"

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

void encode(const float* x, const float* w, BlockQ8_0& b) {
  BlockFit fit;
  fitBlock(BlockForm::Q8_0, x, w, fit);
  b.d = fit.d;
  for (uint32_t i = 0; i < 32; ++i) b.q[i] = static_cast<int8_t>(fit.codes[i]);
}

void encode(const float* x, const float* w, BlockQ4_0& b) {
  BlockFit fit;
  fitBlock(BlockForm::Q4_0, x, w, fit);
  b.d = fit.d;
  packNibbles(fit.codes, 8, b.q);
}

void encode(const float* x, const float* w, BlockQ4_1& b) {
  BlockFit fit;
  fitBlock(BlockForm::Q4_1, x, w, fit);
  b.d = fit.d;
  b.m = fit.m;
  packNibbles(fit.codes, 0, b.q);
}

void encode(const float* x, const float* w, BlockQ5_0& b) {
  BlockFit fit;
  fitBlock(BlockForm::Q5_0, x, w, fit);
  b.d = fit.d;
  packNibbles(fit.codes, 16, b.q);
  packFifthBits(fit.codes, 16, b.high);
}

void encode(const float* x, const float* w, BlockQ5_1& b) {
  BlockFit fit;
  fitBlock(BlockForm::Q5_1, x, w, fit);
  b.d = fit.d;
  b.m = fit.m;
  packNibbles(fit.codes, 0, b.q);
  packFifthBits(fit.codes, 0, b.high);
}

void encode(const float* x, const float* w, BlockIQ4_NL& b) {
  BlockFit fit;
  fitBlock(BlockForm::IQ4_NL, x, w, fit);
  b.d = fit.d;
  // The fit tells levels; the format stores their numbers.
  for (int16_t& code : fit.codes)
    code = static_cast<int16_t>(std::lower_bound(kIq4Values, kIq4Values + 16, code) - kIq4Values);
  packNibbles(fit.codes, 0, b.q);
}

// The lower two bits of 256 codes, as Q2_K and Q3_K have them.
void packPairs(const int16_t* codes, int zero, uint8_t* q) {
  std::fill_n(q, 64, uint8_t{0});
  for (uint32_t n = 0; n < 256; ++n) {
    uint8_t& byte = q[32 * (n / 128) + n % 32];
    byte = static_cast<uint8_t>(byte | ((codes[n] + zero) & 3) << (2 * (n % 128 / 32)));
  }
}

void encode(const float* x, const float* w, BlockQ2_K& b) {
  SuperFit fit;
  fitSuper(SuperForm::Q2_K, x, w, fit);
  b.d = fit.d;
  b.dmin = fit.dmin;
  for (uint32_t g = 0; g < 16; ++g) b.scales[g] = static_cast<uint8_t>(fit.scales[g] | fit.mins[g] << 4);
  packPairs(fit.codes, 0, b.q);
}

void encode(const float* x, const float* w, BlockQ3_K& b) {
  SuperFit fit;
  fitSuper(SuperForm::Q3_K, x, w, fit);
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

void encode(const float* x, const float* w, BlockQ4_K& b) {
  SuperFit fit;
  fitSuper(SuperForm::Q4_K, x, w, fit);
  packScaleMin(fit, b);
}

void encode(const float* x, const float* w, BlockQ5_K& b) {
  SuperFit fit;
  fitSuper(SuperForm::Q5_K, x, w, fit);
  packScaleMin(fit, b);
  std::fill_n(b.high, 32, uint8_t{0});
  for (uint32_t i = 0; i < 256; ++i)
    b.high[i % 32] = static_cast<uint8_t>(b.high[i % 32] | (fit.codes[i] >> 4) << (i / 32));
}

void encode(const float* x, const float* w, BlockQ6_K& b) {
  SuperFit fit;
  fitSuper(SuperForm::Q6_K, x, w, fit);
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

// Where nothing in a block matters, all of it matters alike: such columns may be used one day.
void weightsOf(std::span<const float> importance, size_t column, std::span<float> weights) {
  if (!importance.empty()) {
    const auto part = importance.subspan(column, weights.size());
    std::copy(part.begin(), part.end(), weights.begin());
    if (std::any_of(part.begin(), part.end(), [](float weight) { return weight > 0; })) return;
  }
  std::fill(weights.begin(), weights.end(), 1.0f);
}

template <class Block, uint32_t kValues>
void encodeAll(std::span<const float> values, std::span<const float> importance, std::byte* out) {
  float weights[kValues];
  for (size_t i = 0; i < values.size(); i += kValues, out += sizeof(Block)) {
    weightsOf(importance, importance.empty() ? 0 : i % importance.size(), weights);
    Block block;
    encode(values.data() + i, weights, block);
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
    case DType::Q2_K:
    case DType::Q3_K:
    case DType::Q4_K:
    case DType::Q5_K:
    case DType::Q6_K:
    case DType::IQ4_NL:
      return true;
    default:
      return false;
  }
}

void quantize(DType type, std::span<const float> values, std::span<std::byte> out,
              std::span<const float> importance) {
  const BlockLayout layout = layoutOf(type);
  CHECK(values.size() % layout.values == 0 && out.size() >= values.size() / layout.values * layout.bytes);
  CHECK(importance.size() % layout.values == 0);
  switch (type) {
    case DType::F32:
      if (!values.empty()) std::memcpy(out.data(), values.data(), values.size_bytes());
      return;
    case DType::F16:
      return encodeHalves(values, out.data(), floatToHalf);
    case DType::BF16:
      return encodeHalves(values, out.data(), floatToBfloat16);
    case DType::Q8_0:
      return encodeAll<BlockQ8_0, 32>(values, importance, out.data());
    case DType::Q4_0:
      return encodeAll<BlockQ4_0, 32>(values, importance, out.data());
    case DType::Q4_1:
      return encodeAll<BlockQ4_1, 32>(values, importance, out.data());
    case DType::Q5_0:
      return encodeAll<BlockQ5_0, 32>(values, importance, out.data());
    case DType::Q5_1:
      return encodeAll<BlockQ5_1, 32>(values, importance, out.data());
    case DType::IQ4_NL:
      return encodeAll<BlockIQ4_NL, 32>(values, importance, out.data());
    case DType::Q2_K:
      return encodeAll<BlockQ2_K, 256>(values, importance, out.data());
    case DType::Q3_K:
      return encodeAll<BlockQ3_K, 256>(values, importance, out.data());
    case DType::Q4_K:
      return encodeAll<BlockQ4_K, 256>(values, importance, out.data());
    case DType::Q5_K:
      return encodeAll<BlockQ5_K, 256>(values, importance, out.data());
    case DType::Q6_K:
      return encodeAll<BlockQ6_K, 256>(values, importance, out.data());
    default:
      CHECK(canQuantize(type));
  }
}

}  // namespace hearth
