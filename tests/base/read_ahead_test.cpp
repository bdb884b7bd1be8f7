// Reading ahead, on a file of its own that is thrown out of memory first.
#include "runtime/base/read_ahead.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/base/mapped_file.h"

#ifdef __linux__
#include <fcntl.h>
#include <unistd.h>

namespace hearth {
namespace {

constexpr size_t kBytes = size_t{40} << 20;

class ReadAheadTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = testing::TempDir() + "read_ahead_test." + std::to_string(getpid());
    const std::vector<char> bytes(kBytes, 'x');
    std::FILE* file = std::fopen(path_.c_str(), "wb");
    ASSERT_NE(file, nullptr);
    ASSERT_EQ(std::fwrite(bytes.data(), 1, kBytes, file), kBytes);
    std::fflush(file);
    fsync(fileno(file));
    posix_fadvise(fileno(file), 0, 0, POSIX_FADV_DONTNEED);
    std::fclose(file);
    auto mapped = MappedFile::open(path_);
    ASSERT_TRUE(mapped) << mapped.error().what();
    mapped_.emplace(std::move(*mapped));
    if (bytesOnDisk(pool_, mapped_->bytes()) < kBytes / 2)
      GTEST_SKIP() << "this file system keeps its files in memory";
  }
  void TearDown() override { std::remove(path_.c_str()); }

  std::string path_;
  ThreadPool pool_{3};
  std::optional<MappedFile> mapped_;
};

TEST_F(ReadAheadTest, BringsAllIntoMemoryAndTellsHowFar) {
  // Neither begins at a page's border; together they leave the middle out.
  const std::vector<std::span<const std::byte>> ranges = {mapped_->bytes().subspan(100, kBytes / 4),
                                                          mapped_->bytes().subspan(kBytes / 2 + 7)};
  std::vector<float> told;
  const auto note = [&](float share) {
    told.push_back(share);
    return true;
  };
  EXPECT_TRUE(readAhead(pool_, ranges, note));
  for (const auto& range : ranges) EXPECT_EQ(bytesOnDisk(pool_, range), 0u);
  ASSERT_GE(told.size(), 2u);
  EXPECT_EQ(told.front(), 0.0f);
  EXPECT_EQ(told.back(), 1.0f);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));

  told.clear();
  EXPECT_TRUE(readAhead(pool_, ranges, note));
  EXPECT_TRUE(told.empty()) << "nothing was left to read";
}

TEST_F(ReadAheadTest, StopsWhenTold) {
  const std::span<const std::byte> all = mapped_->bytes();
  EXPECT_FALSE(readAhead(pool_, {&all, 1}, [](float) { return false; }));
  EXPECT_GT(bytesOnDisk(pool_, all), 0u);
}

}  // namespace
}  // namespace hearth
#endif
