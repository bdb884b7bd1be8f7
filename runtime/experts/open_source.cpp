#include "runtime/experts/open_source.h"

#include "runtime/experts/mapped_source.h"

namespace hearth {

uint64_t diskTierBytes(const MemoryForExperts& memory) {
  if (memory.wanted > 0) return memory.wanted >= memory.expertBytes ? 0 : memory.wanted;
  if (memory.fileBytes + memory.others + kReserveBytes <= memory.available) return 0;
  const uint64_t taken = memory.fileBytes - memory.expertBytes + memory.others + kReserveBytes;
  // At least a byte: there is too little, and opening the tier says so.
  return memory.available > taken ? memory.available - taken : 1;
}

uint64_t expertBytesOf(const Model& model) {
  uint64_t bytes = 0;
  for (const LayerWeights& layer : model.layers) {
    if (!layer.moe) continue;
    const MoeWeights& moe = *layer.moe;
    bytes += moe.gate.bytes() + moe.up.bytes() + moe.down.bytes();
  }
  return bytes;
}

Result<OpenedSource> openSource(const Model& model, uint64_t wanted, uint64_t available, uint64_t others,
                                CachePolicy policy, std::span<const uint32_t> nodes) {
  const uint64_t ramBytes = diskTierBytes({.wanted = wanted,
                                           .available = available,
                                           .others = others,
                                           .fileBytes = model.file->fileBytes(),
                                           .expertBytes = expertBytesOf(model)});
  OpenedSource opened;
  if (ramBytes == 0) {
    opened.source = makeMappedSource(model);
    return opened;
  }
  auto tier = DiskTier::open(model, {.ramBytes = ramBytes, .policy = policy, .nodes = nodes});
  if (!tier) return std::move(tier).error();
  opened.disk = tier->get();
  opened.source = std::move(*tier);
  return opened;
}

}  // namespace hearth
