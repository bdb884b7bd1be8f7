#include "app/desktop/hardware/expert_map_item.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QQuickWindow>

namespace hearth::desktop {
namespace {

constexpr int kHeatSteps = 16;  // more are not told apart by eye
constexpr int kTiers = 3;
constexpr double kColdOnCard = 0.42;  // strength of the card's colour for an expert not used lately
constexpr int kCellWidthMax = 28;
constexpr int kRoomyPitch = 8;     // from this pitch on, cells are rounded and two pixels apart
constexpr int kSeparatePitch = 5;  // below it they touch

double mixed(double from, double to, double share) { return from + (to - from) * share; }

QRgb mixed(const QColor& from, const QColor& to, double share) {
  return QColor::fromRgbF(static_cast<float>(mixed(from.redF(), to.redF(), share)),
                          static_cast<float>(mixed(from.greenF(), to.greenF(), share)),
                          static_cast<float>(mixed(from.blueF(), to.blueF(), share)))
      .rgb();
}

// Rows are lower the more of them there are, so that the whole model stays in sight.
int rowPitch(int rows) {
  if (rows <= 12) return 16;
  if (rows <= 32) return 12;
  return rows <= 48 ? 9 : 7;
}

QRgb faded(QRgb color, int coverage) {
  const auto part = [coverage](int value) { return value * coverage / 255; };
  return qRgba(part(qRed(color)), part(qGreen(color)), part(qBlue(color)), coverage);
}

QString tierText(ExpertTier tier) {
  switch (tier) {
    case ExpertTier::Gpu:
      return ExpertMapItem::tr("on the graphics card");
    case ExpertTier::Memory:
      return ExpertMapItem::tr("in memory");
    case ExpertTier::Disk:
      return ExpertMapItem::tr("on disk");
    case ExpertTier::None:
      break;
  }
  return ExpertMapItem::tr("not there");
}

QString heatText(uint8_t heat) {
  if (heat == 255) return ExpertMapItem::tr("used by the newest token");
  if (heat >= 128) return ExpertMapItem::tr("used a moment ago");
  return heat > 0 ? ExpertMapItem::tr("used a while ago") : ExpertMapItem::tr("not used lately");
}

}  // namespace

ExpertMapItem::ExpertMapItem(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptHoverEvents(true);
  setAcceptedMouseButtons(Qt::LeftButton);
  setActiveFocusOnTab(true);
}

void ExpertMapItem::setHardware(HardwareController* hardware) {
  if (hardware_ == hardware) return;
  if (hardware_) disconnect(hardware_, nullptr, this, nullptr);
  hardware_ = hardware;
  if (hardware_) connect(hardware_, &HardwareController::reported, this, &ExpertMapItem::refresh);
  refresh();
  Q_EMIT hardwareChanged();
}

void ExpertMapItem::recolor(QColor& color, const QColor& to) {
  if (color == to) return;
  color = to;
  palette_.clear();
  stale_ = true;
  update();
}

void ExpertMapItem::refresh() {
  const Hardware* report = hardware_ ? hardware_->hardware() : nullptr;
  cells_ = report ? report->cells : std::vector<ExpertHeat>{};
  int rows = report ? static_cast<int>(report->expertLayers) : 0;
  int columns = report ? static_cast<int>(report->expertsPerLayer) : 0;
  if (cells_.size() != static_cast<size_t>(rows) * static_cast<size_t>(columns) || cells_.empty()) {
    cells_.clear();
    rows = columns = 0;
  }
  if (rows != rows_ || columns != columns_) {
    rows_ = rows;
    columns_ = columns;
    hovered_ = cursor_ = {};
    if (rows_ > 0) cursor_ = {0, 0};
    setImplicitHeight(rows_ * rowPitch(rows_));
    reshape();
    Q_EMIT shapeChanged();
  }
  stale_ = true;
  update();
  if (shown().valid()) Q_EMIT cellChanged();
}

void ExpertMapItem::itemChange(ItemChange change, const ItemChangeData& value) {
  QQuickPaintedItem::itemChange(change, value);
  if (change == ItemDevicePixelRatioHasChanged || change == ItemSceneChange) reshape();
}

void ExpertMapItem::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  if (now.size() != before.size()) reshape();
}

