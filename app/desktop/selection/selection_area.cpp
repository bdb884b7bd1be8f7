#include "app/desktop/selection/selection_area.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QStyleHints>
#include <QTextBoundaryFinder>

#include "app/desktop/selection/selectable_text.h"

namespace hearth::desktop {
namespace {

constexpr char kProperty[] = "hearthSelectionArea";  // on the ListView: where its delegates find the area
constexpr std::chrono::milliseconds kScrollTick{16};
constexpr double kScrollPerTick = 0.25;  // of the distance between pointer and view

bool takesMouse(const QQuickItem* item) {
  return item->inherits("QQuickAbstractButton") || item->inherits("QQuickScrollBar") ||
         item->inherits("QQuickTextInput");
}

bool controlBelow(const QQuickItem* root, QPointF scenePoint) {
  for (const QQuickItem* child : root->childItems()) {
    if (!child->isVisible()) continue;
    const bool inside = child->contains(child->mapFromScene(scenePoint));
    if (inside && takesMouse(child)) return true;
    if ((inside || !child->clip()) && controlBelow(child, scenePoint)) return true;
  }
  return false;
}

}  // namespace

SelectionArea::SelectionArea(QQuickItem* parent) : QQuickItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton | Qt::RightButton);
  autoScroll_.setInterval(kScrollTick);
  connect(&autoScroll_, &QTimer::timeout, this, &SelectionArea::scroll);
}

SelectionArea::~SelectionArea() {
  if (view_) view_->setProperty(kProperty, QVariant());
}

void SelectionArea::setView(QQuickItem* view) {
  view_ = view;
  if (view_) view_->setProperty(kProperty, QVariant::fromValue<QObject*>(this));
}

void SelectionArea::setMessages(MessageListModel* messages) {
  if (messages_) disconnect(messages_, nullptr, this, nullptr);
  messages_ = messages;
  if (!messages_) return;
  connect(messages_, &QAbstractItemModel::modelReset, this, &SelectionArea::forgetVanished);
  connect(messages_, &QAbstractItemModel::rowsRemoved, this, &SelectionArea::forgetVanished);
}

SelectionArea* SelectionArea::above(QQuickItem* item) {
  for (; item; item = item->parentItem()) {
    if (auto* area = qobject_cast<SelectionArea*>(item->property(kProperty).value<QObject*>())) return area;
  }
  return nullptr;
}

void SelectionArea::enter(SelectableText* text) { texts_.push_back(text); }

void SelectionArea::leave(SelectableText* text) { std::erase(texts_, text); }

void SelectionArea::forgetVanished() {
  if (hasSelection() && (messages_->rowOf(anchor_.message) < 0 || messages_->rowOf(focus_.message) < 0))
    clear();
}

bool SelectionArea::before(const TextPlace& a, const TextPlace& b) const {
  const auto key = [this](const TextPlace& p) {
    return std::tuple(messages_->rowOf(p.message), p.part, p.block, p.at);
  };
  return key(a) < key(b);
}

std::pair<TextPlace, TextPlace> SelectionArea::ordered() const {
  return before(focus_, anchor_) ? std::pair(focus_, anchor_) : std::pair(anchor_, focus_);
}

std::pair<BlockPlace, BlockPlace> SelectionArea::selectedIn(const TextPlace& piece) const {
  if (!hasSelection() || !messages_) return {};
  const auto [start, end] = ordered();
  const auto key = [this](const TextPlace& p) {
    return std::tuple(messages_->rowOf(p.message), p.part, p.block, p.at.cell);
  };
  if (key(piece) < key(start) || key(end) < key(piece)) return {};
  // Thinking is selected only from within: a selection that runs over it means the answers.
  const auto within = [&](const TextPlace& p) {
    return p.message == piece.message && p.part == TextPlace::Thinking;
  };
  if (piece.part == TextPlace::Thinking && !within(start) && !within(end)) return {};
  return {{piece.at.cell, key(piece) == key(start) ? start.at.place : 0},
          {piece.at.cell, key(piece) == key(end) ? end.at.place : INT_MAX}};
}

ClipboardText SelectionArea::selected() const {
  ClipboardText text;
  if (!hasSelection() || !messages_) return text;
  const auto [start, end] = ordered();
  for (int row = messages_->rowOf(start.message); row >= 0 && row <= messages_->rowOf(end.message); ++row) {
    const qint64 id = messages_->branch()[static_cast<size_t>(row)].id;
    MessageItem* item = messages_->item(id);
    text.beginMessage();
    if (item->fromUser()) {
      const int from = id == start.message ? start.at.place : 0;
      const int to = id == end.message ? end.at.place : INT_MAX;
      text.add(item->text().mid(from, to - from));
      continue;
    }
    for (const int part : {TextPlace::Thinking, TextPlace::Answer}) {
      const auto in = [&](const TextPlace& p) { return p.message == id && p.part == part; };
      const bool startsLater = id == start.message && start.part > part;
      const bool endsBefore = id == end.message && end.part < part;
      if (startsLater || endsBefore || (part == TextPlace::Thinking && !in(start) && !in(end))) continue;
      const auto& blocks =
          (part == TextPlace::Thinking ? item->thinking()->blocks() : item->blocks())->blocks();
      const int last = in(end) ? std::min(end.block, static_cast<int>(blocks.size()) - 1)
                               : static_cast<int>(blocks.size()) - 1;
      for (int block = in(start) ? start.block : 0; block <= last; ++block) {
        const BlockPlace from = in(start) && block == start.block ? start.at : kBlockStart;
        const BlockPlace to = in(end) && block == end.block ? end.at : kBlockEnd;
        if (from < to) text.add(blocks[static_cast<size_t>(block)], from, to);
      }
    }
  }
  return text;
}

