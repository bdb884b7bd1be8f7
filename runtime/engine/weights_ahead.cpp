#include "runtime/engine/weights_ahead.h"

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

#include "runtime/base/host_memory.h"
#include "runtime/base/read_ahead.h"
#include "runtime/experts/open_source.h"

namespace hearth {
namespace {

using Bytes = std::span<const std::byte>;

// The stacks of routed experts in the order of their addresses.
std::vector<Bytes> expertStacks(const Model& model) {
  std::vector<Bytes> stacks;
  for (const LayerWeights& layer : model.layers) {
    if (!layer.moe) continue;
    for (const auto* stack : {&layer.moe->gate, &layer.moe->up, &layer.moe->down}) {
      for (const TensorView& piece : stack->pieces()) stacks.push_back(piece.bytes());
    }
  }
  std::sort(stacks.begin(), stacks.end(),
            [](const Bytes& a, const Bytes& b) { return std::less<>()(a.data(), b.data()); });
  return stacks;
}

// What lies between `holes`, which are in order.
void addGaps(Bytes part, const std::vector<Bytes>& holes, std::vector<Bytes>& gaps) {
  const std::less<> before;
  const std::byte* at = part.data();
  const std::byte* end = at + part.size();
  for (const Bytes& hole : holes) {
    if (before(hole.data(), at) || !before(hole.data(), end)) continue;
    if (hole.data() != at) gaps.emplace_back(at, hole.data());
    at = hole.data() + hole.size();
  }
  if (at != end) gaps.emplace_back(at, end);
}

}  // namespace

bool readWeightsAhead(const Model& model, bool expertsFromDisk, ThreadPool& pool,
                      const std::function<bool(float)>& onProgress) {
  const std::vector<Bytes> left = expertsFromDisk ? expertStacks(model) : std::vector<Bytes>();
  std::vector<Bytes> ranges;
  for (const MappedFile& part : model.file->parts()) addGaps(part.bytes(), left, ranges);
  uint64_t bytes = kReserveBytes;
  for (const Bytes& range : ranges) bytes += range.size();
  return bytes > availableMemoryBytes() || readAhead(pool, ranges, onProgress);
}

}  // namespace hearth
