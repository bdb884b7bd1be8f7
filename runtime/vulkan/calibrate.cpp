#include "runtime/vulkan/calibrate.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "runtime/vulkan/kernels.h"
#include "runtime/vulkan/program.h"

namespace hearth::vulkan {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kBytesMost = size_t{32} << 20, kBytesLeast = size_t{1} << 20;
constexpr double kSecondsPerDispatch = 0.1;
constexpr uint64_t kWorkLeast = uint64_t{1} << 28;

// Seconds that `more` repetitions take longer than one, per repetition: what a submission costs is left out.
double secondsOf(Program& program, uint32_t more, const std::function<void(Recorder&)>& record) {
  const auto run = [&](uint32_t times) {
    double best = 0;
    for (int round = 0; round < 3; ++round) {
      program.begin(Recorder::Replay::Once);
      for (uint32_t i = 0; i < times; ++i) record(program.recorder());
      program.endRecording();
      const auto began = Clock::now();
      if (!program.run()) return 0.0;
      const std::chrono::duration<double> took = Clock::now() - began;
      best = round == 0 ? took.count() : std::min(best, took.count());
    }
    return best;
  };
  const double one = run(1);
  return std::max(0.0, run(1 + more) - one) / more;
}

}  // namespace

DeviceSpeed measureSpeed(Memory& memory, Pipelines& pipelines) {
  DeviceSpeed speed;
  Result<Buffer> from = Error(""), to = Error("");
  size_t bytes = kBytesMost;
  for (; bytes >= kBytesLeast && !(from && to); bytes /= 2) {
    from = memory.allocate(bytes, MemoryKind::Device, MemoryUse::Compute);
    to = memory.allocate(bytes, MemoryKind::Device, MemoryUse::Compute);
  }
  auto handshake = Handshake::create(pipelines.device());
  if (!from || !to || !handshake) return speed;
  auto program = Program::create(pipelines, **handshake);
  if (!program) return speed;
  bytes = from->bytes();
  const double copy = secondsOf(**program, 4, [&](Recorder& r) { r.copy(*from, 0, *to, 0, bytes); });
  if (copy > 0) speed.bytesPerSecond = 2 * static_cast<double>(bytes) / copy;

  // A square product of float32, large enough to fill a card.
  const uint32_t side = pipelines.device().can().software ? 128 : 1024;
  const size_t each = size_t{side} * side * sizeof(float);
  if (2 * each > bytes) return speed;
  const Rows x{from->address(), side, side}, y{to->address(), side, side};
  const DeviceMatrix w{from->address() + each, DType::F32, side, side};
  const double product =
      secondsOf(**program, 4, [&](Recorder& r) { linear(r, x, w, 0, y, Precision::Fine); });
  if (product > 0) speed.multiplyAddsPerSecond = std::pow(static_cast<double>(side), 3) / product;
  return speed;
}

uint64_t workPerDispatchFor(const DeviceSpeed& speed) {
  return std::max(kWorkLeast, static_cast<uint64_t>(speed.multiplyAddsPerSecond * kSecondsPerDispatch));
}

}  // namespace hearth::vulkan
