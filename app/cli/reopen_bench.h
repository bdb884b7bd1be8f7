// How long it takes to go on with a conversation that is not in memory: from the disk, and by computing its
// tokens anew.
#pragma once

#include <cstdint>

#include <nlohmann/json.hpp>

#include "runtime/engine/loaded_model.h"

namespace hearth::cli {

struct Reopening {
  uint32_t tokens = 0;
  double computeSeconds = 0;  // until the logits after the last token, nothing being known
  double restoreSeconds = 0;  // the same, with the file not in the system's memory
  double saveSeconds = 0;     // until all was written
  uint64_t cacheBytes = 0, fileBytes = 0;
};

// Writes a file to a folder beside the system's temporary ones, and removes it. Fails when nothing came back.
Result<Reopening> measureReopening(LoadedModel& loaded, uint32_t tokens);

nlohmann::ordered_json asJson(const Reopening& reopening);
void print(const Reopening& reopening);

}  // namespace hearth::cli
