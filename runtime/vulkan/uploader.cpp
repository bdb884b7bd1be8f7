#include "runtime/vulkan/uploader.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <deque>
#include <utility>
#include <vector>

namespace hearth::vulkan {
namespace {

constexpr size_t kAlignment = 256;
constexpr uint32_t kBatches = 32;  // under way at a time, at most
// Copies are cut into this part of the staging memory, so that filling it and emptying it overlap.
constexpr size_t kCuts = 4;
// Measurements fade as newer ones come: past this many bytes, what is remembered counts half.
constexpr double kBytesRemembered = 256.0 * (1 << 20);

size_t roundUp(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

}  // namespace

// Staging memory is a ring; places in it are counted on and on, and taken modulo its size.
struct Uploader::State {
  struct Batch {
    VkCommandBuffer commands = nullptr;
    uint32_t query = 0;  // the first of two
    uint64_t ticket = 0;
    size_t end = 0;  // place after its last byte
    size_t bytes = 0;
    double hostSeconds = 0;  // of filling the staging memory
  };

  State(Device& on, Buffer staging, Timeline copied)
      : device(&on), ring(std::move(staging)), timeline(std::move(copied)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { timeline.settle(ticket); }

  bool prepare();
  bool begin();
  bool submit();
  bool retireOldest();
  void retireArrived();
  void measure(const Batch& batch, double waitedSeconds);
  double onDevice(const Batch& batch) const;
  bool reserve(size_t bytes);
  bool copyPiece(const Buffer& to, const Piece& piece);

  Device* device;
  Buffer ring;
  Timeline timeline;
  Owned<VkCommandPool> pool;
  Owned<VkQueryPool> queries;  // none where copies cannot be timed
  std::vector<Batch> spare;
  std::deque<Batch> underWay;
  Batch open;  // being filled when it has commands
  size_t head = 0, tail = 0;
  uint64_t ticket = 0;
  // Of recent copies: filling the staging memory, and emptying it, which go on at the same time.
  double bytesMeasured = 0, hostSeconds = 0, deviceSeconds = 0;
  // The same since the last takeCopied().
  uint64_t bytesFresh = 0;
  double hostSecondsFresh = 0, deviceSecondsFresh = 0;
};

bool Uploader::State::prepare() {
  VkCommandPoolCreateInfo poolInfo{};
  poolInfo.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
  poolInfo.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
  poolInfo.queueFamilyIndex = device->transfer().family;
  VkCommandPool madePool = VK_NULL_HANDLE;
  if (vkCreateCommandPool(device->handle(), &poolInfo, nullptr, &madePool) != VK_SUCCESS) return false;
  pool = {device->handle(), madePool};
  VkCommandBufferAllocateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
  info.commandPool = madePool;
  info.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
  info.commandBufferCount = kBatches;
  std::array<VkCommandBuffer, kBatches> commands;
  if (vkAllocateCommandBuffers(device->handle(), &info, commands.data()) != VK_SUCCESS) return false;
  for (uint32_t i = 0; i < kBatches; ++i) spare.push_back({.commands = commands[i], .query = 2 * i});

  // Not on the queue that computes: there a driver may wait for all that was submitted before it tells a time
  // (lavapipe does), and that may in turn wait for this thread.
  if (device->transfer().queue != device->compute().queue && device->transfer().timestampBits > 0) {
    VkQueryPoolCreateInfo queryInfo{};
    queryInfo.sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO;
    queryInfo.queryType = VK_QUERY_TYPE_TIMESTAMP;
    queryInfo.queryCount = 2 * kBatches;
    VkQueryPool made = VK_NULL_HANDLE;
    if (vkCreateQueryPool(device->handle(), &queryInfo, nullptr, &made) == VK_SUCCESS) {
      queries = {device->handle(), made};
    }
  }
  return true;
}

bool Uploader::State::begin() {
  if (spare.empty() && !retireOldest()) return false;
  open = spare.back();
  spare.pop_back();
  open.bytes = 0;
  open.hostSeconds = 0;
  VkCommandBufferBeginInfo info{};
  info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  info.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
  if (!device->check(vkBeginCommandBuffer(open.commands, &info), "Copying to the graphics card"))
    return false;
  // A slot may be filled twice in a row.
  VkMemoryBarrier order{};
  order.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
  order.srcAccessMask = order.dstAccessMask = VK_ACCESS_TRANSFER_WRITE_BIT;
  vkCmdPipelineBarrier(open.commands, VK_PIPELINE_STAGE_TRANSFER_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT, 0, 1,
                       &order, 0, nullptr, 0, nullptr);
  if (queries.get()) {
    vkResetQueryPool(device->handle(), queries.get(), open.query, 2);
    vkCmdWriteTimestamp(open.commands, VK_PIPELINE_STAGE_TRANSFER_BIT, queries.get(), open.query);
  }
  return true;
}

bool Uploader::State::submit() {
  Batch batch = std::exchange(open, {});
  if (queries.get()) {
    vkCmdWriteTimestamp(batch.commands, VK_PIPELINE_STAGE_TRANSFER_BIT, queries.get(), batch.query + 1);
  }
  batch.ticket = ticket + 1;
  batch.end = head;
  bool done = device->check(vkEndCommandBuffer(batch.commands), "Copying to the graphics card");
  if (done) {
    const VkSemaphore semaphore = timeline.handle();
    VkTimelineSemaphoreSubmitInfo values{};
    values.sType = VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO;
    values.signalSemaphoreValueCount = 1;
    values.pSignalSemaphoreValues = &batch.ticket;
    VkSubmitInfo info{};
    info.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
    info.pNext = &values;
    info.commandBufferCount = 1;
    info.pCommandBuffers = &batch.commands;
    info.signalSemaphoreCount = 1;
    info.pSignalSemaphores = &semaphore;
    done = static_cast<bool>(device->submit(device->transfer(), {&info, 1}, 0));
  }
  if (!done) {
    spare.push_back(batch);
    return false;
  }
  ticket = batch.ticket;
  underWay.push_back(batch);
  return true;
}

// Seconds that the copies of a batch took, 0 where they cannot be timed.
double Uploader::State::onDevice(const Batch& batch) const {
  std::array<uint64_t, 2> ticks{};
  if (!queries.get() ||
      vkGetQueryPoolResults(device->handle(), queries.get(), batch.query, 2, sizeof ticks, ticks.data(),
                            sizeof(uint64_t), VK_QUERY_RESULT_64_BIT) != VK_SUCCESS) {
    return 0;
  }
  const uint32_t bits = device->transfer().timestampBits;
  const uint64_t mask = bits < 64 ? (uint64_t{1} << bits) - 1 : ~uint64_t{0};
  return static_cast<double>((ticks[1] - ticks[0]) & mask) * device->facts().capabilities.timestampNs * 1e-9;
}

void Uploader::State::measure(const Batch& batch, double waitedSeconds) {
  if (bytesMeasured > kBytesRemembered) {
    bytesMeasured /= 2;
    hostSeconds /= 2;
    deviceSeconds /= 2;
  }
  // Where copies cannot be timed, waiting for them is the nearest there is to a measurement.
  const double seconds = queries.get() ? onDevice(batch) : waitedSeconds;
  bytesMeasured += static_cast<double>(batch.bytes);
  hostSeconds += batch.hostSeconds;
  deviceSeconds += seconds;
  bytesFresh += batch.bytes;
  hostSecondsFresh += batch.hostSeconds;
  deviceSecondsFresh += seconds;
}

bool Uploader::State::retireOldest() {
  const auto before = std::chrono::steady_clock::now();
  if (!timeline.wait(underWay.front().ticket)) return false;
  const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - before;
  measure(underWay.front(), waited.count());
  tail = underWay.front().end;
  spare.push_back(underWay.front());
  underWay.pop_front();
  return true;
}

void Uploader::State::retireArrived() {
  while (!underWay.empty() && timeline.reached(underWay.front().ticket)) {
    if (!retireOldest()) return;
  }
}

// Makes room at head.
bool Uploader::State::reserve(size_t bytes) {
  const size_t size = ring.bytes();
  if (head % size + bytes > size) head += size - head % size;
  while (head + bytes - tail > size) {
    if (underWay.empty() && !open.commands) {
      tail = head;
    } else if (underWay.empty()) {
      if (!submit()) return false;
    } else if (!retireOldest()) {
      return false;
    }
  }
  return true;
}

bool Uploader::State::copyPiece(const Buffer& to, const Piece& piece) {
  const size_t longest = ring.bytes() / kCuts / kAlignment * kAlignment;
  for (size_t done = 0; done < piece.from.size();) {
    const size_t bytes = std::min(longest, piece.from.size() - done);
    if (!reserve(roundUp(bytes))) return false;
    if (!open.commands && !begin()) return false;
    const size_t at = head % ring.bytes();
    const auto before = std::chrono::steady_clock::now();
    std::memcpy(ring.mapped() + at, piece.from.data() + done, bytes);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
    open.hostSeconds += took.count();
    const VkBufferCopy region{.srcOffset = at, .dstOffset = piece.at + done, .size = bytes};
    vkCmdCopyBuffer(open.commands, ring.handle(), to.handle(), 1, &region);
    head += roundUp(bytes);
    done += bytes;
    open.bytes += bytes;
    if (open.bytes >= longest && !submit()) return false;
  }
  return true;
}

Uploader::Uploader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Uploader::~Uploader() = default;

Result<std::unique_ptr<Uploader>> Uploader::create(Memory& memory, Device& device, size_t stagingBytes) {
  CHECK(stagingBytes >= kCuts * kAlignment);
  auto staging = memory.allocate(roundUp(stagingBytes), MemoryKind::HostWrite, MemoryUse::Staging);
  if (!staging) return std::move(staging).error();
  auto timeline = Timeline::create(device);
  if (!timeline) return std::move(timeline).error();
  auto state = std::make_unique<State>(device, std::move(*staging), std::move(*timeline));
  if (!state->prepare())
    return Error("preparing copies to the graphics card failed: its driver has no memory left");
  return std::unique_ptr<Uploader>(new Uploader(std::move(state)));
}

Result<uint64_t> Uploader::copy(const Buffer& to, std::span<const Piece> pieces) {
  State& s = *state_;
  s.retireArrived();
  bool done = !s.device->failed();
  for (const Piece& piece : pieces) {
    CHECK(piece.at + piece.from.size() <= to.bytes());
    done = done && s.copyPiece(to, piece);
  }
  if (done && s.open.commands) done = s.submit();
  if (!done) return *s.device->failure();
  return s.ticket;
}

bool Uploader::arrived(uint64_t ticket) const { return state_->timeline.reached(ticket); }

bool Uploader::wait(uint64_t ticket) const { return state_->timeline.wait(ticket); }

const Timeline& Uploader::timeline() const { return state_->timeline; }

Uploader::Copied Uploader::takeCopied() {
  State& s = *state_;
  s.retireArrived();
  const Copied copied{s.bytesFresh, std::max(s.hostSecondsFresh, s.deviceSecondsFresh)};
  s.bytesFresh = 0;
  s.hostSecondsFresh = s.deviceSecondsFresh = 0;
  return copied;
}

double Uploader::bytesPerSecond() const {
  state_->retireArrived();
  const double seconds = std::max(state_->hostSeconds, state_->deviceSeconds);
  return state_->bytesMeasured > 0 && seconds > 0 ? state_->bytesMeasured / seconds : 0;
}

}  // namespace hearth::vulkan
