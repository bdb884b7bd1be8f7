#include "runtime/vulkan/self_check.h"

#include <algorithm>

#include "runtime/base/check.h"

namespace hearth::vulkan {

namespace {

constexpr size_t kBenchBytes = size_t{4} << 20;  // of inputs, and of outputs

size_t align(size_t bytes) { return (bytes + 255) / 256 * 256; }

}  // namespace

Result<std::unique_ptr<CheckBench>> CheckBench::create(Memory& memory, Pipelines& pipelines) {
  Device& device = pipelines.device();
  auto inputs = memory.allocate(kBenchBytes, MemoryKind::HostWrite, MemoryUse::Staging);
  if (!inputs) return std::move(inputs).error().during("Checking the graphics card");
  auto outputs = memory.allocate(kBenchBytes, MemoryKind::HostRead, MemoryUse::Staging);
  if (!outputs) return std::move(outputs).error().during("Checking the graphics card");
  auto done = Timeline::create(device);
  if (!done) return std::move(done).error().during("Checking the graphics card");
  std::unique_ptr<CheckBench> self(
      new CheckBench(pipelines, std::move(*inputs), std::move(*outputs), std::move(*done)));

  VkCommandPoolCreateInfo pool{};
  pool.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
  pool.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
  pool.queueFamilyIndex = device.compute().family;
  VkCommandPool made = VK_NULL_HANDLE;
  const bool poolMade =
      device.check(vkCreateCommandPool(device.handle(), &pool, nullptr, &made), "Checking the graphics card");
  if (!poolMade) return *device.failure();
  self->pool_ = {device.handle(), made};
  VkCommandBufferAllocateInfo commands{};
  commands.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
  commands.commandPool = made;
  commands.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
  commands.commandBufferCount = 1;
  const bool commandsMade = device.check(
      vkAllocateCommandBuffers(device.handle(), &commands, &self->commands_), "Checking the graphics card");
  if (!commandsMade) return *device.failure();
  return self;
}

CheckBench::~CheckBench() {
  if (submitted_ > 0) pipelines_->device().waitIdle();
}

Address CheckBench::putBytes(std::span<const std::byte> bytes) {
  CHECK(inputBytes_ + bytes.size() <= inputs_.bytes());
  const size_t at = inputBytes_;
  std::copy(bytes.begin(), bytes.end(), inputs_.mapped() + at);
  inputBytes_ = align(at + bytes.size());
  return inputs_.address() + at;
}

Address CheckBench::room(size_t bytes) {
  CHECK(outputBytes_ + bytes <= outputs_.bytes());
  const size_t at = outputBytes_;
  std::fill_n(outputs_.mapped() + at, bytes, std::byte{0xFF});
  outputBytes_ = align(at + bytes);
  return outputs_.address() + at;
}

std::vector<float> CheckBench::read(Address at, size_t count) const {
  CHECK(at >= outputs_.address() && at + count * sizeof(float) <= outputs_.address() + outputs_.bytes());
  std::vector<float> values(count);
  std::memcpy(values.data(), outputs_.mapped() + (at - outputs_.address()), count * sizeof(float));
  return values;
}

void CheckBench::clear() { inputBytes_ = outputBytes_ = 0; }

bool CheckBench::run(const std::function<void(Recorder&)>& record) {
  Device& device = pipelines_->device();
  Recorder recorder(*pipelines_);
  recorder.begin(commands_, Recorder::Replay::Once);
  record(recorder);
  recorder.showToHost();
  recorder.end();
  if (device.failed()) return false;
  const uint64_t ticket = ++submitted_;
  const VkSemaphore semaphore = done_.handle();
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
  return device.submit(device.compute(), {&batch, 1}, recorder.dispatches()) && done_.wait(ticket);
}

Result<std::vector<std::string>> selfCheck(CheckBench& bench, std::span<const KernelCheck> checks) {
  Pipelines& pipelines = bench.pipelines();
  std::vector<std::string> sentences;
  for (const KernelCheck& check : checks) {
    while (true) {
      const std::string shader = check.shader(pipelines.choice());
      std::string refusal;
      pipelines.tellRefusals(&refusal);
      bench.clear();
      const double error = check.error(bench);
      pipelines.tellRefusals(nullptr);
      if (const auto failure = pipelines.device().failure()) {
        return Error(*failure).during("Checking the graphics card's '" + shader + "'");
      }
      if (error <= 1.0) break;
      const std::string reason = refusal.empty() ? "it computed wrong numbers when it was checked" : refusal;
      KernelChoice choice = pipelines.choice();
      choice.vetoes.emplace(shader, reason);
      if (check.shader(choice) == shader) {
        return Error("the graphics card cannot run '" + shader + "': " + reason +
                     "; a newer driver may help, and Hearth runs on the processor meanwhile");
      }
      pipelines.choose(std::move(choice));
      sentences.push_back("'" + shader + "' is not used on this graphics card: " + reason + ".");
    }
  }
  bench.clear();
  return sentences;
}

}  // namespace hearth::vulkan
