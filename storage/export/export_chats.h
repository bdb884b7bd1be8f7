// Exports one chat, a folder of them or all: one file for one, and for many a folder or a zip file with one
// file a chat, their folders kept and attachments beside them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "storage/export/formats.h"
#include "storage/store.h"

namespace hearth::storage {

struct ExportRequest {
  std::vector<int64_t> conversationIds;
  std::string format = "json";  // an ExportFormat's id
  bool thinking = false;
  // One chat: the file. Many: a zip file when it ends in ".zip", one file of all when it ends in ".json",
  // else a folder.
  std::string destination;
  bool oneFile = false;  // the destination is the file of the one chat
};

struct ExportReport {
  uint32_t conversations = 0, messages = 0, attachments = 0;
  std::vector<std::string> problems;  // sentences: what could not be exported, and why
};

// Called after each conversation; false stops the export, which then is an Error.
using ExportProgress = std::function<bool(uint32_t done, uint32_t total)>;

Result<ExportReport> exportChats(Store& store, const ExportRequest& request,
                                 const ExportProgress& progress = {});

// What a folder and those inside it hold; all chats without one. Nothing from the trash.
Result<std::vector<int64_t>> conversationsToExport(Store& store, std::optional<int64_t> folderId);

// A file name for the chat, without an ending.
std::string suggestedName(const Conversation& conversation);

}  // namespace hearth::storage
