// Shows one row of a CodeText in its TextEdit: the colours of its lines. Colours never change the layout.
#pragma once

#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>
#include <QTimer>
#include <QtQmlIntegration>

#include "app/desktop/rendering/code_text.h"

namespace hearth::desktop {

class CodeHighlighter;

class CodePainter : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(hearth::desktop::CodeText* code MEMBER code_ WRITE setCode)
  Q_PROPERTY(int row MEMBER row_ WRITE setRow)
  Q_PROPERTY(QQuickTextDocument* document MEMBER document_ WRITE setDocument)
  Q_PROPERTY(bool dark MEMBER dark_ WRITE setDark)
  Q_PROPERTY(bool highContrast MEMBER highContrast_ WRITE setHighContrast)
 public:
  explicit CodePainter(QObject* parent = nullptr);
  void setCode(CodeText* code);
  void setRow(int row);
  void setDocument(QQuickTextDocument* document);
  void setDark(bool dark);
  void setHighContrast(bool highContrast);

 private:
  void applyTheme();

  QPointer<CodeText> code_;
  int row_ = 0;
  QPointer<QQuickTextDocument> document_;
  bool dark_ = false;
  bool highContrast_ = false;
  QPointer<CodeHighlighter> highlighter_;  // belongs to the document
  QTimer soon_;
};

}  // namespace hearth::desktop
