// The active branch of the open conversation, oldest first. Every row is known from the start; its text is
// fetched when a delegate first asks for it, with its neighbours, and parsed only then. So a conversation of
// thousands of messages opens as fast as a short one.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <vector>

#include <QAbstractListModel>
#include <QTimer>
#include <QtQmlIntegration>

#include "app/desktop/chat/branch_view.h"
#include "app/desktop/chat/message_item.h"

namespace hearth::desktop {

class MessageListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by ChatController")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role { MessageRole = Qt::UserRole };

  MessageListModel();

  // Shows another branch. Rows it shares with the present one keep their items and texts.
  void setBranch(BranchView branch);
  // Texts that were wanted; what is not in the branch (any more) is passed over.
  void provide(std::vector<storage::Message> messages);
  // Shown with the messages they belong to.
  void setSummaries(const std::vector<storage::Summary>& summaries);

  const std::vector<storage::Message>& branch() const { return branch_; }
  const storage::Message* find(qint64 messageId) const;  // null: not in this branch
  bool isLoaded(qint64 messageId) const;
  int rowOf(qint64 messageId) const;  // -1: not in this branch
  // The messages around a row whose texts are not there yet.
  std::vector<int64_t> missingAround(int row) const;
  // The item of a message in this branch; made if need be. Null when it is not in this branch.
  MessageItem* item(qint64 messageId);

  // What streams in reaches both the record and, where there is one, the item.
  void appendAnswer(qint64 messageId, const std::string& utf8);
  void appendThinking(qint64 messageId, const std::string& utf8);
  // What was shown as the answer so far turns out to be thinking.
  void answerWasThinking(qint64 messageId);
  void setProgress(qint64 messageId, const QString& progress);
  void finish(qint64 messageId, storage::MessageState state,
              const std::optional<storage::MessageStats>& stats, const std::string& error);

  int count() const { return static_cast<int>(branch_.size()); }
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void countChanged();
  void textsWanted(const std::vector<int64_t>& messageIds);

 private:
  storage::Message* record(qint64 messageId);
  void want(int row) const;
  void askForWanted();
  void dropUnseenItems(int row) const;

  std::vector<storage::Message> branch_;
  std::vector<uint32_t> missing_;                                 // as in BranchView
  std::map<qint64, QString> summaries_;                           // by message id
  mutable std::map<qint64, std::unique_ptr<MessageItem>> items_;  // by message id; made on demand
  mutable std::set<int> wantedRows_;
  mutable QTimer wantTimer_;  // gathers what one pass of layout asks for
  std::set<int64_t> asked_;
};

}  // namespace hearth::desktop
