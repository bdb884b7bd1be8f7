// Which experts a model chose, token by token: recorded from a real pass, kept in a file, replayed by the
// simulator.
//
// The file, little-endian: "HEARTHRT", version u32 = 1, experts u32, topK u32, layers u32, tokens u64, the
// layers' numbers in the model u32[layers], the tokens' ids u32[tokens], then the experts' [tokens, layers,
// topK], best first, of one byte each, or two where a layer has more than 256 experts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/forward/ops.h"

namespace hearth {

struct RoutingRecord {
  uint32_t experts = 0;          // per layer
  uint32_t topK = 0;             // chosen per token
  std::vector<uint32_t> layers;  // those with experts
  std::vector<int32_t> tokens;
  std::vector<uint16_t> ids;  // [tokens, layers, topK]

  uint32_t size() const { return static_cast<uint32_t>(tokens.size()); }
  // `layer` counts in `layers`.
  std::span<const uint16_t> choice(uint32_t token, uint32_t layer) const {
    return std::span(ids).subspan((size_t{token} * layers.size() + layer) * topK, topK);
  }
};

// An empty record for a model with experts.
RoutingRecord makeRecord(const Model& model);
// For Ops::traceRouting(): adds a batch of tokens to the record, and writes there what it sees. The record
// outlives the trace.
RoutingTrace recordInto(RoutingRecord& record, std::span<const int32_t> tokens);

Result<void> writeRecord(const RoutingRecord& record, const std::string& path);
// Every count and id is checked; errors name what is wrong.
Result<RoutingRecord> readRecord(const std::string& path);

}  // namespace hearth
