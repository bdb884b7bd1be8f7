#include "runtime/vulkan/device_facts.h"

#include <algorithm>
#include <cstdio>

#include "runtime/vulkan/features.h"

namespace hearth::vulkan {
namespace {

// A margin below 2 GiB, where drivers' own limits and 32-bit arithmetic end.
constexpr VkDeviceSize kAllocationBytesMax = (VkDeviceSize{1} << 31) - (VkDeviceSize{1} << 20);

std::string versionText(uint32_t version) {
  return std::to_string(VK_API_VERSION_MAJOR(version)) + "." + std::to_string(VK_API_VERSION_MINOR(version));
}

DeviceType typeOf(VkPhysicalDeviceType type) {
  switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
      return DeviceType::Discrete;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
      return DeviceType::Integrated;
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
      return DeviceType::Virtual;
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
      return DeviceType::Software;
    default:
      return DeviceType::Other;
  }
}

uint64_t localMemoryBytes(VkPhysicalDevice device) {
  VkPhysicalDeviceMemoryProperties memory;
  vkGetPhysicalDeviceMemoryProperties(device, &memory);
  uint64_t largest = 0;
  for (uint32_t i = 0; i < memory.memoryHeapCount; ++i) {
    if (memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) {
      largest = std::max<uint64_t>(largest, memory.memoryHeaps[i].size);
    }
  }
  return largest;
}

// Products of 16 x 16 x 16 halves, added up in float32 by one subgroup: the shape that the shaders use.
bool multipliesHalfTiles(VkPhysicalDevice device) {
  uint32_t count = 0;
  if (vkGetPhysicalDeviceCooperativeMatrixPropertiesNV(device, &count, nullptr) != VK_SUCCESS) return false;
  VkCooperativeMatrixPropertiesNV empty{};
  empty.sType = VK_STRUCTURE_TYPE_COOPERATIVE_MATRIX_PROPERTIES_NV;
  std::vector<VkCooperativeMatrixPropertiesNV> shapes(count, empty);
  if (vkGetPhysicalDeviceCooperativeMatrixPropertiesNV(device, &count, shapes.data()) != VK_SUCCESS)
    return false;
  return std::any_of(shapes.begin(), shapes.begin() + count, [](const VkCooperativeMatrixPropertiesNV& s) {
    return s.MSize == 16 && s.NSize == 16 && s.KSize == 16 && s.scope == VK_SCOPE_SUBGROUP_NV &&
           s.AType == VK_COMPONENT_TYPE_FLOAT16_NV && s.BType == VK_COMPONENT_TYPE_FLOAT16_NV &&
           s.CType == VK_COMPONENT_TYPE_FLOAT32_NV && s.DType == VK_COMPONENT_TYPE_FLOAT32_NV;
  });
}

// Property structures, each present only where the device knows it.
struct Properties {
  explicit Properties(const Offer& offer) {
    void** end = &base.pNext;
    const auto link = [&end](auto& part, VkStructureType type) {
      part.sType = type;
      *end = &part;
      end = &part.pNext;
    };
    base.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
    link(v11, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_PROPERTIES);
    link(v12, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_PROPERTIES);
    if (offer.subgroupSizeControl) {
      link(subgroupSize, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_PROPERTIES);
    }
    if (offer.integerDot) {
      link(integerDot, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_PROPERTIES);
    }
    if (offer.version >= VK_API_VERSION_1_3) {
      link(maintenance4, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MAINTENANCE_4_PROPERTIES);
    }
    if (offer.pciAddress) link(pci, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PCI_BUS_INFO_PROPERTIES_EXT);
  }
  Properties(const Properties&) = delete;
  Properties& operator=(const Properties&) = delete;

