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

// One of an expert's three matrices [rows, cols], the same in every expert but for the weights, with room for
// its input, packed group after group: [rounded rows | residuals] each.
struct Matrix {
  DType type = DType::F32;
  uint32_t rows = 0, cols = 0;
  Precision precision = Precision::Rounded;
  uint32_t packedAt = 0;
  std::byte* packed = nullptr;
  bool sameForAll = false;  // one row that every group takes

  size_t slotBytes() const { return packedBytes(type, 1, cols, precision); }
  bool takesInputOf(const Matrix& other) const {
    return packedForm(type) == packedForm(other.type) && precision == other.precision;
  }
  std::byte* inputOf(const Group& g) const { return sameForAll ? packed : packed + g.first * slotBytes(); }
  // The group's rows, which lie at y [slots, rows].
  Product product(const Group& g, const TensorView& weights, float* y) const {
    return {.weight = weights,
            .packed = inputOf(g),
            .precision = precision,
            .xRows = g.count,
            .y = y + size_t{g.first} * rows,
            .yStride = rows};
  }
};

Matrix matrixOf(const ExpertStack& stack) {
  return {.type = stack.type(),
          .rows = stack.rowsEach(),
          .cols = stack.cols(),
          .precision = precisionFor(stack.type(), stack.rows(), stack.cols())};
}

// Everything that runExperts needs besides its input, cut from the arena. A slot is one (row, expert) pair.
struct Scratch {
  Matrix gate, up, down;
  std::byte* batchRows =
      nullptr;  // the batch's rows packed for gate, and then for up: each goes to several experts
  uint32_t slots = 0;
  Group* groups = nullptr;  // [experts], only those that are used
  uint32_t groupCount = 0;
  uint32_t* ids = nullptr;           // [groups]
  ExpertWeights* weights = nullptr;  // [groups]
  uint32_t* groupOfSlot = nullptr;   // [slots]
  uint32_t* rowOfSlot = nullptr;     // [slots]
  uint32_t* slotOfPair = nullptr;    // [rows, topK]; kNoExpert where nobody was chosen
  float* gateOut = nullptr;          // [slots, ffn]; becomes silu(gate) * up
  float* upOut = nullptr;            // [slots, ffn]
  float* downOut = nullptr;          // [slots, width]
};

Scratch takeScratch(Arena& arena, const ExpertBatch& batch, const MoeWeights& w) {
  Scratch s{.gate = matrixOf(w.gate),
            .up = matrixOf(w.up),
            .down = matrixOf(w.down),
            .slots = batch.rows * batch.topK};
  s.gate.sameForAll = s.up.sameForAll = batch.rows == 1;
  const size_t slots = s.slots;
  const uint32_t experts = w.gate.experts();
  s.gate.packedAt = arena.take(slots * s.gate.slotBytes());
  s.up.packedAt = s.up.takesInputOf(s.gate) ? s.gate.packedAt : arena.take(slots * s.up.slotBytes());
  s.down.packedAt = arena.take(slots * s.down.slotBytes());
  const uint32_t batchRows = arena.take(batch.rows * std::max(s.gate.slotBytes(), s.up.slotBytes()));
  const uint32_t groups = arena.take(experts * sizeof(Group));
  const uint32_t ids = arena.take(experts * sizeof(uint32_t));
  const uint32_t weights = arena.take(experts * sizeof(ExpertWeights));
  const uint32_t groupOfSlot = arena.take(slots * sizeof(uint32_t));
  const uint32_t rowOfSlot = arena.take(slots * sizeof(uint32_t));
  const uint32_t slotOfPair = arena.take(slots * sizeof(uint32_t));
  const uint32_t gateOut = arena.take(slots * w.expertWidth * sizeof(float));
  const uint32_t upOut = arena.take(slots * w.expertWidth * sizeof(float));
  const uint32_t downOut = arena.take(slots * batch.width * sizeof(float));
  if (arena.planning()) return s;
  for (Matrix* matrix : {&s.gate, &s.up, &s.down}) matrix->packed = arena.at<std::byte>(matrix->packedAt);
  s.batchRows = arena.at<std::byte>(batchRows);
  s.groups = arena.at<Group>(groups);
  s.ids = arena.at<uint32_t>(ids);
  s.weights = arena.at<ExpertWeights>(weights);
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
  for (uint32_t i = 0; i < pairs; ++i) {
    if (batch.experts[i] != kNoExpert) ++s.groups[batch.experts[i]].count;
  }
  uint32_t next = 0;
  for (uint32_t e = 0; e < experts; ++e) {
    s.groups[e].first = next;
    next += std::exchange(s.groups[e].count, 0);
  }
  s.slots = next;
  for (uint32_t i = 0; i < pairs; ++i) {
    s.slotOfPair[i] = kNoExpert;
    if (batch.experts[i] == kNoExpert) continue;
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
    s.ids[i] = s.groups[i].expert;
  }
}

