// Colours the code that a TextFeed shows. The script thread finds the colours; while code streams they are
// found again at intervals, and what is newest waits in plain ink. Colours never change the layout.
#pragma once

#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>
#include <QTimer>
#include <QtQmlIntegration>

#include "app/desktop/rendering/typesetter.h"

namespace hearth::desktop {

class CodePainter;

class CodeHighlight : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(hearth::desktop::Typesetter* typesetter MEMBER typesetter_ WRITE setTypesetter)
  Q_PROPERTY(QQuickTextDocument* document MEMBER document_ WRITE setDocument)
  Q_PROPERTY(QString text MEMBER text_ WRITE setText)
  Q_PROPERTY(QString language MEMBER language_ WRITE setLanguage)
  Q_PROPERTY(bool dark MEMBER dark_ WRITE setDark)
  Q_PROPERTY(bool highContrast MEMBER highContrast_ WRITE setHighContrast)
 public:
  explicit CodeHighlight(QObject* parent = nullptr);
  ~CodeHighlight() override;
  void setTypesetter(Typesetter* typesetter);
  void setDocument(QQuickTextDocument* document);
  void setText(const QString& text);
  void setLanguage(const QString& language);
  void setDark(bool dark);
  void setHighContrast(bool highContrast);

 Q_SIGNALS:
  void coloured();

 private:
  void schedule();
  void ask();
  void applyTheme();

  QPointer<Typesetter> typesetter_;
  QQuickTextDocument* document_ = nullptr;
  QString text_;
  QString language_;
  bool dark_ = false;
  bool highContrast_ = false;
  QPointer<CodePainter> painter_;  // belongs to the document
  QTimer soon_;
  uint64_t asked_ = 0;  // the call under way; 0: none
  bool stale_ = false;  // the text changed since it was made
};

}  // namespace hearth::desktop
