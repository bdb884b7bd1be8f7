// Reads chats from other programs' exports, and from Hearth's.
#include <cstdio>

#include "app/cli/common.h"
#include "app/cli/verbs.h"
#include "storage/import/import_chats.h"
#include "storage/paths.h"

namespace hearth::cli {
namespace {

struct ImportCommand {
  std::string source;
  std::optional<std::string> database;
  bool dryRun = false, json = false;
};

void print(const storage::ImportReport& report, const ImportCommand& command) {
  if (command.json) {
    nlohmann::ordered_json problems = nlohmann::ordered_json::array();
    for (const auto& problem : report.problems)
      problems.push_back({{"where", problem.where}, {"reason", problem.reason}});
    printJson({{"conversations", report.conversations},
               {"messages", report.messages},
               {"attachments", report.attachments},
               {"alreadyThere", report.alreadyThere},
               {"empty", report.empty},
               {"folders", report.folders},
               {"problems", problems}});
    return;
  }
  std::printf("%s: %u chats with %u messages", command.dryRun ? "to be imported" : "imported",
              report.conversations, report.messages);
  for (size_t i = 0; i < report.folders.size(); ++i)
    std::printf("%s“%s”", i == 0 ? " into " : ", ", report.folders[i].c_str());
  std::printf("\nalready there: %u; without a message: %u; with problems: %zu\n", report.alreadyThere,
              report.empty, report.problems.size());
  for (const auto& problem : report.problems)
    std::fprintf(stderr, "%s: %s\n", problem.where.c_str(), problem.reason.c_str());
}

Result<void> importFrom(const ImportCommand& command) {
  auto store = storage::Store::open(command.database.value_or(storage::defaultDatabasePath()));
  if (!store) return std::move(store).error();
  const auto mode = command.dryRun ? storage::ImportMode::DryRun : storage::ImportMode::Write;
  const auto report = storage::importChats(**store, command.source, mode);
  if (!report) return report.error();
  print(*report, command);
  return {};
}

}  // namespace

int runImport(Arguments arguments) {
  ImportCommand command;
  Options options(
      "import",
      "Imports chats from an export of Hearth, ChatGPT, Claude, Open WebUI, LM Studio, Jan or GPT4All: a\n"
      "file, a folder or a zip file. What was imported before is left alone.");
  options.argument("SOURCE", "a file, a zip file or a folder", command.source);
  options.flag("--dry-run", "only tell what would be imported", command.dryRun);
  options.text("--database", "FILE", "instead of Hearth's own", command.database);
  options.flag("--json", "the counts as JSON", command.json);
  if (const auto code = options.parse(arguments)) return *code;
  return exitCode(importFrom(command));
}

}  // namespace hearth::cli
