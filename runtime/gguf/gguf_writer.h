// Writes GGUF v3 files as a stream: the header at once, then the tensors' bytes in order, of any size and in
// any pieces. The file appears under its name only when it is whole.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/metadata.h"
#include "runtime/tensor/dtype.h"

namespace hearth {

// A tensor that will be written. shape[0] is the row length (GGUF's ne[0]), a multiple of the format's block.
struct TensorDeclaration {
  std::string name;
  DType type = DType::F32;
  uint32_t dimensions = 1;
  std::array<uint64_t, 4> shape = {1, 1, 1, 1};
};
uint64_t bytesOf(const TensorDeclaration& tensor);

// Used by one thread. Until finish() the bytes lie in PATH.part, which is removed when the writer is
// destroyed before: to cancel is to let go of it.
class GgufFileWriter {
 public:
  // Fails at once where the disk has no room for the whole file. An existing file at `path` is replaced by
  // finish(), not before.
  static Result<GgufFileWriter> create(const std::string& path, const Metadata& metadata,
                                       std::vector<TensorDeclaration> tensors);
  GgufFileWriter(GgufFileWriter&&) noexcept;
  GgufFileWriter& operator=(GgufFileWriter&&) noexcept;
  ~GgufFileWriter();

  // The next bytes: of the current tensor, which ends by itself. Never more than it has left.
  Result<void> append(std::span<const std::byte> bytes);
  // Of the tensor that append() goes on with; 0 when all are written.
  uint64_t bytesLeftOfTensor() const;
  uint64_t fileBytes() const;  // when whole

  // Every tensor was appended whole: flushes to the disk and gives the file its name.
  Result<void> finish();

 private:
  struct State;
  explicit GgufFileWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hearth
