// Detokenizer: see tokenizer.h.
#include "runtime/tokenizer/tokenizer.h"
#include "runtime/tokenizer/unicode.h"

namespace hearth {

std::string Detokenizer::push(TokenId id) {
  std::string out;
  if (id < 0 || static_cast<uint32_t>(id) >= tokenizer_->vocabSize()) return out;
  const bool dropsSpace = tokenizer_->dropsSpaceAfter(previous_);
  previous_ = id;
  if (controlTokens_ == ControlTokens::Hide && tokenizer_->isControl(id)) return out;
  std::string_view bytes = tokenizer_->bytesOf(id);
  if (dropsSpace && bytes.starts_with(' ')) bytes.remove_prefix(1);

  pending_ += bytes;
  size_t at = 0;
  while (at < pending_.size()) {
    const Utf8Char character = utf8CharAt(pending_, at);
    if (character.state == Utf8Char::State::Incomplete) break;
    if (character.state == Utf8Char::State::Valid) {
      out.append(pending_, at, character.bytes);
    } else {
      out += kReplacementUtf8;
    }
    at += character.bytes;
  }
  pending_.erase(0, at);
  return out;
}

std::string Detokenizer::finish() {
  previous_.reset();
  std::string out = repairedUtf8(pending_);
  pending_.clear();
  return out;
}

}  // namespace hearth
