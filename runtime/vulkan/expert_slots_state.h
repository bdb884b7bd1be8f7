// The slots' state, for the files that implement them: expert_slots.cpp makes them and moves experts between
// evaluations, expert_slots_filling.cpp fills, warms and resizes them and has the passing slots.
#pragma once

#include <array>

#include "runtime/vulkan/device_rows.h"
#include "runtime/vulkan/expert_slots.h"

namespace hearth::vulkan {

struct SlotLayer {
  ExpertLayout layout;
  uint32_t perChunk = 1;
  std::vector<Buffer> chunks;
};

// A copy on its way.
struct SlotArrival {
  ExpertMove move;
  uint64_t ticket;
  size_t bytes;
};

struct ExpertSlots::State {
  Memory& memory;
  Uploader& uploader;
  ExpertSource& source;
  ExpertSlotsOptions options;
  uint32_t experts = 0;
  std::vector<SlotLayer> layers{};  // of the model; those without slots have no layout
  std::unique_ptr<ExpertCache> cache{};
  Buffer tables{};   // Address[layers][experts], written by the host while the layer is at rest
  Buffer passing{};  // two groups of slots as large as the largest
  size_t passingSlotBytes = 0;
  Buffer passingTables{};     // Address[2][experts]
  Uploader::Copied byHand{};  // written straight to passing slots since the last takeCopied()
  std::vector<SlotArrival> arrivals{};
  std::array<std::vector<std::byte>, 3> room{};  // for rows that the card wants in another form
  size_t bytesUnderWay = 0;
  uint32_t turn = 0;  // the layer whose turn to move it is

  Address* tableOf(uint32_t layer) const {
    return reinterpret_cast<Address*>(tables.mapped()) + size_t{layer} * experts;
  }
  Address* passingTableOf(uint32_t group) const {
    return reinterpret_cast<Address*>(passingTables.mapped()) + size_t{group} * experts;
  }
  Address slotAddress(uint32_t layer, uint32_t slot) const {
    const SlotLayer& l = layers[layer];
    return l.chunks[slot / l.perChunk].address() + size_t{slot % l.perChunk} * l.layout.bytes;
  }
  uint32_t slotsHeld(uint32_t layer) const {
    return static_cast<uint32_t>(layers[layer].chunks.size()) * layers[layer].perChunk;
  }
  Result<uint64_t> copy(const ExpertWeights& weights, const ExpertLayout& layout, const Buffer& to,
                        size_t at);
  bool begin(const ExpertMove& move);
  void setOut(uint32_t most);
  void settle(uint32_t firstLayer = 0);
  void settleAll();
  bool grow(uint32_t layer, uint32_t slots);
  void shrink(uint32_t layer, uint32_t slots);
};

}  // namespace hearth::vulkan
