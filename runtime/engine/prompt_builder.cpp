#include "runtime/engine/prompt_builder.h"

#include <algorithm>
#include <array>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/template/fallback_template.h"

namespace hearth {
namespace {

// U+FDD0 is a noncharacter, which no text contains. It marks where a control token's text inside a message is
// cut in two, so that the tokenizer cannot take it for the token.
constexpr std::string_view kCut = "\xEF\xB7\x90";

const char* nameOf(Role role) {
  switch (role) {
    case Role::System:
      return "system";
    case Role::User:
      return "user";
    case Role::Assistant:
      return "assistant";
  }
  return "user";
}

std::string without(std::string_view text, std::string_view part) {
  std::string result;
  for (size_t found; (found = text.find(part)) != std::string_view::npos;
       text.remove_prefix(found + part.size())) {
    result += text.substr(0, found);
  }
  return result += text;
}

// Neighbouring messages of one role as one, a blank line between.
std::vector<ChatMessage> joined(std::span<const ChatMessage> messages) {
  std::vector<ChatMessage> result;
  for (const ChatMessage& message : messages) {
    if (!result.empty() && result.back().role == message.role) {
      result.back().text += "\n\n" + message.text;
    } else {
      result.push_back(message);
    }
  }
  return result;
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
  const auto user =
      std::find_if(rest.begin(), rest.end(), [](const auto& m) { return m.role == Role::User; });
  if (user != rest.end()) user->text.insert(0, system);
  return rest;
}

}  // namespace

std::vector<TokenId> encodePrompt(const Tokenizer& tokenizer, std::string_view text) {
  auto tokens = tokenizer.encode(text, SpecialTokens::Parse, AddBos::No);
  const auto bos = tokenizer.bos();
  if (tokenizer.addsBos() && bos && (tokens.empty() || tokens.front() != *bos))
    tokens.insert(tokens.begin(), *bos);
  return tokens;
}

PromptBuilder::PromptBuilder(const Metadata& metadata, const Tokenizer& tokenizer) : tokenizer_(&tokenizer) {
  if (const auto bos = tokenizer.bos()) bosText_ = tokenizer.bytesOf(*bos);
  if (const auto eos = tokenizer.eos()) eosText_ = tokenizer.bytesOf(*eos);
  for (uint32_t id = 0; id < tokenizer.vocabSize(); ++id) {
    const std::string_view text = tokenizer.bytesOf(static_cast<TokenId>(id));
    if (tokenizer.isControl(static_cast<TokenId>(id)) && text.size() > 1) controlTexts_.emplace_back(text);
  }
  std::sort(controlTexts_.begin(), controlTexts_.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  chooseTemplate(metadata);
  const std::array<ChatMessage, 3> trial = {
      ChatMessage{Role::User, "Hello", "", 0}, {Role::Assistant, "Hi", "Hm", 0}, {Role::User, "Bye", "", 0}};
  variables_ = findTemplateVariables(*template_, contextOf(asJson(trial)));
}

void PromptBuilder::chooseTemplate(const Metadata& metadata) {
  const std::string* source = metadata.textOrNull("tokenizer.chat_template");
  if (source == nullptr) return fallBack("the file has none");
  auto own = ChatTemplate::compile(*source);
  if (!own) return fallBack(own.error().what());
  template_.emplace(std::move(*own));
  // The plainest conversation: what a template refuses beyond it (a system role, say) is told when it
  // happens.
  const std::array<ChatMessage, 3> trial = {
      ChatMessage{Role::User, "Hello", "", 0}, {Role::Assistant, "Hi", "", 0}, {Role::User, "Bye", "", 0}};
  if (const auto rendered = render(asJson(trial), {}); !rendered) fallBack(rendered.error().what());
}

void PromptBuilder::fallBack(std::string_view reason) {
  warning_ = fallbackNotice(reason);
  stops_ = {"<|im_end|>"};
  auto fallback = ChatTemplate::compile(kFallbackTemplate);
  CHECK(fallback);  // a text of our own
  template_.emplace(std::move(*fallback));
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

nlohmann::ordered_json PromptBuilder::contextOf(nlohmann::ordered_json messages) const {
  return {{"messages", std::move(messages)}, {"tools", nullptr},      {"documents", nullptr},
          {"add_generation_prompt", true},   {"bos_token", bosText_}, {"eos_token", eosText_}};
}

Result<std::string> PromptBuilder::render(const nlohmann::ordered_json& messages,
                                          const TemplateValues& values) const {
  auto context = contextOf(messages);
  for (const TemplateVariable& variable : variables_) {
    const auto found = values.find(variable.name);
    if (found == values.end()) continue;
    if (const auto* on = std::get_if<bool>(&found->second)) context[variable.name] = *on;
    if (const auto* text = std::get_if<std::string>(&found->second)) context[variable.name] = guarded(*text);
  }
  return template_->render(context);
}

uint32_t PromptBuilder::countText(std::string_view text) const {
  return static_cast<uint32_t>(tokenizer_->encode(text, SpecialTokens::AsText, AddBos::No).size());
}

// As the template wants it, else in the plainer forms that more templates take.
Result<std::string> PromptBuilder::renderAny(std::span<const ChatMessage> messages,
                                             const TemplateValues& values) const {
  auto text = render(asJson(messages), values);
  if (text) return text;
  const auto simpler = joined(messages);
  auto second = render(asJson(simpler), values);
  if (!second) second = render(asJson(withoutSystem(simpler)), values);
  if (second) return second;
  return std::move(text).error().during("the model's chat template refuses this conversation");
}

// Appends the answer so far, and sets `split` to where it stands.
void PromptBuilder::goOn(const ChatMessage& answer, std::string& text, ReasoningSplit& split) const {
  const bool opened = split.thinking();  // by the template
  const std::string open = opened ? std::string(split.openingTag()) : "<think>";
  const std::string close = opened ? std::string(split.closingTag()) : "</think>";
  const bool thought = !answer.thinking.empty();
  if (thought && !opened) text += open + "\n";
  if (thought) text += guarded(answer.thinking);
  const bool stillThinking = thought && answer.text.empty();
  if ((thought || opened) && !stillThinking) text += "\n" + close + "\n\n";
  text += guarded(answer.text);
  split = ReasoningSplit::goingOn(stillThinking ? std::string_view(open) : std::string_view());
}

Result<Prompt> PromptBuilder::build(std::span<const ChatMessage> messages, const TemplateValues& values,
                                    PromptEnd end) const {
  const bool goesOn = end == PromptEnd::InsideLast;
  if (goesOn && (messages.empty() || messages.back().role != Role::Assistant)) {
    return Error("there is no answer to continue");
  }
  auto text = renderAny(goesOn ? messages.first(messages.size() - 1) : messages, values);
  if (!text) return std::move(text).error();
  Prompt prompt;
  prompt.split = ReasoningSplit(*text);
  if (goesOn) goOn(messages.back(), *text, prompt.split);
  // Piece by piece, so that no token reaches across a cut.
  std::string_view rest = *text;
  prompt.tokens = encodePrompt(*tokenizer_, rest.substr(0, rest.find(kCut)));
  for (size_t cut; (cut = rest.find(kCut)) != std::string_view::npos;) {
    rest.remove_prefix(cut + kCut.size());
    const auto piece = tokenizer_->encode(rest.substr(0, rest.find(kCut)), SpecialTokens::Parse, AddBos::No);
    prompt.tokens.insert(prompt.tokens.end(), piece.begin(), piece.end());
  }
  prompt.text = without(*text, kCut);
  return prompt;
}

}  // namespace hearth
