// The key-value pairs of a GGUF file, read with types and limits checked.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/base/result.h"

namespace hearth {

// One metadata value. Integers of every width are held as int64 or uint64, floats as double; arrays are flat.
using MetadataValue =
    std::variant<uint64_t, int64_t, double, bool, std::string, std::vector<uint64_t>, std::vector<int64_t>,
                 std::vector<double>, std::vector<bool>, std::vector<std::string>>;

// How a value stands in a file, of a list how its items do; the ids are the format's.
enum class ValueType : uint32_t {
  Uint8,
  Int8,
  Uint16,
  Int16,
  Uint32,
  Int32,
  Float32,
  Bool,
  Text,
  List,
  Uint64,
  Int64,
  Float64,
};

// Read-only after parsing. Getters name the key in their errors: "key 'deepseek2.block_count' is missing …".
class Metadata {
 public:
  // Written in the type that files usually have for it: 32 bits where the number fits.
  void insert(std::string key, MetadataValue value) {
    types_.erase(key);
    values_.insert_or_assign(std::move(key), std::move(value));
  }
  // Read as `type`, and written as such again.
  void insert(std::string key, MetadataValue value, ValueType type) {
    types_.insert_or_assign(key, type);
    values_.insert_or_assign(std::move(key), std::move(value));
  }
  void remove(const std::string& key) {
    types_.erase(key);
    values_.erase(key);
  }
  // Nothing where a program, not a file, gave the value.
  std::optional<ValueType> typeOf(std::string_view key) const {
    const auto found = types_.find(key);
    return found == types_.end() ? std::nullopt : std::optional(found->second);
  }
  bool contains(std::string_view key) const { return find(key) != nullptr; }
  const MetadataValue* find(std::string_view key) const;
  const std::map<std::string, MetadataValue, std::less<>>& all() const { return values_; }

  // A whole number in [low, high]; floats and negative numbers are errors.
  Result<uint32_t> count(std::string_view key, uint32_t low, uint32_t high) const;
  Result<uint32_t> countOr(std::string_view key, uint32_t fallback, uint32_t low, uint32_t high) const;
  // A finite number in [low, high].
  Result<float> number(std::string_view key, float low, float high) const;
  Result<float> numberOr(std::string_view key, float fallback, float low, float high) const;
  Result<bool> flagOr(std::string_view key, bool fallback) const;
  Result<std::string> text(std::string_view key) const;
  // Null when the key is absent or of another type.
  const std::string* textOrNull(std::string_view key) const;
  const std::vector<std::string>* textsOrNull(std::string_view key) const;

 private:
  std::map<std::string, MetadataValue, std::less<>> values_;
  std::map<std::string, ValueType, std::less<>> types_;
};

}  // namespace hearth
