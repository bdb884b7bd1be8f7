// Ops on the CPU: executes each verb at once, on a pool of threads.
#pragma once

#include <memory>

#include "runtime/base/thread_pool.h"
#include "runtime/forward/expert_source.h"
#include "runtime/forward/ops.h"

namespace hearth {

// Experts' weights come from `source`, or where it is null straight from MoeWeights. When the source cannot
// read, the pass fails. Pool and source outlive the ops.
std::unique_ptr<Ops> makeCpuOps(ThreadPool& pool, ExpertSource* source = nullptr);

}  // namespace hearth
