#include "runtime/vulkan/memory.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include "runtime/vulkan/memory_types.h"

namespace hearth::vulkan {
namespace {

// Of a heap whose driver does not tell what others use.
constexpr double kShareUnasked = 0.9;

constexpr size_t kAlignment = 256;

std::string megabytes(size_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f MiB", static_cast<double>(bytes) / (1u << 20));
  return text;
}

const char* nameOf(MemoryUse use) {
  switch (use) {
    case MemoryUse::Weights:
      return "weights";
    case MemoryUse::Experts:
      return "experts";
    case MemoryUse::KvCache:
      return "the conversation's memory";
    case MemoryUse::Compute:
      return "intermediate results";
    case MemoryUse::Staging:
      return "copies on their way";
  }
  return "";
}

}  // namespace

void judgeHeap(MemoryReport& report, const HeapWords& heap, size_t limit) {
  report.total = heap.total;
  size_t granted = static_cast<size_t>(static_cast<double>(heap.total) * kShareUnasked);
  report.others = 0;
  if (heap.known && heap.budget > 0) {
    // Some integrated GPUs report a budget above the heap.
    const size_t ofProcess = std::min(heap.budget, heap.total);
    // The process also draws windows; drivers may not count our newest buffers yet.
    const size_t elsewhereInProcess = heap.usage > report.ours ? heap.usage - report.ours : 0;
    granted = ofProcess > elsewhereInProcess ? ofProcess - elsewhereInProcess : 0;
    report.others = heap.total - granted;
  }
  report.budget = limit > 0 ? std::min(limit, granted) : granted;
  const size_t used = report.ours + report.others;
  report.free = heap.total > used ? heap.total - used : 0;
}

Buffer::Buffer(Buffer&& other) noexcept { *this = std::move(other); }

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  std::swap(buffer_, other.buffer_);
  std::swap(memory_, other.memory_);
  std::swap(owner_, other.owner_);
  std::swap(use_, other.use_);
  std::swap(counted_, other.counted_);
  std::swap(address_, other.address_);
  std::swap(bytes_, other.bytes_);
  std::swap(mapped_, other.mapped_);
  return *this;
}

Buffer::~Buffer() {
  if (!owner_) return;
  // Freed before it is given back, so that no other thread takes it too early.
  buffer_ = {};
  memory_ = {};
  owner_->byUse_[static_cast<size_t>(use_)] -= counted_;
  owner_->giveBack(counted_);
}

Memory::Memory(Device& device) : device_(&device) {
  vkGetPhysicalDeviceMemoryProperties(device.physical(), &properties_);
  heap_ = mainHeap(properties_);
}

HeapWords Memory::heapWords() const {
  HeapWords words;
  words.total = static_cast<size_t>(properties_.memoryHeaps[heap_].size);
  if (const Faults* faults = device_->faults(); faults && faults->takenByOthers >= 0) {
    words.known = true;
    words.usage = ours_;
    // A budget of nothing would mean that it is not told.
    words.budget = words.total - std::min(words.total - 1, static_cast<size_t>(faults->takenByOthers));
    return words;
  }
  if (!device_->facts().capabilities.memoryBudget) return words;
  VkPhysicalDeviceMemoryBudgetPropertiesEXT budget{};
  budget.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_BUDGET_PROPERTIES_EXT;
  VkPhysicalDeviceMemoryProperties2 properties{};
  properties.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2;
  properties.pNext = &budget;
  vkGetPhysicalDeviceMemoryProperties2(device_->physical(), &properties);
  words.known = true;
  words.budget = static_cast<size_t>(budget.heapBudget[heap_]);
  words.usage = static_cast<size_t>(budget.heapUsage[heap_]);
  return words;
}

MemoryReport Memory::report() const {
  MemoryReport report;
  for (size_t i = 0; i < kMemoryUses; ++i) report.byUse[i] = byUse_[i];
  report.ours = ours_;
  report.oursPeak = oursPeak_;
  judgeHeap(report, heapWords(), limit_);
  return report;
}

// Counts the bytes as ours if they fit in the budget.
bool Memory::reserve(size_t bytes) {
  const size_t budget = report().budget;
  size_t ours = ours_;
  do {
    if (bytes > budget || ours > budget - bytes) return false;
  } while (!ours_.compare_exchange_weak(ours, ours + bytes));
  size_t peak = oursPeak_;
  while (peak < ours + bytes && !oursPeak_.compare_exchange_weak(peak, ours + bytes)) {
  }
  return true;
}

