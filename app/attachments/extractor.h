// From a file's content to its text, whatever the kind. Blocks: call it off the GUI thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "runtime/base/result.h"

namespace hearth::attachments {

struct Extraction {
  std::string text;  // UTF-8
  std::string mediaType;
};

class Extractor {
 public:
  // Where hearth-extract lies, beside the running program if not told otherwise.
  explicit Extractor(std::string program = besideThisProgram(),
                     std::chrono::milliseconds patience = std::chrono::seconds(30))
      : program_(std::move(program)), patience_(patience) {}

  // Failures are whole sentences that name the file.
  Result<Extraction> extract(std::string_view fileName, std::span<const std::byte> content) const;

 private:
  static std::string besideThisProgram();
  Result<std::string> inOtherProcess(const char* kind, std::span<const std::byte> content) const;

  std::string program_;
  std::chrono::milliseconds patience_;
};

}  // namespace hearth::attachments
