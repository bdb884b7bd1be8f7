// Where the files of an export go: a folder, or a zip file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/base/result.h"

namespace hearth::storage {

class ExportSink {
 public:
  virtual ~ExportSink() = default;
  // `path` is relative, with forward slashes, and safe.
  virtual Result<void> add(const std::string& path, std::string_view content, int64_t modifiedAt) = 0;
  // Without it, nothing that finish() would have made visible is there.
  virtual Result<void> finish() = 0;

  // Made when absent.
  static Result<std::unique_ptr<ExportSink>> folder(const std::string& path);
  // Written beside its place and moved there by finish().
  static Result<std::unique_ptr<ExportSink>> zip(const std::string& path);
};

}  // namespace hearth::storage
