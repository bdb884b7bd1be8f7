// Kernels on rows of activations against their formulas in double precision.
#include <cmath>
#include <limits>

#include "runtime/vulkan/kernels.h"
#include "tests/support/random_data.h"
#include "tests/vulkan/gpu_fixture.h"

namespace hearth::vulkan {
namespace {

using hearth::test::Random;
using test::GpuTest;

constexpr double kEps = std::numeric_limits<float>::epsilon();

class RowsTest : public GpuTest {
 protected:
  static Rows rowsOf(const Buffer& buffer, uint32_t rows, uint32_t cols) {
    return {.at = buffer.address(), .rows = rows, .cols = cols};
  }
};

// Where `width` numbers at `x` should go. n positive float32 summands err by n epsilons, which the root
// halves; 4 for the rest (the root: 2 ulp).
void expectNormalised(const float* actual, const float* x, const float* gain, float eps, uint32_t width) {
  double squares = 0;
  for (uint32_t i = 0; i < width; ++i) squares += double{x[i]} * x[i];
  const double scale = 1.0 / std::sqrt(squares / width + double{eps});
  for (uint32_t i = 0; i < width; ++i) {
    const double expected = x[i] * scale * gain[i];
    ASSERT_NEAR(actual[i], expected, (width / 2.0 + 4) * kEps * std::abs(expected)) << "at " << i;
  }
}

TEST_F(RowsTest, RmsNormMatchesTheFormula) {
  Random random(1);
  for (const auto& [rows, cols] : {std::pair{1u, 2048u}, {3u, 77u}, {2u, 1u}, {1u, 7168u}, {2u, 576u}}) {
    const auto x = random.normals(size_t{rows} * cols), gain = random.normals(cols);
    const Buffer deviceX = upload(x), deviceGain = upload(gain), y = room(x.size() * 4);
    for (const bool software : {true, false}) {  // and small workgroups, and subgroups
      KernelChoice choice = chooseKernels(device().can());
      choice.software = software;
      choice.subgroups = choice.subgroups && software;
      gpu().pipelines().choose(choice);
      run([&](Recorder& r) {
        rmsNorm(r, rowsOf(deviceX, rows, cols), deviceGain.address(), 1e-5f, rowsOf(y, rows, cols));
      });
      const auto actual = read<float>(y, x.size());
      for (uint32_t i = 0; i < rows; ++i) {
        expectNormalised(&actual[i * cols], &x[i * cols], gain.data(), 1e-5f, cols);
      }
    }
    gpu().pipelines().choose(chooseKernels(device().can()));
    EXPECT_EQ(read<float>(deviceX, x.size()), x);
  }
}

TEST_F(RowsTest, RmsNormWorksInPlaceAndOnRowsOfZeros) {
  std::vector<float> x = Random(2).normals(2 * 40);
  std::fill_n(x.begin(), 40, 0.0f);
  const auto gain = Random(3).normals(40);
  const Buffer deviceX = upload(x), deviceGain = upload(gain);
  const Rows rows = rowsOf(deviceX, 2, 40);
  run([&](Recorder& r) { rmsNorm(r, rows, deviceGain.address(), 1e-6f, rows); });
  const auto actual = read<float>(deviceX, x.size());
  for (uint32_t i = 0; i < 2; ++i) {
    expectNormalised(&actual[i * 40], &x[i * 40], gain.data(), 1e-6f, 40);
  }
}

TEST_F(RowsTest, AddRmsNormAddsAndThenNormalises) {
  constexpr uint32_t kRows = 3, kCols = 300;
  Random random(4);
  auto x = random.normals(kRows * kCols), y = random.normals(kRows * kCols), gain = random.normals(kCols);
  const Buffer deviceX = upload(x), deviceY = upload(y), deviceGain = upload(gain), norm = room(x.size() * 4);
  run([&](Recorder& r) {
    addRmsNorm(r, rowsOf(deviceX, kRows, kCols), rowsOf(deviceY, kRows, kCols), deviceGain.address(), 1e-6f,
               rowsOf(norm, kRows, kCols));
  });
  for (size_t i = 0; i < x.size(); ++i) x[i] += y[i];
  EXPECT_EQ(read<float>(deviceX, x.size()), x);
  const auto actual = read<float>(norm, x.size());
  for (uint32_t i = 0; i < kRows; ++i) {
    expectNormalised(&actual[i * kCols], &x[i * kCols], gain.data(), 1e-6f, kCols);
  }
}

TEST_F(RowsTest, RmsNormPartsLeavesTheRestAlone) {
  constexpr uint32_t kRows = 2;
  const Parts parts{.count = 3, .stride = 20, .offset = 5, .width = 13};
  constexpr uint32_t kCols = 66;
  Random random(5);
  const auto x = random.normals(kRows * kCols), gain = random.normals(parts.width);
  const Buffer deviceX = upload(x), deviceGain = upload(gain);
  run([&](Recorder& r) {
    rmsNormParts(r, rowsOf(deviceX, kRows, kCols), parts, deviceGain.address(), 1e-6f);
  });
  const auto actual = read<float>(deviceX, x.size());
  for (uint32_t i = 0; i < x.size(); ++i) {
    const uint32_t col = i % kCols;
    const bool inside = col >= parts.offset && (col - parts.offset) % parts.stride < parts.width &&
                        (col - parts.offset) / parts.stride < parts.count;
    if (!inside) {
      ASSERT_EQ(actual[i], x[i]) << "at " << i;
    }
    if (inside && (col - parts.offset) % parts.stride == 0) {
      expectNormalised(&actual[i], &x[i], gain.data(), 1e-6f, parts.width);
    }
  }
}

TEST_F(RowsTest, RopeTurnsPartsInEitherPairing) {
  constexpr uint32_t kRows = 3, kCols = 50;
  const Parts parts{.count = 3, .stride = 15, .offset = 7, .width = 10};
  constexpr uint32_t kHalf = 5;
  for (const RopePairing pairing : {RopePairing::Neighbours, RopePairing::Halves}) {
    Random random(6);
    const auto x = random.normals(kRows * kCols);
    auto rotation = random.normals(kRows * parts.width);
    const Buffer deviceX = upload(x), deviceRotation = upload(rotation);
    run([&](Recorder& r) {
      rope(r, rowsOf(deviceX, kRows, kCols), parts, rowsOf(deviceRotation, kRows, parts.width), pairing);
    });
    std::vector<double> expected(x.begin(), x.end()), size(x.size(), 0.0);
    for (uint32_t row = 0; row < kRows; ++row) {
      for (uint32_t part = 0; part < parts.count; ++part) {
        for (uint32_t i = 0; i < kHalf; ++i) {
          const size_t at = row * kCols + parts.offset + part * parts.stride;
          const bool neighbours = pairing == RopePairing::Neighbours;
          const size_t first = at + (neighbours ? 2 * i : i),
                       second = at + (neighbours ? 2 * i + 1 : i + kHalf);
          const double a = x[first], b = x[second];
          const double cosine = rotation[row * parts.width + i],
                       sine = rotation[row * parts.width + kHalf + i];
          expected[first] = a * cosine - b * sine;
          expected[second] = a * sine + b * cosine;
          size[first] = std::abs(a * cosine) + std::abs(b * sine);
          size[second] = std::abs(a * sine) + std::abs(b * cosine);
        }
      }
    }
    const auto actual = read<float>(deviceX, x.size());
    for (size_t i = 0; i < x.size(); ++i) {
      ASSERT_NEAR(actual[i], expected[i], 2 * kEps * size[i]) << "at " << i;  // two products, one sum
    }
  }
}

TEST_F(RowsTest, AddToAddsEveryNumber) {
  for (const auto& [rows, cols] : {std::pair{1u, 1u}, {3u, 129u}, {7u, 1000u}}) {
    auto x = Random(7).normals(rows * cols), y = Random(8).normals(rows * cols);
    const Buffer deviceX = upload(x), deviceY = upload(y);
    run([&](Recorder& r) { addTo(r, rowsOf(deviceX, rows, cols), rowsOf(deviceY, rows, cols)); });
    for (size_t i = 0; i < x.size(); ++i) x[i] += y[i];
    EXPECT_EQ(read<float>(deviceX, x.size()), x);
  }
}

TEST_F(RowsTest, SiluMulMatchesTheFormulaFarOutAsWell) {
  constexpr uint32_t kRows = 2, kCols = 301;
  auto gate = Random(9).normals(kRows * kCols, 8), up = Random(10).normals(kRows * kCols);
  gate[0] = 100, gate[1] = -100, gate[2] = 0, gate[3] = -3000, gate[4] = 3000;
  const Buffer deviceGate = upload(gate), deviceUp = upload(up);
  run([&](Recorder& r) {
    siluMul(r, rowsOf(deviceGate, kRows, kCols), rowsOf(deviceUp, kRows, kCols),
            rowsOf(deviceGate, kRows, kCols));
  });
  const auto actual = read<float>(deviceGate, gate.size());
  for (size_t i = 0; i < gate.size(); ++i) {
    const double g = gate[i], expected = g / (1 + std::exp(-g)) * up[i];
    // Vulkan's exp() errs by 3 + 2|x| ulp, a division by 2.5; far out the result is below normal numbers.
    const double tolerance = (3 + 2 * std::abs(g) + 5) * kEps * std::abs(expected) + 1e-36;
    ASSERT_NEAR(actual[i], expected, tolerance) << "gate " << g;
  }
}

}  // namespace
}  // namespace hearth::vulkan
