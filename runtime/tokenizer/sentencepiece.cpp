#include "runtime/tokenizer/sentencepiece.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "runtime/tokenizer/merging.h"
#include "runtime/tokenizer/unicode.h"

namespace hearth {

SentencePieceTokenizer::SentencePieceTokenizer(Vocabulary vocabulary, SpecialMatcher specials)
    : TokenizerBase(std::move(vocabulary), std::move(specials)) {
  byteTokens_.fill(kNoToken);
  fillBytes([&](TokenId id) {
    const std::string_view text = vocabulary_.text(id);
    if (vocabulary_.type(id) == TokenType::Byte) {
      if (const auto byte = byteOfToken(text)) {
        if (byteTokens_[*byte] == kNoToken) byteTokens_[*byte] = id;
        return std::string(1, static_cast<char>(*byte));
      }
    }
    return withRealSpaces(text);
  });
  for (uint32_t i = 0; i < vocabulary_.size(); ++i) {
    longestToken_ = std::max(longestToken_, vocabulary_.texts()[i].size());
  }
}

void SentencePieceTokenizer::rankByScore(const std::vector<double>& scores) {
  const auto scoreOf = [&](uint32_t id) {
    return std::isnan(scores[id]) ? -std::numeric_limits<double>::infinity() : scores[id];
  };
  std::vector<uint32_t> byScore(scores.size());
  std::iota(byScore.begin(), byScore.end(), 0u);
  std::sort(byScore.begin(), byScore.end(), [&](uint32_t a, uint32_t b) { return scoreOf(a) > scoreOf(b); });
  ranks_.resize(scores.size());
  uint32_t rank = 0;
  for (size_t i = 0; i < byScore.size(); ++i) {
    if (i > 0 && scoreOf(byScore[i]) < scoreOf(byScore[i - 1])) ++rank;
    ranks_[byScore[i]] = rank;
  }
}

std::string SentencePieceTokenizer::normalized(std::string_view utf8) const {
  std::string out;
  out.reserve(utf8.size() + utf8.size() / 2 + kVisibleSpace.size());
  if (addsSpacePrefix_) out += kVisibleSpace;
  bool pendingSpace = false;  // only where extra spaces are removed
  const size_t contentBegin = out.size();
  for (const char byte : utf8) {
    if (byte != ' ') {
      if (pendingSpace && out.size() > contentBegin) out += kVisibleSpace;
      pendingSpace = false;
      out += byte;
    } else if (removesExtraSpaces_) {
      pendingSpace = true;
    } else {
      out += kVisibleSpace;
    }
  }
  return out;
}

void SentencePieceTokenizer::encodeStretch(std::string_view utf8, std::vector<TokenId>& out) const {
  const std::string text = normalized(utf8);
  std::vector<Symbol> symbols;
  symbols.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const uint32_t bytes = utf8CharAt(text, at).bytes;
    symbols.push_back({static_cast<uint32_t>(at), bytes, kNoToken});
    at += bytes;
  }
  const auto textOf = [&](const Symbol& symbol) {
    return std::string_view(text).substr(symbol.begin, symbol.length);
  };
  SymbolMerger().run(symbols, [&](const Symbol& left, const Symbol& right) -> Merge {
    const uint32_t bytes = left.length + right.length;
    if (bytes > longestToken_) return {};
    const TokenId id = vocabulary_.find(textOf({left.begin, bytes, kNoToken}));
    if (id == kNoToken) return {};
    return {ranks_[static_cast<size_t>(id)], id};
  });
  for (const Symbol& symbol : symbols) {
    const TokenId id = symbol.id != kNoToken ? symbol.id : vocabulary_.find(textOf(symbol));
    if (id != kNoToken) {
      out.push_back(id);
      continue;
    }
    for (const char byte : textOf(symbol)) {
      const TokenId byteToken = byteTokens_[static_cast<uint8_t>(byte)];
      const TokenId written = byteToken != kNoToken ? byteToken : vocabulary_.ids().unknown;
      if (written != kNoToken) out.push_back(written);
    }
  }
}

bool SentencePieceTokenizer::dropsSpaceAfter(std::optional<TokenId> previous) const {
  return addsSpacePrefix_ && (!previous || isSpecial(*previous));
}

Result<std::unique_ptr<Tokenizer>> SentencePieceTokenizer::create(const Metadata& metadata,
                                                                  Vocabulary vocabulary,
                                                                  SpecialMatcher specials) {
  const MetadataValue* value = metadata.find("tokenizer.ggml.scores");
  if (value == nullptr) {
    return Error(
        "key 'tokenizer.ggml.scores' is missing, which a tokenizer of model llama needs; convert the model "
        "again");
  }
  const auto* scores = std::get_if<std::vector<double>>(value);
  if (scores == nullptr || scores->size() != vocabulary.size()) {
    return Error("key 'tokenizer.ggml.scores' must have one number for each of the " +
                 std::to_string(vocabulary.size()) + " tokens" +
                 (scores != nullptr ? ", but has " + std::to_string(scores->size()) : "") +
                 "; convert the model again");
  }
  auto addsSpacePrefix = metadata.flagOr("tokenizer.ggml.add_space_prefix", true);
  if (!addsSpacePrefix) return std::move(addsSpacePrefix).error();
  auto removesExtraSpaces = metadata.flagOr("tokenizer.ggml.remove_extra_whitespaces", false);
  if (!removesExtraSpaces) return std::move(removesExtraSpaces).error();

  std::unique_ptr<SentencePieceTokenizer> tokenizer(
      new SentencePieceTokenizer(std::move(vocabulary), std::move(specials)));
  tokenizer->rankByScore(*scores);
  tokenizer->addsSpacePrefix_ = *addsSpacePrefix;
  tokenizer->removesExtraSpaces_ = *removesExtraSpaces;
  const Vocabulary::SpecialIds& ids = tokenizer->vocabulary_.ids();
  if (tokenizer->vocabulary_.addsBos().value_or(true)) tokenizer->first_ = ids.bos;
  if (tokenizer->vocabulary_.addsEos()) tokenizer->last_ = ids.eos;
  return std::unique_ptr<Tokenizer>(std::move(tokenizer));
}

}  // namespace hearth
