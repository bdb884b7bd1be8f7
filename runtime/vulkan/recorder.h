// Fills one command buffer. Every dispatch says which bytes it reads and writes, and the recorder puts a
// barrier where one is needed and nowhere else: the validation layer cannot see accesses through addresses,
// so this is where they are kept right.
#pragma once

#include <array>
#include <cstring>
#include <initializer_list>
#include <span>
#include <type_traits>
#include <vector>

#include "runtime/vulkan/memory.h"
#include "runtime/vulkan/pipelines.h"

namespace hearth::vulkan {

// Bytes [at, at + bytes). Weights need not be told: nothing writes them while a pass runs.
struct Access {
  Address at = 0;
  size_t bytes = 0;
};

inline bool overlap(const Access& a, const Access& b) {
  return a.at < b.at + b.bytes && b.at < a.at + a.bytes;
}

struct Groups {
  uint32_t x = 1, y = 1, z = 1;
};

class Recorder {
 public:
  explicit Recorder(Pipelines& pipelines) : pipelines_(&pipelines) {}

  // `commands` must be resettable; begin() and end() are vkBegin/EndCommandBuffer. Hazards do not carry over:
  // what comes before in the queue is covered by a barrier at the beginning.
  enum class Replay { Once, Many };
  // After a failure of the device, nothing is recorded: neither buffer nor arguments matter then.
  void begin(VkCommandBuffer commands, Replay replay);
  void end();

  template <class Push>
  void dispatch(const PipelineKey& key, const Push& push, Groups groups, std::initializer_list<Access> reads,
                std::initializer_list<Access> writes) {
    static_assert(std::is_trivially_copyable_v<Push> && sizeof(Push) <= kPushBytesMax &&
                  sizeof(Push) % 4 == 0);
    std::array<std::byte, kPushBytesMax> bytes;
    std::memcpy(bytes.data(), &push, sizeof(Push));
    dispatchBytes(key, std::span(bytes).first(sizeof(Push)), groups, {reads.begin(), reads.size()},
                  {writes.begin(), writes.size()});
  }
  // Between buffers, ordered like a dispatch that reads one and writes the other.
  void copy(const Buffer& from, size_t fromAt, const Buffer& to, size_t toAt, size_t bytes);
  // What was written so far may be read by the host once the submission has signalled.
  void showToHost();

  Device& device() const { return pipelines_->device(); }
  const KernelChoice& choice() const { return pipelines_->choice(); }
  uint32_t dispatches() const { return dispatches_; }  // since begin()
  uint32_t barriers() const { return barriers_; }  // between commands, so without begin()'s and the host's

 private:
  void dispatchBytes(const PipelineKey& key, std::span<const std::byte> push, Groups groups,
                     std::span<const Access> reads, std::span<const Access> writes);
  void order(std::span<const Access> reads, std::span<const Access> writes);
  void barrier(VkPipelineStageFlags from, VkAccessFlags made, VkPipelineStageFlags to, VkAccessFlags seen);

  Pipelines* pipelines_;
  VkCommandBuffer commands_ = nullptr;  // null while nothing is being recorded
  VkPipeline bound_ = VK_NULL_HANDLE;
  std::vector<Access> read_, written_;  // since the last barrier
  uint32_t dispatches_ = 0, barriers_ = 0;
};

}  // namespace hearth::vulkan
