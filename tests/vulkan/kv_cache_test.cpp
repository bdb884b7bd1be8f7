// How rows get into the cache, in every form, wherever their pages lie; and pages on their way to and from
// the host: the same bytes as on the processor.
#include <algorithm>
#include <cmath>

#include "runtime/base/half.h"
#include "runtime/cpu/cpu_kv_cache.h"
#include "runtime/vulkan/vulkan_kv_cache.h"
#include "tests/support/kv_rows.h"
#include "tests/vulkan/attention_support.h"

namespace hearth::vulkan {
namespace {

using hearth::test::Random;
using test::GpuTest;
using test::kEps;

Rows rowsOf(const Buffer& buffer, uint32_t rows, uint32_t cols) {
  return {.at = buffer.address(), .rows = rows, .cols = cols};
}

// Whether quotients that err by a few units in the last place, as the processor's and a GPU's do, round like
// exact ones.
bool isClear(std::span<const float> block) {
  const auto beside = [](double x, int steps) { return x * (1 + 4 * steps * kEps); };
  const double largest = std::abs(*std::max_element(
      block.begin(), block.end(), [](float a, float b) { return std::abs(a) < std::abs(b); }));
  for (const double d : {largest / 127, largest / 8}) {
    const auto half = [&](int steps) { return floatToHalf(static_cast<float>(beside(d, steps))); };
    if (half(-1) != half(1)) return false;
    const double scale = static_cast<double>(halfToFloat(half(0)));
    for (const float x : block) {
      const auto code = [&](int steps) { return std::nearbyint(beside(double{x} / scale, steps)); };
      if (code(-1) != code(1)) return false;
    }
  }
  return true;
}

// Normal numbers in blocks that are clear.
std::vector<float> clearNormals(Random& random, size_t count) {
  std::vector<float> numbers;
  while (numbers.size() < count) {
    const auto block = random.normals(kKvBlock);
    if (isClear(block)) numbers.insert(numbers.end(), block.begin(), block.end());
  }
  numbers.resize(count);
  return numbers;
}

class AppendTest : public GpuTest {};

TEST_F(AppendTest, RoundsToTheNearestHalfAndTouchesOnlyItsPositions) {
  constexpr uint32_t kRows = 3, kWidth = 37, kPositions = 9;  // odd: rows begin between words
  auto x = Random(11).normals(kRows * kWidth);
  const float hard[] = {65504,   65519.9f, 65520,     1e9f,     -1e9f,       6e-8f,        2.9e-8f,
                        3e-8f,   -6.1e-5f, 6.09e-5f,  0,        -0.0f,       1 + 0x1p-11f, 1 + 3 * 0x1p-11f,
                        2048.5f, INFINITY, -INFINITY, 0x1p-25f, 3 * 0x1p-25f};
  std::copy(std::begin(hard), std::end(hard), x.begin() + 5);
  const Buffer deviceX = upload(x);
  for (const uint32_t first : {3u, 4u, 7u, 9u}) {  // the last ones reach past the cache's end
    const Buffer step = upload(std::vector<uint32_t>{first, first + kRows, 0});
    const Buffer cache = room(kPositions * kWidth * 2);
    run([&](Recorder& r) {
      append(r, rowsOf(deviceX, kRows, kWidth),
             {.at = cache.address(), .width = kWidth, .positions = kPositions}, step.address());
    });
    const auto actual = read<uint16_t>(cache, kPositions * kWidth);
    for (uint32_t i = 0; i < actual.size(); ++i) {
      const uint32_t position = i / kWidth;
      const bool written = position >= first && position < first + kRows;
      ASSERT_EQ(actual[i], written ? floatToHalf(x[i - first * kWidth]) : 0xFFFF) << "at " << i;
    }
  }
}

TEST_F(AppendTest, EveryFormStopsAtTheEndOfTheCache) {
  constexpr uint32_t kRows = 3, kFirst = 3, kWidth = 64, kPositions = 5;
  Random random(12);
  const auto x = clearNormals(random, kRows * kWidth);
  const Buffer deviceX = upload(x), step = upload(std::vector<uint32_t>{kFirst, kFirst + kRows, 0});
  for (const KvForm form : test::kAllForms) {
    const size_t rowBytes = kvRowBytes(form, kWidth);
    const Buffer cache = room(kPositions * rowBytes);  // read() looks behind it
    run([&](Recorder& r) {
      append(r, rowsOf(deviceX, kRows, kWidth), {cache.address(), kWidth, form, kPositions}, step.address());
    });
    std::vector<std::byte> expected(kPositions * rowBytes, std::byte{0xFF});
    for (uint32_t row = 0; kFirst + row < kPositions; ++row) {
      const auto bytes = hearth::test::encodeKvRow(form, std::span(x).subspan(row * kWidth, kWidth));
      std::copy(bytes.begin(), bytes.end(), &expected[(kFirst + row) * rowBytes]);
    }
    EXPECT_EQ(read<std::byte>(cache, expected.size()), expected) << nameOf(form);
  }
}

TEST_F(AppendTest, RowsGoWhereTheirPagesLie) {
  constexpr uint32_t kRows = 70, kFirst = 61;  // parts of two pages and a whole one between them
  for (const KvForm form : test::kAllForms) {
    // Odd widths, so that rows begin between words, and odd numbers of blocks, so that rows are padded.
    for (const uint32_t width : inBlocks(form) ? std::vector{288u, 96u, 32u} : std::vector{37u, 8u}) {
      Random random(width);
      const auto x = clearNormals(random, size_t{kRows} * width);
      const auto pages = test::shuffledPages(random, kFirst + kRows);
      const auto positions = static_cast<uint32_t>(pages.size() + 2) * kKvPagePositions;
      const size_t rowBytes = kvRowBytes(form, width);
      const Buffer deviceX = upload(x), step = upload(test::stepOf(kFirst, kRows, pages));
      const Buffer cache = room(positions * rowBytes);
      run([&](Recorder& r) {
        append(r, rowsOf(deviceX, kRows, width), {cache.address(), width, form, positions}, step.address());
      });
      std::vector<std::byte> expected(positions * rowBytes, std::byte{0xFF});
      for (uint32_t row = 0; row < kRows; ++row) {
        const auto bytes = hearth::test::encodeKvRow(form, std::span(x).subspan(row * width, width));
        std::copy(bytes.begin(), bytes.end(), &expected[test::placeOf(pages, kFirst + row) * rowBytes]);
      }
      EXPECT_EQ(read<std::byte>(cache, expected.size()), expected) << nameOf(form) << ", width " << width;
    }
  }
}

// Blocks of numbers that lie in the middle between two codes, vanish, or are as large as may be.
TEST_F(AppendTest, BlocksRoundTiesToEvenAndBearAnyNumber) {
  std::vector<float> x;
  const auto addBlock = [&x](auto&& number) {
    for (uint32_t i = 0; i < kKvBlock; ++i) x.push_back(number(static_cast<float>(i)));
  };
  addBlock([](float i) { return i == 0 ? -127.0f / 8 : (i - 15.5f) / 8; });     // q8_0: d = 1/8, all ties
  addBlock([](float i) { return i == 0 ? -8.0f / 64 : (i / 2 - 7.5f) / 64; });  // q4_0: every other a tie
  addBlock([](float i) { return i == 31 ? 8.0f : (i / 2 - 7.5f); });            // a positive one is largest
  addBlock([](float i) { return i == 5 ? 448.0f : 16 + i; });  // f8: odd ones are ties from 16 on
  addBlock([](float i) { return i == 5 ? -256.0f : (i - 16) * 0x1p-10f; });  // f8: below its normal numbers
  addBlock([](float i) { return i == 7 ? 449.0f : i; });                     // f8: one more exponent
  addBlock([](float) { return 0.0f; });
  addBlock([](float i) { return (i - 16) * 0x1p-30f; });  // scales below halves' normal numbers, or none
  addBlock([](float i) { return (i - 16) * 1e36f; });     // scales beyond halves
  const auto width = static_cast<uint32_t>(x.size());
  const Buffer deviceX = upload(x), step = upload(std::vector<uint32_t>{0, 1, 0});
  for (const KvForm form : test::kBlockForms) {
    const Buffer cache = room(kvRowBytes(form, width));
    run([&](Recorder& r) {
      append(r, rowsOf(deviceX, 1, width), {cache.address(), width, form, 1}, step.address());
    });
    EXPECT_EQ(read<std::byte>(cache, kvRowBytes(form, width)), hearth::test::encodeKvRow(form, x))
        << nameOf(form);
  }
}

TEST_F(AppendTest, BlocksWithWhatIsNoNumberReadBackAsNaN) {
  constexpr uint32_t kWidth = 4 * kKvBlock;
  auto x = Random(13).normals(kWidth);
  x[3] = NAN;
  x[2 * kKvBlock + 9] = -INFINITY;
  const Buffer deviceX = upload(x), step = upload(std::vector<uint32_t>{0, 1, 0});
  for (const KvForm form : test::kBlockForms) {
    const Buffer cache = room(kvRowBytes(form, kWidth));
    run([&](Recorder& r) {
      append(r, rowsOf(deviceX, 1, kWidth), {cache.address(), kWidth, form, 1}, step.address());
    });
    const auto row = read<std::byte>(cache, kvRowBytes(form, kWidth));
    const auto back = hearth::test::decodeKvRow(form, row, kWidth);
    for (uint32_t i = 0; i < kWidth; ++i) {
      EXPECT_EQ(std::isnan(back[i]), i / kKvBlock % 2 == 0) << nameOf(form) << ", number " << i;
    }
  }
}

class KvPagesTest : public GpuTest {
 protected:
  void SetUp() override {
    GpuTest::SetUp();
    if (IsSkipped()) return;
    auto handshake = Handshake::create(device());
    ASSERT_TRUE(handshake);
    handshake_ = std::move(*handshake);
  }
  std::unique_ptr<KvCache> make(const KvShape& shape) {
    auto cache = VulkanKvCache::create(memory(), gpu().pipelines(), *handshake_, shape);
    EXPECT_TRUE(cache);
    return cache ? std::move(*cache) : nullptr;
  }
  static std::vector<std::byte> pageOf(KvCache& cache, uint32_t page) {
    std::vector<std::byte> bytes(cache.shape().pageBytes());
    EXPECT_TRUE(cache.readPage(page, bytes));
    return bytes;
  }

