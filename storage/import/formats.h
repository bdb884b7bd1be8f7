// What chats can be read from. One file each; a line in the table of formats.cpp.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "runtime/base/result.h"
#include "storage/conversation_tree.h"

namespace hearth::storage {

// What a reader may need besides the item itself.
struct ImportContext {
  std::string path;              // of the file, within what is imported
  const nlohmann::json& header;  // of the document; null when it has none
  std::function<Result<std::string>(std::string_view name)> fileBeside;
};

struct ImportFormat {
  std::string_view id;    // before the colon of Conversation::source
  std::string_view name;  // of the program, for people
  bool (*recognises)(const nlohmann::json& item, const ImportContext& context);
  // Without a Conversation::source when the item names none.
  Result<ConversationTree> (*read)(const nlohmann::json& item, const ImportContext& context);
};

std::span<const ImportFormat> importFormats();

// GPT4All's files are no JSON.
inline constexpr std::string_view kGpt4AllId = "gpt4all", kGpt4AllName = "GPT4All";
bool isGpt4AllChat(std::string_view bytes);
Result<ConversationTree> readGpt4AllChat(std::string_view bytes);

bool isHearthItem(const nlohmann::json& item, const ImportContext& context);
Result<ConversationTree> readHearth(const nlohmann::json& item, const ImportContext& context);
bool isChatGptItem(const nlohmann::json& item, const ImportContext& context);
Result<ConversationTree> readChatGpt(const nlohmann::json& item, const ImportContext& context);
bool isClaudeItem(const nlohmann::json& item, const ImportContext& context);
Result<ConversationTree> readClaude(const nlohmann::json& item, const ImportContext& context);
bool isOpenWebUiItem(const nlohmann::json& item, const ImportContext& context);
Result<ConversationTree> readOpenWebUi(const nlohmann::json& item, const ImportContext& context);
bool isLmStudioItem(const nlohmann::json& item, const ImportContext& context);
Result<ConversationTree> readLmStudio(const nlohmann::json& item, const ImportContext& context);
bool isJanItem(const nlohmann::json& item, const ImportContext& context);
Result<ConversationTree> readJan(const nlohmann::json& item, const ImportContext& context);

}  // namespace hearth::storage
