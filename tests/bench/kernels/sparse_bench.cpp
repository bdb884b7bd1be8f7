// sparse/WHAT/ROWS/DEPTH on all threads: attention in the shape of DeepSeek-V3.2 (128 heads on a latent of
// 512 with 64 rotated numbers; 64 index heads of 128; 2048 positions). `dense` meets all positions, `sparse`
// chooses and meets the chosen ones, `choose` is the choice alone.
#include <string>
#include <vector>

#include "runtime/base/check.h"
#include "runtime/cpu/cpu_sparse_attention.h"
#include "runtime/tensor/random_weights.h"
#include "tests/bench/kernels/benches.h"

namespace hearth::bench {
namespace {

constexpr uint32_t kHeads = 128, kLatent = 512, kRotated = 64, kWidth = kLatent + kRotated;
constexpr uint32_t kIndexHeads = 64, kIndexDim = 128, kTopK = 2048;
enum class What { Dense, Sparse, Choose };

// What one layer reads and writes: a cache whose rows were all written, and queries.
class Layer {
 public:
  Layer(uint32_t rows, uint32_t depth)
      : q_(gaussian(size_t{rows} * kHeads * kWidth, 2)),
        indexQ_(gaussian(size_t{rows} * kIndexHeads * kIndexDim, 3)),
        headWeights_(gaussian(size_t{rows} * kIndexHeads, 4)),
        out_(size_t{rows} * kHeads * kLatent),
        chosen_(size_t{rows} * kTopK) {
    auto made = cpu::CpuKvCache::create(
        {.layers = 1, .positions = depth, .keyWidth = kWidth, .form = KvForm::Half, .indexWidth = kIndexDim});
    CHECK(made);
    cache_ = std::move(*made);
    auto& cache = static_cast<cpu::CpuKvCache&>(*cache_);
    const auto keys = gaussian(size_t{depth} * kWidth, 5), index = gaussian(size_t{depth} * kIndexDim, 6);
    cache.storeKeys(0, {keys.data(), 0, depth});
    cache.storeIndex(0, {index.data(), 0, depth});
    attention_.pieces[0] = {q_.data(), kHeads * kWidth, kWidth, kLatent};
    attention_.pieces[1] = {q_.data() + kLatent, kHeads * kWidth, kWidth, kRotated};
    attention_.heads = kHeads;
    attention_.kvHeads = 1;
    attention_.scale = 0.07f;
    attention_.rows = rows;
    attention_.first = depth - rows;
    attention_.keys = attention_.values = cache.keys(0);
    attention_.valueDim = kLatent;
    index_ = {.q = indexQ_.data(),
              .headWeights = headWeights_.data(),
              .heads = kIndexHeads,
              .rows = rows,
              .first = depth - rows,
              .keys = cache.index(0),
              .topK = kTopK};
  }
  void run(What what, ThreadPool& pool, cpu::Arena& arena) {
    if (what == What::Dense) {
      cpu::attend(pool, arena, attention_, out_.data());
      return;
    }
    cpu::choosePositions(pool, arena, index_, chosen_.data());
    if (what == What::Sparse) cpu::attendChosen(pool, arena, attention_, chosen_.data(), kTopK, out_.data());
  }

 private:
  std::vector<float> q_, indexQ_, headWeights_, out_;
  std::vector<uint32_t> chosen_;
  std::unique_ptr<KvCache> cache_;
  cpu::AttentionInput attention_;
  cpu::IndexInput index_;
};

void attention(benchmark::State& state, ThreadPool& pool, What what, uint32_t rows, uint32_t depth) {
  Layer layer(rows, depth);
  cpu::Arena arena;
  arena.startPlanning();
  layer.run(what, pool, arena);
  CHECK(arena.stopPlanning());
  for (auto _ : state) layer.run(what, pool, arena);
}

}  // namespace

void registerSparse(ThreadPool& pool) {
  for (const auto& [name, what] : {std::pair{"dense", What::Dense}, std::pair{"sparse", What::Sparse},
                                   std::pair{"choose", What::Choose}}) {
    for (const uint32_t rows : {1u, 64u}) {
      for (const uint32_t depth : {2112u, 4096u, 8192u, 16384u, 65536u}) {
        if (rows > 1 && depth > 16384) continue;
        const std::string full =
            std::string("sparse/") + name + "/" + std::to_string(rows) + "/" + std::to_string(depth);
        benchmark::RegisterBenchmark(full.c_str(),
                                     [&pool, what = what, rows, depth](benchmark::State& state) {
                                       attention(state, pool, what, rows, depth);
                                     })
            ->UseRealTime()
            ->Unit(benchmark::kMillisecond);
      }
    }
  }
}

}  // namespace hearth::bench
