// Runs a text through a model and adds up what its matrices are multiplied with.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/base/thread_pool.h"
#include "runtime/convert/importance.h"
#include "runtime/model/weights.h"

namespace hearth {

struct CollectOptions {
  uint32_t chunkTokens = 512;  // a context of its own each
  uint32_t chunksMax = 0;      // 0: all
  // How inputs go together takes at most so much memory (beside the sums of squares). What does not fit, that
  // of the largest tensors, is left out, of experts' gates and up matrices gathered once for all; 0: all is.
  uint64_t productBytesMost = uint64_t{4} << 30;
  std::function<bool(double fraction)> onProgress;  // false cancels; may be empty
};

struct Collected {
  std::map<std::string, ColumnSums> sums;  // by tensor
  uint64_t tokens = 0;
};

// 16,384 tokens, each of a vocabulary equally likely, always the same: what to gather over where no text is
// at hand. How inputs go together is for the most part the model's doing, not the text's.
std::vector<int32_t> evenlyDrawnTokens(uint32_t vocabSize);

// `tokens` in chunks of chunkTokens; a shorter rest counts too. On the CPU. The model is the original, or
// close to it; what its nextn layer sees is not gathered.
Result<Collected> collectImportance(const Model& model, std::span<const int32_t> tokens, ThreadPool& pool,
                                    const CollectOptions& options);

}  // namespace hearth
