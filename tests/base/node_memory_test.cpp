// Memory spread over nodes. Most machines have one: there the request must be harmless, and refused plainly.
#include "runtime/base/node_memory.h"

#include <array>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/base/processors.h"

namespace hearth {
namespace {

std::vector<std::byte> someMemory() { return std::vector<std::byte>(size_t{4} << 20); }

TEST(Interleave, IsDoneWithoutTheSystemWhereThereAreNotTwoNodes) {
  auto memory = someMemory();
  EXPECT_TRUE(interleave(memory, {}));
  const std::array<uint32_t, 1> one = {4096};  // no system has it, so nobody was asked
  EXPECT_TRUE(interleave(memory, one));
  EXPECT_TRUE(interleaveThread(one));
}

TEST(Interleave, NeedsAWholePage) {
  auto memory = someMemory();
  const std::array<uint32_t, 2> none = {4096, 4097};
  EXPECT_TRUE(interleave(std::span(memory).first(100), none));
}

TEST(Interleave, OfNodesThatTheSystemCannotHaveIsAnErrorAndTheMemoryStaysUsable) {
  auto memory = someMemory();
  const std::array<uint32_t, 2> none = {4096, 4097};
  const auto refused = interleave(memory, none);
  ASSERT_FALSE(refused);
  EXPECT_FALSE(refused.error().what().empty());
  std::memset(memory.data(), 7, memory.size());
  EXPECT_EQ(memory.back(), std::byte{7});
}

// On a machine of one node the kernel leaves out the one that is not there, or the whole request is refused.
TEST(Interleave, IsSeenInTheSystemsListOfMappings) {
  auto memory = someMemory();
  const std::array<uint32_t, 2> two = {0, 1};
  const auto done = interleave(memory, two);
  std::memset(memory.data(), 7, memory.size());
  EXPECT_EQ(memory.front(), std::byte{7});
  if (!done) GTEST_SKIP() << done.error().what();
  std::ifstream maps("/proc/self/numa_maps");
  if (!maps) GTEST_SKIP() << "this system does not list them";
  bool seen = false;
  for (std::string line; std::getline(maps, line);) seen |= line.find("interleave") != std::string::npos;
  EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace hearth
