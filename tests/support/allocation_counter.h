// Counts heap allocations of the whole program, for tests of code that must not allocate. Linking
// allocation_counter.cpp replaces operator new.
#pragma once

#include <cstdint>

namespace hearth::test {

uint64_t allocationCount();

}  // namespace hearth::test
