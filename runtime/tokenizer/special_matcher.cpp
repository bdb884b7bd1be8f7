#include "runtime/tokenizer/special_matcher.h"

#include <algorithm>
#include <string>

namespace hearth {

namespace {

// Longer special tokens do not occur (the longest are runs of spaces below 100), and this bounds the time
// that one position of a text can take.
constexpr size_t kSpecialBytesMax = 256;

}  // namespace

uint32_t SpecialMatcher::childOf(uint32_t node, uint8_t byte) const {
  uint32_t child = nodes_[node].firstChild;
  while (child != 0 && nodes_[child].byte != byte) child = nodes_[child].nextSibling;
  return child;
}

void SpecialMatcher::insert(std::string_view text, TokenId id, bool countsAsText) {
  uint32_t node = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    uint32_t child = i == 0 ? roots_[byte] : childOf(node, byte);
    if (child == 0) {
      child = static_cast<uint32_t>(nodes_.size());
      nodes_.push_back({.byte = byte, .nextSibling = i == 0 ? 0 : nodes_[node].firstChild});
      if (i == 0) {
        roots_[byte] = child;
      } else {
        nodes_[node].firstChild = child;
      }
    }
    node = child;
  }
  if (nodes_[node].parsed != kNoToken) return;  // the first of equal tokens counts
  nodes_[node].parsed = id;
  if (countsAsText) nodes_[node].asText = id;
}

Result<void> SpecialMatcher::add(const Vocabulary& vocabulary, TokenId id, std::string_view text) {
  if (text.size() > kSpecialBytesMax) {
    return Error("key 'tokenizer.ggml.tokens': special token " + std::to_string(id) + " has " +
                 std::to_string(text.size()) + " bytes (at most " + std::to_string(kSpecialBytesMax) +
                 " are possible); convert the model again");
  }
  if (!text.empty()) insert(text, id, vocabulary.type(id) == TokenType::UserDefined);
  return {};
}

Result<SpecialMatcher> SpecialMatcher::build(const Vocabulary& vocabulary) {
  SpecialMatcher matcher;
  for (TokenId id = 0; vocabulary.has(id); ++id) {
    const TokenType type = vocabulary.type(id);
    if (type != TokenType::Control && type != TokenType::UserDefined && type != TokenType::Unknown) continue;
    if (std::binary_search(vocabulary.normalized().begin(), vocabulary.normalized().end(), id)) continue;
    if (auto added = matcher.add(vocabulary, id, vocabulary.text(id)); !added)
      return std::move(added).error();
  }
  return matcher;
}

SpecialMatcher::Match SpecialMatcher::next(std::string_view text, size_t from, SpecialTokens mode) const {
  for (size_t begin = from; begin < text.size(); ++begin) {
    TokenId longest = kNoToken;
    size_t end = begin;
    uint32_t node = roots_[static_cast<uint8_t>(text[begin])];
    for (size_t at = begin + 1; node != 0; ++at) {
      const TokenId here = mode == SpecialTokens::Parse ? nodes_[node].parsed : nodes_[node].asText;
      if (here != kNoToken) {
        longest = here;
        end = at;
      }
      if (at == text.size()) break;
      node = childOf(node, static_cast<uint8_t>(text[at]));
    }
    if (longest != kNoToken) return {begin, end, longest};
  }
  return {text.size(), text.size(), kNoToken};
}

}  // namespace hearth
