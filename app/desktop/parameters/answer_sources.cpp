#include "app/desktop/parameters/answer_sources.h"

#include <utility>

namespace hearth::desktop {

AnswerSources::AnswerSources(StorageWorker& storage, ModelController& models)
    : storage_(storage), models_(models), presets_(storage) {
  connect(&presets_, &PresetListModel::changed, this, &AnswerSources::changed);
  connect(&models_, &ModelController::stateChanged, this, &AnswerSources::readModelDefaults);
  connect(&models_, &ModelController::identified, this, &AnswerSources::readModelDefaults);
  readFolders();
}

void AnswerSources::readModelDefaults() {
  const ModelLoaded& model = models_.known();
  const std::string key = model.path.empty() ? std::string() : modelKey(model);
  if (key == std::exchange(modelKey_, key)) return Q_EMIT changed();
  modelDefaults_ = {};
  readingDefaults_ = !key.empty();
  Q_EMIT changed();
  if (key.empty()) return;
  storage_.run([key](storage::Store& store) { return store.modelDefaults(key); }, this,
               [this, key, change = modelDefaultsChanges_](Result<std::string> json) {
                 if (key != modelKey_) return;
                 readingDefaults_ = false;
                 // What the user chose while it was read is newer.
                 if (json && change == modelDefaultsChanges_) modelDefaults_ = Parameters::fromJson(*json);
                 Q_EMIT changed();
               });
}

void AnswerSources::setModelDefaults(const Parameters& parameters) {
  if (modelKey_.empty()) return;
  modelDefaults_ = parameters;
  ++modelDefaultsChanges_;
  storage_.run([key = modelKey_, json = parameters.toJson()](storage::Store& store) {
    return store.setModelDefaults(key, json);
  });
  Q_EMIT changed();
}

void AnswerSources::readFolders() {
  storage_.run([](storage::Store& store) { return store.folders(); }, this,
               [this](Result<std::vector<storage::Folder>> folders) {
                 if (!folders) return;
                 folders_ = std::move(*folders);
                 Q_EMIT changed();
               });
}

}  // namespace hearth::desktop
