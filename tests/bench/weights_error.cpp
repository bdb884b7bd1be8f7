// How far the weights of a quantised model are from the original's, whoever wrote it:
//   weights_error ORIGINAL.gguf OTHER.gguf...
// A line for each: bytes, root mean square error over all matrices, and that as a share of their size.
#include <cmath>
#include <cstdio>
#include <vector>

#include "runtime/gguf/gguf_file.h"
#include "runtime/tensor/dequantize.h"

using namespace hearth;

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: weights_error ORIGINAL.gguf OTHER.gguf...\n");
    return 2;
  }
  const auto original = GgufFile::open(argv[1]);
  if (!original) {
    std::fprintf(stderr, "%s\n", original.error().what().c_str());
    return 1;
  }
  for (int i = 2; i < argc; ++i) {
    const auto other = GgufFile::open(argv[i]);
    if (!other) {
      std::fprintf(stderr, "%s\n", other.error().what().c_str());
      return 1;
    }
    double misses = 0, squares = 0, values = 0;
    for (const TensorInfo& info : original->tensors()) {
      const TensorInfo* found = other->find(info.name);
      if (!found || info.dimensions < 2 || !canDequantize(info.type) || found->type == DType::F32) continue;
      const TensorView a = viewOf(info), b = viewOf(*found);
      std::vector<float> rowA(a.cols()), rowB(b.cols());
      for (uint32_t r = 0; r < a.rows(); ++r) {
        dequantizeRow(a, r, rowA.data());
        dequantizeRow(b, r, rowB.data());
        for (size_t c = 0; c < rowA.size(); ++c) {
          misses += std::pow(double{rowA[c]} - rowB[c], 2);
          squares += double{rowA[c]} * rowA[c];
        }
      }
      values += static_cast<double>(size_t{a.rows()} * a.cols());
    }
    std::printf("%llu bytes  rms %.6g  relative %.4f %%  %s\n",
                static_cast<unsigned long long>(other->fileBytes()), std::sqrt(misses / values),
                100 * std::sqrt(misses / squares), argv[i]);
  }
  return 0;
}
