// What a device can do, measured when a model is loaded.
#pragma once

#include "runtime/vulkan/memory.h"
#include "runtime/vulkan/pipelines.h"

namespace hearth::vulkan {

struct DeviceSpeed {
  double bytesPerSecond = 0;  // of its memory, reads and writes together; 0: not measured
  double multiplyAddsPerSecond = 0;
};

// Copies and multiplies for some 20 ms in up to 64 MiB, which are free again afterwards; zeros where not even
// a little memory is to be had.
DeviceSpeed measureSpeed(Memory& memory, Pipelines& pipelines);

// The work that a dispatch may hold so that it takes about a tenth of a second: far from the 2 s at which
// watchdogs kill, also when the device turns out several times slower than measured.
uint64_t workPerDispatchFor(const DeviceSpeed& speed);

}  // namespace hearth::vulkan
