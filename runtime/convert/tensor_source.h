// What a conversion reads: the keys and tensors of a model, and rows of them as numbers, whatever the file.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/gguf/gguf_file.h"

namespace hearth {

class TensorSource {
 public:
  virtual ~TensorSource() = default;
  virtual const Metadata& metadata() const = 0;
  // In the order in which they are to be written.
  virtual const std::vector<const TensorInfo*>& tensors() const = 0;
  // Rows [firstRow, firstRow + count) into out[count * shape[0]]. Only tensors of floats or of a quantised
  // format. Safe from several threads.
  virtual void readRows(const TensorInfo& tensor, uint64_t firstRow, uint32_t count, float* out) const = 0;
};

// A GGUF file, which outlives it; tensors in the order of the file, so that it is read from front to back.
class GgufSource final : public TensorSource {
 public:
  explicit GgufSource(const GgufFile& file);
  const Metadata& metadata() const override { return file_.metadata(); }
  const std::vector<const TensorInfo*>& tensors() const override { return tensors_; }
  void readRows(const TensorInfo& tensor, uint64_t firstRow, uint32_t count, float* out) const override;

 private:
  const GgufFile& file_;
  std::vector<const TensorInfo*> tensors_;
};

}  // namespace hearth
