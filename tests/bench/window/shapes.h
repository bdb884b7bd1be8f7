// Answers of unusual length: one long piece of code, table, paragraph or list, opened, read through, and
// arriving all at once.
#pragma once

#include <string>

#include "tests/bench/window/event_clock.h"

namespace hearth::bench {

// All shapes, or the one of this name. Returns the program's exit status.
int measureShapes(EventClock& clock, const std::string& only);

}  // namespace hearth::bench
