// How long a context to allocate when the user did not say.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hearth {

// Whether the model's own layer that guesses ahead, if it has one, is loaded.
enum class GuessesAhead { Yes, No };

// What the decision looks at.
struct ContextNeeds {
  uint32_t trained = 0;  // tokens
  size_t cacheBytesPerToken = 0;
  uint64_t modelBytes = 0;      // of the file: its pages want to stay in memory too
  uint64_t availableBytes = 0;  // of memory, as the system counts it
};

// The trained length, but at most 8192 tokens unless more is cheap: up to 32768 as long as the KV cache stays
// below 1 GiB. In any case the cache takes at most half of the memory that the model leaves free, but 512
// tokens are always granted.
uint32_t defaultContextLength(const ContextNeeds& needs);

// How many tokens of several conversations to keep in memory beside each other, where a context is of this
// length: up to four contexts, those after the first within 2 GiB and a quarter of what the model leaves
// free.
uint32_t cachePositions(const ContextNeeds& needs, uint32_t contextLength);

}  // namespace hearth
