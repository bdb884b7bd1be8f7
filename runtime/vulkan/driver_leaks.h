// Only for builds with the address sanitizer, which blames a program for what its drivers leave behind.
#pragma once

namespace hearth::vulkan {

#ifdef __SANITIZE_ADDRESS__
// Drivers and layers stay in memory to the end, so that what they leave can be told from what Hearth leaves.
void keepDriversLoaded();
#else
inline void keepDriversLoaded() {}
#endif

}  // namespace hearth::vulkan
