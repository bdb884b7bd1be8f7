#include "app/desktop/chat/find_marks.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

#include <QPainter>

#include "app/desktop/rendering/lazy_column.h"

namespace hearth::desktop {
namespace {

constexpr std::chrono::milliseconds kLayoutDelay{30};
constexpr qreal kRadius = 3;

// The texts below an item, in order: a TextEdit, or the words and the place of what is not laid out yet.
struct Text {
  QQuickItem* edit = nullptr;
  QString words;
  QQuickItem* column = nullptr;
  QRectF place;  // in the column
};

void eachText(QQuickItem* item, const std::function<void(const Text&)>& visit) {
  if (!item->isVisible()) return;
  if (item->inherits("QQuickTextEdit")) {
    Text text;
    text.edit = item;
    QMetaObject::invokeMethod(item, "getText", Q_RETURN_ARG(QString, text.words), Q_ARG(int, 0),
                              Q_ARG(int, item->property("length").toInt()));
    visit(text);
  }
  if (auto* column = qobject_cast<LazyColumn*>(item)) {
    column->eachRow([&](QQuickItem* row, const QString& words, const QRectF& place) {
      row ? eachText(row, visit) : visit({nullptr, words, column, place});
    });
    return;
  }
  for (QQuickItem* child : item->childItems()) eachText(child, visit);
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
  QQuickPaintedItem::geometryChange(now, before);
  if (!terms_.isEmpty()) lookTimer_.start();
}

void FindMarks::look() {
  places_.clear();
  if (area_ && !terms_.isEmpty()) {
    eachText(area_, [this](const Text& text) {
      std::vector<std::pair<qsizetype, qsizetype>> found;
      for (const QString& term : terms_) {
        for (qsizetype at = text.words.indexOf(term, 0, Qt::CaseInsensitive); at >= 0 && !term.isEmpty();
             at = text.words.indexOf(term, at + term.size(), Qt::CaseInsensitive)) {
          found.emplace_back(at, at + term.size());
        }
      }
      std::sort(found.begin(), found.end());
      for (const auto& [from, to] : found) {
        if (!text.edit) {  // somewhere in there: once it is in view it is made, and found again
          places_.push_back({{mapRectFromItem(text.column, text.place)}, false});
          continue;
        }
        std::vector<QRectF> lines = linesOf(text.edit, from, to);
        for (QRectF& line : lines) line = mapRectFromItem(text.edit, line);
        places_.push_back({std::move(lines), true});
      }
    });
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

void FindMarks::paint(QPainter* painter) {
  constexpr int kQuiet = 50, kLoud = 115;  // of 255
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(Qt::NoPen);
  const QRectF chosen = currentRect();
  for (const auto& [lines, exact] : places_) {
    if (!exact) continue;
    QColor fill = color_;
    fill.setAlpha(!lines.empty() && lines.front() == chosen ? kLoud : kQuiet);
    painter->setBrush(fill);
    for (const QRectF& line : lines) painter->drawRoundedRect(line, kRadius, kRadius);
  }
}

}  // namespace hearth::desktop
