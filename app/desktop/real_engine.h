// The runtime's Engine behind the window's EngineFace.
#pragma once

#include "app/desktop/engine_face.h"

namespace hearth::desktop {

std::unique_ptr<EngineFace> makeRealEngine(std::function<void(Event)> sink);

}  // namespace hearth::desktop
