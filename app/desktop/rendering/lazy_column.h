// A column that makes an item only for those rows of its model that are near the view, in slices short enough
// for a frame between them. A short column is made at once; a long one shows estimated heights until its rows
// come near, and what is read stays where it is (ReadingPlace) while estimates above it turn into heights.
// Rows that are far from the view are let go of again, a few at a time.
#pragma once

#include <functional>
#include <vector>

#include <QAbstractItemModel>
#include <QPointer>
#include <QQmlComponent>
#include <QQmlListProperty>
#include <QQuickItem>
#include <QTimer>
#include <QtQmlIntegration>

#include "app/desktop/rendering/reading_place.h"

namespace hearth::desktop {

class LazyColumn : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  // A role "extent" tells how many lines a row will be high, more or less. A role "kind", where there is one,
  // chooses the delegate. A role "plain" is what a search finds in a row that is not made. A delegate with a
  // true property "keep" is not let go of. A role "continued" tells that a row's text goes on in the next.
  Q_PROPERTY(QAbstractItemModel* model MEMBER model_ WRITE setModel)
  Q_PROPERTY(QQmlListProperty<QQmlComponent> delegates READ delegates)
  Q_PROPERTY(double lineHeight MEMBER lineHeight_ WRITE setLineHeight)
  // Up to so many rows, of so many lines together, are made as soon as they are there.
  Q_PROPERTY(int rowsAtOnce MEMBER rowsAtOnce_)
  Q_PROPERTY(double linesAtOnce MEMBER linesAtOnce_)
  Q_PROPERTY(bool complete READ complete NOTIFY completeChanged)  // all rows are made
 public:
  explicit LazyColumn(QQuickItem* parent = nullptr);
  ~LazyColumn() override;
  void setModel(QAbstractItemModel* model);
  QQmlListProperty<QQmlComponent> delegates() { return {this, &delegates_}; }
  void setLineHeight(double pixels);

  int count() const { return static_cast<int>(rows_.size()); }
  bool complete() const { return unmade_ == 0; }
  // Rows from the top: the item, or for a row that is not made yet, none, with its words.
  struct RowText {
    QQuickItem* item = nullptr;
    QString words;
    QRectF place;
    bool continued = false;
  };
  void eachRow(const std::function<void(const RowText& row)>& visit) const;
  // Rows that reach into [top, bottom), as they were laid out last; null: not made yet.
  void eachRowBetween(double top, double bottom,
                      const std::function<void(QQuickItem* item, double y, double height)>& visit) const;

 Q_SIGNALS:
  void completeChanged();

 protected:
  void componentComplete() override;
  void updatePolish() override;

 private Q_SLOTS:
  void viewMoved() { polish(); }

 private:
  struct Row {
    QQuickItem* item = nullptr;  // null: not made yet
    double y = 0;
    double height = 0;
  };
  void insert(int first, int last);
  void remove(int first, int last);
  void change(int first, int last, const QList<int>& roles);
  void reset();
  double estimate(int row) const;
  QVariant role(int row, const char* name) const;
  QQmlComponent* delegateOf(int row);
  void make(int row);
  void drop(int row);
  void takeDown(QQuickItem* item);
  ReadingPlace* place();
  bool dropSome();
  void makeSome();
  void makeSoon();
  int nextWanted() const;  // -1: none
  void layOut();
  QQuickItem* view() const;  // the flickable around it; null: none
  // The visible part, in this item's coordinates.
  std::pair<double, double> visiblePart() const;
  std::vector<Row>::const_iterator firstBelow(double y) const;  // the first row that ends below it

  QPointer<QAbstractItemModel> model_;
  QList<QQmlComponent*> delegates_;
  QHash<int, QByteArray> roleNames_;
  std::vector<Row> rows_;
  int unmade_ = 0;
  bool saidComplete_ = true;
  double lineHeight_ = 24;
  int rowsAtOnce_ = 24;
  double linesAtOnce_ = 200;
  QPointer<QQuickItem> watched_;  // the flickable whose movements are heard of
  QPointer<ReadingPlace> place_;
  QPointer<RowBin> bin_;  // the place's; gone before it
  QTimer soon_;
};

}  // namespace hearth::desktop
