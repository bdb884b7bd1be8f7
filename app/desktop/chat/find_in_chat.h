// Find within the open chat: every place in every message of the branch, also of those whose text is not
// loaded.
#pragma once

#include <vector>

#include <QObject>
#include <QStringList>
#include <QtQmlIntegration>

#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class FindInChat : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by ChatController")
  Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
  Q_PROPERTY(bool active READ active NOTIFY activeChanged)
  Q_PROPERTY(QStringList terms READ terms NOTIFY foundChanged)
  Q_PROPERTY(int count READ count NOTIFY foundChanged)
  Q_PROPERTY(int current READ current NOTIFY currentChanged)
  Q_PROPERTY(qint64 currentMessage READ currentMessage NOTIFY currentChanged)
  Q_PROPERTY(int currentInMessage READ currentInMessage NOTIFY currentChanged)
 public:
  explicit FindInChat(StorageWorker& storage) : storage_(storage) {}

  QString query() const { return query_; }
  void setQuery(const QString& query);
  bool active() const { return active_; }
  // What is looked for: the query as it was typed or, when it stands nowhere, its words.
  QStringList terms() const { return terms_; }
  int count() const { return static_cast<int>(places_.size()); }
  int current() const { return current_; }  // -1: none
  qint64 currentMessage() const;
  int currentInMessage() const;  // the how manieth place of its message

  // The branch to look through has changed: looks again.
  void setConversation(qint64 conversationId);
  Q_INVOKABLE void open();
  // `messageId`: where to begin; 0: at the end of the chat.
  void openAt(const QString& query, qint64 messageId);
  Q_INVOKABLE void close();
  Q_INVOKABLE void next();
  Q_INVOKABLE void previous();

 Q_SIGNALS:
  void queryChanged();
  void activeChanged();
  void foundChanged();
  void currentChanged();
  void wanted(qint64 messageId);  // the view should go to this message

 private:
  struct Place {
    qint64 messageId = 0;
    int inMessage = 0;
  };
  enum class Then { Stay, GoThere };
  void look(Then then);
  void show(QStringList terms, std::vector<Place> places, Then then);
  void go(int place);

  StorageWorker& storage_;
  qint64 conversationId_ = 0;
  bool active_ = false;
  QString query_;
  QStringList terms_;
  std::vector<Place> places_;
  int current_ = -1;
  qint64 startAt_ = 0;
  uint64_t looks_ = 0;
};

}  // namespace hearth::desktop
