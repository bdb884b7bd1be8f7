#include "app/desktop/rendering/reading_place.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/desktop/rendering/lazy_column.h"

namespace hearth::desktop {
namespace {

constexpr char kProperty[] = "hearthReadingPlace";  // on the view: where what is in it finds this
constexpr size_t kMarksMax = 8;                     // one may vanish, and the next counts
constexpr char kProvisional[] = "provisional";
constexpr double kStill = 0.01;  // pixels: less is rounding

}  // namespace

// What can be seen between two heights of the content, and where something is missing that is still to come.
struct ReadingPlace::Seen {
  double top = 0, bottom = 0;
  std::vector<Mark> rows;   // that begin above the view and reach into it
  std::vector<Mark> below;  // rows and other things that begin in the view
  std::vector<Mark> gaps;   // y is where one ends; its item is of no account

  bool within(double y, double height) const { return height > 0 && y < bottom && y + height > top; }

  enum class Within { Message, Marked };  // Marked: what is around the item is held on to already

  // False: there is nothing in `item` to hold on to.
  bool look(QQuickItem* item, double y, Within around) {
    if (!item->isVisible() || !within(y, item->height())) return false;
    const bool begins = y >= top;
    if (begins && around == Within::Message) below.push_back({item, y});
    if (begins) around = Within::Marked;
    bool any = begins;
    if (auto* column = qobject_cast<LazyColumn*>(item)) return lookInto(*column, y) || any;
    for (QQuickItem* child : item->childItems()) any = look(child, y + child->y(), around) || any;
    return any;
  }

  bool lookInto(const LazyColumn& column, double y) {
    bool any = false;
    column.eachRowBetween(top - y, bottom - y, [&](QQuickItem* row, double rowY, double height) {
      if (!row) {
        gaps.push_back({nullptr, y + rowY + height});
      } else if (look(row, y + row->y(), Within::Message)) {
        any = true;
      } else if (within(y + row->y(), row->height())) {
        rows.push_back({row, y + row->y()});
        any = true;
      }
    });
    return any;
  }
};

ReadingPlace::ReadingPlace(QQuickItem* parent) : QQuickItem(parent), bin_(this) {
  setFlag(ItemHasContents);  // for updatePaintNode()
}

ReadingPlace::~ReadingPlace() {
  if (view_) view_->setProperty(kProperty, QVariant());
}

void ReadingPlace::setView(QQuickItem* view) {
  view_ = view;
  if (!view_) return;
  view_->setProperty(kProperty, QVariant::fromValue<QObject*>(this));
  connect(view_, SIGNAL(contentYChanged()), this, SLOT(update()));
}

ReadingPlace* ReadingPlace::above(QQuickItem* item) {
  for (; item; item = item->parentItem()) {
    if (auto* place = qobject_cast<ReadingPlace*>(item->property(kProperty).value<QObject*>())) return place;
  }
  return nullptr;
}

QQuickItem* ReadingPlace::content() const {
  return view_ ? view_->property("contentItem").value<QQuickItem*>() : nullptr;
}

void ReadingPlace::release() {
  marks_.clear();
  update();
}

// Only whole messages: what is in one that was just made has not found its place yet.
void ReadingPlace::take() {
  marks_.clear();
  QQuickItem* all = content();
  if (!all) return;
  const double top = view_->property("contentY").toDouble();
  for (QQuickItem* message : all->childItems()) {
    const QVariant provisional = message->property(kProvisional);
    if (provisional.isValid() && !provisional.toBool() && message->y() >= top &&
        message->y() < top + view_->height())
      marks_.push_back({message, message->y()});
  }
  std::sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) { return a.y < b.y; });
}

void ReadingPlace::updatePolish() {
  hold();
  update();
}

QSGNode* ReadingPlace::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
  note();
  return old;
}

void ReadingPlace::hold() {
  QQuickItem* all = content();
  const auto mark = std::find_if(marks_.begin(), marks_.end(), [&](const Mark& candidate) {
    return all && candidate.item && all->isAncestorOf(candidate.item);
  });
  if (mark == marks_.end()) return;
  QQuickItem* holding = mark->item;
  while (holding->parentItem() != all) holding = holding->parentItem();
  const double moved = mark->item->mapToItem(all, QPointF()).y() - mark->y;
  const auto put = [](QQuickItem* message, double y) {
    if (std::abs(message->y() - y) > kStill) message->setY(y);
  };
  // Not the view's own position, for that would end a flick that is under way: the messages. The view lays
  // them out from the first it has, and finds them where it would put them.
  put(holding, holding->y() - moved);
  std::map<int, QQuickItem*> messages;
  for (QQuickItem* child : all->childItems()) {
    if (child->metaObject()->indexOfProperty(kProvisional) >= 0)
      messages[child->property("index").toInt()] = child;
  }
  const int index = holding->property("index").toInt();
  double y = holding->y();
  for (int above = index - 1; messages.contains(above); --above) {
    y -= messages[above]->height();
    put(messages[above], y);
  }
  y = holding->y() + holding->height();
  for (int below = index + 1; messages.contains(below); ++below) {
    put(messages[below], y);
    y += messages[below]->height();
  }
}

void ReadingPlace::note() {
  QQuickItem* all = content();
  if (!all) return;
  Seen seen;
  seen.top = view_->property("contentY").toDouble();
  seen.bottom = seen.top + view_->height();
  for (QQuickItem* message : all->childItems()) {
    if (message->metaObject()->indexOfProperty(kProvisional) < 0) continue;  // the view's header and footer
    if (message->property(kProvisional).toBool()) {
      if (seen.within(message->y(), message->height()))
        seen.gaps.push_back({nullptr, message->y() + message->height()});
    } else {
      seen.look(message, message->y(), Seen::Within::Message);
    }
  }
  // What was held is held on to while there are gaps above it: they will change their heights.
  const auto held = std::find_if(marks_.begin(), marks_.end(), [&](const Mark& mark) {
    return mark.item && all->isAncestorOf(mark.item) && seen.within(mark.y, mark.item->height());
  });
  double from = -INFINITY;
  for (const Mark& gap : seen.gaps) {
    if (held != marks_.end() && gap.y <= held->y + kStill) from = std::max(from, gap.y);
  }
  // A row that reaches over the top first, and of several, one in another, the innermost.
  const auto later = [](const Mark& a, const Mark& b) { return a.y > b.y; };
  const auto earlier = [](const Mark& a, const Mark& b) { return a.y < b.y; };
  std::stable_sort(seen.rows.begin(), seen.rows.end(), later);
  std::stable_sort(seen.below.begin(), seen.below.end(), earlier);
  marks_.clear();
  for (const auto* some : {&seen.rows, &seen.below}) {
    for (const Mark& mark : *some) {
      if (mark.y + kStill >= from && marks_.size() < kMarksMax) marks_.push_back(mark);
    }
  }
}

}  // namespace hearth::desktop
