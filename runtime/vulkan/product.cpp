#include "runtime/vulkan/product.h"

#include <algorithm>

#include "runtime/base/check.h"

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

// shaders/common/matmul_push.glsl
struct MatmulPush {
  Address w, x, factors;
  Address y, bias, gate;
  Address lists, table;
  uint32_t cols, rowBytes;
  uint32_t first, end;
  uint32_t firstTile;
  uint32_t xRows, xStride, xOffset, partStride, partRows, yStride;
  uint32_t tilesMax, pairsPerRow;
};

// Whether rows and parts leave kernels free to read x and w in vectors.
bool wholeChunks(const Rows& x, const Parts& parts, const DeviceMatrix& w) {
  return w.cols % kChunk == 0 && x.at % 16 == 0 && x.cols % 4 == 0 && parts.offset % 4 == 0 &&
         parts.stride % 4 == 0;
}

// Parts must begin where a group of rounded numbers does.
bool mayUseInt8(const Activations& x, const Parts& parts, const DeviceMatrix& w) {
  return x.mayRound() && hasInt8(w.type) && parts.offset % 32 == 0 && parts.stride % 32 == 0;
}

uint32_t roundUp(uint32_t count, uint32_t each) { return (count + each - 1) / each; }

struct MatmulInput {
  std::string shader;
  Address x = 0, factors = 0;
  Access reads;
};
MatmulInput matmulInput(Recorder& r, const Product& product) {
  const KernelChoice& choice = r.choice();
  const std::string rounded = shaderFor("matmul_int8", product.w.type);
  if (choice.matmul == Arithmetic::Int8 && mayUseInt8(product.x, product.parts, product.w) &&
      choice.allows(rounded)) {
    const Int8Rows& rows = product.x.int8(r);
    return {rounded, rows.codes, rows.factors, rows.all};
  }
  const Rows& exact = product.x.exact();
  return {shaderFor("matmul", product.w.type), exact.at, 0, exact.all()};
}

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
      return true;
    default:
      return false;
  }
}

MatvecInput matvecInput(Recorder& r, std::string_view kernel, Activations& x, const Parts& parts,
                        const DeviceMatrix& w) {
  const KernelChoice& choice = r.choice();
  const std::string exact = shaderFor(kernel, w.type), rounded = exact + "_int8";
  if (choice.matvec == Arithmetic::Int8 && mayUseInt8(x, parts, w) && choice.allowsSumming(rounded)) {
    const Int8Rows& rows = x.int8(r);
    return {choice.summing(rounded), rows.codes, rows.factors, rows.all, true};
  }
  return {choice.summing(exact), x.exact().at, 0, x.exact().all(), wholeChunks(x.exact(), parts, w)};
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
  const uint32_t batch = byExpert ? 1 : product.x.exact().rows;
  const uint32_t items = byExpert ? byExpert->pairs : product.parts.count;
  const uint32_t outputs = w.rows / product.parts.count;
  CHECK(batch <= kMatvecRowsMax && items <= kGroupsMax);
  if (batch == 0 || items == 0) return;

  const uint32_t each = matvecOutputs(choice, outputs);
  const MatvecInput in = matvecInput(r, "matvec", product.x, product.parts, w);
  const PipelineKey key{
      .shader = in.shader,
      .constants = {matvecLanes(choice, w.cols), each, batch, in.whole, byExpert != nullptr}};
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
  const uint32_t step = outputsPerDispatch(r, uint64_t{w.cols} * batch * items, each);
  for (uint32_t first = 0; first < outputs; first = push.end) {
    push.first = first;
    push.end = std::min(outputs - first, step) + first;
    r.dispatch(key, push, {roundUp(push.end - first, each), items, 1},
               {in.reads,
                {product.bias, size_t{w.rows} * 4},
                {product.gate, product.gate ? product.y.bytes() : 0},
                {push.ids, size_t{items} * 4}},
               {written(product, first, push.end)});
  }
}

Tile tileFor(const KernelChoice& choice, uint32_t outputs, uint32_t rows) {
  constexpr Tile kLarge{128, 64, 8, 4}, kMedium{64, 64, 8, 4}, kFlat{64, 32, 4, 4}, kSmall{64, 16, 4, 4};
  const auto fits = [&](const Tile& tile) {
    // kStride and xAt, yAt of matmul.comp. Of matmul_int8.comp: 5 * 16 and up to 4 * 8, so less.
    constexpr uint32_t kRowBytes = 9 * 16, kPlaceBytes = 8;
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
  const Rows& exact = product.x.exact();
  const uint32_t tiles = byExpert ? byExpert->tilesMax : roundUp(exact.rows, tile.rows);
  const MatmulInput in = matmulInput(r, product);
  const PipelineKey key{.shader = in.shader,
                        .constants = {tile.lanes(), tile.outputs, tile.rows, tile.outputsEach, tile.rowsEach,
                                      wholeChunks(exact, product.parts, w), byExpert != nullptr}};
  MatmulPush push{.w = w.at,
                  .x = in.x,
                  .factors = in.factors,
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
                  .xRows = exact.rows,
                  .xStride = exact.cols,
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
                 {in.reads,
                  {product.bias, size_t{w.rows} * 4},
                  {product.gate, product.gate ? product.y.bytes() : 0},
                  {push.lists, byExpert ? byExpert->listBytes() : 0}},
                 {product.y.all()});
    }
  }
}

void multiply(Recorder& r, const Product& product) {
  const uint32_t rows = product.x.exact().rows;
  if (rows <= kMatvecRowsMax) return matvec(r, product);
  matmul(r, product, tileFor(r.choice(), product.w.rows / product.parts.count, rows));
}

}  // namespace hearth::vulkan
