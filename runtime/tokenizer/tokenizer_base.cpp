#include "runtime/tokenizer/tokenizer_base.h"

#include <charconv>

#include "runtime/tokenizer/unicode.h"

namespace hearth {

bool TokenizerBase::isSpecial(TokenId id) const {
  const TokenType type = vocabulary_.type(id);
  return type == TokenType::Control || type == TokenType::Unknown || type == TokenType::UserDefined;
}

bool TokenizerBase::isControl(TokenId id) const {
  if (!vocabulary_.has(id)) return false;
  const TokenType type = vocabulary_.type(id);
  return type == TokenType::Control || type == TokenType::Unknown || type == TokenType::Unused;
}

void TokenizerBase::addWarning(std::string_view sentence) {
  if (!warning_.empty()) warning_ += ' ';
  warning_ += sentence;
}

size_t TokenizerBase::spacesBegin(std::string_view utf8, size_t begin, size_t end) {
  size_t spaces = end;
  for (size_t at = begin; at < end;) {
    const Utf8Char character = utf8CharAt(utf8, at);
    if (!isWhiteSpace(character.code)) {
      spaces = end;
    } else if (spaces == end) {
      spaces = at;
    }
    at += character.bytes;
  }
  return spaces;
}

size_t TokenizerBase::spacesEnd(std::string_view utf8, size_t begin) {
  size_t at = begin;
  while (at < utf8.size()) {
    const Utf8Char character = utf8CharAt(utf8, at);
    if (!isWhiteSpace(character.code)) break;
    at += character.bytes;
  }
  return at;
}

std::vector<TokenId> TokenizerBase::encode(std::string_view utf8, SpecialTokens specials,
                                           AddBos addBos) const {
  std::string repaired;
  if (!isUtf8(utf8)) {
    repaired = repairedUtf8(utf8);
    utf8 = repaired;
  }
  std::vector<TokenId> out;
  out.reserve(utf8.size() / 3 + 2);
  if (addBos == AddBos::AsModelWants && first_ != kNoToken) out.push_back(first_);
  encodeAround(specials_, utf8, specials, out, [&](size_t begin, size_t end) {
    encodeStretch(utf8.substr(begin, end - begin), begin == 0 ? Place::TextStart : Place::BehindSpecial, out);
  });
  if (addBos == AddBos::AsModelWants && last_ != kNoToken) out.push_back(last_);
  return out;
}

std::string TokenizerBase::decode(std::span<const TokenId> ids) const {
  std::string out;
  std::optional<TokenId> previous;
  for (const TokenId id : ids) {
    if (!vocabulary_.has(id)) continue;
    std::string_view bytes = bytesOf(id);
    if (bytes.starts_with(' ') && dropsSpaceAfter(previous)) bytes.remove_prefix(1);
    out += bytes;
    previous = id;
  }
  return out;
}

std::optional<uint8_t> byteOfToken(std::string_view text) {
  if (text.size() != 6 || !text.starts_with("<0x") || text.back() != '>') return std::nullopt;
  uint8_t byte = 0;
  const char* end = text.data() + 5;
  const auto read = std::from_chars(text.data() + 3, end, byte, 16);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return byte;
}

std::string withRealSpaces(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(kVisibleSpace)) {
      out += ' ';
      at += kVisibleSpace.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace hearth
