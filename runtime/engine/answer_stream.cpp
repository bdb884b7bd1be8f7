#include "runtime/engine/answer_stream.h"

#include <utility>

namespace hearth {

AnswerStream::AnswerStream(const Tokenizer& tokenizer, ReasoningSplit split, std::vector<std::string> stops,
                           Emit emit)
    : detokenizer_(tokenizer), split_(std::move(split)), stops_(std::move(stops)), emit_(std::move(emit)) {}

// The end of a thinking that nothing had opened: whatever came until now belonged to it.
void AnswerStream::emitAsThinking(const std::vector<LabelledText>& pieces) {
  StreamedText thinking{TextKind::Thinking, stops_.finish(), true};
  for (const LabelledText& piece : pieces) thinking.text += piece.text;
  emit_(std::move(thinking));
}

AnswerStream::State AnswerStream::pass(std::vector<LabelledText> pieces) {
  if (split_.answerWasThinking() && !relabelled_) {
    relabelled_ = true;
    emitAsThinking(pieces);
    return State::Open;
  }
  for (LabelledText& piece : pieces) {
    if (piece.kind == TextKind::Thinking) {
      if (!piece.text.empty()) emit_({piece.kind, std::move(piece.text)});
      continue;
    }
    auto passed = stops_.push(piece.text);
    if (!passed.text.empty()) emit_({piece.kind, std::move(passed.text)});
    if (passed.stopped) return State::Stopped;
  }
  return State::Open;
}

AnswerStream::State AnswerStream::push(TokenId token) {
  const std::string text = detokenizer_.push(token);
  return text.empty() ? State::Open : pass(split_.push(text));
}

void AnswerStream::finish() {
  if (pass(split_.push(detokenizer_.finish())) == State::Stopped) return;
  if (pass(split_.finish()) == State::Stopped) return;
  if (std::string rest = stops_.finish(); !rest.empty()) emit_({TextKind::Answer, std::move(rest)});
}

}  // namespace hearth
