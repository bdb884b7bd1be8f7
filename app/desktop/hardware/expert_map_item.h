// The live map of the experts: a row for each layer that has them, a cell for each expert; its colour tells
// where the expert lies, its strength how recently it was used. Cells are written into one picture, so that
// fifteen thousand of them cost little; mouse and arrow keys ask for a single one.
#pragma once

#include <vector>

#include <QColor>
#include <QImage>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQmlIntegration>

#include "app/desktop/hardware/hardware_controller.h"

namespace hearth::desktop {

class ExpertMapItem : public QQuickPaintedItem {
  Q_OBJECT
  QML_NAMED_ELEMENT(ExpertMap)
  Q_PROPERTY(
      hearth::desktop::HardwareController* hardware READ hardware WRITE setHardware NOTIFY hardwareChanged)
  Q_PROPERTY(QColor cardColor MEMBER cardColor_ WRITE setCardColor)
  Q_PROPERTY(QColor memoryColor MEMBER memoryColor_ WRITE setMemoryColor)
  Q_PROPERTY(QColor usedMemoryColor MEMBER usedMemoryColor_ WRITE setUsedMemoryColor)
  Q_PROPERTY(QColor diskColor MEMBER diskColor_ WRITE setDiskColor)
  Q_PROPERTY(QColor paperColor MEMBER paperColor_ WRITE setPaperColor)
  Q_PROPERTY(int rows READ rows NOTIFY shapeChanged)
  Q_PROPERTY(int columns READ columns NOTIFY shapeChanged)
  // The cell under the mouse, else the one the arrow keys are on.
  Q_PROPERTY(QString cellText READ cellText NOTIFY cellChanged)
  Q_PROPERTY(QRectF cellRect READ cellRect NOTIFY cellChanged)
  Q_PROPERTY(bool keyboardFocus READ keyboardFocus NOTIFY cellChanged)  // reached by keys, not by a click
 public:
  explicit ExpertMapItem(QQuickItem* parent = nullptr);

  HardwareController* hardware() const { return hardware_; }
  void setHardware(HardwareController* hardware);
  void setCardColor(const QColor& color) { recolor(cardColor_, color); }
  void setMemoryColor(const QColor& color) { recolor(memoryColor_, color); }
  void setUsedMemoryColor(const QColor& color) { recolor(usedMemoryColor_, color); }
  void setDiskColor(const QColor& color) { recolor(diskColor_, color); }
  void setPaperColor(const QColor& color) { recolor(paperColor_, color); }
  int rows() const { return rows_; }
  int columns() const { return columns_; }
  QString cellText() const;
  QRectF cellRect() const;
  bool keyboardFocus() const { return keyboardFocus_ && hasActiveFocus(); }

  // Takes the report's cells over; called by the controller's signal.
  void refresh();
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void hardwareChanged();
  void shapeChanged();
  void cellChanged();

 protected:
  void itemChange(ItemChange change, const ItemChangeData& value) override;
  void geometryChange(const QRectF& now, const QRectF& before) override;
  void hoverEnterEvent(QHoverEvent* event) override;
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Cell {
    int row = -1, column = -1;
    bool operator==(const Cell&) const = default;
    bool valid() const { return row >= 0; }
  };
  void recolor(QColor& color, const QColor& to);
  void reshape();
  void buildPalette();
  void draw();
  Cell cellAt(const QPointF& point) const;
  Cell shown() const { return hovered_.valid() ? hovered_ : hasActiveFocus() ? cursor_ : Cell{}; }
  void setHovered(Cell cell);
  int left(int column) const;  // of the picture, in device pixels; column may be columns()
  int top(int row) const;

  QPointer<HardwareController> hardware_;
  QColor cardColor_, memoryColor_, usedMemoryColor_, diskColor_, paperColor_;
  int rows_ = 0, columns_ = 0;
  std::vector<ExpertHeat> cells_;
  std::vector<QRgb> palette_;  // [tier, heat step], opaque
  std::vector<uint8_t>
      corner_;  // [radius, radius]: how much of each pixel of a rounded corner is inside, 0..255
  int radius_ = 0, gapX_ = 0, gapY_ = 0;  // device pixels
  QImage picture_;
  bool stale_ = true;  // the picture is drawn anew before it is shown
  Cell hovered_, cursor_;
  QPointF pointer_;        // in the scene, where it last was
  bool keyMoved_ = false;  // since the pointer moved
  bool keyboardFocus_ = false;
};

}  // namespace hearth::desktop
