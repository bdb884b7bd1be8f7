// A chat that is kept in memory only: a controller like any other, on a database and settings without a file.
#pragma once

#include <memory>

#include "app/desktop/chat/chat_controller.h"

namespace hearth::desktop {

class TemporaryChat {
 public:
  // It inherits from what is kept, and keeps nothing there.
  TemporaryChat(EngineWorker& engine, ModelController& models, AnswerSources& sources, EnergyWatch& energy)
      : storage_(StorageWorker::inMemory()),
        settings_(*storage_),
        chat_(engine, *storage_, settings_, models, sources, energy, ChatController::Kind::Temporary) {}
  ChatController& chat() { return chat_; }

 private:
  std::unique_ptr<StorageWorker> storage_;
  Settings settings_;
  ChatController chat_;
};

}  // namespace hearth::desktop
