#include "app/desktop/rendering/markdown.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "runtime/base/markdown_lines.h"

namespace hearth::desktop {
namespace {

constexpr size_t kDefinitionBytesMax = 16 << 10;

// Whether the text is nothing but "[name]: address" lines, for links that are written [name] elsewhere.
bool onlyDefinesLinks(std::string_view text) {
  return text.starts_with('[') && !text.starts_with("[^") && parseSegment(text, TextEnd::Final, {}).empty();
}

// What of `text` defines links: whole paragraphs, or the lines that begin one.
std::string definitionsIn(std::string_view text) {
  std::string found;
  if (text.find("]:") == std::string_view::npos) return found;
  const auto take = [&](std::string_view lines) {
    if (found.size() + lines.size() > kDefinitionBytesMax || !onlyDefinesLinks(lines)) return false;
    found += lines;
    found += '\n';
    return true;
  };
  FenceLine fence;
  for (size_t at = 0; at < text.size();) {
    // One paragraph: the lines up to a blank one or a fence.
    size_t end = at;
    size_t lineCount = 0;
    bool fenced = false;
    while (end < text.size()) {
      const size_t next = std::min(text.find('\n', end), text.size());
      const Line line = lineOf(text.substr(end, next - end));
      const FenceLine here = fenceOf(line.text);
      const bool fenceLine = here.length > 0 || fence.length > 0;
      if ((fenceLine || line.text.empty()) && lineCount > 0) break;
      fenced = fenceLine;
      if (fence.length > 0 && here.bare && here.character == fence.character && here.length >= fence.length) {
        fence = {};
      } else if (fence.length == 0 && here.length > 0) {
        fence = here;
      }
      end = std::min(next + 1, text.size());
      ++lineCount;
      if (fenceLine || line.text.empty()) break;
    }
    std::string_view paragraph = text.substr(at, end - at);
    const size_t indent = std::min(paragraph.find_first_not_of(' '), paragraph.size());
    const bool code = fenced || indent > 3;
    paragraph.remove_prefix(indent);
    const bool whole = !code && take(paragraph);
    for (size_t from = 0; !code && !whole && paragraph.starts_with('[') && from < paragraph.size();) {
      const size_t next = std::min(paragraph.find('\n', from), paragraph.size());
      if (!take(paragraph.substr(from, next - from))) break;
      from = next + 1;
    }
    at = end;
  }
  return found;
}

}  // namespace

void MarkdownBlocks::clear() { *this = {}; }

void MarkdownBlocks::feed(std::string_view utf8) {
  tail_ += utf8;
  sealFinishedLines();
}

void MarkdownBlocks::append(std::string_view utf8) {
  feed(utf8);
  readTail(TextEnd::Open);
}

bool MarkdownBlocks::linksCameLate() const {
  return sealed_ > 0 && !definitionsKnown_ && (definitionsCame_ || !definitionsIn(tail_).empty());
}

MarkdownBlocks MarkdownBlocks::readAgain() const {
  MarkdownBlocks again;
  again.definitions_ = definitions_ + definitionsIn(tail_);
  again.definitionsKnown_ = true;
  return again;
}

void MarkdownBlocks::finish() {
  if (linksCameLate()) {
    const std::string all = text();
    *this = readAgain();
    feedAll(all);
  }
  readTail(TextEnd::Final);
}

// In portions: what is sealed is taken off the front of the tail, which costs the tail's length each time.
void MarkdownBlocks::feedAll(std::string_view text) {
  for (size_t at = 0; at < text.size(); at += kMarkdownPortion) feed(text.substr(at, kMarkdownPortion));
}

void MarkdownBlocks::read(const std::string& text) {
  clear();
  feedAll(text);
  finish();
}

void MarkdownBlocks::readTail(TextEnd end) {
  blocks_.resize(sealed_);
  std::vector<Block> open =
      sealed_ < kBlocksMax ? parseSegment(tail_, end, definitions_) : std::vector{plainBlock(tail_)};
  if (sealed_ + open.size() > kBlocksMax + 1) open = {plainBlock(tail_)};
  blocks_.insert(blocks_.end(), std::make_move_iterator(open.begin()), std::make_move_iterator(open.end()));
  if (end == TextEnd::Final)
    definitionsCame_ = definitionsKnown_ = false;  // what is continued may bring more
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
      const bool closes =
          length >= scan_.fenceLength && line.text[0] == scan_.fence && length == line.text.size();
      if (closes) seal(end + 1);
      continue;
    }
    if (line.text.empty()) {
      scan_.previousBlank = true;
      continue;
    }
    const bool item = startsListItem(line.text);
    const bool atMargin = line.indent == 0 || (line.indent <= 3 && !scan_.inList);
    const bool certain =
        scan_.previousBlank && !scan_.unsure && atMargin && !(scan_.inList && item) && start > 0;
    // A displayed formula may hold blank lines.
    if (certain && !extractMath(std::string_view(tail_).substr(0, start), TextEnd::Open).openDisplay) {
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
  const std::string_view segment = std::string_view(tail_).substr(0, end);
  blocks_.resize(sealed_);
  std::vector<Block> finished = parseSegment(segment, TextEnd::Final, definitions_);
  if (sealed_ + finished.size() > kBlocksMax) finished = {plainBlock(segment)};
  const std::string definitions = definitionsIn(segment);
  if (!definitions.empty() && !definitionsKnown_ && definitions_.size() < kDefinitionBytesMax) {
    definitionsCame_ = definitionsCame_ || sealed_ > 0;
    definitions_ += definitions;
  }
  blocks_.insert(blocks_.end(), std::make_move_iterator(finished.begin()),
                 std::make_move_iterator(finished.end()));
  sealed_ = blocks_.size();
  sealedText_ += segment;
  tail_.erase(0, end);
  scan_ = {};
}

}  // namespace hearth::desktop
