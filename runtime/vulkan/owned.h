// Sole ownership of Vulkan objects. One overload of destroy() per handle type is all a new one needs.
#pragma once

#include <utility>

#include "runtime/vulkan/api.h"

namespace hearth::vulkan {

inline void destroy(VkDevice device, VkBuffer handle) { vkDestroyBuffer(device, handle, nullptr); }
inline void destroy(VkDevice device, VkDeviceMemory handle) { vkFreeMemory(device, handle, nullptr); }
inline void destroy(VkDevice device, VkShaderModule handle) { vkDestroyShaderModule(device, handle, nullptr); }
inline void destroy(VkDevice device, VkPipelineLayout handle) {
  vkDestroyPipelineLayout(device, handle, nullptr);
}
inline void destroy(VkDevice device, VkPipeline handle) { vkDestroyPipeline(device, handle, nullptr); }
inline void destroy(VkDevice device, VkPipelineCache handle) {
  vkDestroyPipelineCache(device, handle, nullptr);
}
inline void destroy(VkDevice device, VkSemaphore handle) { vkDestroySemaphore(device, handle, nullptr); }
inline void destroy(VkDevice device, VkCommandPool handle) { vkDestroyCommandPool(device, handle, nullptr); }
inline void destroy(VkDevice device, VkQueryPool handle) { vkDestroyQueryPool(device, handle, nullptr); }

// A null handle owns nothing; that is also the moved-from state.
template <class Handle>
class Owned {
 public:
  Owned() = default;
  Owned(VkDevice device, Handle handle) : device_(device), handle_(handle) {}
  Owned(Owned&& other) noexcept : device_(other.device_), handle_(std::exchange(other.handle_, {})) {}
  Owned& operator=(Owned other) noexcept {
    std::swap(device_, other.device_);
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Owned() {
    if (handle_) destroy(device_, handle_);
  }
  Handle get() const { return handle_; }

 private:
  VkDevice device_{};
  Handle handle_{};
};

}  // namespace hearth::vulkan