Error Memory::refusal(size_t bytes, MemoryUse use, const std::string& why) const {
  const MemoryReport now = report();
  return Error("allocating " + megabytes(bytes) + " on the graphics card for " + nameOf(use) + ": " + why +
               "; " + megabytes(now.ours) + " of " + megabytes(now.budget) +
               " that Hearth may use are in use");
}

Result<Buffer> Memory::allocate(size_t bytes, MemoryKind kind, MemoryUse use) {
  CHECK(bytes > 0);
  if (auto failure = device_->failure()) return *std::move(failure);
  if (bytes > device_->can().allocationBytesMax) {
    return refusal(bytes, use,
                   "one allocation may have " + megabytes(device_->can().allocationBytesMax) + " at most");
  }
  if (Faults* faults = device_->faults()) {
    int64_t left = faults->allocationsUntilFailure;
    while (left >= 0 && !faults->allocationsUntilFailure.compare_exchange_weak(left, left - 1)) {
    }
    if (left == 0) return refusal(bytes, use, "it has no memory left");
  }
  const VkDevice device = device_->handle();
  const uint32_t families[] = {device_->compute().family, device_->transfer().family};
  VkBufferCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
  info.size = bytes;
  info.usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT |
               VK_BUFFER_USAGE_TRANSFER_DST_BIT | VK_BUFFER_USAGE_SHADER_DEVICE_ADDRESS_BIT;
  if (families[0] != families[1]) {
    info.sharingMode = VK_SHARING_MODE_CONCURRENT;
    info.queueFamilyIndexCount = 2;
    info.pQueueFamilyIndices = families;
  }
  VkBuffer handle = VK_NULL_HANDLE;
  if (const VkResult made = vkCreateBuffer(device, &info, nullptr, &handle); made != VK_SUCCESS) {
    return refusal(bytes, use, std::string("making the buffer failed (") + vulkan::nameOf(made) + ")");
  }
  Buffer buffer;
  buffer.buffer_ = {device, handle};
  VkMemoryRequirements needs;
  vkGetBufferMemoryRequirements(device, handle, &needs);

  VkMemoryAllocateFlagsInfo flags{};
  flags.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_FLAGS_INFO;
  flags.flags = VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT;
  VkMemoryAllocateInfo allocation{};
  allocation.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO;
  allocation.pNext = &flags;
  allocation.allocationSize = needs.size;
  std::string why = "no memory of the card suits it";
  for (const uint32_t type : memoryTypesFor(properties_, needs.memoryTypeBits, kind, use,
                                            device_->facts().capabilities.unifiedMemory)) {
    const VkMemoryPropertyFlags properties = properties_.memoryTypes[type].propertyFlags;
    const size_t counted =
        properties & VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT ? static_cast<size_t>(needs.size) : 0;
    if (counted > 0 && !reserve(counted)) {
      why = "it does not fit in the budget";
      continue;
    }
    allocation.memoryTypeIndex = type;
    VkDeviceMemory memory = VK_NULL_HANDLE;
    VkResult done = vkAllocateMemory(device, &allocation, nullptr, &memory);
    if (done != VK_SUCCESS) {
      giveBack(counted);
      if (done == VK_ERROR_DEVICE_LOST) {
        device_->check(done, "Allocating memory of the graphics card");
        return *device_->failure();
      }
      why = std::string("the driver has none left (") + vulkan::nameOf(done) + ")";
      continue;
    }
    byUse_[static_cast<size_t>(use)] += counted;
    buffer.memory_ = {device, memory};
    buffer.owner_ = this;
    buffer.use_ = use;
    buffer.counted_ = counted;
    done = vkBindBufferMemory(device, handle, memory, 0);
    constexpr VkMemoryPropertyFlags kMappable =
        VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    void* mapped = nullptr;
    if (done == VK_SUCCESS && (properties & kMappable) == kMappable) {
      done = vkMapMemory(device, memory, 0, VK_WHOLE_SIZE, 0, &mapped);
    }
    if (done != VK_SUCCESS) {
      return refusal(bytes, use, std::string("taking it into use failed (") + vulkan::nameOf(done) + ")");
    }
    VkBufferDeviceAddressInfo place{};
    place.sType = VK_STRUCTURE_TYPE_BUFFER_DEVICE_ADDRESS_INFO;
    place.buffer = handle;
    buffer.address_ = vkGetBufferDeviceAddress(device, &place);
    buffer.bytes_ = bytes;
    buffer.mapped_ = static_cast<std::byte*>(mapped);
    if (buffer.address_ == 0 || buffer.address_ % kAlignment != 0) {
      return refusal(bytes, use, "its driver gave an address that is not a multiple of 256");
    }
    return buffer;
  }
  return refusal(bytes, use, why);
}

}  // namespace hearth::vulkan
