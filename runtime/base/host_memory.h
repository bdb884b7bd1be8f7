// How much memory the machine can still give.
#pragma once

#include <cstddef>
#include <string>

namespace hearth {

// Memory that programs can have without swapping (Linux: MemAvailable, and the control group's limit);
// SIZE_MAX where the system does not say.
size_t availableMemoryBytes();

// "3.2 GiB"
std::string gibibytes(size_t bytes);

}  // namespace hearth
