// The text side of BlockWriter: code as written, prose with its formulas, footnotes and few tags.
#include <algorithm>
#include <functional>
#include <utility>

#include "app/desktop/rendering/block_writer.h"
#include "runtime/base/html_text.h"

namespace hearth::desktop {
namespace {

constexpr std::string_view kBreak = "<br/>";

// The white space before `content` in its line that is `columns` wide; empty when a tab reaches across its
// edge, as one behind a list's marker may.
std::string_view whiteSpaceBefore(const char* content, size_t columns, std::string_view segment) {
  constexpr size_t kTab = 4;  // as in Markdown
  const char* const start = segment.data();
  const char* lineStart = content;
  while (lineStart > start && lineStart[-1] != '\n' && lineStart[-1] != '\r') --lineStart;
  std::vector<size_t> columnOf;  // of each byte of the line up to `content`, included
  for (const char* at = lineStart; at <= content; ++at) {
    const size_t before = columnOf.empty() ? 0 : columnOf.back();
    columnOf.push_back(at == lineStart ? 0 : at[-1] == '\t' ? (before / kTab + 1) * kTab : before + 1);
  }
  for (const char* at = content; at > lineStart && (at[-1] == ' ' || at[-1] == '\t');) {
    --at;
    const size_t width = columnOf.back() - columnOf[static_cast<size_t>(at - lineStart)];
    if (width == columns) return {at, static_cast<size_t>(content - at)};
  }
  return {};
}

// The few HTML tags that models write in Markdown on purpose and that cannot do harm. All others are shown.
struct Tag {
  std::string_view written;
  std::string_view name;  // empty: a line break
  bool closing;
};
constexpr Tag kTags[] = {{"<br>", "", false},     {"<br/>", "", false},    {"<br />", "", false},
                         {"<sub>", "sub", false}, {"</sub>", "sub", true}, {"<sup>", "sup", false},
                         {"</sup>", "sup", true}, {"<kbd>", "kbd", false}, {"</kbd>", "kbd", true}};

}  // namespace

void BlockWriter::text(MD_TEXTTYPE type, std::string_view text) {
  openText();
  if (leaf_.kind == BlockKind::Code) {
    codeText(text);
    return;
  }
  switch (type) {
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
      if (!(continued_ && leaf_.text.empty())) leaf_.text += kBreak;  // models break lines on purpose
      break;
    case MD_TEXT_NULLCHAR:
      leaf_.text += "\uFFFD";
      break;
    case MD_TEXT_ENTITY:
      leaf_.text += text;
      break;
    default:
      if (inCodeSpan_) {
        std::string code = withSources(withoutAdded(text, segment_), spans_);
        if (leaf_.kind == BlockKind::Table) {  // md4c leaves the backslash that kept a cell together
          for (size_t at = code.find("\\|"); at != std::string::npos; at = code.find("\\|", at + 1))
            code.erase(at, 1);
        }
        appendEscapedHtml(leaf_.text, code);
      } else {
        markedText(withoutAdded(text, segment_));
      }
  }
}

// Whether it stands in the segment; else it is md4c's own.
bool BlockWriter::isWritten(std::string_view text) const {
  const char* const start = segment_.markdown.data();
  return !std::less<>()(text.data(), start) && std::less<>()(text.data(), start + segment_.markdown.size());
}

// A line of code arrives as its indent in spaces, which are md4c's own, its text, and its end. The indent is
// written as it was: a makefile lives on its tabs.
void BlockWriter::codeText(std::string_view text) {
  const bool written = isWritten(text);
  if (!written && text.find_first_not_of(' ') == std::string_view::npos) {
    codeIndent_ += text.size();
    return;
  }
  const size_t columns = std::exchange(codeIndent_, 0);
  if (columns > 0) {
    const std::string_view indent =
        written ? whiteSpaceBefore(text.data(), columns, segment_.markdown) : std::string_view();
    leaf_.text += indent.empty() ? std::string(columns, ' ') : std::string(indent);
  }
  leaf_.text += withoutAdded(text, segment_);
}

// Text with marks for formulas and footnotes.
void BlockWriter::markedText(std::string_view text) {
  for (;;) {
    const MarkedPiece piece = nextMark(text, spans_);
    proseText(piece.before);
    switch (piece.kind) {
      case MarkedPiece::Kind::None:
        return;
      case MarkedPiece::Kind::FootnoteReference:
        leaf_.text += "<sup>";
        appendEscapedHtml(leaf_.text, piece.label);
        leaf_.text += "</sup>";
        break;
      case MarkedPiece::Kind::Footnote:
        if (leaf_.kind == BlockKind::Paragraph && leaf_.text.empty() && leaf_.marker.empty()) {
          leaf_.footnote = true;
          leaf_.marker = piece.label;
        } else {
          appendEscapedHtml(leaf_.text, "[^" + std::string(piece.label) + "]:");
        }
        break;
      case MarkedPiece::Kind::Math:
        if (piece.math->display && leaf_.kind == BlockKind::Paragraph && spanDepth_ == 0) {
          displayedFormula(*piece.math);
        } else if (piece.math->open) {
          appendEscapedHtml(leaf_.text, piece.math->source);
        } else {
          leaf_.text += "<math>";
          appendEscapedHtml(leaf_.text, piece.math->tex);
          leaf_.text += "</math>";
        }
    }
    text = piece.after;
  }
}

void BlockWriter::proseText(std::string_view text) {
  const bool begins = leaf_.text.empty() || leaf_.text == linkTag_;
  if (begins && (continued_ || leaf_.footnote)) {  // what stood before is a block or a marker now
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  for (size_t at = 0; at < text.size();) {
    const size_t less = text.find('<', at);
    appendEscapedHtml(leaf_.text, text.substr(at, less - at));
    if (less == std::string_view::npos) return;
    const auto tag = std::find_if(std::begin(kTags), std::end(kTags), [&](const Tag& known) {
      return text.substr(less).starts_with(known.written);
    });
    const bool known =
        tag != std::end(kTags) && (!tag->closing || (!openTags_.empty() && openTags_.back() == tag->name));
    if (!known) {
      leaf_.text += "&lt;";
      at = less + 1;
      continue;
    }
    at = less + tag->written.size();
    if (tag->name.empty()) {
      leaf_.text += kBreak;
    } else if (tag->closing) {
      leaf_.text += "</" + openTags_.back() + ">";
      openTags_.pop_back();
    } else {
      openTags_.emplace_back(tag->name);
      leaf_.text += tag->written;
    }
  }
}

void BlockWriter::displayedFormula(const MathSpan& span) {
  Block formula;
  formula.kind = BlockKind::Math;
  formula.text = span.open ? span.source : span.tex;
  formula.open = span.open;
  standApart(std::move(formula));
}

// The paragraph or heading ends before the block and goes on, without its marker, behind it.
void BlockWriter::standApart(Block block) {
  while (leaf_.text.ends_with(kBreak) || leaf_.text.ends_with(' ')) {
    leaf_.text.resize(leaf_.text.size() - (leaf_.text.back() == ' ' ? 1 : kBreak.size()));
  }
  closeTags();
  block.listDepth = leaf_.listDepth;
  block.quoteDepth = leaf_.quoteDepth;
  if (leaf_.text.empty() && !leaf_.footnote) block.marker = std::exchange(leaf_.marker, {});
  Block rest;
  rest.kind = leaf_.kind;
  rest.level = leaf_.level;
  rest.listDepth = leaf_.listDepth;
  rest.quoteDepth = leaf_.quoteDepth;
  if (!leaf_.text.empty() || !leaf_.marker.empty()) finishLeaf();
  blocks_.push_back(std::move(block));
  leaf_ = std::move(rest);
  continued_ = true;
}

void BlockWriter::closeTags() {
  for (; !openTags_.empty(); openTags_.pop_back()) leaf_.text += "</" + openTags_.back() + ">";
}

}  // namespace hearth::desktop
