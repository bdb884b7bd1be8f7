// Where rows go that a column no longer shows: taken down a few at a time, for a message of many rows that
// leaves the view would hold up the window if it went in one piece. GUI thread.
#pragma once

#include <deque>

#include <QQuickItem>
#include <QTimer>

namespace hearth::desktop {

class RowBin : public QObject {
  Q_OBJECT
 public:
  explicit RowBin(QObject* parent);
  // Out of sight at once, gone soon.
  void take(QQuickItem* row);
  size_t waiting() const { return rows_.size(); }

 private:
  void emptySome();

  std::deque<QQuickItem*> rows_;  // our children: they go with us
  QTimer soon_;
};

}  // namespace hearth::desktop
