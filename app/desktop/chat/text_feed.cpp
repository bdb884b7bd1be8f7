#include "app/desktop/chat/text_feed.h"

#include <QTextBlockFormat>
#include <QTextCursor>
#include <QTextDocument>

namespace hearth::desktop {
namespace {

constexpr qreal kLineHeightPercent = 135;

}  // namespace

void TextFeed::setDocument(QQuickTextDocument* document) {
  if (document_ == document) return;
  document_ = document;
  if (document_) {
    document_->textDocument()->setUndoRedoEnabled(false);
    insertFrom(0);
  }
  Q_EMIT documentChanged();
}

void TextFeed::setText(const QString& text) {
  if (text_ == text) return;
  const bool grown = !text_.isEmpty() && text.startsWith(text_);
  const qsizetype old = text_.size();
  text_ = text;
  if (document_) insertFrom(grown ? old : 0);
  Q_EMIT textChanged();
}

void TextFeed::insertFrom(qsizetype position) {
  QTextCursor cursor(document_->textDocument());
  if (position == 0) {
    QTextBlockFormat format;
    format.setLineHeight(kLineHeightPercent, QTextBlockFormat::ProportionalHeight);
    format.setLayoutDirection(Qt::LeftToRight);  // a comment in Arabic does not turn its line of code round
    // Nor does it move the others: TextEdit turns its own alignment over when the first words are Arabic.
    format.setAlignment(Qt::AlignLeft);
    cursor.select(QTextCursor::Document);
    cursor.removeSelectedText();
    cursor.setBlockFormat(format);  // lines inserted below inherit it
  } else {
    cursor.movePosition(QTextCursor::End);
  }
  cursor.insertText(text_.mid(position));
}

}  // namespace hearth::desktop
