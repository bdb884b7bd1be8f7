// config.json and generation_config.json in the terms of GGUF's keys.
#pragma once

#include <nlohmann/json.hpp>

#include "runtime/base/result.h"
#include "runtime/gguf/metadata.h"

namespace hearth {

// True where queries and keys of an architecture whose GGUF files have rotation pairs as neighbours still
// have them a half apart, as its checkpoints do. Hearth's own; never written to a file.
inline constexpr const char* kRopeHalvesKey = "hearth.rope.halves";

// general.architecture and the architecture's keys.
Result<void> addConfigKeys(const nlohmann::json& config, Metadata& metadata);
// The publisher's advice for sampling.
void addSamplingKeys(const nlohmann::json& generationConfig, Metadata& metadata);

}  // namespace hearth
