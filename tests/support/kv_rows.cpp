#include "tests/support/kv_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "runtime/base/half.h"

namespace hearth::test {

namespace {

using Block = std::span<const float>;

float largestOf(Block block) {
  return *std::max_element(block.begin(), block.end(),
                           [](float a, float b) { return std::abs(a) < std::abs(b); });
}

double halfOf(const std::byte* at) {
  uint16_t bits;
  std::memcpy(&bits, at, sizeof bits);
  return static_cast<double>(halfToFloat(bits));
}

// Writes the scale and returns what it then is.
double putHalf(double scale, std::byte* to) {
  const uint16_t bits = floatToHalf(static_cast<float>(std::clamp(scale, -65504.0, 65504.0)));
  std::memcpy(to, &bits, sizeof bits);
  return halfOf(to);
}

// std::nearbyint rounds to even where two are equally near.
double codeOf(float number, double scale, double least, double most) {
  return scale == 0 ? 0 : std::clamp(std::nearbyint(static_cast<double>(number) / scale), least, most);
}

// All numbers of 4 bits of exponent (bias 7) and 3 of mantissa without a sign, but for NaN.
std::array<double, 127> makeEightBitFloats() {
  std::array<double, 127> all{};
  for (int code = 0; code < 127; ++code) {
    const int exponent = code >> 3, mantissa = code & 7;
    all[static_cast<size_t>(code)] =
        exponent == 0 ? std::ldexp(mantissa, -9) : std::ldexp(8 + mantissa, exponent - 10);
  }
  return all;
}

const std::array<double, 127> kEightBitFloats = makeEightBitFloats();

std::byte eightBitFloat(double number) {
  const auto& all = kEightBitFloats;
  const double magnitude = std::abs(number);
  const auto above = static_cast<size_t>(std::lower_bound(all.begin(), all.end(), magnitude) - all.begin());
  const size_t below = above == 0 ? 0 : above - 1;
  const double up = all.at(above) - magnitude, down = magnitude - all[below];
  const size_t best = up < down || (up == down && above % 2 == 0) ? above : below;
  return static_cast<std::byte>(best | (std::signbit(number) ? 0x80u : 0u));
}

double numberOf(std::byte code) {
  const auto bits = std::to_integer<unsigned>(code);
  const double magnitude = kEightBitFloats.at(bits & 0x7Fu);
  return bits & 0x80u ? -magnitude : magnitude;
}

void encodeBlock(KvForm form, Block block, std::byte* codes, std::byte* scale) {
  const double largest = static_cast<double>(largestOf(block));
  if (form == KvForm::Q8_0) {
    const double d = putHalf(std::abs(largest) / 127, scale);
    for (size_t i = 0; i < kKvBlock; ++i) {
      codes[i] = static_cast<std::byte>(static_cast<int8_t>(codeOf(block[i], d, -127, 127)));
    }
  } else if (form == KvForm::Q4_0) {
    const double d = putHalf(largest / -8, scale);
    const auto code = [&](size_t i) { return static_cast<unsigned>(codeOf(block[i], d, -8, 7) + 8); };
    for (size_t i = 0; i < kKvBlock / 2; ++i) {
      codes[i] = static_cast<std::byte>(code(i) | code(i + kKvBlock / 2) << 4);
    }
  } else {
    int exponent = 0;
    while (std::abs(largest) > std::ldexp(448, exponent - 127)) ++exponent;
    *scale = static_cast<std::byte>(exponent);
    for (size_t i = 0; i < kKvBlock; ++i) {
      codes[i] = eightBitFloat(std::ldexp(static_cast<double>(block[i]), 127 - exponent));
    }
  }
}

double decoded(KvForm form, const std::byte* codes, const std::byte* scale, size_t i) {
  if (form == KvForm::Q8_0) return halfOf(scale) * std::to_integer<int8_t>(codes[i]);
  if (form == KvForm::F8 && *scale == std::byte{255}) return std::nan("");  // as OCP MX has it
  if (form == KvForm::F8) return std::ldexp(numberOf(codes[i]), std::to_integer<int>(*scale) - 127);
  const auto pair = std::to_integer<unsigned>(codes[i % (kKvBlock / 2)]);
  return halfOf(scale) * (static_cast<int>(i < kKvBlock / 2 ? pair & 15u : pair >> 4) - 8);
}

}  // namespace

std::vector<std::byte> encodeKvRow(KvForm form, std::span<const float> numbers) {
  const auto width = static_cast<uint32_t>(numbers.size());
  std::vector<std::byte> row(kvRowBytes(form, width));
  if (form == KvForm::Float) std::memcpy(row.data(), numbers.data(), row.size());
  if (form == KvForm::Half) {
    for (uint32_t i = 0; i < width; ++i) {
      const uint16_t half = floatToHalf(numbers[i]);
      std::memcpy(&row[2 * i], &half, sizeof half);
    }
  }
  if (!inBlocks(form)) return row;
  std::byte* scales = row.data() + kvCodeBytes(form, width);
  for (uint32_t b = 0; b < width / kKvBlock; ++b) {
    encodeBlock(form, numbers.subspan(size_t{b} * kKvBlock, kKvBlock),
                row.data() + b * kvCodeBytes(form, kKvBlock), scales + b * kvScaleBytes(form, kKvBlock));
  }
  return row;
}

std::vector<float> decodeKvRow(KvForm form, std::span<const std::byte> row, uint32_t width) {
  std::vector<float> numbers(width);
  if (form == KvForm::Float) std::memcpy(numbers.data(), row.data(), row.size());
  if (form == KvForm::Half) {
    for (uint32_t i = 0; i < width; ++i) numbers[i] = static_cast<float>(halfOf(&row[2 * i]));
  }
  if (!inBlocks(form)) return numbers;
  const std::byte* scales = row.data() + kvCodeBytes(form, width);
  for (uint32_t i = 0; i < width; ++i) {
    const uint32_t b = i / kKvBlock;
    numbers[i] = static_cast<float>(decoded(form, row.data() + b * kvCodeBytes(form, kKvBlock),
                                            scales + b * kvScaleBytes(form, kKvBlock), i % kKvBlock));
  }
  return numbers;
}

}  // namespace hearth::test
