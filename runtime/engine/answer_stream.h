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

struct StreamedText {
  TextKind kind;
  std::string text;
  bool earlierWasThinking = false;  // as in Delta
};

// One answer's stream. `emit` gets pieces in order, empty only when they change the meaning of earlier ones.
class AnswerStream {
 public:
  using Emit = std::function<void(StreamedText piece)>;
  // `split` as the prompt left it (Prompt::split). Stop strings are looked for in the answer only; in the
  // thinking they would leave the user without an answer.
  AnswerStream(const Tokenizer& tokenizer, ReasoningSplit split, std::vector<std::string> stops, Emit emit);

  enum class State { Open, Stopped };
  State push(TokenId token);
  // Emits what is still held back. Not after Stopped.
  void finish();
  bool thinking() const { return split_.thinking(); }

 private:
  State pass(std::vector<LabelledText> pieces);
  void emitAsThinking(const std::vector<LabelledText>& pieces);

  Detokenizer detokenizer_;
  ReasoningSplit split_;
  StopStrings stops_;
  Emit emit_;
  bool relabelled_ = false;  // the earlier answer was declared thinking
};

}  // namespace hearth
