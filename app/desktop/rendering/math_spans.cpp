#include "app/desktop/rendering/math_spans.h"

#include <algorithm>

#include "app/desktop/rendering/math_marks.h"
#include "runtime/base/markdown_lines.h"

namespace hearth::desktop {
namespace {

constexpr std::string_view kReplacement = "\uFFFD";
constexpr size_t kInlineBytesMax = 2'000;
constexpr size_t kDisplayBytesMax = 10'000;
constexpr size_t kLabelBytesMax = 60;

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool blank(std::string_view text) { return std::all_of(text.begin(), text.end(), isBlank); }

// Something that prose and prices do not have.
bool looksLikeMath(std::string_view tex) {
  if (tex.find_first_of("\\^_={}<>|+") != std::string_view::npos) return true;
  size_t letters = 0;
  for (const char c : tex) letters += isLetter(c) ? 1 : 0;
  return letters == 1 && tex.size() <= 3;  // x, n', 2k
}

// A word of two letters and more with a space beside it.
bool looksLikeProse(std::string_view tex) {
  size_t letters = 0;
  bool apart = false;
  for (size_t i = 0; i <= tex.size(); ++i) {
    if (i < tex.size() && isLetter(tex[i])) {
      apart = apart || (letters == 0 && i > 0 && isBlank(tex[i - 1]));
      ++letters;
      continue;
    }
    apart = apart || (letters > 0 && i < tex.size() && isBlank(tex[i]));
    if (letters >= 2 && apart) return true;
    letters = 0;
    apart = false;
  }
  return false;
}

// Whether `$tex$` between these neighbours is a formula; prices and shell variables are not.
bool dollarsHoldMath(char before, std::string_view tex, char after) {
  if (blank(tex) || isBlank(tex.front()) || isBlank(tex.back())) return false;
  if (isDigit(after)) return false;  // $5-$10
  if (looksLikeMath(tex)) return !isDigit(before) || tex.find('\\') != std::string_view::npos;
  if (looksLikeProse(tex)) return false;
  const bool apart = !isLetter(after) && !isLetter(before) && !isDigit(before);
  return apart && tex.find_first_of("/:$@#&") == std::string_view::npos;  // $HOME/$USER
}

// Takes formulas out of one text, from start to end.
class Extractor {
 public:
  Extractor(std::string_view text, TextEnd end) : text_(text), end_(end) {}

  MathText run() {
    while (at_ < text_.size()) {
      if (at_ == 0 || text_[at_ - 1] == '\n') {
        if (startLine()) continue;
      }
      step();
    }
    return std::move(result_);
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }
  size_t lineEnd(size_t from) const { return std::min(text_.find('\n', from), text_.size()); }

  // True when the line was code and has been copied.
  bool startLine() {
    const size_t end = lineEnd(at_);
    const std::string_view line = text_.substr(at_, end - at_);
    const LinePrefix prefix = linePrefix(line);
    contentStart_ = at_ + prefix.length;
    quotes_ = prefix.quotes;
    const FenceLine fence = fenceOf(line.substr(prefix.length));
    if (fenceLength_ > 0) {
      const bool left = fenceQuoted_ && quotes_ == 0;
      if (!left) {
        copyTo(std::min(end + 1, text_.size()));
        if (fence.character == fenceCharacter_ && fence.length >= fenceLength_ && fence.bare)
          fenceLength_ = 0;
        return true;
      }
      fenceLength_ = 0;
    }
    if (inFootnote_ && !blank(line)) {
      constexpr std::string_view kIndent = "    ";
      inFootnote_ = line.starts_with(kIndent) || line.starts_with('\t');
      if (inFootnote_) at_ += line.starts_with('\t') ? 1 : kIndent.size();
    }
    if (fence.length == 0) return false;
    fenceCharacter_ = fence.character;
    fenceLength_ = fence.length;
    fenceQuoted_ = quotes_ > 0;
    copyTo(std::min(end + 1, text_.size()));
    return true;
  }

  void step() {
    const char c = text_[at_];
    if (c == '\\') {
      if (!tryBackslash()) copyTo(std::min(at_ + 2, text_.size()));
    } else if (c == '`') {
      copyCode();
    } else if (c == '$') {
      if (!tryDollar()) copyTo(std::min(text_.find_first_not_of('$', at_), text_.size()));
    } else if (c == '<' && (rest().starts_with("<http") || rest().starts_with("<www"))) {
      copyTo(std::min(text_.find_first_of("> \n", at_), text_.size()));
    } else if (c == '[' && rest().starts_with("[^")) {
      if (!tryFootnote()) copyTo(at_ + 2);
    } else {
      copyTo(at_ + 1);
    }
  }