// Groups [first, last) of all: those whose weights are at hand.
struct Piece {
  uint32_t first, last;
};

// slots [begin, end) of a piece's groups
std::pair<uint32_t, uint32_t> slotsOf(const Scratch& s, Piece piece) {
  const Group& last = s.groups[piece.last - 1];
  return {s.groups[piece.first].first, last.first + last.count};
}

// Packs the rows of the batch and gives them to the groups of all experts that chose them.
void packInput(ThreadPool& pool, const ExpertBatch& batch, const Scratch& s, const Matrix& matrix) {
  if (matrix.sameForAll) {
    packHere(matrix.type, batch.h, batch.width, 1, batch.width, matrix.precision, matrix.packed);
    return;
  }
  packShared(pool, matrix.type, batch.h, batch.width, batch.rows, batch.width, matrix.precision, s.batchRows);
  const size_t bytes = packedRowBytes(matrix.type, matrix.cols);
  const bool fine = matrix.precision == Precision::Fine;
  forItems(pool, s.slots, matrix.cols, [&](uint32_t first, uint32_t last) {
    for (uint32_t slot = first; slot < last; ++slot) {
      const Group& g = s.groups[s.groupOfSlot[slot]];
      const uint32_t row = s.rowOfSlot[slot];
      std::byte* to = matrix.inputOf(g) + (slot - g.first) * bytes;
      std::memcpy(to, s.batchRows + row * bytes, bytes);
      if (fine) std::memcpy(to + g.count * bytes, s.batchRows + (batch.rows + row) * bytes, bytes);
    }
  });
}

// Packs each group's rows of the middle [slots, ffn] as an input of their own.
void packMiddle(ThreadPool& pool, const Scratch& s, Piece piece) {
  const Matrix& matrix = s.down;
  const size_t bytes = packedRowBytes(matrix.type, matrix.cols);
  const auto [begin, end] = slotsOf(s, piece);
  forItems(pool, end - begin, matrix.cols, [&, begin = begin](uint32_t first, uint32_t last) {
    for (uint32_t slot = begin + first; slot < begin + last; ++slot) {
      const Group& g = s.groups[s.groupOfSlot[slot]];
      const float* row = s.gateOut + size_t{slot} * matrix.cols;
      std::byte* rounded = matrix.inputOf(g) + (slot - g.first) * bytes;
      packRows(matrix.type, row, matrix.cols, 1, matrix.cols, rounded);
      if (matrix.precision == Precision::Fine) {
        packResidualRows(matrix.type, row, matrix.cols, 1, matrix.cols, rounded, rounded + g.count * bytes);
      }
    }
  });
}

// job(group, its weights, first row, last row) over all groups' [0, rows) of weights, in one parallel region.
template <class Job>
void forGroupRows(ThreadPool& pool, const Scratch& s, Piece piece, uint32_t rows, const Job& job) {
  const uint32_t groups = piece.last - piece.first;
  const uint32_t rowsEach = std::min(rows, rowsPerTask(pool, rows * groups));
  const uint32_t tasksEach = (rows + rowsEach - 1) / rowsEach;
  pool.parallelFor(groups * tasksEach, 1, [&](uint32_t firstTask, uint32_t lastTask, uint32_t) {
    for (uint32_t task = firstTask; task < lastTask; ++task) {
      const uint32_t first = task % tasksEach * rowsEach, group = piece.first + task / tasksEach;
      job(s.groups[group], s.weights[group], first, std::min(rows, first + rowsEach));
    }
  });
}

