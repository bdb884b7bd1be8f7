#include "runtime/engine/context_size.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

constexpr uint64_t kMiB = uint64_t{1} << 20, kGiB = uint64_t{1} << 30;

TEST(DefaultContextLength, IsTheTrainedOneOfASmallModel) {
  EXPECT_EQ(defaultContextLength({512, 2880, 8 * kMiB, 16 * kGiB}), 512u);
}

TEST(DefaultContextLength, IsUsually8192) {
  // 160 kB a token: 8192 tokens are 1.25 GiB, beyond what is cheap.
  EXPECT_EQ(defaultContextLength({131072, 160'000, 4 * kGiB, 32 * kGiB}), 8192u);
}

TEST(DefaultContextLength, IsLongerWhereTheCacheIsCheap) {
  // 28 layers of latent attention: 31 kB a token, 34636 of them in 1 GiB.
  EXPECT_EQ(defaultContextLength({163840, 31'000, 4 * kGiB, 32 * kGiB}), 32768u);
  EXPECT_EQ(defaultContextLength({163840, 65536, 4 * kGiB, 32 * kGiB}), 16384u);
}

TEST(DefaultContextLength, LeavesMemoryToTheModelAndToOthers) {
  // 2 GiB remain beside the model, of which half is 1 GiB: 4096 tokens of 256 KiB.
  EXPECT_EQ(defaultContextLength({32768, 256 * 1024, 6 * kGiB, 8 * kGiB}), 4096u);
  // Nothing remains.
  EXPECT_EQ(defaultContextLength({32768, 256 * 1024, 9 * kGiB, 8 * kGiB}), 512u);
}

TEST(CachePositions, AreThoseOfFourContextsWhereMemoryIsPlenty) {
  EXPECT_EQ(cachePositions({4096, 31'000, 4 * kGiB, 32 * kGiB}, 4096), 4 * 4096u);
}

TEST(CachePositions, TakeAQuarterOfWhatIsFreeAndTwoGigabytesBesideTheFirstContext) {
  // Beside model and context 4 GiB are free, of which a quarter holds 4096 tokens of 256 KiB.
  EXPECT_EQ(cachePositions({8192, 256 * 1024, 2 * kGiB, 8 * kGiB}, 8192), 8192u + 4096u);
  EXPECT_EQ(cachePositions({8192, 256 * 1024, 2 * kGiB, 64 * kGiB}, 8192), 2 * 8192u);
}

TEST(CachePositions, AreOneContextWhereNothingIsFree) {
  EXPECT_EQ(cachePositions({8192, 256 * 1024, 9 * kGiB, 8 * kGiB}, 512), 512u);
}

}  // namespace
}  // namespace hearth
