#include "runtime/vulkan/product.h"

#include <algorithm>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/vulkan/device_rows.h"

namespace hearth::vulkan {

namespace {

constexpr uint32_t kChunk = 16;         // numbers, shaders/common/format.glsl
constexpr uint32_t kGroupsMax = 65535;  // along an axis, on every device

// Push constants of shaders/matvec.comp.
struct MatvecPush {
  Address w, x, factors;
  Address y, bias, gate;
  Address ids, table;
  uint32_t cols, rowBytes;
  uint32_t first, end;
  uint32_t xStride, xOffset, partStride, partRows, yStride;
  uint32_t topK;
};

// Outputs [first, end) of rows [row, row + rows) of y; told exactly where that is one range, so that
// dispatches of a cut product need no barriers between them.
Access written(const Product& product, uint32_t row, uint32_t rows, uint32_t first, uint32_t end) {
  if (product.byExpert) return product.y.all();
  const Address at = product.y.at + size_t{row} * product.y.cols * 4;
  if (rows > 1 || product.parts.count > 1) return {at, size_t{rows} * product.y.cols * 4};
  return {at + size_t{first} * 4, size_t{end - first} * 4};
}

}  // namespace

std::string shaderFor(std::string_view kernel, DType type) {
  return std::string(kernel) + "_" + std::string(layoutOf(type).name);
}

uint32_t rowBytesOf(const DeviceMatrix& w) {
  CHECK(w.cols % layoutOf(w.type).values == 0 && w.at % 16 == 0);
  const uint64_t bytes = deviceRowBytes(w.type, w.cols);
  CHECK(bytes * w.rows < uint64_t{1} << 32);  // offsets in shaders have 32 bits; an allocation is smaller
  return static_cast<uint32_t>(bytes);
}

bool wholeChunks(const Rows& x, const Parts& parts, const DeviceMatrix& w) {
  return w.cols % kChunk == 0 && x.at % 16 == 0 && x.cols % 4 == 0 && parts.offset % 4 == 0 &&
         parts.stride % 4 == 0;
}

bool mayRound(const Activations& x, const Parts& parts) {
  return x.mayRound() && parts.offset % 32 == 0 && parts.stride % 32 == 0;
}

bool hasInt8(DType type) {
  switch (type) {
    case DType::Q8_0:
    case DType::Q4_0:
    case DType::Q4_1:
    case DType::Q5_0:
    case DType::Q5_1:
    case DType::Q2_K:
    case DType::Q3_K:
    case DType::Q4_K:
    case DType::Q5_K:
    case DType::Q6_K:
    case DType::IQ4_NL:
    case DType::IQ4_XS:
    case DType::MXFP4:
    case DType::IQ1_S:
    case DType::IQ1_M:
    case DType::IQ2_XXS:
    case DType::IQ2_XS:
    case DType::IQ2_S:
    case DType::IQ3_XXS:
    case DType::IQ3_S:
    case DType::TQ1_0:
    case DType::TQ2_0:
      return true;
    default:
      return false;
  }
}

bool hasHalf(DType type) { return type != DType::F32; }

std::string matvecShader(const KernelChoice& choice, std::string_view kernel, DType type, bool mayRound) {
  const std::string exact = shaderFor(kernel, type), rounded = exact + "_int8";
  const bool int8 = mayRound && choice.int8Matvec && hasInt8(type) && choice.allowsSumming(rounded);
  return choice.summing(int8 ? rounded : exact);
}

MatvecInput matvecInput(Recorder& r, std::string_view kernel, Activations& x, const Parts& parts,
                        const DeviceMatrix& w) {
  const std::string exact = matvecShader(r.choice(), kernel, w.type, false);
  std::string shader = matvecShader(r.choice(), kernel, w.type, mayRound(x, parts));
  const size_t cols = x.exact().cols;
  if (shader == exact) {
    return {shader, x.exact().at, 0, cols * 4, 0, x.exact().all(), wholeChunks(x.exact(), parts, w)};
  }
  const PackedRows& rows = x.int8(r);
  return {std::move(shader), rows.at, rows.factors, cols, cols / 16 * 8, rows.all, true};
}

uint32_t matvecLanes(const KernelChoice& choice, uint32_t cols) {
  constexpr uint32_t kLanesMin = 16;
  const uint32_t chunks = roundUp(cols, kChunk);
  uint32_t lanes = choice.matvecLanes;
  while (lanes > kLanesMin && lanes / 2 >= chunks) lanes /= 2;
  return lanes;
}

uint32_t matvecOutputs(const KernelChoice& choice, uint32_t outputs) {
  return outputs >= choice.fourOutputsFrom ? 4 : outputs >= choice.twoOutputsFrom ? 2 : 1;
}

uint32_t outputsPerDispatch(const Recorder& r, uint64_t work, uint32_t each) {
  const uint64_t groups = r.device().workPerDispatch() / std::max<uint64_t>(work * each, 1);
  return static_cast<uint32_t>(std::clamp<uint64_t>(groups, 1, kGroupsMax)) * each;
}

void matvec(Recorder& r, const Product& product) {
  const DeviceMatrix& w = product.w;
  const ByExpert* byExpert = product.byExpert;
  const KernelChoice& choice = r.choice();
  const uint32_t rows = byExpert ? 1 : product.x.exact().rows;
  const uint32_t items = byExpert ? byExpert->pairs : product.parts.count;
  const uint32_t outputs = w.rows / product.parts.count;
  CHECK(items <= kGroupsMax);
  if (rows == 0 || items == 0) return;

  const uint32_t each = matvecOutputs(choice, outputs);
  const MatvecInput in = matvecInput(r, "matvec", product.x, product.parts, w);
  MatvecPush push{.w = w.at,
                  .x = in.x,
                  .factors = in.factors,
                  .y = product.y.at,
                  .bias = product.bias,
                  .gate = product.gate,
                  .ids = byExpert ? byExpert->ids : 0,
                  .table = byExpert ? byExpert->table : 0,
                  .cols = w.cols,
                  .rowBytes = rowBytesOf(w),
                  .first = 0,
                  .end = 0,
                  .xStride = product.x.exact().cols,
                  .xOffset = product.parts.offset,
                  .partStride = product.parts.stride,
                  .partRows = byExpert ? 0 : outputs,
                  .yStride = product.y.cols,
                  .topK = byExpert ? byExpert->pairsPerRow : 1};
  // As few batches as there must be, of equal size.
  const uint32_t batchMost = roundUp(rows, roundUp(rows, kMatvecRowsMax));
  for (uint32_t row = 0; row < rows; row += batchMost) {
    const uint32_t batch = std::min(batchMost, rows - row);
    const PipelineKey key{
        .shader = in.shader,
        .constants = {matvecLanes(choice, w.cols), each, batch, in.whole, byExpert != nullptr}};
    push.x = in.x + row * in.rowBytes;
    push.factors = in.factors + row * in.factorRowBytes;
    push.y = product.y.at + size_t{row} * product.y.cols * 4;
    if (product.gate) push.gate = product.gate + size_t{row} * product.y.cols * 4;
    const uint32_t step = outputsPerDispatch(r, uint64_t{w.cols} * batch * items, each);
    for (uint32_t first = 0; first < outputs; first = push.end) {
      push.first = first;
      push.end = std::min(outputs - first, step) + first;
      r.dispatch(key, push, {roundUp(push.end - first, each), items, 1},
                 {in.reads,
                  {product.bias, size_t{w.rows} * 4},
                  {product.gate, product.gate ? product.y.bytes() : 0},
                  {push.ids, size_t{items} * 4}},
                 {written(product, row, batch, first, push.end)});
    }
  }
}

}  // namespace hearth::vulkan
