// How many bytes per second memory moves, as the ceiling of what a decoder that reads every weight once per
// token can reach: the graphics card's own memory, the bus to it, the processor's. One JSON object.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <numeric>
#include <vector>

#include <nlohmann/json.hpp>

#include "runtime/base/thread_pool.h"
#include "runtime/vulkan/memory.h"
#include "runtime/vulkan/program.h"

namespace hearth {
namespace {

using namespace vulkan;

constexpr int kRounds = 7;

// Median seconds of a call, after one that is not counted.
double seconds(const std::function<void()>& work) {
  using Clock = std::chrono::steady_clock;
  work();
  std::vector<double> all;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = Clock::now();
    work();
    all.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::nth_element(all.begin(), all.begin() + kRounds / 2, all.end());
  return all[kRounds / 2];
}

// Median seconds of one copy out of `times`, which run one after the other: starting them costs nothing.
double copySeconds(Program& program, const Buffer& from, const Buffer& to, uint32_t times) {
  program.begin(Recorder::Replay::Many);
  for (uint32_t i = 0; i < times; ++i) program.recorder().copy(from, 0, to, 0, from.bytes());
  program.endRecording();
  return seconds([&] { CHECK(program.run()); }) / times;
}

double processorReadRate(size_t bytes) {
  ThreadPool pool(0);
  std::vector<uint64_t> data(bytes / sizeof(uint64_t), 1);
  std::vector<uint64_t> sums(pool.threadCount());
  const size_t part = data.size() / pool.threadCount();
  const double took = seconds([&] {
    pool.run([&](uint32_t worker) {
      const uint64_t* at = data.data() + worker * part;
      sums[worker] = std::accumulate(at, at + part, uint64_t{0});
    });
  });
  CHECK(sums[0] == part);
  return static_cast<double>(part * pool.threadCount() * sizeof(uint64_t)) / took;
}

Result<void> measure(uint32_t index, size_t bytes) {
  const auto instance = Instance::create();
  if (!instance) return instance.error();
  const auto pick = pickDevice((*instance)->devices(), {.any = false, .index = index});
  if (!pick) return pick.error();
  const auto device = Device::open(**instance, pick->index);
  if (!device) return device.error();
  Memory memory(**device);
  const auto pipelines = Pipelines::create(memory, {});
  if (!pipelines) return pipelines.error();
  const auto handshake = Handshake::create(**device);
  if (!handshake) return handshake.error();
  const auto program = Program::create(**pipelines, **handshake);
  if (!program) return program.error();
  const auto from = memory.allocate(bytes, MemoryKind::Device, MemoryUse::Compute);
  const auto to = memory.allocate(bytes, MemoryKind::Device, MemoryUse::Compute);
  const auto host = memory.allocate(bytes, MemoryKind::HostWrite, MemoryUse::Staging);
  for (const auto* made : {&from, &to, &host}) {
    if (!*made) return made->error();
  }
  std::memset(host->mapped(), 0x5A, bytes);  // not zeros: memory may compress them
  const double bus = copySeconds(**program, *host, *from, 1);
  const double own = copySeconds(**program, *from, *to, 8);
  const auto size = static_cast<double>(bytes);
  const nlohmann::ordered_json result = {{"device", (*device)->facts().name},
                                         {"bytes", bytes},
                                         // each byte is read once and written once
                                         {"gpu_bytes_per_second", 2 * size / own},
                                         {"bus_bytes_per_second", size / bus},
                                         {"memory_bytes_per_second", processorReadRate(bytes)}};
  std::printf("%s\n", result.dump().c_str());
  (*device)->waitIdle();
  return {};
}

}  // namespace
}  // namespace hearth

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bandwidth DEVICE_INDEX [MEBIBYTES=512]\n");
    return 2;
  }
  const auto mebibytes = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 512;
  const auto done =
      hearth::measure(static_cast<uint32_t>(std::strtoul(argv[1], nullptr, 10)), mebibytes << 20);
  if (!done) std::fprintf(stderr, "%s\n", done.error().what().c_str());
  return done ? 0 : 1;
}
