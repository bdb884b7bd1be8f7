#include "runtime/vulkan/driver_leaks.h"

#ifdef __SANITIZE_ADDRESS__

#include <string>
#include <string_view>
#include <vector>

#include <dlfcn.h>
#include <link.h>

namespace hearth::vulkan {
namespace {

int takeName(dl_phdr_info* info, size_t, void* names) {
  const std::string_view name = info->dlpi_name;
  if (name.find("libvulkan") != name.npos || name.find("libVkLayer") != name.npos ||
      name.find("nvidia") != name.npos) {
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  }
  return 0;
}

}  // namespace

void keepDriversLoaded() {
  std::vector<std::string> names;
  dl_iterate_phdr(takeName, &names);
  for (const std::string& name : names) dlopen(name.c_str(), RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
}

}  // namespace hearth::vulkan

extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libvulkan\nleak:libVkLayer\nleak:libLLVM\nleak:nvidia\n";
}

#endif
