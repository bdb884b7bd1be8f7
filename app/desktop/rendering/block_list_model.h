// The blocks of one message for its column of delegates. While a message streams, rows before the open tail
// are never touched: their delegates keep layout, selection and focus. Long text is read in slices, with time
// for frames between them, and shown once it has been read.
#pragma once

#include <string_view>

#include <QAbstractListModel>
#include <QTimer>
#include <QtQmlIntegration>

#include "app/desktop/rendering/markdown.h"

namespace hearth::desktop {

class BlockListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Rows of a MessageItem")
 public:
  enum Kind { Paragraph, Heading, Code, Table, Rule, Math, Picture };
  Q_ENUM(Kind)
  enum Role {
    KindRole = Qt::UserRole,
    TextRole,
    LanguageRole,
    MarkerRole,
    LevelRole,
    ListDepthRole,
    QuoteDepthRole,
    CellsRole,
    AlignmentsRole,
    TightRole,
    FootnoteRole,
    UnfinishedRole,
    ContinuedRole,
    AddressRole,
    LinkRole,
    ExtentRole,
    PlainRole
  };

  explicit BlockListModel(QObject* parent = nullptr);
  void append(std::string_view utf8);
  void finish();  // no more text follows
  void clear();
  void setFinished(const std::string& text);  // all of it, and no more follows

  bool reading() const { return soon_.isActive(); }  // some text is not shown yet
  // All of them: what has not been read yet is read now.
  const std::vector<Block>& blocks();

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void readingEnded();

 private:
  void show(size_t stable);
  void read(std::string text);
  bool readPortion();
  void readSlice();

  MarkdownBlocks markdown_;
  std::string unread_;  // from unreadAt_ on
  size_t unreadAt_ = 0;
  bool finishing_ = false;    // no more follows what is unread
  QTimer soon_;               // runs while something is unread
  std::vector<Block> shown_;  // what the view was told
};

}  // namespace hearth::desktop
