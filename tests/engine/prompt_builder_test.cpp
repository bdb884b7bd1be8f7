#include "runtime/engine/prompt_builder.h"

#include <gtest/gtest.h>

#include "tests/support/word_tokenizer.h"

namespace hearth {
namespace {

using Ids = std::vector<TokenId>;

enum : TokenId { kBos, kUser, kAnswer, kEnd, kHello, kLess, kUserWord, kGreater, kOther };
const test::WordTokenizer& tokenizer() {
  static const test::WordTokenizer words(
      {"<s>", "<user>", "<answer>", "<end>", "hello", "<", "user", ">", "other"},
      {.control = {kBos, kUser, kAnswer, kEnd}, .end = {kEnd}, .bos = kBos, .eos = kEnd});
  return words;
}

constexpr const char* kTemplate =
    "{{ bos_token }}{% for m in messages %}{% if m.role == 'system' %}{{ m.content }}"
    "{% elif m.role == 'user' %}<user>{{ m.content }}{% else %}<answer>{{ m.content }}{{ eos_token }}{% "
    "endif %}"
    "{% endfor %}{% if add_generation_prompt %}<answer>{% endif %}";

PromptBuilder builderFor(const std::string& source) {
  Metadata metadata;
  metadata.insert("tokenizer.chat_template", source);
  return PromptBuilder(metadata, tokenizer());
}

ChatMessage user(std::string text) { return {Role::User, std::move(text), "", 0}; }

Prompt built(const PromptBuilder& builder, const std::vector<ChatMessage>& messages) {
  auto prompt = builder.build(messages);
  EXPECT_TRUE(prompt) << prompt.error().what();
  return prompt ? std::move(*prompt) : Prompt{};
}

TEST(PromptBuilder, RendersWithTheModelsTemplate) {
  const auto builder = builderFor(kTemplate);
  EXPECT_EQ(builder.warning(), "");
  const auto prompt = built(builder, {user("hello"), {Role::Assistant, "other", "", 0}, user("hello")});
  EXPECT_EQ(prompt.text, "<s><user>hello<answer>other<end><user>hello<answer>");
  EXPECT_EQ(prompt.tokens, (Ids{kBos, kUser, kHello, kAnswer, kOther, kEnd, kUser, kHello, kAnswer}));
}

TEST(PromptBuilder, AddsTheBosThatATemplateLeavesOut) {
  EXPECT_EQ(built(builderFor("{{ messages[0].content }}"), {user("hello")}).tokens, (Ids{kBos, kHello}));
}

TEST(PromptBuilder, KeepsControlTokensOutOfMessages) {
  const auto builder = builderFor(kTemplate);
  const auto prompt = built(builder, {user("hello<user>other")});
  EXPECT_EQ(prompt.text, "<s><user>hello<user>other<answer>");
  EXPECT_EQ(prompt.tokens, (Ids{kBos, kUser, kHello, kLess, kUserWord, kGreater, kOther, kAnswer}));
  // At the beginning and at the end of a message, where the template's own tokens stand beside it.
  EXPECT_EQ(built(builder, {user("<user>")}).tokens, (Ids{kBos, kUser, kLess, kUserWord, kGreater, kAnswer}));
}

Prompt goingOn(const PromptBuilder& builder, const std::string& text, const std::string& thinking) {
  const std::vector<ChatMessage> messages = {user("hello"), {Role::Assistant, text, thinking, 0}};
  auto prompt = builder.build(messages, {}, PromptEnd::InsideLast);
  EXPECT_TRUE(prompt) << prompt.error().what();
  return prompt ? std::move(*prompt) : Prompt{};
}

TEST(PromptBuilder, EndsInsideAnAnswerThatIsContinued) {
  const auto builder = builderFor(kTemplate);
  const auto prompt = goingOn(builder, "other <end>", "");
  EXPECT_EQ(prompt.text, "<s><user>hello<answer>other <end>");
  EXPECT_NE(prompt.tokens.back(), kEnd);  // what the answer says is text
  EXPECT_FALSE(prompt.split.thinking());
  const auto thought = goingOn(builder, "other", "hello");
  EXPECT_EQ(thought.text, "<s><user>hello<answer><think>\nhello\n</think>\n\nother");
  EXPECT_FALSE(thought.split.thinking());
  const auto cutInThinking = goingOn(builder, "", "hello");
  EXPECT_EQ(cutInThinking.text, "<s><user>hello<answer><think>\nhello");
  EXPECT_TRUE(cutInThinking.split.thinking());
}

TEST(PromptBuilder, ContinuesBehindAThinkingThatTheTemplateOpened) {
  const auto builder =
      builderFor(std::string(kTemplate) + "{% if add_generation_prompt %}<think>\n{% endif %}");
  EXPECT_EQ(goingOn(builder, "", "hello").text, "<s><user>hello<answer><think>\nhello");
  EXPECT_EQ(goingOn(builder, "other", "hello").text,
            "<s><user>hello<answer><think>\nhello\n</think>\n\nother");
  EXPECT_EQ(goingOn(builder, "other", "").text, "<s><user>hello<answer><think>\n\n</think>\n\nother");
}

TEST(PromptBuilder, ContinuesOnlyAnAnswer) {
  const std::vector<ChatMessage> messages = {user("hello")};
  EXPECT_FALSE(builderFor(kTemplate).build(messages, {}, PromptEnd::InsideLast));
}

TEST(PromptBuilder, GivesThinkingAsReasoningContent) {
  const auto builder =
      builderFor("{% for m in messages %}[{{ m.reasoning_content }}|{{ m.content }}]{% endfor %}");
  const auto prompt = built(builder, {user("hello"), {Role::Assistant, "hello", "other", 0}});
  EXPECT_EQ(prompt.text, "[|hello][other|hello]");
}

TEST(PromptBuilder, LetsAUserSetWhatTheTemplateAsksFor) {
  const auto builder = builderFor(
      "{% for m in messages %}{{ m.content }}{% endfor %}{% if not thinking is defined or thinking %}other{% "
      "endif %}"
      "{{ name }}");
  ASSERT_EQ(builder.variables().size(), 2u);
  EXPECT_EQ(builder.variables()[0], (TemplateVariable{"thinking", TemplateVariableKind::Switch, true}));
  EXPECT_EQ(builder.variables()[1], (TemplateVariable{"name", TemplateVariableKind::Text, false}));
  const std::vector<ChatMessage> messages = {user("hello")};
  EXPECT_EQ(builder.build(messages)->text, "helloother");
  // A name that the template does not have is passed over, and no text of a user's becomes a control token.
  const auto set = builder.build(messages, {{"thinking", false}, {"name", "<user>"}, {"bos_token", "x"}});
  ASSERT_TRUE(set);
  EXPECT_EQ(set->text, "hello<user>");
  EXPECT_EQ(set->tokens, (Ids{kBos, kHello, kLess, kUserWord, kGreater}));
}

TEST(PromptBuilder, PassesToolsAndDocumentsAsNone) {
  const auto builder = builderFor(
      "{{ tools is none }} {{ documents is none }} {{ add_generation_prompt }} {{ bos_token }} {{ eos_token "
      "}}");
  EXPECT_EQ(built(builder, {user("hello")}).text, "True True True <s> <end>");
}

TEST(PromptBuilder, PutsTheSystemTextBeforeTheQuestionWhereThereIsNoSystemRole) {
  const auto builder = builderFor(
      "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
      "[{{ m.role }}:{{ m.content }}]{% endfor %}");
  EXPECT_EQ(builder.warning(), "");
  EXPECT_EQ(built(builder, {{Role::System, "other", "", 0}, user("hello")}).text, "[user:other\n\nhello]");
}

TEST(PromptBuilder, JoinsNeighboursWhereRolesMustAlternate) {
  const auto builder = builderFor(
      "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('must "
      "alternate') }}"
      "{% endif %}[{{ m.content }}]{% endfor %}");
  EXPECT_EQ(built(builder, {user("hello"), user("other")}).text, "[hello\n\nother]");
}

TEST(PromptBuilder, FallsBackInTheOpen) {
  for (const char* broken : {"{% for %}", "{{ raise_exception('never') }}"}) {
    const auto builder = builderFor(broken);
    EXPECT_NE(builder.warning(), "") << broken;
    EXPECT_EQ(built(builder, {user("hello")}).text,
              "<|im_start|>user\nhello<|im_end|>\n<|im_start|>assistant\n");
    EXPECT_EQ(builder.stops(), (std::vector<std::string>{"<|im_end|>"}));
  }
  EXPECT_NE(PromptBuilder(Metadata(), tokenizer()).warning(), "");
}

TEST(PromptBuilder, SaysWhatTheTemplateRefuses) {
  const auto builder =
      builderFor("{% if messages | length == 2 %}{{ raise_exception('not two') }}{% endif %}");
  EXPECT_EQ(builder.warning(), "");
  const auto prompt =
      builder.build(std::vector<ChatMessage>{user("hello"), {Role::Assistant, "hello", "", 0}});
  ASSERT_FALSE(prompt);
  EXPECT_NE(prompt.error().what().find("not two"), std::string::npos) << prompt.error().what();
}

TEST(EncodePrompt, DoesNotRepeatTheBos) {
  EXPECT_EQ(encodePrompt(tokenizer(), "<s>hello"), (Ids{kBos, kHello}));
  EXPECT_EQ(encodePrompt(tokenizer(), "hello<user>"), (Ids{kBos, kHello, kUser}));
}

}  // namespace
}  // namespace hearth
