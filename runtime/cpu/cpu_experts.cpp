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

// One of the three stacked matrices [experts * rows, cols], with room for its input, packed group after
// group.
struct Stack {
  TensorView weights;
  uint32_t rows = 0;  // of one expert
  Input input = Input::Rounded;
  uint32_t packedAt = 0;
  std::byte* packed = nullptr;

  size_t slotBytes() const { return packedBytes(weights.type(), 1, weights.cols(), input); }
  bool takesInputOf(const Stack& other) const {
    return packedForm(weights.type()) == packedForm(other.weights.type()) && input == other.input;
  }
  // The group's rows, which lie at y [slots, rows].
  Product product(const Group& g, float* y) const {
    return {.weight = weights.rowRange(g.expert * rows, rows),
            .packed = packed + g.first * slotBytes(),
            .input = input,
            .xRows = g.count,
            .y = y + size_t{g.first} * rows,
            .yStride = rows};
  }
};

Stack stackOf(const TensorView& weights, uint32_t rows) {
  return {.weights = weights, .rows = rows, .input = inputFor(weights.rowRange(0, rows))};
}

// Everything that runExperts needs besides its input, cut from the arena. A slot is one (row, expert) pair.
struct Scratch {
  Stack gate, up, down;
  uint32_t slots = 0;
  Group* groups = nullptr;  // [experts], only those that are used
  uint32_t groupCount = 0;
  uint32_t* groupOfSlot = nullptr;  // [slots]
  uint32_t* rowOfSlot = nullptr;    // [slots]
  uint32_t* slotOfPair = nullptr;   // [rows, topK]
  float* gateOut = nullptr;         // [slots, ffn]; becomes silu(gate) * up
  float* upOut = nullptr;           // [slots, ffn]
  float* downOut = nullptr;         // [slots, width]
};

Scratch takeScratch(Arena& arena, const ExpertBatch& batch, const MoeWeights& w) {
  Scratch s{.gate = stackOf(w.gate, w.expertWidth),
            .up = stackOf(w.up, w.expertWidth),
            .down = stackOf(w.down, batch.width),
            .slots = batch.rows * batch.topK};
  const size_t slots = s.slots;
  const uint32_t experts = w.gate.rows() / w.expertWidth;
  s.gate.packedAt = arena.take(slots * s.gate.slotBytes());
  s.up.packedAt = s.up.takesInputOf(s.gate) ? s.gate.packedAt : arena.take(slots * s.up.slotBytes());
  s.down.packedAt = arena.take(slots * s.down.slotBytes());
  const uint32_t groups = arena.take(experts * sizeof(Group));
  const uint32_t groupOfSlot = arena.take(slots * sizeof(uint32_t));
  const uint32_t rowOfSlot = arena.take(slots * sizeof(uint32_t));
  const uint32_t slotOfPair = arena.take(slots * sizeof(uint32_t));
  const uint32_t gateOut = arena.take(slots * w.expertWidth * sizeof(float));
  const uint32_t upOut = arena.take(slots * w.expertWidth * sizeof(float));
  const uint32_t downOut = arena.take(slots * batch.width * sizeof(float));
  if (arena.planning()) return s;
  for (Stack* stack : {&s.gate, &s.up, &s.down}) stack->packed = arena.at<std::byte>(stack->packedAt);
  s.groups = arena.at<Group>(groups);
  s.groupOfSlot = arena.at<uint32_t>(groupOfSlot);
  s.rowOfSlot = arena.at<uint32_t>(rowOfSlot);
  s.slotOfPair = arena.at<uint32_t>(slotOfPair);
  s.gateOut = arena.at<float>(gateOut);
  s.upOut = arena.at<float>(upOut);
  s.downOut = arena.at<float>(downOut);
  return s;
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
void packGroups(ThreadPool& pool, const Scratch& s, const Stack& stack, const RowOfSlot& rowOfSlot) {
  const DType type = stack.weights.type();
  const uint32_t cols = stack.weights.cols();
  const size_t roundedBytes = packedRowBytes(type, cols);
  forItems(pool, s.slots, cols, [&](uint32_t first, uint32_t last) {
    for (uint32_t slot = first; slot < last; ++slot) {
      const Group& g = s.groups[s.groupOfSlot[slot]];
      std::byte* rounded = stack.packed + g.first * stack.slotBytes() + (slot - g.first) * roundedBytes;
      packRows(type, rowOfSlot(slot), cols, 1, cols, rounded);
      if (stack.input == Input::Fine) {
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

  const uint32_t ffn = w.expertWidth;
  groupByExpert(batch, w.gate.rows() / ffn, s);
  const auto inputRow = [&](uint32_t slot) { return batch.h + size_t{s.rowOfSlot[slot]} * batch.width; };
  packGroups(pool, s, s.gate, inputRow);
  if (s.up.packed != s.gate.packed) packGroups(pool, s, s.up, inputRow);
  forGroupRows(pool, s, ffn, [&](const Group& g, uint32_t first, uint32_t last) {
    multiplyRows(s.gate.product(g, s.gateOut), first, last);
    multiplyRows(s.up.product(g, s.upOut), first, last);
    for (uint32_t slot = g.first; slot < g.first + g.count; ++slot) {
      float* row = s.gateOut + size_t{slot} * ffn + first;
      swiglu(row, s.upOut + size_t{slot} * ffn + first, last - first, row);
    }
  });
  packGroups(pool, s, s.down, [&](uint32_t slot) { return s.gateOut + size_t{slot} * ffn; });
  forGroupRows(pool, s, batch.width, [&](const Group& g, uint32_t first, uint32_t last) {
    multiplyRows(s.down.product(g, s.downOut), first, last);
  });
  forItems(pool, batch.rows, batch.width * batch.topK, [&](uint32_t first, uint32_t last) {
    for (uint32_t row = first; row < last; ++row) {
      float* sum = out + size_t{row} * batch.width;
      std::memset(sum, 0, batch.width * sizeof(float));
      for (uint32_t k = 0; k < batch.topK; ++k) {
        const uint32_t pair = row * batch.topK + k;
        addScaled(sum, s.downOut + size_t{s.slotOfPair[pair]} * batch.width, batch.weights[pair],
                  batch.width);
      }
    }
  });
}

}  // namespace hearth::cpu
