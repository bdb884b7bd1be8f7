#include "app/power/energy_meter.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

namespace hearth::power {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// A tree as /sys has it.
class EnergyMeterTest : public testing::Test {
 protected:
  EnergyMeterTest() {
    std::string name = (fs::temp_directory_path() / "hearth-power-XXXXXX").string();
    root_ = mkdtemp(name.data());
  }
  ~EnergyMeterTest() override { fs::remove_all(root_); }

  void write(const fs::path& file, const std::string& text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text << '\n';
  }
  void zone(const std::string& name, const std::string& kind, uint64_t energy) {
    write("class/powercap/" + name + "/name", kind);
    write("class/powercap/" + name + "/energy_uj", std::to_string(energy));
    write("class/powercap/" + name + "/max_energy_range_uj", "1000000000");
  }

  fs::path root_;
  EnergyMeter::Clock::time_point start_{};
};

TEST_F(EnergyMeterTest, SaysThatNothingIsReadable) {
  write("class/hwmon/hwmon0/name", "coretemp");
  write("class/hwmon/hwmon0/power1_average", "5000000");
  write("class/hwmon/hwmon1/name", "amdgpu");  // without power
  EnergyMeter meter(root_);
  EXPECT_FALSE(meter.readable());
  meter.start(start_);
  EXPECT_EQ(meter.finish(start_ + 1s), std::nullopt);
  EXPECT_FALSE(EnergyMeter(root_ / "nowhere").readable());
}

TEST_F(EnergyMeterTest, CountsSocketsOnce) {
  zone("intel-rapl:0", "package-0", 10'000'000);
  zone("intel-rapl:1", "package-1", 20'000'000);
  zone("intel-rapl:0:0", "core", 5'000'000);
  zone("intel-rapl:2", "psys", 50'000'000);
  EnergyMeter meter(root_);
  EXPECT_TRUE(meter.reads(Part::Processor));
  EXPECT_FALSE(meter.reads(Part::GraphicsCard));
  meter.start(start_);
  zone("intel-rapl:0", "package-0", 14'000'000);
  zone("intel-rapl:1", "package-1", 21'500'000);
  zone("intel-rapl:0:0", "core", 9'000'000);
  zone("intel-rapl:2", "psys", 90'000'000);
  ASSERT_TRUE(meter.finish(start_ + 1s).has_value());
  meter.start(start_ + 2s);
  zone("intel-rapl:0", "package-0", 17'000'000);
  EXPECT_DOUBLE_EQ(meter.finish(start_ + 3s).value_or(-1), 3.0);
}

TEST_F(EnergyMeterTest, AddsWhatWasCountedBeforeACounterBeganAnew) {
  zone("intel-rapl:0", "package-0", 999'000'000);
  EnergyMeter meter(root_);
  meter.start(start_);
  zone("intel-rapl:0", "package-0", 2'000'000);
  EXPECT_DOUBLE_EQ(meter.finish(start_ + 1s).value_or(-1), 3.0);
}

TEST_F(EnergyMeterTest, SumsPowerOverTime) {
  write("class/hwmon/hwmon3/name", "amdgpu");
  write("class/hwmon/hwmon3/power1_average", "100000000");
  EnergyMeter meter(root_);
  EXPECT_TRUE(meter.reads(Part::GraphicsCard));
  meter.start(start_);
  write("class/hwmon/hwmon3/power1_average", "200000000");
  meter.sample(start_ + 2s);                                        // 150 W for 2 s
  EXPECT_DOUBLE_EQ(meter.finish(start_ + 3s).value_or(-1), 500.0);  // 200 W for 1 s
  EXPECT_EQ(meter.finish(start_ + 4s), std::nullopt);               // not started again
}

TEST_F(EnergyMeterTest, PrefersACardsCounterToItsPower) {
  write("class/hwmon/hwmon0/name", "xe");
  write("class/hwmon/hwmon0/energy1_input", "1000000");
  write("class/hwmon/hwmon0/power1_input", "90000000");
  EnergyMeter meter(root_);
  meter.start(start_);
  write("class/hwmon/hwmon0/energy1_input", "3500000");
  EXPECT_DOUBLE_EQ(meter.finish(start_ + 10s).value_or(-1), 2.5);
}

TEST_F(EnergyMeterTest, GivesNoFigureWhenASourceGoesAway) {
  write("class/hwmon/hwmon0/name", "amdgpu");
  write("class/hwmon/hwmon0/power1_average", "100000000");
  EnergyMeter meter(root_);
  meter.start(start_);
  fs::remove(root_ / "class/hwmon/hwmon0/power1_average");
  EXPECT_EQ(meter.finish(start_ + 1s), std::nullopt);
}

}  // namespace
}  // namespace hearth::power
