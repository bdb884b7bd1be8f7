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
    case CachePolicy::Foresight:
      return "foresight";
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

std::optional<CachePolicy> policyNamed(std::string_view name) {
  for (const CachePolicy policy : kRealPolicies) {
    if (nameOf(policy) == name) return policy;
  }
  return std::nullopt;
}

ExpertCache::ExpertCache(const ExpertCacheOptions& options)
    : experts_(options.experts),
      topK_(options.topK),
      layers_(options.slots.size()),
      entering_(options.experts),
      leaving_(options.experts),
      scores_(options.experts) {
  for (size_t i = 0; i < layers_.size(); ++i) {
    CHECK(options.slots[i] <= experts_);
    layers_[i].experts.resize(experts_);
    layers_[i].expertIn.assign(options.slots[i], kNoExpert);
    layers_[i].recent.resize(kRecentSteps);
  }
  setPolicy(options.policy);
}

void ExpertCache::setPolicy(CachePolicy policy) {
  CHECK(policy != CachePolicy::Clairvoyant);
  policy_ = policy;
  if (policy == CachePolicy::Foresight && topK_ > 0 && memory_.empty())
    memory_ = TokenMemory(layers(), topK_);
}

uint32_t ExpertCache::slotOf(uint32_t layer, uint32_t expert) const {
  const Expert& e = layers_[layer].experts[expert];
  return e.arriving ? kNoSlot : e.slot;
}

void ExpertCache::beginStep(std::span<const int32_t> tokens) {
  CHECK(!inStep_);
  inStep_ = true;
  tokens_ = tokens;
  ++step_;
  for (Layer& layer : layers_) layer.recent[step_ % kRecentSteps] = {};
}

void ExpertCache::endStep() {
  CHECK(inStep_);
  inStep_ = false;
  tokens_ = {};
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
  l.step = step_;
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
  if (!memory_.empty() && topK == topK_ && tokens_.size() == experts.size() / topK) {
    for (size_t r = 0; r < tokens_.size(); ++r) {
      memory_.remember(layer, tokens_[r], experts.subspan(r * topK, topK));
    }
  }
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
  if (inStep_) return e.step != step_;
  return layer.rows == 0 || e.last < static_cast<double>(layer.rows);
}

bool ExpertCache::mayEnter(const Layer& layer, const Expert& e) const {
  if (isHeld(e) || e.last == 0) return false;
  // Where the order of arrival decides, what was evicted must not come back without being used.
  const bool byArrival = policy_ == CachePolicy::Fifo || policy_ == CachePolicy::SecondChance;
  return !byArrival || e.step == layer.step;
}

double ExpertCache::score(const Expert& e) const {
  constexpr double kPinned = 1e15;  // above every row number
  switch (policy_) {
    case CachePolicy::Lfu:
      return static_cast<double>(e.uses);
    case CachePolicy::Foresight:
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

// Fills scores_. Foresight's are expected uses: the faded ones, scaled so that a row's add up to topK, and
// what the step's tokens promise as long as the layer has not seen them.
void ExpertCache::scoreAll(uint32_t layer) {
  const Layer& l = layers_[layer];
  for (uint32_t e = 0; e < experts_; ++e) scores_[e] = score(l.experts[e]);
  if (!foresees()) return;
  const double now = static_cast<double>(l.rows) / kHalfLifeRows;
  double sum = 0;
  for (uint32_t e = 0; e < experts_; ++e) {
    scores_[e] = l.experts[e].last == 0 ? 0 : std::exp2(scores_[e] - now);
    sum += scores_[e];
  }
  if (sum > 0) {
    for (double& s : scores_) s *= topK_ / sum;
  }
  if (!inStep_ || l.step == step_) return;
  for (const int32_t token : tokens_) memory_.expect(layer, token, scores_);
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
                    [&](uint32_t a, uint32_t b) { return scoresMore(b, a); });
  return kept;
}

uint32_t ExpertCache::propose(uint32_t layer, std::span<ExpertMove> moves) {
  Layer& l = layers_[layer];
  uint32_t entering = 0;
  for (uint32_t e = 0; e < experts_; ++e) {
    if (mayEnter(l, l.experts[e])) entering_[entering++] = e;
  }
  const auto wanted = static_cast<uint32_t>(std::min<size_t>({moves.size(), entering, l.expertIn.size()}));
  if (wanted == 0) return 0;
  scoreAll(layer);
  std::partial_sort(entering_.begin(), entering_.begin() + wanted, entering_.begin() + entering,
                    [&](uint32_t a, uint32_t b) { return scoresMore(a, b); });
  uint32_t count = 0;
  for (uint32_t slot = 0; slot < l.expertIn.size() && count < wanted; ++slot) {
    if (l.expertIn[slot] != kNoExpert) continue;
    moves[count] = {layer, entering_[count], slot, kNoExpert};
    ++count;
  }
  if (count == wanted) return count;
  const double leastGain = foresees() ? kLeastGain : 0;
  const uint32_t leaving = gatherVictims(l, wanted - count);
  for (uint32_t i = 0; i < leaving; ++i) {
    const uint32_t in = entering_[count], out = leaving_[i];
    if (policy_ != CachePolicy::SecondChance && scores_[in] <= scores_[out] + leastGain) break;
    moves[count] = {layer, in, l.experts[out].slot, out};
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
  scoreAll(layer);
  std::sort(held.begin(), held.end(), [&](uint32_t a, uint32_t b) { return scoresMore(a, b); });
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

}  // namespace hearth
