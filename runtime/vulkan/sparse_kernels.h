// Sparse attention on the GPU (DeepSeek-V3.2, section 2.1), recorded as in kernels.h.
#pragma once

#include "runtime/vulkan/kernels.h"

namespace hearth::vulkan {

// y = (x - mean) / sqrt(variance + eps) * gain + shift per row; y may be x.
void layerNorm(Recorder& r, Rows x, Address gain, Address shift, float eps, Rows y);

// The positions chosen for each row: uint32 [rows, topK], ascending; and for each row a Step with its page
// table, as if those rows of the cache lay one after another from the beginning of a cache of their own.
struct ChosenAt {
  Address positions = 0, steps = 0;
  uint32_t rows = 0, topK = 0;
  uint32_t stepWords() const { return static_cast<uint32_t>(sizeof(Step) / 4) + kvPages(topK); }
};
size_t chosenBytes(uint32_t rows, uint32_t topK);
ChosenAt chosenAt(Address at, uint32_t rows, uint32_t topK);

struct IndexQuery {
  Rows q;            // [rows, heads * dim]
  Rows headWeights;  // [rows, heads]
  CachedAt keys;     // halves or floats, [position, dim]
  Address step = 0;
  uint32_t contextMax = 0;  // step.context will not exceed this while the recording is in use
};
// As Ops::choosePositions().
size_t choosePositionsScratchBytes(const IndexQuery& query);
void choosePositions(Recorder& r, const IndexQuery& query, Address scratch, ChosenAt chosen);

// attend() of each row to its chosen positions; one key head, whose cached rows are whole words. The rows are
// gathered first: attention itself then reads memory in order, and knows nothing of the choice.
size_t attendChosenScratchBytes(const Attention& a, uint32_t topK);
void attendChosen(Recorder& r, const Attention& a, ChosenAt chosen, Address scratch, Rows out);

}  // namespace hearth::vulkan
