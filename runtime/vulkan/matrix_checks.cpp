// The rows of the self-check for matrix products, experts and the router.
#include <algorithm>
#include <cmath>
#include <random>
#include <span>

#include "runtime/tensor/dequantize.h"
#include "runtime/tensor/random_weights.h"
#include "runtime/vulkan/device_rows.h"
#include "runtime/vulkan/product.h"
#include "runtime/vulkan/self_check.h"

namespace hearth::vulkan {

namespace {

// Two blocks of the largest kind, and outputs that fill no tile.
constexpr uint32_t kCols = 512, kOutputs = 70, kManyRows = 40;
// Weights rounded to halves are off by 2^-11 of themselves, and float32 sums by far less. A kernel that is
// wrong is off by about 1 / sqrt(kCols) of the sum of sizes or more.
constexpr double kTolerance = 1e-3;

// Random weights and what they mean.
struct Sample {
  Sample(DType type_, uint32_t rows_, uint32_t cols_, uint32_t seed) : type(type_), rows(rows_), cols(cols_) {
    const std::vector<std::byte> weights = randomWeights(type, rows, cols, seed);
    const std::vector<float> scales = randomScales(type, rows, cols, seed);
    const TensorView view(weights, type, rows, cols, scales.data());
    values.resize(size_t{rows} * cols);
    for (uint32_t row = 0; row < rows; ++row) dequantizeRow(view, row, &values[size_t{row} * cols]);
    bytes.resize(deviceBytes(view));
    copyForDevice(view, bytes.data());
  }
  DeviceMatrix on(CheckBench& bench) const { return {bench.putBytes(bytes), type, rows, cols}; }

