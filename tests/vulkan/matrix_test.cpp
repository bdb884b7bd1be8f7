// Products of every number format against double precision.
#include <gtest/gtest.h>

#include "runtime/vulkan/kernels.h"
#include "tests/vulkan/gpu_fixture.h"
#include "tests/vulkan/matrix_reference.h"

namespace hearth::vulkan {
namespace {

using hearth::test::gaussian;
using test::Sum;
using test::Weights;

class MatrixTest : public test::GpuTest {
 protected:
  Buffer upload(const Weights& w) { return uploadBytes(w.bytes); }
  using GpuTest::upload;
  static DeviceMatrix matrix(const Buffer& buffer, const Weights& w) {
    return {buffer.address(), w.type, w.rows, w.cols};
  }
  static Rows rows(const Buffer& buffer, uint32_t count, uint32_t cols) {
    return {buffer.address(), count, cols};
  }
  static std::span<const float> rowOf(const std::vector<float>& x, uint32_t row, uint32_t cols) {
    return std::span(x).subspan(size_t{row} * cols, cols);
  }

  // y = x W^T + bias for the first `batch` rows of x.
  void expectLinear(const Weights& w, const Buffer& deviceW, uint32_t batch, uint32_t seed) {
    const std::vector<float> x = gaussian(size_t{batch} * w.cols, seed), bias = gaussian(w.rows, seed + 1);
    const Buffer deviceX = upload(x), deviceBias = upload(bias), y = room(size_t{batch} * w.rows * 4);
    run([&](Recorder& r) {
      linear(r, rows(deviceX, batch, w.cols), matrix(deviceW, w), deviceBias.address(),
             rows(y, batch, w.rows), Precision::Fine);
    });
    const auto actual = read<float>(y, size_t{batch} * w.rows);
    for (uint32_t i = 0; i < batch; ++i) {
      for (uint32_t o = 0; o < w.rows; ++o) {
        const Sum sum = test::dot(w.row(o), rowOf(x, i, w.cols)) + Sum{bias[o], std::abs(bias[o])};
        ASSERT_NEAR(actual[i * w.rows + o], sum.value, test::sumTolerance(sum, w.cols + 1))
            << "row " << i << " of " << batch << ", output " << o;
      }
    }
  }

