// The library of models as the window sees it: what is here, the catalogue, the hub, the model in the right
// pane, downloads and the first steps. Owns the parts and ties them together; the network is used for nothing
// but what the user asks for, after one question. GUI thread.
#pragma once

#include <functional>

#include <QObject>
#include <QtQmlIntegration>

#include "app/desktop/library/benchmark.h"
#include "app/desktop/library/download_list.h"
#include "app/desktop/library/fit_desk.h"
#include "app/desktop/library/found_models.h"
#include "app/desktop/library/hub_access.h"
#include "app/desktop/library/hub_search.h"
#include "app/desktop/library/model_detail.h"
#include "app/desktop/library/smaller_copy.h"
#include "app/library/catalogue.h"

namespace hearth::desktop {

class LibraryController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(hearth::desktop::HubAccess* hub READ hub CONSTANT)
  Q_PROPERTY(hearth::desktop::FitDesk* fit READ fit CONSTANT)
  Q_PROPERTY(hearth::desktop::FoundModels* found READ found CONSTANT)
  Q_PROPERTY(hearth::desktop::HubSearch* search READ search CONSTANT)
  Q_PROPERTY(hearth::desktop::ModelDetail* detail READ detail CONSTANT)
  Q_PROPERTY(hearth::desktop::DownloadList* downloads READ downloads CONSTANT)
  Q_PROPERTY(hearth::desktop::Benchmark* benchmark READ benchmark CONSTANT)
  Q_PROPERTY(hearth::desktop::SmallerCopy* copy READ copy CONSTANT)
  Q_PROPERTY(hearth::desktop::RowListModel* catalogue READ catalogue CONSTANT)
  Q_PROPERTY(hearth::desktop::RowListModel* suggestions READ suggestions CONSTANT)
  Q_PROPERTY(hearth::desktop::RowListModel* pickable READ pickable CONSTANT)
  Q_PROPERTY(QString catalogueNote READ catalogueNote NOTIFY sourceChanged)
  Q_PROPERTY(Source source READ source WRITE setSource NOTIFY sourceChanged)
  Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY sourceChanged)
  Q_PROPERTY(bool firstRun READ firstRun NOTIFY firstRunChanged)
 public:
  enum Source { Here, Curated, Hub };
  Q_ENUM(Source)

  LibraryController(const LibraryOptions& options, const QString& dataFolder, const QString& bundledPath,
                    bool dataIsNew, EngineWorker& engine, ModelController& models, Settings& settings);

  // What was being downloaded goes on.
  void start();

  HubAccess* hub() { return &hub_; }
  FitDesk* fit() { return &fit_; }
  FoundModels* found() { return &found_; }
  HubSearch* search() { return &search_; }
  ModelDetail* detail() { return &detail_; }
  DownloadList* downloads() { return &downloads_; }
  Benchmark* benchmark() { return &benchmark_; }
  SmallerCopy* copy() { return &copy_; }
  RowListModel* catalogue() { return &catalogue_; }
  RowListModel* suggestions() { return &suggestions_; }
  RowListModel* pickable() { return &pickable_; }  // found and loadable, but not in the picker's own list
  QString catalogueNote() const;
  Source source() const { return source_; }
  void setSource(Source source);
  QString query() const { return query_; }
  void setQuery(const QString& query);
  bool firstRun() const { return firstRun_; }

  // The page, or the first steps, are in front: looks for models and measures the computer, once.
  Q_INVOKABLE void open();
  Q_INVOKABLE void openPicker() { found_.look(); }
  // Enter in the search field: asks the hub, or opens the repository that was pasted.
  Q_INVOKABLE void submit();
  // A pasted address or a hearth:// link; false: it names no repository.
  Q_INVOKABLE bool openReference(const QString& text);
  Q_INVOKABLE void select(const QString& key);  // of a row of the source in front
  Q_INVOKABLE void closeDetail() { detail_.clear(); }
  Q_INVOKABLE void selectEntry(const QString& id);
  Q_INVOKABLE void get();
  // The answer to consentNeeded().
  Q_INVOKABLE void consent(bool given);
  Q_INVOKABLE bool moveToTrash();  // the model in the right pane
  Q_INVOKABLE void reveal();
  Q_INVOKABLE void openCopy() { copy_.open(detail_.path(), detail_.title()); }
  Q_INVOKABLE void startBenchmark();
  Q_INVOKABLE QString benchmarkOf(const QString& path) const { return benchmark_.resultOf(path); }
  Q_INVOKABLE void finishFirstRun();
  Q_INVOKABLE void retranslate() {
    found_.retranslate();
    refreshCatalogue();
    refreshPickable();
  }

 Q_SIGNALS:
  void sourceChanged();
  void firstRunChanged();
  void consentNeeded();
  void announced(const QString& text);
  void fileToShow(const QString& path);  // in the system's file manager
  void modelReady(const QString& title, const QString& path);
  // A model that was opened for the first time would be better used by way of a copy.
  void copyOffered(const QString& line, const QString& button, const QString& title, const QString& path);

 private:
  void withConsent(std::function<void()> action);
  void refreshCatalogue();
  void refreshPickable();
  void offerCopy();
  QVariantMap catalogueRow(const library::CatalogueModel& model) const;
  QList<QVariantMap> suggested() const;

  const LibraryOptions options_;
  Settings& settings_;
  ModelController& models_;
  HubAccess hub_;
  FitDesk fit_;
  FoundModels found_;
  HubSearch search_;
  DownloadList downloads_;
  ModelDetail detail_;
  Benchmark benchmark_;
  SmallerCopy copy_;
  library::Catalogue entries_;
  QString catalogueProblem_;
  RowListModel catalogue_, suggestions_, pickable_;
  Source source_ = Here;
  QString query_;
  std::function<void()> waiting_;  // for consent
  bool firstRun_ = false;
};

}  // namespace hearth::desktop
