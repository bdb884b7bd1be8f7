#include "app/desktop/rendering/plain_rows.h"

#include <algorithm>
#include <cmath>

#include <QTextBoundaryFinder>

namespace hearth::desktop {
namespace {

constexpr qsizetype kRowMax = 2000;         // UTF-16 units: about a millisecond of layout
constexpr int kLinesMax = 40;               // of a row
constexpr qsizetype kCharactersALine = 70;  // of the bubble, more or less

// Where a row that begins at `start` ends in the middle of a line: behind a space, or between two characters
// as the reader sees them.
qsizetype cutIn(QStringView text, qsizetype start) {
  const qsizetype space = text.left(start + kRowMax).lastIndexOf(u' ');
  if (space > start) return space + 1;
  const QStringView near = text.mid(start, kRowMax + 1);
  QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, near.data(), near.size());
  finder.setPosition(kRowMax);
  if (!finder.isAtBoundary()) finder.toPreviousBoundary();
  return start + (finder.position() > 0 ? finder.position() : kRowMax);
}

}  // namespace

std::vector<PlainRows::Row> PlainRows::rowsOf(QStringView text) {
  std::vector<Row> rows;
  for (qsizetype at = 0;;) {
    Row row{at, 0, false};
    qsizetype end = -1;  // of the last whole line that fits
    qsizetype next = at;
    for (int line = 0; line < kLinesMax; ++line) {
      const qsizetype lineEnd = text.indexOf(u'\n', next);
      const qsizetype stop = lineEnd < 0 ? text.size() : lineEnd;
      if (stop - at > kRowMax) break;
      end = stop;
      next = stop + 1;
      if (lineEnd < 0) break;
    }
    if (end < 0) {
      end = cutIn(text, at);
      row.continued = true;
    }
    row.length = end - at;
    rows.push_back(row);
    if (end >= text.size()) return rows;
    at = row.continued ? end : end + 1;
  }
}

void PlainRows::setText(const QString& text) {
  if (text_ == text && !rows_.empty()) return;
  beginResetModel();
  text_ = text;
  rows_ = rowsOf(text_);
  endResetModel();
  Q_EMIT textChanged();
}

int PlainRows::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant PlainRows::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Row& row = rows_[static_cast<size_t>(index.row())];
  switch (role) {
    case LinesRole:
    case PlainRole:
      return text_.mid(row.start, row.length);
    case StartRole:
      return static_cast<int>(row.start);
    case ContinuedRole:
      return row.continued;
    case ExtentRole: {
      double lines = 0;
      for (const QStringView line : QStringView(text_).mid(row.start, row.length).split(u'\n'))
        lines += std::max(1.0, std::ceil(static_cast<double>(line.size()) / kCharactersALine));
      return lines;
    }
    default:
      return {};
  }
}

QHash<int, QByteArray> PlainRows::roleNames() const {
  return {{LinesRole, "lines"},
          {StartRole, "start"},
          {ExtentRole, "extent"},
          {PlainRole, "plain"},
          {ContinuedRole, "continued"}};
}

}  // namespace hearth::desktop