void ExpertMapItem::reshape() {
  const qreal ratio = window() ? window()->effectiveDevicePixelRatio() : 1;
  const qreal wide = std::min(width(), static_cast<qreal>(columns_ * kCellWidthMax));
  const QSize size(static_cast<int>(wide * ratio), static_cast<int>(height() * ratio));
  stale_ = true;
  if (size.isEmpty()) {
    picture_ = {};
    return;
  }
  picture_ = QImage(size, QImage::Format_ARGB32_Premultiplied);
  picture_.setDevicePixelRatio(ratio);
  const double pitch = wide / columns_;
  const bool roomy = pitch >= kRoomyPitch && rowPitch(rows_) >= kRoomyPitch;
  const auto pixels = [ratio](double points) { return static_cast<int>(std::lround(points * ratio)); };
  gapX_ = roomy ? pixels(2) : pitch >= kSeparatePitch ? pixels(1) : 0;
  gapY_ = roomy ? pixels(2) : pixels(1);
  radius_ = roomy ? pixels(2) : 0;
  corner_.assign(static_cast<size_t>(radius_ * radius_), 0);
  for (int y = 0; y < radius_; ++y) {
    for (int x = 0; x < radius_; ++x) {
      // Distance of the pixel's centre to the arc, as coverage.
      const double inside = radius_ - std::hypot(radius_ - x - 0.5, radius_ - y - 0.5) + 0.5;
      corner_[static_cast<size_t>(y * radius_ + x)] =
          static_cast<uint8_t>(std::clamp(inside, 0.0, 1.0) * 255);
    }
  }
  update();
  Q_EMIT cellChanged();
}

// The last gap lies outside, so that the map ends where its neighbours do.
int ExpertMapItem::left(int column) const {
  return static_cast<int>(int64_t{column} * (picture_.width() + gapX_) / columns_);
}
int ExpertMapItem::top(int row) const {
  return static_cast<int>(int64_t{row} * (picture_.height() + gapY_) / rows_);
}

void ExpertMapItem::buildPalette() {
  palette_.resize(kTiers * kHeatSteps);
  for (size_t step = 0; step < kHeatSteps; ++step) {
    const double heat = static_cast<double>(step) / (kHeatSteps - 1);
    palette_[step] = mixed(paperColor_, cardColor_, mixed(kColdOnCard, 1, heat));
    palette_[kHeatSteps + step] = mixed(memoryColor_, usedMemoryColor_, heat);
    palette_[2 * kHeatSteps + step] = mixed(diskColor_, usedMemoryColor_, heat);
  }
}

void ExpertMapItem::draw() {
  stale_ = false;
  if (palette_.empty()) buildPalette();
  picture_.fill(Qt::transparent);
  for (int row = 0; row < rows_; ++row) {
    // An item too small for its cells shows the first of them.
    const int y0 = top(row), high = std::min(picture_.height() - y0, std::max(1, top(row + 1) - y0 - gapY_));
    for (int column = 0; column < columns_; ++column) {
      const ExpertHeat cell = cells_[static_cast<size_t>(row * columns_ + column)];
      if (cell.tier == ExpertTier::None) continue;
      // Rounded up: what was used at all looks different from what was not.
      const size_t step = (size_t{cell.heat} * (kHeatSteps - 1) + 254) / 255;
      const QRgb color = palette_[static_cast<size_t>(cell.tier) * kHeatSteps + step];
      const int x0 = left(column);
      const int wide = std::min(picture_.width() - x0, std::max(1, left(column + 1) - x0 - gapX_));
      if (wide <= 0) break;
      for (int y = 0; y < high; ++y) {
        QRgb* line = reinterpret_cast<QRgb*>(picture_.scanLine(y0 + y)) + x0;
        std::fill(line, line + wide, color);
        const int fromEdge = std::min(y, high - 1 - y);
        if (fromEdge >= radius_) continue;
        for (int x = 0; x < radius_; ++x) {
          const QRgb edge = faded(color, corner_[static_cast<size_t>(fromEdge * radius_ + x)]);
          line[x] = line[wide - 1 - x] = edge;
        }
      }
    }
  }
}

void ExpertMapItem::paint(QPainter* painter) {
  if (picture_.isNull() || cells_.empty()) return;
  if (stale_) draw();
  painter->drawImage(QPointF(0, 0), picture_);
}

