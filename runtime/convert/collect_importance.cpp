#include "runtime/convert/collect_importance.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/convert/input_products.h"
#include "runtime/convert/observing_ops.h"
#include "runtime/convert/quantize_plan.h"
#include "runtime/cpu/cpu_ops.h"
#include "runtime/forward/decoder.h"

namespace hearth {

namespace {

constexpr uint32_t kBatch = 128;  // rows at a time: enough for the kernels, little to keep twice

// Sums of one tensor while they grow: floats would lose what a long text adds.
struct Growing {
  const TensorInfo* tensor;
  std::vector<double> squares;
  std::vector<double> counts;
  std::vector<InputProducts> products;  // of each matrix; empty: not gathered, or another's are the same
  const TensorInfo* sameInputs = nullptr;
};

// Finds the tensor behind a view and adds to its sums.
class Sums {
 public:
  explicit Sums(const GgufFile& file) {
    for (const TensorInfo& tensor : file.tensors()) {
      const size_t matrices = tensor.shape[2] * tensor.shape[3];
      growing_.emplace(tensor.bytes.data(), Growing{&tensor, {}, std::vector<double>(matrices), {}});
    }
  }

  void add(std::span<const SeenMatrix> matrices, std::span<const float> input) {
    Growing* first = nullptr;  // of the matrices to be quantised: the others have its inputs
    for (const SeenMatrix& seen : matrices) {
      const auto found = growing_.find(seen.stack.data());
      if (found == growing_.end()) continue;  // derived at load, not in the file
      Growing& sums = found->second;
      if (sums.tensor->shape[0] != input.size() || seen.matrix >= sums.counts.size()) continue;
      if (sums.squares.empty()) sums.squares.resize(sums.counts.size() * input.size());
      double* into = sums.squares.data() + size_t{seen.matrix} * input.size();
      for (size_t i = 0; i < input.size(); ++i) into[i] += double{input[i]} * input[i];
      ++sums.counts[seen.matrix];
      if (staysFloat(*sums.tensor)) continue;
      if (first) {
        sums.sameInputs = first->tensor;
      } else {
        first = &sums;
        if (sums.products.empty())
          sums.products.assign(sums.counts.size(), InputProducts(static_cast<uint32_t>(input.size())));
        sums.products[seen.matrix].add(input);
      }
    }
  }

  std::map<std::string, ColumnSums> take() {
    std::map<std::string, ColumnSums> all;
    for (auto& [bytes, sums] : growing_) {
      if (sums.squares.empty()) continue;
      ColumnSums& out = all[sums.tensor->name];
      out.cols = sums.tensor->shape[0];
      out.squares.assign(sums.squares.begin(), sums.squares.end());
      out.counts.assign(sums.counts.begin(), sums.counts.end());
      if (sums.sameInputs) out.sameInputs = sums.sameInputs->name;
      for (InputProducts& products : sums.products) {
        const auto ofMatrix = products.take();
        out.products.insert(out.products.end(), ofMatrix.begin(), ofMatrix.end());
      }
    }
    return all;
  }

 private:
  std::unordered_map<const std::byte*, Growing> growing_;
};

}  // namespace

Result<Collected> collectImportance(const Model& model, std::span<const int32_t> tokens, ThreadPool& pool,
                                    const CollectOptions& options) {
  Sums sums(*model.file);
  const auto inner = makeCpuOps(pool), side = makeCpuOps(pool);
  ObservingOps ops(*inner, *side,
                   [&](std::span<const SeenMatrix> matrices, std::span<const float> input) {
                     sums.add(matrices, input);
                   });
  DecoderOptions decoderOptions;
  decoderOptions.maxBatch = kBatch;
  auto decoder = Decoder::create(model, ops, options.chunkTokens, decoderOptions);
  if (!decoder) return std::move(decoder).error();

  size_t wanted = tokens.size();
  if (options.chunksMax > 0) wanted = std::min(wanted, size_t{options.chunksMax} * options.chunkTokens);
  // Logits are asked for so that the last layer and the head are walked too.
  std::vector<float> logits(size_t{(*decoder)->maxBatch()} * model.config.vocabSize);
  size_t done = 0;
  while (done < wanted) {
    const size_t position = done % options.chunkTokens;
    const size_t count =
        std::min({size_t{(*decoder)->maxBatch()}, wanted - done, options.chunkTokens - position});
    const auto rows = std::span(logits).first(count * model.config.vocabSize);
    if ((*decoder)->evaluate(tokens.subspan(done, count), static_cast<uint32_t>(position), LogitsFor::Every,
                             rows, nullptr) != Evaluated::Done) {
      return Error((*decoder)->failure()).during("Gathering importance");
    }
    done += count;
    if (options.onProgress && !options.onProgress(static_cast<double>(done) / static_cast<double>(wanted)))
      return Error("cancelled: no file was written");
  }
  return Collected{sums.take(), done};
}

}  // namespace hearth
