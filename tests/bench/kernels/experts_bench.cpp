// experts/ROWS: a V2-Lite layer's 64 routed experts (6 for a row), q4_k, as one job of all threads.
#include <random>
#include <set>
#include <string>
#include <vector>

#include "runtime/base/check.h"
#include "runtime/cpu/cpu_experts.h"
#include "runtime/tensor/random_weights.h"
#include "tests/bench/kernels/benches.h"

namespace hearth::bench {
namespace {

constexpr uint32_t kExperts = 64, kTopK = 6, kWidth = 2048, kFfn = 1408 / 256 * 256 + 256;

// Every expert has the same numbers, each its own memory.
std::vector<std::byte> stack(uint32_t rows, uint32_t cols) {
  const std::vector<std::byte> one = randomWeights(DType::Q4_K, rows, cols, 1);
  std::vector<std::byte> all;
  all.reserve(one.size() * kExperts);
  for (uint32_t e = 0; e < kExperts; ++e) all.insert(all.end(), one.begin(), one.end());
  return all;
}

void experts(benchmark::State& state, ThreadPool& pool, uint32_t rows) {
  const std::vector<std::byte> up = stack(kFfn, kWidth), gate = up, down = stack(kWidth, kFfn);
  MoeWeights weights;
  weights.gate = {TensorView(gate, DType::Q4_K, kExperts * kFfn, kWidth), kExperts};
  weights.up = {TensorView(up, DType::Q4_K, kExperts * kFfn, kWidth), kExperts};
  weights.down = {TensorView(down, DType::Q4_K, kExperts * kWidth, kFfn), kExperts};
  weights.expertWidth = kFfn;
  const std::vector<float> h = gaussian(size_t{rows} * kWidth, 2);
  std::vector<float> shares(size_t{rows} * kTopK, 1.0f / kTopK), out(h.size());
  // Another choice for each iteration, so that no expert stays in a cache: 16 of them in turn.
  constexpr size_t kChoices = 16;
  std::mt19937 random(1);
  std::vector<std::vector<uint32_t>> choices(kChoices);
  double touched = 0;
  for (auto& choice : choices) {
    std::set<uint32_t> all;
    for (uint32_t r = 0; r < rows; ++r) {
      std::set<uint32_t> row;
      while (row.size() < kTopK) row.insert(static_cast<uint32_t>(random() % kExperts));
      choice.insert(choice.end(), row.begin(), row.end());
      all.insert(row.begin(), row.end());
    }
    touched += static_cast<double>(all.size()) / kChoices;
  }
  size_t turn = 0;
  const auto run = [&](cpu::Arena& arena) {
    const cpu::ExpertBatch batch{.h = h.data(),
                                 .rows = rows,
                                 .width = kWidth,
                                 .topK = kTopK,
                                 .experts = choices[turn++ % kChoices].data(),
                                 .weights = shares.data(),
                                 .layer = 0};
    CHECK(cpu::runExperts(pool, arena, batch, weights, nullptr, out.data()));
  };
  cpu::Arena arena;
  arena.startPlanning();
  run(arena);
  CHECK(arena.stopPlanning());
  for (auto _ : state) run(arena);
  const double bytesEach = static_cast<double>(up.size() + gate.size() + down.size()) / kExperts;
  setRates(state, touched * bytesEach, 3.0 * rows * kTopK * kWidth * kFfn);
}

}  // namespace

void registerExperts(ThreadPool& pool) {
  for (const uint32_t rows : {1u, 4u, 16u, 64u, 256u}) {
    benchmark::RegisterBenchmark(("experts/" + std::to_string(rows)).c_str(),
                                 [&pool, rows](benchmark::State& state) { experts(state, pool, rows); })
        ->UseRealTime()
        ->MinTime(0.2);
  }
}

}  // namespace hearth::bench
