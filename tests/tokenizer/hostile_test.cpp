// Texts made to be slow. The bound is no measure of speed: a quadratic step on a megabyte takes hours.
#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/tokenizer/unicode.h"
#include "tests/tokenizer/tiny_vocabularies.h"

namespace hearth {
namespace {

using namespace test;
constexpr size_t kTextBytes = 1'000'000;
constexpr std::chrono::seconds kTimeMax{20};

std::string repeated(std::string_view unit) {
  std::string text;
  while (text.size() + unit.size() <= kTextBytes) text += unit;
  return text;
}

std::vector<std::string> hostileTexts() {
  return {repeated(" "),   repeated(" ") + "x", repeated(" ") + "中",
          repeated("a"),   repeated("A"),       repeated("\n"),
          repeated(" \n"), repeated("\u0301"),  std::string("a").append(repeated("\u0301\u0316")),
          repeated("中"),  repeated("7"),       repeated("'"),
          repeated("<"),   repeated("<|im_"),   repeated("\u3000"),
          repeated("Aʰ"),  repeated("\xFF"),    repeated("가")};
}

void expectQuick(const Metadata& metadata) {
  const auto tokenizer = load(metadata);
  ASSERT_TRUE(tokenizer);
  for (const std::string& text : hostileTexts()) {
    const auto begin = std::chrono::steady_clock::now();
    const auto ids = tokenizer->encode(text, SpecialTokens::Parse, AddBos::No);
    (void)tokenizer->decode(ids);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, kTimeMax)
        << "text that begins " << text.substr(0, 12);
  }
}

class HostileTexts : public testing::TestWithParam<const char*> {};

TEST_P(HostileTexts, TakeBytePairsNoQuadraticTime) {
  expectQuick(tinyBpe(GetParam(), {"a a", "aa aa", "Ġ Ġ", "ĠĠ ĠĠ", "A A", "Ċ Ċ", "Ì ģ"},
                      {{"<|im_end|>", kControl}, {"<|im_start|>", kControl}, {"    ", kUserDefined}}));
}

INSTANTIATE_TEST_SUITE_P(PreTokenizers, HostileTexts,
                         testing::Values("default", "deepseek-llm", "deepseek-v3", "qwen2", "gpt-4o"));

TEST(HostileTextsOfSentencePiece, TakeNoQuadraticTime) {
  expectQuick(tinySentencePiece({{"▁", kNormal, -9},
                                 {"▁▁", kNormal, -1},
                                 {"▁▁▁▁", kNormal, -2},
                                 {"a", kNormal, -9},
                                 {"aa", kNormal, -1},
                                 {"aaaa", kNormal, -2},
                                 {"<|im_end|>", kControl}}));
}

TEST(HostileTextsOfWordPiece, TakeNoQuadraticTime) {
  expectQuick(metadataOf("bert", {{"[UNK]", kControl}, {"▁a"}, {"a"}, {"aaaa"}, {"▁"}}));
}

TEST(Nfc, ComposesAndOrdersMarks) {
  EXPECT_EQ(toNfc("e\u0301"), "é");
  EXPECT_EQ(toNfc("q\u0307\u0323"), "q\u0323\u0307");
  EXPECT_EQ(toNfc("\u1100\u1161\u11A8"), "각");
  EXPECT_EQ(toNfc("\u212B"), "Å");
  EXPECT_EQ(toNfc("plain"), "plain");
}

}  // namespace
}  // namespace hearth
