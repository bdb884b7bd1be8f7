// The scalar decoders against blocks decoded by independent programs
// (tests/data/tensor/make_golden_blocks.py).
#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runtime/tensor/dequantize.h"

namespace hearth::test {
namespace {

std::vector<std::byte> fromHex(const std::string& hex) {
  std::vector<std::byte> bytes;
  for (size_t i = 0; i < hex.size(); i += 2)
    bytes.push_back(static_cast<std::byte>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

std::vector<float> fromHexBits(const std::vector<std::string>& words) {
  std::vector<float> values;
  for (const std::string& word : words) {
    values.push_back(std::bit_cast<float>(static_cast<uint32_t>(std::stoul(word, nullptr, 16))));
  }
  return values;
}

constexpr DType kFormats[] = {DType::F16,     DType::BF16,  DType::Q8_0,    DType::Q4_0,   DType::Q4_1,
                              DType::Q5_0,    DType::Q5_1,  DType::Q2_K,    DType::Q3_K,   DType::Q4_K,
                              DType::Q5_K,    DType::Q6_K,  DType::IQ4_NL,  DType::IQ4_XS, DType::MXFP4,
                              DType::IQ1_S,   DType::IQ1_M, DType::IQ2_XXS, DType::IQ2_XS, DType::IQ2_S,
                              DType::IQ3_XXS, DType::IQ3_S, DType::TQ1_0,   DType::TQ2_0};
constexpr DType kGrids[] = {DType::IQ1_S, DType::IQ1_M,   DType::IQ2_XXS, DType::IQ2_XS,
                            DType::IQ2_S, DType::IQ3_XXS, DType::IQ3_S};

class DequantizeTest : public testing::TestWithParam<DType> {};

TEST_P(DequantizeTest, MatchesIndependentDecoder) {
  std::ifstream file(HEARTH_TEST_DATA "/tensor/golden_blocks.json");
  const nlohmann::json golden = nlohmann::json::parse(file).at(std::string(layoutOf(GetParam()).name));
  const std::vector<std::byte> bytes = fromHex(golden.at("bytes"));
  const std::vector<float> expected = fromHexBits(golden.at("values"));
  std::vector<float> actual(expected.size());
  dequantize(GetParam(), bytes, actual);
  const size_t group = std::min<size_t>(expected.size(), layoutOf(GetParam()).values == 256 ? 16 : 32);
  for (size_t i = 0; i < expected.size(); ++i) {
    // Three roundings; with a minimum the parts may be larger than their difference, but not than the group's
    // largest number and its spread together.
    double top = std::abs(expected[i]);
    if (layoutOf(GetParam()).values > 1) {
      for (size_t k = i / group * group; k < i / group * group + group; ++k)
        top = std::max(top, std::abs(double{expected[k]}));
    }
    ASSERT_NEAR(actual[i], expected[i], 2 * 3 * 0.5 * top * std::numeric_limits<float>::epsilon())
        << "at " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, DequantizeTest, testing::ValuesIn(kFormats),
                         [](const auto& format) { return std::string(layoutOf(format.param).name); });

class GridTest : public testing::TestWithParam<DType> {};

// Blocks that name every point of the format's grid; all values are exact, so that a hash of them (FNV-1a)
// tells.
TEST_P(GridTest, HasEveryPoint) {
  std::ifstream file(HEARTH_TEST_DATA "/tensor/golden_blocks.json");
  const BlockLayout layout = layoutOf(GetParam());
  const nlohmann::json golden = nlohmann::json::parse(file).at("every_point").at(std::string(layout.name));
  const std::vector<std::byte> bytes = fromHex(golden.at("bytes"));
  std::vector<float> values(bytes.size() / layout.bytes * layout.values);
  dequantize(GetParam(), bytes, values);
  uint64_t hash = 0xcbf29ce484222325;
  for (const std::byte byte : std::as_bytes(std::span(values)))
    hash = (hash ^ static_cast<uint64_t>(byte)) * 0x100000001b3;
  EXPECT_EQ(hash, std::stoull(golden.at("hash").get<std::string>(), nullptr, 16));
}

INSTANTIATE_TEST_SUITE_P(Formats, GridTest, testing::ValuesIn(kGrids),
                         [](const auto& format) { return std::string(layoutOf(format.param).name); });

TEST(DequantizeRow, DecodesOneRowOfAMatrix) {
  const std::vector<float> values = {1, 2, 3, 4, 5, 6};
  const TensorView matrix(std::as_bytes(std::span(values)), DType::F32, 3, 2);
  float row[2];
  dequantizeRow(matrix, 1, row);
  EXPECT_EQ(row[0], 3);
  EXPECT_EQ(row[1], 4);
}

TEST(CanDequantize, KnowsWeightsButNotIntegers) {
  for (const DType type : kFormats) EXPECT_TRUE(canDequantize(type)) << layoutOf(type).name;
  EXPECT_TRUE(canDequantize(DType::F32));
  for (const DType type : {DType::I8, DType::I16, DType::I32, DType::I64, DType::F64})
    EXPECT_FALSE(canDequantize(type));
}

}  // namespace
}  // namespace hearth::test
