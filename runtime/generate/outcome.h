// How an answer ended and what it took.
#pragma once

#include <cstdint>

namespace hearth {

enum class DoneReason { EndOfText, StopString, MaxTokens, ContextFull, Cancelled };

// Who guesses the next tokens ahead: the model's own layer for it, a smaller model, or the text so far.
enum class DraftSource { None, Model, SmallModel, Text };

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
  // Tokens that were guessed ahead, and those that the model then chose itself. A step evaluates one token
  // that is known, and the guesses behind it.
  uint32_t drafted = 0, accepted = 0, steps = 0;
  DraftSource draftSource = DraftSource::None;

  // What a step gave; 0 before the first.
  double tokensPerStep() const { return steps > 0 ? static_cast<double>(steps + accepted) / steps : 0; }
};

}  // namespace hearth
