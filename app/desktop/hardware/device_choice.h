// Where the user wants models to run, how much graphics memory they may take, and whether they guess ahead:
// kept in the settings, told to the engine with each load.
#pragma once

#include <cstdint>

#include <QString>

#include "app/desktop/settings.h"
#include "runtime/engine/engine.h"

namespace hearth::desktop {

struct DeviceChoice {
  DeviceWish wish = DeviceWish::Auto;
  int32_t gpuIndex = -1;        // with DeviceWish::Gpu
  QString gpuName;              // what the card was called: indices change when cards come and go
  uint64_t gpuMemoryBytes = 0;  // 0: automatic
  Drafting drafting = Drafting::Auto;

  // Without the memory, which can change while a model is loaded.
  bool sameLoad(const DeviceChoice& other) const {
    return wish == other.wish && gpuIndex == other.gpuIndex && drafting == other.drafting;
  }
};

DeviceChoice readDeviceChoice(const Settings& settings);
void writeDeviceChoice(Settings& settings, const DeviceChoice& choice);

}  // namespace hearth::desktop