QRectF ExpertMapItem::cellRect() const {
  const Cell cell = shown();
  if (!cell.valid() || picture_.isNull()) return {};
  const qreal ratio = picture_.devicePixelRatio();
  const int x = left(cell.column), y = top(cell.row);
  return {x / ratio, y / ratio, std::max(1, left(cell.column + 1) - x - gapX_) / ratio,
          std::max(1, top(cell.row + 1) - y - gapY_) / ratio};
}

QString ExpertMapItem::cellText() const {
  const Cell cell = shown();
  if (!cell.valid()) return {};
  const auto row = cells_.begin() + cell.row * columns_;
  const ExpertHeat heat = row[cell.column];
  // A layer in which nothing was used is one whose use is not followed, or no token came yet.
  const bool followed =
      std::any_of(row, row + columns_, [](const ExpertHeat& each) { return each.heat > 0; });
  const QString place =
      followed ? tr("%1, %2").arg(tierText(heat.tier), heatText(heat.heat)) : tierText(heat.tier);
  return tr("Layer %1, expert %2: %3").arg(cell.row + 1).arg(cell.column + 1).arg(place);
}

ExpertMapItem::Cell ExpertMapItem::cellAt(const QPointF& point) const {
  if (picture_.isNull() || cells_.empty()) return {};
  const QPointF pixel = point * picture_.devicePixelRatio();
  if (pixel.x() < 0 || pixel.y() < 0 || pixel.x() >= picture_.width() || pixel.y() >= picture_.height())
    return {};
  return {std::min(rows_ - 1, static_cast<int>(pixel.y() * rows_ / (picture_.height() + gapY_))),
          std::min(columns_ - 1, static_cast<int>(pixel.x() * columns_ / (picture_.width() + gapX_)))};
}

void ExpertMapItem::setHovered(Cell cell) {
  if (hovered_ == cell) return;
  hovered_ = cell;
  Q_EMIT cellChanged();
}

void ExpertMapItem::hoverEnterEvent(QHoverEvent* event) { hoverMoveEvent(event); }

// With each frame Qt tells again where a pointer at rest is. After a key that is no reason to leave the key's
// cell.
void ExpertMapItem::hoverMoveEvent(QHoverEvent* event) {
  const QPointF pointer = mapToScene(event->position());
  if (keyMoved_ && (pointer - pointer_).manhattanLength() < 1) return;
  keyMoved_ = false;
  pointer_ = pointer;
  setHovered(cellAt(event->position()));
}

void ExpertMapItem::hoverLeaveEvent(QHoverEvent*) { setHovered({}); }

// A touch has no hover: it asks for the cell it is on.
void ExpertMapItem::mousePressEvent(QMouseEvent* event) {
  if (const Cell cell = cellAt(event->position()); cell.valid()) cursor_ = cell;
  forceActiveFocus(Qt::MouseFocusReason);
  keyboardFocus_ = false;
  Q_EMIT cellChanged();
}

void ExpertMapItem::keyPressEvent(QKeyEvent* event) {
  Cell to = cursor_;
  const bool far = event->modifiers().testFlag(Qt::ControlModifier);
  switch (event->key()) {
    case Qt::Key_Left:
      to.column -= 1;
      break;
    case Qt::Key_Right:
      to.column += 1;
      break;
    case Qt::Key_Up:
      to.row -= 1;
      break;
    case Qt::Key_Down:
      to.row += 1;
      break;
    case Qt::Key_Home:
      to.column = 0;
      if (far) to.row = 0;
      break;
    case Qt::Key_End:
      to.column = columns_ - 1;
      if (far) to.row = rows_ - 1;
      break;
    default:
      event->ignore();
      return;
  }
  if (rows_ == 0) return event->ignore();
  cursor_ = {std::clamp(to.row, 0, rows_ - 1), std::clamp(to.column, 0, columns_ - 1)};
  hovered_ = {};
  keyMoved_ = true;
  keyboardFocus_ = true;
  Q_EMIT cellChanged();
}

void ExpertMapItem::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  keyboardFocus_ = event->reason() != Qt::MouseFocusReason;
  Q_EMIT cellChanged();
}

void ExpertMapItem::focusOutEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusOutEvent(event);
  Q_EMIT cellChanged();
}

}  // namespace hearth::desktop
