#include "app/desktop/chat/find_marks.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

#include <QPainter>

namespace hearth::desktop {
namespace {

constexpr std::chrono::milliseconds kLayoutDelay{30};
constexpr qreal kRadius = 3;

void eachText(QQuickItem* item, const std::function<void(QQuickItem*)>& visit) {
  if (!item->isVisible()) return;
  if (item->inherits("QQuickTextEdit")) visit(item);
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
    eachText(area_, [this](QQuickItem* text) {
      QString words;
      QMetaObject::invokeMethod(text, "getText", Q_RETURN_ARG(QString, words), Q_ARG(int, 0),
                                Q_ARG(int, text->property("length").toInt()));
      std::vector<std::pair<qsizetype, qsizetype>> found;
      for (const QString& term : terms_) {
        for (qsizetype at = words.indexOf(term, 0, Qt::CaseInsensitive); at >= 0 && !term.isEmpty();
             at = words.indexOf(term, at + term.size(), Qt::CaseInsensitive)) {
          found.emplace_back(at, at + term.size());
        }
      }
      std::sort(found.begin(), found.end());
      for (const auto& [from, to] : found) {
        std::vector<QRectF> lines = linesOf(text, from, to);
        for (QRectF& line : lines) line = mapRectFromItem(text, line);
        places_.push_back(std::move(lines));
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
  return places_[place].empty() ? QRectF() : places_[place].front();
}

void FindMarks::paint(QPainter* painter) {
  constexpr int kQuiet = 50, kLoud = 115;  // of 255
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(Qt::NoPen);
  const QRectF chosen = currentRect();
  for (const auto& lines : places_) {
    QColor fill = color_;
    fill.setAlpha(!lines.empty() && lines.front() == chosen ? kLoud : kQuiet);
    painter->setBrush(fill);
    for (const QRectF& line : lines) painter->drawRoundedRect(line, kRadius, kRadius);
  }
}

}  // namespace hearth::desktop
