// The architectures that Hearth knows: each is an arch_*.cpp of two functions and a line in registry.cpp.
#pragma once

#include <span>
#include <string_view>

#include "runtime/model/model_reader.h"

namespace hearth {

struct Architecture {
  std::string_view name;  // of general.architecture
  // Every hyperparameter, checked. Name and vocabulary size are filled by the loader.
  void (*readConfig)(ModelReader& reader, ModelConfig& config);
  // Layer `index` of the file; multi-token-prediction layers come after the ordinary ones.
  LayerWeights (*readLayer)(ModelReader& reader, const ModelConfig& config, uint32_t index);
};

std::span<const Architecture> architectures();

extern const Architecture kDeepseek2, kDeepseek32, kLlama, kQwen2, kQwen3, kQwen3Moe;

// The architecture that the file names; the error lists those that are supported.
Result<const Architecture*> architectureOf(const Metadata& metadata);

}  // namespace hearth
