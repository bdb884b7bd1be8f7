// Imports chats from Hearth's and other programs' exports: a file, a folder or a zip file, whose kind is
// found by its content. What was imported before is known again and left alone.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "storage/store.h"

namespace hearth::storage {

enum class ImportMode {
  DryRun,  // only tells what would be done
  Write,
};

struct ImportProblem {
  std::string where;   // the chat's title, or its file and place in it
  std::string reason;  // for people
};

struct ImportReport {
  uint32_t conversations = 0, messages = 0, attachments = 0;  // new ones
  uint32_t alreadyThere = 0;            // imported before, or from here; perhaps in the trash
  uint32_t empty = 0;                   // without a message: passed over
  std::vector<std::string> folders;     // they land in: "ChatGPT 2026-11-22"
  std::vector<ImportProblem> problems;  // chats that were not read; the others were
};

// Called after each conversation with how many were looked at; false stops: what was written till then stays.
using ImportProgress = std::function<bool(uint32_t done)>;

Result<ImportReport> importChats(Store& store, const std::string& path, ImportMode mode,
                                 const ImportProgress& progress = {});

}  // namespace hearth::storage
