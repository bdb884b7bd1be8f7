// Streaming: whole characters only.
#include <string>

#include <gtest/gtest.h>

#include "runtime/tokenizer/unicode.h"
#include "tests/tokenizer/tiny_vocabularies.h"

namespace hearth {
namespace {

using namespace test;

// With byte tokens 0 to 255, pushing a byte is pushing the token of its number.
class DetokenizerTest : public testing::Test {
 protected:
  std::string stream(std::string_view bytes) {
    Detokenizer detokenizer(*tokenizer_);
    std::string all;
    for (const char byte : bytes) {
      const std::string out = detokenizer.push(static_cast<uint8_t>(byte));
      EXPECT_TRUE(isUtf8(out));
      all += out;
    }
    return all + detokenizer.finish();
  }
  std::unique_ptr<Tokenizer> tokenizer_ =
      load(tinyBpe("gpt-2", {}, {{"<|im_end|>", kControl}, {"<think>", kUserDefined}}));
};

TEST_F(DetokenizerTest, GivesTextBackThatComesByteByByte) {
  const std::string text = "é 你好 😀👩‍💻 \U0010FFFF end";
  EXPECT_EQ(stream(text), text);
}

TEST_F(DetokenizerTest, HoldsACharacterBackUntilItIsComplete) {
  Detokenizer detokenizer(*tokenizer_);
  EXPECT_EQ(detokenizer.push(0xF0), "");
  EXPECT_EQ(detokenizer.push(0x9F), "");
  EXPECT_EQ(detokenizer.push(0x98), "");
  EXPECT_EQ(detokenizer.push(0x80), "😀");
  EXPECT_EQ(detokenizer.finish(), "");
}

TEST_F(DetokenizerTest, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(stream("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(stream("\x80"), "\uFFFD");
  EXPECT_EQ(stream("\xC3("), "\uFFFD(");
  EXPECT_EQ(stream("\xE2\x82x"), "\uFFFDx");
  EXPECT_EQ(stream("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(stream("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(stream("\xC0\xAF"), "\uFFFD\uFFFD");  // an overlong slash
}

TEST_F(DetokenizerTest, GivesOneReplacementForAnIncompleteEnd) {
  EXPECT_EQ(stream("a\xF0\x9F\x98"), "a\uFFFD");
  EXPECT_EQ(stream("a\xE4\xBD"), "a\uFFFD");
}

TEST_F(DetokenizerTest, HidesControlTokensUnlessAskedToShowThem) {
  Detokenizer hiding(*tokenizer_);
  EXPECT_EQ(hiding.push(256), "");
  EXPECT_EQ(hiding.push(257), "<think>");
  Detokenizer showing(*tokenizer_, Detokenizer::ControlTokens::Show);
  EXPECT_EQ(showing.push(256), "<|im_end|>");
}

TEST_F(DetokenizerTest, IgnoresIdsOutsideTheVocabulary) {
  Detokenizer detokenizer(*tokenizer_);
  EXPECT_EQ(detokenizer.push(-1), "");
  EXPECT_EQ(detokenizer.push(1'000'000), "");
}

TEST(DetokenizerOfSentencePiece, DropsTheSpaceThatEncodingPutsInFront) {
  const auto tokenizer = load(tinySentencePiece({{"▁a"}, {"b"}}));
  Detokenizer detokenizer(*tokenizer);
  EXPECT_EQ(detokenizer.push(259), "a");
  EXPECT_EQ(detokenizer.push(260), "b");
  EXPECT_EQ(detokenizer.push(259), " a");
  EXPECT_EQ(detokenizer.finish(), "");
  EXPECT_EQ(detokenizer.push(259), "a");  // a new answer begins
}

}  // namespace
}  // namespace hearth
