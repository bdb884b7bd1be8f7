#include "app/library/free_space.h"

#include <filesystem>
#include <system_error>

#include <QDir>

namespace hearth::library {

// The folder itself is asked: QStorageInfo wants to find it among the mounts, which a sandbox may hide.
qint64 freeSpaceOf(const QString& folder) {
  QDir directory(folder);
  while (!directory.exists() && directory.cdUp()) {
  }
  std::error_code unknown;
  const auto space = std::filesystem::space(directory.absolutePath().toStdU16String(), unknown);
  return unknown ? -1 : static_cast<qint64>(space.available);
}

}  // namespace hearth::library
