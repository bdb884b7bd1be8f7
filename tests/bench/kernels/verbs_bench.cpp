// The small verbs on one thread, at the widths of a V2-Lite layer.
#include <cmath>
#include <vector>

#include "runtime/cpu/choose_experts.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/tensor/random_weights.h"
#include "tests/bench/kernels/benches.h"

namespace hearth::bench {
namespace {

void setFloats(benchmark::State& state, size_t numbers) {
  setRates(state, static_cast<double>(numbers * sizeof(float)), 0);
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(numbers));
}

void rmsNorm(benchmark::State& state) {
  const auto n = static_cast<uint32_t>(state.range(0));
  const std::vector<float> x = gaussian(n, 1), gain = gaussian(n, 2);
  std::vector<float> out(n);
  for (auto _ : state) {
    cpu::rmsNorm(x.data(), gain.data(), 1e-6f, n, out.data());
    benchmark::ClobberMemory();
  }
  setFloats(state, n);
}

void softmax(benchmark::State& state) {
  const auto n = static_cast<uint32_t>(state.range(0));
  std::vector<float> x = gaussian(n, 1);
  for (auto _ : state) {
    cpu::softmax(x.data(), n);
    benchmark::ClobberMemory();
  }
  setFloats(state, n);
}

void rope(benchmark::State& state) {
  constexpr uint32_t kHeads = 16, kDims = 64, kHeadStride = 192;
  std::vector<float> x = gaussian(kHeads * kHeadStride, 1), cosines(kDims / 2), sines(kDims / 2);
  for (uint32_t i = 0; i < kDims / 2; ++i) {
    cosines[i] = std::cos(static_cast<float>(i));
    sines[i] = std::sin(static_cast<float>(i));
  }
  const auto pairing = static_cast<RopePairing>(state.range(0));
  for (auto _ : state) {
    cpu::rope(x.data(), kHeads, kHeadStride, pairing, kDims, cosines.data(), sines.data());
    benchmark::ClobberMemory();
  }
  setFloats(state, size_t{kHeads} * kDims);
}

// The router's rule of DeepSeek-V3: 8 of 256, in 4 of 8 groups.
void routing(benchmark::State& state) {
  const Routing rule{.experts = 256,
                     .topK = 8,
                     .groups = 8,
                     .topKGroups = 4,
                     .groupScore = GroupScore::TopTwoSum,
                     .gating = Gating::Sigmoid,
                     .normalizeWeights = true,
                     .scale = 2.5f};
  const std::vector<float> scores = gaussian(rule.experts, 1), bias = gaussian(rule.experts, 2);
  std::vector<float> scratch(cpu::chooseExpertsScratch(rule)), weights(rule.topK);
  std::vector<uint32_t> experts(rule.topK);
  for (auto _ : state) {
    cpu::chooseExperts(rule, scores.data(), bias, scratch.data(), experts.data(), weights.data());
    benchmark::ClobberMemory();
  }
  setFloats(state, rule.experts);
}

}  // namespace

void registerVerbs() {
  benchmark::RegisterBenchmark("rms_norm", rmsNorm)->Arg(2048)->Arg(7168);
  benchmark::RegisterBenchmark("softmax", softmax)->Arg(512)->Arg(16384);
  benchmark::RegisterBenchmark("rope", rope)
      ->Arg(static_cast<int>(RopePairing::Neighbours))
      ->Arg(static_cast<int>(RopePairing::Halves));
  benchmark::RegisterBenchmark("expert_routing", routing);
}

}  // namespace hearth::bench
