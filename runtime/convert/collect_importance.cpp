#include "runtime/convert/collect_importance.h"

#include <algorithm>
#include <random>
#include <string_view>
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
  // Of how inputs go together; no matrices: that is not gathered, 1: of all of them.
  size_t productMatrices = 0;
  std::vector<InputProducts> products{};  // as many; empty until seen, or where another tensor's are the same
  const TensorInfo* sameInputs = nullptr;
};

// The experts of a layer see inputs of one kind, which their gates and up matrices are multiplied with: where
// memory is short, how those go together is gathered once for all. What down matrices see is their own.
bool sharesInputs(std::string_view name) {
  return name.find("ffn_gate_exps") != name.npos || name.find("ffn_up_exps") != name.npos;
}

// Finds the tensor behind a view and adds to its sums.
class Sums {
 public:
  Sums(const GgufFile& file, uint64_t productBytesMost) {
    for (const TensorInfo& tensor : file.tensors()) {
      const size_t matrices = tensor.shape[2] * tensor.shape[3];
      growing_.emplace(tensor.bytes.data(), Growing{&tensor, {}, std::vector<double>(matrices)});
    }
    planProducts(productBytesMost);
  }

  void add(std::span<const SeenMatrix> matrices, std::span<const float> input) {
    const Growing* first = nullptr;  // whose products are gathered: the other matrices have its inputs
    for (const SeenMatrix& seen : matrices) {
      const auto found = growing_.find(seen.stack.data());
      if (found == growing_.end()) continue;  // derived at load, not in the file
      Growing& sums = found->second;
      if (sums.tensor->shape[0] != input.size() || seen.matrix >= sums.counts.size()) continue;
      if (sums.squares.empty()) sums.squares.resize(sums.counts.size() * input.size());
      double* into = sums.squares.data() + size_t{seen.matrix} * input.size();
      for (size_t i = 0; i < input.size(); ++i) into[i] += double{input[i]} * input[i];
      ++sums.counts[seen.matrix];
      if (sums.productMatrices == 0) continue;
      if (first) {
        sums.sameInputs = first->tensor;
        continue;
      }
      first = &sums;
      if (sums.products.empty())
        sums.products.assign(sums.productMatrices, InputProducts(static_cast<uint32_t>(input.size())));
      sums.products[std::min<size_t>(seen.matrix, sums.productMatrices - 1)].add(input);
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
  // Small ones first: they are of the matrices that every token uses.
  void planProducts(uint64_t bytesMost) {
    struct Wish {
      uint64_t bytes;
      size_t matrices;
      Growing* of;
    };
    std::vector<Wish> wishes;
    for (auto& [bytes, growing] : growing_) {
      if (staysFloat(*growing.tensor)) continue;
      const uint64_t each = InputProducts::sizeOf(growing.tensor->shape[0]) * sizeof(float);
      const size_t matrices = growing.counts.size();
      wishes.push_back({each * matrices, matrices, &growing});
      if (matrices > 1 && sharesInputs(growing.tensor->name)) wishes.push_back({each, 1, &growing});
    }
    std::sort(wishes.begin(), wishes.end(), [](const Wish& a, const Wish& b) {
      return std::pair(a.bytes, std::string_view(a.of->tensor->name)) <
             std::pair(b.bytes, std::string_view(b.of->tensor->name));
    });
    uint64_t bytes = 0;
    for (const Wish& wish : wishes) {
      if (bytes + wish.bytes > bytesMost) return;
      bytes += wish.bytes;
      wish.of->productMatrices = wish.matrices;
    }
  }

  std::unordered_map<const std::byte*, Growing> growing_;
};

}  // namespace

std::vector<int32_t> evenlyDrawnTokens(uint32_t vocabSize) {
  constexpr size_t kTokens = 16384;
  std::mt19937 random(1);
  std::vector<int32_t> tokens(kTokens);
  for (int32_t& token : tokens) token = static_cast<int32_t>(random() % vocabSize);
  return tokens;
}

Result<Collected> collectImportance(const Model& model, std::span<const int32_t> tokens, ThreadPool& pool,
                                    const CollectOptions& options) {
  Sums sums(*model.file, options.productBytesMost);
  const auto inner = makeCpuOps(pool), side = makeCpuOps(pool);
  ObservingOps ops(*inner, *side, [&](std::span<const SeenMatrix> matrices, std::span<const float> input) {
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
