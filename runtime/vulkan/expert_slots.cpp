#include "runtime/vulkan/expert_slots.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace hearth::vulkan {

namespace {

constexpr size_t kAlignment = 256;
// Slots come and go in chunks of about this size: small enough to give memory back in steps, large enough to
// stay far below the 4096 allocations that drivers grant.
constexpr size_t kChunkBytes = size_t{32} << 20;
constexpr uint32_t kChunksPerLayer = 8;
constexpr uint32_t kMovesPerLayer = 2;  // at a time

size_t aligned(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

struct Layer {
  ExpertLayout layout;
  uint32_t perChunk = 1;
  std::vector<Buffer> chunks;
};

// A copy on its way.
struct Arrival {
  ExpertMove move;
  uint64_t ticket;
  size_t bytes;
};

}  // namespace

struct ExpertSlots::State {
  Memory& memory;
  Uploader& uploader;
  ExpertSource& source;
  ExpertSlotsOptions options;
  uint32_t experts = 0;
  std::vector<Layer> layers{};  // of the model; those without slots have no layout
  std::unique_ptr<ExpertCache> cache{};
  Buffer tables{};   // Address[layers][experts], written by the host while the layer is at rest
  Buffer passing{};  // two groups of slots as large as the largest
  size_t passingSlotBytes = 0;
  Buffer passingTables{};  // Address[2][experts]
  std::vector<Arrival> arrivals{};
  size_t bytesUnderWay = 0;
  uint32_t turn = 0;  // the layer whose turn to move it is

  Address* tableOf(uint32_t layer) const {
    return reinterpret_cast<Address*>(tables.mapped()) + size_t{layer} * experts;
  }
  Address* passingTableOf(uint32_t group) const {
    return reinterpret_cast<Address*>(passingTables.mapped()) + size_t{group} * experts;
  }
  Address slotAddress(uint32_t layer, uint32_t slot) const {
    const Layer& l = layers[layer];
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

Result<uint64_t> ExpertSlots::State::copy(const ExpertWeights& weights, const ExpertLayout& layout,
                                          const Buffer& to, size_t at) {
  const std::array<Uploader::Piece, 3> pieces{{{weights.gate.bytes(), at + layout.gateAt},
                                               {weights.up.bytes(), at + layout.upAt},
                                               {weights.down.bytes(), at + layout.downAt}}};
  return uploader.copy(to, pieces);
}

// Begins a move; false when its weights cannot be read or copied now.
bool ExpertSlots::State::begin(const ExpertMove& move) {
  Layer& layer = layers[move.layer];
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
  std::erase_if(arrivals, [&](const Arrival& arrival) {
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
  Layer& l = layers[layer];
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
  Layer& l = layers[layer];
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
  layout.upAt = aligned(w.gate.rowBytes() * w.expertWidth);
  layout.downAt = layout.upAt + aligned(w.up.rowBytes() * w.expertWidth);
  layout.bytes = layout.downAt + aligned(w.down.rowBytes() * width);
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
    Layer& l = s.layers[layer];
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

ExpertCache& ExpertSlots::cache() { return *state_->cache; }

size_t ExpertSlots::bytes() const {
  size_t bytes = 0;
  for (const Layer& layer : state_->layers) {
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

void ExpertSlots::resize(size_t wanted) {
  State& s = *state_;
  s.settleAll();
  size_t all = 0;  // of every expert of the stage
  for (const Layer& layer : s.layers) all += layer.layout.bytes * s.experts;
  const double share = all == 0 ? 0 : std::min(1.0, static_cast<double>(wanted) / static_cast<double>(all));
  const auto target = [&](const Layer& layer) {
    const auto slots = static_cast<uint32_t>(share * s.experts);
    return slots >= s.experts ? s.experts : slots / layer.perChunk * layer.perChunk;
  };
  for (uint32_t layer = s.options.firstLayer; layer < s.options.endLayer; ++layer) {
    if (s.slotsHeld(layer) > target(s.layers[layer])) s.shrink(layer, target(s.layers[layer]));
  }
  for (uint32_t layer = s.options.firstLayer; layer < s.options.endLayer; ++layer) {
    if (s.layers[layer].layout.bytes == 0) continue;
    if (s.slotsHeld(layer) < target(s.layers[layer]) && !s.grow(layer, target(s.layers[layer]))) break;
  }
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
      std::memcpy(to + at + layout.gateAt, weights.gate.data(), weights.gate.bytes().size());
      std::memcpy(to + at + layout.upAt, weights.up.data(), weights.up.bytes().size());
      std::memcpy(to + at + layout.downAt, weights.down.data(), weights.down.bytes().size());
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
