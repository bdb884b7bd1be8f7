// What the window needs of the engine, as an interface: the application plugs in the real one, tests a scripted
// one, and later a child process can stand behind it.
#pragma once

#include <functional>
#include <memory>

#include "runtime/engine/engine.h"

namespace hearth::desktop {

class EngineFace {
 public:
  virtual ~EngineFace() = default;
  virtual void post(Command command) = 0;
  virtual void cancel() = 0;
};

// `sink` may be called from any thread until the face is destroyed.
using EngineFactory = std::function<std::unique_ptr<EngineFace>(std::function<void(Event)> sink)>;

}  // namespace hearth::desktop
