#include "runtime/vulkan/pipeline_cache_file.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace hearth::vulkan {
namespace {

// Before the driver's data.
struct Header {
  char magic[8] = {'h', 'e', 'a', 'r', 't', 'h', 'p', '1'};
  uint64_t bytes = 0, hash = 0;  // of the data
  uint32_t vendor = 0, device = 0, driver = 0, reserved = 0;
  uint8_t uuid[VK_UUID_SIZE]{};
};
static_assert(sizeof(Header) == 56);

// FNV-1a: finds damage, not malice.
uint64_t hashOf(std::span<const std::byte> data) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const std::byte b : data) hash = (hash ^ static_cast<uint8_t>(b)) * 0x100000001b3;
  return hash;
}

Header headerFor(VkPhysicalDevice device, std::span<const std::byte> data) {
  VkPhysicalDeviceProperties properties;
  vkGetPhysicalDeviceProperties(device, &properties);
  Header header;
  header.bytes = data.size();
  header.hash = hashOf(data);
  header.vendor = properties.vendorID;
  header.device = properties.deviceID;
  header.driver = properties.driverVersion;
  std::memcpy(header.uuid, properties.pipelineCacheUUID, VK_UUID_SIZE);
  return header;
}

}  // namespace

std::vector<std::byte> readPipelineCache(const std::string& path, VkPhysicalDevice device) {
  std::ifstream file(path, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(file), {}};
  if (all.size() < sizeof(Header)) return {};
  const auto data = std::as_bytes(std::span(all)).subspan(sizeof(Header));
  const Header expected = headerFor(device, data);
  if (std::memcmp(all.data(), &expected, sizeof(Header)) != 0) return {};
  return {data.begin(), data.end()};
}

void writePipelineCache(const std::string& path, VkPhysicalDevice device, std::span<const std::byte> data) {
  const Header header = headerFor(device, data);
  const std::string aside = path + "." + std::to_string(std::random_device{}()) + ".new";
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  {
    std::ofstream file(aside, std::ios::binary);
    file.write(reinterpret_cast<const char*>(&header), sizeof header);
    file.write(reinterpret_cast<const char*>(data.data()), static_cast<std::streamsize>(data.size()));
    file.close();
    if (!file) {
      std::filesystem::remove(aside, error);
      return;
    }
  }
  std::filesystem::rename(aside, path, error);
  if (error) std::filesystem::remove(aside, error);
}

}  // namespace hearth::vulkan
