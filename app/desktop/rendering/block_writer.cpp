#include "app/desktop/rendering/block_writer.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <utility>

namespace hearth::desktop {
namespace {

constexpr uint32_t kListDepthMax = 8;  // deeper nesting is drawn at this depth
constexpr uint32_t kQuoteDepthMax = 6;
constexpr std::string_view kBreak = "<br/>";

// Only addresses that a browser would open over the web become links.
bool isWebAddress(std::string_view address) {
  const auto startsWith = [&](std::string_view prefix) {
    return address.size() > prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), address.begin(),
                      [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
  };
  return startsWith("https://") || startsWith("http://");
}

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

CellAlignment alignmentOf(const MD_BLOCK_TD_DETAIL& detail) {
  if (detail.align == MD_ALIGN_CENTER) return CellAlignment::Centre;
  return detail.align == MD_ALIGN_RIGHT ? CellAlignment::Right : CellAlignment::Left;
}

}  // namespace

void appendEscaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
}

std::string escapedHtml(std::string_view text) {
  std::string out;
  appendEscaped(out, text);
  return out;
}

std::string BlockWriter::attribute(const MD_ATTRIBUTE& attribute) const {
  if (!attribute.text) return {};
  return withSources({attribute.text, attribute.size}, spans_);
}

void BlockWriter::enter(MD_BLOCKTYPE type, const void* detail) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      closeLeaf();
      ++quoteDepth_;
      break;
    case MD_BLOCK_UL:
      closeLeaf();
      lists_.push_back({false, 0});
      break;
    case MD_BLOCK_OL:
      closeLeaf();
      lists_.push_back({true, static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start});
      break;
    case MD_BLOCK_LI:
      enterItem(*static_cast<const MD_BLOCK_LI_DETAIL*>(detail));
      break;
    case MD_BLOCK_HR:
      open(BlockKind::Rule);
      closeLeaf();
      break;
    case MD_BLOCK_H:
      open(BlockKind::Heading);
      leaf_.level = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
      break;
    case MD_BLOCK_CODE:
      open(BlockKind::Code);
      leaf_.language = attribute(static_cast<const MD_BLOCK_CODE_DETAIL*>(detail)->lang);
      break;
    case MD_BLOCK_P:
      open(BlockKind::Paragraph);
      break;
    case MD_BLOCK_TABLE:
      open(BlockKind::Table);
      break;
    case MD_BLOCK_TR:
      leaf_.cells.emplace_back();
      break;
    case MD_BLOCK_TH:
      leaf_.alignments.push_back(alignmentOf(*static_cast<const MD_BLOCK_TD_DETAIL*>(detail)));
      [[fallthrough]];
    case MD_BLOCK_TD:
      leaf_.text.clear();
      break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
      break;
  }
}

void BlockWriter::leave(MD_BLOCKTYPE type) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      closeLeaf();
      --quoteDepth_;
      break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      closeLeaf();
      lists_.pop_back();
      break;
    case MD_BLOCK_LI:
      leaveItem();
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      closeTags();
      leaf_.cells.back().push_back(std::exchange(leaf_.text, {}));
      break;
    case MD_BLOCK_CODE:
      if (!leaf_.text.empty() && leaf_.text.back() == '\n') leaf_.text.pop_back();
      leaf_.text = withSources(leaf_.text, spans_);
      [[fallthrough]];
    case MD_BLOCK_H:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
      closeLeaf();
      break;
    default:
      break;
  }
}

void BlockWriter::enter(MD_SPANTYPE type, const void* detail) {
  openText();
  ++spanDepth_;
  switch (type) {
    case MD_SPAN_EM:
      leaf_.text += "<i>";
      break;
    case MD_SPAN_STRONG:
      leaf_.text += "<b>";
      break;
    case MD_SPAN_DEL:
      leaf_.text += "<s>";
      break;
    case MD_SPAN_CODE:
      leaf_.text += "<code>";
      inCodeSpan_ = true;
      break;
    case MD_SPAN_A:
      enterLink(attribute(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href));
      break;
    // Pictures are never fetched: the alternative text links to them.
    case MD_SPAN_IMG:
      enterLink(attribute(static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src));
      break;
    default:
      break;
  }
}

void BlockWriter::leave(MD_SPANTYPE type) {
  if (spanDepth_ > 0) --spanDepth_;
  switch (type) {
    case MD_SPAN_EM:
      leaf_.text += "</i>";
      break;
    case MD_SPAN_STRONG:
      leaf_.text += "</b>";
      break;
    case MD_SPAN_DEL:
      leaf_.text += "</s>";
      break;
    case MD_SPAN_CODE:
      leaf_.text += "</code>";
      inCodeSpan_ = false;
      break;
    case MD_SPAN_A:
    case MD_SPAN_IMG:
      leaveLink();
      break;
    default:
      break;
  }
}

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
        std::string code = withSources(text, spans_);
        if (leaf_.kind == BlockKind::Table) {  // md4c leaves the backslash that kept a cell together
          for (size_t at = code.find("\\|"); at != std::string::npos; at = code.find("\\|", at + 1))
            code.erase(at, 1);
        }
        appendEscaped(leaf_.text, code);
      } else {
        markedText(text);
      }
  }
}

