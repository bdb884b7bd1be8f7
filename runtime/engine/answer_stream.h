// From generated tokens to labelled text: whole characters, thinking split from the answer, stop strings held
// back.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/generate/stop.h"
#include "runtime/template/reasoning_split.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

// One answer's stream. `emit` gets non-empty pieces in order.
class AnswerStream {
 public:
  using Emit = std::function<void(TextKind kind, std::string text)>;
  // `prompt` as rendered: it may have opened the thinking. Stop strings are looked for in the answer only; in
  // the thinking they would leave the user without an answer.
  AnswerStream(const Tokenizer& tokenizer, std::string_view prompt, std::vector<std::string> stops, Emit emit);

  enum class State { Open, Stopped };
  State push(TokenId token);
  // Emits what is still held back. Not after Stopped.
  void finish();
  bool thinking() const { return split_.thinking(); }

 private:
  State pass(std::vector<LabelledText> pieces);

  Detokenizer detokenizer_;
  ReasoningSplit split_;
  StopStrings stops_;
  Emit emit_;
};

}  // namespace hearth
