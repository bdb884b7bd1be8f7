// The blocks of one message for its column of delegates. While a message streams, rows before the open tail
// are never touched: their delegates keep layout, selection and focus.
#pragma once

#include <string_view>

#include <QAbstractListModel>
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

  using QAbstractListModel::QAbstractListModel;
  void append(std::string_view utf8);
  void finish();  // no more text follows
  void clear();
  void setFinished(const std::string& text);  // all of it, and no more follows

  const std::vector<Block>& blocks() const { return shown_; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 private:
  void show(size_t stable);

  MarkdownBlocks markdown_;
  std::vector<Block> shown_;  // what the view was told
};

}  // namespace hearth::desktop
