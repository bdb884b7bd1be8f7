// What every layer of one evaluation shares.
#pragma once

#include "runtime/forward/ops.h"

namespace hearth {

struct Pass {
  const ModelConfig& config;
  const Batch& batch;
  KvCache& cache;
  Act turn;  // Ops::rotation of the batch
};

}  // namespace hearth