  std::unique_ptr<Handshake> handshake_;
};

KvShape shapeOf(KvForm form, uint32_t valueWidth) {
  return {.layers = 2, .positions = 150, .keyWidth = 96, .valueWidth = valueWidth, .form = form};
}

// Grouped and latent caches: the latter have no values.
TEST_F(KvPagesTest, HoldTheBytesOfTheProcessorsCache) {
  constexpr uint32_t kRows = 80;
  const std::vector<uint32_t> pages{2, 0};
  const Buffer step = upload(test::stepOf(0, kRows, pages));
  for (const KvForm form : test::kAllForms) {
    for (const uint32_t valueWidth : {64u, 0u}) {
      const KvShape shape = shapeOf(form, valueWidth);
      const auto onGpu = make(shape);
      auto onCpu = cpu::CpuKvCache::create(shape);
      ASSERT_TRUE(onGpu && onCpu);
      ASSERT_EQ(onGpu->shape().positions, 192u) << "whole pages";
      auto& gpuCache = static_cast<VulkanKvCache&>(*onGpu);
      auto& cpuCache = static_cast<cpu::CpuKvCache&>(**onCpu);
      // Both start from the same bytes, so that what append() does not touch is the same too.
      const std::vector<std::byte> blank(shape.pageBytes(), std::byte{0x33});
      for (const uint32_t page : {0u, 1u, 2u}) {
        ASSERT_TRUE(gpuCache.writePage(page, blank) && cpuCache.writePage(page, blank));
      }
      Random random(21);
      for (uint32_t layer = 0; layer < shape.layers; ++layer) {
        const auto keys = clearNormals(random, kRows * shape.keyWidth);
        const auto values = clearNormals(random, kRows * valueWidth);
        const Buffer deviceKeys = upload(keys), deviceValues = upload(values);
        run([&](Recorder& r) {
          append(r, rowsOf(deviceKeys, kRows, shape.keyWidth), gpuCache.keys(layer), step.address());
          if (valueWidth == 0) return;
          append(r, rowsOf(deviceValues, kRows, valueWidth), gpuCache.values(layer), step.address());
        });
        cpuCache.storeKeys(layer, {keys.data(), 0, kRows, pages});
        if (valueWidth > 0) cpuCache.storeValues(layer, {values.data(), 0, kRows, pages});
      }
      for (const uint32_t page : {0u, 1u, 2u}) {
        EXPECT_EQ(pageOf(gpuCache, page), pageOf(cpuCache, page))
            << nameOf(form) << ", page " << page << ", values of " << valueWidth;
      }
    }
  }
}

TEST_F(KvPagesTest, ComeBackAsTheyWereWrittenAndAreCopied) {
  for (const KvForm form : {KvForm::Half, KvForm::F8}) {
    const auto cache = make(shapeOf(form, 32));
    ASSERT_TRUE(cache);
    std::vector<std::vector<std::byte>> contents;
    Random random(22);
    for (uint32_t page = 0; page < 3; ++page) {
      std::vector<std::byte> bytes(cache->shape().pageBytes());
      for (std::byte& b : bytes) b = static_cast<std::byte>(random.below(256));
      contents.push_back(bytes);
      ASSERT_TRUE(cache->writePage(page, bytes));
    }
    EXPECT_TRUE(cache->copyPage(2, 0) && cache->copyPage(1, 2) && cache->copyPage(1, 1));
    EXPECT_EQ(pageOf(*cache, 0), contents[2]);
    EXPECT_EQ(pageOf(*cache, 1), contents[1]);
    EXPECT_EQ(pageOf(*cache, 2), contents[1]);
  }
}

TEST_F(KvPagesTest, SayWhenTheDeviceHasFailed) {
  auto opened = test::Gpu::open();
  ASSERT_TRUE(opened);
  auto handshake = Handshake::create((*opened)->device());
  ASSERT_TRUE(handshake);
  auto cache = VulkanKvCache::create((*opened)->memory(), (*opened)->pipelines(), **handshake,
                                     shapeOf(KvForm::Half, 32));
  ASSERT_TRUE(cache);
  (*opened)->device().fail(Error("the test broke it"));
  std::vector<std::byte> bytes((*cache)->shape().pageBytes());
  EXPECT_FALSE((*cache)->readPage(0, bytes));
  EXPECT_FALSE((*cache)->writePage(0, bytes));
  EXPECT_FALSE((*cache)->copyPage(0, 1));
}

}  // namespace
}  // namespace hearth::vulkan
