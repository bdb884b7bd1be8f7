#include "runtime/cpu/cpu_ops.h"

#include <algorithm>

#include "runtime/base/host_memory.h"
#include "runtime/cpu/cpu_kv_cache.h"
#include "runtime/cpu/cpu_ops_class.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/workers.h"

namespace hearth {

namespace cpu {

Result<std::unique_ptr<KvCache>> CpuOps::makeCache(const KvShape& shape) {
  return CpuKvCache::create(shape, pool_.nodes());
}

Result<void> CpuOps::plan(const std::function<void()>& pass) {
  arena_.startPlanning();
  const uint32_t before = mark();
  pass();
  release(before);
  const size_t wanted = arena_.wantedBytes();
  if (wanted <= availableMemoryBytes() && arena_.stopPlanning(pool_.nodes())) return {};
  return Error("The working memory for one batch needs " + gibibytes(wanted) + ", and " +
               gibibytes(availableMemoryBytes()) +
               " are free; close other programs or choose a smaller model");
}

std::string CpuOps::failure() const {
  const auto error = source_ != nullptr ? source_->failure() : std::nullopt;
  return error ? error->what() : std::string();
}

void CpuOps::release(uint32_t mark) {
  arena_.release(mark);
  while (packedCount_ > 0 && packed_[packedCount_ - 1].at >= mark) --packedCount_;
}

Act CpuOps::upload(std::span<const float> values, uint32_t rows, uint32_t cols) {
  CHECK(values.size() == size_t{rows} * cols);
  const Act x = take(rows, cols);
  if (!arena_.planning()) std::copy(values.begin(), values.end(), data(x));
  return x;
}

void CpuOps::download(Act x, std::span<float> values) {
  CHECK(values.size() == size_t{x.rows} * x.cols);
  if (!arena_.planning()) std::copy_n(data(x), values.size(), values.begin());
}

uint32_t CpuOps::packedInput(Act x, DType type, Precision precision) {
  const int form = packedForm(type);
  for (uint32_t i = 0; i < packedCount_; ++i) {
    const Packed& p = packed_[i];
    const bool fineEnough = p.precision == precision || p.precision == Precision::Fine;
    if (p.of.at == x.at && p.of.rows == x.rows && p.form == form && fineEnough) return p.at;
  }
  const uint32_t at = arena_.take(packedBytes(type, x.rows, x.cols, precision));
  if (!arena_.planning())
    packShared(pool_, type, data(x), x.cols, x.rows, x.cols, precision, arena_.at<std::byte>(at));
  if (packedCount_ < packed_.size()) packed_[packedCount_++] = {x, form, precision, at};
  return at;
}

// What was packed of x is stale. Kept entries stay in the order of their places, as release() needs.
void CpuOps::changed(Act x) {
  const auto end = packed_.begin() + packedCount_;
  packedCount_ = static_cast<uint32_t>(
      std::remove_if(packed_.begin(), end, [&](const Packed& p) { return p.of.at == x.at; }) -
      packed_.begin());
}

Act CpuOps::embed(const Batch& batch, const TensorView& table) {
  const Act x = take(batch.rows(), table.cols());
  if (arena_.planning()) return x;
  forItems(pool_, x.rows, x.cols, [&](uint32_t first, uint32_t last) {
    for (uint32_t r = first; r < last; ++r) {
      const auto token = static_cast<uint32_t>(batch.tokens[r]);
      CHECK(token < table.rows());
      dequantizeRow(table, token, data(x) + size_t{r} * x.cols);
    }
  });
  return x;
}

Act CpuOps::rmsNorm(Act x, std::span<const float> gain, float eps) {
  CHECK(gain.size() == x.cols);
  const Act y = take(x.rows, x.cols);
  if (arena_.planning()) return y;
  forItems(pool_, x.rows, x.cols, [&](uint32_t first, uint32_t last) {
    for (uint32_t r = first; r < last; ++r) {
      const size_t at = size_t{r} * x.cols;
      cpu::rmsNorm(data(x) + at, gain.data(), eps, x.cols, data(y) + at);
    }
  });
  return y;
}

void CpuOps::rmsNormParts(Act x, Parts parts, std::span<const float> gain, float eps) {
  CHECK(gain.size() == parts.width);
  changed(x);
  if (arena_.planning()) return;
  forItems(pool_, x.rows, parts.count * parts.width, [&](uint32_t first, uint32_t last) {
    for (uint32_t r = first; r < last; ++r) {
      for (uint32_t p = 0; p < parts.count; ++p) {
        float* part = data(x) + size_t{r} * x.cols + parts.offset + p * parts.stride;
        cpu::rmsNorm(part, gain.data(), eps, parts.width, part);
      }
    }
  });
}

void CpuOps::addTo(Act x, Act y) {
  CHECK(x.rows == y.rows && x.cols == y.cols);
  changed(x);
  if (arena_.planning()) return;
  forItems(pool_, x.rows, x.cols, [&](uint32_t first, uint32_t last) {
    addScaled(data(x) + size_t{first} * x.cols, data(y) + size_t{first} * x.cols, 1.0f,
              (last - first) * x.cols);
  });
}

Act CpuOps::lastRow(Act x) {
  if (x.rows == 1) return x;
  // Rows need not start on a line of the arena, so the row moves.
  const Act last = take(1, x.cols);
  if (!arena_.planning()) std::copy_n(data(x) + size_t{x.rows - 1} * x.cols, x.cols, data(last));
  return last;
}

Act CpuOps::join(Act a, Act b) {
  CHECK(a.rows == b.rows);
  const Act y = take(a.rows, a.cols + b.cols);
  if (arena_.planning()) return y;
  float* to = data(y);
  for (uint32_t r = 0; r < y.rows; ++r) {
    to = std::copy_n(data(a) + size_t{r} * a.cols, a.cols, to);
    to = std::copy_n(data(b) + size_t{r} * b.cols, b.cols, to);
  }
  return y;
}

void CpuOps::linears(Act x, std::span<const Linear* const> weights, std::span<Act> results) {
  constexpr size_t kMost = 8;
  CHECK(weights.size() <= kMost && weights.size() == results.size());
  std::array<uint32_t, kMost> packed{};
  for (size_t i = 0; i < weights.size(); ++i) {
    CHECK(weights[i]->weight.cols() == x.cols);
    results[i] = take(x.rows, weights[i]->weight.rows());
  }
  // The fine inputs first: rounded ones are part of them.
  for (const Precision precision : {Precision::Fine, Precision::Rounded}) {
    for (size_t i = 0; i < weights.size(); ++i) {
      const TensorView& w = weights[i]->weight;
      if (precisionFor(w) == precision) packed[i] = packedInput(x, w.type(), precision);
    }
  }
  if (arena_.planning()) return;
  std::array<Product, kMost> products;
  for (size_t i = 0; i < weights.size(); ++i) {
    const Linear& w = *weights[i];
    products[i] = {.weight = w.weight,
                   .packed = arena_.at<std::byte>(packed[i]),
                   .precision = precisionFor(w.weight),
                   .xRows = x.rows,
                   .bias = w.bias.empty() ? nullptr : w.bias.data(),
                   .y = data(results[i]),
                   .yStride = results[i].cols};
  }
  multiply(pool_, std::span(products).first(weights.size()));
}

Act CpuOps::siluMul(Act gate, Act up) {
  CHECK(gate.rows == up.rows && gate.cols == up.cols);
  const Act y = take(gate.rows, gate.cols);
  if (arena_.planning()) return y;
  // One row can be long (18432 numbers in DeepSeek-V3), so rows are cut.
  constexpr uint32_t kPiece = 1024;
  const uint32_t numbers = gate.rows * gate.cols;
  forItems(pool_, (numbers + kPiece - 1) / kPiece, kPiece, [&](uint32_t first, uint32_t last) {
    const uint32_t from = first * kPiece, to = std::min(numbers, last * kPiece);
    swiglu(data(gate) + from, data(up) + from, to - from, data(y) + from);
  });
  return y;
}

Act CpuOps::linearParts(Act x, Parts parts, const TensorView& stack) {
  CHECK(stack.cols() == parts.width && stack.rows() % parts.count == 0);
  const uint32_t outEach = stack.rows() / parts.count;
  const Act y = take(x.rows, stack.rows());
  const Precision precision = precisionFor(stack);
  const uint32_t mark = arena_.mark();
  const size_t packedEach = packedBytes(stack.type(), x.rows, parts.width, precision);
  const uint32_t packedAt = arena_.take(parts.count * packedEach);
  arena_.release(mark);  // scratch of this verb only
  if (arena_.planning()) return y;
  std::byte* packed = arena_.at<std::byte>(packedAt);
  const uint32_t partsWanted = 4 * pool_.threadCount();
  const uint32_t cuts = parts.count >= partsWanted ? 1 : (partsWanted + parts.count - 1) / parts.count;
  const uint32_t rowsEach = (outEach + cuts - 1) / cuts;
  forItems(pool_, parts.count, x.rows * parts.width, [&](uint32_t first, uint32_t last) {
    for (uint32_t p = first; p < last; ++p) {
      packHere(stack.type(), data(x) + parts.offset + p * parts.stride, x.cols, x.rows, parts.width,
               precision, packed + p * packedEach);
    }
  });
  pool_.parallelFor(parts.count * cuts, 1, [&](uint32_t firstTask, uint32_t lastTask, uint32_t) {
    for (uint32_t task = firstTask; task < lastTask; ++task) {
      const uint32_t p = task / cuts, from = task % cuts * rowsEach;
      if (from >= outEach) continue;
      const Product product{.weight = stack.rowRange(p * outEach, outEach),
                            .packed = packed + p * packedEach,
                            .precision = precision,
                            .xRows = x.rows,
                            .y = data(y) + p * outEach,
                            .yStride = y.cols};
      multiplyRows(product, from, std::min(outEach, from + rowsEach));
    }
  });
  return y;
}

void CpuOps::head(Act x, const TensorView& weight, Logits logits) {
  const uint32_t packed = packedInput(x, weight.type(), precisionFor(weight));
  const bool bestOnly = !logits.best.empty();
  const Act every = bestOnly ? take(1, weight.rows()) : Act{};
  if (arena_.planning()) return;
  if (bestOnly) {
    CHECK(x.rows == 1);
    logits.all = {data(every), weight.rows()};
  }
  CHECK(logits.all.size() == size_t{x.rows} * weight.rows());
  const Product product{.weight = weight,
                        .packed = arena_.at<std::byte>(packed),
                        .precision = precisionFor(weight),
                        .xRows = x.rows,
                        .y = logits.all.data(),
                        .yStride = weight.rows()};
  multiply(pool_, {&product, 1});
  if (bestOnly) selectBest(logits.all, logits.best);
}

}  // namespace cpu

std::unique_ptr<Ops> makeCpuOps(ThreadPool& pool, ExpertSource* source) {
  return std::make_unique<cpu::CpuOps>(pool, source);
}

}  // namespace hearth
