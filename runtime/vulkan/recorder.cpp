#include "runtime/vulkan/recorder.h"

#include <algorithm>

namespace hearth::vulkan {
namespace {

// Beyond this many ranges, a barrier costs less than looking through them.
constexpr size_t kRangesMax = 256;

// The smallest maximum along each axis that Vulkan promises; kernels spread larger work over several axes.
constexpr uint32_t kGroupsMax = 65535;

constexpr VkPipelineStageFlags kWork = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT;
constexpr VkAccessFlags kReads = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_TRANSFER_READ_BIT;
constexpr VkAccessFlags kWrites = VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT;

bool anyOverlap(std::span<const Access> some, std::span<const Access> others) {
  return std::any_of(some.begin(), some.end(), [&](const Access& a) {
    return std::any_of(others.begin(), others.end(), [&](const Access& b) { return overlap(a, b); });
  });
}

void add(std::vector<Access>& known, std::span<const Access> more) {
  for (const Access& range : more) {
    if (range.at == 0 || range.bytes == 0) continue;  // something optional that is not there
    const bool covered = std::any_of(known.begin(), known.end(), [&](const Access& k) {
      return k.at <= range.at && range.at + range.bytes <= k.at + k.bytes;
    });
    if (!covered) known.push_back(range);
  }
}

}  // namespace

void Recorder::begin(VkCommandBuffer commands, Replay replay) {
  commands_ = nullptr;
  bound_ = VK_NULL_HANDLE;
  read_.clear();
  written_.clear();
  dispatches_ = barriers_ = 0;
  if (device().failed()) return;
  VkCommandBufferBeginInfo info{};
  info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  info.flags = replay == Replay::Many ? VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT
                                      : VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
  if (!device().check(vkBeginCommandBuffer(commands, &info), "Recording work for the graphics card")) return;
  commands_ = commands;
  barrier(kWork | VK_PIPELINE_STAGE_HOST_BIT, kWrites | VK_ACCESS_HOST_WRITE_BIT, kWork, kReads | kWrites);
}

void Recorder::end() {
  if (commands_) device().check(vkEndCommandBuffer(commands_), "Recording work for the graphics card");
  commands_ = nullptr;
}

void Recorder::copy(const Buffer& from, size_t fromAt, const Buffer& to, size_t toAt, size_t bytes) {
  if (!commands_ || device().failed() || bytes == 0) return;
  CHECK(fromAt + bytes <= from.bytes() && toAt + bytes <= to.bytes());
  const Access read{from.address() + fromAt, bytes}, write{to.address() + toAt, bytes};
  order({&read, 1}, {&write, 1});
  const VkBufferCopy region{.srcOffset = fromAt, .dstOffset = toAt, .size = bytes};
  vkCmdCopyBuffer(commands_, from.handle(), to.handle(), 1, &region);
}

void Recorder::showToHost() {
  if (!commands_) return;
  barrier(kWork, kWrites, VK_PIPELINE_STAGE_HOST_BIT, VK_ACCESS_HOST_READ_BIT);
}

void Recorder::dispatchBytes(const PipelineKey& key, std::span<const std::byte> push, Groups groups,
                             std::span<const Access> reads, std::span<const Access> writes) {
  if (!commands_) return;
  CHECK(groups.x <= kGroupsMax && groups.y <= kGroupsMax && groups.z <= kGroupsMax);
  if (groups.x == 0 || groups.y == 0 || groups.z == 0) return;
  const Pipeline* pipeline = pipelines_->get(key);
  if (!pipeline) return;
  order(reads, writes);
  if (pipeline->pipeline.get() != bound_) {
    bound_ = pipeline->pipeline.get();
    vkCmdBindPipeline(commands_, VK_PIPELINE_BIND_POINT_COMPUTE, bound_);
  }
  vkCmdPushConstants(commands_, pipelines_->layout(), VK_SHADER_STAGE_COMPUTE_BIT, 0,
                     static_cast<uint32_t>(push.size()), push.data());
  vkCmdDispatch(commands_, groups.x, groups.y, groups.z);
  ++dispatches_;
}

void Recorder::order(std::span<const Access> reads, std::span<const Access> writes) {
  const bool hazard =
      anyOverlap(written_, reads) || anyOverlap(written_, writes) || anyOverlap(read_, writes);
  if (hazard || read_.size() + written_.size() > kRangesMax) {
    barrier(kWork, kWrites, kWork, kReads | kWrites);
    ++barriers_;
    read_.clear();
    written_.clear();
  }
  add(read_, reads);
  add(written_, writes);
}

void Recorder::barrier(VkPipelineStageFlags from, VkAccessFlags made, VkPipelineStageFlags to,
                       VkAccessFlags seen) {
  VkMemoryBarrier memory{};
  memory.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
  memory.srcAccessMask = made;
  memory.dstAccessMask = seen;
  vkCmdPipelineBarrier(commands_, from, to, 0, 1, &memory, 0, nullptr, 0, nullptr);
}

}  // namespace hearth::vulkan
