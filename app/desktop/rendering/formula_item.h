// A displayed formula, painted as lines and curves at the screen's own resolution. Until it is set, and when
// it cannot be, `shown` is false and the block shows its source.
#pragma once

#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQmlIntegration>

#include "app/desktop/rendering/typesetter.h"

namespace hearth::desktop {

class FormulaItem : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(hearth::desktop::Typesetter* typesetter MEMBER typesetter_ WRITE setTypesetter)
  Q_PROPERTY(QString tex MEMBER tex_ WRITE setTex)
  Q_PROPERTY(QColor color MEMBER colour_ WRITE setColour)
  Q_PROPERTY(double textSize MEMBER textPixels_ WRITE setTextSize)
  Q_PROPERTY(bool shown READ shown NOTIFY formulaChanged)
  Q_PROPERTY(bool unavailable READ unavailable NOTIFY formulaChanged)  // this build sets none
  Q_PROPERTY(QString error READ error NOTIFY formulaChanged)           // why it cannot be set
 public:
  explicit FormulaItem(QQuickItem* parent = nullptr);
  void setTypesetter(Typesetter* typesetter);
  void setTex(const QString& tex);
  void setColour(const QColor& colour);
  void setTextSize(double pixels);
  bool shown() const { return formula_ && formula_->drawable(); }
  bool unavailable() const { return typesetter_ && !typesetter_->setsFormulas(); }
  QString error() const { return formula_ ? formula_->error : QString(); }
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void formulaChanged();

 private:
  void ask();
  void measure();

  QPointer<Typesetter> typesetter_;
  QString tex_;
  QColor colour_ = Qt::black;
  double textPixels_ = 15;
  std::shared_ptr<const Formula> formula_;
};

}  // namespace hearth::desktop
