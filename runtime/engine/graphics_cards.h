// The graphics cards that a user can choose from.
#pragma once

#include "runtime/engine/engine.h"

namespace hearth {

// Asks the Vulkan drivers; on any thread.
GraphicsCardsFound findGraphicsCards();

}  // namespace hearth
