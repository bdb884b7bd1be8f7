#include "runtime/tokenizer/sentencepiece.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "runtime/gguf/hearth_keys.h"
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

std::string SentencePieceTokenizer::normalized(std::string_view utf8, Place place) const {
  const bool hasSpace = utf8.starts_with(' ') || utf8.starts_with(kVisibleSpace);
  const bool adds = spacePrefix_ == SpacePrefix::Each ||
                    (spacePrefix_ == SpacePrefix::UnlessSpace && !hasSpace) ||
                    (spacePrefix_ == SpacePrefix::First && !hasSpace && place == Place::TextStart);
  std::string out;
  out.reserve(utf8.size() + utf8.size() / 2 + kVisibleSpace.size());
  if (adds) out += kVisibleSpace;
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

void SentencePieceTokenizer::encodeByScores(std::string_view text, std::vector<TokenId>& out) const {
  std::vector<Symbol> symbols;
  symbols.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const uint32_t bytes = utf8CharAt(text, at).bytes;
    symbols.push_back({static_cast<uint32_t>(at), bytes, kNoToken});
    at += bytes;
  }
  const auto textOf = [&](const Symbol& symbol) { return text.substr(symbol.begin, symbol.length); };
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

// Here a character without a token is bytes from the beginning, and bytes may merge, too.
void SentencePieceTokenizer::encodeByMerges(std::string_view text, std::vector<TokenId>& out) const {
  std::vector<Symbol> symbols;
  symbols.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const uint32_t bytes = utf8CharAt(text, at).bytes;
    const TokenId id = vocabulary_.find(text.substr(at, bytes));
    if (id != kNoToken && !isControl(id)) {
      symbols.push_back({static_cast<uint32_t>(at), bytes, id});
      at += bytes;
      continue;
    }
    for (const size_t end = at + bytes; at < end; ++at) {
      const TokenId byteToken = byteTokens_[static_cast<uint8_t>(text[at])];
      symbols.push_back(
          {static_cast<uint32_t>(at), 1, byteToken != kNoToken ? byteToken : vocabulary_.ids().unknown});
    }
  }
  SymbolMerger().run(
      symbols, [this](const Symbol& left, const Symbol& right) { return merges_->find(left.id, right.id); });
  for (const Symbol& symbol : symbols) {
    if (symbol.id != kNoToken) out.push_back(symbol.id);
  }
}

void SentencePieceTokenizer::encodeNormalized(std::string_view text, std::vector<TokenId>& out) const {
  if (merges_) return encodeByMerges(text, out);
  encodeByScores(text, out);
}

void SentencePieceTokenizer::encodeStretch(std::string_view utf8, Place place,
                                           std::vector<TokenId>& out) const {
  const std::string whole = normalized(utf8, place);
  if (!normalizedSpecials_) return encodeNormalized(whole, out);
  const std::string_view text = whole;
  // Such tokens are no control tokens: they count in any text.
  encodeAround(*normalizedSpecials_, text, SpecialTokens::Parse, out,
               [&](size_t begin, size_t end) { encodeNormalized(text.substr(begin, end - begin), out); });
}

bool SentencePieceTokenizer::dropsSpaceAfter(std::optional<TokenId> previous) const {
  if (spacePrefix_ == SpacePrefix::None) return false;
  return !previous || (spacePrefix_ != SpacePrefix::First && isSpecial(*previous));
}

Result<void> SentencePieceTokenizer::readSpacePrefix(const Metadata& metadata) {
  auto adds = metadata.flagOr("tokenizer.ggml.add_space_prefix", true);
  if (!adds) return std::move(adds).error();
  const std::string* kind = metadata.textOrNull(kSpacePrefixKey);
  if (!*adds) {
    spacePrefix_ = SpacePrefix::None;
  } else if (kind != nullptr && *kind == kPrefixUnlessSpace) {
    spacePrefix_ = SpacePrefix::UnlessSpace;
  } else if (kind != nullptr && *kind == kPrefixFirst) {
    spacePrefix_ = SpacePrefix::First;
  } else if (metadata.contains(kSpacePrefixKey)) {
    return Error("key '" + std::string(kSpacePrefixKey) + "' is neither " + kPrefixUnlessSpace + " nor " +
                 kPrefixFirst + "; convert the model again");
  }
  auto removesExtraSpaces = metadata.flagOr("tokenizer.ggml.remove_extra_whitespaces", false);
  if (!removesExtraSpaces) return std::move(removesExtraSpaces).error();
  removesExtraSpaces_ = *removesExtraSpaces;
  return {};
}

