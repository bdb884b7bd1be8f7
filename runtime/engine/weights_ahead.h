// Brings a model's weights from the disk into memory before the first token needs them.
#pragma once

#include <functional>

#include "runtime/base/thread_pool.h"
#include "runtime/model/weights.h"

namespace hearth {

// Without routed experts where the disk tier reads these (`expertsFromDisk`). What does not fit in memory is
// left to the first token: reading ahead would throw out at the end what it read at the beginning.
// `onProgress` as in readAhead(); false when it stopped the reading.
bool readWeightsAhead(const Model& model, bool expertsFromDisk, ThreadPool& pool,
                      const std::function<bool(float)>& onProgress);

}  // namespace hearth
