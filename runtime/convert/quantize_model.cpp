#include "runtime/convert/quantize_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "runtime/base/quoted.h"
#include "runtime/gguf/gguf_writer.h"
#include "runtime/tensor/dequantize.h"
#include "runtime/tensor/quantize.h"

namespace hearth {

namespace {

// Numbers in memory at a time: 64 MiB of floats, enough to keep all workers busy between two writes.
constexpr uint64_t kValuesAtOnce = uint64_t{1} << 24;
constexpr uint32_t kQuantizationVersion = 2;  // of the block formats, as llama.cpp counts them

uint64_t rowsOf(const TensorInfo& tensor) { return tensor.shape[1] * tensor.shape[2] * tensor.shape[3]; }

// Sums over encoded values.
struct Errors {
  double misses = 0, squares = 0;
  uint64_t values = 0;
};

bool isQuantised(DType type) { return layoutOf(type).values > 1; }

// What is known of a row's columns.
struct Columns {
  std::span<const float> importance;
  std::span<const CorrelatedColumns> correlated;
};

// What a worker needs for a row.
struct Scratch {
  std::vector<float> row, back;
  Errors errors;
  bool infinite = false;
};

class Quantizer {
 public:
  Quantizer(const TensorSource& source, GgufFileWriter& writer, const QuantizePlan& plan, ThreadPool& pool)
      : source_(source), writer_(writer), plan_(plan), pool_(pool), scratch_(pool.threadCount()) {}

  // Calls `advance(values)` after each piece; it says whether to go on.
  template <class Advance>
  Result<void> write(const TensorInfo& tensor, DType type, const Advance& advance) {
    if (type == tensor.type && !tensor.bytes.empty()) return copy(tensor, advance);
    const uint64_t cols = tensor.shape[0], rows = rowsOf(tensor);
    const auto atOnce = static_cast<uint32_t>(std::clamp<uint64_t>(kValuesAtOnce / cols, 1, rows));
    const size_t rowBytes = cols / layoutOf(type).values * layoutOf(type).bytes;
    encoded_.resize(atOnce * rowBytes);
    for (Scratch& scratch : scratch_) {
      scratch.row.resize(cols);
      scratch.back.resize(cols);
    }
    const std::span<const float> importance =
        plan_.importance ? plan_.importance->of(tensor) : std::span<const float>();
    for (uint64_t first = 0; first < rows; first += atOnce) {
      const auto count = static_cast<uint32_t>(std::min<uint64_t>(atOnce, rows - first));
      findCorrelated(tensor, type, first / tensor.shape[1], (first + count - 1) / tensor.shape[1]);
      pool_.parallelFor(count, 1, [&](uint32_t from, uint32_t to, uint32_t worker) {
        for (uint32_t r = from; r < to; ++r) {
          const uint64_t matrix = (first + r) / tensor.shape[1];
          const Columns columns{importance.empty() ? importance : importance.subspan(matrix * cols, cols),
                                correlatedOf(matrix)};
          encodeRow(tensor, first + r, type, columns, {encoded_.data() + r * rowBytes, rowBytes},
                    scratch_[worker]);
        }
      });
      for (const Scratch& scratch : scratch_) {
        if (scratch.infinite) {
          return Error("tensor " + quoted(tensor.name) +
                       " holds numbers that are not finite: the file is damaged, download it again");
        }
      }
      if (auto written = writer_.append(std::span(encoded_).first(count * rowBytes)); !written)
        return written;
      if (!advance(count * cols)) return cancelled();
    }
    return {};
  }

  Errors errors() const {
    Errors sum;
    for (const Scratch& scratch : scratch_) {
      sum.misses += scratch.errors.misses;
      sum.squares += scratch.errors.squares;
      sum.values += scratch.errors.values;
    }
    return sum;
  }

 private:
  static Error cancelled() { return Error("cancelled: no file was written"); }

  template <class Advance>
  Result<void> copy(const TensorInfo& tensor, const Advance& advance) {
    const uint64_t values = tensor.shape[0] * rowsOf(tensor);
    if (auto written = writer_.append(tensor.bytes); !written) return written;
    if (!advance(values)) return cancelled();
    return {};
  }

  // What is known of the columns of matrices [first, last] of a tensor; what is known already is kept.
  void findCorrelated(const TensorInfo& tensor, DType type, uint64_t first, uint64_t last) {
    std::map<uint64_t, std::vector<CorrelatedColumns>> found;
    if (plan_.importance && isQuantised(type) && plan_.importance->hasCorrelated(tensor)) {
      std::vector<std::pair<uint64_t, std::vector<CorrelatedColumns>*>> missing;
      for (uint64_t matrix = first; matrix <= last; ++matrix) {
        const auto before = correlated_.find(matrix);
        if (correlatedTensor_ == &tensor && before != correlated_.end()) {
          found[matrix] = std::move(before->second);
        } else {
          missing.emplace_back(matrix, &found[matrix]);
        }
      }
      pool_.parallelFor(static_cast<uint32_t>(missing.size()), 1, [&](uint32_t from, uint32_t to, uint32_t) {
        for (uint32_t i = from; i < to; ++i)
          *missing[i].second = plan_.importance->correlated(tensor, missing[i].first);
      });
    }
    correlated_ = std::move(found);
    correlatedTensor_ = &tensor;
  }

