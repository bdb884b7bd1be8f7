// A pass in the form in which it runs: segments of GPU commands with steps of the host between them, all
// submitted at once. The queue moves one timeline on, the host the other; the queue may wait for a value that
// the host has yet to signal.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "runtime/vulkan/recorder.h"
#include "runtime/vulkan/timeline.h"

namespace hearth::vulkan {

// The two timelines that all programs of one queue share. One program runs at a time.
class Handshake {
 public:
  static Result<std::unique_ptr<Handshake>> create(Device& device);

  Timeline queue, host;
  uint64_t queueValue = 0, hostValue = 0;  // the last ones that a program has asked for

 private:
  Handshake(Timeline queueLine, Timeline hostLine) : queue(std::move(queueLine)), host(std::move(hostLine)) {}
};

class Program {
 public:
  // They outlive the program.
  static Result<std::unique_ptr<Program>> create(Pipelines& pipelines, Handshake& handshake);
  ~Program();
  Program(const Program&) = delete;

  // ---- Recording -----------------------------------------------------------------------------------------
  // Forgets what was recorded and begins the first segment.
  void begin(Recorder::Replay replay);
  Recorder& recorder() { return recorder_; }
  // Run by the host before the submission, and after its end.
  void before(std::function<void()> fill) { before_.push_back(std::move(fill)); }
  void after(std::function<void()> read) { after_.push_back(std::move(read)); }
  // Goes on in a new segment.
  void cut();
  // The host runs `step` as soon as what was recorded so far has run, while the queue goes on.
  uint32_t hostStep(std::function<void()> step);
  // What follows waits for the step's end.
  void join(uint32_t step);
  // What follows waits for another timeline.
  void waitFor(const Timeline& timeline, uint64_t value);
  void endRecording();
  // Takes the time of what is recorded between the two, of one segment; once in a recording. Nothing happens
  // where the queue's commands cannot be timed.
  void startTiming();
  void stopTiming();

  // ---- Running -------------------------------------------------------------------------------------------
  // Everything from before() to after(); false when the device failed. No heap allocation when it ran before.
  bool run();
  // Of the last run, what lies between startTiming() and stopTiming(); 0: not known.
  double timedSeconds() const;

 private:
  struct Wait {
    VkSemaphore semaphore = nullptr;
    uint64_t value = 0;  // of the host's timeline: relative to the run's first
    bool ofHost = false;
  };
  struct Segment {
    VkCommandBuffer commands = nullptr;
    Wait waits[2];
    uint32_t waitCount = 0;
  };
  struct Step {
    uint32_t after = 0;  // index of a segment
    std::function<void()> run;
  };

  Program(Pipelines& pipelines, Handshake& handshake)
      : handshake_(&handshake), recorder_(pipelines), device_(&pipelines.device()) {}
  void open();
  void close();
  bool submit();

  Handshake* handshake_;
  Recorder recorder_;
  Device* device_;
  Recorder::Replay replay_ = Recorder::Replay::Once;
  Owned<VkCommandPool> pool_;
  std::vector<VkCommandBuffer> buffers_;  // made so far; the first segments_.size() are in use
  std::vector<Segment> segments_;
  std::vector<Step> steps_;
  std::vector<std::function<void()>> before_, after_;
  Owned<VkQueryPool> times_;  // two; made when first used
  bool timing_ = false;       // this recording has a time
  uint32_t dispatches_ = 0;
  // Of submit(), kept for their memory.
  struct Submission {
    uint64_t waitValues[2], signalValue;
    VkSemaphore waitSemaphores[2];
    VkPipelineStageFlags stages[2];
    VkTimelineSemaphoreSubmitInfo values;
  };
  VkSemaphore signal_ = nullptr;
  std::vector<Submission> submissions_;
  std::vector<VkSubmitInfo> batches_;
};

}  // namespace hearth::vulkan
