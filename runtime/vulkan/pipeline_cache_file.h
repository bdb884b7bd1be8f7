// The driver's compiled pipelines between runs. Drivers trust what they are given, so a file counts only when
// it is whole and was written for this very device and driver.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "runtime/vulkan/api.h"

namespace hearth::vulkan {

// Nothing when there is no such file or it does not fit.
std::vector<std::byte> readPipelineCache(const std::string& path, VkPhysicalDevice device);
// Replaces the file at once or leaves it as it was. A cache may be lost: failures are not told.
void writePipelineCache(const std::string& path, VkPhysicalDevice device, std::span<const std::byte> data);

}  // namespace hearth::vulkan
