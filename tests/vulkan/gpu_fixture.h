// What every test with a device needs: the device (under the validation layer), memory, and a way to run and
// look. tests/support/test_device.h tells which device that is.
#pragma once

#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/vulkan/memory.h"
#include "runtime/vulkan/pipelines.h"
#include "runtime/vulkan/program.h"
#include "tests/support/test_device.h"

namespace hearth::vulkan::test {

// An opened device and what belongs to it. Tests that break their device open one of their own.
class Gpu {
 public:
  // An error tells why there is no device to test on.
  static Result<std::unique_ptr<Gpu>> open(Faults* faults = nullptr, const std::string& cacheFile = {});
  ~Gpu();

  const Instance& instance() const;
  uint32_t index() const { return index_; }
  Device& device() { return *device_; }
  Memory& memory() { return *memory_; }
  Pipelines& pipelines() { return *pipelines_; }

  // Records, submits and waits. False when the device failed.
  bool run(const std::function<void(Recorder&)>& record);
  std::unique_ptr<Program> newProgram();  // this outlives it

 private:
  Gpu() = default;
  uint32_t index_ = 0;
  std::unique_ptr<Device> device_;
  std::unique_ptr<Memory> memory_;
  std::unique_ptr<Pipelines> pipelines_;
  std::unique_ptr<Handshake> handshake_;
  std::unique_ptr<Program> program_;
};

// One device for all tests of the program; skips where there is none, and fails on any validation message.
class GpuTest : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  Gpu& gpu() { return *gpu_; }
  Device& device() { return gpu_->device(); }
  Memory& memory() { return gpu_->memory(); }

  // Device memory with these numbers, or `bytes` of NaNs (every byte 0xFF), and behind them some bytes that
  // nothing may change: read() checks them.
  template <class T>
  Buffer upload(const std::vector<T>& values) {
    return uploadBytes(std::as_bytes(std::span(values)));
  }
  Buffer uploadBytes(std::span<const std::byte> bytes);
  Buffer room(size_t bytes);

  // Of what upload() and room() made.
  template <class T>
  std::vector<T> read(const Buffer& buffer, size_t count, size_t atByte = 0) {
    std::vector<T> values(count);
    readBytes(buffer, atByte, std::as_writable_bytes(std::span(values)));
    return values;
  }
  void readBytes(const Buffer& buffer, size_t at, std::span<std::byte> to);

  void run(const std::function<void(Recorder&)>& record);

 private:
  Gpu* gpu_ = nullptr;
};

}  // namespace hearth::vulkan::test
