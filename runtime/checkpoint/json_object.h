// The JSON files of a checkpoint (config.json and its like), read with types and limits checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "runtime/base/result.h"

namespace hearth {

// A file whose whole is an object. `bytesMax` keeps a wrong file from being read into memory.
Result<nlohmann::json> readJsonObject(const std::string& path, uint64_t bytesMax);

// One object of such a file. Getters keep the first failure, so that a reader of many keys goes straight
// through; null counts as absent.
class JsonObject {
 public:
  // `json` is an object and outlives this. `file` is for errors: "config.json".
  JsonObject(const nlohmann::json& json, std::string file) : json_(json), file_(std::move(file)) {}

  bool has(const char* key) const;
  std::optional<uint32_t> count(const char* key);
  std::optional<double> number(const char* key);
  std::optional<bool> flag(const char* key);
  std::optional<std::string> text(const char* key);
  const nlohmann::json* object(const char* key);
  // The key must be there.
  uint32_t needCount(const char* key);
  double needNumber(const char* key);

  void fail(std::string sentence);
  std::optional<Error> takeError() { return std::move(error_); }

 private:
  const nlohmann::json* find(const char* key) const;
  void wrong(const char* key, const char* wanted);
  void missing(const char* key);
  const nlohmann::json& json_;
  std::string file_;
  std::optional<Error> error_;
};

}  // namespace hearth
