#include "runtime/experts/expert_cache.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/base/check.h"

namespace hearth {

namespace {

// Rows after which PinnedHalf takes what was used most for what will always be used most.
constexpr uint64_t kRowsBeforePinning = 64;

}  // namespace

std::string_view nameOf(CachePolicy policy) {
  switch (policy) {
    case CachePolicy::Lru:
      return "lru";
    case CachePolicy::Lfu:
      return "lfu";
    case CachePolicy::Lfru:
      return "lfru";
    case CachePolicy::SecondChance:
      return "second-chance";
    case CachePolicy::PinnedHalf:
      return "pinned-half";
    case CachePolicy::Fifo:
      return "fifo";
    case CachePolicy::Clairvoyant:
      return "clairvoyant";
  }
  return "";
}

ExpertCache::ExpertCache(const ExpertCacheOptions& options)
    : experts_(options.experts),
      policy_(options.policy),
      layers_(options.slots.size()),
      entering_(options.experts),
      leaving_(options.experts) {
  CHECK(policy_ != CachePolicy::Clairvoyant);
  for (size_t i = 0; i < layers_.size(); ++i) {
    CHECK(options.slots[i] <= experts_);
    layers_[i].experts.resize(experts_);
    layers_[i].expertIn.assign(options.slots[i], kNoExpert);
    layers_[i].recent.resize(kRecentSteps);
  }
}

uint32_t ExpertCache::slotOf(uint32_t layer, uint32_t expert) const {
  const Expert& e = layers_[layer].experts[expert];
  return e.arriving ? kNoSlot : e.slot;
}

void ExpertCache::beginStep() {
  CHECK(!inStep_);
  inStep_ = true;
  ++step_;
  for (Layer& layer : layers_) layer.recent[step_ % kRecentSteps] = {};
}

void ExpertCache::endStep() {
  CHECK(inStep_);
  inStep_ = false;
}

void ExpertCache::touch(Layer& layer, Expert& e, double rank) {
  const auto row = static_cast<double>(layer.rows);
  const double now = row / kHalfLifeRows;
  // log2(2^(faded - now) + 1) + now: what is left of earlier uses, and this one.
  e.faded = e.last == 0 ? now : std::log2(std::exp2(e.faded - now) + 1) + now;
  e.last = row + rank;
  e.step = step_;
  e.referenced = true;
  ++e.uses;
}

uint32_t ExpertCache::used(uint32_t layer, std::span<const uint32_t> experts, uint32_t topK) {
  CHECK(inStep_ && topK > 0 && experts.size() % topK == 0);
  Layer& l = layers_[layer];
  HitCount now;
  for (size_t i = 0; i < experts.size(); ++i) {
    const auto k = static_cast<uint32_t>(i % topK);
    if (k == 0) ++l.rows;
    if (experts[i] == kNoExpert) continue;
    Expert& e = l.experts[experts[i]];
    ++(isHeld(e) && !e.arriving ? now.hits : now.misses);
    // Within a row the router's favourite counts as the latest.
    touch(l, e, static_cast<double>(topK - 1 - k) / topK);
  }
  l.count.hits += now.hits;
  l.count.misses += now.misses;
  HitCount& recent = l.recent[step_ % kRecentSteps];
  recent.hits += now.hits;
  recent.misses += now.misses;
  if (policy_ == CachePolicy::PinnedHalf && !l.pinsChosen && l.rows >= kRowsBeforePinning) choosePins(l);
  return static_cast<uint32_t>(now.misses);
}

void ExpertCache::choosePins(Layer& layer) {
  const size_t pins = layer.expertIn.size() / 2;
  std::iota(entering_.begin(), entering_.end(), 0u);
  const auto more = [&](uint32_t a, uint32_t b) {
    const Expert &x = layer.experts[a], &y = layer.experts[b];
    return x.uses != y.uses ? x.uses > y.uses : a < b;
  };
  std::partial_sort(entering_.begin(), entering_.begin() + static_cast<std::ptrdiff_t>(pins), entering_.end(),
                    more);
  for (size_t i = 0; i < pins; ++i) layer.experts[entering_[i]].pinned = true;
  layer.pinsChosen = true;
}

// Everything that may leave is held, at rest, and not in use.
bool ExpertCache::mayLeave(const Layer& layer, const Expert& e) const {
  if (!isHeld(e) || e.arriving) return false;
  if (inStep_ && e.step == step_) return false;
  return layer.rows == 0 || e.last < static_cast<double>(layer.rows);
}

bool ExpertCache::mayEnter(const Expert& e) const {
  if (isHeld(e) || e.last == 0) return false;
  // Where the order of arrival decides, what was evicted must not come back without being used.
  const bool byArrival = policy_ == CachePolicy::Fifo || policy_ == CachePolicy::SecondChance;
  return !byArrival || e.step == step_;
}

double ExpertCache::score(const Expert& e) const {
  constexpr double kPinned = 1e15;  // above every row number
  switch (policy_) {
    case CachePolicy::Lfu:
      return static_cast<double>(e.uses);
    case CachePolicy::Lfru:
      return e.last == 0 ? -1 : e.faded;
    case CachePolicy::PinnedHalf:
      return e.pinned ? kPinned + e.last : e.last;
    case CachePolicy::Fifo:
      return isHeld(e) ? e.arrived : e.last;
    default:
      return e.last;
  }
}

// The hand goes round the slots; whoever was used since it last came by is passed over once.
uint32_t ExpertCache::nextByHand(Layer& layer) {
  const auto slots = static_cast<uint32_t>(layer.expertIn.size());
  for (uint32_t tried = 0; tried < 2 * slots; ++tried) {
    const uint32_t expert = layer.expertIn[layer.hand];
    layer.hand = (layer.hand + 1) % slots;
    if (expert == kNoExpert || !mayLeave(layer, layer.experts[expert])) continue;
    Expert& e = layer.experts[expert];
    if (!e.referenced) return expert;
    e.referenced = false;
  }
  return kNoExpert;
}

// Fills leaving_ with up to `wanted` experts, the least worth keeping first.
uint32_t ExpertCache::gatherVictims(Layer& layer, uint32_t wanted) {
  uint32_t count = 0;
  if (policy_ == CachePolicy::SecondChance) {
    for (; count < wanted; ++count) {
      const uint32_t expert = nextByHand(layer);
      const auto end = leaving_.begin() + count;
      if (expert == kNoExpert || std::find(leaving_.begin(), end, expert) != end) break;
      leaving_[count] = expert;
    }
    return count;
  }
  for (const uint32_t expert : layer.expertIn) {
    if (expert != kNoExpert && mayLeave(layer, layer.experts[expert])) leaving_[count++] = expert;
  }
  const uint32_t kept = std::min(count, wanted);
  std::partial_sort(leaving_.begin(), leaving_.begin() + kept, leaving_.begin() + count,
                    [&](uint32_t a, uint32_t b) {
                      const double x = score(layer.experts[a]), y = score(layer.experts[b]);
                      return x != y ? x < y : a < b;
                    });
  return kept;
}

uint32_t ExpertCache::propose(uint32_t layer, std::span<ExpertMove> moves) {
  Layer& l = layers_[layer];
  uint32_t entering = 0;
  for (uint32_t e = 0; e < experts_; ++e) {
    if (mayEnter(l.experts[e])) entering_[entering++] = e;
  }
  const auto wanted = static_cast<uint32_t>(std::min<size_t>({moves.size(), entering, l.expertIn.size()}));
  if (wanted == 0) return 0;
  std::partial_sort(entering_.begin(), entering_.begin() + wanted, entering_.begin() + entering,
                    [&](uint32_t a, uint32_t b) {
                      const double x = score(l.experts[a]), y = score(l.experts[b]);
                      return x != y ? x > y : a < b;
                    });
  uint32_t count = 0;
  for (uint32_t slot = 0; slot < l.expertIn.size() && count < wanted; ++slot) {
    if (l.expertIn[slot] != kNoExpert) continue;
    moves[count] = {layer, entering_[count], slot, kNoExpert};
    ++count;
  }
  if (count == wanted) return count;
  const uint32_t leaving = gatherVictims(l, wanted - count);
  for (uint32_t i = 0; i < leaving; ++i) {
    const Expert &in = l.experts[entering_[count]], &out = l.experts[leaving_[i]];
    if (policy_ != CachePolicy::SecondChance && score(in) <= score(out)) break;
    moves[count] = {layer, entering_[count], out.slot, leaving_[i]};
    ++count;
  }
  return count;
}

void ExpertCache::begin(const ExpertMove& move) {
  Layer& l = layers_[move.layer];
  CHECK(l.expertIn[move.slot] == move.victim && !isHeld(l.experts[move.expert]));
  if (move.victim != kNoExpert) {
    CHECK(!l.experts[move.victim].arriving);
    l.experts[move.victim].slot = kNoSlot;
  }
  Expert& e = l.experts[move.expert];
  e.slot = move.slot;
  e.arriving = true;
  l.expertIn[move.slot] = move.expert;
}

void ExpertCache::finish(const ExpertMove& move) {
  Layer& l = layers_[move.layer];
  Expert& e = l.experts[move.expert];
  CHECK(e.arriving && e.slot == move.slot);
  e.arriving = false;
  e.referenced = false;
  e.arrived = static_cast<double>(l.rows);
  ++movesFinished_;
}

void ExpertCache::abandon(const ExpertMove& move) {
  Layer& l = layers_[move.layer];
  Expert& e = l.experts[move.expert];
  CHECK(e.arriving && e.slot == move.slot);
  e.arriving = false;
  e.slot = kNoSlot;
  l.expertIn[move.slot] = kNoExpert;
}

void ExpertCache::clearSlots() {
  for (Layer& l : layers_) {
    std::fill(l.expertIn.begin(), l.expertIn.end(), kNoExpert);
    for (Expert& e : l.experts) {
      e.slot = kNoSlot;
      e.arriving = false;
    }
  }
}

void ExpertCache::drop(uint32_t layer, uint32_t expert) {
  Layer& l = layers_[layer];
  Expert& e = l.experts[expert];
  if (!isHeld(e)) return;
  CHECK(!e.arriving);
  l.expertIn[e.slot] = kNoExpert;
  e.slot = kNoSlot;
}

void ExpertCache::setSlots(uint32_t layer, uint32_t slots, std::vector<SlotMove>& moved) {
  CHECK(slots <= experts_);
  Layer& l = layers_[layer];
  std::vector<uint32_t> held;
  for (const uint32_t expert : l.expertIn) {
    if (expert == kNoExpert) continue;
    CHECK(!l.experts[expert].arriving);
    held.push_back(expert);
  }
  std::sort(held.begin(), held.end(), [&](uint32_t a, uint32_t b) {
    const double x = score(l.experts[a]), y = score(l.experts[b]);
    return x != y ? x > y : a < b;
  });
  while (held.size() > slots) {
    drop(layer, held.back());
    held.pop_back();
  }
  uint32_t target = 0;
  for (uint32_t slot = slots; slot < l.expertIn.size(); ++slot) {
    const uint32_t expert = l.expertIn[slot];
    if (expert == kNoExpert) continue;
    while (l.expertIn[target] != kNoExpert) ++target;  // there is room: at most `slots` are left
    l.expertIn[target] = expert;
    l.experts[expert].slot = target;
    moved.push_back({layer, expert, slot, target});
  }
  l.expertIn.resize(slots, kNoExpert);
  l.hand = 0;
}

ResidencyProfile ExpertCache::profile() const {
  ResidencyProfile profile(layers_.size());
  for (size_t i = 0; i < layers_.size(); ++i) {
    const Layer& l = layers_[i];
    for (uint32_t e = 0; e < experts_; ++e) {
      if (l.experts[e].last > 0) profile[i].push_back(e);
    }
    std::stable_sort(profile[i].begin(), profile[i].end(),
                     [&](uint32_t a, uint32_t b) { return score(l.experts[a]) > score(l.experts[b]); });
  }
  return profile;
}

void ExpertCache::restore(const ResidencyProfile& profile) {
  CHECK(!inStep_);
  for (size_t i = 0; i < layers_.size() && i < profile.size(); ++i) {
    Layer& l = layers_[i];
    for (Expert& e : l.experts) {
      e.last = e.faded = 0;
      e.uses = 0;
    }
    // One row for each rank, the last used first: under every policy the order comes out as it was.
    l.rows += experts_;
    double row = static_cast<double>(l.rows);
    for (const uint32_t expert : profile[i]) {
      if (expert >= experts_ || l.experts[expert].last > 0) continue;
      Expert& e = l.experts[expert];
      e.last = row;
      e.faded = row / kHalfLifeRows;
      e.uses = 1;
      row -= 1;
    }
    ++l.rows;  // none of these is in use
  }
}

void ExpertCache::snapshot(uint32_t layer, std::span<ExpertCell> cells) const {
  CHECK(cells.size() == experts_);
  const Layer& l = layers_[layer];
  for (uint32_t i = 0; i < experts_; ++i) {
    const Expert& e = l.experts[i];
    const double age = std::floor(static_cast<double>(l.rows) - std::floor(e.last));
    cells[i] = {e.slot, e.arriving, e.last == 0 ? UINT32_MAX : static_cast<uint32_t>(std::min(age, 4e9)),
                e.uses};
  }
}

HitCount ExpertCache::total() const {
  HitCount sum;
  for (const Layer& l : layers_) {
    sum.hits += l.count.hits;
    sum.misses += l.count.misses;
  }
  return sum;
}

HitCount ExpertCache::recent(uint32_t layer) const {
  HitCount sum;
  for (const HitCount& step : layers_[layer].recent) {
    sum.hits += step.hits;
    sum.misses += step.misses;
  }
  return sum;
}

HitCount ExpertCache::recent() const {
  HitCount sum;
  for (uint32_t i = 0; i < layers(); ++i) {
    const HitCount one = recent(i);
    sum.hits += one.hits;
    sum.misses += one.misses;
  }
  return sum;
}

}  // namespace hearth
