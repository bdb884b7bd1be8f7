// How much each column of a model's matrices matters: the mean square of what it is multiplied with, gathered
// over a text. The file is llama.cpp's imatrix format (a GGUF file with NAME.in_sum2 and NAME.counts), so
// that either program reads what the other gathered. Hearth's own files also tell how inputs go together, in
// NAME.in_correlation, which llama.cpp passes over: for each matrix (or once for a stack) and each block of
// 256 columns the sums of products of two columns' inputs over the roots of their sums of squares, in half
// precision. Matrices with the same inputs share them: hearth.inputs.of lists such tensors, hearth.inputs.as
// whose inputs they have.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/gguf_file.h"
#include "runtime/tensor/correlated_fit.h"

namespace hearth {

// Sums over a text, of one tensor.
struct ColumnSums {
  uint64_t cols = 0;
  std::vector<float> squares;  // [matrices, cols]: sums of squares of the inputs
  std::vector<float> counts;   // [matrices]: how many inputs
  // [matrices or 1 for all of them, InputProducts::sizeOf(cols)]; empty when not gathered, or another
  // tensor's are the same.
  std::vector<float> products{};
  std::string sameInputs{};  // the name of that tensor, or empty
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
  // What is known of the blocks of columns of a matrix, ready for the encoders; empty when nothing is. Takes
  // a while: 1 to 2 ms for each block.
  std::vector<CorrelatedColumns> correlated(const TensorInfo& tensor, uint64_t matrix) const;
  bool hasCorrelated(const TensorInfo& tensor) const { return correlationsOf(tensor) != nullptr; }
  size_t tensorCount() const { return means_.size(); }

 private:
  struct Means {
    uint64_t cols;
    std::vector<float> values;
  };
  struct Correlations {
    std::vector<float> counts;     // [matrices], or one for all of them
    std::vector<uint16_t> halves;  // [as many, InputProducts::sizeOf(cols)]
  };
  Result<void> readCorrelations(const GgufFile& file, const std::map<std::string, ColumnSums>& sums);
  const Correlations* correlationsOf(const TensorInfo& tensor) const;

  std::map<std::string, Means, std::less<>> means_;
  std::map<std::string, Correlations, std::less<>> correlations_;
  std::map<std::string, std::string, std::less<>> sameInputs_;
};

}  // namespace hearth