  std::span<const CorrelatedColumns> correlatedOf(uint64_t matrix) const {
    const auto found = correlated_.find(matrix);
    if (found == correlated_.end()) return {};
    return found->second;
  }

  void encodeRow(const TensorInfo& tensor, uint64_t row, DType type, const Columns& columns,
                 std::span<std::byte> out, Scratch& scratch) {
    source_.readRows(tensor, row, 1, scratch.row.data());
    for (const float value : scratch.row) {
      if (!std::isfinite(value)) {
        scratch.infinite = true;
        return;
      }
    }
    if (columns.correlated.empty()) {
      quantize(type, scratch.row, out, columns.importance);
    } else {
      quantizeCorrelated(type, scratch.row, out, columns.importance, columns.correlated);
    }
    if (type == DType::F32) return;
    dequantize(type, out, scratch.back);
    double misses = 0, squares = 0;
    for (size_t i = 0; i < scratch.row.size(); ++i) {
      const double miss = double{scratch.row[i]} - scratch.back[i];
      misses += miss * miss;
      squares += double{scratch.row[i]} * scratch.row[i];
    }
    scratch.errors.misses += misses;
    scratch.errors.squares += squares;
    scratch.errors.values += scratch.row.size();
  }

  const TensorSource& source_;
  GgufFileWriter& writer_;
  const QuantizePlan& plan_;
  ThreadPool& pool_;
  std::vector<Scratch> scratch_;  // one for each worker
  std::vector<std::byte> encoded_;
  const TensorInfo* correlatedTensor_ = nullptr;
  std::map<uint64_t, std::vector<CorrelatedColumns>> correlated_;  // by matrix
};

bool anyNamed(const TensorSource& source, std::string_view part) {
  return std::any_of(source.tensors().begin(), source.tensors().end(),
                     [&](const TensorInfo* tensor) { return tensor->name.find(part) != std::string::npos; });
}

// The keys of the whole model, in one file and of another type.
TensorTypes typesOf(const TensorSource& source, const TypePlan& plan) {
  return {plan, anyNamed(source, "_exps."), !anyNamed(source, "output.weight")};
}

TensorDeclaration declarationOf(const TensorInfo& tensor, const TensorTypes& types) {
  return {tensor.name, types.typeFor(tensor), tensor.dimensions, tensor.shape};
}

Metadata metadataFor(const TensorSource& source, const TensorTypes& types) {
  Metadata metadata = source.metadata();
  for (const char* key : {"split.no", "split.count", "split.tensors.count"}) metadata.remove(key);
  metadata.insert("general.file_type", uint64_t{types.fileType()});
  metadata.insert("general.quantization_version", uint64_t{kQuantizationVersion});
  return metadata;
}

}  // namespace

uint64_t quantizedBytes(const TensorSource& source, const TypePlan& plan) {
  const TensorTypes types = typesOf(source, plan);
  uint64_t bytes = 0;
  for (const TensorInfo* tensor : source.tensors()) bytes += bytesOf(declarationOf(*tensor, types));
  return bytes;
}

Result<QuantizeReport> quantizeModel(const TensorSource& source, const std::string& outPath,
                                     const QuantizePlan& plan, ThreadPool& pool,
                                     const QuantizeProgress& progress) {
  const TensorTypes types = typesOf(source, plan.types);
  QuantizeReport report;
  std::vector<TensorDeclaration> declarations;
  uint64_t valuesInAll = 0;
  for (const TensorInfo* tensor : source.tensors()) {
    if (plan.importance) {
      if (auto fits = plan.importance->check(*tensor); !fits) return std::move(fits).error();
    }
    declarations.push_back(declarationOf(*tensor, types));
    const DType type = declarations.back().type;
    valuesInAll += tensor->shape[0] * rowsOf(*tensor);
    report.bytesBefore += tensor->bytes.size();
    report.bytesAfter += bytesOf(declarations.back());
    ++report.tensorsOf[type];
    if (type == tensor->type || type == DType::F32) continue;
    if (isQuantised(tensor->type)) ++report.fromQuantised;
    if (tensor->shape[0] % layoutOf(DType::Q4_K).values != 0 && type != DType::Q8_0)
      report.otherFormat.push_back(tensor->name);
    if (plan.importance && plan.importance->of(*tensor).empty()) ++report.withoutImportance;
  }
  report.values = valuesInAll;

  auto writer = GgufFileWriter::create(outPath, metadataFor(source, types), declarations);
  if (!writer) return std::move(writer).error();
  Quantizer quantizer(source, *writer, plan, pool);
  uint64_t done = 0;
  for (size_t i = 0; i < declarations.size(); ++i) {
    const TensorInfo& tensor = *source.tensors()[i];
    const auto advance = [&](uint64_t values) {
      done += values;
      return !progress || progress(static_cast<double>(done) / static_cast<double>(valuesInAll), tensor.name);
    };
    if (auto written = quantizer.write(tensor, declarations[i].type, advance); !written) {
      return std::move(written).error();
    }
  }
  if (auto finished = writer->finish(); !finished) return std::move(finished).error();
  const Errors errors = quantizer.errors();
  if (errors.values > 0) {
    report.error = std::sqrt(errors.misses / static_cast<double>(errors.values));
    report.relativeError = errors.squares > 0 ? std::sqrt(errors.misses / errors.squares) : 0;
  }
  return report;
}

}  // namespace hearth
