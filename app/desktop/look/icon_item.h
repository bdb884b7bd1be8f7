// One of Hearth's line icons (resources/icons/*.svg) in the colour of the text beside it. Painted, so that it
// looks the same with and without a GPU.
#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQmlIntegration>

namespace hearth::desktop {

class IconItem : public QQuickPaintedItem {
  Q_OBJECT
  QML_NAMED_ELEMENT(Icon)
  Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged)
  Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged)
 public:
  explicit IconItem(QQuickItem* parent = nullptr);
  QString name() const { return name_; }
  void setName(const QString& name);
  QColor color() const { return color_; }
  void setColor(const QColor& color);
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void nameChanged();
  void colorChanged();

 private:
  QString name_;
  QColor color_ = Qt::black;
};

}  // namespace hearth::desktop
