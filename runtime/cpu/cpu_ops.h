// Ops on the CPU: executes each verb at once, on a pool of threads.
#pragma once

#include <memory>

#include "runtime/base/thread_pool.h"
#include "runtime/forward/ops.h"

namespace hearth {

// The pool outlives the ops.
std::unique_ptr<Ops> makeCpuOps(ThreadPool& pool);

}  // namespace hearth
