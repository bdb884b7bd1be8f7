// What passes measure reaches the cost model, whatever it believed before.
#include <gtest/gtest.h>

#include <algorithm>

#include "runtime/model/loader.h"
#include "tests/vulkan/gpu_model.h"

namespace hearth::vulkan::test {
namespace {

class CostObservations : public GpuTest {};

// Everything is believed to take so long that anything measured is shorter; host and bus as long as each
// other, so that of a prompt's experts some are copied and some computed, and a few uses are worth a move.
TEST_F(CostObservations, ComeFromHostBusAndDevice) {
  auto model = loadModel(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf");
  ASSERT_TRUE(model) << model.error().what();
  ThreadPool pool(2);
  GpuModel onGpu(gpu(), **model, pool,
                 {.context = 128, .maxBatch = 64, .residentShare = 0.75, .passingSlots = 4});
  CostModel& costs = onGpu.costs();
  const RowsAndSeconds onHost[] = {{1, 100.0}, {64, 100.0}}, onDevice[] = {{1, 1.0}, {64, 1.0}};
  costs.calibrateHost(onHost);
  costs.calibrateDevice(onDevice);
  costs.calibrateBus(static_cast<double>(onGpu.slots()->layout((*model)->config.layers - 1).bytes) / 100.0);
  onGpu.slots()->takeCopied();  // of the loading
  const double copyBefore = costs.copySeconds();

  std::vector<float> logits((*model)->config.vocabSize);
  std::vector<int32_t> prompt;
  for (int32_t i = 0; i < 48; ++i) prompt.push_back(3 + (i * 37) % 1500);
  ASSERT_EQ(onGpu.decoder().evaluate(prompt, 0, LogitsFor::Last, logits, nullptr), Evaluated::Done);
  const double copied = costs.copySeconds();
  EXPECT_LT(std::min({costs.hostSeconds(2), costs.hostSeconds(4), costs.hostSeconds(8)}), 100.0)
      << "host, several rows";
  EXPECT_LT(copied, copyBefore) << "bus, passing slots";
  if (device().compute().timestampBits > 0) {
    EXPECT_LT(costs.deviceSeconds(8), 1.0) << "device, several rows";
  }
  for (uint32_t i = 0; i < 6; ++i) {
    const int32_t token = 100 + static_cast<int32_t>(i) * 57;
    ASSERT_EQ(onGpu.decoder().evaluate({&token, 1}, 48 + i, LogitsFor::Last, logits, nullptr),
              Evaluated::Done);
  }
  EXPECT_LT(costs.hostSeconds(1), 100.0 * 0.8) << "host, one row";
  EXPECT_LT(costs.copySeconds(), copied) << "bus, moves between tokens";
  if (device().compute().timestampBits > 0) {
    EXPECT_LT(costs.deviceSeconds(1), 1.0) << "device, one row, replayed";
  }
  std::printf("host %.3g s, bus %.3g s, device %.3g s after few observations; timestamps %u bits\n",
              costs.hostSeconds(1), costs.copySeconds(), costs.deviceSeconds(1),
              device().compute().timestampBits);
}

}  // namespace
}  // namespace hearth::vulkan::test
