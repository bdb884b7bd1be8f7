#include "runtime/convert/importance.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/base/half.h"
#include "runtime/base/quoted.h"
#include "runtime/convert/input_products.h"
#include "runtime/gguf/gguf_writer.h"

namespace hearth {

namespace {

constexpr std::string_view kSquares = ".in_sum2", kCounts = ".counts", kCorrelation = ".in_correlation";
constexpr const char *kSameOf = "hearth.inputs.of", *kSameAs = "hearth.inputs.as";
constexpr const char* kFileKind = "imatrix";
// What a text used little it says little about: a matrix's columns are mixed with the mean of all columns as
// if that had been seen so often, and an expert's besides with its layer's. Of 0, 8, 32 and 128 the first
// number was never far from the best for hearth-tiny in q3_k with texts of 16 to 23,000 tokens, by the error
// weighted with other texts' importance; with it even 16 tokens are better than none.
constexpr float kAlikeCount = 32.0f, kLayerCount = 8.0f;
// Likewise how inputs go together is believed as if so many more had been seen that have nothing to do with
// one another. 0, 64, 256 and 1024 are equally good for hearth-tiny in q3_k after 23,000 tokens.
constexpr float kAloneCount = 256.0f;

Error damaged(std::string_view tensor, const std::string& what) {
  return Error("tensor " + quoted(tensor) + " " + what +
               ": the importance file is damaged, gather it again with hearth-cli importance");
}

// Finite numbers that are not negative.
Result<std::vector<float>> readSums(const TensorInfo& tensor) {
  if (tensor.type != DType::F32) return damaged(tensor.name, "is not of 32-bit floats");
  std::vector<float> values(tensor.bytes.size() / sizeof(float));
  std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  if (!std::all_of(values.begin(), values.end(),
                   [](float value) { return std::isfinite(value) && value >= 0; })) {
    return damaged(tensor.name, "holds numbers that cannot be sums of squares");
  }
  return values;
}

// Products over the roots of the squares, as they stand in the file.
std::vector<uint16_t> correlationOf(const ColumnSums& sums) {
  const size_t each = InputProducts::sizeOf(sums.cols), matrices = sums.products.size() / each;
  CHECK(matrices == sums.counts.size() || matrices == 1);
  std::vector<uint16_t> halves(sums.products.size());
  for (size_t m = 0; m < matrices; ++m) {
    InputProducts::forBlocks(sums.cols, [&](uint64_t, uint32_t width, size_t at) {
      const float* block = sums.products.data() + m * each + at;
      for (size_t j = 0; j < width; ++j) {
        for (size_t k = 0; k < width; ++k) {
          const double squares = double{block[j * width + j]} * block[k * width + k];
          const double share = squares > 0 ? block[j * width + k] / std::sqrt(squares) : 0.0;
          halves[m * each + at + j * width + k] =
              floatToHalf(static_cast<float>(j == k ? 1.0 : std::clamp(share, -1.0, 1.0)));
        }
      }
    });
  }
  return halves;
}

// Of each matrix whose correlations are told, or of all of them together.
std::vector<float> countsFor(size_t matrices, const std::vector<float>& counts) {
  if (matrices == counts.size()) return counts;
  return {std::accumulate(counts.begin(), counts.end(), 0.0f)};
}

// Mean squares of every matrix of a stack.
std::vector<float> meansOf(const ColumnSums& sums) {
  const size_t matrices = sums.counts.size();
  std::vector<double> ofStack(sums.cols);  // sums, then means
  double countOfStack = 0, squaresInAll = 0;
  for (size_t m = 0; m < matrices; ++m) {
    countOfStack += double{sums.counts[m]};
    for (size_t c = 0; c < sums.cols; ++c) ofStack[c] += double{sums.squares[m * sums.cols + c]};
  }
  std::vector<float> means(sums.squares.size());
  if (countOfStack <= 0) return means;
  for (const double square : ofStack) squaresInAll += square;
  const double alike = kAlikeCount * squaresInAll / countOfStack / static_cast<double>(sums.cols);
  for (double& square : ofStack) square = (square + alike) / (countOfStack + kAlikeCount);
  const double layerCount = matrices > 1 ? double{kLayerCount} : 0.0;
  for (size_t m = 0; m < matrices; ++m) {
    const double count = double{sums.counts[m]} + kAlikeCount + layerCount;
    for (size_t c = 0; c < sums.cols; ++c) {
      const size_t at = m * sums.cols + c;
      means[at] = static_cast<float>((double{sums.squares[at]} + alike + layerCount * ofStack[c]) / count);
    }
  }
  return means;
}

}  // namespace

Importance::Importance(const std::map<std::string, ColumnSums>& sums) {
  for (const auto& [name, ofTensor] : sums) {
    means_[name] = {ofTensor.cols, meansOf(ofTensor)};
    if (!ofTensor.sameInputs.empty()) sameInputs_[name] = ofTensor.sameInputs;
    if (ofTensor.products.empty()) continue;
    const size_t told = ofTensor.products.size() / InputProducts::sizeOf(ofTensor.cols);
    correlations_[name] = {countsFor(told, ofTensor.counts), correlationOf(ofTensor)};
  }
}

Result<Importance> Importance::read(const std::string& path) {
  const auto during = [&](Error error) {
    return std::move(error).during("reading the importance file " + quotedPath(path));
  };
  auto file = GgufFile::open(path);
  if (!file) return std::move(file).error();
  const std::string* kind = file->metadata().textOrNull("general.type");
  if (!kind || *kind != kFileKind) {
    return during(Error("this GGUF file is no importance file: make one with hearth-cli importance"));
  }
  std::map<std::string, ColumnSums> all;
  for (const TensorInfo& tensor : file->tensors()) {
    if (!tensor.name.ends_with(kSquares)) continue;
    const std::string name = tensor.name.substr(0, tensor.name.size() - kSquares.size());
    const TensorInfo* counts = file->find(name + std::string(kCounts));
    if (!counts) return during(damaged(tensor.name, "has no counts beside it"));
    auto squares = readSums(tensor);
    if (!squares) return during(std::move(squares).error());
    auto count = readSums(*counts);
    if (!count) return during(std::move(count).error());
    if (count->size() * tensor.shape[0] != squares->size()) {
      return during(damaged(tensor.name, "has another number of matrices than its counts"));
    }
    all[name] = {tensor.shape[0], std::move(*squares), std::move(*count)};
  }
  if (all.empty()) return during(Error("it holds no sums: gather it again with hearth-cli importance"));
  Importance importance(all);
  if (auto read = importance.readCorrelations(*file, all); !read) return during(std::move(read).error());
  return importance;
}

Result<void> Importance::readCorrelations(const GgufFile& file,
                                          const std::map<std::string, ColumnSums>& sums) {
  for (const TensorInfo& tensor : file.tensors()) {
    if (!tensor.name.ends_with(kCorrelation)) continue;
    const std::string name = tensor.name.substr(0, tensor.name.size() - kCorrelation.size());
    const auto found = sums.find(name);
    if (found == sums.end()) return damaged(tensor.name, "has no sums beside it");
    const ColumnSums& of = found->second;
    const uint64_t told = tensor.shape[1];
    if (tensor.type != DType::F16 || tensor.dimensions != 2 ||
        tensor.shape[0] != InputProducts::sizeOf(of.cols) || (told != 1 && told != of.counts.size())) {
      return damaged(tensor.name, "does not fit the sums beside it");
    }
    std::vector<uint16_t> halves(tensor.bytes.size() / sizeof(uint16_t));
    std::memcpy(halves.data(), tensor.bytes.data(), tensor.bytes.size());
    if (!std::all_of(halves.begin(), halves.end(),
                     [](uint16_t half) { return std::abs(halfToFloat(half)) <= 1.0f; })) {
      return damaged(tensor.name, "holds numbers that cannot be correlations");
    }
    correlations_[name] = {countsFor(told, of.counts), std::move(halves)};
  }
  const auto* of = file.metadata().textsOrNull(kSameOf);
  const auto* as = file.metadata().textsOrNull(kSameAs);
  if (!of && !as) return {};
  if (!of || !as || of->size() != as->size())
    return Error("keys " + quoted(kSameOf) + " and " + quoted(kSameAs) +
                 " do not fit one another: the importance file is damaged, gather it again with hearth-cli "
                 "importance");
  for (size_t i = 0; i < of->size(); ++i) sameInputs_[(*of)[i]] = (*as)[i];
  return {};
}

Result<void> Importance::write(const std::string& path, const std::map<std::string, ColumnSums>& sums,
                               uint64_t tokens, const std::string& text) {
  Metadata metadata;
  metadata.insert("general.type", std::string(kFileKind));
  metadata.insert("imatrix.datasets", std::vector<std::string>{text});
  // llama.cpp counts in chunks of so many tokens.
  metadata.insert("imatrix.chunk_size", uint64_t{1});
  metadata.insert("imatrix.chunk_count", tokens);
  std::vector<TensorDeclaration> tensors;
  std::vector<std::string> same, sameAs;
  for (const auto& [name, ofTensor] : sums) {
    if (ofTensor.sameInputs.empty()) continue;
    same.push_back(name);
    sameAs.push_back(ofTensor.sameInputs);
  }
  if (!same.empty()) {
    metadata.insert(kSameOf, std::move(same));
    metadata.insert(kSameAs, std::move(sameAs));
  }
  for (const auto& [name, ofTensor] : sums) {
    const uint64_t matrices = ofTensor.counts.size();
    tensors.push_back({name + std::string(kSquares), DType::F32, 2, {ofTensor.cols, matrices, 1, 1}});
    tensors.push_back({name + std::string(kCounts), DType::F32, 2, {1, matrices, 1, 1}});
    if (ofTensor.products.empty()) continue;
    const uint64_t each = InputProducts::sizeOf(ofTensor.cols);
    tensors.push_back(
        {name + std::string(kCorrelation), DType::F16, 2, {each, ofTensor.products.size() / each, 1, 1}});
  }
  auto writer = GgufFileWriter::create(path, metadata, std::move(tensors));
  if (!writer) return std::move(writer).error();
  for (const auto& [name, ofTensor] : sums) {
    if (auto written = writer->append(std::as_bytes(std::span(ofTensor.squares))); !written) return written;
    if (auto written = writer->append(std::as_bytes(std::span(ofTensor.counts))); !written) return written;
    if (ofTensor.products.empty()) continue;
    const auto halves = correlationOf(ofTensor);
    if (auto written = writer->append(std::as_bytes(std::span(halves))); !written) return written;
  }
  return writer->finish();
}

std::span<const float> Importance::of(const TensorInfo& tensor) const {
  const auto found = means_.find(tensor.name);
  return found == means_.end() ? std::span<const float>() : std::span<const float>(found->second.values);
}

const Importance::Correlations* Importance::correlationsOf(const TensorInfo& tensor) const {
  const auto same = sameInputs_.find(tensor.name);
  const auto found = correlations_.find(same == sameInputs_.end() ? tensor.name : same->second);
  if (found == correlations_.end()) return nullptr;
  const auto& [counts, halves] = found->second;
  const bool fits = (counts.size() == 1 || counts.size() == tensor.shape[2] * tensor.shape[3]) &&
                    halves.size() == counts.size() * InputProducts::sizeOf(tensor.shape[0]);
  return fits ? &found->second : nullptr;
}

std::vector<CorrelatedColumns> Importance::correlated(const TensorInfo& tensor, uint64_t matrix) const {
  std::vector<CorrelatedColumns> blocks;
  const Correlations* known = correlationsOf(tensor);
  if (!known) return blocks;
  const size_t each = InputProducts::sizeOf(tensor.shape[0]);
  if (known->counts.size() == 1) matrix = 0;
  InputProducts::forBlocks(tensor.shape[0], [&](uint64_t, uint32_t width, size_t at) {
    const float count = known->counts[matrix];
    const float believed = count / (count + kAloneCount);
    std::vector<float> correlation(size_t{width} * width);
    for (size_t i = 0; i < correlation.size(); ++i)
      correlation[i] = believed * halfToFloat(known->halves[matrix * each + at + i]);
    for (size_t j = 0; j < width; ++j) correlation[j * width + j] = 1.0f;
    blocks.push_back(correlatedColumns(std::move(correlation), width));
  });
  return blocks;
}

Result<void> Importance::check(const TensorInfo& tensor) const {
  const auto found = means_.find(tensor.name);
  if (found == means_.end()) return {};
  const Means& means = found->second;
  if (means.cols == tensor.shape[0] && means.values.size() == means.cols * tensor.shape[2] * tensor.shape[3])
    return {};
  return Error("the importance file says of tensor " + quoted(tensor.name) +
               " what does not fit its shape: it was gathered with another model; gather it with this one");
}

}  // namespace hearth
