// The files that an import may find chats in: one file, a folder with all that is in it, or a zip file.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"

namespace hearth::storage {

struct ImportFile {
  std::string path;     // within the folder or zip file; else the name
  std::string content;  // empty until it is read, unless it is of a zip file
};

class ImportFiles {
 public:
  static Result<ImportFiles> open(const std::string& path);

  size_t count() const { return files_.size(); }
  const std::string& path(size_t index) const { return files_[index].path; }
  Result<std::string> content(size_t index) const;
  // Of the file called `name` in the same folder as that of `index`; an Error when there is none.
  Result<std::string> beside(size_t index, std::string_view name) const;

 private:
  std::string folder_;  // of files that are read when they are needed; empty: `content` holds them
  std::vector<ImportFile> files_;
};

}  // namespace hearth::storage