// downOut = W_down (silu(W_gate h) * (W_up h)) for the groups of a piece.
void runPiece(ThreadPool& pool, const ExpertBatch& batch, uint32_t ffn, const Scratch& s, Piece piece) {
  const auto mixRows = [&](const Group& g, const ExpertWeights& w, uint32_t first, uint32_t last) {
    multiplyRows(s.gate.product(g, w.gate, s.gateOut), first, last);
    multiplyRows(s.up.product(g, w.up, s.upOut), first, last);
    for (uint32_t slot = g.first; slot < g.first + g.count; ++slot) {
      float* row = s.gateOut + size_t{slot} * ffn + first;
      swiglu(row, s.upOut + size_t{slot} * ffn + first, last - first, row);
    }
  };
  forGroupRows(pool, s, piece, ffn, mixRows);
  packMiddle(pool, s, piece);
  const auto downRows = [&](const Group& g, const ExpertWeights& w, uint32_t first, uint32_t last) {
    multiplyRows(s.down.product(g, w.down, s.downOut), first, last);
  };
  forGroupRows(pool, s, piece, batch.width, downRows);
}

// Every group straight from the mapped tensors.
void viewStacks(const MoeWeights& w, const Scratch& s) {
  for (uint32_t i = 0; i < s.groupCount; ++i) {
    const uint32_t e = s.ids[i];
    s.weights[i] = {w.gate.expert(e), w.up.expert(e), w.down.expert(e)};
  }
}

// As many groups at a time as the source can hold, which meanwhile may read what comes next.
bool runFromSource(ThreadPool& pool, const ExpertBatch& batch, uint32_t ffn, const Scratch& s,
                   ExpertSource& source) {
  for (uint32_t first = 0; first < s.groupCount;) {
    const uint32_t count = std::min(s.groupCount - first, source.atOnce());
    if (!source.acquire(batch.layer, {s.ids + first, count}, {s.weights + first, count})) return false;
    const Piece piece{first, first + count};
    first = piece.last;
    if (first < s.groupCount) {
      source.want(batch.layer, {s.ids + first, s.groupCount - first});
    } else {
      source.lookAhead(batch.layer, batch.h, batch.rows);
    }
    runPiece(pool, batch, ffn, s, piece);
    source.release(batch.layer);
  }
  return true;
}

}  // namespace

bool runExperts(ThreadPool& pool, Arena& arena, const ExpertBatch& batch, const MoeWeights& w,
                ExpertSource* source, float* out) {
  const uint32_t mark = arena.mark();
  Scratch s = takeScratch(arena, batch, w);
  arena.release(mark);
  if (arena.planning()) return true;

  groupByExpert(batch, w.gate.experts(), s);
  if (s.groupCount > 0) packInput(pool, batch, s, s.gate);
  if (s.groupCount > 0 && s.up.packed != s.gate.packed) packInput(pool, batch, s, s.up);
  if (source != nullptr) {
    if (!runFromSource(pool, batch, w.expertWidth, s, *source)) return false;
  } else if (s.groupCount > 0) {
    viewStacks(w, s);
    runPiece(pool, batch, w.expertWidth, s, {0, s.groupCount});
  }
  forItems(pool, batch.rows, batch.width * batch.topK, [&](uint32_t first, uint32_t last) {
    for (uint32_t row = first; row < last; ++row) {
      float* sum = out + size_t{row} * batch.width;
      std::memset(sum, 0, batch.width * sizeof(float));
      for (uint32_t k = 0; k < batch.topK; ++k) {
        const uint32_t pair = row * batch.topK + k;
        if (s.slotOfPair[pair] == kNoExpert) continue;
        addScaled(sum, s.downOut + size_t{s.slotOfPair[pair]} * batch.width, batch.weights[pair],
                  batch.width);
      }
    }
  });
  return true;
}

}  // namespace hearth::cpu
