// Which experts a fast memory of limited size should hold. Pure logic over numbers: the memory may be VRAM, a
// RAM cache in front of a disk, or nothing at all in a simulation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/experts/token_memory.h"
#include "runtime/forward/expert_source.h"

namespace hearth {

inline constexpr uint32_t kNoSlot = UINT32_MAX;

// What is worth keeping. Every policy but Fifo and SecondChance gives an expert a score; a missing expert
// moves in when it scores more than the least of those that are held, also some steps after its use, because
// the number of moves a step is bounded.
enum class CachePolicy {
  Foresight,  // Lfru, and what the step's tokens chose when they last came by; the one that is shipped
  Lru,        // the row of the last use
  Lfu,        // the number of uses
  Lfru,       // uses that fade: each counts half as much kHalfLifeRows rows later (Lee et al. 2001, "LRFU")
  SecondChance,  // in the order of arrival, but a use since the hand came by saves once (CLOCK)
  PinnedHalf,    // half of the slots for the experts used most in the beginning, for ever; the others Lru
  Fifo,          // in the order of arrival
  Clairvoyant,   // knows the future: the simulator's bound, not for ExpertCache
};
inline constexpr CachePolicy kRealPolicies[] = {
    CachePolicy::Foresight,    CachePolicy::Lru,        CachePolicy::Lfu, CachePolicy::Lfru,
    CachePolicy::SecondChance, CachePolicy::PinnedHalf, CachePolicy::Fifo};
std::string_view nameOf(CachePolicy policy);                    // "lru", "second-chance"
std::optional<CachePolicy> policyNamed(std::string_view name);  // the real ones

// Copy `expert` to `slot`, where `victim` lies (kNoExpert: nothing does).
struct ExpertMove {
  uint32_t layer = 0, expert = 0, slot = 0, victim = kNoExpert;
};
// Copy `expert` from one slot to another, because the memory shrinks.
struct SlotMove {
  uint32_t layer = 0, expert = 0, from = 0, to = 0;
};

// One expert in a heat map.
struct ExpertCell {
  uint32_t slot = kNoSlot;
  bool arriving = false;      // its copy is on the way to `slot`
  uint32_t age = UINT32_MAX;  // rows since its last use; UINT32_MAX: never used
  uint32_t uses = 0;          // choices of it so far, hits or not
};

struct HitCount {
  uint64_t hits = 0, misses = 0;
  double rate() const {
    return hits + misses == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(hits + misses);
  }
};

struct ExpertCacheOptions {
  uint32_t experts = 0;         // per layer
  std::vector<uint32_t> slots;  // per layer of the model; 0 where there are no experts, or none shall be held
  CachePolicy policy = CachePolicy::Foresight;
  uint32_t topK = 0;  // chosen per row; 0: tokens are not remembered, and Foresight is Lfru
};

// The experts of a model by layer, the most wanted first; those never used are left out.
using ResidencyProfile = std::vector<std::vector<uint32_t>>;

// A step is one evaluation, of one row or many: beginStep(), then used() once per layer, endStep(). The best
// time to propose() moves is between beginStep() and used(), when the step's tokens are known and nothing is
// in use yet: what is there when the layer comes counts. Used by one thread; a step allocates no memory.
class ExpertCache {
 public:
  explicit ExpertCache(const ExpertCacheOptions& options);

  uint32_t layers() const { return static_cast<uint32_t>(layers_.size()); }
  uint32_t experts() const { return experts_; }
  uint32_t slots(uint32_t layer) const { return static_cast<uint32_t>(layers_[layer].expertIn.size()); }
  CachePolicy policy() const { return policy_; }
  void setPolicy(CachePolicy policy);
  // kNoSlot while an expert is not there, or still on the way.
  uint32_t slotOf(uint32_t layer, uint32_t expert) const;
  // The expert in a slot, also one that is still on the way; kNoExpert for an empty slot.
  uint32_t expertIn(uint32_t layer, uint32_t slot) const { return layers_[layer].expertIn[slot]; }

  // ---- A step --------------------------------------------------------------------------------------------
  // `tokens` of the step's rows, valid until endStep(); empty where they are not known.
  void beginStep(std::span<const int32_t> tokens = {});
  // The experts that the rows chose, [rows, topK]; kNoExpert is skipped. Returns the number of misses.
  uint32_t used(uint32_t layer, std::span<const uint32_t> experts, uint32_t topK);
  void endStep();

