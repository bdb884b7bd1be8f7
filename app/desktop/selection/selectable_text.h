// One TextEdit that takes part in the selection of the conversation: tells where its text belongs and shows
// the part of it that is selected.
#pragma once

#include <QObject>
#include <QPointer>
#include <QQmlParserStatus>
#include <QQuickItem>
#include <QtQmlIntegration>

#include "app/desktop/rendering/inline_text.h"
#include "app/desktop/selection/selection_area.h"

namespace hearth::desktop {

class SelectableText : public QObject, public QQmlParserStatus {
  Q_OBJECT
  QML_ELEMENT
  Q_INTERFACES(QQmlParserStatus)
  // A TextEdit, or for `whole` anything that is selected in one piece.
  Q_PROPERTY(QQuickItem* edit MEMBER edit_)
  Q_PROPERTY(
      hearth::desktop::InlineText* inlineText MEMBER inline_)  // what writes the edit; none: plain text
  Q_PROPERTY(int blockIndex MEMBER block_ WRITE setBlock)
  Q_PROPERTY(int cellIndex MEMBER cell_)
  Q_PROPERTY(int firstPlace MEMBER firstPlace_)  // of the block's text, where several edits show one
  Q_PROPERTY(bool whole MEMBER whole_)
  Q_PROPERTY(QString link MEMBER link_)  // where a click on a `whole` leads; empty: nowhere
  Q_PROPERTY(bool selected READ selected NOTIFY selectedChanged)
 public:
  using QObject::QObject;
  ~SelectableText() override;
  void classBegin() override {}
  void componentComplete() override;
  void setBlock(int block);

  QQuickItem* edit() const { return edit_; }
  bool selected() const { return selected_; }
  // Where this text's first character is; message 0 while its delegate is being made.
  TextPlace start() const;
  // The place under a point of the edit, and where a place is; both counted from the start of this text.
  int placeAt(QPointF point) const;
  QRectF rectangleAt(int place) const;
  QString linkAt(QPointF point) const;
  QString text() const;  // a formula is one character

 Q_SIGNALS:
  void selectedChanged();

 private:
  void join();
  void show();
  int documentPosition(int place) const;

  QPointer<QQuickItem> edit_;
  QPointer<InlineText> inline_;
  QPointer<SelectionArea> area_;
  int block_ = 0;
  int cell_ = 0;
  int firstPlace_ = 0;
  bool whole_ = false;
  QString link_;
  bool selected_ = false;
};

}  // namespace hearth::desktop
