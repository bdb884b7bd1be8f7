#include "runtime/generate/cut_answer.h"

#include <algorithm>
#include <string>
#include <utility>

namespace hearth {
namespace {

struct Reading {
  std::string text;
  std::vector<std::pair<size_t, TokenId>> controls;  // where in the text
  bool operator==(const Reading&) const = default;
};

Reading readingOf(const Tokenizer& tokenizer, std::span<const TokenId> tokens) {
  Reading reading;
  for (const TokenId token : tokens) {
    if (tokenizer.isControl(token)) reading.controls.emplace_back(reading.text.size(), token);
    reading.text += tokenizer.bytesOf(token);
  }
  return reading;
}

}  // namespace

bool sameText(const Tokenizer& tokenizer, std::span<const TokenId> a, std::span<const TokenId> b) {
  const auto common =
      static_cast<size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  return readingOf(tokenizer, a.subspan(common)) == readingOf(tokenizer, b.subspan(common));
}

}  // namespace hearth
