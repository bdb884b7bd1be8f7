// The search of the hub: words out, repositories in, page by page. Sends only what search() is called with.
// GUI thread.
#pragma once

#include <memory>

#include <QObject>
#include <QtQmlIntegration>

#include "app/desktop/library/hub_access.h"
#include "app/desktop/library/row_list_model.h"
#include "app/library/hub_client.h"

namespace hearth::desktop {

class HubSearch : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by LibraryController")
  Q_PROPERTY(hearth::desktop::RowListModel* rows READ rows CONSTANT)
  Q_PROPERTY(bool busy READ busy NOTIFY changed)
  Q_PROPERTY(bool asked READ asked NOTIFY changed)
  Q_PROPERTY(bool more READ more NOTIFY changed)
  Q_PROPERTY(QString failure READ failure NOTIFY changed)
  Q_PROPERTY(QString words READ words NOTIFY changed)
  Q_PROPERTY(QStringList orders READ orders CONSTANT)
  Q_PROPERTY(int order READ order WRITE setOrder NOTIFY changed)
 public:
  explicit HubSearch(HubAccess& hub);

  RowListModel* rows() { return &rows_; }
  bool busy() const { return client_ != nullptr; }
  bool asked() const { return asked_; }
  bool more() const { return !next_.isEmpty(); }
  QString failure() const { return failure_; }
  QString words() const { return words_; }
  QStringList orders() const;
  int order() const { return order_; }
  void setOrder(int order);  // asks again, if something was asked
  const library::HubModel* find(const QString& repository) const;

  void search(const QString& words);
  Q_INVOKABLE void loadMore();

 Q_SIGNALS:
  void changed();

 private:
  void send(const library::HubQuery& query);

  HubAccess& hub_;
  std::unique_ptr<library::HubClient> client_;  // while something is asked
  QList<library::HubModel> models_;
  QString words_, failure_;
  QUrl next_;
  int order_ = 0;
  bool asked_ = false;
  RowListModel rows_;
};

}  // namespace hearth::desktop
