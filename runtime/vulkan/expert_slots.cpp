#include <algorithm>
#include <array>
#include <cstring>

#include "runtime/vulkan/expert_slots_state.h"

namespace hearth::vulkan {

namespace {

constexpr size_t kAlignment = 256;
// Slots come and go in chunks of about this size: small enough to give memory back in steps, large enough to
// stay far below the 4096 allocations that drivers grant.
constexpr size_t kChunkBytes = size_t{32} << 20;
constexpr uint32_t kChunksPerLayer = 8;
constexpr uint32_t kMovesPerLayer = 2;  // at a time

size_t aligned(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

}  // namespace

Result<uint64_t> ExpertSlots::State::copy(const ExpertWeights& weights, const ExpertLayout& layout,
                                          const Buffer& to, size_t at) {
  const std::array<Uploader::Piece, 3> pieces{{{rowsForDevice(weights.gate, room[0]), at + layout.gateAt},
                                               {rowsForDevice(weights.up, room[1]), at + layout.upAt},
                                               {rowsForDevice(weights.down, room[2]), at + layout.downAt}}};
  return uploader.copy(to, pieces);
}

// Begins a move; false when its weights cannot be read or copied now.
bool ExpertSlots::State::begin(const ExpertMove& move) {
  SlotLayer& layer = layers[move.layer];
  cache->begin(move);
  if (move.victim != kNoExpert) tableOf(move.layer)[move.victim] = 0;
  ExpertWeights weights;
  if (source.acquire(move.layer, {&move.expert, 1}, {&weights, 1})) {
    const auto ticket = copy(weights, layer.layout, layer.chunks[move.slot / layer.perChunk],
                             size_t{move.slot % layer.perChunk} * layer.layout.bytes);
    source.release(move.layer);
    if (ticket) {
      arrivals.push_back({move, *ticket, layer.layout.bytes});
      bytesUnderWay += layer.layout.bytes;
      return true;
    }
  }
  cache->abandon(move);
  return false;
}

// Takes note of what has arrived for layers from `firstLayer` on.
void ExpertSlots::State::settle(uint32_t firstLayer) {
  std::erase_if(arrivals, [&](const SlotArrival& arrival) {
    if (arrival.move.layer < firstLayer || !uploader.arrived(arrival.ticket)) return false;
    cache->finish(arrival.move);
    tableOf(arrival.move.layer)[arrival.move.expert] = slotAddress(arrival.move.layer, arrival.move.slot);
    bytesUnderWay -= arrival.bytes;
    return true;
  });
}

void ExpertSlots::State::settleAll() {
  if (!arrivals.empty()) uploader.wait(arrivals.back().ticket);
  settle();
}

// More chunks, until there are `slots`; false when the device refuses.
bool ExpertSlots::State::grow(uint32_t layer, uint32_t slots) {
  SlotLayer& l = layers[layer];
  bool granted = true;
  while (granted && slotsHeld(layer) < slots) {
    auto chunk = memory.allocate(l.perChunk * l.layout.bytes, MemoryKind::Device, MemoryUse::Experts);
    granted = static_cast<bool>(chunk);
    if (granted) l.chunks.push_back(std::move(*chunk));
  }
  std::vector<SlotMove> none;
  cache->setSlots(layer, std::min(slotsHeld(layer), experts), none);
  return granted;
}

// Fewer chunks. What lay in them and is worth keeping is fetched again by later moves.
void ExpertSlots::State::shrink(uint32_t layer, uint32_t slots) {
  SlotLayer& l = layers[layer];
  std::vector<uint32_t> before(cache->slots(layer));
  for (uint32_t s = 0; s < before.size(); ++s) before[s] = cache->expertIn(layer, s);
  std::vector<SlotMove> moved;
  cache->setSlots(layer, std::min(slots, experts), moved);
  for (const SlotMove& m : moved) cache->drop(layer, m.expert);
  for (const uint32_t expert : before) {
    if (expert != kNoExpert && cache->slotOf(layer, expert) == kNoSlot) tableOf(layer)[expert] = 0;
  }
  while (slotsHeld(layer) > slots && !l.chunks.empty()) l.chunks.pop_back();
}

ExpertLayout ExpertSlots::layoutOf(const MoeWeights& w, uint32_t width) {
  ExpertLayout layout{
      .gate = w.gate.type(), .up = w.up.type(), .down = w.down.type(), .width = width, .ffn = w.expertWidth};
  layout.upAt = aligned(deviceRowBytes(w.gate.type(), width) * w.expertWidth);
  layout.downAt = layout.upAt + aligned(deviceRowBytes(w.up.type(), width) * w.expertWidth);
  layout.bytes = layout.downAt + aligned(deviceRowBytes(w.down.type(), w.expertWidth) * width);
  return layout;
}

uint32_t ExpertSlots::slotsPerChunk(const ExpertLayout& layout, uint32_t experts) {
  const auto bySize = static_cast<uint32_t>(std::max<size_t>(1, kChunkBytes / layout.bytes));
  return std::min(bySize, (experts + kChunksPerLayer - 1) / kChunksPerLayer);
}

Result<std::unique_ptr<ExpertSlots>> ExpertSlots::create(Memory& memory, Uploader& uploader,
                                                         const Model& model, ExpertSource& source,
                                                         const ExpertSlotsOptions& options) {
  CHECK(model.config.routing && options.slots.size() == model.config.layers);
  auto state = std::make_unique<State>(State{.memory = memory,
                                             .uploader = uploader,
                                             .source = source,
                                             .options = options,
                                             .experts = model.config.routing->experts});
  State& s = *state;
  s.layers.resize(model.config.layers);
  s.cache = std::make_unique<ExpertCache>(ExpertCacheOptions{
      s.experts, std::vector<uint32_t>(model.config.layers, 0), options.policy, model.config.routing->topK});

  const size_t tableBytes = size_t{s.experts} * sizeof(Address);
  auto tables = memory.allocate(model.config.layers * tableBytes, MemoryKind::HostWrite, MemoryUse::Compute);
  if (!tables) return std::move(tables).error().during("Making the table of experts");
  s.tables = std::move(*tables);
  std::memset(s.tables.mapped(), 0, s.tables.bytes());

  for (uint32_t layer = options.firstLayer; layer < options.endLayer; ++layer) {
    if (!model.layers[layer].moe) continue;
    SlotLayer& l = s.layers[layer];
    l.layout = layoutOf(*model.layers[layer].moe, model.config.width);
    l.perChunk = slotsPerChunk(l.layout, s.experts);
    s.passingSlotBytes = std::max(s.passingSlotBytes, l.layout.bytes);
  }
  if (options.passingSlots > 0) {
    auto passing = memory.allocate(2 * options.passingSlots * s.passingSlotBytes, MemoryKind::Device,
                                   MemoryUse::Staging);
    auto table = memory.allocate(2 * tableBytes, MemoryKind::HostWrite, MemoryUse::Compute);
    if (passing && table) {
      s.passing = std::move(*passing);
      s.passingTables = std::move(*table);
    }
    // Groups are filled while passes run. Where copies share the queue with the passes they would wait for
    // them, and those for the copies: then only the host's own hand will do.
    const Device& device = memory.device();
    const bool shared = device.transfer().queue == device.compute().queue;
    if (s.passing && s.passing.mapped() == nullptr && shared) s.passing = {};
  }
  // Round by round, so that a device that grants less than hoped leaves no layer without.
  bool granted = true;
  for (uint32_t round = 1; granted; ++round) {
    bool wanted = false;
    for (uint32_t layer = options.firstLayer; layer < options.endLayer && granted; ++layer) {
      const uint32_t target = std::min(options.slots[layer], round * s.layers[layer].perChunk);
      if (s.layers[layer].layout.bytes == 0 || s.slotsHeld(layer) >= target) continue;
      wanted = true;
      granted = s.grow(layer, target);
    }
    if (!wanted) break;
  }
  return std::unique_ptr<ExpertSlots>(new ExpertSlots(std::move(state)));
}

ExpertSlots::ExpertSlots(std::unique_ptr<State> state) : state_(std::move(state)) {}
ExpertSlots::~ExpertSlots() = default;

const ExpertLayout& ExpertSlots::layout(uint32_t layer) const { return state_->layers[layer].layout; }
Address ExpertSlots::table(uint32_t layer) const {
  return state_->tables.address() + size_t{layer} * state_->experts * sizeof(Address);
}
uint32_t ExpertSlots::experts() const { return state_->experts; }
// The cache is asked, not the table, which may lie in memory that the host reads slowly; the two agree.
bool ExpertSlots::has(uint32_t layer, uint32_t expert) const {
  return state_->cache->slotOf(layer, expert) != kNoSlot;
}

bool ExpertSlots::complete() const {
  for (uint32_t layer = state_->options.firstLayer; layer < state_->options.endLayer; ++layer) {
    if (state_->layers[layer].layout.bytes == 0) continue;
    if (state_->cache->slots(layer) < state_->experts) return false;
    for (uint32_t expert = 0; expert < state_->experts; ++expert) {
      if (!has(layer, expert)) return false;
    }
  }
  return true;
}

bool ExpertSlots::full() const {
  for (uint32_t layer = state_->options.firstLayer; layer < state_->options.endLayer; ++layer) {
    const bool none = state_->layers[layer].layout.bytes == 0;
    if (!none && state_->cache->slots(layer) < state_->experts) return false;
  }
  return true;
}

ExpertCache& ExpertSlots::cache() { return *state_->cache; }

size_t ExpertSlots::bytes() const {
  size_t bytes = 0;
  for (const SlotLayer& layer : state_->layers) {
    for (const Buffer& chunk : layer.chunks) bytes += chunk.bytes();
  }
  return bytes;
}

// Begins moves, at most `most`.
void ExpertSlots::State::setOut(uint32_t most) {
  std::array<ExpertMove, kMovesPerLayer> moves;
  const uint32_t count = options.endLayer - options.firstLayer;
  for (uint32_t visited = 0; visited < count && most > 0; ++visited) {
    const uint32_t layer = options.firstLayer + turn++ % count;
    if (cache->slots(layer) == 0) continue;
    const uint32_t wanted = cache->propose(layer, std::span(moves).first(std::min(most, kMovesPerLayer)));
    for (uint32_t i = 0; i < wanted; ++i, --most) {
      if (bytesUnderWay + layers[layer].layout.bytes > options.moveBytes) return;
      if (!begin(moves[i])) return;
    }
  }
}

void ExpertSlots::move(uint32_t most) {
  state_->settle();
  state_->setOut(most);
  state_->settle();  // where the host writes to the slots itself, what set out is there
}

void ExpertSlots::noteArrivals(uint32_t layer) { state_->settle(layer); }

}  // namespace hearth::vulkan
