#include "runtime/checkpoint/json_object.h"

#include <cmath>
#include <utility>

#include "runtime/base/mapped_file.h"
#include "runtime/base/quoted.h"

namespace hearth {

using Json = nlohmann::json;

Result<Json> readJsonObject(const std::string& path, uint64_t bytesMax) {
  auto file = MappedFile::open(path);
  if (!file) return std::move(file).error();
  const auto bytes = file->bytes();
  if (bytes.size() > bytesMax) return Error(quotedPath(path) + " is too large to be what its name says");
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  Json json = Json::parse(text, text + bytes.size(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) {
    return Error(quotedPath(path) +
                 " cannot be read as JSON: the file is damaged or incomplete, download it again");
  }
  return json;
}

const Json* JsonObject::find(const char* key) const {
  const auto at = json_.find(key);
  return at == json_.end() || at->is_null() ? nullptr : &*at;
}

bool JsonObject::has(const char* key) const { return find(key) != nullptr; }

void JsonObject::fail(std::string sentence) {
  if (!error_) error_.emplace(std::move(sentence));
}

void JsonObject::wrong(const char* key, const char* wanted) {
  fail("key '" + std::string(key) + "' of " + file_ + " is not " + wanted + ": download the file again");
}

void JsonObject::missing(const char* key) {
  fail("key '" + std::string(key) + "' is missing in " + file_ + ": download the file again");
}

std::optional<uint32_t> JsonObject::count(const char* key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_unsigned() && value->get<uint64_t>() <= UINT32_MAX)
    return static_cast<uint32_t>(value->get<uint64_t>());
  wrong(key, "a whole number");
  return std::nullopt;
}

std::optional<double> JsonObject::number(const char* key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number() && std::isfinite(value->get<double>())) return value->get<double>();
  wrong(key, "a number");
  return std::nullopt;
}

std::optional<bool> JsonObject::flag(const char* key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  wrong(key, "true or false");
  return std::nullopt;
}

std::optional<std::string> JsonObject::text(const char* key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  wrong(key, "a text");
  return std::nullopt;
}

const Json* JsonObject::object(const char* key) {
  const Json* value = find(key);
  if (value == nullptr || value->is_object()) return value;
  wrong(key, "an object");
  return nullptr;
}

uint32_t JsonObject::needCount(const char* key) {
  if (!has(key)) missing(key);
  return count(key).value_or(0);
}

double JsonObject::needNumber(const char* key) {
  if (!has(key)) missing(key);
  return number(key).value_or(0);
}

}  // namespace hearth
