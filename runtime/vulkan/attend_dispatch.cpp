#include "runtime/vulkan/attend_dispatch.h"

#include <algorithm>

#include "runtime/vulkan/attention_plan.h"

namespace hearth::vulkan {

namespace {

bool fourfold(std::initializer_list<uint32_t> numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](uint32_t n) { return n % 4 == 0; });
}

// Whether every group of four numbers lies where one access can read it.
bool inQuads(const AttendCall& call) {
  const AttendPush& p = call.push;
  // Of blocks four codes are one word.
  const size_t cached = inBlocks(call.form) ? 4 : call.form == KvForm::Half ? 8 : 16;
  const size_t rebuilt = p.cached != 0 ? 4 * sizeof(float) : cached;
  return fourfold({p.qCols0, p.qStride0, p.qCols1, p.qStride1, p.keyWidth, p.valueWidth, p.cachedWidth,
                   call.keyDim, call.piece0, call.valueDim}) &&
         p.q0 % 16 == 0 && p.q1 % 16 == 0 && p.sums % 16 == 0 && p.keys % rebuilt == 0 &&
         p.values % rebuilt == 0 && p.cached % cached == 0;
}

}  // namespace

void dispatchTiles(Recorder& r, const AttendCall& call) {
  const uint32_t queries = call.push.rows * call.group;
  const AttendTile tile = tileOf(r.choice(), queries, call.keyDim, call.valueDim);
  const PipelineKey key{.shader = call.shader,
                        .constants = {tile.local, call.keyDim, call.piece0, call.valueDim, call.group,
                                      tile.queries, tile.queryGroups, tile.chunk, call.splits,
                                      inQuads(call) ? 1u : 0u, static_cast<uint32_t>(call.form)}};
  const uint32_t groups = ceilDiv(queries, tile.queries) * call.push.kvHeads * call.splits;
  const uint64_t work = uint64_t{tile.queries} * (call.keyDim + call.valueDim) *
                        ceilDiv(std::max(call.positions, 1u), call.splits);
  const uint64_t fit = std::clamp<uint64_t>(r.device().workPerDispatch() / work, 1, kGroupsMax);
  const auto each = static_cast<uint32_t>(fit);
  AttendPush push = call.push;
  for (uint32_t first = 0; first < groups; first += each) {
    push.firstGroup = first;
    r.dispatch(key, push, {.x = std::min(each, groups - first)},
               {call.reads[0], call.reads[1], call.reads[2], call.reads[3], call.reads[4]},
               {call.writes[0], call.writes[1]});
  }
}

}  // namespace hearth::vulkan
