// The names of what an ExpertCache may hold to be worth keeping.
#pragma once

#include <optional>
#include <string_view>

namespace hearth {

// What is worth keeping. Every policy but Fifo and SecondChance gives an expert a score; a missing expert
// moves in when it scores more than the least of those that are held, also some steps after its use, because
// the number of moves a step is bounded.
enum class CachePolicy {
  Foresight,  // Lfru, and what the step's tokens chose when they last came by
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
// The best on recorded traces (tests/bench/README.md), and what is used unless the user says otherwise.
inline constexpr CachePolicy kShippedPolicy = CachePolicy::Foresight;

std::string_view nameOf(CachePolicy policy);                    // "lru", "second-chance"
std::optional<CachePolicy> policyNamed(std::string_view name);  // the real ones

}  // namespace hearth
