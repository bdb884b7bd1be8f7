// What answers inherit their parameters from, as it stands now: the model, its defaults, presets, folders.
// Kept in memory, so that asking never waits. GUI thread.
#pragma once

#include <QObject>

#include "app/desktop/models/model_controller.h"
#include "app/desktop/parameters/inheritance.h"
#include "app/desktop/parameters/preset_list_model.h"
#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class AnswerSources : public QObject {
  Q_OBJECT
 public:
  AnswerSources(StorageWorker& storage, ModelController& models);

  PresetListModel& presets() { return presets_; }
  Inherited of(const storage::Conversation& conversation) const { return inherit(conversation, ancestors()); }
  // As values, for another thread.
  Ancestors ancestors() const { return {models_.known(), modelDefaults_, presets_.presets(), folders_}; }
  // Whether all of it is known of a model that is ready to answer: until then an answer waits.
  bool settled() const { return models_.state() == ModelController::Ready && !readingDefaults_; }
  const Parameters& modelDefaults() const { return modelDefaults_; }
  void setModelDefaults(const Parameters& parameters);
  // Folders are changed elsewhere, and said so here.
  void readFolders();

 Q_SIGNALS:
  void changed();

 private:
  void readModelDefaults();

  StorageWorker& storage_;
  ModelController& models_;
  PresetListModel presets_;
  std::vector<storage::Folder> folders_;
  std::string modelKey_;  // that modelDefaults_ are of
  Parameters modelDefaults_;
  bool readingDefaults_ = false;
  uint64_t modelDefaultsChanges_ = 0;  // by the user
};

}  // namespace hearth::desktop
