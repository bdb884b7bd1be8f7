#include "storage/preset_repository.h"

#include <utility>

namespace hearth::storage {

PresetRepository::PresetRepository(Database& database)
    : database_(database),
      insert_(database,
              "INSERT INTO presets (name, model_path, parameters, system_prompt, position)"
              " VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(position), -1) + 1 FROM presets))"),
      change_(
          database,
          "UPDATE presets SET name = ?2, model_path = ?3, parameters = ?4, system_prompt = ?5 WHERE id = ?1"),
      remove_(database, "DELETE FROM presets WHERE id = ?1"),
      setPosition_(database, "UPDATE presets SET position = ?2 WHERE id = ?1"),
      all_(database,
           "SELECT id, position, name, system_prompt, model_path, parameters FROM presets ORDER BY position, "
           "id"),
      defaults_(database, "SELECT parameters FROM model_defaults WHERE model = ?1"),
      setDefaults_(database,
                   "INSERT INTO model_defaults (model, parameters) VALUES (?1, ?2)"
                   " ON CONFLICT (model) DO UPDATE SET parameters = excluded.parameters"),
      removeDefaults_(database, "DELETE FROM model_defaults WHERE model = ?1") {}

Result<bool> PresetRepository::changed(Result<void> done) {
  if (!done) return std::move(done).error();
  return database_.changes() == 1;
}

Result<int64_t> PresetRepository::add(const Preset& preset) {
  auto added = insert_.run(preset.name, preset.modelPath, preset.parameters, preset.systemPrompt);
  if (!added) return std::move(added).error();
  return database_.lastInsertedId();
}

Result<bool> PresetRepository::change(const Preset& preset) {
  return changed(
      change_.run(preset.id, preset.name, preset.modelPath, preset.parameters, preset.systemPrompt));
}

Result<bool> PresetRepository::remove(int64_t id) { return changed(remove_.run(id)); }

Result<bool> PresetRepository::setPosition(int64_t id, int64_t position) {
  return changed(setPosition_.run(id, position));
}

Result<std::vector<Preset>> PresetRepository::all() {
  std::vector<Preset> list;
  auto read = all_.forEachRow([&](Row row) {
    list.push_back({.id = row.integer(0),
                    .position = row.integer(1),
                    .name = row.text(2),
                    .systemPrompt = row.text(3),
                    .modelPath = row.text(4),
                    .parameters = row.text(5)});
  });
  if (!read) return std::move(read).error();
  return list;
}

Result<std::string> PresetRepository::modelDefaults(std::string_view model) {
  std::string json;
  if (auto read = defaults_.forEachRow([&](Row row) { json = row.text(0); }, model); !read)
    return std::move(read).error();
  return json;
}

Result<void> PresetRepository::setModelDefaults(std::string_view model, std::string_view json) {
  return json.empty() ? removeDefaults_.run(model) : setDefaults_.run(model, json);
}

}  // namespace hearth::storage
