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

// Read-only after parsing. Getters name the key in their errors: "key 'deepseek2.block_count' is missing …".
class Metadata {
 public:
  void insert(std::string key, MetadataValue value) {
    values_.insert_or_assign(std::move(key), std::move(value));
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
};

}  // namespace hearth
