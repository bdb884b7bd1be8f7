// Times the matrix kernels: GB/s of weights for one activation row, 10^9 multiply-adds/s for many.
// usage: kernels_bench [THREADS [COLUMNS [FORMAT...]]]   the best of several runs each
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "runtime/base/thread_pool.h"
#include "runtime/cpu/kernels/kernels.h"
#include "tests/cpu_kernels/random_weights.h"

namespace hearth::test {
namespace {

constexpr auto kTimePerCase = std::chrono::milliseconds(400);

// The shortest time of a call, in seconds, over calls that fill kTimePerCase.
template <class Work>
double shortest(const Work& work) {
  using Clock = std::chrono::steady_clock;
  double best = 1e9;
  const auto end = Clock::now() + kTimePerCase;
  do {
    const auto start = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  } while (Clock::now() < end);
  return best;
}

// Reads `bytes` with all threads, as a measure of what memory gives.
double readBandwidth(ThreadPool& pool, const std::vector<std::byte>& bytes) {
  std::vector<uint64_t> sums(pool.threadCount() * 8);
  const double seconds = shortest([&] {
    pool.parallelFor(static_cast<uint32_t>(bytes.size() >> 16), 16,
                     [&](uint32_t first, uint32_t last, uint32_t worker) {
                       uint64_t sum[8] = {};
                       for (size_t at = size_t{first} << 16; at < size_t{last} << 16; at += 64) {
                         uint64_t line[8];
                         std::memcpy(line, bytes.data() + at, 64);
                         for (int i = 0; i < 8; ++i) sum[i] += line[i];
                       }
                       for (int i = 0; i < 8; ++i) sums[worker * 8 + static_cast<uint32_t>(i)] += sum[i];
                     });
  });
  if (std::count(sums.begin(), sums.end(), 1) == 8) std::puts("");  // keeps the sums alive
  return static_cast<double>(bytes.size()) / seconds / 1e9;
}

void timeFormat(ThreadPool& pool, uint32_t cols, DType type) {
  const BlockLayout layout = layoutOf(type);
  std::printf("%-7s", std::string(layout.name).c_str());
  for (const uint32_t xRows : {1u, 2u, 4u, 8u, 16u, 64u, 512u}) {
    // One row: far more weights than caches hold. Many: a layer's matrix.
    const size_t weightBytes = xRows <= 2 ? size_t{256} << 20 : size_t{0};
    const size_t rowBytes = cols / layout.values * layout.bytes;
    const uint32_t rows = xRows <= 2 ? static_cast<uint32_t>(weightBytes / rowBytes) / 16 * 16 : 2048;
    const std::vector<std::byte> once = randomWeights(type, 64, cols, 1);
    std::vector<std::byte> bytes(rows * rowBytes);
    for (size_t at = 0; at < bytes.size(); at += once.size()) {
      std::memcpy(bytes.data() + at, once.data(), std::min(once.size(), bytes.size() - at));
    }
    const TensorView weights(bytes, type, rows, cols);
    const std::vector<float> x = gaussian(size_t{xRows} * cols, 2);
    std::vector<std::byte> packed(cpu::packedRowBytes(type, cols) * xRows + 64);
    std::byte* aligned = packed.data() + (64 - reinterpret_cast<uintptr_t>(packed.data()) % 64) % 64;
    cpu::packRows(type, x.data(), cols, xRows, cols, aligned);
    std::vector<float> y(size_t{xRows} * rows);
    const double seconds = shortest([&] {
      pool.parallelFor(rows, 64, [&](uint32_t first, uint32_t last, uint32_t) {
        cpu::matmul(weights, aligned, xRows, first, last, y.data(), rows);
      });
    });
    if (xRows <= 2) {
      std::printf("%8.1f", static_cast<double>(bytes.size()) / seconds / 1e9);
    } else {
      std::printf("%8.0f", static_cast<double>(xRows) * rows * cols / seconds / 1e9);
    }
    std::fflush(stdout);
  }
  std::puts("");
}

int main(int argc, char** argv) {
  ThreadPool pool(argc > 1 ? static_cast<uint32_t>(std::atoi(argv[1])) : 0);
  const uint32_t cols = argc > 2 ? static_cast<uint32_t>(std::atoi(argv[2])) : 2048;
  std::printf("%s, %u threads, %u columns\n", cpu::instructionSet(), pool.threadCount(), cols);
  const std::vector<std::byte> memory(size_t{1} << 29, std::byte{1});
  std::printf("reading memory: %.1f GB/s\n", readBandwidth(pool, memory));
  std::printf("%-7s%8s%8s%8s%8s%8s%8s%8s\n", "format", "1 GB/s", "2 GB/s", "4 GMAC", "8", "16", "64", "512");
  std::vector<DType> types(std::begin(kQuantized), std::end(kQuantized));
  types.insert(types.end(), std::begin(kFloats), std::end(kFloats));
  for (const DType type : types) {
    const bool wanted = argc <= 3 || std::any_of(argv + 3, argv + argc, [&](const char* name) {
                          return layoutOf(type).name == name;
                        });
    if (wanted) timeFormat(pool, cols, type);
  }
  return 0;
}

}  // namespace
}  // namespace hearth::test

int main(int argc, char** argv) { return hearth::test::main(argc, argv); }
