// Splits a streamed answer into thinking and answer, also when a tag is cut across pieces and when the
// template itself opened the thinking.
#pragma once

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
  // Whole UTF-8 text in, labelled pieces out; a possible start of a tag is held back until decided.
  std::vector<LabelledText> push(std::string_view text);
  std::vector<LabelledText> finish();
  bool thinking() const;

 private:
  enum class State { BeforeAnything, Thinking, AfterThinking, Answer };
  State state_ = State::BeforeAnything;
  std::string pending_;
  std::string closingTag_;
};

}  // namespace hearth
