#include "runtime/tokenizer/wordpiece.h"

#include <algorithm>
#include <utility>

#include "runtime/tokenizer/unicode.h"

namespace hearth {

namespace {

// The CJK ideographs that BERT takes one by one (the ranges of its BasicTokenizer).
bool isIdeograph(char32_t code) {
  return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) ||
         (code >= 0x20000 && code <= 0x2A6DF) || (code >= 0x2A700 && code <= 0x2B73F) ||
         (code >= 0x2B740 && code <= 0x2B81F) || (code >= 0x2B820 && code <= 0x2CEAF) ||
         (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x2F800 && code <= 0x2FA1F);
}

// Punctuation is whatever Unicode calls so, and every mark of ASCII ("$", "+", "~" …).
bool isWordOfItsOwn(char32_t code) {
  const bool isAsciiMark = code > ' ' && code < 0x7F && !(code >= '0' && code <= '9') &&
                           !(code >= 'A' && code <= 'Z') && !(code >= 'a' && code <= 'z');
  return isAsciiMark || isPunctuation(code) || isIdeograph(code);
}

}  // namespace

WordPieceTokenizer::WordPieceTokenizer(Vocabulary vocabulary, SpecialMatcher specials)
    : TokenizerBase(std::move(vocabulary), std::move(specials)) {
  fillBytes([&](TokenId id) { return withRealSpaces(vocabulary_.text(id)); });
  for (uint32_t i = 0; i < vocabulary_.size(); ++i) {
    longestToken_ = std::max(longestToken_, vocabulary_.texts()[i].size());
  }
}

void WordPieceTokenizer::encodeWord(std::string_view word, std::vector<TokenId>& out) const {
  const size_t before = out.size();
  for (size_t at = 0; at < word.size();) {
    size_t length = std::min(longestToken_, word.size() - at);
    TokenId id = kNoToken;
    while (length > 0 && (id = vocabulary_.find(word.substr(at, length))) == kNoToken) --length;
    if (id == kNoToken) {
      out.resize(before);
      if (vocabulary_.ids().unknown != kNoToken) out.push_back(vocabulary_.ids().unknown);
      return;
    }
    out.push_back(id);
    at += length;
  }
}

void WordPieceTokenizer::encodeStretch(std::string_view utf8, Place /*place*/,
                                       std::vector<TokenId>& out) const {
  std::string word(kVisibleSpace);
  const auto finishWord = [&] {
    if (word.size() > kVisibleSpace.size()) encodeWord(word, out);
    word = kVisibleSpace;
  };
  for (size_t at = 0; at < utf8.size();) {
    const Utf8Char character = utf8CharAt(utf8, at);
    at += character.bytes;
    if (isWhiteSpace(character.code)) {
      finishWord();
      continue;
    }
    // BERT itself leaves off marks that take no room only, and so keeps the vowels of Hangul and Devanagari.
    // llama.cpp, whose ids are the reference here, keeps nothing but the first part of each character.
    const char32_t base = stripsAccents_ ? canonicalBase(character.code) : character.code;
    const bool isLeftOut = base == 0 || base == kReplacementCharacter || isControlOrPrivate(base) ||
                           (stripsAccents_ && isMark(base));
    if (isLeftOut) continue;
    const char32_t code = lowerCases_ ? toLower(base) : base;
    if (isWordOfItsOwn(base)) {
      finishWord();
      appendUtf8(code, word);
      finishWord();
    } else {
      appendUtf8(code, word);
    }
  }
  finishWord();
}

Result<std::unique_ptr<Tokenizer>> WordPieceTokenizer::create(const Metadata& metadata, Vocabulary vocabulary,
                                                              SpecialMatcher specials) {
  auto lowerCases = metadata.flagOr("tokenizer.ggml.normalizer.lowercase", true);
  if (!lowerCases) return std::move(lowerCases).error();
  auto stripsAccents = metadata.flagOr("tokenizer.ggml.normalizer.strip_accents", *lowerCases);
  if (!stripsAccents) return std::move(stripsAccents).error();

  std::unique_ptr<WordPieceTokenizer> tokenizer(
      new WordPieceTokenizer(std::move(vocabulary), std::move(specials)));
  tokenizer->lowerCases_ = *lowerCases;
  tokenizer->stripsAccents_ = *stripsAccents;
  const Vocabulary::SpecialIds& ids = tokenizer->vocabulary_.ids();
  const TokenId cls = ids.cls != kNoToken ? ids.cls : ids.bos;
  if (tokenizer->vocabulary_.addsBos().value_or(true)) tokenizer->first_ = cls;
  tokenizer->last_ = ids.separator;
  return std::unique_ptr<Tokenizer>(std::move(tokenizer));
}

}  // namespace hearth
