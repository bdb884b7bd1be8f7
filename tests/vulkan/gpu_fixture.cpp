#include "tests/vulkan/gpu_fixture.h"

#include <algorithm>

namespace hearth::vulkan::test {
namespace {

// Behind every buffer of the fixture.
constexpr size_t kGuardBytes = 256;
constexpr std::byte kGuard{0xA5};

// One for the program: loading the layer costs more than most tests.
const Result<std::unique_ptr<Instance>>& sharedInstance() {
  static const Result<std::unique_ptr<Instance>> instance = Instance::create(instanceOptions());
  return instance;
}

}  // namespace

Result<std::unique_ptr<Gpu>> Gpu::open(Faults* faults, const std::string& cacheFile) {
  const auto& instance = sharedInstance();
  if (!instance) return instance.error();
  const auto index = deviceToTest(**instance);
  if (!index) return index.error();
  std::unique_ptr<Gpu> self(new Gpu);
  self->index_ = *index;
  auto device = Device::open(**instance, *index, faults);
  if (!device) return std::move(device).error();
  self->device_ = std::move(*device);
  self->memory_ = std::make_unique<Memory>(*self->device_);
  auto pipelines = Pipelines::create(*self->memory_, cacheFile);
  if (!pipelines) return std::move(pipelines).error();
  self->pipelines_ = std::move(*pipelines);
  auto handshake = Handshake::create(*self->device_);
  if (!handshake) return std::move(handshake).error();
  self->handshake_ = std::move(*handshake);
  self->program_ = self->newProgram();
  return self;
}

Gpu::~Gpu() {
  if (device_) device_->waitIdle();
}

const Instance& Gpu::instance() const { return **sharedInstance(); }

std::unique_ptr<Program> Gpu::newProgram() {
  auto program = Program::create(*pipelines_, *handshake_);
  CHECK(program);
  return std::move(*program);
}

bool Gpu::run(const std::function<void(Recorder&)>& record) {
  program_->begin(Recorder::Replay::Once);
  record(program_->recorder());
  program_->endRecording();
  return program_->run();
}

void GpuTest::SetUp() {
  static const Result<std::unique_ptr<Gpu>> shared = Gpu::open();
  if (!shared) GTEST_SKIP() << shared.error().what();
  gpu_ = shared->get();
}

void GpuTest::TearDown() {
  if (!gpu_) return;
  if (const auto failure = device().failure()) ADD_FAILURE() << failure->what();
  for (const std::string& message : takeValidationMessages()) ADD_FAILURE() << message;
}

void GpuTest::run(const std::function<void(Recorder&)>& record) {
  const bool done = gpu_->run(record);
  ASSERT_TRUE(done) << device().failure()->what();
}

Buffer GpuTest::uploadBytes(std::span<const std::byte> bytes) {
  const size_t all = bytes.size() + kGuardBytes;
  auto host = memory().allocate(all, MemoryKind::HostWrite, MemoryUse::Staging);
  auto made = memory().allocate(all, MemoryKind::Device, MemoryUse::Compute);
  EXPECT_TRUE(host && made) << (host ? made.error().what() : host.error().what());
  if (!host || !made) return {};
  std::copy(bytes.begin(), bytes.end(), host->mapped());
  std::fill_n(host->mapped() + bytes.size(), kGuardBytes, kGuard);
  run([&](Recorder& r) { r.copy(*host, 0, *made, 0, all); });
  return std::move(*made);
}

Buffer GpuTest::room(size_t bytes) { return uploadBytes(std::vector<std::byte>(bytes, std::byte{0xFF})); }

void GpuTest::readBytes(const Buffer& buffer, size_t at, std::span<std::byte> to) {
  ASSERT_LE(at + to.size() + kGuardBytes, buffer.bytes());
  auto host = memory().allocate(buffer.bytes(), MemoryKind::HostRead, MemoryUse::Staging);
  ASSERT_TRUE(host) << host.error().what();
  run([&](Recorder& r) { r.copy(buffer, 0, *host, 0, buffer.bytes()); });
  std::copy_n(host->mapped() + at, to.size(), to.begin());
  const std::byte* guard = host->mapped() + buffer.bytes() - kGuardBytes;
  EXPECT_TRUE(std::all_of(guard, guard + kGuardBytes, [](std::byte b) { return b == kGuard; }))
      << "a shader wrote past the end of a buffer of " << buffer.bytes() - kGuardBytes << " bytes";
}

}  // namespace hearth::vulkan::test
