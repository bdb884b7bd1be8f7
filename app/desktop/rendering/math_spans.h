// Mathematics and footnotes in Markdown. Markdown knows none: `\[` is an escape to it, and a line of TeX may
// look like a list or a heading. So formulas are taken out before it is parsed, a mark stands where each was,
// and the parser's text is searched for marks; footnotes, which the parser does not know either, get marks of
// their own. Where a mark turns up in code or in an address, what was written is put back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hearth::desktop {

struct MathSpan {
  std::string source;  // as written, with its delimiters
  std::string tex;
  bool display = false;
  bool open = false;  // its end has not arrived yet: shown as its source, without a look of its own
};

struct MathText {
  std::string markdown;  // with marks
  std::vector<MathSpan> spans;
  bool openDisplay = false;  // the text ends within a displayed formula
};

// Whether more text may follow: only then a formula may stay open.
enum class TextEnd { Open, Final };

// $…$, $$…$$, \(…\), \[…\] and \begin{align}…\end{align} with its like. A price is not a formula.
MathText extractMath(std::string_view text, TextEnd end);

// What stands at the start of a text that may hold marks: characters before the first one, and what it stands
// for.
struct MarkedPiece {
  enum class Kind { None, Math, FootnoteReference, Footnote };
  Kind kind = Kind::None;
  std::string_view before;
  const MathSpan* math = nullptr;
  std::string_view label;  // of the footnote
  std::string_view after;
};
MarkedPiece nextMark(std::string_view text, const std::vector<MathSpan>& spans);
// The text as it was written.
std::string withSources(std::string_view text, const std::vector<MathSpan>& spans);

}  // namespace hearth::desktop
