// Shows a block's inline text in a TextEdit: writes its runs into the document, formulas as pictures on the
// baseline. What did not change stays where it is, so that a growing paragraph keeps its layout and
// selection.
#pragma once

#include <vector>

#include <QColor>
#include <QObject>
#include <QPointer>
#include <QQmlParserStatus>
#include <QQuickTextDocument>
#include <QTextCharFormat>
#include <QtQmlIntegration>

#include "app/desktop/rendering/inline_runs.h"
#include "app/desktop/rendering/typesetter.h"

namespace hearth::desktop {

class InlineText : public QObject, public QQmlParserStatus {
  Q_OBJECT
  Q_INTERFACES(QQmlParserStatus)
  QML_ELEMENT
  Q_PROPERTY(hearth::desktop::Typesetter* typesetter MEMBER typesetter_ WRITE setTypesetter)
  Q_PROPERTY(QQuickTextDocument* document MEMBER document_ WRITE setDocument)
  Q_PROPERTY(QString html MEMBER html_ WRITE setHtml)
  Q_PROPERTY(double textSize MEMBER textPixels_ WRITE setTextSize)
  Q_PROPERTY(QColor color MEMBER colour_ WRITE setColour)
  Q_PROPERTY(QColor linkColor MEMBER linkColour_ WRITE setLinkColour)
  Q_PROPERTY(QColor codeColor MEMBER codeColour_ WRITE setCodeColour)
  Q_PROPERTY(QString codeFamily MEMBER codeFamily_ WRITE setCodeFamily)
  Q_PROPERTY(double pixelRatio MEMBER pixelRatio_ WRITE setPixelRatio)
  Q_PROPERTY(double widest MEMBER widest_ WRITE setWidest)
  Q_PROPERTY(Qt::Alignment alignment MEMBER alignment_ WRITE setAlignment)
  // Where the first line stands, from the top: formulas move it.
  Q_PROPERTY(double firstBaseline READ firstBaseline NOTIFY laidOut)
  Q_PROPERTY(QString readable READ readable NOTIFY changed)
  // Whether its own words are read from right to left, whatever the window's language.
  Q_PROPERTY(bool rightToLeft READ rightToLeft NOTIFY changed)
 public:
  explicit InlineText(QObject* parent = nullptr);
  void classBegin() override { complete_ = false; }
  void componentComplete() override;
  void setTypesetter(Typesetter* typesetter);
  void setDocument(QQuickTextDocument* document);
  void setHtml(const QString& html);
  void setTextSize(double pixels);
  void setColour(const QColor& colour);
  void setLinkColour(const QColor& colour);
  void setCodeColour(const QColor& background);
  void setCodeFamily(const QString& family);
  void setPixelRatio(double ratio);
  void setWidest(double pixels);  // a wider formula is drawn smaller
  void setAlignment(Qt::Alignment alignment);
  double firstBaseline() const;
  bool rightToLeft() const { return readable().isRightToLeft(); }
  QString readable() const { return plainText(runs_); }  // formulas as TeX

  QString places() const;  // the block's text, a formula as one character
  // A formula is one place of the block's text, but its source has many in the document while it is not set.
  int documentPosition(int place) const;
  int placeAt(int documentPosition) const;

 Q_SIGNALS:
  void changed();
  void laidOut();
  void written();  // the document has changed

 private:
  enum class Look { Text, Picture, Source, Failed };
  struct Shown {
    InlineRun run;
    Look look = Look::Text;
    int length = 0;  // characters in the document; of a picture 1, or 2 with a space before it
    friend bool operator==(const Shown&, const Shown&) = default;
  };
  void restyle();  // soon: several properties change together with a theme
  void rewrite();  // all of it
  void update();   // what differs from what is shown
  Shown shownAs(const InlineRun& run);
  void insert(QTextCursor& cursor, const Shown& piece);
  void insertPicture(QTextCursor& cursor, const QString& tex);
  QTextCharFormat formatOf(const InlineStyle& style) const;

  QPointer<Typesetter> typesetter_;
  QPointer<QQuickTextDocument> document_;
  QString html_;
  double textPixels_ = 15;
  QColor colour_ = Qt::black;
  QColor linkColour_ = Qt::blue;
  QColor codeColour_ = Qt::lightGray;
  QString codeFamily_;
  double pixelRatio_ = 1;
  double widest_ = 0;
  Qt::Alignment alignment_;
  bool tall_ = false;  // a picture makes a line high: code has no ground then, it would fill the line
  std::vector<InlineRun> runs_;
  std::vector<Shown> shown_;
  bool waiting_ = false;  // for a formula
  bool scheduled_ = false;
  bool complete_ = true;  // false while QML sets the first values
};

}  // namespace hearth::desktop
