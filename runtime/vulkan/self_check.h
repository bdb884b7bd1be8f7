// At the first use of a device: whether its kernels compute what they should. Drivers have bugs, and some
// kernels use features that few machines have; one that is wrong is vetoed, and a plainer one takes its
// place.
#pragma once

#include <cstddef>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/forward/kv_cache.h"
#include "runtime/tensor/dtype.h"
#include "runtime/vulkan/kernel_choice.h"
#include "runtime/vulkan/memory.h"
#include "runtime/vulkan/program.h"

namespace hearth::vulkan {

// Memory that a check takes while it runs: of inputs, and as much of outputs.
inline constexpr size_t kCheckBytes = size_t{4} << 20;

// A little memory that host and device share, and a way to run kernels on it.
class CheckBench {
 public:
  static Result<std::unique_ptr<CheckBench>> create(Memory& memory, Pipelines& pipelines);
  ~CheckBench();

  // Copies of numbers, and room for results (filled with NaNs), until clear().
  template <class T>
  Address put(const std::vector<T>& values) {
    return putBytes(std::as_bytes(std::span(values)));
  }
  Address putBytes(std::span<const std::byte> bytes);
  Address room(size_t bytes);
  std::vector<float> read(Address at, size_t count) const;
  void clear();

  // Records, submits and waits. False when the device failed.
  bool run(const std::function<void(Recorder&)>& record);
  Pipelines& pipelines() const { return *pipelines_; }

 private:
  CheckBench(Pipelines& pipelines, Buffer inputs, Buffer outputs, std::unique_ptr<Handshake> handshake,
             std::unique_ptr<Program> program)
      : pipelines_(&pipelines),
        inputs_(std::move(inputs)),
        outputs_(std::move(outputs)),
        handshake_(std::move(handshake)),
        program_(std::move(program)) {}
  Pipelines* pipelines_;
  Buffer inputs_, outputs_;
  size_t inputBytes_ = 0, outputBytes_ = 0;
  std::unique_ptr<Handshake> handshake_;
  std::unique_ptr<Program> program_;
};

// A row of the self-check.
struct KernelCheck {
  std::string name;  // not the same twice
  // The shader that is on trial under this choice.
  std::function<std::string(const KernelChoice&)> shader;
  // Runs it. Returns the largest error as a share of what rounding explains: above 1, or NaN, is wrong.
  std::function<double(CheckBench&)> error;
};

// What is known of the kernels of one device and driver.
struct CheckRecord {
  std::set<std::string> passed;               // "check shader"
  std::map<std::string, std::string> vetoes;  // shader -> why
};

// Runs the checks that are not yet passed; whatever is wrong is vetoed in the pipelines' choice and the check
// repeated with what takes its place. Keeps the record up to date, also when it returns an error: nothing is
// left to take a kernel's place, or the device failed.
Result<void> selfCheck(CheckBench& bench, std::span<const KernelCheck> checks, CheckRecord& record);

// The same at a device's opening: what earlier runs found with this device, driver and version of the shaders
// is in `recordFile` (empty: nothing is remembered), so that checks run at the first use of a kernel only.
// Returns what is not used as sentences.
Result<std::vector<std::string>> checkKernels(Memory& memory, Pipelines& pipelines,
                                              std::span<const KernelCheck> checks,
                                              const std::string& recordFile);

// Products with these formats, by expert too, and the router. (matrix_checks.cpp)
std::vector<KernelCheck> matrixChecks(std::span<const DType> formats);
// Norms, rotations, sums, attention to a cache of this form and the best logits. (row_checks.cpp)
std::vector<KernelCheck> rowChecks(KvForm form);
// Sparse attention with index keys of this form, for models that have it. (sparse_checks.cpp)
std::vector<KernelCheck> sparseChecks(KvForm form);

}  // namespace hearth::vulkan
