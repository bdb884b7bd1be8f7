#include "app/cli/roofline.h"

#include <cstdio>
#include <vector>

#include "runtime/base/node_memory.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/machine_speed.h"
#include "runtime/engine/model_sizes.h"

namespace hearth::cli {
namespace {

constexpr size_t kPageBytesMax = 65536;  // of the systems that Hearth runs on

double shareOf(double part, double whole) { return whole > 0 ? part / whole : 0; }

}  // namespace

Roofline measureRoofline(const LoadedModel& loaded) {
  ThreadPool pool(loaded.description().threads);
  // Whether the system grants it shows only when it is asked for: a page for each node will do.
  std::vector<std::byte> some(kPageBytesMax * (pool.nodes().size() + 1));
  const auto spread = interleave(some, pool.nodes());
  return {.bytesPerSecond = cpu::measureReadBandwidth(pool),
          .multiplyAddsPerSecond = cpu::measureMultiplyAdds(pool),
          .decodeBytes = loaded.hardware().memoryBytesPerToken,
          .prefillMultiplyAdds = sizesOf(loaded.model()).layerMultiplyAdds,
          .memoryNodes = static_cast<uint32_t>(pool.nodes().size()),
          .spreading = spread ? "" : spread.error().what()};
}

void print(const Roofline& r, double decode, double prefill) {
  std::printf("this machine: reads %.1f GB/s of memory, %.0f int8 GMAC/s (%s)\n", r.bytesPerSecond / 1e9,
              r.multiplyAddsPerSecond / 1e9, cpu::instructionSet());
  if (r.memoryNodes > 1)
    std::printf("its threads are on %u nodes of memory; working memory is %s\n", r.memoryNodes,
                r.spreading.empty() ? "spread over them" : ("not spread over them: " + r.spreading).c_str());
  std::printf("this model: %.3f GB of weights a token from memory, %.3f GMAC a token of a prompt\n",
              r.decodeBytes / 1e9, r.prefillMultiplyAdds / 1e9);
  if (decode > 0)
    std::printf("decode reads %.1f GB/s: %.0f %% of the memory\n", decode * r.decodeBytes / 1e9,
                100 * shareOf(decode * r.decodeBytes, r.bytesPerSecond));
  if (prefill > 0)
    std::printf("prefill does %.0f GMAC/s: %.0f %% of the arithmetic\n",
                prefill * r.prefillMultiplyAdds / 1e9,
                100 * shareOf(prefill * r.prefillMultiplyAdds, r.multiplyAddsPerSecond));
}

nlohmann::ordered_json asJson(const Roofline& r, double decode, double prefill) {
  return {{"memory_nodes", r.memoryNodes},
          {"memory_bytes_per_second", r.bytesPerSecond},
          {"multiply_adds_per_second", r.multiplyAddsPerSecond},
          {"decode_bytes_per_token", r.decodeBytes},
          {"prefill_multiply_adds_per_token", r.prefillMultiplyAdds},
          {"decode_share_of_memory", shareOf(decode * r.decodeBytes, r.bytesPerSecond)},
          {"prefill_share_of_arithmetic", shareOf(prefill * r.prefillMultiplyAdds, r.multiplyAddsPerSecond)}};
}

}  // namespace hearth::cli
