// A formula set by MathJax: lines and curves in ems, free of colour and size, and how to draw it.
#pragma once

#include <QByteArray>
#include <QColor>
#include <QRectF>
#include <QSizeF>
#include <QString>

class QPainter;

namespace hearth::desktop {

enum class FormulaStyle { Inline, Display };

struct Formula {
  QByteArray svg;     // draws in "currentColor"
  double width = 0;   // ems of the font, as are height and depth
  double height = 0;  // of the whole, the part below the baseline included
  double depth = 0;   // below the baseline
  QString error;      // not empty: nothing to draw, and why

  // From what hearthMath() answers (resources/scripts/math.js).
  static Formula fromJson(const QString& json);
  static Formula failed(const QString& why);
  bool drawable() const { return error.isEmpty(); }
};

// MathJax's letters are smaller than the window's for the same size of font; so many text pixels make one em.
inline constexpr double kFormulaEmPerPixel = 1.16;

QSizeF formulaSize(const Formula& formula, double textPixels);
// Fills `target`, whose shape is the formula's.
void drawFormula(const Formula& formula, const QColor& colour, const QRectF& target, QPainter& painter);

}  // namespace hearth::desktop
