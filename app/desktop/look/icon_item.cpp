#include "app/desktop/look/icon_item.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace hearth::desktop {
namespace {

constexpr qreal kSize = 18;

}  // namespace

IconItem::IconItem(QQuickItem* parent) : QQuickPaintedItem(parent) { setImplicitSize(kSize, kSize); }

void IconItem::setName(const QString& name) {
  if (name_ == name) return;
  name_ = name;
  update();
  Q_EMIT nameChanged();
}

void IconItem::setColor(const QColor& color) {
  if (color_ == color) return;
  color_ = color;
  update();
  Q_EMIT colorChanged();
}

void IconItem::paint(QPainter* painter) {
  QFile file(QStringLiteral(":/hearth/icons/%1.svg").arg(name_));
  if (!file.open(QIODevice::ReadOnly)) return;
  const QByteArray svg = file.readAll().replace("currentColor", color_.name().toLatin1());
  QSvgRenderer renderer(svg);
  renderer.setAspectRatioMode(Qt::KeepAspectRatio);
  painter->setRenderHint(QPainter::Antialiasing);
  renderer.render(painter, boundingRect());
}

}  // namespace hearth::desktop
