// How much memory the machine can still give.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace hearth {

// Memory that programs can have without swapping (Linux: MemAvailable, and the control group's limit);
// SIZE_MAX where the system does not say.
size_t availableMemoryBytes();

// What this process holds of memory that is no file's, as mapped weights are (Linux: RssAnon and RssShmem);
// nothing where the system does not say.
std::optional<size_t> ownMemoryBytes();

// "3.2 GiB"
std::string gibibytes(size_t bytes);

}  // namespace hearth