  void copyTo(size_t end) {
    for (; at_ < end; ++at_) {
      // Marks that a text brings along are none of ours.
      if (text_[at_] == kMarkStart[0] && startsWithMark(rest())) {
        result_.markdown += kReplacement;
        at_ += kMarkStart.size() - 1;
      } else {
        result_.markdown += text_[at_];
      }
    }
  }

  // [^label] and, at the start of a line, [^label]: with its text.
  bool tryFootnote() {
    const size_t end = text_.find_first_of("] \t\n[", at_ + 2);
    if (end == std::string_view::npos || text_[end] != ']' || end == at_ + 2 || end - at_ > kLabelBytesMax)
      return false;
    const std::string_view label = text_.substr(at_ + 2, end - at_ - 2);
    const char after = end + 1 < text_.size() ? text_[end + 1] : '\0';
    const bool definition = after == ':' && at_ == contentStart_;
    if (after == '(' || label.find('`') != std::string_view::npos) return false;
    const bool atMargin = at_ == 0 || text_[at_ - 1] == '\n';
    if (definition && atMargin) {
      result_.markdown += '\n';  // each is a paragraph of its own
      inFootnote_ = true;
    }
    result_.markdown += definition ? kFootnoteStart : kReferenceStart;
    result_.markdown += label;
    result_.markdown += kFootnoteEnd;
    at_ = end + (definition ? 2 : 1);
    return true;
  }

  // A run of backquotes: as far as the run that closes it, or the run alone.
  void copyCode() {
    const size_t length = std::min(text_.find_first_not_of('`', at_), text_.size()) - at_;
    const size_t limit = paragraphEnd(at_);
    for (size_t i = at_ + length; i < limit;) {
      i = text_.find('`', i);
      if (i == std::string_view::npos || i >= limit) break;
      const size_t found = std::min(text_.find_first_not_of('`', i), text_.size()) - i;
      i += found;
      if (found == length) {
        copyTo(i);
        return;
      }
    }
    copyTo(at_ + length);
  }

  // The end of the paragraph around `from`: a blank line, a fence, or the end of the text.
  size_t paragraphEnd(size_t from) const {
    for (size_t end = lineEnd(from); end < text_.size();) {
      const size_t next = lineEnd(end + 1);
      const std::string_view line = text_.substr(end + 1, next - end - 1);
      const LinePrefix prefix = linePrefix(line);
      if (blank(line.substr(prefix.length)) || fenceOf(line.substr(prefix.length)).length > 0) return end;
      end = next;
    }
    return text_.size();
  }

  // The end of where a displayed formula may reach: it may hold blank lines when it began a line.
  size_t displayLimit(size_t from) const {
    if (from != contentStart_) return paragraphEnd(from);
    for (size_t end = lineEnd(from); end < text_.size();) {
      const size_t next = lineEnd(end + 1);
      const std::string_view line = text_.substr(end + 1, next - end - 1);
      const LinePrefix prefix = linePrefix(line);
      if (fenceOf(line.substr(prefix.length)).length > 0 || (quotes_ > 0 && prefix.quotes == 0)) return end;
      end = next;
    }
    return text_.size();
  }

  bool tryBackslash() {
    if (rest().starts_with("\\(")) return tryPair("\\(", "\\)", false);
    if (rest().starts_with("\\[")) return tryPair("\\[", "\\]", true);
    if (at_ != contentStart_ || !rest().starts_with("\\begin{")) return false;
    const size_t close = text_.find('}', at_);
    if (close == std::string_view::npos) return false;
    std::string_view name = text_.substr(at_ + 7, close - at_ - 7);
    const std::string_view plain = name.ends_with('*') ? name.substr(0, name.size() - 1) : name;
    constexpr std::string_view kEnvironments[] = {"align",    "alignat",  "equation", "gather",
                                                  "multline", "eqnarray", "CD"};
    if (std::find(std::begin(kEnvironments), std::end(kEnvironments), plain) == std::end(kEnvironments))
      return false;
    const std::string closer = "\\end{" + std::string(name) + "}";
    return tryClose(0, closer, true, closer.size());
  }

  bool tryPair(std::string_view opener, std::string_view closer, bool display) {
    return tryClose(opener.size(), closer, display, 0);
  }

