// The experts' place on the device: an ExpertCache's slots as memory, the table of addresses that shaders
// read, and the copies between evaluations. A streaming prefill has two groups of passing slots besides.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "runtime/experts/expert_cache.h"
#include "runtime/forward/expert_source.h"
#include "runtime/vulkan/kernels.h"
#include "runtime/vulkan/memory.h"
#include "runtime/vulkan/uploader.h"

namespace hearth::vulkan {

struct ExpertSlotsOptions {
  uint32_t firstLayer = 0, endLayer = 0;  // of the device's stage
  std::vector<uint32_t> slots{};          // wanted, per layer of the model
  CachePolicy policy = kShippedPolicy;
  uint32_t passingSlots = 0;            // of each of the two groups; 0: prefill streams nothing
  size_t moveBytes = size_t{64} << 20;  // under way at a time
};

// Used by the thread that evaluates. Memory and source outlive it; the uploader goes first, because it waits
// for the copies that write here.
class ExpertSlots {
 public:
  // Allocates what the device grants: fewer slots than wanted are no error (slots() tells).
  static Result<std::unique_ptr<ExpertSlots>> create(Memory& memory, Uploader& uploader, const Model& model,
                                                     ExpertSource& source, const ExpertSlotsOptions& options);
  ~ExpertSlots();
  // Bytes of one slot of a layer, and slots that are allocated together.
  static ExpertLayout layoutOf(const MoeWeights& weights, uint32_t width);
  static uint32_t slotsPerChunk(const ExpertLayout& layout, uint32_t experts);

  const ExpertLayout& layout(uint32_t layer) const;
  Address table(uint32_t layer) const;  // Address[experts] on the device; 0: not there
  uint32_t experts() const;
  bool has(uint32_t layer, uint32_t expert) const;
  bool complete() const;  // nothing is ever missing
  bool full() const;      // every expert has room, or is none here
  ExpertCache& cache();
  size_t bytes() const;

  // ---- Between evaluations -------------------------------------------------------------------------------
  // Takes note of copies that have arrived and begins at most `most` others, the layers taking turns. Best
  // when the cache knows the tokens of the evaluation that comes, whose layers then find what arrives in
  // time.
  void move(uint32_t most);
  // Within an evaluation, while layers from `layer` on have not begun: takes note of copies for those.
  void noteArrivals(uint32_t layer);
  // Copies experts into all free slots and waits; `onProgress` (may be empty) gets the share done
  // and stops with false.
  Result<void> fillUp(const std::function<bool(float)>& onProgress);
  // Ranks experts as in the profile and copies what it wants into the slots, the best of every layer first,
  // in place of what it does not name. Begins nothing after `longest`, or when a copy fails: the rest comes
  // with later moves, as ranked.
  void warm(const ResidencyProfile& profile, std::chrono::milliseconds longest);
  // Shrinks or grows every layer's slots to a share of their memory; growth ends where the device refuses.
  void resize(size_t bytes);
  // What was copied to the device, here or by anyone else's use of the uploader, since the last call.
  Uploader::Copied takeCopied();

  // ---- Streaming, within an evaluation -------------------------------------------------------------------
  uint32_t passingSlots() const;
  Address passingTable(uint32_t group) const;
  // Copies experts (at most passingSlots()) into a group, waits for their arrival and fills its table.
  bool pass(uint32_t group, uint32_t layer, std::span<const uint32_t> experts);

 private:
  struct State;
  explicit ExpertSlots(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hearth::vulkan
