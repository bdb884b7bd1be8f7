#include "storage/paths.h"

#include <cstdlib>
#include <filesystem>

#include "storage/files.h"

#ifndef _WIN32
#include <pwd.h>
#include <unistd.h>
#endif

namespace hearth::storage {
namespace {

// Empty when unset.
std::filesystem::path environmentPath(const char* name) {
#ifdef _WIN32
  const std::wstring wideName(name, name + std::char_traits<char>::length(name));
  const wchar_t* value = _wgetenv(wideName.c_str());
#else
  const char* value = std::getenv(name);
#endif
  return value == nullptr ? std::filesystem::path() : std::filesystem::path(value);
}

#ifndef _WIN32
std::filesystem::path homeDirectory() {
  if (auto home = environmentPath("HOME"); !home.empty()) return home;
  const passwd* user = getpwuid(getuid());
  return user != nullptr && user->pw_dir != nullptr ? user->pw_dir : ".";
}
#endif

std::filesystem::path platformDataDirectory() {
#if defined(_WIN32)
  return environmentPath("LOCALAPPDATA") / "Hearth";
#elif defined(__APPLE__)
  return homeDirectory() / "Library" / "Application Support" / "Hearth";
#else
  // The XDG rules: a relative path is invalid and ignored.
  const auto data = environmentPath("XDG_DATA_HOME");
  return (data.is_absolute() ? data : homeDirectory() / ".local" / "share") / "hearth";
#endif
}

}  // namespace

std::string dataDirectory() {
  const auto chosen = environmentPath("HEARTH_DATA_DIR");
  const auto directory =
      std::filesystem::absolute(chosen.empty() ? platformDataDirectory() : chosen).lexically_normal();
  return toUtf8(directory.has_filename() ? directory : directory.parent_path());
}

std::string defaultDatabasePath() { return toUtf8(toPath(dataDirectory()) / "hearth.db"); }

}  // namespace hearth::storage
