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
#include "runtime/vulkan/timeline.h"

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

// Copies between buffers, submitted and waited for.
class Copier {
 public:
  static Result<std::unique_ptr<Copier>> create(Device& device) {
    auto timeline = Timeline::create(device);
    if (!timeline) return std::move(timeline).error();
    std::unique_ptr<Copier> self(new Copier(device, std::move(*timeline)));
    VkCommandPoolCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
    info.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
    info.queueFamilyIndex = device.compute().family;
    VkCommandPool pool = VK_NULL_HANDLE;
    if (vkCreateCommandPool(device.handle(), &info, nullptr, &pool) != VK_SUCCESS)
      return Error("no command pool");
    self->pool_ = {device.handle(), pool};
    VkCommandBufferAllocateInfo of{};
    of.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
    of.commandPool = pool;
    of.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
    of.commandBufferCount = 1;
    if (vkAllocateCommandBuffers(device.handle(), &of, &self->commands_) != VK_SUCCESS)
      return Error("no command buffer");
    return self;
  }

  // Median seconds of one copy out of `times`, which run one after the other: starting them costs nothing.
  double copySeconds(const Buffer& from, const Buffer& to, uint32_t times) {
    VkCommandBufferBeginInfo begin{};
    begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
    vkBeginCommandBuffer(commands_, &begin);
    const VkBufferCopy whole{.srcOffset = 0, .dstOffset = 0, .size = from.bytes()};
    VkMemoryBarrier after{};
    after.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
    after.srcAccessMask = after.dstAccessMask = VK_ACCESS_TRANSFER_WRITE_BIT;
    for (uint32_t i = 0; i < times; ++i) {
      vkCmdCopyBuffer(commands_, from.handle(), to.handle(), 1, &whole);
      vkCmdPipelineBarrier(commands_, VK_PIPELINE_STAGE_TRANSFER_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT, 0, 1,
                           &after, 0, nullptr, 0, nullptr);
    }
    vkEndCommandBuffer(commands_);
    return seconds([&] {
             const uint64_t ticket = ++submitted_;
             const VkSemaphore semaphore = timeline_.handle();
             VkTimelineSemaphoreSubmitInfo values{};
             values.sType = VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO;
             values.signalSemaphoreValueCount = 1;
             values.pSignalSemaphoreValues = &ticket;
             VkSubmitInfo batch{};
             batch.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
             batch.pNext = &values;
             batch.commandBufferCount = 1;
             batch.pCommandBuffers = &commands_;
             batch.signalSemaphoreCount = 1;
             batch.pSignalSemaphores = &semaphore;
             CHECK(device_.submit(device_.compute(), {&batch, 1}, 0) && timeline_.wait(ticket));
           }) /
           times;
  }

 private:
  Copier(Device& device, Timeline timeline) : device_(device), timeline_(std::move(timeline)) {}
  Device& device_;
  Timeline timeline_;
  Owned<VkCommandPool> pool_;
  VkCommandBuffer commands_ = nullptr;
  uint64_t submitted_ = 0;
};

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
  const auto copier = Copier::create(**device);
  if (!copier) return copier.error();
  const auto from = memory.allocate(bytes, MemoryKind::Device, MemoryUse::Compute);
  const auto to = memory.allocate(bytes, MemoryKind::Device, MemoryUse::Compute);
  const auto host = memory.allocate(bytes, MemoryKind::HostWrite, MemoryUse::Staging);
  for (const auto* made : {&from, &to, &host}) {
    if (!*made) return made->error();
  }
  std::memset(host->mapped(), 0x5A, bytes);  // not zeros: memory may compress them
  const double bus = (*copier)->copySeconds(*host, *from, 1);
  const double own = (*copier)->copySeconds(*from, *to, 8);
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
