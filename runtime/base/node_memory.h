// Memory of machines where each group of processors has memory of its own (NUMA): two sockets, or one that is
// set up as several nodes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/base/result.h"

namespace hearth {

// Pages of `memory` that nobody has touched yet will lie on `nodes` in turn (numbers as the system counts),
// so that a team on all of them has the bandwidth of all. Whole pages only. Less than two nodes: nothing is
// done. Containers often refuse this; whoever calls may go on without, only slower. Outside of Linux: an
// error.
Result<void> interleave(std::span<std::byte> memory, std::span<const uint32_t> nodes);

// The same for all that the calling thread is the first to touch, also the pages of files that it reads.
Result<void> interleaveThread(std::span<const uint32_t> nodes);

}  // namespace hearth