  // `kept` bytes of the closer, and all of an opener of no bytes, belong to the TeX.
  bool tryClose(size_t opener, std::string_view closer, bool display, size_t kept) {
    const size_t limit = display ? displayLimit(at_) : paragraphEnd(at_);
    const size_t bytesMax = display ? kDisplayBytesMax : kInlineBytesMax;
    const size_t start = at_ + opener;
    for (size_t i = start; i < limit && i - start <= bytesMax; ++i) {
      if (text_.substr(i).starts_with(closer)) {
        const size_t end = i + closer.size();
        const std::string_view tex = text_.substr(start, i + kept - start);
        const char after = end < text_.size() ? text_[end] : '\0';
        const bool linkLike = closer == "\\]" && (after == '(' || after == ':');
        const bool digits =
            std::all_of(tex.begin(), tex.end(), [](char c) { return isDigit(c) || isBlank(c); });
        const bool nothing =
            std::all_of(tex.begin(), tex.end(), [](char c) { return c == '\\' || isBlank(c); });
        if (nothing || linkLike || (digits && display) || (looksLikeProse(tex) && !looksLikeMath(tex)))
          return false;
        take(end, tex, display, false);
        return true;
      }
      if (text_[i] == '\\') ++i;  // an escaped character never closes
    }
    return stayOpen(start, limit, bytesMax, display);
  }

  bool tryDollar() {
    const size_t dollars = std::min(text_.find_first_not_of('$', at_), text_.size()) - at_;
    if (dollars > 2) return false;
    const bool display = dollars == 2;
    const size_t limit = display ? displayLimit(at_) : paragraphEnd(at_);
    const size_t bytesMax = display ? kDisplayBytesMax : kInlineBytesMax;
    const size_t start = at_ + dollars;
    const char before = at_ > 0 ? text_[at_ - 1] : '\0';
    for (size_t i = start; i < limit && i - start <= bytesMax; ++i) {
      if (text_[i] == '\\') {
        ++i;
        continue;
      }
      if (!display && text_[i] == '`') return false;  // code begins before the formula would end
      if (text_[i] != '$') continue;
      const size_t run = std::min(text_.find_first_not_of('$', i), text_.size()) - i;
      const size_t end = i + dollars;
      // A single dollar at the end of what has arrived may yet become two.
      if (run < dollars && display) {
        if (end_ == TextEnd::Open && i + run == text_.size()) break;
        continue;
      }
      if (run != dollars) return false;
      const std::string_view tex = text_.substr(start, i - start);
      const char after = end < text_.size() ? text_[end] : '\0';
      if (display ? blank(tex) : !dollarsHoldMath(before, tex, after)) return false;
      take(end, tex, display, false);
      return true;
    }
    if (!display && (start >= text_.size() || !mayOpen(before, text_[start]))) return false;
    return stayOpen(start, limit, bytesMax, display);
  }

  // A dollar before a digit is a price until its partner shows otherwise.
  static bool mayOpen(char before, char first) {
    return !isBlank(first) && !isDigit(first) && !isLetter(before) && !isDigit(before);
  }

  // The formula's end has not come, but may: what is there of it stands apart from Markdown.
  bool stayOpen(size_t start, size_t limit, size_t bytesMax, bool display) {
    if (end_ == TextEnd::Final || limit < text_.size() || text_.size() - start > bytesMax) return false;
    if (!display && text_.size() == start) return false;
    take(text_.size(), text_.substr(start), display, true);
    result_.openDisplay = display;
    return true;
  }

  void take(size_t end, std::string_view tex, bool display, bool open) {
    MathSpan span;
    span.source = text_.substr(at_, end - at_);
    span.tex = withoutQuotes(tex, quotes_);
    span.display = display;
    span.open = open;
    result_.markdown += kMarkStart;
    result_.markdown += std::to_string(result_.spans.size());
    result_.markdown += kMarkEnd;
    result_.spans.push_back(std::move(span));
    at_ = end;
  }

  static std::string withoutQuotes(std::string_view tex, size_t quotes) {
    std::string out;
    for (size_t at = 0; at < tex.size();) {
      const size_t end = std::min(tex.find('\n', at), tex.size());
      std::string_view line = tex.substr(at, end - at);
      for (size_t depth = quotes; at > 0 && depth > 0; --depth) {
        const size_t mark = line.find_first_not_of(" \t");
        if (mark == std::string_view::npos || line[mark] != '>') break;
        line.remove_prefix(mark + 1);
      }
      out += line;
      if (end < tex.size()) out += '\n';
      at = end + 1;
    }
    return out;
  }

  std::string_view text_;
  TextEnd end_;
  MathText result_;
  size_t at_ = 0;
  size_t contentStart_ = 0;  // of the line at hand: behind its indent, quote and list marks
  size_t quotes_ = 0;        // of the line at hand
  char fenceCharacter_ = 0;
  size_t fenceLength_ = 0;  // more than zero within fenced code
  bool fenceQuoted_ = false;
  bool inFootnote_ = false;  // indented lines go on with it
};

}  // namespace

MathText extractMath(std::string_view text, TextEnd end) {
  const bool none = text.find_first_of("$\\") == std::string_view::npos &&
                    text.find("[^") == std::string_view::npos &&
                    text.find(kMarkBytes) == std::string_view::npos;
  if (none) return {std::string(text), {}, false};
  return Extractor(text, end).run();
}

}  // namespace hearth::desktop
