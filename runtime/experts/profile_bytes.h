// Residency profiles as bytes, to be kept beside a conversation: which experts its answers used, the most
// wanted first, on the graphics card and in memory. Opaque to whoever keeps them, and of use only with the
// model that they came from.
//
// Numbers are little-endian: "HXPF", version u8, identity of the model u64, layers u16, experts u16, from
// version 2 on which places follow u8 (1: the card, 2: memory, 3: both, the card first); for each place and
// layer a count u16 and as many ids of one byte, or two where there are more than 256 experts; FNV-1a of all
// before it, u64. Version 1 is of one place, whichever that was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/experts/expert_cache.h"
#include "runtime/model/weights.h"

namespace hearth {

// Tells one model from another without reading its weights: sizes and the directory of its tensors.
uint64_t identityOf(const Model& model);

// What was wanted of each place, where a choice had to be made at all: a card that holds some experts, memory
// that holds some of a file's.
struct KeptExperts {
  std::optional<ResidencyProfile> card, memory;
  bool operator==(const KeptExperts&) const = default;
};

std::string toBytes(const KeptExperts& kept, uint32_t experts, uint64_t identity);
// Nothing when the bytes are damaged, of another version, or of another model: then there is no warm start,
// which is all that is lost. `layers` and `experts` are the model's. What version 1 kept is given as both.
std::optional<KeptExperts> keptFrom(std::string_view bytes, uint32_t layers, uint32_t experts,
                                    uint64_t identity);

}  // namespace hearth
