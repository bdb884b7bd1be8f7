// The matrix products of kernels.h.
#include <algorithm>

#include "runtime/base/check.h"
#include "runtime/vulkan/product.h"

namespace hearth::vulkan {

namespace {

// Push constants of shaders/gated.comp.
struct GatedPush {
  Address gate, up, x, factors, y;
  Address ids, table;
  uint32_t cols, rowBytes;
  uint32_t first, end;
  uint32_t xStride, yStride;
  uint32_t topK;
};

}  // namespace

void gatedMatvec(Recorder& r, const GatedProduct& product) {
  const DeviceMatrix& gate = product.gate;
  const ByExpert* byExpert = product.byExpert;
  const KernelChoice& choice = r.choice();
  const uint32_t batch = byExpert ? 1 : product.x.exact().rows;
  const uint32_t items = byExpert ? byExpert->pairs : 1;
  CHECK(batch <= kMatvecRowsMax && gate.type == product.up.type);
  if (batch == 0 || items == 0) return;

  // Both matrices count: half as many outputs per workgroup keep as many numbers in registers.
  const uint32_t each = std::max(matvecOutputs(choice, gate.rows) / 2, 1u);
  const MatvecInput in = matvecInput(r, "gated", product.x, {}, gate);
  const PipelineKey key{
      .shader = in.shader,
      .constants = {matvecLanes(choice, gate.cols), each, batch, in.whole, byExpert != nullptr}};
  GatedPush push{.gate = gate.at,
                 .up = product.up.at,
                 .x = in.x,
                 .factors = in.factors,
                 .y = product.y.at,
                 .ids = byExpert ? byExpert->ids : 0,
                 .table = byExpert ? byExpert->table : 0,
                 .cols = gate.cols,
                 .rowBytes = rowBytesOf(gate),
                 .first = 0,
                 .end = 0,
                 .xStride = product.x.exact().cols,
                 .yStride = product.y.cols,
                 .topK = byExpert ? byExpert->pairsPerRow : 1};
  const uint32_t step = outputsPerDispatch(r, 2 * uint64_t{gate.cols} * batch * items, each);
  for (uint32_t first = 0; first < gate.rows; first = push.end) {
    push.first = first;
    push.end = std::min(gate.rows - first, step) + first;
    r.dispatch(key, push, {roundUp(push.end - first, each), items, 1},
               {in.reads, {push.ids, size_t{items} * 4}}, {product.y.all()});
  }
}

size_t linearScratchBytes(uint32_t rows, uint32_t cols) { return activationBytes(rows, cols); }

void linears(Recorder& r, Rows x, std::span<const Projection> projections, Precision precision,
             Address scratch) {
  Activations input(x, precision, scratch);
  for (const Projection& to : projections) {
    CHECK(x.cols == to.w.cols && to.y.cols == to.w.rows && x.rows == to.y.rows);
    multiply(r, {.x = input, .w = to.w, .bias = to.bias, .y = to.y});
  }
}

void linear(Recorder& r, Rows x, const DeviceMatrix& w, Address bias, Rows y, Precision precision,
            Address scratch) {
  const Projection projection{w, bias, y};
  linears(r, x, {&projection, 1}, precision, scratch);
}

void linearParts(Recorder& r, Rows x, Parts parts, const DeviceMatrix& stack, Rows y, Precision precision,
                 Address scratch) {
  CHECK(parts.width == stack.cols && y.cols == stack.rows && x.rows == y.rows);
  CHECK(stack.rows % parts.count == 0 &&
        parts.offset + (parts.count - 1) * parts.stride + parts.width <= x.cols);
  Activations input(x, precision, scratch);
  multiply(r, {.x = input, .parts = parts, .w = stack, .y = y});
}

size_t gatedScratchBytes(uint32_t rows, uint32_t width, uint32_t ffn) {
  return activationBytes(rows, width) + size_t{rows} * ffn * 4;
}

void gated(Recorder& r, Rows x, const DeviceMatrix& gate, const DeviceMatrix& up, Address scratch, Rows y,
           Precision precision) {
  CHECK(gate.rows == up.rows && gate.cols == up.cols && x.cols == gate.cols && y.cols == gate.rows);
  Activations input(x, precision, scratch);
  if (x.rows <= kMatvecRowsMax && gate.type == up.type) {
    return gatedMatvec(r, {.x = input, .gate = gate, .up = up, .y = y});
  }
  const Rows gates{scratch + activationBytes(x.rows, x.cols), y.rows, y.cols};
  multiply(r, {.x = input, .w = gate, .y = gates});
  multiply(r, {.x = input, .w = up, .gate = gates.at, .y = y});
}

}  // namespace hearth::vulkan
