// How an answer ended and what it took.
#pragma once

#include <cstdint>

namespace hearth {

enum class DoneReason { EndOfText, StopString, MaxTokens, ContextFull, Cancelled };

struct GenerationStats {
  uint32_t promptTokens = 0;     // reused ones included
  uint32_t reusedTokens = 0;     // taken from the KV cache of the turn before
  uint32_t generatedTokens = 0;  // the end token included
  double promptSeconds = 0;      // from the start until the prompt was read
  double generateSeconds = 0;    // from then until the newest token was chosen
  double firstTokenSeconds = 0;  // from the start until the first token was chosen
  double thinkingSeconds = 0;    // part of generateSeconds
  // While the answer was written, on a graphics card that holds a part of the experts: those that were on it
  // when they were chosen, of all that were chosen. Else 0.
  uint64_t expertHits = 0, expertUses = 0;
};

}  // namespace hearth
