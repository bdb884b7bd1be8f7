// A residency profile as bytes, to be kept beside a conversation: which experts its answers used, the most
// wanted first. Opaque to whoever keeps it, and of use only with the model that it came from.
//
// Numbers are little-endian: "HXPF", version u8, identity of the model u64, layers u16, experts u16; for each
// layer a count u16 and as many ids of one byte, or two where there are more than 256 experts; FNV-1a of all
// before it, u64.
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

std::string toBytes(const ResidencyProfile& profile, uint32_t experts, uint64_t identity);
// Nothing when the bytes are damaged, of another version, or of another model: then there is no warm start,
// which is all that is lost. `layers` and `experts` are the model's.
std::optional<ResidencyProfile> profileFrom(std::string_view bytes, uint32_t layers, uint32_t experts,
                                            uint64_t identity);

}  // namespace hearth
