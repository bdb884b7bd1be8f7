// What bounds work on the processor, measured on this machine: reading memory (decoding) and multiplying
// (reading a prompt).
#pragma once

#include "runtime/base/thread_pool.h"

namespace hearth::cpu {

// Bytes per second that all threads of the pool together read from memory far larger than the caches; 0 when
// there is no memory for the measurement. Takes some 30 ms.
double measureReadBandwidth(ThreadPool& pool);

// Multiply-adds of int8 numbers per second that all threads reach together in registers, with the instruction
// that the kernels use here. Takes some 30 ms.
double measureMultiplyAdds(ThreadPool& pool);

}  // namespace hearth::cpu
