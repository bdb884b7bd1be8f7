#include "app/desktop/rendering/markdown.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>
#include <utility>

#include <md4c.h>

namespace hearth::desktop {
namespace {

constexpr uint32_t kListDepthMax = 8;   // deeper nesting is drawn at this depth
constexpr uint32_t kQuoteDepthMax = 6;

void appendEscaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
}

std::string plain(const MD_ATTRIBUTE& attribute) {
  return attribute.text ? std::string(attribute.text, attribute.size) : std::string();
}

// Only addresses that a browser would open over the web become links.
bool isWebAddress(std::string_view address) {
  const auto startsWith = [&](std::string_view prefix) {
    return address.size() > prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), address.begin(),
                      [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
  };
  return startsWith("https://") || startsWith("http://");
}

// The white space before `content` in its line that is `columns` wide; empty when a tab reaches across its edge,
// as one behind a list's marker may.
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

// Receives md4c's events for one segment and writes leaf blocks.
class BlockWriter {
 public:
  BlockWriter(std::vector<Block>& blocks, std::string_view segment) : blocks_(blocks), segment_(segment) {}

  void enter(MD_BLOCKTYPE type, const void* detail) {
    switch (type) {
      case MD_BLOCK_QUOTE: closeLeaf(); ++quoteDepth_; break;
      case MD_BLOCK_UL: closeLeaf(); lists_.push_back({false, 0}); break;
      case MD_BLOCK_OL:
        closeLeaf();
        lists_.push_back({true, static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start});
        break;
      case MD_BLOCK_LI: enterItem(*static_cast<const MD_BLOCK_LI_DETAIL*>(detail)); break;
      case MD_BLOCK_HR: open(BlockKind::Rule); closeLeaf(); break;
      case MD_BLOCK_H:
        open(BlockKind::Heading);
        leaf_.level = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
        break;
      case MD_BLOCK_CODE:
        open(BlockKind::Code);
        leaf_.language = plain(static_cast<const MD_BLOCK_CODE_DETAIL*>(detail)->lang);
        break;
      case MD_BLOCK_P: open(BlockKind::Paragraph); break;
      case MD_BLOCK_TABLE: open(BlockKind::Table); break;
      case MD_BLOCK_TR: leaf_.cells.emplace_back(); break;
      case MD_BLOCK_TH:
        leaf_.alignments.push_back(alignmentOf(*static_cast<const MD_BLOCK_TD_DETAIL*>(detail)));
        [[fallthrough]];
      case MD_BLOCK_TD: leaf_.text.clear(); break;
      case MD_BLOCK_DOC:
      case MD_BLOCK_HTML:
      case MD_BLOCK_THEAD:
      case MD_BLOCK_TBODY: break;
    }
  }

  void leave(MD_BLOCKTYPE type) {
    switch (type) {
      case MD_BLOCK_QUOTE: closeLeaf(); --quoteDepth_; break;
      case MD_BLOCK_UL:
      case MD_BLOCK_OL: closeLeaf(); lists_.pop_back(); break;
      case MD_BLOCK_LI: leaveItem(); break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD: leaf_.cells.back().push_back(std::move(leaf_.text)); leaf_.text.clear(); break;
      case MD_BLOCK_CODE:
        if (!leaf_.text.empty() && leaf_.text.back() == '\n') leaf_.text.pop_back();
        [[fallthrough]];
      case MD_BLOCK_H:
      case MD_BLOCK_P:
      case MD_BLOCK_TABLE: closeLeaf(); break;
      default: break;
    }
  }

  void enter(MD_SPANTYPE type, const void* detail) {
    openText();
    switch (type) {
      case MD_SPAN_EM: leaf_.text += "<i>"; break;
      case MD_SPAN_STRONG: leaf_.text += "<b>"; break;
      case MD_SPAN_DEL: leaf_.text += "<s>"; break;
      case MD_SPAN_CODE: leaf_.text += "<code>"; break;
      case MD_SPAN_A: enterLink(plain(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href)); break;
      // Pictures are never fetched: the alternative text links to them.
      case MD_SPAN_IMG: enterLink(plain(static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src)); break;
      default: break;
    }
  }

  void leave(MD_SPANTYPE type) {
    switch (type) {
      case MD_SPAN_EM: leaf_.text += "</i>"; break;
      case MD_SPAN_STRONG: leaf_.text += "</b>"; break;
      case MD_SPAN_DEL: leaf_.text += "</s>"; break;
      case MD_SPAN_CODE: leaf_.text += "</code>"; break;
      case MD_SPAN_A:
      case MD_SPAN_IMG: leaveLink(); break;
      default: break;
    }
  }

  void text(MD_TEXTTYPE type, std::string_view text) {
    openText();
    if (leaf_.kind == BlockKind::Code) {
      codeText(text);
      return;
    }
    switch (type) {
      case MD_TEXT_BR:
      case MD_TEXT_SOFTBR: leaf_.text += "<br/>"; break;  // models break lines on purpose
      case MD_TEXT_NULLCHAR: leaf_.text += "\uFFFD"; break;
      case MD_TEXT_ENTITY: leaf_.text += text; break;
      default: appendEscaped(leaf_.text, text);
    }
  }

