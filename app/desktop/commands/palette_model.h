// What the palette (Ctrl+K) finds while one types: commands and models at once, chats and messages as soon as
// the database answers. A first character narrows it: > commands, # models, @ folders.
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QtQmlIntegration>

#include "app/desktop/commands/command_registry.h"
#include "app/desktop/models/model_controller.h"
#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class PaletteModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role { TitleRole = Qt::UserRole, SnippetRole, KeysRole, IconRole, SectionRole };

  PaletteModel(StorageWorker& storage, CommandRegistry& commands, ModelController& models);

  QString query() const { return query_; }
  void setQuery(const QString& query);
  Q_INVOKABLE void open(const QString& query);  // also reads anew what changed since
  // True when choosing the row only narrows the search, so that the palette stays open.
  Q_INVOKABLE bool narrows(int row) const;
  Q_INVOKABLE void choose(int row);

  int count() const { return static_cast<int>(rows_.size()); }
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void queryChanged();
  void countChanged();
  // A message (0: the chat's title matched), and the words that led to it.
  void chatChosen(qint64 conversationId, qint64 messageId, const QString& words);

 private:
  enum class Kind { Chat, Command, Model, Folder };
  struct Row {
    Kind kind = Kind::Chat;
    QString title{}, snippet{}, keys{}, icon{}, section{};
    QString id{};  // of a command, path of a model, name of a folder
    qint64 conversationId = 0, messageId = 0;
    int score = 0;
  };
  using Rows = std::vector<Row>;

  void search();
  void show(Rows chats);
  Rows commandRows(const QString& typed) const;
  Rows modelRows(const QString& typed) const;
  Rows recentRows(const std::vector<storage::Conversation>& list) const;
  Rows hitRows(const std::vector<storage::SearchHit>& hits) const;
  void searchFolders(const QString& typed);
  bool asked(uint64_t search) const { return search == search_; }

  StorageWorker& storage_;
  CommandRegistry& commands_;
  ModelController& models_;
  Rows rows_;
  QString query_;
  uint64_t search_ = 0;  // counts questions; a late answer to an earlier one is dropped
};

}  // namespace hearth::desktop
