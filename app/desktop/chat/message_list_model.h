// The active branch of the open conversation, oldest first. Rows are plain records until a delegate asks for
// one: a conversation of thousands of messages opens without parsing them.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QAbstractListModel>
#include <QtQmlIntegration>

#include "app/desktop/chat/message_item.h"

namespace hearth::desktop {

class MessageListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by ChatController")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role { MessageRole = Qt::UserRole };

  using QAbstractListModel::QAbstractListModel;

  // Shows another branch. Rows it shares with the present one keep their items.
  void setBranch(std::vector<storage::Message> branch);
  void append(storage::Message message);
  // Shown with the messages they belong to.
  void setSummaries(const std::vector<storage::Summary>& summaries);

  const std::vector<storage::Message>& branch() const { return branch_; }
  const storage::Message* find(qint64 messageId) const;
  int rowOf(qint64 messageId) const;  // -1: not in this branch
  // The item of a message in this branch; made if need be. Null when it is not in this branch.
  MessageItem* item(qint64 messageId);

  // What streams in reaches both the record and, where there is one, the item.
  void appendAnswer(qint64 messageId, const std::string& utf8);
  void appendThinking(qint64 messageId, const std::string& utf8);
  // What was shown as the answer so far turns out to be thinking.
  void answerWasThinking(qint64 messageId);
  void setProgress(qint64 messageId, const QString& progress);
  void finish(qint64 messageId, storage::MessageState state, const std::optional<storage::MessageStats>& stats,
              const std::string& error);

  int count() const { return static_cast<int>(branch_.size()); }
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void countChanged();

 private:
  storage::Message* record(qint64 messageId);

  std::vector<storage::Message> branch_;
  std::map<qint64, QString> summaries_;  // by message id
  mutable std::map<qint64, std::unique_ptr<MessageItem>> items_;  // by message id; made on demand
};

}  // namespace hearth::desktop
