// How fast this machine reads its memory, measured: what bounds decoding on the processor.
#pragma once

#include "runtime/base/thread_pool.h"

namespace hearth::cpu {

// Bytes per second that all threads of the pool together read from memory far larger than the caches; 0 when
// there is no memory for the measurement. Takes some 30 ms.
double measureReadBandwidth(ThreadPool& pool);

}  // namespace hearth::cpu
