// The energy that processor and graphics card take over a while, from the files in which the kernel tells it:
// powercap (RAPL, Intel and AMD) and hwmon (amdgpu, nouveau, i915, xe). Of the whole device, other programs
// included. Many systems let only root read RAPL; then it is simply not there.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hearth::power {

enum class Part { Processor, GraphicsCard };

// Used by one thread. Files are read by start(), sample() and finish(), a few of one line each.
class EnergyMeter {
 public:
  using Clock = std::chrono::steady_clock;
  // While it runs sample() wants to be called about this often: power is a momentary figure, and counters
  // begin anew after some minutes under load.
  static constexpr std::chrono::milliseconds kSampleInterval{500};

  // Looks for what is readable. `root` stands for /sys.
  explicit EnergyMeter(const std::filesystem::path& root = "/sys");

  bool readable() const { return !sources_.empty(); }
  bool reads(Part part) const;

  void start(Clock::time_point now);
  void sample(Clock::time_point now);
  // Joules since start(); none: nothing is readable (any more), or it was not started.
  std::optional<double> finish(Clock::time_point now);

 private:
  enum class Kind { MicrojouleCounter, Microwatts };
  struct Source {
    Part part;
    Kind kind;
    std::filesystem::path file;
    uint64_t counterRange = 0;  // a counter goes on at 0 after this; 0: never
    std::optional<uint64_t> last{};
  };
  void findCounters(const std::filesystem::path& powercap);
  void findCards(const std::filesystem::path& hwmon);

  std::vector<Source> sources_;
  bool running_ = false, lost_ = false;  // lost: a source was not readable at least once
  Clock::time_point lastTime_{};
  double joules_ = 0;
};

}  // namespace hearth::power
