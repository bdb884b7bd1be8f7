#include "runtime/gguf/metadata.h"

#include <cmath>
#include <sstream>

#include "runtime/base/quoted.h"

namespace hearth {
namespace {

constexpr const char* kRemedy = ": the file is damaged or made by a faulty converter, download it again";

std::string keyName(std::string_view key) { return "key " + quoted(key); }

Error missing(std::string_view key) { return Error(keyName(key) + " is missing" + kRemedy); }

const char* kindOf(const MetadataValue& value) {
  struct Names {
    const char* operator()(uint64_t) const { return "a whole number"; }
    const char* operator()(int64_t) const { return "a whole number"; }
    const char* operator()(double) const { return "a number with a fraction"; }
    const char* operator()(bool) const { return "true or false"; }
    const char* operator()(const std::string&) const { return "text"; }
    const char* operator()(const std::vector<std::string>&) const { return "a list of texts"; }
    const char* operator()(const std::vector<bool>&) const { return "a list of true or false"; }
    const char* operator()(const std::vector<uint64_t>&) const { return "a list of numbers"; }
    const char* operator()(const std::vector<int64_t>&) const { return "a list of numbers"; }
    const char* operator()(const std::vector<double>&) const { return "a list of numbers"; }
  };
  return std::visit(Names{}, value);
}

Error wrongKind(std::string_view key, const MetadataValue& value, const char* wanted) {
  return Error(keyName(key) + " is " + kindOf(value) + " where " + wanted + " is needed" + kRemedy);
}

template <class T>
std::string shown(T value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

template <class T, class Bound>
Error outOfRange(std::string_view key, T value, Bound low, Bound high) {
  return Error(keyName(key) + " is " + shown(value) + ", which is not between " + shown(low) + " and " +
               shown(high) + kRemedy);
}

}  // namespace

const MetadataValue* Metadata::find(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

Result<uint32_t> Metadata::count(std::string_view key, uint32_t low, uint32_t high) const {
  const MetadataValue* value = find(key);
  if (!value) return missing(key);
  if (const auto* number = std::get_if<uint64_t>(value)) {
    if (*number < low || *number > high) return outOfRange(key, *number, low, high);
    return static_cast<uint32_t>(*number);
  }
  if (const auto* number = std::get_if<int64_t>(value)) {
    if (*number < int64_t{low} || *number > int64_t{high}) return outOfRange(key, *number, low, high);
    return static_cast<uint32_t>(*number);
  }
  return wrongKind(key, *value, "a whole number");
}

Result<uint32_t> Metadata::countOr(std::string_view key, uint32_t fallback, uint32_t low,
                                   uint32_t high) const {
  return contains(key) ? count(key, low, high) : fallback;
}

Result<float> Metadata::number(std::string_view key, float low, float high) const {
  const MetadataValue* value = find(key);
  if (!value) return missing(key);
  double number = 0;
  if (const auto* fraction = std::get_if<double>(value)) {
    number = *fraction;
  } else if (const auto* natural = std::get_if<uint64_t>(value)) {
    number = static_cast<double>(*natural);
  } else if (const auto* whole = std::get_if<int64_t>(value)) {
    number = static_cast<double>(*whole);
  } else {
    return wrongKind(key, *value, "a number");
  }
  // Written so that a NaN fails too.
  if (!(number >= double{low} && number <= double{high})) return outOfRange(key, number, low, high);
  return static_cast<float>(number);
}

Result<float> Metadata::numberOr(std::string_view key, float fallback, float low, float high) const {
  return contains(key) ? number(key, low, high) : fallback;
}

Result<bool> Metadata::flagOr(std::string_view key, bool fallback) const {
  const MetadataValue* value = find(key);
  if (!value) return fallback;
  if (const auto* flag = std::get_if<bool>(value)) return *flag;
  return wrongKind(key, *value, "true or false");
}

Result<std::string> Metadata::text(std::string_view key) const {
  const MetadataValue* value = find(key);
  if (!value) return missing(key);
  if (const auto* text = std::get_if<std::string>(value)) return *text;
  return wrongKind(key, *value, "text");
}

const std::string* Metadata::textOrNull(std::string_view key) const {
  const MetadataValue* value = find(key);
  return value ? std::get_if<std::string>(value) : nullptr;
}

const std::vector<std::string>* Metadata::textsOrNull(std::string_view key) const {
  const MetadataValue* value = find(key);
  return value ? std::get_if<std::vector<std::string>>(value) : nullptr;
}

}  // namespace hearth
