#include "app/desktop/rendering/row_bin.h"

#include <QElapsedTimer>

namespace hearth::desktop {
namespace {

constexpr qint64 kSliceMs = 2;                  // of taking down, then others have their turn
constexpr std::chrono::milliseconds kPause{3};  // between slices

}  // namespace

RowBin::RowBin(QObject* parent) : QObject(parent) {
  soon_.setInterval(kPause);
  connect(&soon_, &QTimer::timeout, this, &RowBin::emptySome);
}

void RowBin::take(QQuickItem* row) {
  row->setParentItem(nullptr);
  row->setParent(this);
  rows_.push_back(row);
  if (!soon_.isActive()) soon_.start();
}

void RowBin::emptySome() {
  QElapsedTimer slice;
  slice.start();
  while (!rows_.empty() && slice.elapsed() < kSliceMs) {
    QQuickItem* row = rows_.front();
    rows_.pop_front();
    delete row;  // a row with a column of its own puts that one's rows here
  }
  if (rows_.empty()) soon_.stop();
}

}  // namespace hearth::desktop
