#include "runtime/cpu/cpu_experts.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "runtime/cpu/cpu_matmul.h"
#include "runtime/cpu/kernels/kernels.h"
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
  Group* groups = nullptr;            // [experts], only those that are used
  uint32_t groupCount = 0;
  uint32_t* rowOfSlot = nullptr;      // [slots]
  uint32_t* slotOfPair = nullptr;     // [rows, topK]
  std::byte* input = nullptr;         // packed h per slot
  float* gate = nullptr;              // [slots, ffn]; becomes silu(gate) * up
  float* up = nullptr;                // [slots, ffn]
  std::byte* hidden = nullptr;        // packed gate
  float* output = nullptr;            // [slots, width]
};

Scratch takeScratch(Arena& arena, const ExpertBatch& batch, const MoeWeights& w) {
  const size_t slots = size_t{batch.rows} * batch.topK;
  const uint32_t experts = w.gate.rows() / w.expertWidth;
  const uint32_t groups = arena.take(experts * sizeof(Group));
  const uint32_t rowOfSlot = arena.take(slots * sizeof(uint32_t));
  const uint32_t slotOfPair = arena.take(slots * sizeof(uint32_t));
  const uint32_t input = arena.take(slots * packedRowBytes(w.gate.type(), batch.width));
  const uint32_t gate = arena.take(slots * w.expertWidth * sizeof(float));
  const uint32_t up = arena.take(slots * w.expertWidth * sizeof(float));
  const uint32_t hidden = arena.take(slots * packedRowBytes(w.down.type(), w.expertWidth));
  const uint32_t output = arena.take(slots * batch.width * sizeof(float));
  if (arena.planning()) return {};
  return {.groups = arena.at<Group>(groups),
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
  const Group* end = std::remove_if(s.groups, s.groups + experts, [](const Group& g) { return g.count == 0; });
  s.groupCount = static_cast<uint32_t>(end - s.groups);
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

  const uint32_t slots = batch.rows * batch.topK;
  const uint32_t ffn = w.expertWidth;
  const size_t inputBytes = packedRowBytes(w.gate.type(), batch.width);
  const size_t hiddenBytes = packedRowBytes(w.down.type(), ffn);
  groupByExpert(batch, w.gate.rows() / ffn, s);
  forItems(pool, slots, batch.width, [&](uint32_t first, uint32_t last) {
    for (uint32_t slot = first; slot < last; ++slot) {
      packRows(w.gate.type(), batch.h + size_t{s.rowOfSlot[slot]} * batch.width, batch.width, 1, batch.width,
               s.input + slot * inputBytes);
    }
  });
  forGroupRows(pool, s, ffn, [&](const Group& g, uint32_t first, uint32_t last) {
    const std::byte* x = s.input + g.first * inputBytes;
    float* gate = s.gate + size_t{g.first} * ffn;
    float* up = s.up + size_t{g.first} * ffn;
    matmul(w.gate.rowRange(g.expert * ffn, ffn), x, g.count, first, last, gate, ffn);
    matmul(w.up.rowRange(g.expert * ffn, ffn), x, g.count, first, last, up, ffn);
    for (uint32_t r = 0; r < g.count; ++r) {
      float* row = gate + size_t{r} * ffn + first;
      swiglu(row, up + size_t{r} * ffn + first, last - first, row);
    }
  });
  packShared(pool, w.down.type(), s.gate, ffn, slots, ffn, s.hidden);
  forGroupRows(pool, s, batch.width, [&](const Group& g, uint32_t first, uint32_t last) {
    matmul(w.down.rowRange(g.expert * batch.width, batch.width), s.hidden + g.first * hiddenBytes, g.count, first,
           last, s.output + size_t{g.first} * batch.width, batch.width);
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
