#include "tests/support/test_device.h"

#include <cstdlib>
#include <mutex>
#include <utility>

namespace hearth::vulkan::test {
namespace {

struct Messages {
  std::mutex lock;
  std::vector<std::string> texts;
};
Messages& messages() {
  static Messages all;
  return all;
}

}  // namespace

bool validationWanted() {
  const char* wanted = std::getenv("HEARTH_TEST_VALIDATION");
  return !wanted || std::string(wanted) != "0";
}

InstanceOptions instanceOptions() {
  InstanceOptions options;
  if (!validationWanted()) return options;
  messages();  // made before any instance, so that it is gone later
  options.onValidation = [](const std::string& text) {
    // The layer waited in vain for its own books on a semaphore and says itself that this is its fault; seen
    // on a busy machine where one thread waits and another signals, which Vulkan allows.
    if (text.find("UNASSIGNED-VkSemaphore-state-timeout") != std::string::npos) return;
    const std::lock_guard lock(messages().lock);
    messages().texts.push_back(text);
  };
  return options;
}

std::vector<std::string> takeValidationMessages() {
  const std::lock_guard lock(messages().lock);
  return std::exchange(messages().texts, {});
}

Result<uint32_t> deviceToTest(const Instance& instance) {
  if (const char* wanted = std::getenv("HEARTH_TEST_GPU")) {
    const auto pick =
        pickDevice(instance.devices(), {.any = false, .index = static_cast<uint32_t>(std::atoi(wanted))});
    if (!pick) return pick.error();
    return pick->index;
  }
  for (const DeviceFacts& facts : instance.devices()) {
    if (facts.type == DeviceType::Software && facts.unusable.empty()) return facts.index;
  }
  return Error("there is no software renderer; HEARTH_TEST_GPU=N tests on device N");
}

}  // namespace hearth::vulkan::test
