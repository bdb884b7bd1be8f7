// The bytes of one GGUF file to its keys and its tensor directory. Used by gguf_file.cpp.
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

// The keys alone; the tensors may be anything, or not there yet.
Result<Metadata> parseMetadata(std::span<const std::byte> bytes);

// How long the header is, with its tensor directory and the padding behind it. Fails when `bytes` end before:
// of a file that is being fetched, more are needed then.
Result<uint64_t> headerBytesOf(std::span<const std::byte> bytes);

}  // namespace hearth
