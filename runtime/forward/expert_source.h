// Where the weights of experts lie in main memory, and who computes experts there for a device that does not
// hold them. Implemented in experts/ (sources) and cpu/ (workers).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "runtime/base/result.h"
#include "runtime/model/weights.h"

namespace hearth {

// In a list of chosen experts: this place is somebody else's.
inline constexpr uint32_t kNoExpert = UINT32_MAX;

// gate and up [ffn, width], down [width, ffn].
struct ExpertWeights {
  TensorView gate, up, down;
};

// Used by one thread.
class ExpertSource {
 public:
  virtual ~ExpertSource() = default;
  // The most experts that acquire() takes at a time; whoever needs more goes in pieces.
  virtual uint32_t atOnce() const = 0;
  // The weights of each of `experts` (of one layer, none twice) in views[i], readable until release(). Blocks
  // while they come from disk; false when they could not be read (failure() says why).
  virtual bool acquire(uint32_t layer, std::span<const uint32_t> experts, std::span<ExpertWeights> views) = 0;
  virtual void release(uint32_t layer) = 0;
  // These will be acquired next: a source on disk begins to read as many of them as it has room for.
  virtual void want(uint32_t, std::span<const uint32_t>) {}
  // h [rows, width] is the input of `layer`'s feed-forward: a source on disk guesses the next layer's choice
  // from it and begins to read.
  virtual void lookAhead(uint32_t layer, const float* h, uint32_t rows) = 0;
  // Why weights could not be read, once that has happened; it stays.
  virtual std::optional<Error> failure() const { return std::nullopt; }
};

// Computes experts on the host. Used by one thread.
class HostExperts {
 public:
  virtual ~HostExperts() = default;
  // out[row] = sum over k of weights[row, k] * expert ids[row, k] (h[row]), all [rows, width]; places with
  // kNoExpert count nothing. False when weights could not be read.
  virtual bool run(uint32_t layer, const float* h, uint32_t rows, uint32_t topK, const uint32_t* ids,
                   const float* weights, float* out) = 0;
};

}  // namespace hearth