 private:
  struct List {
    bool ordered;
    uint64_t number;
  };
  // Links do not nest in HTML; `written` remembers which of the open ones produced a tag.
  std::vector<bool> linksWritten_;

  static CellAlignment alignmentOf(const MD_BLOCK_TD_DETAIL& detail) {
    if (detail.align == MD_ALIGN_CENTER) return CellAlignment::Centre;
    return detail.align == MD_ALIGN_RIGHT ? CellAlignment::Right : CellAlignment::Left;
  }

  // A line of code arrives as its indent in spaces, which are md4c's own, its text, and its end. The indent is
  // written as it was: a makefile lives on its tabs.
  void codeText(std::string_view text) {
    const char* const end = segment_.data() + segment_.size();
    const bool written = !std::less<>()(text.data(), segment_.data()) && std::less<>()(text.data(), end);
    if (!written && text.find_first_not_of(' ') == std::string_view::npos) {
      codeIndent_ += text.size();
      return;
    }
    const size_t columns = std::exchange(codeIndent_, 0);
    if (columns > 0) {
      const std::string_view indent = written ? whiteSpaceBefore(text.data(), columns, segment_) : std::string_view();
      leaf_.text += indent.empty() ? std::string(columns, ' ') : std::string(indent);
    }
    leaf_.text += text;
  }

  void enterItem(const MD_BLOCK_LI_DETAIL& detail) {
    closeLeaf();
    List& list = lists_.back();
    marker_ = list.ordered ? std::to_string(list.number++) + "." : "•";
    if (detail.is_task) marker_ = detail.task_mark == ' ' ? "☐" : "☑";
  }

  void leaveItem() {
    if (!marker_.empty() && !leafOpen_) open(BlockKind::Paragraph);  // an empty item still shows its marker
    closeLeaf();
    marker_.clear();
  }

  void enterLink(const std::string& address) {
    const bool inside = std::find(linksWritten_.begin(), linksWritten_.end(), true) != linksWritten_.end();
    const bool written = !inside && isWebAddress(address);
    linksWritten_.push_back(written);
    if (!written) return;
    leaf_.text += "<a href=\"";
    appendEscaped(leaf_.text, address);
    leaf_.text += "\">";
  }

  void leaveLink() {
    if (linksWritten_.empty()) return;
    if (linksWritten_.back()) leaf_.text += "</a>";
    linksWritten_.pop_back();
  }

  void open(BlockKind kind) {
    closeLeaf();
    leaf_ = Block{};
    leaf_.kind = kind;
    leaf_.listDepth = std::min(static_cast<uint32_t>(lists_.size()), kListDepthMax);
    leaf_.quoteDepth = std::min(quoteDepth_, kQuoteDepthMax);
    leaf_.marker = std::exchange(marker_, {});
    leafOpen_ = true;
  }

  // Tight list items carry text without a paragraph around it.
  void openText() {
    if (!leafOpen_) open(BlockKind::Paragraph);
  }

  void closeLeaf() {
    if (!leafOpen_) return;
    leafOpen_ = false;
    linksWritten_.clear();
    if (leaf_.kind == BlockKind::Table) leaf_.text.clear();
    blocks_.push_back(std::move(leaf_));
  }

  std::vector<Block>& blocks_;
  std::string_view segment_;
  Block leaf_;
  size_t codeIndent_ = 0;  // columns before the line of code that is to come
  bool leafOpen_ = false;
  std::vector<List> lists_;
  std::string marker_;
  uint32_t quoteDepth_ = 0;
};

Block plainBlock(std::string_view text) {
  Block block;
  block.kind = BlockKind::Code;
  block.text = text;
  return block;
}

// A table too large for one delegate a cell is shown as it was written.
bool holdsHugeTable(const std::vector<Block>& blocks) {
  return std::any_of(blocks.begin(), blocks.end(), [](const Block& block) {
    size_t cells = 0;
    for (const auto& row : block.cells) cells += row.size();
    return cells > kTableCellsMax;
  });
}

std::vector<Block> parsed(std::string_view segment) {
  std::vector<Block> blocks;
  if (segment.find_first_not_of(" \t\r\n") == std::string_view::npos) return blocks;
  if (segment.size() > kSegmentBytesMax) return {plainBlock(segment)};
  BlockWriter writer(blocks, segment);
  MD_PARSER parser{};
  parser.flags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    static_cast<BlockWriter*>(self)->enter(type, detail);
    return 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
    static_cast<BlockWriter*>(self)->leave(type);
    return 0;
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
    static_cast<BlockWriter*>(self)->enter(type, detail);
    return 0;
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
    static_cast<BlockWriter*>(self)->leave(type);
    return 0;
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
    static_cast<BlockWriter*>(self)->text(type, {text, size});
    return 0;
  };
  if (md_parse(segment.data(), static_cast<MD_SIZE>(segment.size()), &parser, &writer) != 0) {
    return {plainBlock(segment)};
  }
  if (holdsHugeTable(blocks)) return {plainBlock(segment)};
  return blocks;
}

