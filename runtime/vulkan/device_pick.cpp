#include <algorithm>
#include <cstdio>

#include "runtime/vulkan/instance.h"

namespace hearth::vulkan {
namespace {

std::string label(const DeviceFacts& device) { return "gpu:" + std::to_string(device.index); }

std::string line(const DeviceFacts& device, const std::string& reason) {
  return label(device) + " (" + device.name + "): " + reason;
}

std::string gigabytes(uint64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f GiB", static_cast<double>(bytes) / (1u << 30));
  return text;
}

int rank(DeviceType type) {
  switch (type) {
    case DeviceType::Discrete:
      return 0;
    case DeviceType::Integrated:
      return 1;
    case DeviceType::Virtual:
      return 2;
    case DeviceType::Other:
      return 3;
    case DeviceType::Software:
      return 4;
  }
  return 5;
}

bool better(const DeviceFacts& a, const DeviceFacts& b) {
  if (rank(a.type) != rank(b.type)) return rank(a.type) < rank(b.type);
  if (a.layered != b.layered) return b.layered;
  if (a.memoryBytes != b.memoryBytes) return a.memoryBytes > b.memoryBytes;
  return a.index < b.index;
}

}  // namespace

const char* nameOf(DeviceType type) {
  switch (type) {
    case DeviceType::Discrete:
      return "discrete";
    case DeviceType::Integrated:
      return "integrated";
    case DeviceType::Virtual:
      return "virtual";
    case DeviceType::Software:
      return "software";
    case DeviceType::Other:
      return "of an unknown kind";
  }
  return "";
}

std::string whyNot(const DeviceFacts& device, const DeviceFacts* taken, const DeviceChoice& choice) {
  if (!device.unusable.empty()) return device.unusable;
  if (device.type == DeviceType::Software) {
    return "a software renderer, slower than the processor itself; taken only when asked for as " +
           label(device);
  }
  if (!taken) return {};
  if (!device.place.empty() && device.place == taken->place) {
    return "the same hardware as " + label(*taken) + " through another driver, " + device.driver;
  }
  if (!choice.any) return label(*taken) + " was asked for";
  if (rank(device.type) != rank(taken->type)) {
    return std::string(nameOf(device.type)) + "; " + label(*taken) + " is " + nameOf(taken->type);
  }
  if (device.layered != taken->layered) {
    return "its driver works through another one; " + label(*taken) + "'s does not";
  }
  if (device.memoryBytes != taken->memoryBytes) {
    return gigabytes(device.memoryBytes) + " of memory; " + label(*taken) + " has " +
           gigabytes(taken->memoryBytes);
  }
  return "as good as " + label(*taken) + ", which comes first";
}

namespace {

Error refusal(std::string what, const std::vector<DeviceFacts>& devices) {
  for (const DeviceFacts& device : devices) {
    const std::string reason = whyNot(device, nullptr, {});
    what += "; " + line(device, reason.empty() ? "usable" : reason);
  }
  return Error(std::move(what));
}

}  // namespace

Result<DevicePick> pickDevice(const std::vector<DeviceFacts>& devices, const DeviceChoice& choice) {
  if (devices.empty()) return Error("no Vulkan driver offers a device on this computer");
  const DeviceFacts* taken = nullptr;
  for (const DeviceFacts& device : devices) {
    if (choice.any) {
      if (whyNot(device, nullptr, {}).empty() && (!taken || better(device, *taken))) taken = &device;
    } else if (device.index == choice.index) {
      if (!device.unusable.empty()) return Error(line(device, device.unusable));
      taken = &device;
    }
  }
  if (!taken) {
    return refusal(choice.any ? "no graphics card here can be used"
                              : "there is no device gpu:" + std::to_string(choice.index),
                   devices);
  }
  DevicePick pick{.index = taken->index, .others = {}};
  for (const DeviceFacts& device : devices) {
    if (&device != taken) pick.others.push_back(line(device, whyNot(device, taken, choice)));
  }
  return pick;
}

}  // namespace hearth::vulkan
