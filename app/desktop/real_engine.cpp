#include "app/desktop/real_engine.h"

#include <utility>

namespace hearth::desktop {
namespace {

class RealEngine final : public EngineFace {
 public:
  explicit RealEngine(std::function<void(Event)> sink) : engine_(std::move(sink)) {}
  void post(Command command) override { engine_.post(std::move(command)); }
  void cancel() override { engine_.cancel(); }

 private:
  Engine engine_;
};

}  // namespace

std::unique_ptr<EngineFace> makeRealEngine(std::function<void(Event)> sink) {
  return std::make_unique<RealEngine>(std::move(sink));
}

}  // namespace hearth::desktop
