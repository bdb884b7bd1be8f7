#include <algorithm>

#include "runtime/base/check.h"
#include "runtime/vulkan/product.h"

namespace hearth::vulkan {

namespace {

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

// What one invocation, or a whole subgroup of so many, computes of a tile.
struct Share {
  uint32_t outputs, rows, subgroup;
  uint32_t lanes(const Tile& tile) const {
    return tile.outputs / outputs * (tile.rows / rows) * std::max(subgroup, 1u);
  }
};
constexpr uint32_t kMatrixSide = 32;  // outputs and rows that a subgroup of 32 computes in matmul_matrix.comp
Share shareOf(const Tile& tile, std::optional<Arithmetic> arithmetic) {
  if (arithmetic == Arithmetic::Matrix) return {kMatrixSide, kMatrixSide, 32};
  return tile.rows >= 64 ? Share{8, 4, 0} : Share{4, 4, 0};
}

bool startsWithMatrix(const KernelChoice& choice) {
  return !choice.matmul.empty() && choice.matmul.front() == Arithmetic::Matrix;
}

struct MatmulInput {
  MatmulShader shader;
  Share each;
  Address x = 0, factors = 0;
  Access reads;
};
MatmulInput matmulInput(Recorder& r, const Product& product, const Tile& tile) {
  const MatmulShader shader =
      matmulShader(r.choice(), product.w.type, tile, mayRound(product.x, product.parts));
  const Share each = shareOf(tile, shader.arithmetic);
  if (!shader.arithmetic) {
    const Rows& exact = product.x.exact();
    return {shader, each, exact.at, 0, exact.all()};
  }
  const PackedRows& rows = shader.arithmetic == Arithmetic::Int8 ? product.x.int8(r) : product.x.halves(r);
  return {shader, each, rows.at, rows.factors, rows.all};
}

}  // namespace

MatmulShader matmulShader(const KernelChoice& choice, DType type, const Tile& tile, bool mayRound) {
  for (const Arithmetic arithmetic : choice.matmul) {
    if (!mayRound) break;
    MatmulShader shader{{}, arithmetic};
    switch (arithmetic) {
      case Arithmetic::Int8:
        if (!hasInt8(type)) continue;
        shader.name = shaderFor("matmul_int8", type);
        break;
      case Arithmetic::Half:
        if (!hasHalf(type)) continue;
        shader.name = shaderFor("matmul_half", type);
        break;
      case Arithmetic::Matrix:
        if (!hasHalf(type) || tile.outputs % kMatrixSide != 0 || tile.rows % kMatrixSide != 0) continue;
        shader.name = shaderFor("matmul_matrix", type);
        break;
    }
    if (choice.allows(shader.name)) return shader;
  }
  return {shaderFor("matmul", type), std::nullopt};
}

Tile tileFor(const KernelChoice& choice, uint32_t outputs, uint32_t rows) {
  constexpr Tile kLarge{128, 64}, kMedium{64, 64}, kFlat{64, 32}, kSmall{64, 16};
  const auto fits = [&](const Tile& tile) {
    // kStride, and xAt and yAt, of matmul.comp; the other forms need less.
    constexpr uint32_t kRowBytes = 9 * 16, kPlaceBytes = 8;
    constexpr uint32_t kGridBytes = 4096;  // of the largest grid, grid.glsl
    return shareOf(tile, std::nullopt).lanes(tile) <= choice.invocationsMax &&
           tile.outputs * kRowBytes + tile.rows * (kRowBytes + kPlaceBytes) + kGridBytes <=
               choice.sharedBytesMax;
  };
  if (rows <= kSmall.rows && !startsWithMatrix(choice)) return kSmall;
  if (rows <= kFlat.rows || !fits(kMedium)) return kFlat;
  const uint64_t large = uint64_t{roundUp(outputs, kLarge.outputs)} * roundUp(rows, kLarge.rows);
  return large >= choice.largeTilesFrom && fits(kLarge) ? kLarge : kMedium;
}

void matmul(Recorder& r, const Product& product, const Tile& tile) {
  const DeviceMatrix& w = product.w;
  const ByExpert* byExpert = product.byExpert;
  const uint32_t outputs = w.rows / product.parts.count;
  const Rows& exact = product.x.exact();
  const uint32_t tiles = byExpert ? byExpert->tilesMax : roundUp(exact.rows, tile.rows);
  const MatmulInput in = matmulInput(r, product, tile);
  const PipelineKey key{
      .shader = in.shader.name,
      .constants = {in.each.lanes(tile), tile.outputs, tile.rows, in.each.outputs, in.each.rows,
                    wholeChunks(exact, product.parts, w), byExpert != nullptr},
      .subgroupSize = in.each.subgroup};
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
  if (rows <= r.choice().matvecRowsMax) return matvec(r, product);
  matmul(r, product, tileFor(r.choice(), product.w.rows / product.parts.count, rows));
}

}  // namespace hearth::vulkan
