// What guessing ahead gives: the same answers without guesses, with one to four, and with as many as the
// meter chooses, turn and turn about.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/engine/loaded_model.h"

namespace hearth::cli {

struct DraftRates {
  std::string guesses;         // "off", "1" to "4", "auto"
  double tokensPerSecond = 0;  // over all answers, each at its fastest
  GenerationStats sum;         // of the guesses; of the last round
};

// Greedy answers of at most `longest` tokens to each prompt, `rounds` times after one that is not measured.
// Fails when a text depends on the guesses, which must never be.
Result<std::vector<DraftRates>> measureDrafting(LoadedModel& loaded, const std::vector<std::string>& prompts,
                                                uint32_t longest, uint32_t rounds);
void print(const std::vector<DraftRates>& rates);

}  // namespace hearth::cli
