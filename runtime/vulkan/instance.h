// Which devices there are, which one to take, and why the others were not taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/vulkan/api.h"

namespace hearth::vulkan {

// What decides which kernels a device gets.
struct Capabilities {
  uint32_t subgroupSize = 0;  // the default one
  uint32_t subgroupSizeMin = 0, subgroupSizeMax = 0;
  bool subgroupSizeControl = false;  // a compute pipeline may ask for a size in [min, max]
  bool subgroupArithmetic = false;   // subgroupAdd and relatives, in compute shaders
  bool float16 = false;              // arithmetic on halves
  bool integerDot = false;           // 4 x int8 dot products, accelerated by the hardware
  bool cooperativeMatrix = false;    // VK_NV_cooperative_matrix with float16 operands and float32 results
  bool memoryBudget = false;         // VK_EXT_memory_budget
  bool separateTransfer = false;     // a queue family that only transfers
  bool unifiedMemory = false;        // the processor's own memory: nothing is gained by copying experts
  bool software = false;             // a renderer that runs on the processor
  uint32_t workgroupInvocationsMax = 0;
  uint32_t sharedBytesMax = 0;    // of one workgroup
  size_t allocationBytesMax = 0;  // of one buffer and one allocation, at most 2^31 - 2^20
  double timestampNs = 0;         // nanoseconds per tick; 0: no timestamps
};

enum class DeviceType { Discrete, Integrated, Virtual, Software, Other };
const char* nameOf(DeviceType type);  // "discrete"

struct DeviceFacts {
  uint32_t index = 0;  // what gpu:N means
  std::string name, driver;
  DeviceType type = DeviceType::Other;
  uint64_t memoryBytes = 0;  // of its largest device-local heap
  std::string place;         // where the hardware sits; equal for two drivers of one card; empty: not known
  bool layered = false;      // a driver on top of another system's (Direct3D)
  Capabilities capabilities;
  std::string unusable;  // not empty: why Hearth cannot run on it at all
};

// What is asked for: any real device, or the one with this index (also a software renderer).
struct DeviceChoice {
  bool any = true;
  uint32_t index = 0;
};

// Why `device` is not taken when `taken` is; null: when none can be taken. Empty when nothing is against it.
std::string whyNot(const DeviceFacts& device, const DeviceFacts* taken, const DeviceChoice& choice);

// The pick and, for every device not taken, a line why: "gpu:1 (Name): less memory than gpu:0".
struct DevicePick {
  uint32_t index = 0;
  std::vector<std::string> others;
};
// Discrete before integrated before virtual, a card's own driver before a layered one, then more memory; a
// software renderer only by its index. Errors list every device with the reason against it.
Result<DevicePick> pickDevice(const std::vector<DeviceFacts>& devices, const DeviceChoice& choice);

struct InstanceOptions {
  // Not empty: the validation layer runs (an error when it is not installed) and its messages of warning and
  // error severity come here, from any thread.
  std::function<void(const std::string& message)> onValidation;
};

// Belongs to no thread: everything here is safe from any.
class Instance {
 public:
  // Errors: no Vulkan loader, no driver. A driver without a device is no error: then devices() is empty.
  static Result<std::unique_ptr<Instance>> create(const InstanceOptions& options = {});
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  const std::vector<DeviceFacts>& devices() const { return facts_; }
  VkPhysicalDevice physical(uint32_t index) const { return physical_[index]; }
  uint32_t version() const { return version_; }  // of Vulkan, as agreed with the loader

 private:
  Instance() = default;
  struct Messages;
  std::unique_ptr<Messages> messages_;
  uint32_t version_ = 0;
  VkInstance instance_ = nullptr;
  VkDebugUtilsMessengerEXT messenger_ = nullptr;
  std::vector<VkPhysicalDevice> physical_;
  std::vector<DeviceFacts> facts_;
};

}  // namespace hearth::vulkan