Result<void> SentencePieceTokenizer::readScores(const Metadata& metadata) {
  const MetadataValue* value = metadata.find("tokenizer.ggml.scores");
  if (value == nullptr) {
    return Error(
        "key 'tokenizer.ggml.scores' is missing, which a tokenizer of model llama needs; convert the model "
        "again");
  }
  const auto* scores = std::get_if<std::vector<double>>(value);
  if (scores == nullptr || scores->size() != vocabulary_.size()) {
    return Error("key 'tokenizer.ggml.scores' must have one number for each of the " +
                 std::to_string(vocabulary_.size()) + " tokens" +
                 (scores != nullptr ? ", but has " + std::to_string(scores->size()) : "") +
                 "; convert the model again");
  }
  rankByScore(*scores);
  return {};
}

Result<void> SentencePieceTokenizer::readMerges(const std::vector<int64_t>& pairs) {
  const auto fail = [](size_t merge, const char* why) {
    return Error("key '" + std::string(kMergePairsKey) + "': merge " + std::to_string(merge) + " " + why +
                 "; convert the model again");
  };
  merges_.emplace(pairs.size() / 2);
  std::string joined;
  for (size_t i = 0; i < pairs.size(); i += 2) {
    const auto within = [&](int64_t id) { return id >= 0 && id < int64_t{vocabulary_.size()}; };
    if (i + 1 == pairs.size() || !within(pairs[i]) || !within(pairs[i + 1]))
      return fail(i / 2, "is not two of the tokens");
    const auto left = static_cast<TokenId>(pairs[i]), right = static_cast<TokenId>(pairs[i + 1]);
    joined.assign(vocabulary_.text(left)).append(vocabulary_.text(right));
    const TokenId id = vocabulary_.find(joined);
    if (id == kNoToken) return fail(i / 2, "makes what is not in tokenizer.ggml.tokens");
    merges_->insert(left, right, {static_cast<uint32_t>(i / 2), id});
  }
  return {};
}

Result<std::unique_ptr<Tokenizer>> SentencePieceTokenizer::create(const Metadata& metadata,
                                                                  Vocabulary vocabulary,
                                                                  SpecialMatcher specials) {
  std::unique_ptr<SentencePieceTokenizer> tokenizer(
      new SentencePieceTokenizer(std::move(vocabulary), std::move(specials)));
  if (auto read = tokenizer->readSpacePrefix(metadata); !read) return std::move(read).error();
  auto pairs = wholeNumbersOf(metadata, kMergePairsKey);
  if (!pairs) return std::move(pairs).error();
  auto read = pairs->empty() ? tokenizer->readScores(metadata) : tokenizer->readMerges(*pairs);
  if (!read) return std::move(read).error();
  if (!tokenizer->vocabulary_.normalized().empty()) {
    auto matcher = SpecialMatcher::ofNormalized(tokenizer->vocabulary_, [&](std::string_view text) {
      return tokenizer->normalized(text, Place::TextStart);
    });
    if (!matcher) return std::move(matcher).error();
    tokenizer->normalizedSpecials_.emplace(std::move(*matcher));
  }
  const Vocabulary::SpecialIds& ids = tokenizer->vocabulary_.ids();
  if (tokenizer->vocabulary_.addsBos().value_or(true)) tokenizer->first_ = ids.bos;
  if (tokenizer->vocabulary_.addsEos()) tokenizer->last_ = ids.eos;
  return std::unique_ptr<Tokenizer>(std::move(tokenizer));
}

}  // namespace hearth
