// Buffers on a device, counted by what they are for and kept under a budget.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "runtime/base/result.h"
#include "runtime/vulkan/device.h"

namespace hearth::vulkan {

enum class MemoryUse { Weights, Experts, KvCache, Compute, Staging };
inline constexpr size_t kMemoryUses = 5;

enum class MemoryKind {
  Device,     // the GPU's own; usually out of the host's reach
  HostWrite,  // the host writes, the GPU reads; coherent
  HostRead,   // the GPU writes, the host reads; coherent, cached
};

// Bytes of device-local memory.
struct MemoryReport {
  std::array<size_t, kMemoryUses> byUse{};  // ours
  size_t ours = 0, oursPeak = 0;
  size_t budget = 0;  // what we may allocate in all
  size_t total = 0;   // of the heap
  size_t others = 0;  // out of our reach: other programs' and the driver's, as far as it tells; else 0
  size_t free = 0;    // of the heap, after ours and others'
};

// What a driver says about one heap (VK_EXT_memory_budget).
struct HeapWords {
  bool known = false;
  size_t total = 0;
  size_t budget = 0, usage = 0;  // of this process: what it may use in all, and uses
};
// Fills budget, total, others and free from these words; `limit` 0: none set. Our own numbers are there
// already.
void judgeHeap(MemoryReport& report, const HeapWords& heap, size_t limit);

class Memory;

// One VkBuffer with memory and address of its own; few and large, parts are cut by their users. Its Memory
// outlives it.
class Buffer {
 public:
  Buffer() = default;
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;
  ~Buffer();

  explicit operator bool() const { return bytes_ > 0; }
  VkBuffer handle() const { return buffer_.get(); }
  Address address() const { return address_; }
  size_t bytes() const { return bytes_; }
  std::byte* mapped() const { return mapped_; }  // null for MemoryKind::Device out of the host's reach

 private:
  friend class Memory;
  Owned<VkBuffer> buffer_;
  Owned<VkDeviceMemory> memory_;
  Memory* owner_ = nullptr;
  MemoryUse use_ = MemoryUse::Compute;
  size_t counted_ = 0;  // bytes of device-local memory
  Address address_ = 0;
  size_t bytes_ = 0;
  std::byte* mapped_ = nullptr;
};

// Safe from any thread.
class Memory {
 public:
  explicit Memory(Device& device);

  // Not initialised, 256-byte aligned. Errors say how much was asked for, what is in use and what the budget
  // is; a failed allocation does not fail the device.
  Result<Buffer> allocate(size_t bytes, MemoryKind kind, MemoryUse use);
  // 0: all that the driver grants. Lowering it frees nothing: whoever lowers it also shrinks.
  void setBudget(size_t bytes) { limit_ = bytes; }
  MemoryReport report() const;
  Device& device() const { return *device_; }

 private:
  friend class Buffer;
  HeapWords heapWords() const;
  bool reserve(size_t bytes);
  void giveBack(size_t bytes) { ours_ -= bytes; }
  Error refusal(size_t bytes, MemoryUse use, const std::string& why) const;

  Device* device_;
  VkPhysicalDeviceMemoryProperties properties_{};
  uint32_t heap_ = 0;  // the largest device-local one
  std::atomic<size_t> limit_{0};
  std::array<std::atomic<size_t>, kMemoryUses> byUse_{};
  std::atomic<size_t> ours_{0}, oursPeak_{0};
};

}  // namespace hearth::vulkan
