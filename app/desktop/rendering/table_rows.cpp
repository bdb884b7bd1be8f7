#include "app/desktop/rendering/table_rows.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QFontMetricsF>
#include <QGuiApplication>

#include "app/desktop/rendering/inline_runs.h"

namespace hearth::desktop {
namespace {

constexpr double kWidest = 320;  // of a column's text and padding; longer text wraps
constexpr double kPadding = 28;

// How wide cells' texts are in the styles of their runs.
class CellMeasure {
 public:
  CellMeasure(int textSize, const QString& codeFamily)
      : header_(font(textSize - 2, QFont::Medium)),
        plain_(font(textSize - 1, QFont::Normal)),
        bold_(font(textSize - 1, QFont::DemiBold)),
        code_(codeFont(textSize - 1, codeFamily)) {}

  double widthOf(const QString& html, bool header) const {
    double widest = 0, line = 0;
    for (const InlineRun& run : inlineRuns(html.toStdString())) {
      const QFontMetricsF& metrics = run.style.code   ? code_
                                     : header         ? header_
                                     : run.style.bold ? bold_
                                                      : plain_;
      const QStringList lines = run.text.split(u'\n');
      for (qsizetype i = 0; i < lines.size(); ++i) {
        if (i > 0) line = 0;
        line += metrics.horizontalAdvance(lines[i]);
        widest = std::max(widest, line);
      }
    }
    return std::ceil(widest);
  }

 private:
  static QFontMetricsF font(int pixels, QFont::Weight weight) {
    QFont font = QGuiApplication::font();
    font.setPixelSize(std::max(pixels, 1));
    font.setWeight(weight);
    return QFontMetricsF(font);
  }
  static QFontMetricsF codeFont(int pixels, const QString& family) {
    QFont font(family);
    font.setPixelSize(std::max(pixels, 1));
    return QFontMetricsF(font);
  }
  QFontMetricsF header_, plain_, bold_, code_;
};

}  // namespace

void TableRows::setCells(const QVariantList& cells) {
  given_ = cells;
  std::vector<QStringList> rows;
  rows.reserve(static_cast<size_t>(cells.size()));
  for (const QVariant& row : cells) rows.push_back(row.toStringList());
  // While a table streams in, only its end changes.
  const auto [was, now] = std::mismatch(rows_.begin(), rows_.end(), rows.begin(), rows.end());
  const auto same = static_cast<int>(now - rows.begin());
  const auto had = static_cast<int>(rows_.size()), has = static_cast<int>(rows.size());
  if (same == had && same == has) return;
  if (has < had) {
    beginRemoveRows({}, has, had - 1);
    rows_.resize(rows.size());
    endRemoveRows();
  }
  const int kept = std::min(had, has);
  std::copy(rows.begin() + same, rows.begin() + kept, rows_.begin() + same);
  measureFrom(static_cast<size_t>(same));  // before rows are made to these widths
  if (same < kept) Q_EMIT dataChanged(index(same), index(kept - 1));
  if (has > had) {
    beginInsertRows({}, had, has - 1);
    rows_.insert(rows_.end(), rows.begin() + had, rows.end());
    measureFrom(static_cast<size_t>(had));
    endInsertRows();
  }
}

void TableRows::setColumns(int columns) {
  if (columns_ == columns) return;
  columns_ = columns;
  measureAll();
}

void TableRows::setTextSize(int pixels) {
  if (textSize_ == pixels) return;
  textSize_ = pixels;
  measureAll();
}

void TableRows::setCodeFamily(const QString& family) {
  if (codeFamily_ == family) return;
  codeFamily_ = family;
  measureAll();
}

void TableRows::setAvailable(double pixels) {
  if (available_ == pixels) return;
  available_ = pixels;
  share();
}

void TableRows::measureAll() {
  natural_ = QList<qreal>(columns_, kPadding);
  measureFrom(0);
}

void TableRows::measureFrom(size_t row) {
  const CellMeasure measure(textSize_, codeFamily_);
  for (; row < rows_.size(); ++row) {
    for (qsizetype column = 0; column < std::min(rows_[row].size(), natural_.size()); ++column) {
      qreal& widest = natural_[column];
      if (widest >= kWidest) continue;
      const double content = measure.widthOf(rows_[row][column], row == 0) + kPadding;
      widest = std::max(widest, std::min(content, kWidest));
    }
  }
  share();
}

void TableRows::widen(int column, double content) {
  if (column < 0 || column >= natural_.size()) return;
  const double wanted = std::min(std::ceil(content) + kPadding, kWidest);
  if (wanted <= natural_[column]) return;
  natural_[column] = wanted;
  share();
}

// What is left over goes to all columns, in proportion.
void TableRows::share() {
  QList<qreal> widths = natural_;
  const double needed = std::accumulate(widths.begin(), widths.end(), 0.0);
  if (needed > 0 && needed < available_) {
    double right = 0;  // whole pixels, so that text stays sharp
    double sum = 0;
    for (qreal& width : widths) {
      sum += width;
      const double edge = std::round(sum / needed * available_);
      width = edge - right;
      right = edge;
    }
  }
  if (widths == widths_) return;
  widths_ = widths;
  Q_EMIT widthsChanged();
}

double TableRows::totalWidth() const { return std::accumulate(widths_.begin(), widths_.end(), 0.0); }

int TableRows::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant TableRows::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const QStringList& row = rows_[static_cast<size_t>(index.row())];
  if (role == CellsRole) return row;
  if (role != PlainRole) return {};
  QStringList words;
  for (const QString& cell : row) words << plainText(inlineRuns(cell.toStdString()));
  return words.join(u'\n');
}

QHash<int, QByteArray> TableRows::roleNames() const {
  return {{CellsRole, "rowCells"}, {PlainRole, "plain"}};
}

}  // namespace hearth::desktop
