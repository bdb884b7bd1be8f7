// How much memory the machine can still give.
#pragma once

#include <cstddef>
#include <string>

namespace hearth::cpu {

// Bytes available without swapping, as the system estimates it; SIZE_MAX where it does not say.
size_t availableMemoryBytes();

// "3.2 GiB"
std::string gibibytes(size_t bytes);

}  // namespace hearth::cpu
