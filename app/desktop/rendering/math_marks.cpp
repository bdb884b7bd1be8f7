#include "app/desktop/rendering/math_marks.h"

#include <charconv>

#include "app/desktop/rendering/math_spans.h"

namespace hearth::desktop {

MarkedPiece nextMark(std::string_view text, const std::vector<MathSpan>& spans) {
  MarkedPiece piece;
  piece.before = text;
  size_t start = text.find(kMarkBytes);
  while (start != std::string_view::npos && !startsWithMark(text.substr(start)))
    start = text.find(kMarkBytes, start + 1);
  if (start == std::string_view::npos) return piece;
  const std::string_view opener = text.substr(start, kMarkStart.size());
  const std::string_view closer = opener == kMarkStart ? kMarkEnd : kFootnoteEnd;
  const size_t from = start + opener.size();
  const size_t end = text.find(closer, from);
  if (end == std::string_view::npos) return piece;
  const std::string_view content = text.substr(from, end - from);
  if (opener == kMarkStart) {
    size_t index = 0;
    const auto read = std::from_chars(content.data(), content.data() + content.size(), index);
    if (read.ptr != content.data() + content.size() || index >= spans.size()) return piece;
    piece.kind = MarkedPiece::Kind::Math;
    piece.math = &spans[index];
  } else {
    piece.kind =
        opener == kFootnoteStart ? MarkedPiece::Kind::Footnote : MarkedPiece::Kind::FootnoteReference;
    piece.label = content;
  }
  piece.before = text.substr(0, start);
  piece.after = text.substr(end + closer.size());
  return piece;
}

std::string withSources(std::string_view text, const std::vector<MathSpan>& spans) {
  std::string out;
  for (;;) {
    const MarkedPiece piece = nextMark(text, spans);
    out += piece.before;
    switch (piece.kind) {
      case MarkedPiece::Kind::None:
        return out;
      case MarkedPiece::Kind::Math:
        out += piece.math->source;
        break;
      case MarkedPiece::Kind::Footnote:
        out += "[^" + std::string(piece.label) + "]:";
        break;
      case MarkedPiece::Kind::FootnoteReference:
        out += "[^" + std::string(piece.label) + "]";
        break;
    }
    text = piece.after;
  }
}

}  // namespace hearth::desktop
