#include <random>

#include <gtest/gtest.h>

#include "runtime/template/chat_template.h"
#include "runtime/template/fallback_template.h"
#include "runtime/template/reasoning_split.h"

namespace hearth {
namespace {

struct Parts {
  std::string thinking, answer;
  bool answerWasThinking = false;
  friend bool operator==(const Parts&, const Parts&) = default;
};

void PrintTo(const Parts& parts, std::ostream* out) {
  *out << "thinking \"" << parts.thinking << "\" answer \"" << parts.answer << "\" "
       << parts.answerWasThinking;
}

template <class Pieces>
Parts splitPieces(std::string_view prompt, const Pieces& pieces) {
  ReasoningSplit split(prompt);
  Parts parts;
  const auto take = [&](const std::vector<LabelledText>& labelled) {
    for (const LabelledText& one : labelled) {
      EXPECT_FALSE(one.text.empty());
      (one.kind == TextKind::Thinking ? parts.thinking : parts.answer) += one.text;
    }
  };
  for (const auto& piece : pieces) take(split.push(piece));
  take(split.finish());
  parts.answerWasThinking = split.answerWasThinking();
  return parts;
}

Parts split(std::string_view prompt, const std::string& text) {
  return splitPieces(prompt, std::vector<std::string>{text});
}

TEST(ReasoningSplit, ParsesThinkingAtTheStart) {
  EXPECT_EQ(split("", "<think>\nhm\n</think>\n\nYes"), (Parts{"hm", "Yes"}));
  EXPECT_EQ(split("", "\n <think>a</think>b"), (Parts{"a", "b"}));
  EXPECT_EQ(split("", "[THINK]a[/THINK]b"), (Parts{"a", "b"}));
  EXPECT_EQ(split("", "<thinking>a</thinking> b"), (Parts{"a", "b"}));
  EXPECT_EQ(split("", "<think></think>b"), (Parts{"", "b"}));
}

TEST(ReasoningSplit, KnowsThinkingThatThePromptOpened) {
  EXPECT_EQ(split("<|assistant|><think>\n", "a\n</think>\n\nb"), (Parts{"a", "b"}));
  EXPECT_EQ(split("x<think>  \n\n", "a</think>b"), (Parts{"a", "b"}));
  EXPECT_EQ(split("x<think>\n", "<think>\na</think>b"), (Parts{"a", "b"}));
  EXPECT_EQ(split("x<think>\n\n</think>\n\n", "b <think>"), (Parts{"", "b <think>"}));
  EXPECT_TRUE(ReasoningSplit("<think>\n").thinking());
  EXPECT_FALSE(ReasoningSplit("<think>\n</think>").thinking());
}

TEST(ReasoningSplit, LeavesTagsInsideTheAnswerAlone) {
  EXPECT_EQ(split("", "Write <think> and </think> so."), (Parts{"", "Write <think> and </think> so."}));
  EXPECT_EQ(split("", "<think>a</think>b\n</think>\n<think>c"), (Parts{"a", "b\n</think>\n<think>c"}));
  EXPECT_EQ(split("", "```\n</think>\n```"), (Parts{"", "```\n</think>\n```"}));
  EXPECT_EQ(split("", "  plain"), (Parts{"", "  plain"}));
  EXPECT_EQ(split("", "<thin air"), (Parts{"", "<thin air"}));
}

TEST(ReasoningSplit, KeepsUnclosedThinking) {
  EXPECT_EQ(split("", "<think>a\n</thi"), (Parts{"a\n</thi", ""}));
  EXPECT_EQ(split("<think>", "a"), (Parts{"a", ""}));
}

TEST(ReasoningSplit, TellsOfAClosingTagThatNothingOpened) {
  EXPECT_EQ(split("", "So it is 4.\n</think>\n\nIt is 4."), (Parts{"", "So it is 4.\nIt is 4.", true}));
}

TEST(ReasoningSplit, DoesNotDependOnWhereTheStreamIsCut) {
  std::mt19937 random(1);
  const std::vector<std::string> parts = {
      "<think>", "</think>", "<thinking>", "</thinking>", "[THINK]", "[/THINK]", "\n",   " ",         "é",
      "text",    "<",        "</th",       "```",         "`",       "[/",       "\n\n", "</think>\n"};
  const std::vector<std::string> prompts = {"", "<think>\n", "[THINK]", "<think>\n</think>"};
  const auto upTo = [&](size_t limit) { return std::uniform_int_distribution<size_t>(0, limit)(random); };
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t i = upTo(8); i > 0; --i) text += parts[upTo(parts.size() - 1)];
    const std::string& prompt = prompts[upTo(prompts.size() - 1)];
    std::vector<std::string> pieces;
    for (size_t at = 0; at < text.size();) {
      const size_t size = 1 + upTo(4);
      pieces.push_back(text.substr(at, size));
      at += size;
    }
    ASSERT_EQ(splitPieces(prompt, pieces), split(prompt, text)) << prompt << "|" << text;
  }
}

TEST(FallbackTemplate, WritesChatMl) {
  const auto compiled = ChatTemplate::compile(kFallbackTemplate);
  ASSERT_TRUE(compiled) << compiled.error().what();
  nlohmann::ordered_json variables;
  variables["messages"] = {{{"role", "system"}, {"content", "S"}},
                           {{"role", "user"}, {"content", {{{"type", "text"}, {"text", "a\n"}}}}}};
  variables["add_generation_prompt"] = true;
  const auto text = compiled->render(variables);
  ASSERT_TRUE(text) << text.error().what();
  EXPECT_EQ(*text,
            "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\na\n<|im_end|>\n<|im_start|>assistant\n");
  EXPECT_NE(fallbackNotice("line 3: no").find("line 3: no"), std::string::npos);
}

}  // namespace
}  // namespace hearth
