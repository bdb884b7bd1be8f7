// Every operation that the GPU can do, recorded into a command buffer: what kernels.h is to the CPU. All
// activations are float32 rows in device memory. A kernel whose work exceeds Device::workPerDispatch() is cut
// into several dispatches. The shader of each has its name (shaders/).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/forward/ops.h"
#include "runtime/forward/precision.h"
#include "runtime/vulkan/recorder.h"

namespace hearth::vulkan {

// Float32 [rows, cols], one row after another.
struct Rows {
  Address at = 0;
  uint32_t rows = 0, cols = 0;
  size_t bytes() const { return size_t{rows} * cols * sizeof(float); }
  Access all() const { return {at, bytes()}; }
};

// What changes from step to step without recording anew; lies in a buffer that the host writes before a
// submission. Behind it lies the page table, uint32[kvPages(context)], as Batch::pages. Field for field the
// same in shaders/common/step.glsl.
struct Step {
  uint32_t first = 0;    // position of the batch's first row
  uint32_t context = 0;  // first + rows: positions that the last row can see
};

// ---- Rows (row_kernels.cpp) -------------------------------------------------------------------------
// y = x * gain / sqrt(mean(x^2) + eps) per row; y may be x.
void rmsNorm(Recorder& r, Rows x, Address gain, float eps, Rows y);
// x += y, then norm = rmsNorm(x): the two meet at every half layer.
void addRmsNorm(Recorder& r, Rows x, Rows y, Address gain, float eps, Rows norm);
void rmsNormParts(Recorder& r, Rows x, Parts parts, Address gain, float eps);
// `rotation` as in Ops::rotation(): cosines, then sines, per row.
void rope(Recorder& r, Rows x, Parts parts, Rows rotation, RopePairing pairing);
void addTo(Recorder& r, Rows x, Rows y);
void siluMul(Recorder& r, Rows gate, Rows up, Rows y);

// ---- Matrices (matrix_kernels.cpp) ------------------------------------------------------------------
// A matrix in device memory as it lies in the file, at a multiple of 16.
struct DeviceMatrix {
  Address at = 0;
  DType type = DType::F32;
  uint32_t rows = 0, cols = 0;
};

// y = x W^T + bias; `bias` 0: none. Any number of rows. `scratch` has room for linearScratchBytes(): the
// rounded activations; 0: Fine whatever the precision.
size_t linearScratchBytes(uint32_t rows, uint32_t cols);
void linear(Recorder& r, Rows x, const DeviceMatrix& w, Address bias, Rows y, Precision precision,
            Address scratch = 0);
// The same for several matrices, which share the rounded activations.
struct Projection {
  DeviceMatrix w;
  Address bias = 0;
  Rows y;
};
void linears(Recorder& r, Rows x, std::span<const Projection> projections, Precision precision,
             Address scratch = 0);
// y = silu(x gate^T) * (x up^T): one dispatch for few rows. gate and up have one shape, but may differ in
// format. `scratch` has room for gatedScratchBytes().
size_t gatedScratchBytes(uint32_t rows, uint32_t width, uint32_t ffn);
void gated(Recorder& r, Rows x, const DeviceMatrix& gate, const DeviceMatrix& up, Address scratch, Rows y,
           Precision precision);
// Part h of x times matrix h of the stack: as Ops::linearParts().
void linearParts(Recorder& r, Rows x, Parts parts, const DeviceMatrix& stack, Rows y, Precision precision,
                 Address scratch = 0);

// ---- Experts (expert_kernels.cpp) -------------------------------------------------------------------
// Where the choice of a router lies: uint32 ids and float weights, [rows, topK] each, best first.
struct ChoiceAt {
  Address ids = 0, weights = 0;
  uint32_t rows = 0, topK = 0;
};
// scores [rows, experts] -> choice, in one dispatch; `bias` 0: none. Ties go to the lower id, as on the CPU.
void route(Recorder& r, Rows scores, const Routing& rule, Address bias, ChoiceAt choice);

// One expert in a slot: three matrices at offsets from the slot's address (multiples of 256).
struct ExpertLayout {
  DType gate = DType::F32, up = DType::F32, down = DType::F32;
  uint32_t width = 0, ffn = 0;  // gate and up [ffn, width], down [width, ffn]
  size_t gateAt = 0, upAt = 0, downAt = 0, bytes = 0;
};
enum class Into { Set, Add };
// y (or y +=) the sum over k of weight * expert(h) for the chosen experts e with slotTable[e] != 0; the
// others are somebody else's. `slotTable` is Address[experts]. Few rows: by mat-vec per pair; many: rows
// grouped by expert. `scratch` has room for expertScratchBytes().
size_t expertScratchBytes(const ExpertLayout& layout, uint32_t rows, uint32_t topK, uint32_t experts);
void runExperts(Recorder& r, Rows h, ChoiceAt choice, Address slotTable, uint32_t experts,
                const ExpertLayout& layout, Address scratch, Rows y, Into into, Precision precision);

// ---- Attention (attention_kernels.cpp) --------------------------------------------------------------
// Cached rows of one layer, as kv_cache.h lays them out, one after another in the order of pages.
struct CachedAt {
  Address at = 0;
  uint32_t width = 0;
  KvForm form = KvForm::Half;
  uint32_t positions = 0;  // of the cache
  Access all() const { return {at, positions * kvRowBytes(form, width)}; }
};
// Writes row r of x at position step.first + r; in place of none, where the table leads past the cache's end.
void append(Recorder& r, Rows x, CachedAt cache, Address step);

// A query: piece 0 meets the first numbers of a key, piece 1 (width 0: none) those after them. Head h of row
// i is at x.at + 4 * (i * x.cols + offset + h * stride).
struct QueryPiece {
  Rows x;
  uint32_t offset = 0, stride = 0, width = 0;
};
struct Attention {
  QueryPiece pieces[2];
  uint32_t heads = 0, kvHeads = 0;
  float scale = 1.0f;
  CachedAt keys, values;  // latent attention: the same rows, values are their first valueDim numbers
  uint32_t valueDim = 0;
  Address step = 0;
  uint32_t contextMax = 0;  // step.context will not exceed this while the recording is in use
};
// Causal: row i sees positions [0, step.first + i]. Scores and sums in float32. Positions are cut into parts
// that are worked on side by side (split-k) when there are too few rows and heads to fill the device.
size_t attendScratchBytes(const Attention& a);
void attend(Recorder& r, const Attention& a, Address scratch, Rows out);

// Un-absorbed latent attention, as Ops::attendExpanded().
struct ExpandedAttention {
  Rows q;  // [rows, heads * (nope + rope)]
  DeviceMatrix keyUp, valueUp;
  LatentAttention latent;
  uint32_t heads = 0;
  float scale = 1.0f;
  CachedAt latents;
  Address step = 0;
  uint32_t contextMax = 0;
};
size_t attendExpandedScratchBytes(const ExpandedAttention& a);
void attendExpanded(Recorder& r, const ExpandedAttention& a, Address scratch, Rows out);

// ---- Sampling (row_kernels.cpp) ---------------------------------------------------------------------
// The k largest of one row of logits, largest first, ties to the lower id: ids uint32 [k], values float [k].
// k <= kBestLogitsMost; NaN comes before every number. Where k exceeds the vocabulary, ids end with 2^32 - 1
// and values with minus infinity. `scratch` has room for topLogitsScratchBytes().
size_t topLogitsScratchBytes(uint32_t vocab, uint32_t k);
void topLogits(Recorder& r, Rows logits, uint32_t k, Address scratch, Address ids, Address values);

}  // namespace hearth::vulkan
