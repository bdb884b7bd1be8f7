#include "runtime/tensor/dequantize.h"

#include <bit>
#include <cstring>

#include "runtime/base/check.h"
#include "runtime/base/half.h"
#include "runtime/tensor/decode_grids.h"
#include "runtime/tensor/quant_blocks.h"

namespace hearth {

namespace {

// Files are little endian and so are all machines Hearth runs on.
static_assert(std::endian::native == std::endian::little);

uint32_t nibble(const uint8_t* q, uint32_t i) { return i < 16 ? q[i] & 15u : q[i - 16] >> 4; }

uint32_t fifthBit(const uint8_t* high, uint32_t i) { return ((high[i / 8] >> (i % 8)) & 1u) << 4; }

void decode(const BlockQ8_0& b, float* out) {
  const float d = halfToFloat(b.d);
  for (uint32_t i = 0; i < 32; ++i) out[i] = d * static_cast<float>(b.q[i]);
}

void decode(const BlockQ4_0& b, float* out) {
  const float d = halfToFloat(b.d);
  for (uint32_t i = 0; i < 32; ++i) out[i] = d * (static_cast<float>(nibble(b.q, i)) - 8.0f);
}

void decode(const BlockQ4_1& b, float* out) {
  const float d = halfToFloat(b.d), m = halfToFloat(b.m);
  for (uint32_t i = 0; i < 32; ++i) out[i] = d * static_cast<float>(nibble(b.q, i)) + m;
}

void decode(const BlockQ5_0& b, float* out) {
  const float d = halfToFloat(b.d);
  for (uint32_t i = 0; i < 32; ++i) {
    out[i] = d * (static_cast<float>(nibble(b.q, i) | fifthBit(b.high, i)) - 16.0f);
  }
}

void decode(const BlockQ5_1& b, float* out) {
  const float d = halfToFloat(b.d), m = halfToFloat(b.m);
  for (uint32_t i = 0; i < 32; ++i) out[i] = d * static_cast<float>(nibble(b.q, i) | fifthBit(b.high, i)) + m;
}

void decode(const BlockQ2_K& b, float* out) {
  const float d = halfToFloat(b.d), dmin = halfToFloat(b.dmin);
  for (uint32_t n = 0; n < 256; ++n) {
    const uint32_t h = n / 128, j = n % 128 / 32, i = n % 32;
    const uint32_t q = (b.q[32 * h + i] >> (2 * j)) & 3u;
    const uint8_t scale = b.scales[n / 16];
    out[n] =
        d * static_cast<float>(scale & 15) * static_cast<float>(q) - dmin * static_cast<float>(scale >> 4);
  }
}

void decode(const BlockQ3_K& b, float* out) {
  const float d = halfToFloat(b.d);
  for (uint32_t n = 0; n < 256; ++n) {
    const uint32_t h = n / 128, j = n % 128 / 32, i = n % 32, k = n / 16;
    const uint32_t q = ((b.q[32 * h + i] >> (2 * j)) & 3u) | (((b.high[i] >> (4 * h + j)) & 1u) << 2);
    const uint32_t low = (b.scales[k % 8] >> (4 * (k / 8))) & 15u;
    const uint32_t high = (b.scales[8 + k % 4] >> (2 * (k / 4))) & 3u;
    const float scale = static_cast<float>(low | (high << 4)) - 32.0f;
    out[n] = d * scale * (static_cast<float>(q) - 4.0f);
  }
}

void decode(const BlockQ4_K& b, float* out) {
  const float d = halfToFloat(b.d), dmin = halfToFloat(b.dmin);
  for (uint32_t n = 0; n < 256; ++n) {
    const uint32_t g = n / 32, i = n % 32;
    const ScaleMin s = scaleMinOf(b.scales, g);
    const uint32_t q = (b.q[32 * (g / 2) + i] >> (4 * (g % 2))) & 15u;
    out[n] = d * static_cast<float>(s.scale) * static_cast<float>(q) - dmin * static_cast<float>(s.min);
  }
}

void decode(const BlockQ5_K& b, float* out) {
  const float d = halfToFloat(b.d), dmin = halfToFloat(b.dmin);
  for (uint32_t n = 0; n < 256; ++n) {
    const uint32_t g = n / 32, i = n % 32;
    const ScaleMin s = scaleMinOf(b.scales, g);
    const uint32_t q = ((b.q[32 * (g / 2) + i] >> (4 * (g % 2))) & 15u) | (((b.high[i] >> g) & 1u) << 4);
    out[n] = d * static_cast<float>(s.scale) * static_cast<float>(q) - dmin * static_cast<float>(s.min);
  }
}

void decode(const BlockQ6_K& b, float* out) {
  const float d = halfToFloat(b.d);
  for (uint32_t n = 0; n < 256; ++n) {
    const uint32_t h = n / 128, j = n % 128 / 32, i = n % 32;
    const uint32_t low = (b.low[64 * h + 32 * (j & 1) + i] >> (j < 2 ? 0 : 4)) & 15u;
    const uint32_t q = low | (((b.high[32 * h + i] >> (2 * j)) & 3u) << 4);
    out[n] = d * static_cast<float>(b.scales[n / 16]) * (static_cast<float>(q) - 32.0f);
  }
}

void decode(const BlockIQ4_NL& b, float* out) {
  const float d = halfToFloat(b.d);
  for (uint32_t i = 0; i < 32; ++i) out[i] = d * static_cast<float>(kIq4Values[nibble(b.q, i)]);
}

void decode(const BlockIQ4_XS& b, float* out) {
  const float d = halfToFloat(b.d);
  for (uint32_t n = 0; n < 256; ++n) {
    const uint32_t g = n / 32;
    const uint32_t low = (b.scalesLow[g / 2] >> (4 * (g % 2))) & 15u;
    const uint32_t high = (uint32_t{b.scalesHigh} >> (2 * g)) & 3u;
    const float scale = static_cast<float>(low | (high << 4)) - 32.0f;
    out[n] = d * scale * static_cast<float>(kIq4Values[nibble(b.q + 16 * g, n % 32)]);
  }
}

void decode(const BlockMXFP4& b, float* out) {
  const float d = halfOfE8m0ToFloat(b.exponent);
  for (uint32_t i = 0; i < 32; ++i) out[i] = d * static_cast<float>(kMxfp4Values[nibble(b.q, i)]);
}

template <class Block>
void decodeAll(DType type, const std::byte* bytes, std::span<float> out) {
  for (size_t i = 0; i < out.size(); i += layoutOf(type).values, bytes += sizeof(Block)) {
    Block block;
    std::memcpy(&block, bytes, sizeof block);
    decode(block, out.data() + i);
  }
}

template <class Convert>
void decodeHalves(const std::byte* bytes, std::span<float> out, Convert convert) {
  for (float& value : out) {
    uint16_t bits;
    std::memcpy(&bits, bytes, sizeof bits);
    bytes += sizeof bits;
    value = convert(bits);
  }
}

}  // namespace

bool canDequantize(DType type) {
  switch (type) {
    case DType::I8:
    case DType::I16:
    case DType::I32:
    case DType::I64:
    case DType::F64:
      return false;
    default:
      return layoutOfId(static_cast<uint32_t>(type)).has_value();
  }
}

void dequantize(DType type, std::span<const std::byte> bytes, std::span<float> out) {
  const BlockLayout layout = layoutOf(type);
  CHECK(out.size() % layout.values == 0 && bytes.size() >= out.size() / layout.values * layout.bytes);
  const std::byte* from = bytes.data();
  switch (type) {
    case DType::F32:
      if (!out.empty()) std::memcpy(out.data(), from, out.size_bytes());
      return;
    case DType::F16:
      return decodeHalves(from, out, halfToFloat);
    case DType::BF16:
      return decodeHalves(from, out, bfloat16ToFloat);
    case DType::F8_E4M3:
      for (float& value : out) value = e4m3ToFloat(static_cast<uint8_t>(*from++));
      return;
    case DType::Q8_0:
      return decodeAll<BlockQ8_0>(type, from, out);
    case DType::Q4_0:
      return decodeAll<BlockQ4_0>(type, from, out);
    case DType::Q4_1:
      return decodeAll<BlockQ4_1>(type, from, out);
    case DType::Q5_0:
      return decodeAll<BlockQ5_0>(type, from, out);
    case DType::Q5_1:
      return decodeAll<BlockQ5_1>(type, from, out);
    case DType::Q2_K:
      return decodeAll<BlockQ2_K>(type, from, out);
    case DType::Q3_K:
      return decodeAll<BlockQ3_K>(type, from, out);
    case DType::Q4_K:
      return decodeAll<BlockQ4_K>(type, from, out);
    case DType::Q5_K:
      return decodeAll<BlockQ5_K>(type, from, out);
    case DType::Q6_K:
      return decodeAll<BlockQ6_K>(type, from, out);
    case DType::IQ4_NL:
      return decodeAll<BlockIQ4_NL>(type, from, out);
    case DType::IQ4_XS:
      return decodeAll<BlockIQ4_XS>(type, from, out);
    case DType::MXFP4:
      return decodeAll<BlockMXFP4>(type, from, out);
    case DType::IQ1_S:
      return decodeAll<BlockIQ1_S>(type, from, out);
    case DType::IQ1_M:
      return decodeAll<BlockIQ1_M>(type, from, out);
    case DType::IQ2_XXS:
      return decodeAll<BlockIQ2_XXS>(type, from, out);
    case DType::IQ2_XS:
      return decodeAll<BlockIQ2_XS>(type, from, out);
    case DType::IQ2_S:
      return decodeAll<BlockIQ2_S>(type, from, out);
    case DType::IQ3_XXS:
      return decodeAll<BlockIQ3_XXS>(type, from, out);
    case DType::IQ3_S:
      return decodeAll<BlockIQ3_S>(type, from, out);
    case DType::TQ1_0:
      return decodeAll<BlockTQ1_0>(type, from, out);
    case DType::TQ2_0:
      return decodeAll<BlockTQ2_0>(type, from, out);
    case DType::I8:
    case DType::I16:
    case DType::I32:
    case DType::I64:
    case DType::F64:
      break;
  }
  CHECK(canDequantize(type));
}

void dequantizeRow(const TensorView& matrix, uint32_t row, float* out) {
  dequantize(matrix.type(), matrix.row(row), {out, matrix.cols()});
  const float* scales = matrix.scalesOfRow(row);
  if (scales == nullptr) return;
  for (uint32_t i = 0; i < matrix.cols(); ++i) out[i] *= scales[i / kScaleBlock];
}

}  // namespace hearth
