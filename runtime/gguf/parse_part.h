// The bytes of one GGUF file to its keys and its tensor directory. Used by gguf_file.cpp only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/gguf_file.h"

namespace hearth {

struct GgufPart {
  uint32_t version = 0;
  Metadata metadata;
  std::vector<TensorInfo> tensors;  // in the file's order; `bytes` are inside the given span
};

// Nothing is allocated by a number that the file's own size does not bear out.
Result<GgufPart> parsePart(std::span<const std::byte> bytes);

}  // namespace hearth
