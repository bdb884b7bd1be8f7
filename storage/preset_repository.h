// All SQL on presets and on the parameters that models have by default. Storage thread only; the caller opens
// the transactions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/records.h"
#include "storage/statement.h"

namespace hearth::storage {

class PresetRepository {
 public:
  explicit PresetRepository(Database& database);
  // At the end of the list, whatever its id and position say; returns the new id.
  Result<int64_t> add(const Preset& preset);
  // Each is false when there is no such preset.
  Result<bool> change(const Preset& preset);  // all but its position
  Result<bool> remove(int64_t id);
  Result<bool> setPosition(int64_t id, int64_t position);
  Result<std::vector<Preset>> all();

  Result<std::string> modelDefaults(std::string_view model);
  Result<void> setModelDefaults(std::string_view model, std::string_view json);

 private:
  Result<bool> changed(Result<void> done);
  Database& database_;
  Statement insert_, change_, remove_, setPosition_, all_, defaults_, setDefaults_, removeDefaults_;
};

}  // namespace hearth::storage
