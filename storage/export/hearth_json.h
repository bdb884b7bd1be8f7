// Hearth's own export, the only one that keeps everything: all branches and versions, statistics, folders,
// presets, summaries and attachments. README.md of this folder describes it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

#include "storage/conversation_tree.h"
#include "storage/export/formats.h"

namespace hearth::storage {

inline constexpr const char* kHearthFormat = "hearth-chats";
inline constexpr int64_t kHearthFormatVersion = 2;

// A string, or {"base64": "..."} for bytes that are no UTF-8.
nlohmann::ordered_json jsonText(const std::string& bytes);
// One element of "conversations".
nlohmann::ordered_json jsonOf(const ConversationTree& tree, const ExportOptions& options);
// A document with all of these.
std::string hearthJson(std::span<const ConversationTree> trees, const ExportOptions& options);
std::string hearthJson(const ConversationTree& tree, const ExportOptions& options);

// What an import knows it by again: the id it was imported under, or its own.
std::string identityOf(const Conversation& conversation);

const char* nameOf(Role role);
const char* nameOf(MessageState state);

}  // namespace hearth::storage
