// Values of options as people write them.
#include "app/cli/options.h"

#include <gtest/gtest.h>

namespace hearth::cli {
namespace {

TEST(Options, ReadDevices) {
  EXPECT_EQ(*parseDevice("auto"), (DeviceOption{}));
  EXPECT_EQ(*parseDevice("cpu"), (DeviceOption{.kind = DeviceWish::Cpu, .index = {}}));
  EXPECT_EQ(*parseDevice("gpu"), (DeviceOption{.kind = DeviceWish::Gpu, .index = {}}));
  EXPECT_EQ(*parseDevice("gpu:0"), (DeviceOption{.kind = DeviceWish::Gpu, .index = 0}));
  EXPECT_EQ(*parseDevice("gpu:12"), (DeviceOption{.kind = DeviceWish::Gpu, .index = 12}));
  for (const char* wrong :
       {"", "GPU", "tpu", "gpu:", "gpu:x", "gpu:-1", "gpu:1 ", "gpu1", "cpu:0", "gpu:99999999999"}) {
    EXPECT_FALSE(parseDevice(wrong)) << wrong;
  }
}

TEST(Options, ReadPolicies) {
  for (const CachePolicy policy : kRealPolicies) EXPECT_EQ(*parsePolicy(nameOf(policy)), policy);
  for (const char* wrong : {"", "LRU", "clairvoyant", "all", "lru "})
    EXPECT_FALSE(parsePolicy(wrong)) << wrong;
  EXPECT_NE(parsePolicy("best").error().what().find("'best' is none of foresight, lru, "), std::string::npos);
}

TEST(Options, ReadCacheForms) {
  for (const KvForm form : kKvForms) EXPECT_EQ(*parseCacheForm(nameOf(form)), form);
  EXPECT_NE(parseCacheForm("f64").error().what().find("'f64' is none of f16, f32, q8_0, "),
            std::string::npos);
  for (const char* wrong : {"", "F16", "q8", "bf16", "f16 "}) EXPECT_FALSE(parseCacheForm(wrong)) << wrong;
}

TEST(Options, ReadSizes) {
  EXPECT_EQ(*parseBytes("0"), 0u);
  EXPECT_EQ(*parseBytes("4096"), 4096u);
  EXPECT_EQ(*parseBytes("4096B"), 4096u);
  EXPECT_EQ(*parseBytes("64K"), 65536u);
  EXPECT_EQ(*parseBytes("512M"), 512u << 20);
  EXPECT_EQ(*parseBytes("512MiB"), 512u << 20);
  EXPECT_EQ(*parseBytes("6G"), uint64_t{6} << 30);
  EXPECT_EQ(*parseBytes("6g"), uint64_t{6} << 30);
  EXPECT_EQ(*parseBytes("1.5G"), uint64_t{3} << 29);
  EXPECT_EQ(*parseBytes("2T"), uint64_t{2} << 40);
  for (const char* wrong : {"", "G", "-1", "-1G", "6X", "6 G", "6Gi", "6GG", "half", "50%", "inf", "nan",
                            "1e30G", "99999999999T"}) {
    EXPECT_FALSE(parseBytes(wrong)) << wrong;
  }
}

TEST(Options, TakeDevicesSizesAndListsFromTheCommandLine) {
  DeviceOption device;
  uint64_t bytes = 0;
  Options options("verb", "A verb.");
  std::vector<uint32_t> depths = {7};
  options.device("--device", "where", device);
  options.counts("--depth", "how deep", depths, 0, 100);
  options.bytes("--gpu-memory", "how much", bytes);
  const std::vector<std::string> words = {"--device=gpu:3", "--gpu-memory", "6G", "--depth", "0,16,100"};
  EXPECT_FALSE(options.parse(words).has_value());
  EXPECT_EQ(device.index, 3u);
  EXPECT_EQ(bytes, uint64_t{6} << 30);
  EXPECT_EQ(depths, (std::vector<uint32_t>{0, 16, 100}));
  for (const char* wrong : {"--gpu-memory=much", "--depth=", "--depth=1,", "--depth=1,101", "--depth=,1"}) {
    EXPECT_EQ(options.parse(std::vector<std::string>{wrong}), kWrongUsage) << wrong;
  }
}

}  // namespace
}  // namespace hearth::cli
