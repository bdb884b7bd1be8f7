// The router and the experts of kernels.h.
#include <algorithm>

#include "runtime/base/check.h"
#include "runtime/vulkan/product.h"

namespace hearth::vulkan {

namespace {

constexpr uint32_t kExpertsMax = 512;  // kExpertsMax of shaders/route.comp and group_rows.comp
constexpr uint32_t kGroupsMax = 65535;

// Push constants of the shaders of the same names.
struct RoutePush {
  Address scores, bias, ids, weights;
  uint32_t experts, topK, groups, topKGroups;
  float scale;
};
struct DownExpertsPush {
  Address down, x, y;
  Address ids, weights, table;
  uint32_t cols, rowBytes;
  uint32_t first, end;
  uint32_t yStride;
  uint32_t topK;
};
struct GroupRowsPush {
  Address ids, table, lists;
  uint32_t pairs, experts, tilesMax;
};
struct SumExpertsPush {
  Address x, y, ids, weights, table;
  uint32_t width, topK;
};

Access idsOf(const ChoiceAt& choice) { return {choice.ids, size_t{choice.rows} * choice.topK * 4}; }
Access weightsOf(const ChoiceAt& choice) { return {choice.weights, size_t{choice.rows} * choice.topK * 4}; }
Access bytesOf(Address table, uint32_t experts) { return {table, size_t{experts} * sizeof(Address)}; }

size_t align(size_t bytes) { return (bytes + 255) / 256 * 256; }

// Tiles that hold `pairs` pairs of `experts` experts, however they are spread.
uint32_t tilesMaxFor(uint32_t pairs, uint32_t experts, uint32_t tileRows) {
  return pairs / tileRows + std::min(pairs, experts);
}

// What lies where in the scratch memory of runExperts().
struct Layout {
  size_t hiddenAt = 0, outAt = 0, listsAt = 0, bytes = 0;
};
Layout scratchLayout(const ExpertLayout& expert, uint32_t rows, uint32_t topK, uint32_t experts) {
  const size_t pairs = size_t{rows} * topK;
  Layout layout;
  layout.outAt = align(pairs * expert.ffn * 4);
  layout.listsAt = layout.outAt;
  if (rows > kMatvecRowsMax) {
    constexpr uint32_t kSmallestTile = 16;  // of tileFor(): the longest lists
    const uint32_t tilesMax = tilesMaxFor(rows * topK, experts, kSmallestTile);
    layout.listsAt += align(pairs * expert.width * 4);
    layout.bytes = align((1 + 3 * size_t{tilesMax} + pairs) * 4);
  }
  layout.bytes += layout.listsAt;
  return layout;
}

// The matrices of one expert; `at` is the offset in its slot.
struct Matrices {
  DeviceMatrix gate, up, down;
};
Matrices matricesOf(const ExpertLayout& expert) {
  return {{expert.gateAt, expert.gate, expert.ffn, expert.width},
          {expert.upAt, expert.up, expert.ffn, expert.width},
          {expert.downAt, expert.down, expert.width, expert.ffn}};
}

void downExperts(Recorder& r, const DeviceMatrix& down, Rows hidden, ChoiceAt choice, const ByExpert& pairs,
                 Access table, Rows y, Into into) {
  const KernelChoice& kernels = r.choice();
  const uint32_t each = matvecOutputs(kernels, down.rows);
  const PipelineKey key{
      .shader = kernels.summing(shaderFor("down_experts", down.type)),
      .constants = {matvecLanes(kernels, down.cols), each, into == Into::Add, wholeChunks(hidden, {}, down)}};
  DownExpertsPush push{.down = down.at,
                       .x = hidden.at,
                       .y = y.at,
                       .ids = choice.ids,
                       .weights = choice.weights,
                       .table = pairs.table,
                       .cols = down.cols,
                       .rowBytes = rowBytesOf(down),
                       .first = 0,
                       .end = 0,
                       .yStride = y.cols,
                       .topK = choice.topK};
  const uint32_t step = outputsPerDispatch(r, uint64_t{down.cols} * pairs.pairs, each);
  for (uint32_t first = 0; first < down.rows; first = push.end) {
    push.first = first;
    push.end = std::min(down.rows - first, step) + first;
    r.dispatch(key, push, {(push.end - first + each - 1) / each, y.rows, 1},
               {hidden.all(), idsOf(choice), weightsOf(choice), table, y.all()}, {y.all()});
  }
}

// Few rows: each pair reads its expert.
void runPairs(Recorder& r, Rows h, ChoiceAt choice, ByExpert pairs, Access table, const ExpertLayout& expert,
              Address scratch, Rows y, Into into, Precision precision) {
  const Matrices w = matricesOf(expert);
  const Rows hidden{scratch, pairs.pairs, expert.ffn};
  if (expert.gate == expert.up) {
    gatedMatvec(
        r, {.x = h, .gate = w.gate, .up = w.up, .y = hidden, .precision = precision, .byExpert = &pairs});
  } else {
    matvec(r, {.x = h, .w = w.gate, .y = hidden, .precision = precision, .byExpert = &pairs});
    matvec(r, {.x = h, .w = w.up, .gate = scratch, .y = hidden, .precision = precision, .byExpert = &pairs});
  }
  downExperts(r, w.down, hidden, choice, pairs, table, y, into);
}

// Many rows: pairs are grouped by expert, so that every expert is read once per tile of them.
void runGrouped(Recorder& r, Rows h, ChoiceAt choice, ByExpert pairs, Access table, uint32_t experts,
                const ExpertLayout& expert, Address scratch, Rows y, Into into, Precision precision) {
  const Matrices w = matricesOf(expert);
  const Layout layout = scratchLayout(expert, h.rows, choice.topK, experts);
  const Rows hidden{scratch, pairs.pairs, expert.ffn};
  const Rows out{scratch + layout.outAt, pairs.pairs, expert.width};
  const Tile tile = tileFor(r.choice(), expert.ffn, (pairs.pairs + experts - 1) / experts);
  pairs.lists = scratch + layout.listsAt;
  pairs.tilesMax = tilesMaxFor(pairs.pairs, experts, tile.rows);
  CHECK(experts <= kExpertsMax && pairs.tilesMax <= kGroupsMax);
  const uint32_t lanes = std::min(r.choice().invocationsMax, 256u);
  r.dispatch({.shader = "group_rows", .constants = {lanes, tile.rows}},
             GroupRowsPush{choice.ids, table.at, pairs.lists, pairs.pairs, experts, pairs.tilesMax}, {},
             {idsOf(choice), table}, {{pairs.lists, pairs.listBytes()}});

  matmul(r, {.x = h, .w = w.gate, .y = hidden, .precision = precision, .byExpert = &pairs}, tile);
  matmul(r, {.x = h, .w = w.up, .gate = scratch, .y = hidden, .precision = precision, .byExpert = &pairs},
         tile);
  pairs.pairsPerRow = 1;
  matmul(r, {.x = hidden, .w = w.down, .y = out, .precision = precision, .byExpert = &pairs}, tile);
  constexpr uint32_t kSumLanes = 64;
  r.dispatch({.shader = "sum_experts", .constants = {kSumLanes, into == Into::Add}},
             SumExpertsPush{out.at, y.at, choice.ids, choice.weights, table.at, y.cols, choice.topK},
             {(y.cols + kSumLanes - 1) / kSumLanes, y.rows, 1},
             {out.all(), idsOf(choice), weightsOf(choice), table, y.all()}, {y.all()});
}

}  // namespace

void route(Recorder& r, Rows scores, const Routing& rule, Address bias, ChoiceAt choice) {
  CHECK(scores.cols == rule.experts && rule.experts <= kExpertsMax && choice.topK == rule.topK);
  CHECK(rule.topK <= rule.experts && rule.groups >= 1 && scores.rows == choice.rows);
  constexpr uint32_t kLanes = 64;
  const PipelineKey key{.shader = r.choice().summing("route"),
                        .constants = {kLanes, rule.gating == Gating::Softmax,
                                      rule.groupScore == GroupScore::TopTwoSum, rule.normalizeWeights}};
  RoutePush push{.scores = scores.at,
                 .bias = bias,
                 .ids = choice.ids,
                 .weights = choice.weights,
                 .experts = rule.experts,
                 .topK = rule.topK,
                 .groups = rule.groups,
                 .topKGroups = rule.topKGroups,
                 .scale = rule.scale};
  r.dispatch(key, push, {scores.rows, 1, 1}, {scores.all(), {bias, size_t{rule.experts} * 4}},
             {idsOf(choice), weightsOf(choice)});
}

size_t expertScratchBytes(const ExpertLayout& layout, uint32_t rows, uint32_t topK, uint32_t experts) {
  return scratchLayout(layout, rows, topK, experts).bytes;
}

void runExperts(Recorder& r, Rows h, ChoiceAt choice, Address slotTable, uint32_t experts,
                const ExpertLayout& layout, Address scratch, Rows y, Into into, Precision precision) {
  CHECK(h.cols == layout.width && y.cols == layout.width && h.rows == y.rows && h.rows == choice.rows);
  const ByExpert pairs{
      .ids = choice.ids, .table = slotTable, .pairs = choice.rows * choice.topK, .pairsPerRow = choice.topK};
  const Access table = bytesOf(slotTable, experts);
  if (h.rows <= kMatvecRowsMax) {
    runPairs(r, h, choice, pairs, table, layout, scratch, y, into, precision);
  } else {
    runGrouped(r, h, choice, pairs, table, experts, layout, scratch, y, into, precision);
  }
}

}  // namespace hearth::vulkan
