// Experts straight from the mapped file: nothing is read ahead and nothing copied.
#pragma once

#include <memory>

#include "runtime/forward/expert_source.h"

namespace hearth {

// The model outlives it.
std::unique_ptr<ExpertSource> makeMappedSource(const Model& model);

}  // namespace hearth
