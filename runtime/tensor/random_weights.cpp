#include "runtime/tensor/random_weights.h"

#include <cstring>
#include <random>

#include "runtime/base/half.h"
#include "runtime/tensor/tensor_view.h"

namespace hearth {
namespace {

// Byte offsets of the half-precision factors in a block.
std::vector<size_t> factorOffsets(DType type) {
  switch (type) {
    case DType::Q4_1:
    case DType::Q5_1:
    case DType::Q4_K:
    case DType::Q5_K:
      return {0, 2};
    case DType::Q2_K:
      return {80, 82};
    case DType::Q3_K:
      return {108};
    case DType::Q6_K:
      return {208};
    case DType::TQ1_0:
      return {52};
    case DType::TQ2_0:
      return {64};
    case DType::IQ1_M:
    case DType::MXFP4:
      return {};
    default:
      return {0};
  }
}

}  // namespace

std::vector<float> gaussian(size_t n, uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> values(n);
  for (float& value : values) value = normal(random);
  return values;
}

std::vector<std::byte> randomWeights(DType type, uint32_t rows, uint32_t cols, uint32_t seed) {
  const BlockLayout layout = layoutOf(type);
  const size_t count = size_t{rows} * cols / layout.values;
  std::vector<std::byte> bytes(count * layout.bytes);
  std::mt19937 random(seed);
  if (type == DType::F8_E4M3) {
    // Every code but those that are not numbers.
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random() % 127 | (random() & 0x80));
    return bytes;
  }
  if (layout.values == 1) {
    const std::vector<float> values = gaussian(count, seed);
    for (size_t i = 0; i < count; ++i) {
      const uint16_t half = type == DType::F16 ? floatToHalf(values[i]) : floatToBfloat16(values[i]);
      if (type == DType::F32) {
        std::memcpy(&bytes[i * 4], &values[i], 4);
      } else {
        std::memcpy(&bytes[i * 2], &half, 2);
      }
    }
    return bytes;
  }
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random() & 0xFF);
  std::uniform_real_distribution<float> factor(0.001f, 0.1f);
  for (size_t b = 0; b < count; ++b) {
    for (const size_t offset : factorOffsets(type)) {
      const uint16_t half = floatToHalf(random() & 1 ? factor(random) : -factor(random));
      std::memcpy(&bytes[b * layout.bytes + offset], &half, 2);
    }
    if (type == DType::IQ1_M) {
      // d lies in the upper nibbles of the last four half-words; 0x1400 to 0x2EFF are numbers from 0.001 to
      // 0.11.
      const uint32_t half =
          (random() & 1 ? 0x8000u : 0u) + 0x1400u + static_cast<uint32_t>(random() % 0x1B00u);
      for (size_t i = 0; i < 4; ++i) {
        std::byte& upper = bytes[b * layout.bytes + 49 + 2 * i];
        upper = (upper & std::byte{0x0F}) | static_cast<std::byte>(((half >> (4 * i)) & 15u) << 4);
      }
    }
    if (type == DType::MXFP4) bytes[b * layout.bytes] = static_cast<std::byte>(120 + random() % 8);
  }
  return bytes;
}

std::vector<float> randomScales(DType type, uint32_t rows, uint32_t cols, uint32_t seed) {
  if (type != DType::F8_E4M3) return {};
  std::mt19937 random(seed + 1000);
  std::uniform_real_distribution<float> scale(0.0001f, 0.01f);
  std::vector<float> scales(size_t{scaleBlocks(rows)} * scaleBlocks(cols));
  for (float& value : scales) value = scale(random);
  return scales;
}

}  // namespace hearth
