// Decides where a model's experts are read from: the mapping when all fits in memory, else the disk tier.
#pragma once

#include <memory>

#include "runtime/experts/disk_tier.h"

namespace hearth {

// Bytes.
struct MemoryForExperts {
  uint64_t wanted = 0;     // by the user, for experts; 0: automatic
  uint64_t available = 0;  // of main memory, before the model is in it
  uint64_t others = 0;     // what else Hearth will take of that: the KV cache, working memory
  uint64_t fileBytes = 0;
  uint64_t expertBytes = 0;  // of the file, those of routed experts
};

// Memory for the disk tier; 0: the mapping does. With no wish of the user's the whole file must fit, with
// kReserveBytes left for the rest of the machine, because a mapping that is a little too large waits for the
// disk at every token.
uint64_t diskTierBytes(const MemoryForExperts& memory);
inline constexpr uint64_t kReserveBytes = uint64_t{1} << 30;

// Of the routed experts of all layers.
uint64_t expertBytesOf(const Model& model);

struct OpenedSource {
  std::unique_ptr<ExpertSource> source;
  DiskTier* disk = nullptr;  // the same as source, when it is that
};
// `others` as above; `nodes` of memory for the disk tier. The model has experts, and outlives the result.
Result<OpenedSource> openSource(const Model& model, uint64_t wanted, uint64_t available, uint64_t others,
                                CachePolicy policy = kShippedPolicy, std::span<const uint32_t> nodes = {});

}  // namespace hearth