void SelectionArea::copy() const {
  if (!hasSelection()) return;
  const ClipboardText text = selected();
  auto* data = new QMimeData;  // the clipboard's own from here on
  data->setText(text.plain());
  data->setHtml(text.html());
  QGuiApplication::clipboard()->setMimeData(data);
}

void SelectionArea::copyMarkdown() const {
  if (hasSelection()) QGuiApplication::clipboard()->setText(selected().markdown());
}

void SelectionArea::copyPlain() const {
  if (hasSelection()) QGuiApplication::clipboard()->setText(selected().plain());
}

void SelectionArea::clear() { set({}, {}); }

void SelectionArea::set(const TextPlace& anchor, const TextPlace& focus) {
  if (anchor == anchor_ && focus == focus_) return;
  anchor_ = anchor;
  focus_ = focus;
  Q_EMIT selectionChanged();
}

void SelectionArea::selectAll() {
  if (!messages_ || messages_->count() == 0) return;
  const auto all = [&](qint64 first, qint64 last) {
    set({first, TextPlace::Answer, 0, kBlockStart}, {last, TextPlace::Answer, INT_MAX, kBlockEnd});
  };
  const qint64 here = focus_.message != 0 ? focus_.message : messages_->branch().back().id;
  const TextPlace anchor = anchor_;
  const TextPlace focus = focus_;
  all(here, here);
  if (anchor == anchor_ && focus == focus_)
    all(messages_->branch().front().id, messages_->branch().back().id);
}

bool SelectionArea::controlAt(QPointF point) const { return view_ && controlBelow(view_, mapToScene(point)); }

// The text under a point or, beside all text, the nearest above or below it.
SelectionArea::Hit SelectionArea::hit(QPointF point) const {
  Hit best;
  double nearest = INFINITY;
  for (SelectableText* text : texts_) {
    QQuickItem* edit = text->edit();
    if (!edit || !edit->isVisible() || edit->height() <= 0) continue;
    const QRectF box = edit->mapRectToItem(this, QRectF(0, 0, edit->width(), edit->height()));
    const double beyondX = std::max({box.left() - point.x(), point.x() - box.right(), 0.0});
    const double beyondY = std::max({box.top() - point.y(), point.y() - box.bottom(), 0.0});
    const double distance = beyondY * 1000 + beyondX;  // the line counts more than the column
    if (distance >= nearest) continue;
    nearest = distance;
    best.text = text;
  }
  if (!best.text) return best;
  best.place = best.text->start();
  best.local = best.text->placeAt(best.text->edit()->mapFromItem(this, point));
  best.place.at.place += best.local;
  return best;
}

void SelectionArea::mousePressEvent(QMouseEvent* event) {
  const QPointF point = event->position();
  // A finger scrolls; a button is pressed.
  const Hit under = event->source() == Qt::MouseEventNotSynthesized && !controlAt(point) ? hit(point) : Hit();
  if (!under.text) {
    event->ignore();
    return;
  }
  if (event->button() == Qt::RightButton) {
    if (hasSelection()) {
      Q_EMIT menuRequested(point);
    } else {
      selectWord(under);
      Q_EMIT menuRequested(point);
    }
    return;
  }
  pressed_ = true;
  dragged_ = false;
  pressPoint_ = lastPoint_ = point;
  if (event->modifiers() & Qt::ShiftModifier && anchor_.message != 0) {
    forceActiveFocus(Qt::MouseFocusReason);
    set(anchor_, under.place);
  } else {
    set(under.place, under.place);
  }
}

void SelectionArea::mouseMoveEvent(QMouseEvent* event) {
  if (!pressed_) return;
  lastPoint_ = event->position();
  const double moved = (lastPoint_ - pressPoint_).manhattanLength();
  if (!dragged_ && moved < QGuiApplication::styleHints()->startDragDistance()) return;
  if (!dragged_) forceActiveFocus(Qt::MouseFocusReason);
  dragged_ = true;
  if (const Hit under = hit(lastPoint_); under.text) set(anchor_, under.place);
  const bool beyond = lastPoint_.y() < 0 || lastPoint_.y() > height();
  if (beyond != autoScroll_.isActive()) beyond ? autoScroll_.start() : autoScroll_.stop();
}

void SelectionArea::mouseReleaseEvent(QMouseEvent* event) {
  autoScroll_.stop();
  if (!std::exchange(pressed_, false) || dragged_ || event->modifiers() != Qt::NoModifier) return;
  const Hit under = hit(event->position());
  if (!under.text) return;
  const QString link = under.text->linkAt(under.text->edit()->mapFromItem(this, event->position()));
  if (!link.isEmpty()) Q_EMIT linkActivated(link);
}

