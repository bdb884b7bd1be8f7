// From folders to candidates: which files and folders are models by their names and places. Reads no weights.
#pragma once

#include <atomic>

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include "app/library/folder_scanner.h"

namespace hearth::library {

// A file, a set of split files, or a checkpoint's folder that may be a model.
struct Candidate {
  FoundModel model;  // place, parts and missing parts are filled
  qint64 modifiedMs = 0;
};

class FolderWalk {
 public:
  FolderWalk(HeaderCache& cache, const std::atomic<bool>* cancel) : cache_(cache), cancel_(cancel) {}

  void addRoot(const ScanRoot& root);

  QList<Candidate> takeCandidates() { return std::move(candidates_); }
  const QStringList& folders() const { return folders_; }
  const QStringList& problems() const { return problems_; }
  quint64 files() const { return files_; }
  bool cancelled() const { return cancel_ != nullptr && cancel_->load(std::memory_order_relaxed); }

 private:
  struct Place {
    ModelStore store;
    QString root;
    bool inPipeline = false;  // below a folder that is put together of several models
  };
  void walk(const QString& folder, const Place& place, int depth);
  void addOllama(const QString& root);
  void addFiles(const QString& folder, const QStringList& ggufNames, const Place& place);
  void addCheckpoint(const QString& folder, const QStringList& names, const Place& place);
  void addJanReference(const QString& modelYml, const Place& place);
  void addCandidate(Candidate candidate);
  static QString repositoryOf(const QString& folder, const Place& place);

  HeaderCache& cache_;  // of checkpoints' indexes
  const std::atomic<bool>* cancel_;
  QSet<QByteArray> seenFolders_;
  QHash<QByteArray, qsizetype> byIdentity_;  // to candidates_
  QList<Candidate> candidates_;
  QStringList folders_, problems_;
  quint64 files_ = 0;
};

}  // namespace hearth::library