// The shape of one line, as far as sealing needs it.
struct Line {
  size_t indent = 0;
  std::string_view text;  // without indent and line end
};

Line lineOf(std::string_view line) {
  Line shape;
  size_t i = 0;
  for (; i < line.size() && (line[i] == ' ' || line[i] == '\t'); ++i) shape.indent += line[i] == '\t' ? 4 : 1;
  shape.text = line.substr(i);
  while (!shape.text.empty() && (shape.text.back() == '\r' || shape.text.back() == ' ')) shape.text.remove_suffix(1);
  return shape;
}

bool startsListItem(std::string_view text) {
  if (text.empty()) return false;
  const auto followedBySpace = [&](size_t i) { return i >= text.size() || text[i] == ' ' || text[i] == '\t'; };
  if (text[0] == '-' || text[0] == '*' || text[0] == '+') return followedBySpace(1);
  size_t digits = 0;
  while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits]))) ++digits;
  return digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')') &&
         followedBySpace(digits + 1);
}

size_t fenceLength(std::string_view text) {
  if (text.empty() || (text[0] != '`' && text[0] != '~')) return 0;
  const size_t length = std::min(text.find_first_not_of(text[0]), text.size());
  if (length < 3) return 0;
  const bool tickInInfo = text[0] == '`' && text.find('`', length) != std::string_view::npos;
  return tickInInfo ? 0 : length;
}

}  // namespace

std::string escapedHtml(std::string_view text) {
  std::string out;
  appendEscaped(out, text);
  return out;
}

void MarkdownBlocks::clear() { *this = {}; }

void MarkdownBlocks::append(std::string_view utf8) {
  tail_ += utf8;
  sealFinishedLines();
  blocks_.resize(sealed_);
  std::vector<Block> open = sealed_ < kBlocksMax ? parsed(tail_) : std::vector<Block>{plainBlock(tail_)};
  if (sealed_ + open.size() > kBlocksMax + 1) open = {plainBlock(tail_)};
  blocks_.insert(blocks_.end(), std::make_move_iterator(open.begin()), std::make_move_iterator(open.end()));
}

// Walks over the complete lines of the tail and seals before each line that certainly starts a new top-level
// block. Where it is not certain it does not seal: that costs time, never correctness.
void MarkdownBlocks::sealFinishedLines() {
  while (sealed_ < kBlocksMax) {
    const size_t end = tail_.find('\n', scan_.position);
    if (end == std::string::npos) return;
    const size_t start = scan_.position;
    const Line line = lineOf(std::string_view(tail_).substr(start, end - start));
    scan_.position = end + 1;

    if (scan_.fence) {
      const size_t length = line.indent <= 3 ? fenceLength(line.text) : 0;
      const bool closes = length >= scan_.fenceLength && line.text[0] == scan_.fence && length == line.text.size();
      if (closes) seal(end + 1);
      continue;
    }
    if (line.text.empty()) {
      scan_.previousBlank = true;
      continue;
    }
    const bool item = startsListItem(line.text);
    const bool atMargin = line.indent == 0 || (line.indent <= 3 && !scan_.inList);
    if (scan_.previousBlank && !scan_.unsure && atMargin && !(scan_.inList && item) && start > 0) {
      seal(start);
      continue;  // the same line again, as the first of its segment
    }
    scan_.previousBlank = false;
    if (item && line.indent <= 3) scan_.inList = true;
    const bool quoted = line.text[0] == '>';
    if (const size_t length = fenceLength(line.text); length > 0 && line.indent <= 3) {
      if (scan_.inList || scan_.unsure) {
        scan_.unsure = true;
      } else {
        scan_.fence = line.text[0];
        scan_.fenceLength = length;
      }
    } else if ((quoted || item) && (line.text.find("```") != std::string_view::npos ||
                                    line.text.find("~~~") != std::string_view::npos)) {
      scan_.unsure = !quoted || scan_.unsure;  // a quote ends at the next line without '>', whatever it holds
    }
  }
}

void MarkdownBlocks::seal(size_t end) {
  blocks_.resize(sealed_);
  std::vector<Block> finished = parsed(std::string_view(tail_).substr(0, end));
  if (sealed_ + finished.size() > kBlocksMax) finished = {plainBlock(std::string_view(tail_).substr(0, end))};
  blocks_.insert(blocks_.end(), std::make_move_iterator(finished.begin()), std::make_move_iterator(finished.end()));
  sealed_ = blocks_.size();
  tail_.erase(0, end);
  scan_ = {};
}

}  // namespace hearth::desktop
