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
  Address down, x, factors, y;
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

// Few pairs per expert read their experts one by one: tiles of matmul would be mostly empty. The threshold is
// the same on every device, since the scratch memory depends on it.
bool isGrouped(uint32_t rows, uint32_t topK, uint32_t experts) {
  return rows > kMatvecRowsMax && rows * topK > 2 * experts;
}

// What lies where in the scratch memory of runExperts(): per pair gate * up and (many rows) down's result,
// the rounded forms of h and of the former, and the lists of tiles.
struct Layout {
  size_t hiddenAt = 0, outAt = 0, roundedAt = 0, roundedHiddenAt = 0, listsAt = 0, bytes = 0;
};
Layout scratchLayout(const ExpertLayout& expert, uint32_t rows, uint32_t topK, uint32_t experts) {
  const uint32_t pairs = rows * topK;
  const bool grouped = isGrouped(rows, topK, experts);
  constexpr uint32_t kSmallestTile = 16;  // of tileFor(): the longest lists
  const uint32_t tilesMax = tilesMaxFor(pairs, experts, kSmallestTile);
  Layout layout;
  const auto place = [&](size_t bytes) {
    const size_t at = layout.bytes;
    layout.bytes += align(bytes);
    return at;
  };
  layout.hiddenAt = place(size_t{pairs} * expert.ffn * 4);
  layout.roundedAt = place(activationBytes(rows, expert.width));
  layout.roundedHiddenAt = place(activationBytes(pairs, expert.ffn));
  layout.outAt = place(grouped ? size_t{pairs} * expert.width * 4 : 0);
  layout.listsAt = place(grouped ? (1 + 3 * size_t{tilesMax} + pairs) * 4 : 0);
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

// What the two forms of runExperts() share.
struct Run {
  ChoiceAt choice;
  Access table;
  uint32_t experts = 0;
  Matrices w;
  Activations h, hidden;
  Layout layout;
  Address scratch = 0;
  Rows y;
  Into into = Into::Set;
};

void downExperts(Recorder& r, Run& run) {
  const KernelChoice& kernels = r.choice();
  const DeviceMatrix& down = run.w.down;
  const uint32_t each = matvecOutputs(kernels, down.rows);
  const MatvecInput in = matvecInput(r, "down_experts", run.hidden, {}, down);
  const PipelineKey key{
      .shader = in.shader,
      .constants = {matvecLanes(kernels, down.cols), each, run.into == Into::Add, in.whole}};
  DownExpertsPush push{.down = down.at,
                       .x = in.x,
                       .factors = in.factors,
                       .y = run.y.at,
                       .ids = run.choice.ids,
                       .weights = run.choice.weights,
                       .table = run.table.at,
                       .cols = down.cols,
                       .rowBytes = rowBytesOf(down),
                       .first = 0,
                       .end = 0,
                       .yStride = run.y.cols,
                       .topK = run.choice.topK};
  const uint32_t step = outputsPerDispatch(r, uint64_t{down.cols} * run.hidden.exact().rows, each);
  for (uint32_t first = 0; first < down.rows; first = push.end) {
    push.first = first;
    push.end = std::min(down.rows - first, step) + first;
    r.dispatch(key, push, {roundUp(push.end - first, each), run.y.rows, 1},
               {in.reads, idsOf(run.choice), weightsOf(run.choice), run.table, run.y.all()}, {run.y.all()});
  }
}

// Few rows: each pair reads its expert.
void runPairs(Recorder& r, Run& run, const ByExpert& pairs) {
  const auto& [gate, up, down] = run.w;
  const Rows& hidden = run.hidden.exact();
  if (gate.type == up.type) {
    gatedMatvec(r, {.x = run.h, .gate = gate, .up = up, .y = hidden, .byExpert = &pairs});
  } else {
    matvec(r, {.x = run.h, .w = gate, .y = hidden, .byExpert = &pairs});
    matvec(r, {.x = run.h, .w = up, .gate = hidden.at, .y = hidden, .byExpert = &pairs});
  }
  downExperts(r, run);
}

// Many rows: pairs are grouped by expert, so that every expert is read once per tile of them.
void runGrouped(Recorder& r, Run& run, ByExpert pairs) {
  const auto& [gate, up, down] = run.w;
  const Rows& hidden = run.hidden.exact();
  const Rows out{run.scratch + run.layout.outAt, pairs.pairs, down.rows};
  const Tile tile = tileFor(r.choice(), gate.rows, roundUp(pairs.pairs, run.experts));
  pairs.lists = run.scratch + run.layout.listsAt;
  pairs.tilesMax = tilesMaxFor(pairs.pairs, run.experts, tile.rows);
  CHECK(run.experts <= kExpertsMax && pairs.tilesMax <= kGroupsMax);
  const uint32_t lanes = std::min(r.choice().invocationsMax, 256u);
  r.dispatch(
      {.shader = "group_rows", .constants = {lanes, tile.rows}},
      GroupRowsPush{run.choice.ids, run.table.at, pairs.lists, pairs.pairs, run.experts, pairs.tilesMax}, {},
      {idsOf(run.choice), run.table}, {{pairs.lists, pairs.listBytes()}});

  matmul(r, {.x = run.h, .w = gate, .y = hidden, .byExpert = &pairs}, tile);
  matmul(r, {.x = run.h, .w = up, .gate = hidden.at, .y = hidden, .byExpert = &pairs}, tile);
  pairs.pairsPerRow = 1;
  matmul(r, {.x = run.hidden, .w = down, .y = out, .byExpert = &pairs}, tile);
  constexpr uint32_t kSumLanes = 64;
  r.dispatch({.shader = "sum_experts", .constants = {kSumLanes, run.into == Into::Add}},
             SumExpertsPush{out.at, run.y.at, run.choice.ids, run.choice.weights, run.table.at, run.y.cols,
                            run.choice.topK},
             {roundUp(run.y.cols, kSumLanes), run.y.rows, 1},
             {out.all(), idsOf(run.choice), weightsOf(run.choice), run.table, run.y.all()}, {run.y.all()});
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
                const ExpertLayout& expert, Address scratch, Rows y, Into into, Precision precision) {
  CHECK(h.cols == expert.width && y.cols == expert.width && h.rows == y.rows && h.rows == choice.rows);
  const ByExpert pairs{
      .ids = choice.ids, .table = slotTable, .pairs = choice.rows * choice.topK, .pairsPerRow = choice.topK};
  const Layout layout = scratchLayout(expert, h.rows, choice.topK, experts);
  const Rows hidden{scratch + layout.hiddenAt, pairs.pairs, expert.ffn};
  Run run{.choice = choice,
          .table = bytesOf(slotTable, experts),
          .experts = experts,
          .w = matricesOf(expert),
          .h = Activations(h, precision, scratch + layout.roundedAt),
          .hidden = Activations(hidden, precision, scratch + layout.roundedHiddenAt),
          .layout = layout,
          .scratch = scratch,
          .y = y,
          .into = into};
  if (isGrouped(h.rows, choice.topK, experts)) {
    runGrouped(r, run, pairs);
  } else {
    runPairs(r, run, pairs);
  }
}

}  // namespace hearth::vulkan
