// What is asked of drivers and of a device, from what they list.
#include "runtime/vulkan/features.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "tests/support/temporary_folder.h"
#include "tests/support/test_device.h"

namespace hearth::vulkan {
namespace {

std::vector<VkExtensionProperties> listed(std::initializer_list<const char*> names) {
  std::vector<VkExtensionProperties> all;
  for (const char* name : names) {
    VkExtensionProperties properties{};
    std::strncpy(properties.extensionName, name, VK_MAX_EXTENSION_NAME_SIZE - 1);
    all.push_back(properties);
  }
  return all;
}

bool enables(const Offer& offer, const char* name) {
  return std::any_of(offer.extensions.begin(), offer.extensions.end(),
                     [&](const char* each) { return std::strcmp(each, name) == 0; });
}

// Valid usage of vkCreateDevice: the extension is enabled wherever a device has it.
TEST(Offer, TakesThePortabilitySubsetWhereADriverHasIt) {
  const auto mac = listed({"VK_KHR_swapchain", "VK_KHR_portability_subset"});
  EXPECT_TRUE(enables(offerFrom(mac, VK_API_VERSION_1_2), "VK_KHR_portability_subset"));
  const auto other = listed({"VK_KHR_swapchain", "VK_EXT_memory_budget"});
  const Offer offer = offerFrom(other, VK_API_VERSION_1_2);
  EXPECT_FALSE(enables(offer, "VK_KHR_portability_subset"));
  EXPECT_FALSE(enables(offer, "VK_KHR_swapchain"));
  EXPECT_TRUE(offer.memoryBudget && enables(offer, "VK_EXT_memory_budget"));
}

TEST(Offer, TakesAsExtensionsWhatItsVersionLacks) {
  const auto all = listed({"VK_EXT_subgroup_size_control", "VK_KHR_shader_integer_dot_product"});
  const Offer old = offerFrom(all, VK_API_VERSION_1_2), recent = offerFrom(all, VK_API_VERSION_1_3);
  EXPECT_TRUE(old.subgroupSizeControl && old.integerDot);
  EXPECT_EQ(old.extensions.size(), 2u);
  EXPECT_TRUE(recent.subgroupSizeControl && recent.integerDot);
  EXPECT_TRUE(recent.extensions.empty());
  EXPECT_FALSE(offerFrom({}, VK_API_VERSION_1_2).integerDot);
}

// The software renderer, as if it ran on top of another system's graphics: what a Mac's loader hides from
// those who do not ask.
TEST(Instance, ListsDriversOnTopOfAnotherSystem) {
  constexpr const char* kManifests = "/usr/share/vulkan/icd.d";
  std::string manifest;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(kManifests, none)) {
    if (!entry.path().filename().string().starts_with("lvp_icd")) continue;
    std::ifstream file(entry.path());
    manifest.assign(std::istreambuf_iterator<char>(file), {});
  }
  const size_t at = manifest.find("\"library_path\"");
  if (at == std::string::npos) GTEST_SKIP() << "there is no software renderer";
  manifest.insert(at, "\"is_portability_driver\": true, ");
  const hearth::test::TemporaryFolder folder;
  const std::string path = folder.write("portability.json", manifest);
  // Loaders know the one name or the other.
  const std::array<const char*, 2> names = {"VK_DRIVER_FILES", "VK_ICD_FILENAMES"};
  std::array<std::optional<std::string>, 2> before;
  for (size_t i = 0; i < names.size(); ++i) {
    if (const char* value = std::getenv(names[i])) before[i] = value;
    setenv(names[i], path.c_str(), 1);
  }
  if (const auto instance = Instance::create(test::instanceOptions())) {
    EXPECT_EQ((*instance)->devices().size(), 1u);
  } else {
    ADD_FAILURE() << instance.error().what();
  }
  for (size_t i = 0; i < names.size(); ++i) {
    before[i] ? setenv(names[i], before[i]->c_str(), 1) : unsetenv(names[i]);
  }
  for (const std::string& message : test::takeValidationMessages()) ADD_FAILURE() << message;
}

}  // namespace
}  // namespace hearth::vulkan
