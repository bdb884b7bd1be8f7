// matvec/FORMAT: one activation row against far more weights than caches hold: bytes of weights a second.
// matmat/FORMAT/ROWS: a layer's matrix against several rows: multiply-adds a second.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "runtime/cpu/kernels/kernels.h"
#include "tests/bench/kernels/benches.h"
#include "tests/cpu_kernels/random_weights.h"

namespace hearth::bench {
namespace {

constexpr size_t kStreamedBytes = size_t{256} << 20;
constexpr uint32_t kLayerRows = 2048, kRowsEach = 64;
constexpr uint32_t kBatches[] = {1, 2, 4, 8, 16, 64, 256};

// The same 64 rows again and again: making random ones takes longer than the measurement.
std::vector<std::byte> weightsOf(DType type, uint32_t rows, uint32_t cols) {
  const std::vector<std::byte> once = randomWeights(type, 64, cols, 1);
  std::vector<std::byte> bytes(once.size() / 64 * rows);
  for (size_t at = 0; at < bytes.size(); at += once.size())
    std::memcpy(bytes.data() + at, once.data(), std::min(once.size(), bytes.size() - at));
  return bytes;
}

// Packed rows on a border that loads like.
class Packed {
 public:
  Packed(DType type, uint32_t rows, uint32_t cols) : bytes_(cpu::packedRowBytes(type, cols) * rows + 64) {
    const std::vector<float> x = gaussian(size_t{rows} * cols, 2);
    cpu::packRows(type, x.data(), cols, rows, cols, data());
  }
  std::byte* data() { return bytes_.data() + (64 - reinterpret_cast<uintptr_t>(bytes_.data()) % 64) % 64; }

 private:
  std::vector<std::byte> bytes_;
};

void multiply(benchmark::State& state, ThreadPool& pool, DType type, uint32_t rows, uint32_t cols,
              uint32_t xRows) {
  const std::vector<std::byte> bytes = weightsOf(type, rows, cols);
  const std::vector<float> scales = randomScales(type, rows, cols, 1);
  const TensorView weights(bytes, type, rows, cols, scales.data());
  Packed x(type, xRows, cols);
  std::vector<float> y(size_t{xRows} * rows);
  for (auto _ : state) {
    pool.parallelFor(rows, kRowsEach, [&](uint32_t first, uint32_t last, uint32_t) {
      cpu::matmul(weights, x.data(), xRows, first, last, y.data(), rows);
    });
  }
  setRates(state, static_cast<double>(bytes.size()), static_cast<double>(xRows) * rows * cols);
}

void pack(benchmark::State& state, DType type, uint32_t cols) {
  constexpr uint32_t kRows = 64;
  const std::vector<float> x = gaussian(size_t{kRows} * cols, 3);
  Packed packed(type, kRows, cols);
  for (auto _ : state) cpu::packRows(type, x.data(), cols, kRows, cols, packed.data());
  setRates(state, static_cast<double>(x.size() * sizeof(float)), 0);
}

}  // namespace

void registerMatmul(ThreadPool& pool, uint32_t cols) {
  const auto add = [&](const std::string& name, auto work) {
    benchmark::RegisterBenchmark(name.c_str(), work)->UseRealTime()->MinTime(0.2);
  };
  std::vector<DType> types(std::begin(test::kQuantized), std::end(test::kQuantized));
  types.insert(types.end(), std::begin(test::kFloats), std::end(test::kFloats));
  for (const DType type : types) {
    const BlockLayout layout = layoutOf(type);
    const std::string name(layout.name);
    const auto streamed =
        static_cast<uint32_t>(kStreamedBytes / (cols / layout.values * layout.bytes)) / 64 * 64;
    add("matvec/" + name, [&pool, type, cols, streamed](benchmark::State& state) {
      multiply(state, pool, type, streamed, cols, 1);
    });
    for (const uint32_t batch : kBatches) {
      add("matmat/" + name + "/" + std::to_string(batch),
          [&pool, type, cols, batch](benchmark::State& state) {
            multiply(state, pool, type, kLayerRows, cols, batch);
          });
    }
  }
  add("quantize_activations", [cols](benchmark::State& state) { pack(state, DType::Q8_0, cols); });
}

}  // namespace hearth::bench