void SelectionArea::mouseDoubleClickEvent(QMouseEvent* event) {
  const Hit under = controlAt(event->position()) ? Hit() : hit(event->position());
  if (!under.text || event->button() != Qt::LeftButton) {
    event->ignore();
    return;
  }
  forceActiveFocus(Qt::MouseFocusReason);
  selectWord(under);
}

SelectableText* SelectionArea::textOf(const TextPlace& place) const {
  for (SelectableText* text : texts_) {
    const TextPlace start = text->start();
    TextPlace asked = place;
    asked.at.place = start.at.place;
    const int local = place.at.place - start.at.place;
    if (asked == start && local >= 0 && local <= static_cast<int>(text->text().size())) return text;
  }
  return nullptr;
}

void SelectionArea::selectWord(const Hit& under) {
  const QString text = under.text->text();
  QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
  finder.setPosition(under.local);
  if (!finder.isAtBoundary()) finder.toPreviousBoundary();
  const auto first = static_cast<int>(std::max<qsizetype>(finder.position(), 0));
  finder.setPosition(first);
  const qsizetype end = finder.toNextBoundary();
  TextPlace from = under.text->start();
  TextPlace to = from;
  from.at.place += first;
  to.at.place += static_cast<int>(end < 0 ? text.size() : end);
  set(from, to);
}

// While the pointer is beyond the view, the view follows it.
void SelectionArea::scroll() {
  if (!view_) return;
  const double beyond = lastPoint_.y() < 0 ? lastPoint_.y() : std::max(0.0, lastPoint_.y() - height());
  const double origin = view_->property("originY").toDouble();
  const double most =
      std::max(origin, origin + view_->property("contentHeight").toDouble() - view_->height());
  const double wanted = view_->property("contentY").toDouble() + beyond * kScrollPerTick;
  view_->setProperty("following", false);
  view_->setProperty("contentY", std::clamp(wanted, origin, most));
  const QPointF edge(lastPoint_.x(), std::clamp(lastPoint_.y(), 1.0, height() - 1));
  if (const Hit under = hit(edge); under.text) set(anchor_, under.place);
}

void SelectionArea::keyPressEvent(QKeyEvent* event) {
  const bool words = event->modifiers() & Qt::ControlModifier;
  const bool extends = event->modifiers() & Qt::ShiftModifier;
  if (event->matches(QKeySequence::Copy)) {
    copy();
  } else if (event->matches(QKeySequence::SelectAll)) {
    selectAll();
  } else if (event->key() == Qt::Key_Escape && hasSelection()) {
    clear();
  } else if (extends && event->key() == Qt::Key_Left) {
    moveFocus(-1, words);
  } else if (extends && event->key() == Qt::Key_Right) {
    moveFocus(1, words);
  } else if (extends && event->key() == Qt::Key_Up) {
    moveFocusLine(-1);
  } else if (extends && event->key() == Qt::Key_Down) {
    moveFocusLine(1);
  } else {
    event->ignore();
  }
}

void SelectionArea::moveFocus(int step, bool words) {
  SelectableText* here = textOf(focus_);
  if (!here) return;
  std::vector<std::pair<TextPlace, SelectableText*>> pieces;
  for (SelectableText* text : texts_) pieces.emplace_back(text->start(), text);
  std::sort(pieces.begin(), pieces.end(),
            [this](const auto& a, const auto& b) { return before(a.first, b.first); });
  auto at =
      std::find_if(pieces.begin(), pieces.end(), [&](const auto& piece) { return piece.second == here; });
  TextPlace focus = focus_;
  // Where one piece goes on in the next, its end is the other's beginning: no step.
  while (focus == focus_) {
    const QString text = at->second->text();
    QTextBoundaryFinder finder(words ? QTextBoundaryFinder::Word : QTextBoundaryFinder::Grapheme, text);
    finder.setPosition(focus.at.place - at->first.at.place);
    const qsizetype next = step > 0 ? finder.toNextBoundary() : finder.toPreviousBoundary();
    if (next >= 0) {
      focus = at->first;
      focus.at.place += static_cast<int>(next);
    } else if (step > 0 && std::next(at) != pieces.end()) {
      ++at;
      focus = at->first;
    } else if (step < 0 && at != pieces.begin()) {
      --at;
      focus = at->first;
      focus.at.place += static_cast<int>(at->second->text().size());
    } else {
      return;
    }
  }
  set(anchor_, focus);
}

void SelectionArea::moveFocusLine(int direction) {
  const SelectableText* text = textOf(focus_);
  if (!text) return;
  const QRectF cursor = text->rectangleAt(focus_.at.place - text->start().at.place);
  const QPointF point =
      text->edit()->mapToItem(this, QPointF(cursor.x(), cursor.center().y() + direction * cursor.height()));
  if (const Hit under = hit(point); under.text) set(anchor_, under.place);
}

}  // namespace hearth::desktop
