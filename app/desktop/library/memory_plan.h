// Where a model would lie on this computer, as bars for the model page.
#pragma once

#include <QVariantList>

#include "runtime/engine/fit.h"

namespace hearth::desktop {

// A map for each of card, main memory and disk that holds a part: "title", "aside" ("7.1 of 9.8 GB"), "words"
// (read aloud) and "parts", each with "name", "amount", "share" (of the bar) and "tint" (0..4, by kind).
QVariantList memoryPlan(const Fit& fit, const FitComputer& computer);

}  // namespace hearth::desktop
