#include "runtime/engine/answer_stream.h"

#include <gtest/gtest.h>

#include "tests/support/word_tokenizer.h"

namespace hearth {
namespace {

struct Streamed {
  std::string thinking, text;
  bool stopped = false;
};

// Streams `pieces`, a token each; the words are the vocabulary.
Streamed stream(const std::vector<std::string>& pieces, ReasoningSplit split,
                const std::vector<std::string>& stops = {}) {
  const test::WordTokenizer tokenizer(pieces);
  Streamed streamed;
  AnswerStream answer(tokenizer, std::move(split), stops, [&](StreamedText piece) {
    if (piece.earlierWasThinking) streamed.thinking += std::exchange(streamed.text, {});
    (piece.kind == TextKind::Thinking ? streamed.thinking : streamed.text) += piece.text;
  });
  for (TokenId id = 0; id < static_cast<TokenId>(pieces.size()); ++id) {
    if (answer.push(id) == AnswerStream::State::Stopped) {
      streamed.stopped = true;
      return streamed;
    }
  }
  answer.finish();
  return streamed;
}

Streamed stream(const std::vector<std::string>& pieces, const std::string& prompt,
                const std::vector<std::string>& stops = {}) {
  return stream(pieces, ReasoningSplit(prompt), stops);
}

TEST(AnswerStream, GoesOnWhereItWasCut) {
  const auto thought = stream({" of", " it", "</think>", "\n\n", "yes"}, ReasoningSplit::goingOn("<think>"));
  EXPECT_EQ(thought.thinking, " of it");
  EXPECT_EQ(thought.text, "yes");
  const auto answered = stream({" and", " so"}, ReasoningSplit::goingOn(""));
  EXPECT_EQ(answered.thinking, "");
  EXPECT_EQ(answered.text, " and so");
}

TEST(AnswerStream, SeparatesThinking) {
  const auto streamed = stream({"<th", "ink>\n", "why", "\n</", "think>", "\n\n", "be", "cause"}, "question");
  EXPECT_EQ(streamed.thinking, "why");
  EXPECT_EQ(streamed.text, "because");
}

TEST(AnswerStream, KnowsThatTheTemplateOpenedTheThinking) {
  const auto streamed = stream({"why", "\n</think>\n\n", "because"}, "question<think>\n");
  EXPECT_EQ(streamed.thinking, "why");
  EXPECT_EQ(streamed.text, "because");
}

TEST(AnswerStream, LearnsTooLateThatItWasThinking) {
  const auto streamed = stream({"why", "\n", "</think>", "\n\n", "because"}, "question");
  EXPECT_EQ(streamed.text, "because");
  EXPECT_EQ(streamed.thinking.substr(0, 3), "why");
}

TEST(AnswerStream, StopsInTheAnswerAndNotInTheThinking) {
  const auto streamed =
      stream({"<think>", "E", "ND why", "</think>", "be", "cause E", "N", "D more"}, "question", {"END"});
  EXPECT_TRUE(streamed.stopped);
  EXPECT_EQ(streamed.thinking, "END why");
  EXPECT_EQ(streamed.text, "because ");
}

TEST(AnswerStream, EmitsWhatWasHeldBackAtTheEnd) {
  EXPECT_EQ(stream({"because E", "N"}, "question", {"END"}).text, "because EN");
  EXPECT_EQ(stream({"caf\xC3"}, "question").text, "caf\xEF\xBF\xBD");
}

TEST(AnswerStream, NeverEmitsHalfACharacter) {
  EXPECT_EQ(stream({"caf\xC3", "\xA9 \xF0\x9F", "\x98\x80"}, "question").text, "café 😀");
}

}  // namespace
}  // namespace hearth