  VkPhysicalDeviceProperties2 base{};
  VkPhysicalDeviceVulkan11Properties v11{};
  VkPhysicalDeviceVulkan12Properties v12{};
  VkPhysicalDeviceSubgroupSizeControlProperties subgroupSize{};
  VkPhysicalDeviceShaderIntegerDotProductProperties integerDot{};
  VkPhysicalDeviceMaintenance4Properties maintenance4{};
  VkPhysicalDevicePCIBusInfoPropertiesEXT pci{};
};

std::string placeOf(const Properties& p, const Offer& offer) {
  char text[48];
  if (p.v11.deviceLUIDValid) {  // Windows' own number of the adapter, the same in every driver
    unsigned long long luid = 0;
    static_assert(sizeof luid == VK_LUID_SIZE);
    std::copy_n(p.v11.deviceLUID, VK_LUID_SIZE, reinterpret_cast<uint8_t*>(&luid));
    std::snprintf(text, sizeof text, "LUID %016llx", luid);
    return text;
  }
  if (!offer.pciAddress) return {};
  std::snprintf(text, sizeof text, "PCI %04x:%02x:%02x.%x", p.pci.pciDomain, p.pci.pciBus, p.pci.pciDevice,
                p.pci.pciFunction);
  return text;
}

Capabilities capabilitiesOf(VkPhysicalDevice device, const Offer& offer, const Features& features,
                            const Properties& p) {
  const VkPhysicalDeviceLimits& limits = p.base.properties.limits;
  const QueueFamilies families = chooseFamilies(device);
  Capabilities can;
  can.subgroupSize = can.subgroupSizeMin = can.subgroupSizeMax = p.v11.subgroupSize;
  if (features.subgroupSize.subgroupSizeControl &&
      (p.subgroupSize.requiredSubgroupSizeStages & VK_SHADER_STAGE_COMPUTE_BIT)) {
    can.subgroupSizeControl = true;
    can.subgroupSizeMin = p.subgroupSize.minSubgroupSize;
    can.subgroupSizeMax = p.subgroupSize.maxSubgroupSize;
  }
  constexpr VkSubgroupFeatureFlags kArithmetic =
      VK_SUBGROUP_FEATURE_BASIC_BIT | VK_SUBGROUP_FEATURE_ARITHMETIC_BIT;
  can.subgroupArithmetic = (p.v11.subgroupSupportedStages & VK_SHADER_STAGE_COMPUTE_BIT) &&
                           (p.v11.subgroupSupportedOperations & kArithmetic) == kArithmetic;
  can.float16 = features.v12.shaderFloat16;
  can.integerDot = features.integerDot.shaderIntegerDotProduct &&
                   p.integerDot.integerDotProduct4x8BitPackedSignedAccelerated;
  can.cooperativeMatrix = features.cooperativeMatrix.cooperativeMatrix && can.float16 &&
                          features.v12.vulkanMemoryModel && multipliesHalfTiles(device);
  can.memoryBudget = offer.memoryBudget;
  can.separateTransfer = families.transfer != families.compute;
  can.software = p.base.properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU;
  can.unifiedMemory = can.software || p.base.properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU;
  can.workgroupInvocationsMax =
      std::min(limits.maxComputeWorkGroupInvocations, limits.maxComputeWorkGroupSize[0]);
  can.sharedBytesMax = limits.maxComputeSharedMemorySize;
  VkDeviceSize allocation = std::min(kAllocationBytesMax, p.v11.maxMemoryAllocationSize);
  if (p.maintenance4.maxBufferSize > 0) allocation = std::min(allocation, p.maintenance4.maxBufferSize);
  can.allocationBytesMax = static_cast<size_t>(allocation);
  if (families.computeTimestampBits > 0) can.timestampNs = static_cast<double>(limits.timestampPeriod);
  return can;
}

}  // namespace

QueueFamilies chooseFamilies(const std::vector<VkQueueFamilyProperties>& families) {
  // Everything else that a queue may be for: a family that decodes video also transfers, but slowly.
  constexpr VkQueueFlags kPlain =
      VK_QUEUE_TRANSFER_BIT | VK_QUEUE_SPARSE_BINDING_BIT | VK_QUEUE_PROTECTED_BIT;
  QueueFamilies chosen;
  for (uint32_t i = 0; i < families.size(); ++i) {
    const VkQueueFlags flags = families[i].queueFlags;
    if (families[i].queueCount == 0) continue;
    if (flags & VK_QUEUE_COMPUTE_BIT) {
      // Without graphics, the windows on the screen do not wait for us.
      const bool aside = !(flags & VK_QUEUE_GRAPHICS_BIT);
      const bool had = chosen.compute != UINT32_MAX;
      if (!had || (aside && (families[chosen.compute].queueFlags & VK_QUEUE_GRAPHICS_BIT)))
        chosen.compute = i;
    } else if ((flags & VK_QUEUE_TRANSFER_BIT) && !(flags & ~kPlain) && chosen.transfer == UINT32_MAX) {
      chosen.transfer = i;
    }
  }
  if (chosen.compute == UINT32_MAX) return {};
  if (chosen.transfer == UINT32_MAX) chosen.transfer = chosen.compute;
  chosen.computeQueues = families[chosen.compute].queueCount;
  chosen.computeTimestampBits = families[chosen.compute].timestampValidBits;
  chosen.transferTimestampBits = families[chosen.transfer].timestampValidBits;
  return chosen;
}

QueueFamilies chooseFamilies(VkPhysicalDevice device) {
  uint32_t count = 0;
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
  std::vector<VkQueueFamilyProperties> families(count);
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
  return chooseFamilies(families);
}

DeviceFacts factsOf(VkPhysicalDevice device, uint32_t index, uint32_t instanceVersion) {
  DeviceFacts facts;
  facts.index = index;
  const Offer offer = offerOf(device, instanceVersion);
  VkPhysicalDeviceProperties plain;
  vkGetPhysicalDeviceProperties(device, &plain);
  facts.name = plain.deviceName;
  facts.type = typeOf(plain.deviceType);
  facts.memoryBytes = localMemoryBytes(device);
  if (offer.version < VK_API_VERSION_1_2) {
    facts.unusable = "its driver offers Vulkan " + versionText(plain.apiVersion) +
                     ", and 1.2 is needed; a newer driver may help";
    return facts;
  }
  Properties properties(offer);
  vkGetPhysicalDeviceProperties2(device, &properties.base);
  Features features(offer);
  features.query(device);
  facts.driver = std::string(properties.v12.driverName) + " " + properties.v12.driverInfo;
  facts.place = placeOf(properties, offer);
  facts.layered = properties.v12.driverID == VK_DRIVER_ID_MESA_DOZEN;
  facts.capabilities = capabilitiesOf(device, offer, features, properties);
  facts.unusable = features.missing();
  if (facts.unusable.empty() && chooseFamilies(device).compute == UINT32_MAX) {
    facts.unusable = "it draws only and does not compute";
  }
  return facts;
}

}  // namespace hearth::vulkan
