#include "runtime/base/host_memory.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

TEST(AvailableMemory, IsSomethingPlausible) { EXPECT_GT(availableMemoryBytes(), size_t{16} << 20); }

TEST(Gibibytes, AreToldWithOneDigit) { EXPECT_EQ(gibibytes(size_t{3435} << 20), "3.4 GiB"); }

}  // namespace
}  // namespace hearth
