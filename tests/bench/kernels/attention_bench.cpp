// attention/VERB/CACHE/ROWS/DEPTH on all threads: bytes of the cache a second, and multiply-adds with it.
// Grouped queries as in a 1.5B model, latent attention as in V2-Lite, in both forms.
#include <string>
#include <vector>

#include "runtime/base/check.h"
#include "runtime/cpu/cpu_attention.h"
#include "runtime/tensor/random_weights.h"
#include "tests/bench/kernels/benches.h"

namespace hearth::bench {
namespace {

constexpr LatentAttention kLatent{
    .qLoraRank = 0, .kvLoraRank = 512, .nopeDim = 128, .ropeDim = 64, .valueDim = 128};
constexpr uint32_t kLatentHeads = 16;

// A cache whose rows were all written.
class Cache {
 public:
  Cache(KvForm form, uint32_t positions, uint32_t keyWidth, uint32_t valueWidth) {
    auto made = cpu::CpuKvCache::create(
        {.layers = 1, .positions = positions, .keyWidth = keyWidth, .valueWidth = valueWidth, .form = form});
    CHECK(made);
    cache_ = std::move(*made);
    const std::vector<float> rows = gaussian(size_t{64} * std::max(keyWidth, valueWidth), 1);
    for (uint32_t p = 0; p + 64 <= positions; p += 64) {
      cpu().storeKeys(0, {rows.data(), p, 64});
      if (valueWidth > 0) cpu().storeValues(0, {rows.data(), p, 64});
    }
  }
  cpu::CpuKvCache& cpu() { return static_cast<cpu::CpuKvCache&>(*cache_); }

 private:
  std::unique_ptr<KvCache> cache_;
};

// Runs attend(arena) with as much memory as it asks for.
template <class Attend>
void run(benchmark::State& state, const Attend& attend) {
  cpu::Arena arena;
  arena.startPlanning();
  attend(arena);
  CHECK(arena.stopPlanning());
  for (auto _ : state) attend(arena);
}

void grouped(benchmark::State& state, ThreadPool& pool, KvForm form, uint32_t rows, uint32_t depth) {
  constexpr uint32_t kHeads = 12, kKvHeads = 2, kDim = 128;
  Cache cache(form, depth, kKvHeads * kDim, kKvHeads * kDim);
  const std::vector<float> q = gaussian(size_t{rows} * kHeads * kDim, 2);
  std::vector<float> out(q.size());
  cpu::AttentionInput in;
  in.pieces[0] = {q.data(), kHeads * kDim, kDim, kDim};
  in.heads = kHeads;
  in.kvHeads = kKvHeads;
  in.scale = 0.09f;
  in.rows = rows;
  in.first = depth - rows;
  in.keys = cache.cpu().keys(0);
  in.values = cache.cpu().values(0);
  in.valueDim = kDim;
  run(state, [&](cpu::Arena& arena) { cpu::attend(pool, arena, in, out.data()); });
  setRates(state, 2.0 * depth * static_cast<double>(kvRowBytes(form, kKvHeads * kDim)),
           2.0 * rows * depth * kHeads * kDim);
}

void absorbed(benchmark::State& state, ThreadPool& pool, KvForm form, uint32_t rows, uint32_t depth) {
  const uint32_t latent = kLatent.kvLoraRank, width = latent + kLatent.ropeDim;
  Cache cache(form, depth, width, 0);
  const std::vector<float> q = gaussian(size_t{rows} * kLatentHeads * width, 2);
  std::vector<float> out(size_t{rows} * kLatentHeads * latent);
  cpu::AttentionInput in;
  in.pieces[0] = {q.data(), kLatentHeads * width, width, latent};
  in.pieces[1] = {q.data() + latent, kLatentHeads * width, width, kLatent.ropeDim};
  in.heads = kLatentHeads;
  in.kvHeads = 1;
  in.scale = 0.07f;
  in.rows = rows;
  in.first = depth - rows;
  in.keys = in.values = cache.cpu().keys(0);
  in.valueDim = latent;
  run(state, [&](cpu::Arena& arena) { cpu::attend(pool, arena, in, out.data()); });
  setRates(state, 1.0 * depth * static_cast<double>(kvRowBytes(form, width)),
           1.0 * rows * depth * kLatentHeads * (width + latent));
}

void expanded(benchmark::State& state, ThreadPool& pool, KvForm form, uint32_t rows, uint32_t depth) {
  const uint32_t width = kLatent.kvLoraRank + kLatent.ropeDim, head = kLatent.nopeDim + kLatent.ropeDim;
  Cache cache(form, depth, width, 0);
  const auto keys = randomWeights(DType::F16, kLatentHeads * kLatent.kvLoraRank, kLatent.nopeDim, 3);
  const auto values = randomWeights(DType::F16, kLatentHeads * kLatent.valueDim, kLatent.kvLoraRank, 4);
  const TensorView keyUp(keys, DType::F16, kLatentHeads * kLatent.kvLoraRank, kLatent.nopeDim);
  const TensorView valueUp(values, DType::F16, kLatentHeads * kLatent.valueDim, kLatent.kvLoraRank);
  const std::vector<float> q = gaussian(size_t{rows} * kLatentHeads * head, 2);
  std::vector<float> out(size_t{rows} * kLatentHeads * kLatent.valueDim);
  const cpu::ExpandedInput in{.q = q.data(),
                              .keyUp = keyUp,
                              .valueUp = valueUp,
                              .latent = kLatent,
                              .heads = kLatentHeads,
                              .scale = 0.07f,
                              .rows = rows,
                              .first = depth - rows,
                              .latents = cache.cpu().keys(0)};
  run(state, [&](cpu::Arena& arena) { cpu::attendExpanded(pool, arena, in, out.data()); });
  setRates(state, 1.0 * depth * static_cast<double>(kvRowBytes(form, width)),
           1.0 * rows * depth * kLatentHeads * (head + kLatent.valueDim));
}

}  // namespace

void registerAttention(ThreadPool& pool) {
  constexpr uint32_t kBeyondCaches = 131072;  // as the caches of a whole model's layers together
  using Work = void (*)(benchmark::State&, ThreadPool&, KvForm, uint32_t rows, uint32_t depth);
  const auto add = [&](const std::string& verb, Work work, std::initializer_list<uint32_t> rows) {
    for (const KvForm form : {KvForm::Half, KvForm::Q8_0, KvForm::Q4_0, KvForm::F8}) {
      for (const uint32_t r : rows) {
        for (const uint32_t depth : {512u, 4096u, 16384u, kBeyondCaches}) {
          if (depth == kBeyondCaches && r > 1) continue;  // would take seconds a pass
          const std::string name = "attention/" + verb + "/" + std::string(nameOf(form)) + "/" +
                                   std::to_string(r) + "/" + std::to_string(depth);
          benchmark::RegisterBenchmark(name.c_str(), [&pool, work, form, r, depth](benchmark::State& state) {
            work(state, pool, form, r, depth);
          })->UseRealTime();
        }
      }
    }
  };
  add("grouped", grouped, {1, 256});
  add("latent_absorbed", absorbed, {1, 4});
  add("latent_expanded", expanded, {256});
}

}  // namespace hearth::bench
