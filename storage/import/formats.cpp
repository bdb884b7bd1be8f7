#include "storage/import/formats.h"

namespace hearth::storage {
namespace {

constexpr ImportFormat kFormats[] = {
    {"hearth", "Hearth", isHearthItem, readHearth},
    {"chatgpt", "ChatGPT", isChatGptItem, readChatGpt},
    {"claude", "Claude", isClaudeItem, readClaude},
    {"open-webui", "Open WebUI", isOpenWebUiItem, readOpenWebUi},
    {"lm-studio", "LM Studio", isLmStudioItem, readLmStudio},
    {"jan", "Jan", isJanItem, readJan},
};

}  // namespace

std::span<const ImportFormat> importFormats() { return kFormats; }

}  // namespace hearth::storage
