#include "runtime/engine/graphics_cards.h"

#include "runtime/vulkan/instance.h"

namespace hearth {

GraphicsCardsFound findGraphicsCards() {
  const auto instance = vulkan::Instance::create();
  if (!instance) return {{}, instance.error().what()};
  GraphicsCardsFound found;
  for (const vulkan::DeviceFacts& facts : (*instance)->devices()) {
    found.cards.push_back({.index = static_cast<int32_t>(facts.index),
                           .name = facts.name,
                           .driver = facts.driver,
                           .memoryBytes = facts.memoryBytes,
                           .software = facts.capabilities.software,
                           .unusable = facts.unusable});
  }
  return found;
}

}  // namespace hearth
