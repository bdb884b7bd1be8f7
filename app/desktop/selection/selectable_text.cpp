#include "app/desktop/selection/selectable_text.h"

#include <algorithm>

#include <QQuickWindow>

#include "app/desktop/chat/message_item.h"

namespace hearth::desktop {

SelectableText::~SelectableText() {
  if (area_) area_->leave(this);
}

void SelectableText::componentComplete() {
  join();
  // A delegate may be put into its view after it is complete.
  if (!area_) QMetaObject::invokeMethod(this, &SelectableText::join, Qt::QueuedConnection);
}

void SelectableText::setBlock(int block) {
  block_ = block;
  if (area_) show();
}

void SelectableText::join() {
  if (area_ || !edit_) return;
  area_ = SelectionArea::above(edit_);
  if (!area_) return;
  area_->enter(this);
  connect(area_, &SelectionArea::selectionChanged, this, &SelectableText::show);
  if (inline_) connect(inline_, &InlineText::written, this, &SelectableText::show);
  connect(edit_, &QQuickItem::windowChanged, this, [this](const QQuickWindow* window) {
    if (!window && area_) area_->leave(this);  // taken out of the view, and on its way to be taken down
  });
  show();
}

TextPlace SelectableText::start() const {
  TextPlace place;
  place.block = block_;
  place.at = {cell_, firstPlace_};
  const BlockListModel* blocks = nullptr;
  for (QQuickItem* item = edit_; item; item = item->parentItem()) {
    if (!blocks) blocks = item->property("blocks").value<BlockListModel*>();
    auto* message = item->property("message").value<MessageItem*>();
    if (!message) continue;
    place.message = message->messageId();
    if (blocks && blocks != message->blocks()) place.part = TextPlace::Thinking;
    break;
  }
  return place;
}

QString SelectableText::text() const {
  if (whole_) return QString(QChar::ObjectReplacementCharacter);
  if (inline_) return inline_->places();
  return edit_ ? edit_->property("text").toString() : QString();
}

int SelectableText::documentPosition(int place) const {
  return inline_ ? inline_->documentPosition(place) : place;
}

int SelectableText::placeAt(QPointF point) const {
  if (whole_) return point.y() < edit_->height() / 2 ? 0 : 1;
  if (point.y() < 0) return 0;
  if (point.y() > edit_->height()) return static_cast<int>(text().size());
  int position = 0;
  QMetaObject::invokeMethod(edit_, "positionAt", Q_RETURN_ARG(int, position), Q_ARG(double, point.x()),
                            Q_ARG(double, point.y()));
  return inline_ ? inline_->placeAt(position) : position;
}

QRectF SelectableText::rectangleAt(int place) const {
  if (whole_) return {0, 0, edit_->width(), edit_->height()};
  QRectF rectangle;
  QMetaObject::invokeMethod(edit_, "positionToRectangle", Q_RETURN_ARG(QRectF, rectangle),
                            Q_ARG(int, documentPosition(place)));
  return rectangle;
}

QString SelectableText::linkAt(QPointF point) const {
  QString link = link_;
  if (!whole_) {
    QMetaObject::invokeMethod(edit_, "linkAt", Q_RETURN_ARG(QString, link), Q_ARG(double, point.x()),
                              Q_ARG(double, point.y()));
  }
  return link;
}

void SelectableText::show() {
  if (!area_ || !edit_) return;
  const auto [from, to] = area_->selectedIn(start());
  const int length = static_cast<int>(text().size());
  const int first = std::clamp(from.place - firstPlace_, 0, length);
  const int last = std::clamp(to.place - firstPlace_, 0, length);
  if (std::exchange(selected_, first < last) != selected_) Q_EMIT selectedChanged();
  if (whole_) return;
  if (first < last) {
    QMetaObject::invokeMethod(edit_, "select", Q_ARG(int, documentPosition(first)),
                              Q_ARG(int, documentPosition(last)));
  } else if (!edit_->property("selectedText").toString().isEmpty()) {
    QMetaObject::invokeMethod(edit_, "deselect");
  }
}

}  // namespace hearth::desktop
