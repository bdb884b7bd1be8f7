// Finds the models that are already on this computer, in place: nothing is moved, written or locked.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include "app/library/found_model.h"

namespace hearth::library {

struct ScanRoot {
  QString folder;
  ModelStore store = ModelStore::UserFolder;
  bool operator==(const ScanRoot&) const = default;
};

// Where Hearth's own downloads go: HEARTH_DATA_DIR/models, else the user's data folder's hearth/models.
QString hearthModelsFolder();
// That one and the folders of other programs, as far as they exist on this computer (desktop.md 4.2).
QList<ScanRoot> knownRoots();

struct ScanSummary {
  quint64 files = 0, folders = 0;  // looked at
  quint64 models = 0;
  qint64 milliseconds = 0;
  QStringList problems;  // folders that could not be read, as sentences
  bool cancelled = false;
};

// What files were found to hold, kept between scans: an unchanged file (path, size, time) is not read again.
class HeaderCache;

// The scan itself, on the caller's thread. `onFound` gets models in batches, each once; a batch may replace a
// model told before (same path) when a duplicate was found. `cancel` may be null.
ScanSummary scanFolders(const QList<ScanRoot>& roots, HeaderCache& cache,
                        const std::function<void(const QList<FoundModel>&)>& onFound,
                        const std::atomic<bool>* cancel);

// Scans on a thread of its own and watches the folders. Lives on the GUI thread; signals come there.
class FolderScanner : public QObject {
  Q_OBJECT

 public:
  // `cacheFile`: where headers are remembered between runs; empty: only while the program runs.
  explicit FolderScanner(const QString& cacheFile = {}, QObject* parent = nullptr);
  ~FolderScanner() override;

  // Begins a scan; one that runs is cancelled first.
  void scan(const QList<ScanRoot>& roots);
  void cancel();
  bool scanning() const { return scanning_; }
  // Of the last finished scan, and what a running one has added so far.
  const QList<FoundModel>& models() const { return models_; }
  // Rescans by itself after changes in the folders, when they have been quiet for a second. Folders beyond
  // kWatchedMost are not watched: rescan() sees them.
  void setWatching(bool watching);
  void rescan() { scan(roots_); }
  static constexpr int kWatchedMost = 2000;

 Q_SIGNALS:
  void found(const QList<hearth::library::FoundModel>& models);  // new or changed, a few at a time
  void gone(const QStringList& paths);                           // after a scan: no longer there
  void finished(const hearth::library::ScanSummary& summary);

 private:
  struct Watch;
  void take(quint64 run, const QList<FoundModel>& models);
  void end(quint64 run, const ScanSummary& summary, const QStringList& folders);

  QList<ScanRoot> roots_;
  QList<FoundModel> models_;
  QStringList seen_;  // paths of the running scan
  quint64 run_ = 0;
  bool scanning_ = false;
  std::shared_ptr<HeaderCache> cache_;
  std::shared_ptr<std::atomic<bool>> cancel_;
  std::unique_ptr<Watch> watch_;
};

}  // namespace hearth::library

Q_DECLARE_METATYPE(hearth::library::ScanSummary)
