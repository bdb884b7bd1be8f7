#include "runtime/cpu/machine_speed.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

#include "runtime/cpu/kernels/kernels.h"

namespace hearth::cpu {

namespace {

constexpr size_t kBytes = size_t{128} << 20;
constexpr uint32_t kPieces = 512;
constexpr int kRounds = 3;

// Eight sums side by side, so that additions do not wait for each other.
uint64_t sumOf(const uint64_t* numbers, size_t count) {
  uint64_t sums[8] = {};
  for (size_t i = 0; i + 8 <= count; i += 8) {
    for (size_t k = 0; k < 8; ++k) sums[k] += numbers[i + k];
  }
  return sums[0] + sums[1] + sums[2] + sums[3] + sums[4] + sums[5] + sums[6] + sums[7];
}

}  // namespace

double measureReadBandwidth(ThreadPool& pool) {
  const std::unique_ptr<uint64_t[]> memory(new (std::nothrow) uint64_t[kBytes / sizeof(uint64_t)]);
  if (!memory) return 0;
  constexpr size_t kEach = kBytes / sizeof(uint64_t) / kPieces;
  pool.parallelFor(kPieces, 1, [&](uint32_t first, uint32_t last, uint32_t) {
    std::memset(&memory[first * kEach], 1, (last - first) * kEach * sizeof(uint64_t));
  });
  std::atomic<uint64_t> seen{0};  // so that no compiler leaves the reading out
  double best = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto began = std::chrono::steady_clock::now();
    pool.parallelFor(kPieces, 1, [&](uint32_t first, uint32_t last, uint32_t) {
      seen += sumOf(&memory[first * kEach], (last - first) * kEach);
    });
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    best = std::max(best, static_cast<double>(kBytes) / took.count());
  }
  return seen == 0 ? 0 : best;
}

double measureMultiplyAdds(ThreadPool& pool) {
  using Clock = std::chrono::steady_clock;
  constexpr uint32_t kRoundsAtOnce = 20000;  // some 0.1 ms
  constexpr auto kTime = std::chrono::milliseconds(10);
  std::atomic<int32_t> seen{0};
  double best = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::atomic<uint64_t> done{0};
    const auto began = Clock::now();
    pool.run([&](uint32_t) {
      uint64_t mine = 0;
      int32_t sum = 0;
      while (Clock::now() - began < kTime) mine += multiplyAddInt8(kRoundsAtOnce, &sum);
      done += mine;
      seen += sum;
    });
    const std::chrono::duration<double> took = Clock::now() - began;
    best = std::max(best, static_cast<double>(done) / took.count());
  }
  return best;
}

}  // namespace hearth::cpu
