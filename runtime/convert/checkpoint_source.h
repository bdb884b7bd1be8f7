// A checkpoint's tensors as GGUF files have them: experts stacked, the up-projections of latent attention
// apart, rotation pairs as neighbours where the architecture's files have them so.
#pragma once

#include <memory>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/convert/tensor_source.h"

namespace hearth {

// The file comes from openCheckpoint() and outlives it. Tensors are numbers made on demand: their `bytes` are
// empty and their type is F32.
class CheckpointSource final : public TensorSource {
 public:
  static Result<std::unique_ptr<CheckpointSource>> create(const GgufFile& file);

  const Metadata& metadata() const override { return metadata_; }
  const std::vector<const TensorInfo*>& tensors() const override { return pointers_; }
  void readRows(const TensorInfo& tensor, uint64_t firstRow, uint32_t count, float* out) const override;

 private:
  // How a tensor is made of those of the file.
  struct Recipe {
    enum class Kind { Rows, KeyAbsorb, ValueUp, Neighbours, RopeFactors };
    Kind kind = Kind::Rows;
    std::vector<TensorView> parts{};  // one after the other
    uint32_t headRows = 0;            // of the source, per head
  };
  explicit CheckpointSource(const GgufFile& file) : file_(file), metadata_(file.metadata()) {}
  Result<void> fill();
  Result<void> stackExperts(const TensorInfo& first);
  Result<void> splitLatent(const TensorInfo& both);
  Result<void> addRopeFactors();
  uint32_t number(const char* key) const;
  void add(TensorInfo info, Recipe recipe);
  void readRow(const Recipe& recipe, uint64_t row, float* out) const;

  const GgufFile& file_;
  Metadata metadata_;
  std::vector<TensorInfo> infos_;
  std::vector<Recipe> recipes_;  // of each
  std::vector<const TensorInfo*> pointers_;
  std::vector<float> ropeFactors_;
};

// The source for either kind of file, which outlives it.
Result<std::unique_ptr<TensorSource>> sourceOf(const GgufFile& file);

}  // namespace hearth
