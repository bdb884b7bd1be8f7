// Brings mapped bytes that still lie on the disk into memory, with several readers at once.
#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "runtime/base/thread_pool.h"

namespace hearth {

// Of the pages of `bytes`, a part of a file's mapping, those that would have to come from the disk; 0 where
// the system does not say.
size_t bytesOnDisk(ThreadPool& pool, std::span<const std::byte> bytes);

// Reads what bytesOnDisk() finds in `ranges`. Returns at once when that is nothing. `onProgress` is called on
// the calling thread with the share that is done, from 0 to 1; when it returns false, reading stops within a
// few pieces of 8 MiB, and readAhead() returns false. It must fit in memory: whoever calls compares first.
bool readAhead(ThreadPool& pool, std::span<const std::span<const std::byte>> ranges,
               const std::function<bool(float)>& onProgress);

}  // namespace hearth
