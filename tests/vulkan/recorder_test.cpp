// The recorder orders what must be ordered and nothing else, and what it records is what runs.
#include <cmath>
#include <limits>
#include <random>

#include "runtime/vulkan/kernels.h"
#include "tests/vulkan/gpu_fixture.h"

namespace hearth::vulkan {
namespace {

using test::GpuTest;

// Push constants of shaders/rms_norm.comp.
struct RmsNormPush {
  Address x, added, gain, y;
  uint32_t rowStride, offset, stride, width;
  float eps;
};

class RecorderTest : public GpuTest {
 protected:
  // y = x / rms(x) for one row of `width` numbers.
  static void normalise(Recorder& r, Address x, Address gain, Address y, uint32_t width) {
    const size_t bytes = size_t{width} * 4;
    r.dispatch({.shader = "rms_norm_shared", .constants = {32}},
               RmsNormPush{x, 0, gain, y, width, 0, 0, width, 1e-6f}, {}, {{x, bytes}, {gain, bytes}},
               {{y, bytes}});
  }
  // How many barriers `record` leads to, without running it.
  uint32_t barriersOf(const std::function<void(Recorder&)>& record) {
    const auto program = gpu().newProgram();
    program->begin(Recorder::Replay::Many);
    record(program->recorder());
    program->endRecording();
    return program->recorder().barriers();
  }
};

TEST_F(RecorderTest, RunsAShaderOnWhatWasUploaded) {
  constexpr uint32_t kWidth = 77;
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<float> x(kWidth), gain(kWidth);
  for (float& v : x) v = normal(random);
  for (float& v : gain) v = normal(random);
  const Buffer deviceX = upload(x), deviceGain = upload(gain), y = room(kWidth * 4);
  run([&](Recorder& r) { normalise(r, deviceX.address(), deviceGain.address(), y.address(), kWidth); });
  double squares = 0;
  for (const float v : x) squares += double{v} * v;
  const double scale = 1.0 / std::sqrt(squares / kWidth + double{1e-6f});
  const auto actual = read<float>(y, kWidth);
  // n positive float32 summands err by n epsilons, halved by the root; 4 for the rest (inversesqrt: 2 ulp).
  const double tolerance = (kWidth / 2.0 + 4) * std::numeric_limits<float>::epsilon();
  for (uint32_t i = 0; i < kWidth; ++i) {
    const double expected = x[i] * scale * gain[i];
    EXPECT_NEAR(actual[i], expected, tolerance * std::abs(expected)) << "at " << i;
  }
}

TEST_F(RecorderTest, SeparatesOnlyWhatMeets) {
  // Five places of 256 bytes in one buffer.
  const Buffer data = room(5 * 256), gain = upload(std::vector<float>(64, 1.0f));
  const auto place = [&](uint32_t i) { return data.address() + i * 256; };
  const auto step = [&](Recorder& r, uint32_t from, uint32_t to) {
    normalise(r, place(from), gain.address(), place(to), 64);
  };
  EXPECT_EQ(barriersOf([&](Recorder& r) { step(r, 0, 1); }), 0u);
  EXPECT_EQ(barriersOf([&](Recorder& r) { step(r, 0, 1), step(r, 0, 2); }), 0u) << "both only read 0";
  EXPECT_EQ(barriersOf([&](Recorder& r) { step(r, 0, 1), step(r, 2, 3); }), 0u) << "neighbours do not meet";
  EXPECT_EQ(barriersOf([&](Recorder& r) { step(r, 0, 0); }), 0u) << "one dispatch does not wait for itself";
  EXPECT_EQ(barriersOf([&](Recorder& r) { step(r, 0, 1), step(r, 1, 2); }), 1u) << "read after write";
  EXPECT_EQ(barriersOf([&](Recorder& r) { step(r, 0, 1), step(r, 2, 0); }), 1u) << "write after read";
  EXPECT_EQ(barriersOf([&](Recorder& r) { step(r, 0, 1), step(r, 2, 1); }), 1u) << "write after write";
  // One barrier covers all that came before it.
  EXPECT_EQ(barriersOf([&](Recorder& r) { step(r, 0, 1), step(r, 0, 2), step(r, 1, 3), step(r, 2, 4); }), 1u);
}

TEST_F(RecorderTest, OrdersCopiesLikeDispatches) {
  const Buffer a = room(256), b = room(256), gain = upload(std::vector<float>(64, 1.0f));
  EXPECT_EQ(barriersOf([&](Recorder& r) {
              normalise(r, a.address(), gain.address(), a.address(), 64);
              r.copy(a, 0, b, 0, 256);
              normalise(r, b.address(), gain.address(), b.address(), 64);
            }),
            2u);
  EXPECT_EQ(barriersOf([&](Recorder& r) {
              r.copy(a, 0, b, 0, 128);
              r.copy(a, 128, b, 128, 128);
            }),
            0u);
}

TEST_F(RecorderTest, KeepsFewRangesHoweverMuchIsRecorded) {
  const Buffer data = room(2048 * 4);
  const uint32_t barriers = barriersOf([&](Recorder& r) {
    for (size_t i = 0; i < 1024; ++i) r.copy(data, i * 4, data, (1024 + i) * 4, 4);
  });
  EXPECT_GE(barriers, 1u);
  EXPECT_LE(barriers, 16u);
}

TEST_F(RecorderTest, CountsWhatItRecorded) {
  const Buffer x = upload(std::vector<float>(64, 2.0f)), gain = upload(std::vector<float>(64, 3.0f));
  const auto program = gpu().newProgram();
  program->begin(Recorder::Replay::Once);
  Recorder& r = program->recorder();
  normalise(r, x.address(), gain.address(), x.address(), 64);
  normalise(r, x.address(), gain.address(), x.address(), 64);
  program->endRecording();
  EXPECT_EQ(r.dispatches(), 2u);
  EXPECT_EQ(r.barriers(), 1u);
}

}  // namespace
}  // namespace hearth::vulkan
