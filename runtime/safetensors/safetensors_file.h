// The safetensors format: the length of a header (8 bytes), the header (JSON: a tensor's number format, shape
// and place by its name), and the tensors' bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/mapped_file.h"
#include "runtime/base/result.h"
#include "runtime/tensor/dtype.h"

namespace hearth {

struct SafeTensor {
  std::string name;
  std::string format;           // as the header says it: "BF16"
  std::optional<DType> type;    // empty for a format that Hearth does not compute with
  std::vector<uint64_t> shape;  // slowest dimension first; empty: a single number
  std::span<const std::byte> bytes;
};

// The tensors of a file with these bytes, in the order of their places. Every name, format, shape and place
// was checked: the tensors fill the file without gaps and do not overlap.
Result<std::vector<SafeTensor>> parseSafetensors(std::span<const std::byte> bytes);

struct SafetensorsFile {
  MappedFile file;
  std::vector<SafeTensor> tensors;  // inside it

  static Result<SafetensorsFile> open(const std::string& path);
};

}  // namespace hearth
