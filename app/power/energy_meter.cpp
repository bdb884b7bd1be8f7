#include "app/power/energy_meter.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

namespace hearth::power {
namespace {

constexpr double kMicro = 1e-6;

std::optional<uint64_t> numberIn(const std::filesystem::path& file) {
  std::ifstream stream(file);
  uint64_t value = 0;
  return stream >> value ? std::optional(value) : std::nullopt;
}

std::string wordIn(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string word;
  stream >> word;
  return word;
}

// The entries of a folder in a fixed order; none where there is no such folder.
std::vector<std::filesystem::path> entriesOf(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> entries;
  std::error_code failed;
  for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end;
       entry.increment(failed))
    entries.push_back(entry->path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace

EnergyMeter::EnergyMeter(const std::filesystem::path& root) {
  findCounters(root / "class" / "powercap");
  findCards(root / "class" / "hwmon");
}

// One zone per socket, "intel-rapl:0"; "intel-rapl:0:1" is a part of it, and "psys" contains the others.
void EnergyMeter::findCounters(const std::filesystem::path& powercap) {
  constexpr std::string_view kPrefix = "intel-rapl:";
  for (const auto& zone : entriesOf(powercap)) {
    const std::string name = zone.filename().string();
    const bool socket = name.starts_with(kPrefix) && name.find(':', kPrefix.size()) == std::string::npos;
    if (!socket || !wordIn(zone / "name").starts_with("package") || !numberIn(zone / "energy_uj")) continue;
    sources_.push_back({Part::Processor, Kind::MicrojouleCounter, zone / "energy_uj",
                        numberIn(zone / "max_energy_range_uj").value_or(0)});
  }
}

void EnergyMeter::findCards(const std::filesystem::path& hwmon) {
  constexpr std::array<std::string_view, 4> kDrivers = {"amdgpu", "nouveau", "i915", "xe"};
  for (const auto& sensor : entriesOf(hwmon)) {
    if (std::find(kDrivers.begin(), kDrivers.end(), wordIn(sensor / "name")) == kDrivers.end()) continue;
    if (const auto counter = sensor / "energy1_input"; numberIn(counter)) {
      sources_.push_back({Part::GraphicsCard, Kind::MicrojouleCounter, counter});
      continue;
    }
    for (const char* gauge : {"power1_average", "power1_input"}) {
      if (!numberIn(sensor / gauge)) continue;
      sources_.push_back({Part::GraphicsCard, Kind::Microwatts, sensor / gauge});
      break;
    }
  }
}

bool EnergyMeter::reads(Part part) const {
  return std::any_of(sources_.begin(), sources_.end(),
                     [&](const Source& source) { return source.part == part; });
}

void EnergyMeter::start(Clock::time_point now) {
  running_ = readable();
  lost_ = false;
  joules_ = 0;
  for (Source& source : sources_) source.last.reset();
  sample(now);
}

void EnergyMeter::sample(Clock::time_point now) {
  if (!running_) return;
  const double seconds = std::chrono::duration<double>(now - lastTime_).count();
  for (Source& source : sources_) {
    const auto value = numberIn(source.file);
    lost_ |= !value;
    if (value && source.last) {
      if (source.kind == Kind::Microwatts) {  // as if it had changed evenly
        joules_ += (static_cast<double>(*value) + static_cast<double>(*source.last)) / 2 * kMicro * seconds;
      } else if (*value >= *source.last) {
        joules_ += static_cast<double>(*value - *source.last) * kMicro;
      } else if (source.counterRange >= *source.last) {
        joules_ += static_cast<double>(source.counterRange - *source.last + *value) * kMicro;
      } else {
        lost_ = true;
      }
    }
    source.last = value;
  }
  lastTime_ = now;
}

std::optional<double> EnergyMeter::finish(Clock::time_point now) {
  if (!running_) return std::nullopt;
  sample(now);
  running_ = false;
  return lost_ ? std::nullopt : std::optional(joules_);
}

}  // namespace hearth::power
