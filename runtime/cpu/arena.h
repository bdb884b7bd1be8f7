// The memory of one evaluation: a stack of cache lines, allocated once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

#include "runtime/base/node_memory.h"
#include "runtime/base/planned_stack.h"

namespace hearth::cpu {

class Arena : public PlannedStack<64> {
 public:
  template <class T>
  T* at(uint32_t place) {
    return reinterpret_cast<T*>(memory_.get() + offset(place));
  }
  // Allocates what planning has asked for so far, on these nodes of memory where there are several; false
  // when the system refuses.
  bool stopPlanning(std::span<const uint32_t> nodes = {}) {
    if (!endPlanning()) return true;
    memory_.reset(static_cast<std::byte*>(std::aligned_alloc(kLineBytes, wantedBytes())));
    // Refused, it lies where the first touch puts it, which is only slower.
    if (memory_) (void)interleave({memory_.get(), wantedBytes()}, nodes);
    memoryIs(memory_ ? Allocated::Yes : Allocated::No);
    return memory_ != nullptr;
  }

 private:
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  std::unique_ptr<std::byte, Free> memory_;
};

}  // namespace hearth::cpu
