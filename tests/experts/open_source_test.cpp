// Mapping or disk tier, and how much memory for it.
#include "runtime/experts/open_source.h"

#include <gtest/gtest.h>

#include "tests/experts/expert_models.h"

namespace hearth {
namespace {

constexpr uint64_t kGiB = uint64_t{1} << 30;

TEST(DiskTierBytes, IsNoneWhenTheFileFits) {
  EXPECT_EQ(
      diskTierBytes(
          {.available = 32 * kGiB, .others = 2 * kGiB, .fileBytes = 20 * kGiB, .expertBytes = 18 * kGiB}),
      0u);
}

// 16 GiB less 2 of weights that are no experts, 2 for the cache and the reserve of 1.
TEST(DiskTierBytes, IsWhatTheRestLeaves) {
  EXPECT_EQ(
      diskTierBytes(
          {.available = 16 * kGiB, .others = 2 * kGiB, .fileBytes = 20 * kGiB, .expertBytes = 18 * kGiB}),
      11 * kGiB);
}

TEST(DiskTierBytes, IsWhatTheUserWants) {
  MemoryForExperts memory{
      .wanted = 3 * kGiB, .available = 64 * kGiB, .fileBytes = 20 * kGiB, .expertBytes = 18 * kGiB};
  EXPECT_EQ(diskTierBytes(memory), 3 * kGiB);
  memory.wanted = 18 * kGiB;  // all of them
  EXPECT_EQ(diskTierBytes(memory), 0u);
}

TEST(DiskTierBytes, IsTooLittleRatherThanNoneWhenNothingIsLeft) {
  EXPECT_EQ(diskTierBytes({.available = 2 * kGiB, .fileBytes = 20 * kGiB, .expertBytes = 10 * kGiB}), 1u);
}

TEST(OpenSource, TakesTheMappingOrTheDisk) {
  const auto model = test::loadOrFail(test::hearthTinyPath());
  ASSERT_TRUE(model);
  const auto mapped = openSource(*model, 0, 8 * kGiB, 0);
  ASSERT_TRUE(mapped);
  EXPECT_EQ(mapped->disk, nullptr);
  const auto tier = openSource(*model, expertBytesOf(*model) / 4, 8 * kGiB, 0);
  ASSERT_TRUE(tier) << tier.error().what();
  EXPECT_NE(tier->disk, nullptr);
  const auto nothing = openSource(*model, 0, kGiB, kGiB);
  ASSERT_FALSE(nothing);
  EXPECT_NE(nothing.error().what().find("too little"), std::string::npos);
}

}  // namespace
}  // namespace hearth
