#include "runtime/experts/disk_tier.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "runtime/base/node_memory.h"
#include "runtime/experts/disk_tier_state.h"

namespace hearth {

namespace {

std::string mebibytes(uint64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f MiB", static_cast<double>(bytes) / (1 << 20));
  return text;
}

// The same number of slots in each layer with experts, as far as that comes out.
std::vector<uint32_t> shareSlots(const ExpertFile& file, uint32_t layers, uint32_t experts, uint64_t slots) {
  std::vector<uint32_t> shares(layers, 0);
  uint32_t with = 0;
  for (uint32_t i = 0; i < layers; ++i) with += file.expertBytes(i) > 0 ? 1 : 0;
  uint64_t more = with > 0 ? slots % with : 0;
  for (uint32_t i = 0; i < layers; ++i) {
    if (file.expertBytes(i) == 0) continue;
    shares[i] = static_cast<uint32_t>(std::min<uint64_t>(experts, slots / with + (more > 0 ? 1 : 0)));
    more -= more > 0 ? 1 : 0;
  }
  return shares;
}

}  // namespace

DiskTier::State::State(const Model& theModel, ExpertFile theFile, ExpertCacheOptions cacheOptions,
                       uint32_t bufferCount, uint32_t passingCount)
    : model(theModel),
      file(std::move(theFile)),
      experts(cacheOptions.experts),
      passing(passingCount),
      bufferBytes(file.bufferBytes()),
      cache(cacheOptions),
      moves(experts),
      buffers(bufferCount),
      bufferOfExpert(model.layers.size() * experts, kNoBuffer),
      router(model),
      guessInput(size_t{kLookAheadRows} * model.config.width) {
  held.reserve(passing);
  heldExperts.reserve(passing);
  urgent.reserve(size_t{bufferCount} * kPiecesPerExpert);
  later.reserve(size_t{bufferCount} * kPiecesPerExpert);
}

Result<std::unique_ptr<DiskTier>> DiskTier::open(const Model& model, const DiskTierOptions& options) {
  CHECK(model.config.routing && options.readers > 0);
  const Routing& rule = *model.config.routing;
  auto file = ExpertFile::open(model);
  if (!file) return std::move(file).error();
  if (!options.mode) {
    file->measure(options.readers);
  } else if (auto chosen = file->choose(*options.mode); !chosen) {
    return std::move(chosen).error();
  }

  const auto layers = static_cast<uint32_t>(model.layers.size());
  uint64_t all = 0;
  for (uint32_t i = 0; i < layers; ++i) all += file->expertBytes(i) > 0 ? rule.experts : 0;
  const uint64_t fit = options.ramBytes / file->bufferBytes();
  if (fit < rule.topK) {
    return Error(mebibytes(options.ramBytes) + " of memory for experts are too little: a token needs " +
                 std::to_string(rule.topK) + " of them at a time, " +
                 mebibytes(rule.topK * file->bufferBytes()) + "; give more with --ram, or free memory");
  }
  // Twice what a token chooses passes: one layer's misses, and what is read ahead for the next.
  const auto passing = static_cast<uint32_t>(std::min<uint64_t>(fit, 2 * rule.topK));
  const auto buffers = static_cast<uint32_t>(std::min(fit, all + passing));
  ExpertCacheOptions cache{.experts = rule.experts,
                           .slots = shareSlots(*file, layers, rule.experts, buffers - passing),
                           .policy = options.policy,
                           .topK = 0};
  auto state = std::make_unique<State>(model, std::move(*file), std::move(cache), buffers, passing);
  state->stats.speed = state->file.speed();
  state->stats.readers = options.readers;
  state->stats.buffers = buffers;
  state->stats.ramBytes = buffers * state->bufferBytes;
  const size_t whole = (state->stats.ramBytes / kDirectAlignment + 1) * kDirectAlignment;
  state->memory.reset(static_cast<std::byte*>(std::aligned_alloc(kDirectAlignment, whole)));
  if (!state->memory) {
    return Error("there are no " + mebibytes(state->stats.ramBytes) +
                 " of memory for experts; choose less with --ram, or close other programs");
  }
  (void)interleave({state->memory.get(), whole}, options.nodes);  // refused, it lies where readers touch it
  state->startThreads(options.readers, options.lookAhead && passing > rule.topK);
  return std::unique_ptr<DiskTier>(new DiskTier(std::move(state)));
}

DiskTier::DiskTier(std::unique_ptr<State> state) : state_(std::move(state)) {}
DiskTier::~DiskTier() { state_->stopThreads(); }

uint32_t DiskTier::atOnce() const {
  // Half of the passing buffers: the other half is read into meanwhile.
  return std::max(state_->passing / 2, std::min(state_->passing, state_->model.config.routing->topK));
}

bool DiskTier::acquire(uint32_t layer, std::span<const uint32_t> wanted, std::span<ExpertWeights> views) {
  State& s = *state_;
  CHECK(s.held.empty() && wanted.size() == views.size() && wanted.size() <= atOnce());
  std::unique_lock lock(s.mutex);
  if (s.failure) return false;
  ++s.round;
  // First what is there: nothing that is wanted now may give way to something else that is.
  for (const uint32_t expert : wanted) {
    const uint32_t buffer = s.bufferOf(layer, expert);
    const bool there = buffer != kNoBuffer && s.buffers[buffer].content == State::Content::Ready;
    ++(there ? s.stats.count.hits : s.stats.count.misses);
    if (buffer == kNoBuffer) continue;
    State::Buffer& b = s.buffers[buffer];
    b.pinned = true;
    if (std::exchange(b.guessed, false)) ++s.stats.readAheadUsed;
    if (!there) s.hurry(buffer);
  }
  const auto start = std::chrono::steady_clock::now();
  for (const uint32_t expert : wanted) {
    uint32_t buffer = s.bufferOf(layer, expert);
    if (buffer == kNoBuffer) {
      // At least one passing buffer is not pinned; it may still be on its way.
      s.arrived.wait(lock, [&] { return (buffer = s.idleBuffer(s.round)) != kNoBuffer; });
      s.startReading(buffer, layer, expert, s.urgent);
      s.buffers[buffer].pinned = true;
    }
    s.buffers[buffer].lastTouch = s.round;
    s.held.push_back(buffer);
    s.heldExperts.push_back(expert);
  }
  s.arrived.wait(lock, [&] {
    return std::all_of(s.held.begin(), s.held.end(),
                       [&](uint32_t b) { return s.buffers[b].content == State::Content::Ready; });
  });
  const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - start;
  s.stats.waitSeconds += waited.count();
  if (s.failure) {
    for (const uint32_t buffer : s.held) s.buffers[buffer].pinned = false;
    s.held.clear();
    s.heldExperts.clear();
    return false;
  }
  for (size_t i = 0; i < wanted.size(); ++i) {
    views[i] = s.file.view(layer, wanted[i], s.bytesOf(s.held[i]));
  }
  return true;
}

void DiskTier::release(uint32_t layer) {
  State& s = *state_;
  if (s.held.empty()) return;
  s.cache.beginStep();
  s.cache.used(layer, s.heldExperts, static_cast<uint32_t>(s.heldExperts.size()));
  s.cache.endStep();
  const std::lock_guard lock(s.mutex);
  for (const uint32_t buffer : s.held) s.buffers[buffer].pinned = false;
  s.held.clear();
  s.heldExperts.clear();
  const uint32_t count = s.cache.propose(layer, s.moves);
  for (const ExpertMove& move : std::span(s.moves).first(count)) {
    const uint32_t in = s.bufferOf(layer, move.expert);
    if (in == kNoBuffer || s.buffers[in].content != State::Content::Ready) continue;  // not worth a read
    s.cache.begin(move);
    s.cache.finish(move);
    s.buffers[in].inSlot = true;
    if (move.victim != kNoExpert) s.buffers[s.bufferOf(layer, move.victim)].inSlot = false;
  }
}

ResidencyProfile DiskTier::profile() const { return state_->cache.profile(); }

void DiskTier::warm(const ResidencyProfile& profile, std::chrono::milliseconds longest) {
  State& s = *state_;
  const auto end = std::chrono::steady_clock::now() + longest;
  s.cache.restore(profile);
  std::vector<uint32_t> group;
  std::vector<ExpertWeights> views(atOnce());
  bool goOn = true, more = true;
  for (size_t rank = 0; goOn && more; rank += atOnce()) {
    more = false;
    for (uint32_t layer = 0; goOn && layer < s.cache.layers() && layer < profile.size(); ++layer) {
      const size_t count = std::min<size_t>(profile[layer].size(), s.cache.slots(layer));
      group.clear();
      for (size_t i = rank; i < std::min(count, rank + atOnce()); ++i) {
        if (s.cache.slotOf(layer, profile[layer][i]) == kNoSlot) group.push_back(profile[layer][i]);
      }
      more = more || rank + atOnce() < count;
      if (group.empty()) continue;
      goOn = std::chrono::steady_clock::now() < end &&
             acquire(layer, group, std::span(views).first(group.size()));
      if (goOn) release(layer);
    }
  }
  s.cache.restore(profile);  // reading them counted as a use
}

void DiskTier::want(uint32_t layer, std::span<const uint32_t> experts) {
  const std::lock_guard lock(state_->mutex);
  for (const uint32_t expert : experts) {
    if (state_->failure || !state_->readAhead(layer, expert)) return;
  }
}

void DiskTier::lookAhead(uint32_t layer, const float* h, uint32_t rows) {
  State& s = *state_;
  if (rows > kLookAheadRows || s.router.nextLayer(layer) == UINT32_MAX) return;
  {
    const std::lock_guard lock(s.mutex);
    std::copy_n(h, size_t{rows} * s.model.config.width, s.guessInput.begin());
    s.guessLayer = layer;
    s.guessRows = rows;
  }
  s.somethingToGuess.notify_one();
}

std::optional<Error> DiskTier::failure() const {
  const std::lock_guard lock(state_->mutex);
  return state_->failure;
}

DiskTierStats DiskTier::stats() const {
  const std::lock_guard lock(state_->mutex);
  return state_->stats;
}

void DiskTier::held(uint32_t layer, std::vector<bool>& experts) const {
  CHECK(experts.size() == state_->experts);
  const std::lock_guard lock(state_->mutex);
  for (uint32_t expert = 0; expert < experts.size(); ++expert) {
    const uint32_t buffer = state_->bufferOf(layer, expert);
    experts[expert] = buffer != kNoBuffer && state_->buffers[buffer].content == State::Content::Ready;
  }
}

}  // namespace hearth
