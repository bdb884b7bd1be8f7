// How each family of pre-tokenizers cuts words; the expectations are worked out by hand from the published
// regular expressions.
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/tokenizer/pretokenizers.h"
#include "runtime/tokenizer/unicode.h"

namespace hearth {
namespace {

using Words = std::vector<std::string>;

Words split(std::string_view pre, std::string_view text) {
  const PreTokenizer* preTokenizer = findPreTokenizer(pre);
  EXPECT_NE(preTokenizer, nullptr) << pre;
  if (preTokenizer == nullptr) return {};
  const ClassifiedText classified = classify(text);
  Words words;
  uint32_t begin = 0;
  for (const uint32_t end : splitIntoWords(*preTokenizer, classified)) {
    words.emplace_back(
        text.substr(classified.starts[begin], classified.starts[end] - classified.starts[begin]));
    begin = end;
  }
  return words;
}

TEST(PreTokenizer, Gpt2KeepsASpaceWithTheWordBehindIt) {
  EXPECT_EQ(split("gpt-2", "Hello  world, it's 1234!"),
            (Words{"Hello", " ", " world", ",", " it", "'s", " 1234", "!"}));
  EXPECT_EQ(split("gpt-2", "IT'S"), (Words{"IT", "'", "S"}));
  EXPECT_EQ(split("gpt-2", "a \n\n  b  "), (Words{"a", " \n\n ", " b", "  "}));
}

TEST(PreTokenizer, StarcoderTakesDigitsOneByOne) {
  EXPECT_EQ(split("starcoder", "x 123"), (Words{"x", " ", "1", "2", "3"}));
}

TEST(PreTokenizer, FalconCutsMarksAndThreeDigits) {
  EXPECT_EQ(split("falcon", "a$b 12345`x"), (Words{"a", "$", "b", " ", "123", "45", "`", "x"}));
  EXPECT_EQ(split("default", "ab`x 12345"), (Words{"ab", "`", "x", " ", "123", "45"}));
}

TEST(PreTokenizer, Llama3TakesThreeDigitsAndOneOpenerWithAWord) {
  EXPECT_EQ(split("llama-bpe", "I'LL pay $1234 (now)\n\n  go"),
            (Words{"I", "'LL", " pay", " $", "123", "4", " (", "now", ")\n\n", " ", " go"}));
  EXPECT_EQ(split("llama-bpe", "#tag\tx"), (Words{"#tag", "\tx"}));
  EXPECT_EQ(split("glm4", "1234"), (Words{"123", "4"}));
}

TEST(PreTokenizer, ContractionsThatIgnoreCaseKnowTheLongS) {
  EXPECT_EQ(split("llama-bpe", "it'ſa"), (Words{"it", "'ſ", "a"}));
  EXPECT_EQ(split("gpt-2", "it'ſa"), (Words{"it", "'", "ſa"}));
}

TEST(PreTokenizer, Qwen2TakesDigitsOneByOne) {
  EXPECT_EQ(split("qwen2", "a 123\r\n b"), (Words{"a", " ", "1", "2", "3", "\r\n", " b"}));
}

TEST(PreTokenizer, Qwen35TakesCombiningMarksIntoWords) {
  EXPECT_EQ(split("qwen2", "हिं"), (Words{"ह", "िं"}));
  EXPECT_EQ(split("qwen35", "हिं"), (Words{"हिं"}));
}

TEST(PreTokenizer, Gpt4oCutsBeforeACapitalThatFollowsASmallLetter) {
  EXPECT_EQ(split("gpt-4o", "camelCase HTTPServer don'T x//\n"),
            (Words{"camel", "Case", " HTTPServer", " don'T", " x", "//\n"}));
  EXPECT_EQ(split("gpt-4o", "ABC中d中"), (Words{"ABC中d中"}));
  EXPECT_EQ(split("gpt-4o", "กำ น้ำ"), (Words{"กำ", " น้ำ"}));
  EXPECT_EQ(split("tekken", "don't 12"), (Words{"don", "'t", " ", "1", "2"}));
}

TEST(PreTokenizer, KimiK2TakesHanByRuns) {
  EXPECT_EQ(split("kimi-k2", "ab你好cd"), (Words{"ab", "你好", "cd"}));
  EXPECT_EQ(split("gpt-4o", "ab你好cd"), (Words{"ab你好cd"}));
}

TEST(PreTokenizer, DeepseekLlmCutsLineBreaksLettersMarksAndCjk) {
  EXPECT_EQ(split("deepseek-llm", "Hi, you\n\n中文12 x  "),
            (Words{"Hi", ",", " you", "\n", "\n", "中文", "1", "2", " x", "  "}));
}

TEST(PreTokenizer, DeepseekCoderTakesAnyLetters) {
  EXPECT_EQ(split("deepseek-coder", "привет мир! 12\n"), (Words{"привет", " мир", "!", " ", "1", "2", "\n"}));
}

TEST(PreTokenizer, DeepseekV3JoinsAMarkToTheLettersBehindIt) {
  EXPECT_EQ(split("deepseek-v3", "a.b 1234\n!import !x"),
            (Words{"a", ".b", " ", "123", "4", "\n", "!import", " !", "x"}));
  EXPECT_EQ(split("deepseek-v3", "カナと漢字x"), (Words{"カナと漢字", "x"}));
  EXPECT_EQ(split("deepseek-v3", "ok!!\n\n  y"), (Words{"ok", "!!\n\n", " ", " y"}));
}

TEST(PreTokenizer, BloomCutsAtItsStops) {
  EXPECT_EQ(split("bloom", "one,two (three)"), (Words{"one", ",", "two", " (", "three", ")"}));
}

TEST(PreTokenizer, CutsAreCompleteAndInOrderForEveryPreTokenizer) {
  std::mt19937 random(3);
  constexpr std::u32string_view kAlphabet = U"aZ0 \n\r\t'.$`/é中가ह\u0301ſǅＡ９\u3000\u00a0😀\U0010FFFF";
  for (const std::string_view pre :
       {"default", "deepseek-llm", "deepseek-coder", "deepseek-v3", "qwen2", "qwen35", "llama-bpe", "gpt-4o",
        "tekken", "kimi-k2", "seed-coder", "gpt-2", "falcon", "starcoder", "bloom", "viking"}) {
    for (int round = 0; round < 200; ++round) {
      std::string text;
      for (int i = 0; i < 30; ++i) appendUtf8(kAlphabet[random() % kAlphabet.size()], text);
      const ClassifiedText classified = classify(text);
      uint32_t last = 0;
      for (const uint32_t end : splitIntoWords(*findPreTokenizer(pre), classified)) {
        ASSERT_GT(end, last) << pre << ": " << text;
        last = end;
      }
      ASSERT_EQ(last, classified.bits.size()) << pre << ": " << text;
    }
  }
}

TEST(PreTokenizer, UnknownNamesAreNotFound) { EXPECT_EQ(findPreTokenizer("quux"), nullptr); }

}  // namespace
}  // namespace hearth
