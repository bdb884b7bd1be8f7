// What the arch_*.cpp files read a model through: checked hyperparameters and checked tensors.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/gguf_file.h"
#include "runtime/model/loader.h"
#include "runtime/model/weights.h"

namespace hearth {

// Sane limits of hyperparameters: far above every published model, and small enough that the product of two
// fits 64 bits and a table of one cannot hurt.
inline constexpr uint32_t kWidthMax = 1u << 20;
inline constexpr uint32_t kHeadsMax = 1u << 14;
inline constexpr uint32_t kHeadDimMax = 1u << 14;
inline constexpr uint32_t kLayersMax = 1u << 12;
inline constexpr uint32_t kExpertsMax = 1u << 14;

// Reads on after a failure and keeps the first error, so that an architecture's file reads straight through:
// a failed number is the lowest allowed one, a failed tensor is empty. The caller asks failed() before it
// uses what was read. Keys are given without the architecture's prefix ("block_count").
class ModelReader {
 public:
  // `owned` receives the tensors made at load. The file outlives the reader.
  ModelReader(const GgufFile& file, std::string architecture, Derived derived,
              std::vector<std::unique_ptr<std::byte[]>>& owned)
      : file_(file), architecture_(std::move(architecture)), derived_(derived), owned_(owned) {}

  bool failed() const { return error_.has_value(); }
  Error takeError() { return std::move(*error_); }
  void fail(std::string sentence);

  bool hasKey(std::string_view key) const;
  uint32_t count(std::string_view key, uint32_t low, uint32_t high);
  uint32_t countOr(std::string_view key, uint32_t fallback, uint32_t low, uint32_t high);
  float numberOr(std::string_view key, float fallback, float low, float high);
  float number(std::string_view key, float low, float high);
  bool flagOr(std::string_view key, bool fallback);
  std::string textOr(std::string_view key, std::string_view fallback);
  // As the user sees it in an error: 'llama.block_count'.
  std::string keyName(std::string_view key) const {
    return "'" + architecture_ + "." + std::string(key) + "'";
  }
  const GgufFile& file() const { return file_; }

  bool hasTensor(std::string_view name) const { return file_.find(name) != nullptr; }
  // Exactly [rows, cols], of a format that linear maps come in.
  TensorView matrix(const std::string& name, uint64_t rows, uint64_t cols);
  // `count` matrices [rows, cols] one after the other, as the view [count * rows, cols].
  TensorView stack(const std::string& name, uint64_t count, uint64_t rows, uint64_t cols);
  // The matrix `what` ("gate") of all routed experts: PREFIXffn_WHAT_exps, or PREFIXffn_WHAT.N of each.
  ExpertStack experts(const std::string& prefix, const std::string& what, uint32_t count, uint64_t rows,
                      uint64_t cols);
  // name.weight, and name.bias when the file has it.
  Linear linear(const std::string& name, uint64_t out, uint64_t in);
  // Finite floats, copied.
  std::vector<float> vector(const std::string& name, uint64_t size);
  std::vector<float> vectorIfThere(const std::string& name, uint64_t size);

  // Room for a tensor made at load, filled by `fill(bytes)`; lives as long as the model. Empty with
  // Derived::Skip.
  template <class Fill>
  TensorView derive(DType type, uint32_t rows, uint32_t cols, const Fill& fill) {
    if (derived_ == Derived::Skip) return {};
    const size_t size = size_t{rows} * (size_t{cols} / layoutOf(type).values * layoutOf(type).bytes);
    owned_.push_back(std::make_unique<std::byte[]>(size));
    fill(owned_.back().get());
    return {{owned_.back().get(), size}, type, rows, cols};
  }

 private:
  template <class T>
  T valueOr(Result<T> result, T fallback);
  const TensorInfo* checked(const std::string& name, uint64_t cols, uint64_t rows, uint64_t planes);

  const GgufFile& file_;
  std::string architecture_;
  Derived derived_;
  std::vector<std::unique_ptr<std::byte[]>>& owned_;
  std::optional<Error> error_;
};

}  // namespace hearth