  void expectGated(const Weights& gate, const Weights& up, uint32_t batch, uint32_t seed) {
    const std::vector<float> x = gaussian(size_t{batch} * gate.cols, seed);
    // Small enough for the exponential to stay finite.
    std::vector<float> small = x;
    for (float& v : small) v *= 0.1f;
    const Buffer deviceGate = upload(gate), deviceUp = upload(up), deviceX = upload(small);
    const Buffer y = room(size_t{batch} * gate.rows * 4);
    const Buffer scratch = room(gatedScratchBytes(batch, gate.cols, gate.rows));
    run([&](Recorder& r) {
      gated(r, rows(deviceX, batch, gate.cols), matrix(deviceGate, gate), matrix(deviceUp, up),
            scratch.address(), rows(y, batch, gate.rows), Precision::Fine);
    });
    const auto actual = read<float>(y, size_t{batch} * gate.rows);
    for (uint32_t i = 0; i < batch; ++i) {
      for (uint32_t o = 0; o < gate.rows; ++o) {
        const Sum g = test::dot(gate.row(o), rowOf(small, i, gate.cols));
        const Sum u = test::dot(up.row(o), rowOf(small, i, gate.cols));
        const double gateTolerance = test::siluTolerance(g.value, test::sumTolerance(g, gate.cols));
        const double upTolerance = test::sumTolerance(u, gate.cols);
        const double tolerance = gateTolerance * (std::abs(u.value) + upTolerance) +
                                 upTolerance * std::abs(test::silu(g.value)) +
                                 1.2e-7 * std::abs(test::silu(g.value) * u.value);
        ASSERT_NEAR(actual[i * gate.rows + o], test::silu(g.value) * u.value, tolerance)
            << "row " << i << " of " << batch << ", output " << o;
      }
    }
  }
};

class FormatTest : public MatrixTest, public testing::WithParamInterface<DType> {};

TEST_P(FormatTest, MultipliesFewRows) {
  const Weights w(GetParam(), 21, 512, 1);
  const Buffer deviceW = upload(w);
  for (const uint32_t batch : {1u, 3u, 8u}) expectLinear(w, deviceW, batch, batch);
}

TEST_P(FormatTest, MultipliesManyRows) {
  const Weights w(GetParam(), 70, 256, 2);
  const Buffer deviceW = upload(w);
  for (const uint32_t batch : {9u, 35u}) expectLinear(w, deviceW, batch, batch);
}

TEST_P(FormatTest, GatesFewRows) {
  expectGated(Weights(GetParam(), 19, 256, 3), Weights(GetParam(), 19, 256, 4), 2, 5);
}

std::vector<DType> allFormats() {
  std::vector<DType> types(std::begin(hearth::test::kFloats), std::end(hearth::test::kFloats));
  types.insert(types.end(), std::begin(hearth::test::kQuantized), std::end(hearth::test::kQuantized));
  return types;
}
INSTANTIATE_TEST_SUITE_P(Formats, FormatTest, testing::ValuesIn(allFormats()),
                         [](const auto& test) { return std::string(layoutOf(test.param).name); });

TEST_F(MatrixTest, GatesManyRowsAndMixedFormats) {
  expectGated(Weights(DType::Q4_K, 33, 256, 6), Weights(DType::Q4_K, 33, 256, 7), 17, 8);
  expectGated(Weights(DType::Q4_K, 33, 256, 9), Weights(DType::Q6_K, 33, 256, 10), 1, 11);
}

// Widths that are no multiple of 16, and rows that are not aligned to 16 bytes.
TEST_F(MatrixTest, ReadsNumbersOneByOneWhereItMust) {
  for (const DType type : hearth::test::kFloats) {
    for (const uint32_t cols : {1u, 15u, 37u, 98u}) {
      const Weights w(type, 5, cols, cols);
      const Buffer deviceW = upload(w);
      expectLinear(w, deviceW, 2, cols + 1);
      expectLinear(w, deviceW, 11, cols + 2);
    }
  }
}

TEST_F(MatrixTest, MeetsLongRowsAndTheTilesOfEverySize) {
  const Weights longRows(DType::Q8_0, 3, 8192, 12);
  expectLinear(longRows, upload(longRows), 1, 13);
  const Weights wide(DType::Q4_0, 130, 96, 14);
  const Buffer deviceWide = upload(wide);
  for (const uint32_t batch : {16u, 33u, 65u}) expectLinear(wide, deviceWide, batch, batch);
}

TEST_F(MatrixTest, MultipliesEachPartByItsMatrix) {
  // Three parts of 64 numbers, 80 apart, with 24 outputs each.
  constexpr Parts kParts{.count = 3, .stride = 80, .offset = 8, .width = 64};
  constexpr uint32_t kCols = 260, kOutputs = 24;
  const Weights w(DType::Q8_0, kParts.count * kOutputs, kParts.width, 15);
  const Buffer deviceW = upload(w);
  for (const uint32_t batch : {1u, 10u}) {
    const std::vector<float> x = gaussian(size_t{batch} * kCols, 16);
    const Buffer deviceX = upload(x), y = room(size_t{batch} * w.rows * 4);
    run([&](Recorder& r) {
      linearParts(r, rows(deviceX, batch, kCols), kParts, matrix(deviceW, w), rows(y, batch, w.rows),
                  Precision::Fine);
    });
    const auto actual = read<float>(y, size_t{batch} * w.rows);
    for (uint32_t i = 0; i < batch; ++i) {
      for (uint32_t o = 0; o < w.rows; ++o) {
        const uint32_t at = kParts.offset + o / kOutputs * kParts.stride;
        const Sum sum = test::dot(w.row(o), rowOf(x, i, kCols).subspan(at, kParts.width));
        ASSERT_NEAR(actual[i * w.rows + o], sum.value, test::sumTolerance(sum, kParts.width))
            << "row " << i << " of " << batch << ", output " << o;
      }
    }
  }
}

TEST_F(MatrixTest, CutsWorkThatIsTooLongForOneDispatch) {
  const uint64_t usual = device().workPerDispatch();
  const Weights w(DType::Q4_K, 150, 256, 17);
  const Buffer deviceW = upload(w);
  device().setWorkPerDispatch(256 * 40);
  expectLinear(w, deviceW, 1, 18);
  device().setWorkPerDispatch(256 * 64 * 64);
  expectLinear(w, deviceW, 70, 19);
  device().setWorkPerDispatch(usual);
}

}  // namespace
}  // namespace hearth::vulkan
