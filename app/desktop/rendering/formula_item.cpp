#include "app/desktop/rendering/formula_item.h"

#include <cmath>

namespace hearth::desktop {

FormulaItem::FormulaItem(QQuickItem* parent) : QQuickPaintedItem(parent) {}

void FormulaItem::setTypesetter(Typesetter* typesetter) {
  if (typesetter_ == typesetter) return;
  if (typesetter_) disconnect(typesetter_, nullptr, this, nullptr);
  typesetter_ = typesetter;
  if (typesetter_) {
    connect(typesetter_, &Typesetter::formulaReady, this, [this] {
      if (!formula_) ask();
    });
  }
  ask();
}

void FormulaItem::setTex(const QString& tex) {
  if (tex_ == tex) return;
  tex_ = tex;
  ask();
}

void FormulaItem::setColour(const QColor& colour) {
  colour_ = colour;
  update();
}

void FormulaItem::setTextSize(double pixels) {
  textPixels_ = pixels;
  measure();
}

void FormulaItem::ask() {
  const auto before = formula_;
  formula_ = typesetter_ && !tex_.isEmpty() ? typesetter_->formula(tex_, FormulaStyle::Display) : nullptr;
  if (formula_ == before) return;
  measure();
  Q_EMIT formulaChanged();
}

void FormulaItem::measure() {
  const QSizeF size = shown() ? formulaSize(*formula_, textPixels_) : QSizeF(0, 0);
  setImplicitSize(std::ceil(size.width()), std::ceil(size.height()));
  update();
}

void FormulaItem::paint(QPainter* painter) {
  if (!shown()) return;
  drawFormula(*formula_, colour_, QRectF(QPointF(0, 0), formulaSize(*formula_, textPixels_)), *painter);
}

}  // namespace hearth::desktop
