// Which experts the next layer will probably choose: its router applied to this layer's input. The residual
// stream changes little from layer to layer, so much of the guess is right.
#pragma once

#include <span>
#include <vector>

#include "runtime/model/weights.h"

namespace hearth {

// Used by one thread; the model outlives it.
class RouterGuess {
 public:
  // Routers that are not float32 are decoded once, here.
  explicit RouterGuess(const Model& model);

  // The next layer with experts behind `layer`; UINT32_MAX when there is none.
  uint32_t nextLayer(uint32_t layer) const { return next_[layer]; }
  // h [width]: the normalised input of `layer`'s feed-forward. Writes the likeliest experts of the next layer,
  // the likeliest first; `layer` must have one. Not thread-safe: it has scratch.
  void guess(uint32_t layer, const float* h, std::span<uint32_t> experts);

 private:
  struct Router {
    const float* rows = nullptr;   // [experts, width]; null for layers without experts
    std::vector<float> decoded;    // what rows points to, where the file has another format
    std::vector<float> gainRatio;  // [width]: the next layer's norm gain over this one's, see guess()
  };
  const Model& model_;
  std::vector<uint32_t> next_;
  std::vector<Router> routers_;
  std::vector<float> input_, scores_;
};

}  // namespace hearth
