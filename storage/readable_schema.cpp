#include "storage/readable_schema.h"

#include <algorithm>
#include <string>
#include <vector>

#include "storage/migrations.h"
#include "storage/statement.h"

namespace hearth::storage {
namespace {

constexpr const char* kTables[] = {"folders",          "conversations",        "messages",
                                   "generation_stats", "attachments",          "attachment_texts",
                                   "settings",         "conversation_experts", "presets",
                                   "model_defaults",   "queued_messages",      "draft_attachments",
                                   "summaries"};

Result<std::vector<std::string>> columnsOf(Database& database, const std::string& table) {
  std::vector<std::string> names;
  Statement columns(database, "SELECT name FROM pragma_table_info(?1) ORDER BY cid");
  auto read = columns.forEachRow([&](Row row) { names.push_back(row.text(0)); }, table);
  if (!read) return std::move(read).error();
  return names;
}

}  // namespace

Result<void> makeReadable(Database& database) {
  auto present = Database::open(":memory:", Access::ReadWrite);
  if (!present) return std::move(present).error();
  if (auto migrated = migrate(**present, migrations()); !migrated) return migrated;
  for (const std::string table : kTables) {
    const auto wanted = columnsOf(**present, table);
    if (!wanted) return wanted.error();
    const auto found = columnsOf(database, table);
    if (!found) return found.error();
    const auto has = [&](const std::string& name) {
      return std::find(found->begin(), found->end(), name) != found->end();
    };
    if (std::all_of(wanted->begin(), wanted->end(), has)) continue;

    std::string columns;
    for (const std::string& name : *wanted) {
      columns += (columns.empty() ? "" : ", ") + (has(name) ? name : "NULL AS " + name);
    }
    const std::string source = found->empty() ? " WHERE 0" : " FROM main." + table;
    auto made = database.execute("CREATE TEMP VIEW " + table + " AS SELECT " + columns + source);
    if (!made) return std::move(made).error().during("Reading the table " + table);
  }
  return {};
}

}  // namespace hearth::storage
