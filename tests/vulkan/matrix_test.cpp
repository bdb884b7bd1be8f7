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

  // Activations for a precision: rounding leaves them as they are.
  static std::vector<float> activations(size_t n, uint32_t seed, Precision precision) {
    return precision == Precision::Rounded ? test::int8Rows(n, seed) : gaussian(n, seed);
  }

  // y = x W^T + bias for `batch` rows of x, where weights are rounded by a share of `weightError`.
  void expectLinear(const Weights& w, const Buffer& deviceW, uint32_t batch, uint32_t seed,
                    Precision precision = Precision::Fine, double weightError = 0) {
    const std::vector<float> x = activations(size_t{batch} * w.cols, seed, precision);
    const std::vector<float> bias = gaussian(w.rows, seed + 1);
    const Buffer scratch = room(linearScratchBytes(batch, w.cols));
    const Buffer deviceX = upload(x), deviceBias = upload(bias), y = room(size_t{batch} * w.rows * 4);
    run([&](Recorder& r) {
      linear(r, rows(deviceX, batch, w.cols), matrix(deviceW, w), deviceBias.address(),
             rows(y, batch, w.rows), precision, scratch.address());
    });
    const auto actual = read<float>(y, size_t{batch} * w.rows);
    read<float>(scratch, 1);  // checks that nothing was written behind it
    for (uint32_t i = 0; i < batch; ++i) {
      for (uint32_t o = 0; o < w.rows; ++o) {
        const Sum sum = test::dot(w.row(o), rowOf(x, i, w.cols)) + Sum{bias[o], std::abs(bias[o])};
        ASSERT_NEAR(actual[i * w.rows + o], sum.value,
                    weightError * sum.size + test::sumTolerance(sum, w.cols + 1))
            << "row " << i << " of " << batch << ", output " << o;
      }
    }
  }

  void expectGated(const Weights& gate, const Weights& up, uint32_t batch, uint32_t seed,
                   Precision precision = Precision::Fine) {
    std::vector<float> small = activations(size_t{batch} * gate.cols, seed, precision);
    for (float& v : small) v *= 0.125f;  // the exponential stays finite
    const Buffer deviceGate = upload(gate), deviceUp = upload(up), deviceX = upload(small);
    const Buffer y = room(size_t{batch} * gate.rows * 4);
    const Buffer scratch = room(gatedScratchBytes(batch, gate.cols, gate.rows));
    run([&](Recorder& r) {
      gated(r, rows(deviceX, batch, gate.cols), matrix(deviceGate, gate), matrix(deviceUp, up),
            scratch.address(), rows(y, batch, gate.rows), precision);
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
  expectLinear(w, upload(w), 35, 35);
}

TEST_P(FormatTest, GatesFewRows) {
  expectGated(Weights(GetParam(), 19, 256, 3), Weights(GetParam(), 19, 256, 4), 2, 5);
}

std::vector<DType> allFormats() {
  std::vector<DType> types(std::begin(hearth::test::kFloats), std::end(hearth::test::kFloats));
  types.insert(types.end(), std::begin(hearth::test::kQuantized), std::end(hearth::test::kQuantized));
  return types;
}

// Kernels that are chosen on other devices than a processor.
class RoundedTest : public MatrixTest, public testing::WithParamInterface<DType> {
 protected:
  void choose(bool int8Matvec, std::vector<Arithmetic> matmul) {
    KernelChoice choice = gpu().pipelines().choice();
    choice.int8Matvec = int8Matvec;
    choice.matmul = std::move(matmul);
    gpu().pipelines().choose(choice);
  }
  void TearDown() override {
    if (!IsSkipped()) gpu().pipelines().choose(chooseKernels(device().can()));
    MatrixTest::TearDown();
  }
};

class Int8Test : public RoundedTest {
  void SetUp() override {
    RoundedTest::SetUp();
    if (!IsSkipped()) choose(true, {Arithmetic::Int8});
  }
};

TEST_P(Int8Test, MultipliesRoundedRows) {
  const Weights w(GetParam(), 69, 512, 20);
  const Buffer deviceW = upload(w);
  for (const uint32_t batch : {3u, 35u}) expectLinear(w, deviceW, batch, 20 + batch, Precision::Rounded);
}

TEST_P(Int8Test, GatesRoundedRows) {
  expectGated(Weights(GetParam(), 19, 256, 21), Weights(GetParam(), 19, 256, 22), 2, 23, Precision::Rounded);
}

// Activations that rounding does change, by at most half a step of 1/127 of the largest in every 32.
TEST_P(Int8Test, RoundsByHalfAStepAtMost) {
  const Weights w(GetParam(), 5, 256, 24);
  const std::vector<float> x = gaussian(w.cols, 25);
  const Buffer deviceW = upload(w), deviceX = upload(x), y = room(w.rows * 4);
  const Buffer scratch = room(linearScratchBytes(1, w.cols));
  run([&](Recorder& r) {
    linear(r, rows(deviceX, 1, w.cols), matrix(deviceW, w), 0, rows(y, 1, w.rows), Precision::Rounded,
           scratch.address());
  });
  const auto actual = read<float>(y, w.rows);
  double moved = 0;
  for (uint32_t o = 0; o < w.rows; ++o) {
    const Sum sum = test::dot(w.row(o), x);
    double tolerance = test::sumTolerance(sum, w.cols);
    for (uint32_t k = 0; k < w.cols; ++k) {
      const auto group = x.begin() + k / 32 * 32;
      const float most = std::abs(
          *std::max_element(group, group + 32, [](float a, float b) { return std::abs(a) < std::abs(b); }));
      tolerance += std::abs(w.row(o)[k]) * most / 254 * (1 + 1e-5);
    }
    ASSERT_NEAR(actual[o], sum.value, tolerance) << "output " << o;
    moved += std::abs(actual[o] - sum.value) / sum.size;
  }
  EXPECT_GT(moved, 1e-5) << "nothing was rounded";
}

INSTANTIATE_TEST_SUITE_P(Formats, Int8Test,
                         testing::Values(DType::Q8_0, DType::Q4_0, DType::Q4_1, DType::Q5_0, DType::Q5_1,
                                         DType::Q2_K, DType::Q3_K, DType::Q4_K, DType::Q5_K, DType::Q6_K,
                                         DType::IQ4_NL, DType::IQ4_XS, DType::MXFP4, DType::IQ1_S,
                                         DType::IQ1_M, DType::IQ2_XXS, DType::IQ2_XS, DType::IQ2_S,
                                         DType::IQ3_XXS, DType::IQ3_S, DType::TQ1_0, DType::TQ2_0),
                         [](const auto& test) { return std::string(layoutOf(test.param).name); });

class HalfTest : public RoundedTest {};

// The activations are exact in halves too. Weights are rounded to 11 bits; the tests' are far above 2^-14.
TEST_P(HalfTest, MultipliesManyRows) {
  choose(false, {Arithmetic::Half});
  const Weights w(GetParam(), 69, 256, 26);
  expectLinear(w, upload(w), 35, 27, Precision::Rounded, std::ldexp(1.0, -11));
}

INSTANTIATE_TEST_SUITE_P(Formats, HalfTest,
                         testing::Values(DType::F16, DType::BF16, DType::Q8_0, DType::Q4_0, DType::IQ4_NL,
                                         DType::MXFP4, DType::Q2_K, DType::Q4_K, DType::Q6_K, DType::IQ4_XS,
                                         DType::IQ1_M, DType::IQ2_XXS, DType::IQ3_S, DType::TQ1_0),
                         [](const auto& test) { return std::string(layoutOf(test.param).name); });

TEST_F(MatrixTest, MultipliesInLargeTiles) {
  const KernelChoice usual = gpu().pipelines().choice();
  const Weights w(DType::Q8_0, 150, 96, 36);
  const Buffer deviceW = upload(w);
  for (const std::vector<Arithmetic>& arithmetic :
       {std::vector<Arithmetic>{}, {Arithmetic::Int8}, {Arithmetic::Half}}) {
    KernelChoice choice = usual;
    choice.largeTilesFrom = 0;
    choice.matmul = arithmetic;
    gpu().pipelines().choose(choice);
    expectLinear(w, deviceW, 70, 37, Precision::Rounded, std::ldexp(1.0, -11));
  }
  gpu().pipelines().choose(usual);
}

// Numbers beyond the range of halves: rows are scaled, each for itself.
TEST_F(MatrixTest, KeepsLargeActivationsFiniteInHalves) {
  KernelChoice choice = gpu().pipelines().choice();
  const KernelChoice usual = choice;
  choice.matmul = {Arithmetic::Half};
  gpu().pipelines().choose(choice);
  const Weights w(DType::Q8_0, 9, 64, 28);
  std::vector<float> x = test::int8Rows(10 * 64, 29);
  for (size_t i = 0; i < x.size(); ++i) x[i] *= i < 5 * 64 ? 1e7f : 1e-9f;
  const Buffer deviceW = upload(w), deviceX = upload(x), y = room(10 * w.rows * 4);
  const Buffer scratch = room(linearScratchBytes(10, 64));
  run([&](Recorder& r) {
    linear(r, rows(deviceX, 10, 64), matrix(deviceW, w), 0, rows(y, 10, w.rows), Precision::Rounded,
           scratch.address());
  });
  gpu().pipelines().choose(usual);
  const auto actual = read<float>(y, 10 * w.rows);
  for (uint32_t i = 0; i < 10; ++i) {
    for (uint32_t o = 0; o < w.rows; ++o) {
      const Sum sum = test::dot(w.row(o), rowOf(x, i, 64));
      // Both operands are rounded to 11 bits.
      ASSERT_NEAR(actual[i * w.rows + o], sum.value, std::ldexp(sum.size, -10) + test::sumTolerance(sum, 64));
    }
  }
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
  for (const uint32_t batch : {9u, 16u, 33u, 65u}) expectLinear(wide, deviceWide, batch, batch);
}

// As on a device whose subgroups cannot add, and as on one that takes more outputs per workgroup.
TEST_F(MatrixTest, SumsThroughSharedMemory) {
  const KernelChoice usual = gpu().pipelines().choice();
  KernelChoice choice = usual;
  choice.subgroups = false;
  choice.fourOutputsFrom = 0;
  choice.matvecLanes = 64;
  choice.matvecRowsMax = 16;
  gpu().pipelines().choose(choice);
  const Weights w(DType::Q4_K, 21, 1280, 30);
  const Buffer deviceW = upload(w);
  expectLinear(w, deviceW, 1, 31);
  expectLinear(w, deviceW, 11, 32);
  expectGated(Weights(DType::Q8_0, 19, 256, 33), Weights(DType::Q8_0, 19, 256, 34), 2, 35);
  gpu().pipelines().choose(usual);
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
