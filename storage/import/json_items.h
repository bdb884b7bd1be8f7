// A big JSON file in parts: each conversation is parsed alone, so that memory holds the file and one of them,
// and a broken one does not take the others along.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "runtime/base/result.h"

namespace hearth::storage {

struct JsonItems {
  // Of a document {"conversations": [...], ...}: all but that array. Else null.
  nlohmann::json header;
  std::vector<std::string_view> items;  // the texts of the elements, or of the whole document
  std::string cutOff;  // a sentence when the end of the file is missing; the items before it are there
};

// `text` outlives the items. An Error when it is no JSON at all.
Result<JsonItems> splitJson(std::string_view text);

// Parses one item; says where it is broken.
Result<nlohmann::json> parseJson(std::string_view text);

// Fields that may be absent or of another type, as other programs' files have them.
std::string textIn(const nlohmann::json& object, const char* key);
double numberIn(const nlohmann::json& object, const char* key);
bool flagIn(const nlohmann::json& object, const char* key);
const nlohmann::json& valueIn(const nlohmann::json& object, const char* key);  // null when absent
std::string textOf(const nlohmann::json& value);                               // of a string; else empty
// Seconds (also as fractions) or milliseconds since 1970, or an ISO 8601 text, in milliseconds; 0 when it is
// none.
int64_t timeOf(const nlohmann::json& value);

}  // namespace hearth::storage
