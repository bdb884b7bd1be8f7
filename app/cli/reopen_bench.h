// How long it takes to go on with a conversation that is not in memory: from the disk, and by computing its
// tokens anew.
#pragma once

#include <cstdint>

#include <nlohmann/json.hpp>

#include "runtime/engine/loaded_model.h"

namespace hearth::cli {

// What an answer adds to the file while it is written, page by page as these become full, and at its end.
struct AppendedAnswer {
  uint32_t tokens = 0;
  double answerSeconds = 0;  // with what follows
  double engineSeconds = 0;  // of the engine's thread, in all, and in one piece at most
  double engineSecondsMost = 0;
  double keptSeconds = 0;  // from its last token until all of it was written
  uint64_t bytes = 0;      // that the file is larger
};

struct Reopening {
  uint32_t tokens = 0;
  double computeSeconds = 0;  // until the logits after the last token, nothing being known
  double restoreSeconds = 0;  // the same, with the file not in the system's memory
  double saveSeconds = 0;     // until all was written
  uint64_t cacheBytes = 0, fileBytes = 0;
  AppendedAnswer answer;
};

// Of an answer behind the conversation.
inline constexpr uint32_t kReopenAnswerTokens = 200;

// Writes a file to a folder beside the system's temporary ones, and removes it. Fails when nothing came back.
Result<Reopening> measureReopening(LoadedModel& loaded, uint32_t tokens);

nlohmann::ordered_json asJson(const Reopening& reopening);
void print(const Reopening& reopening);

}  // namespace hearth::cli
