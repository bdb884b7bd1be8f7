// Marks what is looked for in one message on the screen: finds the places in the texts as they are laid out
// and paints behind no one's back, over them. Knows nothing of blocks: any text below `area` counts. Each
// place is a node of its own: a picture as large as a long message would take a second and 100 MB.
#pragma once

#include <vector>

#include <QColor>
#include <QQuickItem>
#include <QStringList>
#include <QTimer>
#include <QtQmlIntegration>

namespace hearth::desktop {

class FindMarks : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QQuickItem* area READ area WRITE setArea NOTIFY areaChanged)
  Q_PROPERTY(QStringList terms READ terms WRITE setTerms NOTIFY termsChanged)
  Q_PROPERTY(int current READ current WRITE setCurrent NOTIFY currentChanged)
  Q_PROPERTY(QColor color MEMBER color_ NOTIFY colorChanged)
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(QRectF currentRect READ currentRect NOTIFY currentRectChanged)
 public:
  FindMarks();

  QQuickItem* area() const { return area_; }
  void setArea(QQuickItem* area);
  QStringList terms() const { return terms_; }
  void setTerms(const QStringList& terms);
  int current() const { return current_; }  // the place that stands out; -1: none
  void setCurrent(int current);
  int count() const { return static_cast<int>(places_.size()); }
  QRectF currentRect() const;  // in this item's coordinates; null: none

 Q_SIGNALS:
  void areaChanged();
  void termsChanged();
  void currentChanged();
  void colorChanged();
  void countChanged();
  void currentRectChanged();

 protected:
  QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;
  void geometryChange(const QRectF& now, const QRectF& before) override;

 private:
  void look();

  QQuickItem* area_ = nullptr;
  QStringList terms_;
  int current_ = -1;
  QColor color_;
  struct Place {
    std::vector<QRectF> lines;  // a rectangle each
    bool exact = true;          // false: in a row that is not laid out yet, whose place this is
  };
  std::vector<Place> places_;
  QTimer lookTimer_;  // after layout has come to rest
};

}  // namespace hearth::desktop
