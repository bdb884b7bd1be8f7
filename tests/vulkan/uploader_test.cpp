// Copies arrive whole, in pieces and in any number.
#include "runtime/vulkan/uploader.h"

#include <random>

#include "tests/vulkan/gpu_fixture.h"

namespace hearth::vulkan {
namespace {

using test::Gpu;
using test::GpuTest;

std::vector<std::byte> noise(size_t bytes, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::byte> data(bytes);
  for (std::byte& b : data) b = static_cast<std::byte>(random());
  return data;
}

class UploaderTest : public GpuTest {};

TEST_F(UploaderTest, CutsWhatIsLargerThanItsStagingMemory) {
  auto uploader = Uploader::create(memory(), device(), 64 * 1024);
  ASSERT_TRUE(uploader) << uploader.error().what();
  EXPECT_EQ((*uploader)->bytesPerSecond(), 0.0);
  const Buffer target = room(1'000'003);
  const auto data = noise(1'000'003, 1);
  const Uploader::Piece piece{.from = data, .at = 0};
  const auto ticket = (*uploader)->copy(target, {&piece, 1});
  ASSERT_TRUE(ticket) << ticket.error().what();
  ASSERT_TRUE((*uploader)->wait(*ticket));
  EXPECT_TRUE((*uploader)->arrived(*ticket));
  EXPECT_TRUE((*uploader)->timeline().reached(*ticket));
  EXPECT_EQ(read<std::byte>(target, data.size()), data);
  EXPECT_GT((*uploader)->bytesPerSecond(), 1e6);
}

TEST_F(UploaderTest, PutsEveryPieceInItsPlace) {
  auto uploader = Uploader::create(memory(), device(), 16 * 1024);
  ASSERT_TRUE(uploader);
  const Buffer target = room(40'000);
  const auto data = noise(30'000, 2);
  const std::span<const std::byte> all(data);
  // Out of order, with a hole from 20,000 to 30,000.
  const std::vector<Uploader::Piece> pieces = {{all.subspan(0, 7), 39'993},
                                               {all.subspan(7, 9'993), 30'000},
                                               {{}, 5},
                                               {all.subspan(10'000, 20'000), 0}};
  const auto ticket = (*uploader)->copy(target, pieces);
  ASSERT_TRUE(ticket && (*uploader)->wait(*ticket));
  std::vector<std::byte> expected(40'000, std::byte{0xFF});
  for (const Uploader::Piece& piece : pieces) {
    std::copy(piece.from.begin(), piece.from.end(), expected.begin() + static_cast<ptrdiff_t>(piece.at));
  }
  EXPECT_EQ(read<std::byte>(target, 40'000), expected);
}

TEST_F(UploaderTest, TakesManySmallCopiesWithoutWaitingForEach) {
  auto uploader = Uploader::create(memory(), device(), 8 * 1024);
  ASSERT_TRUE(uploader);
  constexpr size_t kCount = 200, kBytes = 300;
  const Buffer target = room(kCount * kBytes);
  const auto data = noise(kCount * kBytes, 3);
  uint64_t last = 0;
  for (size_t i = 0; i < kCount; ++i) {
    const Uploader::Piece piece{.from = std::span(data).subspan(i * kBytes, kBytes), .at = i * kBytes};
    const auto ticket = (*uploader)->copy(target, {&piece, 1});
    ASSERT_TRUE(ticket);
    EXPECT_EQ(*ticket, last + 1);
    last = *ticket;
  }
  ASSERT_TRUE((*uploader)->wait(last));
  EXPECT_EQ(read<std::byte>(target, data.size()), data);
}

TEST_F(UploaderTest, TellsWhatWasCopiedOnce) {
  auto uploader = Uploader::create(memory(), device(), 64 * 1024);
  ASSERT_TRUE(uploader);
  const Buffer target = room(500'000);
  const auto data = noise(500'000, 6);
  for (int round = 0; round < 2; ++round) {
    const Uploader::Piece piece{.from = data, .at = 0};
    const auto ticket = (*uploader)->copy(target, {&piece, 1});
    ASSERT_TRUE(ticket && (*uploader)->wait(*ticket));
    const Uploader::Copied copied = (*uploader)->takeCopied();
    EXPECT_EQ(copied.bytes, data.size());
    EXPECT_GT(copied.seconds, 0);
    EXPECT_LT(copied.seconds, 60);
    EXPECT_EQ((*uploader)->takeCopied().bytes, 0u);
  }
}

TEST_F(UploaderTest, OverwritesInOrder) {
  auto uploader = Uploader::create(memory(), device(), 64 * 1024);
  ASSERT_TRUE(uploader);
  const Buffer target = room(4096);
  uint64_t last = 0;
  std::vector<std::byte> data;
  for (uint32_t i = 0; i < 20; ++i) {
    data = noise(4096, 10 + i);
    const Uploader::Piece piece{.from = data, .at = 0};
    const auto ticket = (*uploader)->copy(target, {&piece, 1});
    ASSERT_TRUE(ticket);
    last = *ticket;
  }
  ASSERT_TRUE((*uploader)->wait(last));
  EXPECT_EQ(read<std::byte>(target, 4096), data);
}

TEST_F(UploaderTest, EndsWhenTheDeviceFails) {
  auto own = Gpu::open();
  ASSERT_TRUE(own);
  Gpu& mine = **own;
  // The uploader goes first and lets copies end before their target goes.
  auto target = mine.memory().allocate(100'000, MemoryKind::Device, MemoryUse::Experts);
  auto uploader = Uploader::create(mine.memory(), mine.device(), 4096);
  ASSERT_TRUE(uploader && target);
  const auto data = noise(100'000, 4);
  const Uploader::Piece piece{.from = data, .at = 0};
  const auto ticket = (*uploader)->copy(*target, {&piece, 1});
  ASSERT_TRUE(ticket);
  mine.device().fail(Error("on purpose"));
  EXPECT_FALSE((*uploader)->wait(*ticket));
  const auto refused = (*uploader)->copy(*target, {&piece, 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().what(), "on purpose");
}

TEST_F(UploaderTest, NeedsMemory) {
  Faults faults;
  auto own = Gpu::open(&faults);
  ASSERT_TRUE(own);
  faults.allocationsUntilFailure = 0;
  EXPECT_FALSE(Uploader::create((*own)->memory(), (*own)->device(), 4096));
  EXPECT_FALSE((*own)->device().failed());
}

}  // namespace
}  // namespace hearth::vulkan
