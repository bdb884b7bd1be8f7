#include "runtime/template/lexer.h"

#include <algorithm>
#include <array>
#include <optional>

#include "runtime/template/unicode.h"
#include "runtime/template/value.h"

namespace hearth::jinja {
namespace {

bool isDecimalDigit(char c) { return c >= '0' && c <= '9'; }

// \r\n and \r become \n, and one trailing newline is dropped (keep_trailing_newline is off).
std::string normalized(std::string_view source) {
  std::string out;
  out.reserve(source.size());
  for (size_t i = 0; i < source.size(); ++i) {
    if (source[i] != '\r') {
      out += source[i];
    } else {
      out += '\n';
      if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
    }
  }
  if (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

class Lexer {
 public:
  explicit Lexer(std::string source) : source_(std::move(source)) {}

  std::vector<Token> run() {
    while (at_ < source_.size()) root();
    add(TokenKind::End, {}, at_);
    return std::move(tokens_);
  }

 private:
  std::string_view rest(size_t from) const { return std::string_view(source_).substr(from); }
  bool has(size_t at, std::string_view text) const {
    return rest(std::min(at, source_.size())).starts_with(text);
  }
  size_t skipSpace(size_t at) const { return source_.size() - stripLeft(rest(at)).size(); }

  uint32_t lineAt(size_t offset) {
    line_ += static_cast<uint32_t>(std::count(source_.begin() + static_cast<ptrdiff_t>(counted_),
                                              source_.begin() + static_cast<ptrdiff_t>(offset), '\n'));
    counted_ = offset;
    return line_;
  }
  void add(TokenKind kind, std::string text, size_t offset) {
    tokens_.push_back({kind, lineAt(offset), std::move(text)});
  }
  [[noreturn]] void failHere(std::string message) { fail(Cause::Syntax, std::move(message), lineAt(at_)); }

  // The end of a tag: `sign`, then `close`, then what the sign swallows. `trim`: a newline goes without a
  // sign.
  std::optional<size_t> matchClose(size_t at, std::string_view close, bool plus, bool trim) const {
    if (has(at, "-") && has(at + 1, close)) return skipSpace(at + 1 + close.size());
    if (plus && has(at, "+") && has(at + 1, close)) return at + 1 + close.size();
    if (!has(at, close)) return std::nullopt;
    const size_t end = at + close.size();
    return trim && has(end, "\n") ? end + 1 : end;
  }

  // {%[+-]? raw %} or its end; returns the offset behind it. Only the end trims a newline and may carry a
  // plus.
  std::optional<size_t> matchRaw(size_t at, std::string_view word, bool isEnd) const {
    size_t next = at + 2;
    if (has(next, "-") || has(next, "+")) ++next;
    next = skipSpace(next);
    if (!has(next, word)) return std::nullopt;
    return matchClose(skipSpace(next + word.size()), "%}", isEnd, isEnd);
  }

  // Emits the text before a tag that begins at `tag`, stripped as the tag's sign and lstrip_blocks say.
  void data(size_t tag, bool isVariable) {
    std::string_view text = rest(at_).substr(0, tag - at_);
    const char sign = tag + 2 < source_.size() ? source_[tag + 2] : ' ';
    if (sign == '-') {
      text = stripRight(text);
    } else if (sign != '+' && !isVariable) {
      const size_t newline = text.rfind('\n');
      const size_t lineStart = newline == std::string_view::npos ? 0 : newline + 1;
      const bool ownLine = lineStart > 0 || lineStarting_;
      if (ownLine && stripLeft(text.substr(lineStart)).empty()) text = text.substr(0, lineStart);
    }
    if (!text.empty()) add(TokenKind::Data, std::string(text), at_);
  }

  void root() {
    size_t tag = at_;
    for (;; ++tag) {
      tag = source_.find('{', tag);
      if (tag == std::string::npos || tag + 1 >= source_.size()) {
        add(TokenKind::Data, source_.substr(at_), at_);
        at_ = source_.size();
        return;
      }
      if (source_[tag + 1] == '{' || source_[tag + 1] == '%' || source_[tag + 1] == '#') break;
    }
    const char kind = source_[tag + 1];
    data(tag, kind == '{');
    at_ = tag;
    if (kind == '%') {
      if (const auto end = matchRaw(tag, "raw", false)) return raw(*end);
    }
    size_t inside = tag + 2;
    if (has(inside, "-") || has(inside, "+")) ++inside;
    lineStarting_ = false;
    if (kind == '#') return comment(inside);
    add(kind == '{' ? TokenKind::VariableBegin : TokenKind::BlockBegin, {}, tag);
    at_ = inside;
    code(kind == '%');
  }

  void enterAfter(size_t end) {
    lineStarting_ = end > 0 && source_[end - 1] == '\n';
    at_ = end;
  }

  void raw(size_t begin) {
    enterAfter(begin);
    for (size_t tag = source_.find("{%", at_); tag != std::string::npos; tag = source_.find("{%", tag + 1)) {
      const auto end = matchRaw(tag, "endraw", true);
      if (!end) continue;
      data(tag, false);
      return enterAfter(*end);
    }
    if (at_ < source_.size()) failHere("Missing end of raw directive");
  }

  void comment(size_t inside) {
    const size_t close = source_.find("#}", inside);
    if (close == std::string::npos) {
      if (inside < source_.size()) failHere("Missing end of comment tag");
      at_ = inside;
      return;
    }
    const bool isSigned = close > inside && (source_[close - 1] == '-' || source_[close - 1] == '+');
    enterAfter(*matchClose(isSigned ? close - 1 : close, "#}", true, true));
  }

  void code(bool isBlock) {
    while (at_ < source_.size()) {
      if (open_.empty()) {
        if (const auto end = matchClose(at_, isBlock ? "%}" : "}}", isBlock, isBlock)) {
          add(isBlock ? TokenKind::BlockEnd : TokenKind::VariableEnd, {}, at_);
          return enterAfter(*end);
        }
      }
      token();
    }
  }

  void token() {
    const size_t begin = at_;
    const CodePoint point = decodeAt(source_, at_);
    if (isSpace(point.code)) {
      at_ = skipSpace(at_);
    } else if (number()) {
      return;
    } else if (point.code == '_' || isAlphanumeric(point.code)) {
      while (at_ < source_.size()) {
        const CodePoint next = decodeAt(source_, at_);
        const bool joins =
            next.bytes > 1 && isIdentifier(std::string(1, 'a').append(source_, at_, next.bytes));
        if (next.code != '_' && !isAlphanumeric(next.code) && !joins) break;
        at_ += next.bytes;
      }
      std::string name = source_.substr(begin, at_ - begin);
      if (!isIdentifier(name)) failHere("Invalid character in identifier");
      add(TokenKind::Name, std::move(name), begin);
    } else if (point.code == '\'' || point.code == '"') {
      string(source_[at_]);
    } else {
      operators();
    }
  }

  // Digits with single underscores between them.
  size_t digitsEnd(size_t at) const {
    while (at < source_.size() &&
           (isDecimalDigit(source_[at]) ||
            (source_[at] == '_' && at + 1 < source_.size() && isDecimalDigit(source_[at + 1])))) {
      ++at;
    }
    return at;
  }

  void addNumber(TokenKind kind, size_t end) {
    std::string text = source_.substr(at_, end - at_);
    std::erase(text, '_');
    add(kind, std::move(text), at_);
    at_ = end;
  }

  bool number() {
    const char first = source_[at_];
    if (!isDecimalDigit(first)) return false;
    const size_t whole = digitsEnd(at_);
    size_t end = whole;
    if (at_ == 0 || source_[at_ - 1] != '.') {
      if (has(end, ".") && end + 1 < source_.size() && isDecimalDigit(source_[end + 1]))
        end = digitsEnd(end + 1);
      if (has(end, "e") || has(end, "E")) {
        const size_t digits = end + 1 + (has(end + 1, "+") || has(end + 1, "-") ? 1 : 0);
        if (digits < source_.size() && isDecimalDigit(source_[digits])) end = digitsEnd(digits);
      }
    }
    if (end > whole) {
      addNumber(TokenKind::Float, end);
      return true;
    }
    if (first == '0') {
      end = at_ + 1;
      const char base = end < source_.size() ? static_cast<char>(source_[end] | 0x20) : ' ';
      const std::string_view digits = base == 'x'   ? "0123456789abcdefABCDEF"
                                      : base == 'o' ? "01234567"
                                                    : "01";
      if (base == 'x' || base == 'o' || base == 'b') {
        size_t next = end + 1;
        while (next < source_.size()) {
          const size_t digit = source_[next] == '_' ? next + 1 : next;
          if (digit >= source_.size() || digits.find(source_[digit]) == std::string_view::npos) break;
          next = digit + 1;
        }
        if (next > end + 1) {
          addNumber(TokenKind::Integer, next);
          return true;
        }
      }
      while (has(end, "0") || has(end, "_0")) end += source_[end] == '_' ? 2 : 1;
    }
    addNumber(TokenKind::Integer, end);
    return true;
  }

  void string(char quote) {
    size_t end = at_ + 1;
    while (end < source_.size() && source_[end] != quote) end += source_[end] == '\\' ? 2 : 1;
    if (end >= source_.size()) failCharacter();
    std::string value = unescaped(std::string_view(source_).substr(at_ + 1, end - at_ - 1));
    add(TokenKind::String, std::move(value), at_);
    at_ = end + 1;
  }

  [[noreturn]] void failCharacter() {
    const CodePoint point = decodeAt(source_, at_);
    const size_t position = codePointCount(std::string_view(source_).substr(0, at_));
    failHere("unexpected char " + reprText(std::string_view(source_).substr(at_, point.bytes)) + " at " +
             std::to_string(position));
  }

  void operators() {
    static constexpr std::array<std::string_view, 6> kPairs = {"//", "**", "==", "!=", ">=", "<="};
    for (const std::string_view pair : kPairs) {
      if (!has(at_, pair)) continue;
      add(TokenKind::Operator, std::string(pair), at_);
      at_ += 2;
      return;
    }
    const char c = source_[at_];
    if (std::string_view("+-/*%~[](){}><=.:|,;").find(c) == std::string_view::npos) failCharacter();
    if (c == '(' || c == '[' || c == '{') open_ += c == '(' ? ')' : c == '[' ? ']' : '}';
    if (c == ')' || c == ']' || c == '}') {
      if (open_.empty()) failHere(std::string("unexpected '") + c + "'");
      const char expected = open_.back();
      open_.pop_back();
      if (expected != c) failHere(std::string("unexpected '") + c + "', expected '" + expected + "'");
    }
    add(TokenKind::Operator, std::string(1, c), at_);
    ++at_;
  }

  // The escapes of Python's string literals; an unknown one stays as it is.
  std::string unescaped(std::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\\') {
        out += text[i];
        continue;
      }
      const char c = text[++i];
      static constexpr std::string_view kLetters = "\\'\"abfnrtv";
      static constexpr std::string_view kValues = "\\'\"\a\b\f\n\r\t\v";
      if (const size_t simple = kLetters.find(c); simple != std::string_view::npos) {
        out += kValues[simple];
      } else if (c == '\n') {
        continue;
      } else if (c >= '0' && c <= '7') {
        char32_t code = 0;
        size_t count = 0;
        for (; count < 3 && i + count < text.size() && text[i + count] >= '0' && text[i + count] <= '7';
             ++count) {
          code = code * 8 + static_cast<char32_t>(text[i + count] - '0');
        }
        i += count - 1;
        appendUtf8(out, code);
      } else if (c == 'x' || c == 'u' || c == 'U') {
        const size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
        appendUtf8(out, hex(text, i + 1, digits));
        i += digits;
      } else if (c == 'N') {
        failHere("named characters (\\N{...}) are not supported");
      } else {
        out += '\\';
        out += c;
      }
    }
    return out;
  }

  char32_t hex(std::string_view text, size_t at, size_t digits) {
    char32_t code = 0;
    for (size_t i = at; i < at + digits; ++i) {
      const char c = i < text.size() ? text[i] : ' ';
      const char lower = static_cast<char>(c | 0x20);
      const bool letter = lower >= 'a' && lower <= 'f';
      if (!isDecimalDigit(c) && !letter) failHere("truncated escape in a string");
      code = code * 16 + static_cast<char32_t>(letter ? lower - 'a' + 10 : c - '0');
    }
    if (code > 0x10FFFF) failHere("illegal Unicode character");
    return code;
  }

  std::string source_;
  size_t at_ = 0;
  size_t counted_ = 0;  // newlines before this offset are in line_
  uint32_t line_ = 1;
  bool lineStarting_ = true;  // the last tag ended with a newline, or nothing came before
  std::string open_;          // the closing brackets that are awaited
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view source) { return Lexer(normalized(source)).run(); }

}  // namespace hearth::jinja
