// One value of a GGUF header's key-value pairs. Used by parse_part.cpp.
#pragma once

#include "runtime/base/result.h"
#include "runtime/gguf/byte_reader.h"
#include "runtime/gguf/metadata.h"

namespace hearth {

struct TypedValue {
  MetadataValue value;
  ValueType type;  // of a list: its items'
};

// Its type, then what it holds. Nothing is allocated by a number that the bytes do not bear out. Errors go on
// from "key 'NAME' ".
Result<TypedValue> readValue(ByteReader& in);

}  // namespace hearth
