// The experts that a device does not hold, computed by the processor's threads.
#pragma once

#include <memory>

#include "runtime/base/result.h"
#include "runtime/base/thread_pool.h"
#include "runtime/forward/expert_source.h"

namespace hearth::cpu {

// Memory for `rowsMax` rows is allocated here and never later; more rows at a time go in pieces. Weights come
// from `source`, or where it is null straight from the mapping. Pool, model and source outlive the result.
Result<std::unique_ptr<HostExperts>> makeHostExperts(ThreadPool& pool, const Model& model, uint32_t rowsMax,
                                                     ExpertSource* source = nullptr);

}  // namespace hearth::cpu