// A line of code arrives as its indent in spaces, which are md4c's own, its text, and its end. The indent is
// written as it was: a makefile lives on its tabs.
void BlockWriter::codeText(std::string_view text) {
  const char* const end = segment_.data() + segment_.size();
  const bool written = !std::less<>()(text.data(), segment_.data()) && std::less<>()(text.data(), end);
  if (!written && text.find_first_not_of(' ') == std::string_view::npos) {
    codeIndent_ += text.size();
    return;
  }
  const size_t columns = std::exchange(codeIndent_, 0);
  if (columns > 0) {
    const std::string_view indent =
        written ? whiteSpaceBefore(text.data(), columns, segment_) : std::string_view();
    leaf_.text += indent.empty() ? std::string(columns, ' ') : std::string(indent);
  }
  leaf_.text += text;
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
        appendEscaped(leaf_.text, piece.label);
        leaf_.text += "</sup>";
        break;
      case MarkedPiece::Kind::Footnote:
        if (leaf_.kind == BlockKind::Paragraph && leaf_.text.empty() && leaf_.marker.empty()) {
          leaf_.footnote = true;
          leaf_.marker = piece.label;
        } else {
          appendEscaped(leaf_.text, "[^" + std::string(piece.label) + "]:");
        }
        break;
      case MarkedPiece::Kind::Math:
        if (piece.math->display && leaf_.kind == BlockKind::Paragraph && spanDepth_ == 0) {
          displayedFormula(*piece.math);
        } else if (piece.math->open) {
          appendEscaped(leaf_.text, piece.math->source);
        } else {
          leaf_.text += "<math>";
          appendEscaped(leaf_.text, piece.math->tex);
          leaf_.text += "</math>";
        }
    }
    text = piece.after;
  }
}

void BlockWriter::proseText(std::string_view text) {
  if (leaf_.text.empty() && (continued_ || leaf_.footnote)) {  // what stood before is a block or a marker now
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  for (size_t at = 0; at < text.size();) {
    const size_t less = text.find('<', at);
    appendEscaped(leaf_.text, text.substr(at, less - at));
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

// The paragraph ends before the formula and goes on, without its marker, behind it.
void BlockWriter::displayedFormula(const MathSpan& span) {
  while (leaf_.text.ends_with(kBreak) || leaf_.text.ends_with(' ')) {
    leaf_.text.resize(leaf_.text.size() - (leaf_.text.back() == ' ' ? 1 : kBreak.size()));
  }
  closeTags();
  Block formula;
  formula.kind = BlockKind::Math;
  formula.text = span.open ? span.source : span.tex;
  formula.open = span.open;
  formula.listDepth = leaf_.listDepth;
  formula.quoteDepth = leaf_.quoteDepth;
  if (leaf_.text.empty()) {
    if (!leaf_.footnote) formula.marker = std::exchange(leaf_.marker, {});
  }
  Block rest;
  rest.listDepth = leaf_.listDepth;
  rest.quoteDepth = leaf_.quoteDepth;
  if (!leaf_.text.empty() || !leaf_.marker.empty()) blocks_.push_back(std::move(leaf_));
  blocks_.push_back(std::move(formula));
  leaf_ = std::move(rest);
  continued_ = true;
}

void BlockWriter::closeTags() {
  for (; !openTags_.empty(); openTags_.pop_back()) leaf_.text += "</" + openTags_.back() + ">";
}

void BlockWriter::enterItem(const MD_BLOCK_LI_DETAIL& detail) {
  closeLeaf();
  List& list = lists_.back();
  marker_ = list.ordered ? std::to_string(list.number++) + "." : "•";
  if (detail.is_task) marker_ = detail.task_mark == ' ' ? "☐" : "☑";
}

void BlockWriter::leaveItem() {
  if (!marker_.empty() && !leafOpen_) open(BlockKind::Paragraph);  // an empty item still shows its marker
  closeLeaf();
  marker_.clear();
}

void BlockWriter::enterLink(const std::string& address) {
  const bool inside = std::find(linksWritten_.begin(), linksWritten_.end(), true) != linksWritten_.end();
  const bool written = !inside && isWebAddress(address);
  linksWritten_.push_back(written);
  if (!written) return;
  leaf_.text += "<a href=\"";
  appendEscaped(leaf_.text, address);
  leaf_.text += "\">";
}

void BlockWriter::leaveLink() {
  if (linksWritten_.empty()) return;
  if (linksWritten_.back()) leaf_.text += "</a>";
  linksWritten_.pop_back();
}

void BlockWriter::open(BlockKind kind) {
  closeLeaf();
  leaf_ = Block{};
  leaf_.kind = kind;
  leaf_.listDepth = std::min(static_cast<uint32_t>(lists_.size()), kListDepthMax);
  leaf_.quoteDepth = std::min(quoteDepth_, kQuoteDepthMax);
  leaf_.marker = std::exchange(marker_, {});
  leafOpen_ = true;
}

// Tight list items carry text without a paragraph around it.
void BlockWriter::openText() {
  if (!leafOpen_) open(BlockKind::Paragraph);
}

void BlockWriter::closeLeaf() {
  if (!leafOpen_) return;
  leafOpen_ = false;
  closeTags();
  linksWritten_.clear();
  spanDepth_ = 0;
  inCodeSpan_ = false;
  if (leaf_.kind == BlockKind::Table) leaf_.text.clear();
  if (!(std::exchange(continued_, false) && leaf_.text.empty())) blocks_.push_back(std::move(leaf_));
}

}  // namespace hearth::desktop
