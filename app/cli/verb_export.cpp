// Writes chats to files.
#include <cstdio>

#include "app/cli/common.h"
#include "app/cli/verbs.h"
#include "storage/export/export_chats.h"
#include "storage/paths.h"

namespace hearth::cli {
namespace {

struct ExportCommand {
  storage::ExportRequest request;
  std::optional<std::string> database, format;
  uint32_t chat = 0;
  std::optional<std::string> folder;
  bool json = false;
};

Result<std::vector<int64_t>> chosen(storage::Store& store, const ExportCommand& command) {
  if (command.chat != 0) return std::vector<int64_t>{command.chat};
  if (!command.folder) return storage::conversationsToExport(store, std::nullopt);
  const auto folders = store.folders();
  if (!folders) return folders.error();
  for (const storage::Folder& folder : *folders) {
    if (folder.name == *command.folder) return storage::conversationsToExport(store, folder.id);
  }
  return Error("There is no folder '" + *command.folder + "'");
}

Result<void> exportTo(ExportCommand command) {
  auto store = storage::Store::open(command.database.value_or(storage::defaultDatabasePath()));
  if (!store) return std::move(store).error();
  auto ids = chosen(**store, command);
  if (!ids) return std::move(ids).error();
  command.request.conversationIds = std::move(*ids);
  command.request.oneFile = command.chat != 0;
  command.request.format = command.format.value_or("json");
  const auto report = storage::exportChats(**store, command.request);
  if (!report) return report.error();
  if (command.json) {
    printJson({{"conversations", report->conversations},
               {"messages", report->messages},
               {"attachments", report->attachments},
               {"problems", report->problems}});
    return {};
  }
  std::printf("%u chats with %u messages and %u attachments: %s\n", report->conversations, report->messages,
              report->attachments, command.request.destination.c_str());
  for (const std::string& problem : report->problems) std::fprintf(stderr, "%s\n", problem.c_str());
  return {};
}

}  // namespace

int runExport(Arguments arguments) {
  ExportCommand command;
  Options options(
      "export",
      "Writes chats to a file, to a zip file (DESTINATION ends in .zip), or to a folder with one file a\n"
      "chat. JSON keeps everything and can be imported again; the other formats hold the branch that is\n"
      "shown. The model's thinking is left out unless it is asked for.");
  options.argument("DESTINATION", "a file (one chat, or .json), a .zip file or a folder",
                   command.request.destination);
  options.text("--format", "NAME", "json (default), markdown, html or text", command.format);
  options.count("--chat", "only the chat with this number", command.chat, 1);
  options.text("--folder", "NAME", "only the chats in this folder and those inside it", command.folder);
  options.flag("--thinking", "the model's thinking too", command.request.thinking);
  options.text("--database", "FILE", "instead of Hearth's own", command.database);
  options.flag("--json", "the counts as JSON", command.json);
  if (const auto code = options.parse(arguments)) return *code;
  if (command.format && storage::exportFormat(*command.format) == nullptr)
    return options.wrongUsage("there is no format '" + *command.format + "'");
  if (command.chat != 0 && command.folder)
    return options.wrongUsage("--chat and --folder exclude each other");
  return exitCode(exportTo(std::move(command)));
}

}  // namespace hearth::cli
