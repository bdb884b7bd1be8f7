// Counts this thread's heap allocations. The sanitizers bring an operator new of their own: there it cannot count.
#pragma once

#include <cstdint>

namespace hearth::test {

bool canCountAllocations();
uint64_t allocationsSoFar();

}  // namespace hearth::test
