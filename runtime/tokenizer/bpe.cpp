#include "runtime/tokenizer/bpe.h"

#include <algorithm>
#include <utility>

#include "runtime/tokenizer/unicode.h"

namespace hearth {

namespace {

// GPT-2's way to write bytes as visible characters: bytes that Latin-1 prints stand for themselves, the
// others are U+0100, U+0101 … in their order. 324 is the first code that stands for no byte.
constexpr char32_t kByteCodesEnd = 324;

struct ByteAlphabet {
  std::array<char32_t, 256> codeOfByte{};
  std::array<int16_t, kByteCodesEnd> byteOfCode{};  // -1: stands for no byte
};

constexpr ByteAlphabet makeByteAlphabet() {
  ByteAlphabet alphabet;
  alphabet.byteOfCode.fill(-1);
  char32_t next = 0x100;
  for (char32_t byte = 0; byte < 256; ++byte) {
    const bool prints = (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte != 0xAD);
    const char32_t code = prints ? byte : next++;
    alphabet.codeOfByte[byte] = code;
    alphabet.byteOfCode[code] = static_cast<int16_t>(byte);
  }
  return alphabet;
}
constexpr ByteAlphabet kByteAlphabet = makeByteAlphabet();

// The bytes that a token's text stands for; the text itself where it is not written in the alphabet.
std::string bytesOfText(std::string_view text) {
  std::string bytes;
  for (size_t at = 0; at < text.size();) {
    const Utf8Char character = utf8CharAt(text, at);
    const bool isCode = character.state == Utf8Char::State::Valid && character.code < kByteCodesEnd &&
                        kByteAlphabet.byteOfCode[character.code] >= 0;
    if (!isCode) return std::string(text);
    bytes.push_back(static_cast<char>(kByteAlphabet.byteOfCode[character.code]));
    at += character.bytes;
  }
  return bytes;
}

}  // namespace

BpeTokenizer::BpeTokenizer(Vocabulary vocabulary, SpecialMatcher specials, const PreTokenizer& preTokenizer,
                           size_t merges)
    : TokenizerBase(std::move(vocabulary), std::move(specials)),
      preTokenizer_(preTokenizer),
      merges_(merges) {
  fillBytes([&](TokenId id) {
    const std::string_view text = vocabulary_.text(id);
    if (vocabulary_.type(id) == TokenType::Byte) {
      if (const auto byte = byteOfToken(text)) return std::string(1, static_cast<char>(*byte));
    }
    return bytesOfText(text);
  });
  if (preTokenizer_.ignoresMerges) wholeWords_.emplace(bytes_);
  for (size_t byte = 0; byte < byteTokens_.size(); ++byte) {
    std::string text;
    appendUtf8(kByteAlphabet.codeOfByte[byte], text);
    byteTokens_[byte] = vocabulary_.find(text);
  }
}

Result<void> BpeTokenizer::readMerges(const std::vector<std::string>& merges) {
  std::string joined;
  for (size_t i = 0; i < merges.size(); ++i) {
    const std::string_view merge = merges[i];
    const auto fail = [&](std::string_view why) {
      return Error("key 'tokenizer.ggml.merges': entry " + std::to_string(i) + " ('" +
                   repairedUtf8(merge.substr(0, 60)) + "') " + std::string(why) +
                   "; convert the model again");
    };
    const size_t space = merge.find(' ');
    if (space == std::string_view::npos || space == 0 || space + 1 == merge.size() ||
        merge.find(' ', space + 1) != std::string_view::npos) {
      return fail("is not two tokens with a space between");
    }
    const std::string_view left = merge.substr(0, space), right = merge.substr(space + 1);
    joined.assign(left).append(right);
    const TokenId leftId = vocabulary_.find(left), rightId = vocabulary_.find(right),
                  id = vocabulary_.find(joined);
    if (leftId == kNoToken || rightId == kNoToken) return fail("joins what is not in tokenizer.ggml.tokens");
    if (id == kNoToken) return fail("makes what is not in tokenizer.ggml.tokens");
    merges_.insert(leftId, rightId, {static_cast<uint32_t>(i), id});
  }
  return {};
}

void BpeTokenizer::encodeStretch(std::string_view utf8, Place /*place*/, std::vector<TokenId>& out) const {
  std::string normalized;
  if (preTokenizer_.normalizesNfc) {
    normalized = toNfc(utf8);
    utf8 = normalized;
  }
  const ClassifiedText text = classify(utf8);
  SymbolMerger merger;
  std::vector<Symbol> symbols;
  const auto mergeOf = [this](const Symbol& left, const Symbol& right) {
    return merges_.find(left.id, right.id);
  };
  uint32_t wordBegin = 0;
  for (const uint32_t end : splitIntoWords(preTokenizer_, text)) {
    const uint32_t wordEnd = text.starts[end];
    const std::string_view word = utf8.substr(wordBegin, wordEnd - wordBegin);
    const TokenId whole = wholeWords_ ? wholeWords_->find(bytes_, word) : kNoToken;
    if (whole != kNoToken) {
      out.push_back(whole);
    } else {
      symbols.clear();
      for (uint32_t at = wordBegin; at < wordEnd; ++at) {
        symbols.push_back({at, 1, byteTokens_[static_cast<uint8_t>(utf8[at])]});
      }
      merger.run(symbols, mergeOf);
      // Bytes without a token, which a complete vocabulary does not have, are left out as the reference does.
      for (const Symbol& symbol : symbols) {
        if (symbol.id != kNoToken) out.push_back(symbol.id);
      }
    }
    wordBegin = wordEnd;
  }
}

Result<std::unique_ptr<Tokenizer>> BpeTokenizer::create(const Metadata& metadata, Vocabulary vocabulary,
                                                        SpecialMatcher specials) {
  const std::vector<std::string>* merges = metadata.textsOrNull("tokenizer.ggml.merges");
  if (merges == nullptr) {
    return Error(
        metadata.contains("tokenizer.ggml.merges")
            ? "key 'tokenizer.ggml.merges' is not an array of texts; convert the model again"
            : "key 'tokenizer.ggml.merges' is missing, which a tokenizer of model gpt2 needs; convert the "
              "model again");
  }
  const std::string* name = metadata.textOrNull("tokenizer.ggml.pre");
  const PreTokenizer* known = name == nullptr ? &defaultPreTokenizer() : findPreTokenizer(*name);
  const PreTokenizer& preTokenizer = known != nullptr ? *known : defaultPreTokenizer();
  std::unique_ptr<BpeTokenizer> tokenizer(
      new BpeTokenizer(std::move(vocabulary), std::move(specials), preTokenizer, merges->size()));
  auto read = tokenizer->readMerges(*merges);
  if (!read) return std::move(read).error();

  if (known == nullptr) {
    tokenizer->addWarning("Hearth does not know the pre-tokenizer '" + repairedUtf8(name->substr(0, 40)) +
                          "' (key tokenizer.ggml.pre) and uses the default one: answers may be worse.");
  }
  const Vocabulary::SpecialIds& ids = tokenizer->vocabulary_.ids();
  if (tokenizer->vocabulary_.addsBos().value_or(preTokenizer.addsBosByDefault)) tokenizer->first_ = ids.bos;
  if (tokenizer->vocabulary_.addsEos()) tokenizer->last_ = ids.eos;
  return std::unique_ptr<Tokenizer>(std::move(tokenizer));
}

}  // namespace hearth
