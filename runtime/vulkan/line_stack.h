// Places in a buffer that is allocated after planning, in lines as copies and vector loads like them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/base/planned_stack.h"
#include "runtime/vulkan/memory.h"

namespace hearth::vulkan {

class LineStack : public PlannedStack<256> {
 public:
  LineStack(MemoryKind kind, MemoryUse use) : kind_(kind), use_(use) {}

  // Allocates what planning has asked for so far.
  Result<void> stopPlanning(Memory& memory) {
    if (!endPlanning()) return {};
    buffer_ = {};
    auto buffer = memory.allocate(wantedBytes(), kind_, use_);
    memoryIs(buffer ? Allocated::Yes : Allocated::No);
    if (!buffer) return std::move(buffer).error();
    buffer_ = std::move(*buffer);
    return {};
  }

  const Buffer& buffer() const { return buffer_; }
  Address address(uint32_t place) const { return planning() ? 0 : buffer_.address() + offset(place); }
  template <class T>
  T* mapped(uint32_t place) const {
    return reinterpret_cast<T*>(buffer_.mapped() + offset(place));
  }

 private:
  MemoryKind kind_;
  MemoryUse use_;
  Buffer buffer_;
};

}  // namespace hearth::vulkan
