#include "app/desktop/rendering/formula.h"

#include <cmath>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QSvgRenderer>

namespace hearth::desktop {
namespace {

// Beyond it nobody reads, and a picture would take all memory: a matrix of 200 columns is about 400 ems wide.
constexpr double kEmsMax = 2000;

bool sane(double ems) { return std::isfinite(ems) && ems >= 0 && ems <= kEmsMax; }

}  // namespace

Formula Formula::failed(const QString& why) {
  Formula formula;
  formula.error = why;
  return formula;
}

Formula Formula::fromJson(const QString& json) {
  const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
  if (object.contains(QStringLiteral("error")))
    return failed(object.value(QStringLiteral("error")).toString());
  Formula formula;
  formula.svg = object.value(QStringLiteral("svg")).toString().toUtf8();
  formula.width = object.value(QStringLiteral("width")).toDouble(-1);
  formula.height = object.value(QStringLiteral("height")).toDouble(-1);
  formula.depth = std::max(0.0, object.value(QStringLiteral("depth")).toDouble());
  if (formula.svg.isEmpty() || !sane(formula.width) || !sane(formula.height) || !sane(formula.depth)) {
    return failed(QCoreApplication::translate("Formula", "it cannot be drawn"));
  }
  return formula;
}

QSizeF formulaSize(const Formula& formula, double textPixels) {
  const double em = textPixels * kFormulaEmPerPixel;
  return {formula.width * em, formula.height * em};
}

void drawFormula(const Formula& formula, const QColor& colour, const QRectF& target, QPainter& painter) {
  QByteArray svg = formula.svg;
  QSvgRenderer renderer(svg.replace("currentColor", colour.name().toLatin1()));
  painter.setRenderHint(QPainter::Antialiasing);
  renderer.render(&painter, target);
}

}  // namespace hearth::desktop
