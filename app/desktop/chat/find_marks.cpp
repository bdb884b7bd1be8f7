#include "app/desktop/chat/find_marks.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include <QQuickWindow>
#include <QSGRectangleNode>

#include "app/desktop/rendering/lazy_column.h"

namespace hearth::desktop {
namespace {

constexpr std::chrono::milliseconds kLayoutDelay{30};

// A text below an item: a TextEdit, or the words and the place of what is not laid out yet.
struct Text {
  QQuickItem* edit = nullptr;
  QString words;
  QQuickItem* column = nullptr;
  QRectF place;            // in the column
  bool continued = false;  // goes on in the next
};

// In order.
void gather(QQuickItem* item, std::vector<Text>& texts) {
  if (!item->isVisible()) return;
  if (item->inherits("QQuickTextEdit")) {
    Text text;
    text.edit = item;
    QMetaObject::invokeMethod(item, "getText", Q_RETURN_ARG(QString, text.words), Q_ARG(int, 0),
                              Q_ARG(int, item->property("length").toInt()));
    texts.push_back(std::move(text));
  }
  if (auto* column = qobject_cast<LazyColumn*>(item)) {
    column->eachRow([&](const LazyColumn::RowText& row) {
      const size_t before = texts.size();
      if (row.item) {
        gather(row.item, texts);
      } else {
        texts.push_back({nullptr, row.words, column, row.place, false});
      }
      if (texts.size() > before) texts.back().continued = row.continued;
    });
    return;
  }
  for (QQuickItem* child : item->childItems()) gather(child, texts);
}

QRectF rectangleAt(QQuickItem* text, qsizetype position) {
  QRectF rectangle;
  QMetaObject::invokeMethod(text, "positionToRectangle", Q_RETURN_ARG(QRectF, rectangle),
                            Q_ARG(int, static_cast<int>(position)));
  return rectangle;
}

// The rectangles of [from, to), one a line, in the text's coordinates.
std::vector<QRectF> linesOf(QQuickItem* text, qsizetype from, qsizetype to) {
  std::vector<QRectF> lines;
  for (qsizetype at = from; at < to; ++at) {
    const QRectF left = rectangleAt(text, at), right = rectangleAt(text, at + 1);
    const bool sameLine = std::abs(left.y() - right.y()) < 1;
    const QRectF glyph(left.x(), left.y(), sameLine ? right.x() - left.x() : text->width() - left.x(),
                       left.height());
    if (!lines.empty() && std::abs(lines.back().y() - glyph.y()) < 1) {
      lines.back() = lines.back().united(glyph);
    } else {
      lines.push_back(glyph);
    }
  }
  return lines;
}

}  // namespace

FindMarks::FindMarks() {
  setFlag(ItemHasContents);
  connect(this, &FindMarks::colorChanged, this, &QQuickItem::update);
  lookTimer_.setSingleShot(true);
  lookTimer_.setInterval(kLayoutDelay);
  connect(&lookTimer_, &QTimer::timeout, this, &FindMarks::look);
}

void FindMarks::setArea(QQuickItem* area) {
  if (area_ == area) return;
  area_ = area;
  lookTimer_.start();
  Q_EMIT areaChanged();
}

void FindMarks::setTerms(const QStringList& terms) {
  if (terms_ == terms) return;
  terms_ = terms;
  lookTimer_.start();
  Q_EMIT termsChanged();
}

void FindMarks::setCurrent(int current) {
  if (current_ == current) return;
  current_ = current;
  update();
  Q_EMIT currentChanged();
  Q_EMIT currentRectChanged();
}

void FindMarks::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickItem::geometryChange(now, before);
  if (!terms_.isEmpty()) lookTimer_.start();
}

void FindMarks::look() {
  places_.clear();
  std::vector<Text> texts;
  if (area_ && !terms_.isEmpty()) gather(area_, texts);
  for (size_t first = 0; first < texts.size();) {
    // What goes on from one text to the next is looked through as one.
    std::vector<qsizetype> starts;
    QString words;
    size_t next = first;
    do {
      starts.push_back(words.size());
      words += texts[next].words;
    } while (texts[next++].continued && next < texts.size());
    std::vector<std::pair<qsizetype, qsizetype>> found;
    for (const QString& term : terms_) {
      for (qsizetype at = words.indexOf(term, 0, Qt::CaseInsensitive); at >= 0 && !term.isEmpty();
           at = words.indexOf(term, at + term.size(), Qt::CaseInsensitive)) {
        found.emplace_back(at, at + term.size());
      }
    }
    std::sort(found.begin(), found.end());
    for (const auto& [from, to] : found) {
      Place place;
      for (size_t i = 0; i < starts.size(); ++i) {
        const Text& text = texts[first + i];
        const qsizetype begin = std::max(from - starts[i], qsizetype{0});
        const qsizetype end = std::min(to - starts[i], text.words.size());
        if (begin >= end) continue;
        if (!text.edit) {  // somewhere in there: once it is in view it is made, and found again
          place = {{mapRectFromItem(text.column, text.place)}, false};
          break;
        }
        for (const QRectF& line : linesOf(text.edit, begin, end))
          place.lines.push_back(mapRectFromItem(text.edit, line));
      }
      places_.push_back(std::move(place));
    }
    first = next;
  }
  update();
  Q_EMIT countChanged();
  Q_EMIT currentRectChanged();
}

QRectF FindMarks::currentRect() const {
  if (current_ < 0 || places_.empty()) return {};
  // What is written may show fewer places than the raw text has, where marks of Markdown stand between.
  const auto place = std::min(static_cast<size_t>(current_), places_.size() - 1);
  return places_[place].lines.empty() ? QRectF() : places_[place].lines.front();
}

QSGNode* FindMarks::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
  constexpr int kQuiet = 50, kLoud = 115;  // of 255
  delete old;
  auto* marks = new QSGNode;  // the scene's own from here on
  const QRectF chosen = currentRect();
  for (const auto& [lines, exact] : places_) {
    if (!exact) continue;
    QColor fill = color_;
    fill.setAlpha(!lines.empty() && lines.front() == chosen ? kLoud : kQuiet);
    for (const QRectF& line : lines) {
      QSGRectangleNode* mark = window()->createRectangleNode();
      mark->setFlag(QSGNode::OwnedByParent);
      mark->setRect(line);
      mark->setColor(fill);
      marks->appendChildNode(mark);
    }
  }
  return marks;
}

}  // namespace hearth::desktop
