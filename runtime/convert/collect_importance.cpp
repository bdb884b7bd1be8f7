#include "runtime/convert/collect_importance.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/convert/observing_ops.h"
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
};

// Finds the tensor behind a view and adds to its sums.
class Sums {
 public:
  explicit Sums(const GgufFile& file) {
    for (const TensorInfo& tensor : file.tensors()) {
      const size_t matrices = tensor.shape[2] * tensor.shape[3];
      growing_.emplace(tensor.bytes.data(), Growing{&tensor, {}, std::vector<double>(matrices)});
    }
  }

  void add(const TensorView& stack, uint32_t matrix, std::span<const float> input) {
    const auto found = growing_.find(stack.data());
    if (found == growing_.end()) return;  // derived at load, not in the file
    Growing& sums = found->second;
    if (sums.tensor->shape[0] != input.size() || matrix >= sums.counts.size()) return;
    if (sums.squares.empty()) sums.squares.resize(sums.counts.size() * input.size());
    double* into = sums.squares.data() + size_t{matrix} * input.size();
    for (size_t i = 0; i < input.size(); ++i) into[i] += double{input[i]} * input[i];
    ++sums.counts[matrix];
  }

  std::map<std::string, ColumnSums> take() const {
    std::map<std::string, ColumnSums> all;
    for (const auto& [bytes, sums] : growing_) {
      if (sums.squares.empty()) continue;
      ColumnSums& out = all[sums.tensor->name];
      out.cols = sums.tensor->shape[0];
      out.squares.assign(sums.squares.begin(), sums.squares.end());
      out.counts.assign(sums.counts.begin(), sums.counts.end());
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
                   [&](const TensorView& stack, uint32_t matrix, std::span<const float> input) {
                     sums.add(stack, matrix, input);
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
