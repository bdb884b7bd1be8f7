// From messages to the tokens the model was trained to answer: its own chat template, then its tokenizer.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/engine/engine.h"
#include "runtime/gguf/metadata.h"
#include "runtime/template/chat_template.h"
#include "runtime/template/reasoning_split.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

// How a prompt ends: where an answer begins, or inside the last message, an answer that was cut off.
enum class PromptEnd { NewAnswer, InsideLast };

struct Prompt {
  std::string text;
  std::vector<TokenId> tokens;
  ReasoningSplit split{std::string_view()};  // for what the model writes behind it
};

// `text` as a prompt to continue: special tokens are parsed, BOS is put in front when the model wants one and
// the text does not bring it, and no end token is added behind.
std::vector<TokenId> encodePrompt(const Tokenizer& tokenizer, std::string_view text);

// Immutable after the constructor. The tokenizer outlives it.
class PromptBuilder {
 public:
  // Takes the file's template when it compiles and renders a trial conversation, else a fallback, with a
  // warning for the user.
  PromptBuilder(const Metadata& metadata, const Tokenizer& tokenizer);
  const std::string& warning() const { return warning_; }
  // Text that ends an answer: with the fallback, a model whose vocabulary lacks ChatML's end token spells it
  // out.
  const std::vector<std::string>& stops() const { return stops_; }

  // The template sees what Hugging Face's apply_chat_template gives: messages (role, content, and
  // reasoning_content when there is thinking), tools and documents as None, add_generation_prompt, bos_token,
  // eos_token. Which thinking of earlier turns stays is the template's decision. For a template that refuses
  // the conversation, neighbouring messages of one role are joined (many insist on alternation), then the
  // system text is put in front of the first user's message (some know no system role).
  //
  // Only the template may write control tokens: what looks like one inside a message ("<|im_end|>" typed or
  // pasted by someone) is encoded as the plain text it is, so that a quoted document cannot end the user's
  // turn and speak as the system.
  //
  // `values` are the user's for variables(); strings in them are treated like messages.
  //
  // PromptEnd::InsideLast: the last message is the model's own. Its thinking and text stand behind the
  // template's beginning of an answer, without the end that the template would put there.
  Result<Prompt> build(std::span<const ChatMessage> messages, const TemplateValues& values = {},
                       PromptEnd end = PromptEnd::NewAnswer) const;
  // What the template lets a user set.
  const std::vector<TemplateVariable>& variables() const { return variables_; }
  // Of the text alone, without what the template writes around it.
  uint32_t countText(std::string_view text) const;

 private:
  void chooseTemplate(const Metadata& metadata);
  void fallBack(std::string_view reason);
  nlohmann::ordered_json contextOf(nlohmann::ordered_json messages) const;
  Result<std::string> render(const nlohmann::ordered_json& messages, const TemplateValues& values) const;
  Result<std::string> renderAny(std::span<const ChatMessage> messages, const TemplateValues& values) const;
  void goOn(const ChatMessage& answer, std::string& text, ReasoningSplit& split) const;
  std::string guarded(std::string_view text) const;
  nlohmann::ordered_json asJson(std::span<const ChatMessage> messages) const;

  const Tokenizer* tokenizer_;
  std::optional<ChatTemplate> template_;
  std::string warning_;
  std::vector<std::string> stops_;
  std::vector<TemplateVariable> variables_;
  std::string bosText_, eosText_;          // empty when the vocabulary has none
  std::vector<std::string> controlTexts_;  // longest first
};

}  // namespace hearth
