#include <algorithm>
#include <cstring>
#include <utility>

#include "runtime/vulkan/expert_slots_state.h"

namespace hearth::vulkan {

Result<void> ExpertSlots::fillUp(const std::function<bool(float)>& onProgress) {
  State& s = *state_;
  size_t done = 0;
  const size_t total = bytes();
  for (uint32_t layer = s.options.firstLayer; layer < s.options.endLayer; ++layer) {
    std::vector<bool> held(s.experts);
    for (uint32_t slot = 0; slot < s.cache->slots(layer); ++slot) {
      if (const uint32_t expert = s.cache->expertIn(layer, slot); expert != kNoExpert) held[expert] = true;
    }
    uint32_t next = 0;
    for (uint32_t slot = 0; slot < s.cache->slots(layer); ++slot) {
      if (s.cache->expertIn(layer, slot) != kNoExpert) continue;
      while (next < s.experts && held[next]) ++next;
      if (next == s.experts) break;
      held[next] = true;
      if (!s.begin({layer, next, slot, kNoExpert})) {
        return Error("experts could not be moved to the GPU");
      }
      done += s.layers[layer].layout.bytes;
      if (onProgress && !onProgress(static_cast<float>(done) / static_cast<float>(total))) {
        s.settleAll();
        return Error("loading was stopped");
      }
    }
  }
  s.settleAll();
  return {};
}

void ExpertSlots::warm(const ResidencyProfile& profile, std::chrono::milliseconds longest) {
  State& s = *state_;
  const auto end = std::chrono::steady_clock::now() + longest;
  s.settleAll();
  if (!s.arrivals.empty()) return;  // the device failed
  s.cache->restore(profile);
  struct Wanted {
    uint32_t count = 0;         // the profile's best, as many as there are slots
    std::vector<bool> experts;  // those
    uint32_t slot = 0;          // the next that may hold something else
  };
  std::vector<Wanted> wanted(std::min<size_t>(s.layers.size(), profile.size()));
  uint32_t ranks = 0;
  for (uint32_t layer = 0; layer < wanted.size(); ++layer) {
    Wanted& w = wanted[layer];
    w.count = static_cast<uint32_t>(std::min<size_t>(s.cache->slots(layer), profile[layer].size()));
    w.experts.resize(s.experts);
    for (uint32_t i = 0; i < w.count; ++i) w.experts[profile[layer][i]] = true;
    ranks = std::max(ranks, w.count);
  }
  bool goOn = true;
  for (uint32_t rank = 0; rank < ranks && goOn; ++rank) {
    for (uint32_t layer = 0; layer < wanted.size() && goOn; ++layer) {
      Wanted& w = wanted[layer];
      if (rank >= w.count || has(layer, profile[layer][rank])) continue;
      // Of as many slots as are wanted or more, one at least holds something else while an expert is missing.
      const auto held = [&] { return s.cache->expertIn(layer, w.slot); };
      while (held() != kNoExpert && w.experts[held()]) ++w.slot;
      goOn = std::chrono::steady_clock::now() < end && s.begin({layer, profile[layer][rank], w.slot, held()});
    }
  }
  // What is under way is no more than the staging memory holds, and the next pass finds only what has
  // arrived.
  s.settleAll();
}

// In whole chunks: the last one of a layer may have room for more than there is.
void ExpertSlots::resize(size_t wanted) {
  State& s = *state_;
  s.settleAll();
  const auto chunksOf = [&](const SlotLayer& layer) {
    return layer.layout.bytes == 0 ? 0 : (s.experts + layer.perChunk - 1) / layer.perChunk;
  };
  size_t all = 0;  // of every expert of the stage
  for (const SlotLayer& layer : s.layers) all += chunksOf(layer) * layer.perChunk * layer.layout.bytes;
  if (all == 0) return;
  const auto target = [&](const SlotLayer& layer) {
    const size_t chunks = std::min(wanted, all) * chunksOf(layer) / all;
    return static_cast<uint32_t>(chunks) * layer.perChunk;
  };
  for (uint32_t layer = s.options.firstLayer; layer < s.options.endLayer; ++layer) {
    if (s.slotsHeld(layer) > target(s.layers[layer])) s.shrink(layer, target(s.layers[layer]));
  }
  for (uint32_t layer = s.options.firstLayer; layer < s.options.endLayer; ++layer) {
    if (s.slotsHeld(layer) < target(s.layers[layer]) && !s.grow(layer, target(s.layers[layer]))) break;
  }
}

Uploader::Copied ExpertSlots::takeCopied() {
  const Uploader::Copied byHand = std::exchange(state_->byHand, {}), copied = state_->uploader.takeCopied();
  return {byHand.bytes + copied.bytes, byHand.seconds + copied.seconds};
}

uint32_t ExpertSlots::passingSlots() const { return state_->passing ? state_->options.passingSlots : 0; }

Address ExpertSlots::passingTable(uint32_t group) const {
  return state_->passingTables.address() + size_t{group} * state_->experts * sizeof(Address);
}

bool ExpertSlots::pass(uint32_t group, uint32_t layer, std::span<const uint32_t> experts) {
  State& s = *state_;
  CHECK(experts.size() <= passingSlots());
  const ExpertLayout& layout = s.layers[layer].layout;
  Address* table = s.passingTableOf(group);
  std::fill_n(table, s.experts, Address{0});
  uint64_t last = 0;
  size_t at = size_t{group} * s.options.passingSlots * s.passingSlotBytes;
  for (const uint32_t expert : experts) {
    ExpertWeights weights;
    if (!s.source.acquire(layer, {&expert, 1}, {&weights, 1})) return false;
    bool copied = true;
    if (std::byte* to = s.passing.mapped()) {
      const auto began = std::chrono::steady_clock::now();
      copyForDevice(weights.gate, to + at + layout.gateAt);
      copyForDevice(weights.up, to + at + layout.upAt);
      copyForDevice(weights.down, to + at + layout.downAt);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
      s.byHand.bytes += layout.bytes;
      s.byHand.seconds += took.count();
    } else {
      const auto ticket = s.copy(weights, layout, s.passing, at);
      copied = static_cast<bool>(ticket);
      if (copied) last = *ticket;
    }
    s.source.release(layer);
    if (!copied) return false;
    table[expert] = s.passing.address() + at;
    at += s.passingSlotBytes;
  }
  return last == 0 || s.uploader.wait(last);
}

}  // namespace hearth::vulkan
