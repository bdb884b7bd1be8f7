// encode/FORMAT and encode_correlated/FORMAT on one thread: what quantising costs a weight (1e9 / items/s is
// ns), with importance, and knowing how inputs go together.
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "runtime/tensor/quantize.h"
#include "runtime/tensor/random_weights.h"
#include "tests/bench/kernels/benches.h"

namespace hearth::bench {
namespace {

constexpr size_t kWeights = 64 * 1024, kCols = 2048;

void encode(benchmark::State& state, DType type) {
  const auto weights = gaussian(kWeights, 1);
  auto importance = gaussian(kCols, 2);
  for (float& weight : importance) weight *= weight;
  const BlockLayout layout = layoutOf(type);
  std::vector<std::byte> out(kWeights / layout.values * layout.bytes);
  for (auto _ : state) {
    quantize(type, weights, out, importance);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * kWeights));
}

// Columns whose inputs are the less alike the farther apart they are.
void encodeCorrelated(benchmark::State& state, DType type) {
  const auto weights = gaussian(kWeights, 1);
  auto importance = gaussian(kCols, 2);
  for (float& weight : importance) weight *= weight;
  constexpr uint32_t kWidth = CorrelatedColumns::kWidthMost;
  std::vector<float> correlation(size_t{kWidth} * kWidth);
  for (uint32_t j = 0; j < kWidth; ++j) {
    for (uint32_t k = 0; k < kWidth; ++k)
      correlation[size_t{j} * kWidth + k] =
          std::pow(0.9f, std::abs(static_cast<float>(j) - static_cast<float>(k)));
  }
  const std::vector<CorrelatedColumns> blocks(kCols / kWidth, correlatedColumns(correlation, kWidth));
  const BlockLayout layout = layoutOf(type);
  std::vector<std::byte> out(kCols / layout.values * layout.bytes);
  for (auto _ : state) {
    for (size_t at = 0; at < kWeights; at += kCols)
      quantizeCorrelated(type, std::span(weights).subspan(at, kCols), out, importance, blocks);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * kWeights));
}

}  // namespace

void registerEncoders() {
  for (const DType type : {DType::Q8_0, DType::Q6_K, DType::Q5_K, DType::Q4_K, DType::Q3_K, DType::Q2_K,
                           DType::Q5_1, DType::Q5_0, DType::Q4_1, DType::Q4_0, DType::IQ4_NL}) {
    benchmark::RegisterBenchmark(("encode/" + std::string(layoutOf(type).name)).c_str(),
                                 [type](benchmark::State& state) { encode(state, type); });
    benchmark::RegisterBenchmark(("encode_correlated/" + std::string(layoutOf(type).name)).c_str(),
                                 [type](benchmark::State& state) { encodeCorrelated(state, type); });
  }
}

}  // namespace hearth::bench
