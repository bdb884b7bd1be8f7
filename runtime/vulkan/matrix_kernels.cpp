// The matrix products of kernels.h.
#include <algorithm>

#include "runtime/base/check.h"
#include "runtime/vulkan/product.h"

namespace hearth::vulkan {

namespace {

// Push constants of shaders/gated.comp.
struct GatedPush {
  Address gate, up, x, y;
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
  const uint32_t batch = byExpert ? 1 : product.x.rows;
  const uint32_t items = byExpert ? byExpert->pairs : 1;
  CHECK(batch <= kMatvecRowsMax && gate.type == product.up.type);
  if (batch == 0 || items == 0) return;

  // Both matrices count: half as many outputs per workgroup keep as many numbers in registers.
  const uint32_t each = std::max(matvecOutputs(choice, gate.rows) / 2, 1u);
  const PipelineKey key{.shader = choice.summing(shaderFor("gated", gate.type)),
                        .constants = {matvecLanes(choice, gate.cols), each, batch,
                                      wholeChunks(product.x, {}, gate), byExpert != nullptr}};
  GatedPush push{.gate = gate.at,
                 .up = product.up.at,
                 .x = product.x.at,
                 .y = product.y.at,
                 .ids = byExpert ? byExpert->ids : 0,
                 .table = byExpert ? byExpert->table : 0,
                 .cols = gate.cols,
                 .rowBytes = rowBytesOf(gate),
                 .first = 0,
                 .end = 0,
                 .xStride = product.x.cols,
                 .yStride = product.y.cols,
                 .topK = byExpert ? byExpert->pairsPerRow : 1};
  const uint32_t step = outputsPerDispatch(r, 2 * uint64_t{gate.cols} * batch * items, each);
  for (uint32_t first = 0; first < gate.rows; first = push.end) {
    push.first = first;
    push.end = std::min(gate.rows - first, step) + first;
    r.dispatch(key, push, {(push.end - first + each - 1) / each, items, 1},
               {product.x.all(), {push.ids, size_t{items} * 4}}, {product.y.all()});
  }
}

size_t linearScratchBytes(uint32_t, uint32_t) { return 0; }

void linear(Recorder& r, Rows x, const DeviceMatrix& w, Address bias, Rows y, Precision precision, Address) {
  CHECK(x.cols == w.cols && y.cols == w.rows && x.rows == y.rows);
  multiply(r, {.x = x, .w = w, .bias = bias, .y = y, .precision = precision});
}

void linearParts(Recorder& r, Rows x, Parts parts, const DeviceMatrix& stack, Rows y, Precision precision) {
  CHECK(parts.width == stack.cols && y.cols == stack.rows && x.rows == y.rows);
  CHECK(stack.rows % parts.count == 0 &&
        parts.offset + (parts.count - 1) * parts.stride + parts.width <= x.cols);
  multiply(r, {.x = x, .parts = parts, .w = stack, .y = y, .precision = precision});
}

size_t gatedScratchBytes(uint32_t rows, uint32_t, uint32_t ffn) { return size_t{rows} * ffn * 4; }

void gated(Recorder& r, Rows x, const DeviceMatrix& gate, const DeviceMatrix& up, Address scratch, Rows y,
           Precision precision) {
  CHECK(gate.rows == up.rows && gate.cols == up.cols && x.cols == gate.cols && y.cols == gate.rows);
  if (x.rows <= kMatvecRowsMax && gate.type == up.type) {
    return gatedMatvec(r, {.x = x, .gate = gate, .up = up, .y = y, .precision = precision});
  }
  const Rows gates{scratch, y.rows, y.cols};
  multiply(r, {.x = x, .w = gate, .y = gates, .precision = precision});
  multiply(r, {.x = x, .w = up, .gate = scratch, .y = y, .precision = precision});
}

}  // namespace hearth::vulkan
