// An answer that ended before the model ended it, and what going on with it takes beside the KV cache, so
// that it goes on as if it had not been cut.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

// The sampler's penalties follow from the tokens, and its random numbers from the seed and how many were
// used. The tokens are those that were chosen: the same text, read again, may fall into others.
struct CutAnswer {
  std::vector<TokenId> tokens;  // the prompt's, then the answer's; the last ones need not be in the cache
  uint64_t seed = 0;
  uint64_t draws = 0;  // Sampler::draws()

  bool operator==(const CutAnswer&) const = default;
};

// Whether the tokens are those of one text, with the same control tokens at the same places of it: one that
// is spelt out is only text.
bool sameText(const Tokenizer& tokenizer, std::span<const TokenId> a, std::span<const TokenId> b);

}  // namespace hearth
