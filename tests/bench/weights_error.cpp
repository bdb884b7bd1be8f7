// How far the weights of a quantised model are from the original's, whoever wrote it:
//   weights_error [--importance FILE] ORIGINAL.gguf OTHER.gguf...
// A line for each: bytes, root mean square error over all matrices, and that as a share of their size. With
// an importance file (of another text than the encoders had) also the root of the matrices' mean shares of
// sum(importance * error^2) in sum(importance * weight^2): what the errors do to the products, as far as
// columns tell; and, where the file tells how columns go together, that of the products themselves.
#include <cmath>
#include <cstdio>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/convert/importance.h"
#include "runtime/gguf/gguf_file.h"
#include "runtime/tensor/dequantize.h"

using namespace hearth;

namespace {

struct Errors {
  double misses = 0, squares = 0, values = 0;
  double shares = 0, matrices = 0;                // weighted
  double productShares = 0, productMatrices = 0;  // of the products
};

// The mean square of row * inputs, for inputs of such sizes that go together so.
double productSquare(std::span<const float> row, std::span<const float> importance,
                     std::span<const CorrelatedColumns> blocks) {
  double sum = 0;
  size_t first = 0;
  std::vector<double> scaled;
  for (const CorrelatedColumns& block : blocks) {
    scaled.resize(block.width);
    for (size_t j = 0; j < block.width; ++j)
      scaled[j] = row[first + j] * std::sqrt(double{importance[first + j]});
    for (size_t j = 0; j < block.width; ++j) {
      double others = 0;
      for (size_t k = 0; k < j; ++k) others += scaled[k] * double{block.correlation[j * block.width + k]};
      sum += scaled[j] * (scaled[j] + 2 * others);
    }
    first += block.width;
  }
  return sum;
}

void addTensor(const TensorInfo& original, const TensorInfo& other, const Importance* known, Errors& errors) {
  const auto importance = known ? known->of(original) : std::span<const float>();
  const TensorView a = viewOf(original), b = viewOf(other);
  std::vector<float> rowA(a.cols()), rowB(b.cols());
  double weightedMisses = 0, weightedSquares = 0, productMisses = 0, productSquares = 0;
  std::vector<CorrelatedColumns> blocks;  // of the matrix
  std::vector<float> misses(a.cols());
  for (uint32_t r = 0; r < a.rows(); ++r) {
    dequantizeRow(a, r, rowA.data());
    dequantizeRow(b, r, rowB.data());
    const size_t matrix = r / original.shape[1];
    if (known && r % original.shape[1] == 0) blocks = known->correlated(original, matrix);
    for (size_t c = 0; c < rowA.size(); ++c) {
      const double miss = std::pow(double{rowA[c]} - rowB[c], 2), square = double{rowA[c]} * rowA[c];
      errors.misses += miss;
      errors.squares += square;
      misses[c] = rowA[c] - rowB[c];
      if (importance.empty()) continue;
      const double weight = importance[matrix * rowA.size() + c];
      weightedMisses += weight * miss;
      weightedSquares += weight * square;
    }
    if (blocks.empty() || importance.empty()) continue;
    const auto ofMatrix = importance.subspan(matrix * rowA.size(), rowA.size());
    productMisses += productSquare(misses, ofMatrix, blocks);
    productSquares += productSquare(rowA, ofMatrix, blocks);
  }
  errors.values += static_cast<double>(size_t{a.rows()} * a.cols());
  if (productSquares > 0) {
    errors.productShares += productMisses / productSquares;
    ++errors.productMatrices;
  }
  if (weightedSquares <= 0) return;
  errors.shares += weightedMisses / weightedSquares;
  ++errors.matrices;
}

int fail(const Error& error) {
  std::fprintf(stderr, "%s\n", error.what().c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<const char*> files(argv + 1, argv + argc);
  std::optional<Importance> importance;
  if (files.size() > 2 && std::string_view(files[0]) == "--importance") {
    auto read = Importance::read(files[1]);
    if (!read) return fail(read.error());
    importance = std::move(*read);
    files.erase(files.begin(), files.begin() + 2);
  }
  if (files.size() < 2) {
    std::fprintf(stderr, "usage: weights_error [--importance FILE] ORIGINAL.gguf OTHER.gguf...\n");
    return 2;
  }
  const auto original = GgufFile::open(files[0]);
  if (!original) return fail(original.error());
  for (size_t i = 1; i < files.size(); ++i) {
    const auto other = GgufFile::open(files[i]);
    if (!other) return fail(other.error());
    Errors errors;
    for (const TensorInfo& info : original->tensors()) {
      const TensorInfo* found = other->find(info.name);
      if (!found || info.dimensions < 2 || !canDequantize(info.type) || found->type == DType::F32) continue;
      addTensor(info, *found, importance ? &*importance : nullptr, errors);
    }
    std::printf("%llu bytes  rms %.6g  relative %.4f %%", static_cast<unsigned long long>(other->fileBytes()),
                std::sqrt(errors.misses / errors.values), 100 * std::sqrt(errors.misses / errors.squares));
    if (errors.matrices > 0)
      std::printf("  weighted %.4f %%", 100 * std::sqrt(errors.shares / errors.matrices));
    if (errors.productMatrices > 0)
      std::printf("  product %.4f %%", 100 * std::sqrt(errors.productShares / errors.productMatrices));
    std::printf("  %s\n", files[i]);
  }
  return 0;
}
