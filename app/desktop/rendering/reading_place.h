// Keeps what is read where it is. It notes what stands at the top of the view whenever that is painted; when
// something above becomes higher or lower, the messages are moved so that it stands there again before the
// next frame. Nothing depends on how fast rows are made: what has not been painted holds nothing.
#pragma once

#include <vector>

#include <QPointer>
#include <QQuickItem>
#include <QtQmlIntegration>

#include "app/desktop/rendering/row_bin.h"

namespace hearth::desktop {

class ReadingPlace : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  // The ListView of the messages. A delegate with a true property "provisional" only keeps a place: what
  // comes there has another height, and nobody reads it. All delegates have one, and an "index".
  Q_PROPERTY(QQuickItem* list MEMBER view_ WRITE setView)
 public:
  explicit ReadingPlace(QQuickItem* parent = nullptr);
  ~ReadingPlace() override;
  void setView(QQuickItem* view);
  // The one of the view that an item is in; null: it has none.
  static ReadingPlace* above(QQuickItem* item);

  // Moves the messages back if what was painted last is elsewhere now. To be called whenever a message, or
  // something in one, has another height.
  Q_INVOKABLE void hold();
  // Around going elsewhere on purpose: first nothing is held, then what can be seen there.
  Q_INVOKABLE void release();
  Q_INVOKABLE void take();

  RowBin& bin() { return bin_; }

 protected:
  void updatePolish() override;
  // Called when a frame is taken over for painting, with the GUI thread at rest. Paints nothing.
  QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;

 private:
  // Something that was painted, and where: y in the coordinates of the view's content, which scrolling does
  // not change.
  struct Mark {
    QPointer<QQuickItem> item;
    double y = 0;
  };
  struct Seen;
  QQuickItem* content() const;
  void note();

  QPointer<QQuickItem> view_;
  std::vector<Mark> marks_;  // the first one there still is counts
  RowBin bin_;
};

}  // namespace hearth::desktop
