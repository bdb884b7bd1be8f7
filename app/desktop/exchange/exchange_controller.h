// Export and import as the window shows them. The work is done on a thread of its own with its own connection
// to the database, so that neither the window nor the saving of an answer waits for it.
#pragma once

#include <atomic>
#include <memory>

#include <QObject>
#include <QStringList>
#include <QtQmlIntegration>
#include <QUrl>
#include <QVariantList>

#include "app/desktop/storage_worker.h"
#include "storage/export/export_chats.h"
#include "storage/import/import_chats.h"

namespace hearth::desktop {

class ExchangeController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(bool busy READ busy NOTIFY changed)
  Q_PROPERTY(Scope scope READ scope NOTIFY changed)
  Q_PROPERTY(QStringList scopes READ scopes NOTIFY changed)
  Q_PROPERTY(QVariantList formats READ formats CONSTANT)
  Q_PROPERTY(QString format READ format WRITE setFormat NOTIFY changed)
  Q_PROPERTY(bool thinking READ thinking WRITE setThinking NOTIFY changed)
  Q_PROPERTY(QString suggestedFile READ suggestedFile NOTIFY changed)
  Q_PROPERTY(QString fileEnding READ fileEnding NOTIFY changed)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
  Q_PROPERTY(QString detail READ detail NOTIFY changed)
  Q_PROPERTY(QVariantList problems READ problems NOTIFY changed)
  Q_PROPERTY(bool somethingNew READ somethingNew NOTIFY changed)
  Q_PROPERTY(double fraction READ fraction NOTIFY progressChanged)
  Q_PROPERTY(QString progressText READ progressText NOTIFY progressChanged)
 public:
  enum State { Idle, Exporting, Exported, Reading, Ready, Importing, Imported, Failed };
  Q_ENUM(State)
  enum Scope { Chat, Folder, All };
  Q_ENUM(Scope)

  // `chats` is where the chats are written.
  ExchangeController(StorageWorker& chats, const QString& databasePath);
  ~ExchangeController() override;

  State state() const { return state_; }
  bool busy() const { return state_ == Exporting || state_ == Reading || state_ == Importing; }
  Scope scope() const { return scope_; }
  QStringList scopes() const;    // words for those that can be chosen
  QVariantList formats() const;  // {id, name, detail}
  QString format() const { return format_; }
  void setFormat(const QString& id);
  bool thinking() const { return thinking_; }
  void setThinking(bool thinking);
  QString suggestedFile() const;  // a name for what will be written
  QString fileEnding() const;     // of that name, without the dot
  QString sentence() const { return sentence_; }
  QString detail() const { return detail_; }
  QVariantList problems() const { return problems_; }  // {where, reason}; at most a hundred
  bool somethingNew() const { return newChats_ > 0; }
  double fraction() const { return total_ == 0 ? 0 : static_cast<double>(done_) / total_; }
  QString progressText() const;

  // Before the sheet opens. `id` is 0 for all chats; `name` is that of the chat or folder.
  Q_INVOKABLE void prepareExport(hearth::desktop::ExchangeController::Scope scope, qint64 id,
                                 const QString& name);
  Q_INVOKABLE void chooseScope(int index);  // in scopes()
  Q_INVOKABLE void exportTo(const QUrl& file);
  Q_INVOKABLE void prepareImport();
  Q_INVOKABLE void readImport(const QUrl& source);  // a file or folder; ends in Ready or Failed
  Q_INVOKABLE void importIt();                      // what readImport() found
  Q_INVOKABLE void stop();

 Q_SIGNALS:
  void changed();
  void progressChanged();
  void imported();  // new chats are in the database

 private:
  void setState(State state, const QString& sentence = {}, const QString& detail = {});
  void fail(const Error& error);
  StorageWorker& worker();
  // Called on the worker's thread; false when the user stopped it.
  bool report(uint32_t done, uint32_t total);
  void write(const storage::ExportRequest& request, Scope scope, int64_t id);
  void showImport(const storage::ImportReport& report, State state);
  storage::ImportProgress importProgress(uint32_t total);

  StorageWorker& chats_;
  const QString databasePath_;
  State state_ = Idle;
  Scope scope_ = All;
  qint64 scopeId_ = 0;
  Scope firstScope_ = All;
  QString scopeName_, format_ = QStringLiteral("markdown");
  bool thinking_ = false;
  QString sentence_, detail_;
  QVariantList problems_;
  std::string importPath_;
  uint32_t newChats_ = 0, readChats_ = 0;
  uint32_t done_ = 0, total_ = 0;
  std::atomic<bool> stopped_ = false;
  std::unique_ptr<StorageWorker> worker_;  // last: its thread ends first
};

}  // namespace hearth::desktop
