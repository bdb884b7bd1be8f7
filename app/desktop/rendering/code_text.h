// A piece of code as rows of a hundred lines. A TextEdit's every change costs time for all of its lines, so
// each row has one of its own: long code streams in, is coloured and scrolled without holding up the window.
// The script thread finds the colours of the whole; while code streams they are found again at intervals.
#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QTimer>
#include <QtQmlIntegration>

#include "app/desktop/rendering/typesetter.h"

namespace hearth::desktop {

class CodeText : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(hearth::desktop::Typesetter* typesetter MEMBER typesetter_ WRITE setTypesetter)
  Q_PROPERTY(QString text MEMBER text_ WRITE setText)
  Q_PROPERTY(QString language MEMBER language_ WRITE setLanguage)
  Q_PROPERTY(int lineCount READ lineCount NOTIFY textChanged)
  Q_PROPERTY(int longestLine READ longestLine NOTIFY textChanged)
 public:
  enum Role { TextRole = Qt::UserRole, StartRole, ExtentRole, PlainRole };

  explicit CodeText(QObject* parent = nullptr);
  ~CodeText() override;
  void setTypesetter(Typesetter* typesetter);
  void setText(const QString& text);
  void setLanguage(const QString& language);
  int lineCount() const;
  int longestLine() const;  // in UTF-16 units, a tab being one
  // The colours of one row, counted from its start.
  std::vector<CodeRun> runsOf(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void textChanged();
  void coloured();

 private:
  struct Piece {
    int start = 0;   // UTF-16 units
    int length = 0;  // without the line end that parts it from the next
    friend bool operator==(const Piece&, const Piece&) = default;
  };
  void schedule();
  void ask();

  QPointer<Typesetter> typesetter_;
  QString text_;
  QString language_;
  std::vector<Piece> pieces_{Piece()};
  std::vector<CodeRun> runs_;
  QTimer soon_;
  uint64_t asked_ = 0;  // the call under way; 0: none
  bool stale_ = false;  // the text changed since it was made
};

}  // namespace hearth::desktop
