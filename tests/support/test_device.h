// Which device tests of Vulkan use, and what the validation layer says about them. HEARTH_TEST_GPU=N chooses
// device N instead of the software renderer; HEARTH_TEST_VALIDATION=0 goes without the validation layer, for
// machines that do not have it.
#pragma once

#include <string>
#include <vector>

#include "runtime/vulkan/instance.h"

namespace hearth::vulkan::test {

bool validationWanted();
// With the validation layer, when it is wanted: its messages come to takeValidationMessages().
InstanceOptions instanceOptions();
// Of all instances, since the last call.
std::vector<std::string> takeValidationMessages();

// Errors tell why there is none to test on.
Result<uint32_t> deviceToTest(const Instance& instance);

}  // namespace hearth::vulkan::test