  DType type;
  uint32_t rows, cols;
  std::vector<std::byte> bytes;  // as the card wants them
  std::vector<float> values;
};

// A number and the size of what it was summed from.
struct Sum {
  double value = 0, size = 0;
};
Sum dot(const Sample& w, uint32_t output, std::span<const float> x) {
  Sum sum;
  for (uint32_t k = 0; k < w.cols; ++k) {
    const double product = double{w.values[size_t{output} * w.cols + k]} * x[k];
    sum.value += product;
    sum.size += std::abs(product);
  }
  return sum;
}

// Activations that rounding to int8 or halves leaves as they are: codes times a power of two, 127 among them.
std::vector<float> sampleRows(uint32_t rows, uint32_t cols, float factor, uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> code(-127, 127);
  std::vector<float> x(size_t{rows} * cols);
  for (size_t i = 0; i < x.size(); ++i) x[i] = factor * static_cast<float>(i % 32 == 7 ? 127 : code(random));
  return x;
}

// NaN stays, as std::max would not let it.
double worse(double a, double b) { return a >= b || std::isnan(a) ? a : b; }

double productError(CheckBench& bench, DType type, uint32_t rows) {
  const Sample w(type, kOutputs, kCols, rows);
  const std::vector<float> x = sampleRows(rows, kCols, 0.0625f, rows + 1);
  const Rows y{bench.room(size_t{rows} * kOutputs * 4), rows, kOutputs};
  const Address scratch = bench.room(linearScratchBytes(rows, kCols));
  const Rows input{bench.put(x), rows, kCols};
  const DeviceMatrix matrix = w.on(bench);
  if (!bench.run([&](Recorder& r) { linear(r, input, matrix, 0, y, Precision::Rounded, scratch); })) return 2;
  const std::vector<float> actual = bench.read(y.at, size_t{rows} * kOutputs);
  double worst = 0;
  for (uint32_t i = 0; i < rows; ++i) {
    for (uint32_t o = 0; o < kOutputs; ++o) {
      const Sum sum = dot(w, o, std::span(x).subspan(size_t{i} * kCols, kCols));
      worst = worse(worst, std::abs(actual[i * kOutputs + o] - sum.value) / (kTolerance * sum.size));
    }
  }
  return worst;
}

double silu(double x) { return x / (1 + std::exp(-x)); }

// silu(gate) * up, and how far it may be off.
struct Hidden {
  std::vector<double> value, tolerance;
};
Hidden hiddenOf(const Sample& gate, const Sample& up, std::span<const float> x) {
  Hidden hidden;
  for (uint32_t o = 0; o < gate.rows; ++o) {
    const Sum g = dot(gate, o, x), u = dot(up, o, x);
    hidden.value.push_back(silu(g.value) * u.value);
    // silu's slope is at most 1.1.
    hidden.tolerance.push_back(1.1 * kTolerance * g.size * std::abs(u.value) +
                               kTolerance * u.size * std::abs(silu(g.value)) +
                               1.1 * kTolerance * kTolerance * g.size * u.size);
  }
  return hidden;
}

constexpr float kSmall = 0x1p-11f;  // keeps exponentials finite

double gatedError(CheckBench& bench, DType type) {
  const Sample gate(type, kOutputs, kCols, 5), up(type, kOutputs, kCols, 6);
  const std::vector<float> x = sampleRows(1, kCols, kSmall, 7);
  const Rows y{bench.room(kOutputs * 4), 1, kOutputs};
  const Address scratch = bench.room(gatedScratchBytes(1, kCols, kOutputs));
  const Rows input{bench.put(x), 1, kCols};
  const DeviceMatrix deviceGate = gate.on(bench), deviceUp = up.on(bench);
  const bool ran =
      bench.run([&](Recorder& r) { gated(r, input, deviceGate, deviceUp, scratch, y, Precision::Rounded); });
  if (!ran) return 2;
  const std::vector<float> actual = bench.read(y.at, kOutputs);
  const Hidden expected = hiddenOf(gate, up, x);
  double worst = 0;
  for (uint32_t o = 0; o < kOutputs; ++o) {
    worst = worse(worst, std::abs(actual[o] - expected.value[o]) / expected.tolerance[o]);
  }
  return worst;
}

// Three experts, of which the last is elsewhere; every row chooses two.
constexpr uint32_t kExperts = 3, kTopK = 2, kWidth = 256, kFfn = 256;
double expertsError(CheckBench& bench, DType type, uint32_t rows) {
  const size_t matrixBytes = size_t{kFfn} * deviceRowBytes(type, kWidth);
  const size_t each = (matrixBytes + 255) / 256 * 256;
  const ExpertLayout layout{type, type, type, kWidth, kFfn, 0, each, 2 * each, 3 * each};
  std::vector<Sample> matrices;
  std::vector<std::byte> slots;
  for (uint32_t m = 0; m < 3 * (kExperts - 1); ++m) {
    matrices.emplace_back(type, kFfn, kWidth, 10 + m);
    slots.insert(slots.end(), matrices.back().bytes.begin(), matrices.back().bytes.end());
    slots.resize((m + 1) * each);
  }
  const Address at = bench.putBytes(slots);
  const Address table = bench.put(std::vector<Address>{at, at + layout.bytes, 0});
  std::vector<uint32_t> ids;
  std::vector<float> weights;
  for (uint32_t i = 0; i < rows * kTopK; ++i) {
    ids.push_back((i / kTopK + i % kTopK) % kExperts);
    weights.push_back(0.25f + 0.5f * static_cast<float>(i % kTopK));
  }
  const std::vector<float> x = sampleRows(rows, kWidth, kSmall, 20);
  const ChoiceAt choice{bench.put(ids), bench.put(weights), rows, kTopK};
  const Rows input{bench.put(x), rows, kWidth}, y{bench.room(size_t{rows} * kWidth * 4), rows, kWidth};
  const Address scratch = bench.room(expertScratchBytes(layout, rows, kTopK, kExperts));
  const bool ran = bench.run([&](Recorder& r) {
    runExperts(r, input, choice, table, kExperts, layout, scratch, y, Into::Set, Precision::Rounded);
  });
  if (!ran) return 2;

  const std::vector<float> actual = bench.read(y.at, size_t{rows} * kWidth);
  double worst = 0;
  for (uint32_t row = 0; row < rows; ++row) {
    std::vector<double> expected(kWidth), tolerance(kWidth, 1e-30);
    for (uint32_t k = 0; k < kTopK; ++k) {
      const uint32_t expert = ids[row * kTopK + k];
      if (expert == kExperts - 1) continue;
      const double weight = weights[row * kTopK + k];
      const Hidden hidden = hiddenOf(matrices[3 * expert], matrices[3 * expert + 1],
                                     std::span(x).subspan(size_t{row} * kWidth, kWidth));
      double most = 0;
      for (uint32_t j = 0; j < kFfn; ++j)
        most = std::max(most, std::abs(hidden.value[j]) + hidden.tolerance[j]);
      for (uint32_t o = 0; o < kWidth; ++o) {
        for (uint32_t j = 0; j < kFfn; ++j) {
          const double w = matrices[3 * expert + 2].values[size_t{o} * kFfn + j];
          expected[o] += weight * w * hidden.value[j];
          // Rounded to int8 once more: half of 1/127 of the largest.
          tolerance[o] += weight * std::abs(w) *
                          (hidden.tolerance[j] + most / 250 + kTolerance * std::abs(hidden.value[j]));
        }
      }
    }
    for (uint32_t o = 0; o < kWidth; ++o) {
      worst = worse(worst, std::abs(actual[row * kWidth + o] - expected[o]) / tolerance[o]);
    }
  }
  return worst;
}

double routeError(CheckBench& bench) {
  constexpr uint32_t kScores = 96, kChosen = 6;
  // Scores 1/16 apart in an order that spreads them (7 and 96 have no common divisor).
  std::vector<float> scores(kScores);
  for (uint32_t e = 0; e < kScores; ++e) scores[e] = static_cast<float>(e * 7 % kScores) / 16.0f;
  const Routing rule{
      .experts = kScores, .topK = kChosen, .gating = Gating::Softmax, .normalizeWeights = true};
  const Rows input{bench.put(scores), 1, kScores};
  const ChoiceAt choice{bench.room(kChosen * 4), bench.room(kChosen * 4), 1, kChosen};
  if (!bench.run([&](Recorder& r) { route(r, input, rule, 0, choice); })) return 2;
  const std::vector<float> ids = bench.read(choice.ids, kChosen),
                           weights = bench.read(choice.weights, kChosen);
  double sum = 0, worst = 0;
  for (uint32_t k = 0; k < kChosen; ++k) sum += std::exp(-static_cast<double>(k) / 16);
  for (uint32_t k = 0; k < kChosen; ++k) {
    uint32_t id;
    std::memcpy(&id, &ids[k], sizeof id);
    if (id >= kScores || id * 7 % kScores != kScores - 1 - k) return 2;
    worst = worse(worst, std::abs(weights[k] - std::exp(-static_cast<double>(k) / 16) / sum) / 1e-4);
  }
  return worst;
}

}  // namespace

std::vector<KernelCheck> matrixChecks(std::span<const DType> formats) {
  std::vector<KernelCheck> checks;
  const auto fewRows = [&checks](const char* kernel, DType type, std::function<double(CheckBench&)> error) {
    const auto shader = [=](const KernelChoice& choice) { return matvecShader(choice, kernel, type, true); };
    checks.push_back({shaderFor(kernel, type), shader, std::move(error)});
  };
  const auto manyRows = [&checks](const char* name, DType type, uint32_t outputs, uint32_t rows,
                                  std::function<double(CheckBench&)> error) {
    const auto shader = [=](const KernelChoice& choice) {
      return matmulShader(choice, type, tileFor(choice, outputs, rows), true).name;
    };
    checks.push_back({shaderFor(name, type), shader, std::move(error)});
  };
  for (const DType type : formats) {
    fewRows("matvec", type, [type](CheckBench& bench) { return productError(bench, type, 1); });
    fewRows("gated", type, [type](CheckBench& bench) { return gatedError(bench, type); });
    fewRows("down_experts", type, [type](CheckBench& bench) { return expertsError(bench, type, 1); });
    manyRows("matmul", type, kOutputs, kManyRows,
             [type](CheckBench& bench) { return productError(bench, type, kManyRows); });
    manyRows("matmul_experts", type, kFfn, roundUp(kManyRows * kTopK, kExperts),
             [type](CheckBench& bench) { return expertsError(bench, type, kManyRows); });
  }
  checks.push_back({"route", [](const KernelChoice& choice) { return choice.summing("route"); }, routeError});
  return checks;
}

}  // namespace hearth::vulkan
