// Splits a streamed answer into thinking and answer, also when a tag is cut across pieces and when the
// template itself opened the thinking.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hearth {

enum class TextKind { Thinking, Answer };

struct LabelledText {
  TextKind kind;
  std::string text;
  friend bool operator==(const LabelledText&, const LabelledText&) = default;
};

// One answer's splitter. Knows <think>…</think> and the other tag pairs in use (<thinking>, <thought>,
// <reasoning>, [THINK], <|channel|> of gpt-oss is left alone).
class ReasoningSplit {
 public:
  // `prompt` is the rendered prompt: when it ends inside an open thinking tag, the answer begins as thinking.
  explicit ReasoningSplit(std::string_view prompt);
  // For an answer that goes on where it was cut: in the midst of the thinking that this tag ("<think>")
  // opened, or, with an empty tag, in the midst of the answer.
  static ReasoningSplit goingOn(std::string_view openingTag);
  // Whole UTF-8 text in, labelled pieces out; a possible start of a tag is held back until decided.
  std::vector<LabelledText> push(std::string_view text);
  std::vector<LabelledText> finish();
  bool thinking() const;
  // The tag at the end of the prompt that opened the thinking, and what closes it; empty when none did.
  std::string_view openingTag() const { return openingTag_; }
  std::string_view closingTag() const { return closingTag_; }
  // True once a closing tag came that nothing had opened: what was given as Answer before was thinking, since
  // the model's template opened it out of sight. Later pieces are the answer.
  bool answerWasThinking() const { return answerWasThinking_; }

 private:
  enum class State { BeforeAnything, Thinking, AfterThinking, Answer };
  std::vector<LabelledText> advance(bool isEnd);
  bool begin(bool isEnd);
  void open(std::string_view openingTag, std::string_view closingTag);
  bool think(std::vector<LabelledText>& out, bool isEnd);
  void skipSpace(std::vector<LabelledText>& out, bool isEnd);
  void answer(std::vector<LabelledText>& out, bool isEnd);
  void pass(std::vector<LabelledText>& out, size_t size);
  static void emit(std::vector<LabelledText>& out, TextKind kind, std::string_view text);

  State state_ = State::BeforeAnything;
  bool atStart_ = false;  // thinking has begun, and nothing but space has come yet
  bool thoughtSeen_ = false;
  bool answerWasThinking_ = false;
  std::string pending_;  // not yet decided: a possible part of a tag, or space that may be layout
  std::string openingTag_, closingTag_;
  bool atLineStart_ = true, inFence_ = false;  // where the answer stands
  uint32_t backticks_ = 0;
};

}  // namespace hearth
