#include "runtime/vulkan/product.h"

#include <algorithm>

#include "runtime/base/check.h"

namespace hearth::vulkan {

namespace {

constexpr uint32_t kChunk = 16;         // numbers, shaders/common/format.glsl
constexpr uint32_t kGroupsMax = 65535;  // along an axis, on every device

// Push constants of shaders/matvec.comp.
struct MatvecPush {
  Address w, x, y, bias, gate;
  Address ids, table;
  uint32_t cols, rowBytes;
  uint32_t first, end;
  uint32_t xStride, xOffset, partStride, partRows, yStride;
  uint32_t topK;
};

// shaders/common/matmul_push.glsl
struct MatmulPush {
  Address w, x, y, bias, gate;
  Address lists, table;
  uint32_t cols, rowBytes;
  uint32_t first, end;
  uint32_t firstTile;
  uint32_t xRows, xStride, xOffset, partStride, partRows, yStride;
  uint32_t tilesMax, pairsPerRow;
};

uint32_t roundUp(uint32_t count, uint32_t each) { return (count + each - 1) / each; }

// Outputs [first, end) of y; told exactly where that is one range, so that dispatches of a cut product need
// no barriers between them.
Access written(const Product& product, uint32_t first, uint32_t end) {
  if (product.y.rows > 1 || product.parts.count > 1) return product.y.all();
  return {product.y.at + size_t{first} * 4, size_t{end - first} * 4};
}

}  // namespace

std::string shaderFor(std::string_view kernel, DType type) {
  return std::string(kernel) + "_" + std::string(layoutOf(type).name);
}

uint32_t rowBytesOf(const DeviceMatrix& w) {
  const BlockLayout layout = layoutOf(w.type);
  CHECK(w.cols % layout.values == 0 && w.at % 16 == 0);
  const uint64_t bytes = uint64_t{w.cols} / layout.values * layout.bytes;
  CHECK(bytes * w.rows < uint64_t{1} << 32);  // offsets in shaders have 32 bits; an allocation is smaller
  return static_cast<uint32_t>(bytes);
}

bool wholeChunks(const Rows& x, const Parts& parts, const DeviceMatrix& w) {
  return w.cols % kChunk == 0 && x.at % 16 == 0 && x.cols % 4 == 0 && parts.offset % 4 == 0 &&
         (parts.count == 1 || parts.stride % 4 == 0);
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
  const uint32_t batch = byExpert ? 1 : product.x.rows;
  const uint32_t items = byExpert ? byExpert->pairs : product.parts.count;
  const uint32_t outputs = w.rows / product.parts.count;
  CHECK(batch <= kMatvecRowsMax && items <= kGroupsMax);
  if (batch == 0 || items == 0) return;

  const uint32_t each = matvecOutputs(choice, outputs);
  const PipelineKey key{.shader = choice.summing(shaderFor("matvec", w.type)),
                        .constants = {matvecLanes(choice, w.cols), each, batch,
                                      wholeChunks(product.x, product.parts, w), byExpert != nullptr}};
  MatvecPush push{.w = w.at,
                  .x = product.x.at,
                  .y = product.y.at,
                  .bias = product.bias,
                  .gate = product.gate,
                  .ids = byExpert ? byExpert->ids : 0,
                  .table = byExpert ? byExpert->table : 0,
                  .cols = w.cols,
                  .rowBytes = rowBytesOf(w),
                  .first = 0,
                  .end = 0,
                  .xStride = product.x.cols,
                  .xOffset = product.parts.offset,
                  .partStride = product.parts.stride,
                  .partRows = byExpert ? 0 : outputs,
                  .yStride = product.y.cols,
                  .topK = byExpert ? byExpert->pairsPerRow : 1};
  const uint32_t step = outputsPerDispatch(r, uint64_t{w.cols} * batch * items, each);
  for (uint32_t first = 0; first < outputs; first = push.end) {
    push.first = first;
    push.end = std::min(outputs - first, step) + first;
    r.dispatch(key, push, {roundUp(push.end - first, each), items, 1},
               {product.x.all(),
                {product.bias, size_t{w.rows} * 4},
                {product.gate, product.gate ? product.y.bytes() : 0},
                {push.ids, size_t{items} * 4}},
               {written(product, first, push.end)});
  }
}

Tile tileFor(const KernelChoice& choice, uint32_t outputs, uint32_t rows) {
  constexpr Tile kLarge{128, 64, 8, 4}, kMedium{64, 64, 8, 4}, kFlat{64, 32, 4, 4}, kSmall{64, 16, 4, 4};
  const auto fits = [&](const Tile& tile) {
    constexpr uint32_t kRowBytes = 9 * 16, kPlaceBytes = 8;  // kStride and xAt, yAt of matmul.comp
    return tile.lanes() <= choice.invocationsMax &&
           tile.outputs * kRowBytes + tile.rows * (kRowBytes + kPlaceBytes) <= choice.sharedBytesMax;
  };
  // Large tiles read less, but few of them leave parts of the device without work.
  constexpr uint32_t kLargeTilesFrom = 128;
  if (rows <= kSmall.rows) return kSmall;
  if (rows <= kFlat.rows || !fits(kMedium)) return kFlat;
  const uint64_t large = uint64_t{roundUp(outputs, kLarge.outputs)} * roundUp(rows, kLarge.rows);
  return large >= kLargeTilesFrom && fits(kLarge) ? kLarge : kMedium;
}

void matmul(Recorder& r, const Product& product, const Tile& tile) {
  const DeviceMatrix& w = product.w;
  const ByExpert* byExpert = product.byExpert;
  const uint32_t outputs = w.rows / product.parts.count;
  const uint32_t tiles = byExpert ? byExpert->tilesMax : roundUp(product.x.rows, tile.rows);
  const PipelineKey key{.shader = shaderFor("matmul", w.type),
                        .constants = {tile.lanes(), tile.outputs, tile.rows, tile.outputsEach, tile.rowsEach,
                                      wholeChunks(product.x, product.parts, w), byExpert != nullptr}};
  MatmulPush push{.w = w.at,
                  .x = product.x.at,
                  .y = product.y.at,
                  .bias = product.bias,
                  .gate = product.gate,
                  .lists = byExpert ? byExpert->lists : 0,
                  .table = byExpert ? byExpert->table : 0,
                  .cols = w.cols,
                  .rowBytes = rowBytesOf(w),
                  .first = 0,
                  .end = 0,
                  .firstTile = 0,
                  .xRows = product.x.rows,
                  .xStride = product.x.cols,
                  .xOffset = product.parts.offset,
                  .partStride = product.parts.stride,
                  .partRows = byExpert ? 0 : outputs,
                  .yStride = product.y.cols,
                  .tilesMax = tiles,
                  .pairsPerRow = byExpert ? byExpert->pairsPerRow : 1};
  // First as many tiles of rows as one dispatch may take for one tile of outputs, then tiles of outputs.
  const uint64_t tileWork = uint64_t{w.cols} * tile.rows * product.parts.count;
  const uint32_t tileStep = std::min(tiles, outputsPerDispatch(r, tileWork * tile.outputs, 1));
  const uint32_t step = outputsPerDispatch(r, tileWork * std::max(tileStep, 1u), tile.outputs);
  for (push.firstTile = 0; push.firstTile < tiles; push.firstTile += tileStep) {
    for (uint32_t first = 0; first < outputs; first = push.end) {
      push.first = first;
      push.end = std::min(outputs - first, step) + first;
      r.dispatch(key, push,
                 {roundUp(push.end - first, tile.outputs), std::min(tileStep, tiles - push.firstTile),
                  product.parts.count},
                 {product.x.all(),
                  {product.bias, size_t{w.rows} * 4},
                  {product.gate, product.gate ? product.y.bytes() : 0},
                  {push.lists, byExpert ? byExpert->listBytes() : 0}},
                 {product.y.all()});
    }
  }
}

void multiply(Recorder& r, const Product& product) {
  if (product.x.rows <= kMatvecRowsMax) return matvec(r, product);
  matmul(r, product, tileFor(r.choice(), product.w.rows / product.parts.count, product.x.rows));
}

}  // namespace hearth::vulkan
