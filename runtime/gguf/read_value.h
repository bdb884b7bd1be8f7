// One value of a GGUF header's key-value pairs. Used by parse_part.cpp.
#pragma once

#include "runtime/base/result.h"
#include "runtime/gguf/byte_reader.h"
#include "runtime/gguf/metadata.h"

namespace hearth {

// Its type, then what it holds. Nothing is allocated by a number that the bytes do not bear out. Errors go on
// from "key 'NAME' ".
Result<MetadataValue> readValue(ByteReader& in);

}  // namespace hearth
