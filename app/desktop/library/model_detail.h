// What the right pane tells of one model: of a file on this computer, of a catalogue entry, or of a
// repository at the hub; its files with their verdicts, and what can be done with it. GUI thread.
#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QtQmlIntegration>
#include <QVariantList>

#include "app/desktop/library/download_list.h"
#include "app/desktop/library/fit_desk.h"
#include "app/desktop/library/found_models.h"
#include "app/desktop/library/hub_access.h"
#include "app/desktop/library/local_words.h"
#include "app/library/catalogue.h"

namespace hearth::desktop {

class ModelDetail : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by LibraryController")
  Q_PROPERTY(Kind kind READ kind NOTIFY changed)
  Q_PROPERTY(QString key READ key NOTIFY changed)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QString subtitle READ subtitle NOTIFY changed)
  Q_PROPERTY(QString summary READ summary NOTIFY changed)
  Q_PROPERTY(QString page READ page NOTIFY changed)        // at the hub, to open in a browser
  Q_PROPERTY(QString failure READ failure NOTIFY changed)  // of asking the hub
  Q_PROPERTY(bool busy READ busy NOTIFY changed)
  Q_PROPERTY(hearth::desktop::RowListModel* files READ files CONSTANT)
  Q_PROPERTY(QString chosenFile READ chosenFile NOTIFY changed)  // key of a row of `files`
  Q_PROPERTY(QString chip READ chip NOTIFY changed)
  Q_PROPERTY(QString tone READ tone NOTIFY changed)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)  // behind the verdict
  Q_PROPERTY(QVariantList plan READ plan NOTIFY changed)     // where it would lie (memory_plan.h)
  Q_PROPERTY(QString getText READ getText NOTIFY changed)    // "Download 18.1 GB"; empty: nothing to get
  Q_PROPERTY(QString stateText READ stateText NOTIFY changed)
  Q_PROPERTY(QString path READ path NOTIFY changed)  // of the chosen file on this computer; empty: not here
  Q_PROPERTY(bool usable READ usable NOTIFY changed)
  Q_PROPERTY(QString keptBecause READ keptBecause NOTIFY changed)
  Q_PROPERTY(bool checkpoint READ checkpoint NOTIFY changed)  // a folder, not a file
  Q_PROPERTY(
      QString copyAdvice READ copyAdvice NOTIFY changed)     // why a copy would serve better; may be empty
  Q_PROPERTY(QString copyText READ copyText NOTIFY changed)  // of the button that makes one
  Q_PROPERTY(QVariantList facts READ facts NOTIFY changed)
  Q_PROPERTY(QVariantList metadata READ metadata NOTIFY changed)
  Q_PROPERTY(QString chatTemplate READ chatTemplate NOTIFY changed)
 public:
  enum Kind { None, Local, Entry, Repository };
  Q_ENUM(Kind)

  ModelDetail(HubAccess& hub, FitDesk& desk, FoundModels& found, DownloadList& downloads);

  void clear();
  void showLocal(const QString& path);
  void showEntry(const library::CatalogueModel& entry);
  // Asks the hub for its files.
  void showRepository(const library::HubReference& reference);
  // Queues the chosen file; asks the hub for its address first where that is not known. Needs consent.
  void get();

  Kind kind() const { return kind_; }
  QString key() const { return key_; }
  QString title() const { return title_; }
  QString subtitle() const { return subtitle_; }
  QString summary() const { return summary_; }
  QString page() const;
  QString failure() const { return failure_; }
  bool busy() const { return client_ != nullptr; }
  RowListModel* files() { return &files_; }
  QString chosenFile() const { return chosenFile_; }
  QString chip() const { return chip_; }
  QString tone() const { return tone_; }
  QString sentence() const { return sentence_; }
  QVariantList plan() const { return plan_; }
  QString getText() const;
  QString stateText() const;
  QString path() const;
  bool usable() const { return usable_; }
  QString keptBecause() const;
  bool checkpoint() const { return checkpoint_; }
  QString copyAdvice() const { return advice_.sentence; }
  QString copyText() const { return advice_.button; }
  QVariantList facts() const { return facts_; }
  QVariantList metadata() const { return metadata_; }
  QString chatTemplate() const { return chatTemplate_; }

  Q_INVOKABLE void choose(const QString& fileKey);
  Q_INVOKABLE void retranslate() { refresh(); }

 Q_SIGNALS:
  void changed();

 private:
  void begin(Kind kind, const QString& key, const QString& title);
  void refresh();  // verdicts and states of everything shown, after something changed
  void refreshLocal();
  void refreshFiles();
  void readMetadata(const QString& path);
  void checkChosen();  // reads the chosen file's header at the hub, for its verdict
  void open(const library::HubReference& reference, std::function<void()> then);
  void queueChosen();
  QString targetOf(const QString& fileKey) const;
  const library::HubFile* hubFile(const QString& fileKey) const;
  void setVerdict(const Result<library::FitVerdict>& verdict);

  HubAccess& hub_;
  FitDesk& desk_;
  FoundModels& found_;
  DownloadList& downloads_;
  Kind kind_ = None;
  QString key_, title_, subtitle_, summary_, failure_, chosenFile_, chip_, tone_, sentence_, chatTemplate_;
  bool usable_ = false, checkpoint_ = false;
  CopyAdvice advice_;
  QVariantList facts_, metadata_, plan_;
  std::optional<library::CatalogueModel> entry_;
  std::optional<library::HubRepository> repository_;  // once the hub has told
  library::HubReference reference_;
  std::unique_ptr<library::HubClient> client_, headerClient_;
  QHash<QString, library::FitVerdict> headerVerdicts_;  // by file key, for the context length of now
  int verdictContext_ = 0;
  RowListModel files_;
};

// Of a number format's name: "balanced"; empty: not known.
QString qualityOf(const QString& label);
// The file that most people want: Q4_K_M, or the one nearest to it that fits. Index; -1: none.
int usualFile(const QStringList& labels);

}  // namespace hearth::desktop
