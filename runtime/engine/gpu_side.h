// One model's part on a graphics card: the device, what lies in its memory, and the Ops that compute there.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/base/thread_pool.h"
#include "runtime/engine/placement.h"
#include "runtime/experts/cost_model.h"
#include "runtime/forward/expert_source.h"
#include "runtime/vulkan/calibrate.h"
#include "runtime/vulkan/vulkan_ops.h"

namespace hearth {

struct GpuOptions {
  vulkan::DeviceChoice device;
  uint64_t memoryBytes = 0;  // 0: automatic (placement.h)
  std::string cacheFolder;   // for compiled pipelines; empty: nowhere
  CachePolicy expertPolicy = kShippedPolicy;
  vulkan::Faults* faults = nullptr;
  std::function<void(const std::string&)> onValidation;  // as in vulkan::InstanceOptions
  // An automatic budget is looked at this often. It follows other programs down at once, and up when there
  // was enough room at so many looks in a row: what comes and goes must not make slots come and go.
  std::chrono::milliseconds lookInterval{500};
  uint32_t looksBeforeGrowth = 8;
};

// Used by the engine's thread. Model, pool and source outlive it. A decoder over ops() must be gone before.
class GpuSide {
 public:
  // Opens a device; nothing of the model is there yet. Errors are clauses: why no device can be used.
  // `wholeCache` is the context's for all layers.
  static Result<std::unique_ptr<GpuSide>> open(const Model& model, ThreadPool& pool, ExpertSource* source,
                                               const KvShape& wholeCache, const GpuOptions& options);
  ~GpuSide();
  GpuSide(const GpuSide&) = delete;

  const vulkan::DeviceFacts& facts() const { return device_->facts(); }
  vulkan::MemoryReport memoryReport() const { return memory_->report(); }
  // What the self-check of the kernels found wrong and goes without, as sentences.
  const std::vector<std::string>& notes() const { return notes_; }
  const vulkan::DeviceSpeed& speed() const { return speed_; }
  bool failed() const { return device_->failed(); }
  // Waits for all that was submitted, also after a failure.
  void settle() { device_->waitIdle(); }
  // Ops anew, with no memory of their own yet: planning gives them some.
  Result<void> makeOps();
  Ops& ops() { return *ops_; }
  vulkan::ExpertSlots* slots() { return slots_.get(); }  // null for models without experts
  const CostModel* costs() const { return costs_.get(); }

  // What of the model goes here when this much is allocated besides weights, context and experts.
  static PlacementNeeds needs(const Model& model, const KvShape& wholeCache, size_t computeBytes);
  size_t budget() const { return budget_; }
  // Moves weights and experts here. `maxBatch` bounds the rows of one pass. `onProgress` gets the share done
  // and stops with false.
  Result<void> fill(const Placement& placement, uint32_t maxBatch,
                    const std::function<bool(float)>& onProgress);

  // A new budget (0: automatic) while the model is in use: slots leave or return. False when even without any
  // slot more is in use than the budget grants.
  bool setBudget(uint64_t bytes);
  // Looks, as often as the options say, whether other programs' use of the memory has changed an automatic
  // budget. True when slots came or went.
  bool breathe();
  // Other programs have taken so much, for several looks in a row, that even without any slot more is in use
  // than the budget grants.
  bool crowdedOut() const { return looksCrowded_ >= kLooksCrowded; }
  static constexpr uint32_t kLooksCrowded = 4;  // a short peak is not worth moving layers for

 private:
  GpuSide(const Model& model, ThreadPool& pool, ExpertSource* source)
      : model_(model), pool_(pool), source_(source) {}
  void calibrate(uint32_t layer);
  // Brings the slots to what the budget leaves for them, or, when that is more, to what `growth` allows.
  bool fitSlots(size_t growth);
  size_t roomForSlots() const;

  const Model& model_;
  ThreadPool& pool_;
  ExpertSource* source_;
  CachePolicy expertPolicy_ = kShippedPolicy;
  uint64_t wantedBytes_ = 0;
  size_t budget_ = 0;
  std::chrono::milliseconds lookInterval_{0};
  uint32_t looksBeforeGrowth_ = 0;
  std::chrono::steady_clock::time_point lastLook_;
  uint32_t looksWithRoom_ = 0;  // in a row, and the least room at any of them
  size_t leastRoom_ = 0;
  uint32_t looksCrowded_ = 0;  // in a row
  std::vector<std::string> notes_;
  vulkan::DeviceSpeed speed_;
  // In the order of dependence: each may point to those above it.
  std::unique_ptr<vulkan::Instance> instance_;
  std::unique_ptr<vulkan::Device> device_;
  std::unique_ptr<vulkan::Memory> memory_;
  std::unique_ptr<vulkan::Pipelines> pipelines_;
  std::unique_ptr<vulkan::DeviceWeights> weights_;
  std::unique_ptr<HostExperts> hostExperts_;
  std::unique_ptr<CostModel> costs_;
  std::unique_ptr<vulkan::ExpertSlots> slots_;
  std::unique_ptr<vulkan::Uploader> uploader_;  // settles before its targets go
  vulkan::VulkanOpsParts parts_;
  std::unique_ptr<Ops> ops_;
};

}  // namespace hearth
