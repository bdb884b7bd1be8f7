// Replays a routing trace against a cache of experts, and against one that knows the future.
#pragma once

#include <cstdint>

#include "runtime/experts/expert_cache.h"
#include "runtime/experts/routing_trace.h"

namespace hearth {

struct SimulationOptions {
  CachePolicy policy = kShippedPolicy;
  uint32_t slots = 0;         // in every layer
  uint32_t movesPerStep = 2;  // in every layer
  // Steps that a move takes: 0 is done before the first layer of the step in which it began, 1 when the next
  // step begins. During that time its slot serves nobody.
  uint32_t moveSteps = 0;
  // So many tokens at the beginning are a prompt: one step of many rows that is not counted, after which the
  // slots are filled from what it used.
  uint32_t promptTokens = 0;
};

struct SimulationResult {
  HitCount count;
  uint64_t moves = 0;  // after the prompt
};

// Every token is a step; moves are made when it begins, when it is known but its choices are not, and are
// done before the first of its layers.
//
// Clairvoyant is the optimum of Belady (1966) for each layer, for a cache that need not take in what it
// lacks: after each token, out of what it holds and what the token used, it keeps what is used again soonest.
// Its moves are free and unbounded, so that no demand cache can do better; one that fetches before the first
// use could.
SimulationResult simulate(const RoutingRecord& record, const SimulationOptions& options);

}  // namespace hearth
