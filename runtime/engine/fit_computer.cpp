#include "runtime/engine/fit_computer.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <new>
#include <string>

#include "runtime/base/host_memory.h"
#include "runtime/base/positioned_file.h"
#include "runtime/base/thread_pool.h"
#include "runtime/cpu/machine_speed.h"
#include "runtime/engine/context_size.h"
#include "runtime/vulkan/calibrate.h"
#include "runtime/vulkan/vulkan_ops.h"

namespace hearth {
namespace {

// As much at a time as an expert has, and not for longer than a user would notice.
constexpr size_t kDiskBlock = size_t{8} << 20, kDiskBytes = size_t{128} << 20;
constexpr auto kDiskTime = std::chrono::milliseconds(300);

// The value of the first line of `path` that begins with `key` and a colon; empty: there is none.
std::string lineOf(const char* path, const std::string& key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const size_t colon = line.find(':');
    if (line.compare(0, key.size(), key) == 0 && colon != std::string::npos) return line.substr(colon + 1);
  }
  return {};
}

std::string processorAndMemory() {
  return lineOf("/proc/cpuinfo", "model name") + " |" + lineOf("/proc/meminfo", "MemTotal");
}

void measureCard(FitComputer& computer, const FitComputer& known) {
  const auto instance = vulkan::Instance::create();
  if (!instance) return;
  const auto pick = vulkan::pickDevice((*instance)->devices(), {});
  if (!pick) return;
  auto device = vulkan::Device::open(**instance, pick->index);
  if (!device) return;
  vulkan::Memory memory(**device);
  const auto report = memory.report();
  computer.gpu = (*device)->facts().name;
  computer.gpuTotal = report.total;
  computer.gpuOthers = report.others;
  computer.gpuUnified = (*device)->can().unifiedMemory;
  computer.machine += " | " + (*device)->facts().name + " " + (*device)->facts().driver;
  if (computer.machine == known.machine && known.gpuBytesPerSecond > 0) {
    computer.gpuBytesPerSecond = known.gpuBytesPerSecond;
    return;
  }
  if (auto pipelines = vulkan::Pipelines::create(memory, {})) {
    computer.gpuBytesPerSecond = vulkan::measureSpeed(memory, **pipelines).bytesPerSecond;
  }
}

// Past the system's cache; 0 where that cannot be.
double diskBytesPerSecond(const std::string& path) {
  std::error_code none;
  const uint64_t size = std::filesystem::file_size(path, none);
  if (none || size < 2 * kDiskBlock) return 0;
  const auto file = PositionedFile::open(path, ReadMode::Direct);
  if (!file) return 0;
  struct Free {
    void operator()(std::byte* bytes) const {
      ::operator delete[](bytes, std::align_val_t(kDirectAlignment));
    }
  };
  const std::unique_ptr<std::byte[], Free> buffer(
      static_cast<std::byte*>(::operator new[](kDiskBlock, std::align_val_t(kDirectAlignment))));
  const auto began = std::chrono::steady_clock::now();
  const uint64_t blocks = size / kDiskBlock;
  size_t read = 0;
  for (uint64_t i = 0; read < kDiskBytes && std::chrono::steady_clock::now() - began < kDiskTime; ++i) {
    const uint64_t block = i * 7919 % blocks;  // here and there
    if (!file->read(block * kDiskBlock, {buffer.get(), kDiskBlock}, kDiskBlock)) return 0;
    read += kDiskBlock;
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return static_cast<double>(read) / std::max(seconds, 1e-6);
}

}  // namespace

FitComputer measureComputer(uint64_t gpuWanted, const std::string& fileOnDisk, const FitComputer& known) {
  FitComputer computer;
  computer.machine = processorAndMemory();
  measureCard(computer, known);
  const bool same = computer.machine == known.machine;
  computer.gpuWanted = gpuWanted;
  computer.memoryAvailable = availableMemoryBytes();
  if (same && known.memoryBytesPerSecond > 0) {
    computer.memoryBytesPerSecond = known.memoryBytesPerSecond;
  } else {
    ThreadPool pool(0);
    computer.memoryBytesPerSecond = cpu::measureReadBandwidth(pool);
  }
  computer.diskFolder = std::filesystem::path(fileOnDisk).parent_path().string();
  if (same && known.diskBytesPerSecond > 0 &&
      (fileOnDisk.empty() || computer.diskFolder == known.diskFolder)) {
    computer.diskFolder = known.diskFolder;
    computer.diskBytesPerSecond = known.diskBytesPerSecond;
  } else if (!fileOnDisk.empty()) {
    computer.diskBytesPerSecond = diskBytesPerSecond(fileOnDisk);
  }
  return computer;
}

}  // namespace hearth
