// What attention remembers of earlier tokens: the shape of the cache and the handle that a backend fills.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/model/config.h"

namespace hearth {

// How a cached number is stored. Half is the default; Float doubles the memory and takes the rounding away.
enum class KvPrecision { Half, Float };

// Rows of one layer and position. Grouped-query attention keeps a key row [kvHeads * keyDim] and a value row
// [kvHeads * valueDim]; latent attention keeps one row [latent | rotated shared key] and no values, because
// keys and values of every head are linear in the latent (DeepSeek-V2, section 2.1.2).
struct KvShape {
  uint32_t layers = 0;
  uint32_t positions = 0;
  uint32_t keyWidth = 0;
  uint32_t valueWidth = 0;
  KvPrecision precision = KvPrecision::Half;

  size_t numberBytes() const { return precision == KvPrecision::Half ? 2 : 4; }
  size_t bytesPerToken() const { return size_t{layers} * (size_t{keyWidth} + valueWidth) * numberBytes(); }
  size_t bytes() const { return bytesPerToken() * positions; }
};

KvShape kvShapeOf(const ModelConfig& config, uint32_t positions, KvPrecision precision);

// The memory of one sequence, owned by whoever asked Ops for it; only the Ops that made it can read it.
class KvCache {
 public:
  virtual ~KvCache() = default;
  const KvShape& shape() const { return shape_; }

 protected:
  explicit KvCache(const KvShape& shape) : shape_(shape) {}

 private:
  KvShape shape_;
};

}  // namespace hearth