  // ---- Moves ---------------------------------------------------------------------------------------------
  // At most moves.size() moves that are worth making, the best first; returns their number. A victim is never
  // on the way; in a step it is never one that the step has used, and after it never one of the last row.
  uint32_t propose(uint32_t layer, std::span<ExpertMove> moves);
  void begin(const ExpertMove& move);    // the victim is gone from here on
  void finish(const ExpertMove& move);   // from here on slotOf() tells
  void abandon(const ExpertMove& move);  // the copy failed: the slot is empty
  // Forgets where everything lies, not how it was used: the memory was lost.
  void clearSlots();

  // ---- Size ----------------------------------------------------------------------------------------------
  // Slots [0, slots) remain, with the best experts; nothing of this layer may be on the way. Survivors that
  // lie in a slot that vanishes move to the one named in `moved`, where they already count as being: copy
  // them, or drop() them.
  void setSlots(uint32_t layer, uint32_t slots, std::vector<SlotMove>& moved);
  void drop(uint32_t layer, uint32_t expert);

  // ---- Warm start ----------------------------------------------------------------------------------------
  ResidencyProfile profile() const;
  // Ranks experts as in a profile of the same model, everything else below. Moves nothing: propose() then
  // tells what to fetch.
  void restore(const ResidencyProfile& profile);

  // ---- Watching ------------------------------------------------------------------------------------------
  void snapshot(uint32_t layer, std::span<ExpertCell> cells) const;
  HitCount total() const;
  HitCount total(uint32_t layer) const { return layers_[layer].count; }
  HitCount recent() const;  // the last kRecentSteps steps
  HitCount recent(uint32_t layer) const;
  uint64_t movesFinished() const { return movesFinished_; }

  static constexpr uint32_t kRecentSteps = 64;
  // Found on traces (tests/bench/README.md), which hardly tell 16 from 64.
  static constexpr double kHalfLifeRows = 16;
  // Foresight's scores are the uses expected of the coming row: less gain than this is not worth a copy.
  static constexpr double kLeastGain = 0.1;

 private:
  struct Expert {
    double last = 0;   // row of the last use, plus a fraction for its rank there; 0: never
    double faded = 0;  // log2 of the faded uses, plus row / half-life: constant between uses
    double arrived = 0;
    uint64_t step = 0;  // of the last use
    uint32_t uses = 0;
    uint32_t slot = kNoSlot;
    bool arriving = false;
    bool referenced = false;
    bool pinned = false;
  };
  struct Layer {
    std::vector<Expert> experts;
    std::vector<uint32_t> expertIn;  // of each slot
    uint64_t rows = 0;
    uint64_t step = 0;  // of the last use
    uint32_t hand = 0;
    bool pinsChosen = false;
    HitCount count;
    std::vector<HitCount> recent;  // a ring of steps
  };

  bool foresees() const { return policy_ == CachePolicy::Foresight && !memory_.empty(); }
  bool isHeld(const Expert& e) const { return e.slot != kNoSlot; }
  bool mayLeave(const Layer& layer, const Expert& e) const;
  bool mayEnter(const Layer& layer, const Expert& e) const;
  double score(const Expert& e) const;
  void scoreAll(uint32_t layer);
  bool scoresMore(uint32_t a, uint32_t b) const {
    return scores_[a] != scores_[b] ? scores_[a] > scores_[b] : a < b;
  }
  void touch(Layer& layer, Expert& expert, double rank);
  void choosePins(Layer& layer);
  uint32_t gatherVictims(Layer& layer, uint32_t wanted);
  uint32_t nextByHand(Layer& layer);

  uint32_t experts_;
  uint32_t topK_;
  CachePolicy policy_;
  uint64_t step_ = 0;
  bool inStep_ = false;
  std::span<const int32_t> tokens_;  // of the step
  TokenMemory memory_;
  uint64_t movesFinished_ = 0;
  std::vector<Layer> layers_;
  std::vector<uint32_t> entering_, leaving_;  // scratch, [experts] each
  std::vector<double> scores_;
};

}  // namespace hearth
