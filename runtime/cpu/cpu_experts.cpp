#include "runtime/cpu/cpu_experts.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "runtime/cpu/cpu_matmul.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/kernels/residual.h"
#include "runtime/cpu/workers.h"

namespace hearth::cpu {

namespace {

// The rows of the batch that one expert works on: slots [first, first + count) in the order of experts.
struct Group {
  uint32_t expert;
  uint32_t first;
  uint32_t count;
};

// Everything that runExperts needs besides its input, cut from the arena. A slot is one (row, expert) pair.
struct Scratch {
  Group* groups = nullptr;  // [experts], only those that are used
  uint32_t groupCount = 0;
  uint32_t slots = 0;
  uint32_t* groupOfSlot = nullptr;  // [slots]
  uint32_t* rowOfSlot = nullptr;    // [slots]
  uint32_t* slotOfPair = nullptr;   // [rows, topK]
  std::byte* input = nullptr;       // packed h, group after group
  float* gate = nullptr;            // [slots, ffn]; becomes silu(gate) * up
  float* up = nullptr;              // [slots, ffn]
  std::byte* hidden = nullptr;      // packed gate, group after group
  float* output = nullptr;          // [slots, width]
};

// Judged by one expert's matrix. gate and up read one packed input.
Input gateInput(const MoeWeights& w) { return inputFor(w.gate.rowRange(0, w.expertWidth)); }
Input downInput(const MoeWeights& w) {
  return inputFor(w.down.rowRange(0, w.down.rows() / (w.gate.rows() / w.expertWidth)));
}

Scratch takeScratch(Arena& arena, const ExpertBatch& batch, const MoeWeights& w) {
  const uint32_t slots = batch.rows * batch.topK;
  const uint32_t experts = w.gate.rows() / w.expertWidth;
  const uint32_t groups = arena.take(experts * sizeof(Group));
  const uint32_t rowOfSlot = arena.take(size_t{slots} * sizeof(uint32_t));
  const uint32_t groupOfSlot = arena.take(size_t{slots} * sizeof(uint32_t));
  const uint32_t slotOfPair = arena.take(size_t{slots} * sizeof(uint32_t));
  const uint32_t input = arena.take(packedBytes(w.gate.type(), slots, batch.width, gateInput(w)));
  const uint32_t gate = arena.take(size_t{slots} * w.expertWidth * sizeof(float));
  const uint32_t up = arena.take(size_t{slots} * w.expertWidth * sizeof(float));
  const uint32_t hidden = arena.take(packedBytes(w.down.type(), slots, w.expertWidth, downInput(w)));
  const uint32_t output = arena.take(size_t{slots} * batch.width * sizeof(float));
  if (arena.planning()) return {};
  return {.groups = arena.at<Group>(groups),
          .slots = slots,
          .groupOfSlot = arena.at<uint32_t>(groupOfSlot),
          .rowOfSlot = arena.at<uint32_t>(rowOfSlot),
          .slotOfPair = arena.at<uint32_t>(slotOfPair),
          .input = arena.at<std::byte>(input),
          .gate = arena.at<float>(gate),
          .up = arena.at<float>(up),
          .hidden = arena.at<std::byte>(hidden),
          .output = arena.at<float>(output)};
}

// Sorts the (row, expert) pairs by expert: a counting sort, so rows stay in order within an expert.
void groupByExpert(const ExpertBatch& batch, uint32_t experts, Scratch& s) {
  const uint32_t pairs = batch.rows * batch.topK;
  for (uint32_t e = 0; e < experts; ++e) s.groups[e] = {e, 0, 0};
  for (uint32_t i = 0; i < pairs; ++i) ++s.groups[batch.experts[i]].count;
  uint32_t next = 0;
  for (uint32_t e = 0; e < experts; ++e) {
    s.groups[e].first = next;
    next += std::exchange(s.groups[e].count, 0);
  }
  for (uint32_t i = 0; i < pairs; ++i) {
    Group& group = s.groups[batch.experts[i]];
    const uint32_t slot = group.first + group.count++;
    s.rowOfSlot[slot] = i / batch.topK;
    s.slotOfPair[i] = slot;
  }
  const Group* end =
      std::remove_if(s.groups, s.groups + experts, [](const Group& g) { return g.count == 0; });
  s.groupCount = static_cast<uint32_t>(end - s.groups);
  for (uint32_t i = 0; i < s.groupCount; ++i) {
    std::fill_n(s.groupOfSlot + s.groups[i].first, s.groups[i].count, i);
  }
}

// Packs each group's rows as an input of their own: [rounded rows | residuals] per group.
template <class RowOfSlot>
void packGroups(ThreadPool& pool, const Scratch& s, DType type, uint32_t cols, Input input, std::byte* packed,
                const RowOfSlot& rowOfSlot) {
  const size_t roundedBytes = packedRowBytes(type, cols), slotBytes = packedBytes(type, 1, cols, input);
  forItems(pool, s.slots, cols, [&](uint32_t first, uint32_t last) {
    for (uint32_t slot = first; slot < last; ++slot) {
      const Group& g = s.groups[s.groupOfSlot[slot]];
      std::byte* group = packed + g.first * slotBytes;
      std::byte* rounded = group + (slot - g.first) * roundedBytes;
      packRows(type, rowOfSlot(slot), cols, 1, cols, rounded);
      if (input == Input::Fine) {
        packResidualRows(type, rowOfSlot(slot), cols, 1, cols, rounded, rounded + g.count * roundedBytes);
      }
    }
  });
}

// job(group, first row, last row) over all groups' [0, rows) of weights, in one parallel region.
template <class Job>
void forGroupRows(ThreadPool& pool, const Scratch& s, uint32_t rows, const Job& job) {
  const uint32_t rowsEach = std::min(rows, rowsPerTask(pool, rows * s.groupCount));
  const uint32_t tasksEach = (rows + rowsEach - 1) / rowsEach;
  pool.parallelFor(s.groupCount * tasksEach, 1, [&](uint32_t firstTask, uint32_t lastTask, uint32_t) {
    for (uint32_t task = firstTask; task < lastTask; ++task) {
      const uint32_t first = task % tasksEach * rowsEach;
      job(s.groups[task / tasksEach], first, std::min(rows, first + rowsEach));
    }
  });
}

}  // namespace

void runExperts(ThreadPool& pool, Arena& arena, const ExpertBatch& batch, const MoeWeights& w, float* out) {
  const uint32_t mark = arena.mark();
  Scratch s = takeScratch(arena, batch, w);
  arena.release(mark);
  if (arena.planning()) return;
  CHECK(packedForm(w.gate.type()) == packedForm(w.up.type()));

  const uint32_t ffn = w.expertWidth;
  const Input gateForm = gateInput(w), downForm = downInput(w);
  const size_t inputBytes = packedBytes(w.gate.type(), 1, batch.width, gateForm);
  const size_t hiddenBytes = packedBytes(w.down.type(), 1, ffn, downForm);
  groupByExpert(batch, w.gate.rows() / ffn, s);
  packGroups(pool, s, w.gate.type(), batch.width, gateForm, s.input,
             [&](uint32_t slot) { return batch.h + size_t{s.rowOfSlot[slot]} * batch.width; });
  forGroupRows(pool, s, ffn, [&](const Group& g, uint32_t first, uint32_t last) {
    float* gate = s.gate + size_t{g.first} * ffn;
    float* up = s.up + size_t{g.first} * ffn;
    Product product{.weight = w.gate.rowRange(g.expert * ffn, ffn),
                    .packed = s.input + g.first * inputBytes,
                    .input = gateForm,
                    .xRows = g.count,
                    .y = gate,
                    .yStride = ffn};
    multiplyRows(product, first, last);
    product.weight = w.up.rowRange(g.expert * ffn, ffn);
    product.y = up;
    multiplyRows(product, first, last);
    for (uint32_t r = 0; r < g.count; ++r) {
      float* row = gate + size_t{r} * ffn + first;
      swiglu(row, up + size_t{r} * ffn + first, last - first, row);
    }
  });
  packGroups(pool, s, w.down.type(), ffn, downForm, s.hidden,
             [&](uint32_t slot) { return s.gate + size_t{slot} * ffn; });
  forGroupRows(pool, s, batch.width, [&](const Group& g, uint32_t first, uint32_t last) {
    const Product product{.weight = w.down.rowRange(g.expert * batch.width, batch.width),
                          .packed = s.hidden + g.first * hiddenBytes,
                          .input = downForm,
                          .xRows = g.count,
                          .y = s.output + size_t{g.first} * batch.width,
                          .yStride = batch.width};
    multiplyRows(product, first, last);
  });
  forItems(pool, batch.rows, batch.width * batch.topK, [&](uint32_t first, uint32_t last) {
    for (uint32_t row = first; row < last; ++row) {
      float* sum = out + size_t{row} * batch.width;
      std::memset(sum, 0, batch.width * sizeof(float));
      for (uint32_t k = 0; k < batch.topK; ++k) {
        const uint32_t pair = row * batch.topK + k;
        addScaled(sum, s.output + size_t{s.slotOfPair[pair]} * batch.width, batch.weights[pair], batch.width);
      }
    }
  });
}

}  // namespace hearth::cpu
