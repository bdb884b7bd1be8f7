// Multi-token prediction (DeepSeek-V3, section 2.2): a layer beyond the last that sees what the model made of
// a token, and the token after it, and guesses the one after that. Guessing further, it takes what it made of
// its own guess in the model's place.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/forward/ops.h"

namespace hearth {

// Follows a decoder, on Ops of its own. Its row at position p is made of the model's state at p (after the
// final norm) and token p + 1, and lies in its own cache under p, in the same pages. Rows are computed when
// they are needed, or many at a time: states wait until then. Used by the decoder's thread; model and Ops
// outlive it.
class Nextn {
 public:
  // The model has a nextn layer. `cacheShape` is that of one layer.
  static Result<std::unique_ptr<Nextn>> create(const Model& model, Ops& ops, const KvShape& cacheShape,
                                               uint32_t contextLength, uint32_t maxBatch);

  KvCache& cache() { return *cache_; }
  // Where the model's passes leave their rows' states, [maxBatch, width]; always the same place.
  std::span<float> fresh() { return fresh_; }
  // The model has evaluated `batch`, and fresh() has its states.
  void take(const Batch& batch);
  // As Decoder::draft().
  uint32_t draft(int32_t next, uint32_t position, std::span<const uint32_t> pages,
                 std::span<int32_t> guesses);

 private:
  Nextn(const Model& model, Ops& ops, uint32_t contextLength, uint32_t maxBatch);
  void walk(const Batch& batch, Logits logits);
  void run(const Batch& batch, Logits logits);
  void catchUp(int32_t next, std::span<const uint32_t> pages, Logits logits);
  bool waitsFor(uint32_t position, std::span<const uint32_t> pages) const;

  const Model& model_;
  Ops& ops_;
  uint32_t contextLength_, maxBatch_;
  std::unique_ptr<KvCache> cache_;
  std::vector<float> fresh_, waiting_;  // [maxBatch, width]
  std::vector<float> state_;            // [width], of the newest guess
  // What waits: the states of positions [first_, first_ + tokens_.size()), and the tokens there.
  std::vector<int32_t> tokens_;
  uint32_t first_ = 0;
  uint32_t page_ = 0;  // of first_: tells one sequence from another
};

}  // namespace hearth
