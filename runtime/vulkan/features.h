// The features and extensions that Hearth uses where a device has them: asked for in one place, so that what
// is queried is what is enabled.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/vulkan/api.h"

namespace hearth::vulkan {

// What may be asked of a physical device at all.
struct Offer {
  uint32_t version = 0;  // of Vulkan, the lower of instance and device
  bool memoryBudget = false, subgroupSizeControl = false, integerDot = false, cooperativeMatrix = false;
  bool pciAddress = false;
  bool portabilitySubset = false;       // a driver on top of another system; Vulkan wants this one enabled
  std::vector<const char*> extensions;  // the ones above that are not part of `version`
};
Offer offerOf(VkPhysicalDevice device, uint32_t instanceVersion);
Offer offerFrom(std::span<const VkExtensionProperties> extensions, uint32_t version);

// A chain of feature structures, each present only where the device knows it.
class Features {
 public:
  explicit Features(const Offer& offer);
  Features(const Features&) = delete;
  Features& operator=(const Features&) = delete;

  // Fills the chain with what the device has, and keeps of it what Hearth uses.
  void query(VkPhysicalDevice device);
  // Why Hearth cannot run with these features; empty when it can.
  std::string missing() const;

  VkPhysicalDeviceFeatures2 base{};
  VkPhysicalDeviceVulkan12Features v12{};
  VkPhysicalDeviceSubgroupSizeControlFeatures subgroupSize{};
  VkPhysicalDeviceShaderIntegerDotProductFeatures integerDot{};
  VkPhysicalDeviceCooperativeMatrixFeaturesNV cooperativeMatrix{};
};

}  // namespace hearth::vulkan
