// How much each column of a model's matrices matters: the mean square of what it is multiplied with, gathered
// over a text. The file is llama.cpp's imatrix format (a GGUF file with NAME.in_sum2 and NAME.counts), so
// that either program reads what the other gathered.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/gguf_file.h"

namespace hearth {

// Sums over a text, of one tensor.
struct ColumnSums {
  uint64_t cols = 0;
  std::vector<float> squares;  // [matrices, cols]: sums of squares of the inputs
  std::vector<float> counts;   // [matrices]: how many inputs
};

class Importance {
 public:
  static Result<Importance> read(const std::string& path);
  // `tokens` and `text` say what they were gathered over.
  static Result<void> write(const std::string& path, const std::map<std::string, ColumnSums>& sums,
                            uint64_t tokens, const std::string& text);
  // Mean squares from sums, as read() has them.
  explicit Importance(const std::map<std::string, ColumnSums>& sums);

  // Of each column of each matrix of a stack, [shape[2] * shape[3], shape[0]]; empty when nothing is known.
  std::span<const float> of(const TensorInfo& tensor) const;
  // Fails when what is known of the tensor is of another shape: the file is another model's.
  Result<void> check(const TensorInfo& tensor) const;
  size_t tensorCount() const { return means_.size(); }

 private:
  struct Means {
    uint64_t cols;
    std::vector<float> values;
  };
  std::map<std::string, Means, std::less<>> means_;
};

}  // namespace hearth
