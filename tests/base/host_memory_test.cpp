#include "runtime/base/host_memory.h"

#include <vector>

#include <gtest/gtest.h>

namespace hearth {
namespace {

TEST(AvailableMemory, IsSomethingPlausible) { EXPECT_GT(availableMemoryBytes(), size_t{16} << 20); }

TEST(OwnMemory, GrowsWithWhatTheProgramWrites) {
  const auto before = ownMemoryBytes();
  if (!before) GTEST_SKIP() << "this system does not say";
  std::vector<char> bytes(size_t{64} << 20, 'x');
  EXPECT_GE(*ownMemoryBytes(), *before + (size_t{60} << 20)) << bytes.back();
}

TEST(Gibibytes, AreToldWithOneDigit) { EXPECT_EQ(gibibytes(size_t{3435} << 20), "3.4 GiB"); }

}  // namespace
}  // namespace hearth
