#include "runtime/vulkan/features.h"

#include <algorithm>
#include <utility>

namespace hearth::vulkan {
namespace {

// Of a header for features that may still change; a device that has it asks for being told that one knows.
constexpr const char* kPortabilitySubset = "VK_KHR_portability_subset";

std::vector<VkExtensionProperties> extensionsOf(VkPhysicalDevice device) {
  uint32_t count = 0;
  if (vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr) != VK_SUCCESS) return {};
  std::vector<VkExtensionProperties> all(count);
  if (vkEnumerateDeviceExtensionProperties(device, nullptr, &count, all.data()) != VK_SUCCESS) return {};
  all.resize(count);
  return all;
}

}  // namespace

Offer offerOf(VkPhysicalDevice device, uint32_t instanceVersion) {
  VkPhysicalDeviceProperties properties;
  vkGetPhysicalDeviceProperties(device, &properties);
  return offerFrom(extensionsOf(device), std::min(properties.apiVersion, instanceVersion));
}

Offer offerFrom(std::span<const VkExtensionProperties> all, uint32_t version) {
  Offer offer;
  offer.version = version;
  const auto take = [&](const char* name, bool& present) {
    present = std::any_of(all.begin(), all.end(), [&](const VkExtensionProperties& e) {
      return std::string_view(e.extensionName) == name;
    });
    if (present) offer.extensions.push_back(name);
  };
  take(VK_EXT_MEMORY_BUDGET_EXTENSION_NAME, offer.memoryBudget);
  take(VK_NV_COOPERATIVE_MATRIX_EXTENSION_NAME, offer.cooperativeMatrix);
  take(VK_EXT_PCI_BUS_INFO_EXTENSION_NAME, offer.pciAddress);
  take(kPortabilitySubset, offer.portabilitySubset);
  if (offer.version >= VK_API_VERSION_1_3) {
    offer.subgroupSizeControl = offer.integerDot = true;
  } else {
    take(VK_EXT_SUBGROUP_SIZE_CONTROL_EXTENSION_NAME, offer.subgroupSizeControl);
    take(VK_KHR_SHADER_INTEGER_DOT_PRODUCT_EXTENSION_NAME, offer.integerDot);
  }
  return offer;
}

Features::Features(const Offer& offer) {
  void** end = &base.pNext;
  const auto link = [&end](auto& part, VkStructureType type) {
    part.sType = type;
    *end = &part;
    end = &part.pNext;
  };
  base.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2;
  link(v12, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES);
  if (offer.subgroupSizeControl) {
    link(subgroupSize, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_FEATURES);
  }
  if (offer.integerDot) {
    link(integerDot, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_FEATURES);
  }
  if (offer.cooperativeMatrix) {
    link(cooperativeMatrix, VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_COOPERATIVE_MATRIX_FEATURES_NV);
  }
}

void Features::query(VkPhysicalDevice device) {
  vkGetPhysicalDeviceFeatures2(device, &base);
  base.features = {};

  const VkPhysicalDeviceVulkan12Features all12 = v12;
  v12 = {};
  v12.sType = all12.sType;
  v12.pNext = all12.pNext;
  v12.shaderFloat16 = all12.shaderFloat16;
  v12.scalarBlockLayout = all12.scalarBlockLayout;
  v12.hostQueryReset = all12.hostQueryReset;
  v12.timelineSemaphore = all12.timelineSemaphore;
  v12.bufferDeviceAddress = all12.bufferDeviceAddress;
  // Atomics have device scope, which the memory model allows only where that feature is there as well.
  v12.vulkanMemoryModel = v12.vulkanMemoryModelDeviceScope =
      all12.vulkanMemoryModel && all12.vulkanMemoryModelDeviceScope;

  cooperativeMatrix.cooperativeMatrixRobustBufferAccess = VK_FALSE;
}

std::string Features::missing() const {
  const std::pair<VkBool32, const char*> needs[] = {
      {v12.bufferDeviceAddress, "buffer addresses in shaders (bufferDeviceAddress)"},
      {v12.timelineSemaphore, "timeline semaphores (timelineSemaphore)"},
      {v12.scalarBlockLayout, "tightly packed data (scalarBlockLayout)"},
  };
  std::string list;
  for (const auto& [present, name] : needs) {
    if (!present) list += (list.empty() ? "its driver lacks " : ", ") + std::string(name);
  }
  return list;
}

}  // namespace hearth::vulkan
