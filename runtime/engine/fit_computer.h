// What this computer has, measured, for verdicts (fit.h).
#pragma once

#include <string>

#include "runtime/engine/fit.h"

namespace hearth {

// Asks the graphics drivers and reads memory, on the card and off it; takes some tenths of a second.
// `fileOnDisk` (may be empty) is a large file whose disk is read for a moment; without one the disk's speed
// stays 0. What `known` measured on the same machine and disk is taken from there. On any thread but one that
// must not wait.
FitComputer measureComputer(uint64_t gpuWanted, const std::string& fileOnDisk, const FitComputer& known = {});

}  // namespace hearth
