#include "tests/support/temporary_folder.h"

#include <fstream>
#include <random>
#include <system_error>

#include "runtime/base/check.h"

namespace hearth::test {

TemporaryFolder::TemporaryFolder() {
  std::random_device random;
  bool created = false;
  for (int attempt = 0; attempt < 100 && !created; ++attempt) {
    path_ = std::filesystem::temp_directory_path() / ("hearth-test-" + std::to_string(random()));
    created = std::filesystem::create_directory(path_);
  }
  CHECK(created);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // a destructor has nobody to tell
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(std::string_view name, std::string_view bytes) const {
  const std::string where = file(name);
  std::ofstream out(where, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  CHECK(!out.fail());
  return where;
}

}  // namespace hearth::test
