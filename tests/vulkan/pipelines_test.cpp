// Pipelines are made once; their cache is read only when it is whole and fits; shaders ask for nothing that a
// device may lack unless their names say so.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <unistd.h>

#include "runtime/vulkan/pipeline_cache_file.h"
#include "shaders/shader_code.h"
#include "tests/vulkan/gpu_fixture.h"

namespace hearth::vulkan {
namespace {

using test::Gpu;
using test::GpuTest;

class PipelinesTest : public GpuTest {
 protected:
  PipelinesTest() {
    folder_ = std::filesystem::temp_directory_path() / ("hearth-pipelines-" + std::to_string(getpid()));
  }
  ~PipelinesTest() override { std::filesystem::remove_all(folder_); }
  std::string cacheFile() const { return (folder_ / "deep" / "pipelines").string(); }
  std::filesystem::path folder_;
};

TEST_F(PipelinesTest, AreMadeOnce) {
  const PipelineKey key{.shader = "rms_norm_shared", .constants = {16}};
  const Pipeline* first = gpu().pipelines().get(key);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->shader, "rms_norm_shared");
  EXPECT_EQ(gpu().pipelines().get(key), first);
  EXPECT_NE(gpu().pipelines().get({.shader = "rms_norm_shared", .constants = {8}}), first);
}

TEST_F(PipelinesTest, AskForASubgroupSizeOnlyWhereItExists) {
  const Capabilities& can = device().can();
  if (!can.subgroupArithmetic) GTEST_SKIP() << "no subgroup arithmetic";
  for (const uint32_t size : {can.subgroupSizeMin, can.subgroupSizeMax, can.subgroupSizeMax * 2, 1u}) {
    EXPECT_NE(gpu().pipelines().get({.shader = "rms_norm_subgroup", .constants = {64}, .subgroupSize = size}),
              nullptr);
  }
}

TEST_F(PipelinesTest, LeaveACacheBehindThatTheNextRunTakes) {
  for (int run = 0; run < 2; ++run) {
    auto own = Gpu::open(nullptr, cacheFile());
    ASSERT_TRUE(own);
    EXPECT_NE((*own)->pipelines().get({.shader = "rms_norm_shared", .constants = {64}}), nullptr);
  }
  EXPECT_FALSE(readPipelineCache(cacheFile(), device().physical()).empty());
  // One file, nothing beside it.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_ / "deep"), {}), 1);
}

TEST_F(PipelinesTest, TakeNoCacheThatIsDamagedOrForeign) {
  const std::string path = cacheFile();
  const std::vector<std::byte> data(1000, std::byte{7});
  writePipelineCache(path, device().physical(), data);
  EXPECT_EQ(readPipelineCache(path, device().physical()), data);
  std::ifstream in(path, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(in), {}};
  const auto put = [&](const std::string& content) { std::ofstream(path, std::ios::binary) << content; };
  for (size_t at = 0; at < whole.size(); at += at < 64 ? 1 : 97) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    put(changed);
    EXPECT_TRUE(readPipelineCache(path, device().physical()).empty()) << "byte " << at;
    put(whole.substr(0, at));
    EXPECT_TRUE(readPipelineCache(path, device().physical()).empty()) << "cut at " << at;
  }
  put(whole + "x");
  EXPECT_TRUE(readPipelineCache(path, device().physical()).empty());
  EXPECT_TRUE(readPipelineCache(path + ".none", device().physical()).empty());
  // And the device opens all the same.
  auto own = Gpu::open(nullptr, path);
  ASSERT_TRUE(own);
  EXPECT_NE((*own)->pipelines().get({.shader = "rms_norm_shared", .constants = {64}}), nullptr);
}

TEST_F(PipelinesTest, DoWithoutAPlaceForTheirCache) {
  std::filesystem::create_directories(folder_);
  std::ofstream(folder_ / "file") << "not a folder";
  auto own = Gpu::open(nullptr, (folder_ / "file" / "pipelines").string());
  ASSERT_TRUE(own);
  EXPECT_NE((*own)->pipelines().get({.shader = "rms_norm_shared", .constants = {64}}), nullptr);
}

// Capabilities that a SPIR-V module declares (specification, 2.3 and 3.42.10: OpCapability is 17).
std::vector<uint32_t> capabilitiesOf(std::span<const uint32_t> words) {
  std::vector<uint32_t> found;
  for (size_t at = 5; at < words.size() && (words[at] & 0xFFFF) == 17; at += words[at] >> 16) {
    found.push_back(words[at + 1]);
  }
  return found;
}

TEST(Shaders, NeedOnlyWhatEveryDeviceHasOrTheirNamesSay) {
  // SPIR-V's numbers. What Vulkan 1.2 always has, or Features::missing() asks for.
  const std::set<uint32_t> always = {1 /* Shader */, 5347 /* PhysicalStorageBufferAddresses */};
  // What a device may lack, and the word in a variant's name that says so (kernel_choice.cpp).
  const std::multimap<uint32_t, std::string_view> named = {
      {61 /* GroupNonUniform */, "subgroup"},
      {61 /* GroupNonUniform */, "matrix"},
      {63 /* GroupNonUniformArithmetic */, "subgroup"},
      {6018 /* DotProductInput4x8BitPacked */, "int8"},
      {6019 /* DotProduct */, "int8"},
      {9 /* Float16 */, "matrix"},
      {5345 /* VulkanMemoryModel */, "matrix"},
      {5357 /* CooperativeMatrixNV */, "matrix"},
  };
  for (const std::string_view name : shaderNames()) {
    for (const uint32_t capability : capabilitiesOf(shaderCode(name))) {
      if (always.contains(capability)) continue;
      const auto [first, last] = named.equal_range(capability);
      EXPECT_TRUE(std::any_of(
          first, last, [name](const auto& row) { return name.find(row.second) != std::string_view::npos; }))
          << name << " needs SPIR-V capability " << capability;
    }
  }
}

}  // namespace
}  // namespace hearth::vulkan
