// What the simulator promises of foresight, on a device: the experts of the coming token arrive while earlier
// layers run, and the logits stay those of the CPU.
#include <gtest/gtest.h>

#include <cmath>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/model/loader.h"
#include "tests/vulkan/gpu_model.h"

namespace hearth::vulkan::test {
namespace {

class Foresight : public GpuTest {};

TEST_F(Foresight, HasTheExpertsOfTheTokenThereWhenItsLayersBegin) {
  auto model = loadModel(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf");
  ASSERT_TRUE(model) << model.error().what();
  ThreadPool pool(2);
  const auto cpuOps = makeCpuOps(pool);
  auto cpu = Decoder::create(**model, *cpuOps, 256);
  ASSERT_TRUE(cpu);
  // A sentence over and over: every token comes again, in a context that changes.
  const std::vector<int32_t> sentence = {961, 36, 484, 1591, 361, 49, 317, 1382, 382, 599, 1388, 782};
  const uint32_t vocab = (*model)->config.vocabSize;
  std::vector<float> expected(vocab), actual(vocab);
  double rates[2] = {};
  for (const CachePolicy policy : {CachePolicy::Lru, CachePolicy::Foresight}) {
    GpuModel onGpu(gpu(), **model, pool,
                   {.context = 256, .maxBatch = 8, .residentShare = 0.25, .filled = false});
    onGpu.slots()->cache().setPolicy(policy);
    for (uint32_t i = 0; i < 76; ++i) {
      // A slow host and a fast bus, so that every move pays, whatever passes measure here.
      const RowsAndSeconds host[] = {{1, 10.0}}, device[] = {{1, 1e-6}};
      onGpu.costs().calibrateHost(host);
      onGpu.costs().calibrateDevice(device);
      onGpu.costs().calibrateBus(1e12);
      const int32_t token = sentence[i % sentence.size()];
      ASSERT_EQ((*cpu)->evaluate({&token, 1}, i, LogitsFor::Last, expected, nullptr), Evaluated::Done);
      ASSERT_EQ(onGpu.decoder().evaluate({&token, 1}, i, LogitsFor::Last, actual, nullptr), Evaluated::Done);
      double difference = 0, size = 0;
      for (uint32_t v = 0; v < vocab; ++v) {
        difference += std::pow(double{actual[v]} - expected[v], 2);
        size += std::pow(double{expected[v]}, 2);
      }
      ASSERT_LT(std::sqrt(difference / size), 2e-2) << "token " << i;
    }
    rates[policy == CachePolicy::Foresight ? 1 : 0] = onGpu.slots()->cache().recent().rate();
  }
  // The last 64 tokens, when all have been seen. With 6 slots for 4 of 24 experts.
  EXPECT_GT(rates[1], 0.7);
  EXPECT_GT(rates[1], rates[0] + 0.1);
}

}  // namespace
}  // namespace hearth::vulkan::test
