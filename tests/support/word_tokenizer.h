// A tokenizer of given words, for tests of what stands above tokenizers.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "runtime/tokenizer/tokenizer.h"

namespace hearth::test {

// encode() takes the longest word that fits at each place and leaves out what no word matches. Control words
// are only matched with SpecialTokens::Parse.
class WordTokenizer final : public Tokenizer {
 public:
  struct Special {
    std::set<TokenId> control, end;
    std::optional<TokenId> bos, eos;
  };
  explicit WordTokenizer(std::vector<std::string> words, Special special = {})
      : words_(std::move(words)), special_(std::move(special)) {}

  std::vector<TokenId> encode(std::string_view utf8, SpecialTokens parse, AddBos addBos) const override {
    std::vector<TokenId> ids;
    if (addBos == AddBos::AsModelWants && special_.bos) ids.push_back(*special_.bos);
    while (!utf8.empty()) {
      TokenId best = -1;
      for (TokenId id = 0; id < static_cast<TokenId>(words_.size()); ++id) {
        const std::string& word = words_[static_cast<size_t>(id)];
        if (word.empty() || !utf8.starts_with(word)) continue;
        if (isControl(id) && parse == SpecialTokens::AsText) continue;
        if (best < 0 || word.size() > words_[static_cast<size_t>(best)].size()) best = id;
      }
      if (best >= 0) ids.push_back(best);
      utf8.remove_prefix(best < 0 ? 1 : words_[static_cast<size_t>(best)].size());
    }
    return ids;
  }
  std::string_view bytesOf(TokenId id) const override { return words_[static_cast<size_t>(id)]; }
  bool isControl(TokenId id) const override { return special_.control.contains(id); }
  bool isEndOfGeneration(TokenId id) const override { return special_.end.contains(id); }
  uint32_t vocabSize() const override { return static_cast<uint32_t>(words_.size()); }
  std::optional<TokenId> bos() const override { return special_.bos; }
  std::optional<TokenId> eos() const override { return special_.eos; }
  bool addsBos() const override { return special_.bos.has_value(); }
  std::optional<TokenId> find(std::string_view text) const override {
    const auto found = std::find(words_.begin(), words_.end(), text);
    if (found == words_.end()) return std::nullopt;
    return static_cast<TokenId>(found - words_.begin());
  }
  std::string decode(std::span<const TokenId> ids) const override {
    std::string text;
    for (const TokenId id : ids) text += bytesOf(id);
    return text;
  }

 private:
  std::vector<std::string> words_;
  Special special_;
};

// `count` words "0 ", "1 ", ….
inline WordTokenizer numberedWords(uint32_t count, WordTokenizer::Special special = {}) {
  std::vector<std::string> words;
  for (uint32_t i = 0; i < count; ++i) words.push_back(std::to_string(i) + " ");
  return WordTokenizer(std::move(words), std::move(special));
}

}  // namespace hearth::test
