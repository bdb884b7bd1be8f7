#define VOLK_IMPLEMENTATION
#include "runtime/vulkan/api.h"

#include <mutex>

namespace hearth::vulkan {
namespace {

// volk keeps the functions in variables of the program.
std::mutex& loading() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

Result<void> loadVulkan() {
  const std::lock_guard lock(loading());
  if (volkGetInstanceVersion() != 0) return {};
  if (volkInitialize() != VK_SUCCESS) {
    return Error(
        "there is no Vulkan loader on this computer; it comes with the driver of the graphics card (on "
        "Debian: "
        "the packages libvulkan1 and mesa-vulkan-drivers, or nvidia-driver)");
  }
  return {};
}

void loadFunctions(VkInstance instance) {
  const std::lock_guard lock(loading());
  if (volkGetLoadedInstance() == VK_NULL_HANDLE) volkLoadInstance(instance);
}

const char* nameOf(VkResult result) {
  switch (result) {
    case VK_SUCCESS:
      return "VK_SUCCESS";
    case VK_NOT_READY:
      return "VK_NOT_READY";
    case VK_TIMEOUT:
      return "VK_TIMEOUT";
    case VK_INCOMPLETE:
      return "VK_INCOMPLETE";
    case VK_ERROR_OUT_OF_HOST_MEMORY:
      return "VK_ERROR_OUT_OF_HOST_MEMORY";
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
      return "VK_ERROR_OUT_OF_DEVICE_MEMORY";
    case VK_ERROR_INITIALIZATION_FAILED:
      return "VK_ERROR_INITIALIZATION_FAILED";
    case VK_ERROR_DEVICE_LOST:
      return "VK_ERROR_DEVICE_LOST";
    case VK_ERROR_MEMORY_MAP_FAILED:
      return "VK_ERROR_MEMORY_MAP_FAILED";
    case VK_ERROR_LAYER_NOT_PRESENT:
      return "VK_ERROR_LAYER_NOT_PRESENT";
    case VK_ERROR_EXTENSION_NOT_PRESENT:
      return "VK_ERROR_EXTENSION_NOT_PRESENT";
    case VK_ERROR_FEATURE_NOT_PRESENT:
      return "VK_ERROR_FEATURE_NOT_PRESENT";
    case VK_ERROR_INCOMPATIBLE_DRIVER:
      return "VK_ERROR_INCOMPATIBLE_DRIVER";
    case VK_ERROR_TOO_MANY_OBJECTS:
      return "VK_ERROR_TOO_MANY_OBJECTS";
    case VK_ERROR_INVALID_OPAQUE_CAPTURE_ADDRESS:
      return "VK_ERROR_INVALID_OPAQUE_CAPTURE_ADDRESS";
    default:
      return "an error without a name";
  }
}

}  // namespace hearth::vulkan
