#include "runtime/vulkan/program.h"

namespace hearth::vulkan {

Result<std::unique_ptr<Handshake>> Handshake::create(Device& device) {
  auto queue = Timeline::create(device);
  if (!queue) return std::move(queue).error();
  auto host = Timeline::create(device);
  if (!host) return std::move(host).error();
  return std::unique_ptr<Handshake>(new Handshake(std::move(*queue), std::move(*host)));
}

Result<std::unique_ptr<Program>> Program::create(Pipelines& pipelines, Handshake& handshake) {
  std::unique_ptr<Program> program(new Program(pipelines, handshake));
  Device& device = pipelines.device();
  const VkCommandPoolCreateInfo info{.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                     .pNext = nullptr,
                                     .flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT,
                                     .queueFamilyIndex = device.compute().family};
  VkCommandPool pool = nullptr;
  if (vkCreateCommandPool(device.handle(), &info, nullptr, &pool) != VK_SUCCESS) {
    return Error("the GPU's driver has no memory left for commands; close other programs");
  }
  program->pool_ = {device.handle(), pool};
  return program;
}

Program::~Program() = default;

void Program::begin(Recorder::Replay replay) {
  replay_ = replay;
  segments_.clear();
  steps_.clear();
  before_.clear();
  after_.clear();
  timing_ = false;
  dispatches_ = 0;
  open();
}

void Program::open() {
  if (segments_.size() == buffers_.size()) {
    const VkCommandBufferAllocateInfo info{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
                                           .pNext = nullptr,
                                           .commandPool = pool_.get(),
                                           .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
                                           .commandBufferCount = 1};
    VkCommandBuffer made = nullptr;
    device_->check(vkAllocateCommandBuffers(device_->handle(), &info, &made), "making a command buffer");
    buffers_.push_back(made);
  }
  Segment segment;
  segment.commands = buffers_[segments_.size()];
  segments_.push_back(segment);
  recorder_.begin(segments_.back().commands, replay_);
}

void Program::close() {
  dispatches_ += recorder_.dispatches();
  recorder_.end();
}

void Program::cut() {
  close();
  open();
}

uint32_t Program::hostStep(std::function<void()> step) {
  recorder_.showToHost();
  const auto segment = static_cast<uint32_t>(segments_.size() - 1);
  cut();
  steps_.push_back({segment, std::move(step)});
  return static_cast<uint32_t>(steps_.size() - 1);
}

void Program::join(uint32_t step) {
  cut();
  Segment& segment = segments_.back();
  segment.waits[segment.waitCount++] = {handshake_->host.handle(), step + 1u, true};
}

void Program::waitFor(const Timeline& timeline, uint64_t value) {
  cut();
  Segment& segment = segments_.back();
  segment.waits[segment.waitCount++] = {timeline.handle(), value, false};
}

void Program::endRecording() {
  recorder_.showToHost();
  close();
}

void Program::startTiming() {
  if (device_->failed() || device_->compute().timestampBits == 0) return;
  if (!times_.get()) {
    VkQueryPoolCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO;
    info.queryType = VK_QUERY_TYPE_TIMESTAMP;
    info.queryCount = 2;
    VkQueryPool made = VK_NULL_HANDLE;
    if (vkCreateQueryPool(device_->handle(), &info, nullptr, &made) != VK_SUCCESS) return;
    times_ = {device_->handle(), made};
  }
  CHECK(!timing_);
  timing_ = true;
  const VkCommandBuffer commands = segments_.back().commands;
  vkCmdResetQueryPool(commands, times_.get(), 0, 2);
  vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, times_.get(), 0);
}

void Program::stopTiming() {
  if (!timing_ || device_->failed()) return;
  vkCmdWriteTimestamp(segments_.back().commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, times_.get(), 1);
}

double Program::timedSeconds() const {
  uint64_t ticks[2] = {};
  if (!timing_ || device_->failed() ||
      vkGetQueryPoolResults(device_->handle(), times_.get(), 0, 2, sizeof ticks, ticks, sizeof ticks[0],
                            VK_QUERY_RESULT_64_BIT) != VK_SUCCESS) {
    return 0;
  }
  const uint32_t bits = device_->compute().timestampBits;
  const uint64_t mask = bits < 64 ? (uint64_t{1} << bits) - 1 : ~uint64_t{0};
  return static_cast<double>((ticks[1] - ticks[0]) & mask) * device_->facts().capabilities.timestampNs * 1e-9;
}

bool Program::submit() {
  submissions_.resize(segments_.size());
  batches_.resize(segments_.size());
  for (size_t i = 0; i < segments_.size(); ++i) {
    const Segment& segment = segments_[i];
    Submission& s = submissions_[i];
    for (uint32_t w = 0; w < segment.waitCount; ++w) {
      const Wait& wait = segment.waits[w];
      s.waitSemaphores[w] = wait.semaphore;
      s.waitValues[w] = wait.value + (wait.ofHost ? handshake_->hostValue : 0);
      s.stages[w] = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT;
    }
    s.signalValue = handshake_->queueValue + i + 1;
    s.values = {.sType = VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO,
                .pNext = nullptr,
                .waitSemaphoreValueCount = segment.waitCount,
                .pWaitSemaphoreValues = s.waitValues,
                .signalSemaphoreValueCount = 1,
                .pSignalSemaphoreValues = &s.signalValue};
    signal_ = handshake_->queue.handle();
    batches_[i] = {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
                   .pNext = &s.values,
                   .waitSemaphoreCount = segment.waitCount,
                   .pWaitSemaphores = s.waitSemaphores,
                   .pWaitDstStageMask = s.stages,
                   .commandBufferCount = 1,
                   .pCommandBuffers = &segment.commands,
                   .signalSemaphoreCount = 1,
                   .pSignalSemaphores = &signal_};
  }
  return static_cast<bool>(device_->submit(device_->compute(), batches_, dispatches_));
}

bool Program::run() {
  if (device_->failed()) return false;
  for (const auto& fill : before_) fill();
  if (!submit()) return false;
  bool running = true;
  for (size_t i = 0; i < steps_.size(); ++i) {
    running = running && handshake_->queue.wait(handshake_->queueValue + steps_[i].after + 1);
    if (running) steps_[i].run();
    // Also after a failure: whatever still waits in the queue must come to its end.
    handshake_->host.signal(handshake_->hostValue + i + 1);
  }
  const uint64_t end = handshake_->queueValue + segments_.size();
  running = running && handshake_->queue.wait(end);
  handshake_->queueValue = end;
  handshake_->hostValue += steps_.size();
  if (!running) return false;
  for (const auto& read : after_) read();
  return true;
}

}  // namespace hearth::vulkan
