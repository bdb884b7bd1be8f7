// Where the user wants models to run, how much graphics memory they may take, how finely they keep what they
// read, and whether they guess ahead: kept in the settings, told to the engine with each load.
#pragma once

#include <array>
#include <cstdint>

#include <QString>

#include "app/desktop/settings.h"
#include "runtime/engine/engine.h"

namespace hearth::desktop {

// The forms of a model's memory that the window offers, from fine to coarse; the others are for measurements.
inline constexpr std::array kOfferedForms{KvForm::Half, KvForm::Q8_0, KvForm::Q4_0};

struct DeviceChoice {
  DeviceWish wish = DeviceWish::Auto;
  int32_t gpuIndex = -1;        // with DeviceWish::Gpu
  QString gpuName;              // what the card was called: indices change when cards come and go
  uint64_t gpuMemoryBytes = 0;  // 0: automatic
  Drafting drafting = Drafting::Auto;
  KvForm cacheForm = KvForm::Half;

  // Without the memory, which can change while a model is loaded.
  bool sameLoad(const DeviceChoice& other) const {
    return wish == other.wish && gpuIndex == other.gpuIndex && drafting == other.drafting &&
           cacheForm == other.cacheForm;
  }
};

DeviceChoice readDeviceChoice(const Settings& settings);
void writeDeviceChoice(Settings& settings, const DeviceChoice& choice);

}  // namespace hearth::desktop
