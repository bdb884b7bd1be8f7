// Experts of a file that does not fit in main memory: a cache of them in memory of a given size, filled by
// explicit reads of several threads. The mapping's pages of experts are never touched, so that no page fault
// can hold up a decode.
//
// Memory is buffers for one expert each. Some lie in slots of an ExpertCache, which decides what is worth
// keeping; the others are passing: what is missing is read there, and when the cache takes an expert in, its
// buffer changes places with the victim's and nothing is copied. A passing buffer keeps its expert until it
// is needed for another.
#pragma once

#include <chrono>
#include <memory>

#include "runtime/experts/expert_cache.h"
#include "runtime/experts/expert_file.h"
#include "runtime/forward/expert_source.h"

namespace hearth {

struct DiskTierOptions {
  uint64_t ramBytes = 0;  // for experts; all of it is used, and no more
  uint32_t readers = 8;   // threads that read: as many requests at a time as it takes to keep an SSD busy
  CachePolicy policy = kShippedPolicy;
  std::optional<ReadMode> mode = std::nullopt;  // empty: what measures faster at load
  bool lookAhead = true;                        // guesses the next layer's experts and reads them in advance
  std::span<const uint32_t> nodes{};            // of memory, where the buffers lie in turn; none: anywhere
};

struct DiskTierStats {
  DiskSpeed speed;
  uint32_t readers = 0;
  uint64_t ramBytes = 0;  // of all buffers
  uint32_t buffers = 0;   // experts that fit
  HitCount count;         // acquired experts that were there, or had to be waited for
  uint64_t bytesRead = 0;
  uint64_t readAhead = 0;      // experts read on a guess…
  uint64_t readAheadUsed = 0;  // …that were then acquired
  double waitSeconds = 0;      // of acquire(), for the disk
};

// Used by one thread: acquire(), then release() before the next acquire().
class DiskTier final : public ExpertSource {
 public:
  // The model outlives it. Errors say how much memory is needed at least.
  static Result<std::unique_ptr<DiskTier>> open(const Model& model, const DiskTierOptions& options);
  ~DiskTier() override;

  uint32_t atOnce() const override;
  bool acquire(uint32_t layer, std::span<const uint32_t> experts, std::span<ExpertWeights> views) override;
  void release(uint32_t layer) override;
  void want(uint32_t layer, std::span<const uint32_t> experts) override;
  void lookAhead(uint32_t layer, const float* h, uint32_t rows) override;
  std::optional<Error> failure() const override;

  // Between passes: the experts by how much they are wanted, and reading those of an earlier such list, the
  // best of every layer first, for not much longer than `longest`.
  ResidencyProfile profile() const;
  void warm(const ResidencyProfile& profile, std::chrono::milliseconds longest);

  DiskTierStats stats() const;
  // Which experts of a layer are in memory now, one entry each.
  void held(uint32_t layer, std::vector<bool>& experts) const;

 private:
  struct State;
  explicit DiskTier(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hearth
