#include "runtime/engine/prompt_builder.h"

#include <algorithm>
#include <utility>

#include "runtime/template/fallback_template.h"

namespace hearth {
namespace {

// U+FDD0 is a noncharacter, which no text contains. It marks where a control token's text inside a message is
// cut in two, so that the tokenizer cannot take it for the token.
constexpr std::string_view kCut = "\xEF\xB7\x90";

const char* nameOf(Role role) {
  switch (role) {
    case Role::System: return "system";
    case Role::User: return "user";
    case Role::Assistant: return "assistant";
  }
  return "user";
}

std::string without(std::string_view text, std::string_view part) {
  std::string result;
  for (size_t found; (found = text.find(part)) != std::string_view::npos; text.remove_prefix(found + part.size())) {
    result += text.substr(0, found);
  }
  return result += text;
}

// The conversation with the system texts in front of the first user's message.
std::vector<ChatMessage> withoutSystem(std::span<const ChatMessage> messages) {
  std::string system;
  std::vector<ChatMessage> rest;
  for (const ChatMessage& message : messages) {
    if (message.role == Role::System) {
      system += message.text + "\n\n";
    } else {
      rest.push_back(message);
    }
  }
  const auto user = std::find_if(rest.begin(), rest.end(), [](const auto& m) { return m.role == Role::User; });
  if (user != rest.end()) user->text.insert(0, system);
  return rest;
}

}  // namespace

PromptBuilder::PromptBuilder(const Metadata& metadata, const Tokenizer& tokenizer) : tokenizer_(&tokenizer) {
  if (const auto bos = tokenizer.bos()) bosText_ = tokenizer.bytesOf(*bos);
  if (const auto eos = tokenizer.eos()) eosText_ = tokenizer.bytesOf(*eos);
  for (uint32_t id = 0; id < tokenizer.vocabSize(); ++id) {
    const std::string_view text = tokenizer.bytesOf(static_cast<TokenId>(id));
    if (tokenizer.isControl(static_cast<TokenId>(id)) && text.size() > 1) controlTexts_.emplace_back(text);
  }
  std::sort(controlTexts_.begin(), controlTexts_.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

std::string PromptBuilder::guarded(std::string_view text) const {
  std::string result = without(text, kCut);
  for (const std::string& control : controlTexts_) {
    for (size_t at = 0; (at = result.find(control, at)) != std::string::npos; at += control.size()) {
      size_t inside = at + 1;  // after its first character
      while ((static_cast<unsigned char>(result[inside]) & 0xC0) == 0x80) ++inside;
      result.insert(inside, kCut);
    }
  }
  return result;
}

nlohmann::ordered_json PromptBuilder::asJson(std::span<const ChatMessage> messages) const {
  auto list = nlohmann::ordered_json::array();
  for (const ChatMessage& message : messages) {
    nlohmann::ordered_json entry = {{"role", nameOf(message.role)}, {"content", guarded(message.text)}};
    if (!message.thinking.empty()) entry["reasoning_content"] = guarded(message.thinking);
    list.push_back(std::move(entry));
  }
  return list;
}

Result<std::string> PromptBuilder::render(const nlohmann::ordered_json& messages) const {
  return template_->render({{"messages", messages},
                            {"tools", nullptr},
                            {"documents", nullptr},
                            {"add_generation_prompt", true},
                            {"bos_token", bosText_},
                            {"eos_token", eosText_}});
}

std::vector<TokenId> PromptBuilder::encode(std::string_view text) const {
  AddBos addBos = !bosText_.empty() && text.starts_with(bosText_) ? AddBos::No : AddBos::AsModelWants;
  std::vector<TokenId> tokens;
  for (;;) {
    const size_t cut = text.find(kCut);
    const auto piece = tokenizer_->encode(text.substr(0, cut), SpecialTokens::Parse, addBos);
    tokens.insert(tokens.end(), piece.begin(), piece.end());
    if (cut == std::string_view::npos) return tokens;
    text.remove_prefix(cut + kCut.size());
    addBos = AddBos::No;
  }
}

Result<Prompt> PromptBuilder::build(std::span<const ChatMessage> messages) const {
  auto text = render(asJson(messages));
  const bool hasSystem =
      std::any_of(messages.begin(), messages.end(), [](const auto& m) { return m.role == Role::System; });
  if (!text && hasSystem) {
    if (auto second = render(asJson(withoutSystem(messages)))) text = std::move(second);
  }
  if (!text) return std::move(text).error().during("The model's chat template refuses this conversation");
  Prompt prompt;
  prompt.tokens = encode(*text);
  prompt.text = without(*text, kCut);
  return prompt;
}

}  // namespace hearth
