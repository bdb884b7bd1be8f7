// Where a model runs: the processor's Ops, perhaps a graphics card's, and a decoder over both. When the card
// fails or its memory is cut below what it needs, the decoder is made anew on what is left.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/engine/gpu_side.h"
#include "runtime/engine/hardware.h"
#include "runtime/engine/model_sizes.h"
#include "runtime/experts/disk_tier.h"
#include "runtime/experts/recent_uses.h"
#include "runtime/forward/decoder.h"
#include "runtime/forward/ops.h"

namespace hearth {

struct BackendOptions {
  DeviceWish device = DeviceWish::Auto;
  GpuOptions gpu;
  uint32_t contextLength = 0;
  KvForm cacheForm = KvForm::Half;
  uint32_t maxBatch = 512;   // at most; less where the card's memory is small
  DiskTier* disk = nullptr;  // the source, when it is one
};

// Used by the engine's thread. backend.cpp makes it and makes it anew, backend_hardware.cpp tells about it.
// Model, pool and source (may be null for models without experts) outlive it.
class Backend {
 public:
  // Fails when DeviceWish::Gpu cannot be granted, or when there is not even main memory. `onProgress` as in
  // GpuSide::fill().
  static Result<std::unique_ptr<Backend>> create(const Model& model, ThreadPool& pool, ExpertSource* source,
                                                 const BackendOptions& options,
                                                 const std::function<bool(float)>& onProgress = {});

  ~Backend();
  Backend(const Backend&) = delete;

  Decoder& decoder() { return *decoder_; }
  // After the decoder failed, or needsRemaking(): another one with an empty cache, on the card again or, when
  // that fails, on the processor. Returns a sentence on what happened.
  Result<std::string> remake();
  bool needsRemaking() const { return needsRemaking_; }
  // Between passes, and while nothing is evaluated: follows other programs' use of the card's memory. True
  // when experts' room on the card changed.
  bool breathe();
  // 0: automatic.
  void setGpuMemory(uint64_t bytes);
  void traceRouting(RoutingTrace trace);

  // Which experts were used, to be kept with a conversation (profile_bytes.h); empty where all lie in the
  // same place: the card holds every one, or the card none and the main memory every one. What the caches
  // remember outlives a failure of the card. Between passes, as is:
  std::string expertProfile() const;
  // Brings the experts of such a profile to the card and from the disk into memory, as far as there is room
  // and this takes not much longer than kLongestWarming. False when the profile is of no use here.
  bool warmExperts(std::string_view profile);
  // Moves 5 to 12 GB over a common bus; nobody minds so short a wait in a chat that was reopened.
  static constexpr std::chrono::milliseconds kLongestWarming{500};
  // Experts that were on the card when they were chosen, since the last (re)making.
  HitCount expertHits() const;

  std::string device() const;     // "NVIDIA GeForce RTX 4070 and CPU, AVX2, 8 threads"
  std::string placement() const;  // one sentence
  // Of the card in use; nothing when there is none.
  std::optional<vulkan::MemoryReport> memoryReport() const;
  // Everything but the tokens per second, which the caller knows. Cheap: asked for between tokens.
  Hardware hardware() const;

 private:
  Backend(const Model& model, ThreadPool& pool, ExpertSource* source, const BackendOptions& options);
  Result<void> build(const std::function<bool(float)>& onProgress);
  Result<void> buildOnGpu(double budgetShare, const std::function<bool(float)>& onProgress);
  Result<void> buildOnCpu(const std::string& why);
  Result<void> plan(uint32_t first, uint32_t maxBatch);
  void drop();
  std::string movedSentence(const std::string& before, uint32_t layersBefore) const;
  // The card's slots, when they are where the choice of experts matters.
  vulkan::ExpertSlots* choosingSlots() const;
  std::vector<ExpertHeat> heatMap() const;
  double tokensPerSecondBound(const Hardware& hardware) const;

  const Model& model_;
  ThreadPool& pool_;
  ExpertSource* source_;
  BackendOptions options_;
  ModelSizes sizes_;
  std::string whyNotGpu_;            // a clause; empty when the card is used or was not asked for
  double memoryBytesPerSecond_ = 0;  // main memory, measured; 0: not known
  uint32_t firstGpuLayer_ = 0;
  uint32_t failures_ = 0;
  bool needsRemaking_ = false;
  bool running_ = false;  // has been made once
  RoutingTrace trace_;
  RecentUses hostUses_;  // of layers that the processor computes
  std::unique_ptr<Ops> cpuOps_;
  std::unique_ptr<GpuSide> gpu_;  // null: not used
  std::unique_ptr<Decoder> decoder_;
};

}  // namespace hearth
