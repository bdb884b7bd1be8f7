// The memory of one evaluation: a stack of cache lines, allocated once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "runtime/base/planned_stack.h"

namespace hearth::cpu {

class Arena : public PlannedStack<64> {
 public:
  template <class T>
  T* at(uint32_t place) {
    return reinterpret_cast<T*>(memory_.get() + offset(place));
  }
  // Allocates what planning has asked for so far; false when the system refuses.
  bool stopPlanning() {
    if (!endPlanning()) return true;
    memory_.reset(static_cast<std::byte*>(std::aligned_alloc(kLineBytes, wantedBytes())));
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
