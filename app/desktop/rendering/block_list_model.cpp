#include "app/desktop/rendering/block_list_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QElapsedTimer>

#include "app/desktop/rendering/inline_runs.h"

namespace hearth::desktop {

static_assert(BlockListModel::Picture == static_cast<int>(BlockKind::Picture));

namespace {

constexpr size_t kReadAtOnce = 16 << 10;  // bytes: about a millisecond
constexpr qint64 kSliceMs = 4;            // of reading longer text, then others have their turn

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

QVariantList cellsOf(const Block& block) {
  QVariantList rows;
  for (const auto& row : block.cells) {
    QStringList cells;
    for (const std::string& cell : row) cells.append(text(cell));
    rows.append(QVariant(cells));
  }
  return rows;
}

QVariantList alignmentsOf(const Block& block) {
  QVariantList alignments;
  for (const CellAlignment alignment : block.alignments) {
    alignments.append(alignment == CellAlignment::Left     ? int{Qt::AlignLeft}
                      : alignment == CellAlignment::Centre ? int{Qt::AlignHCenter}
                                                           : int{Qt::AlignRight});
  }
  return alignments;
}

// How many lines of the reading column a block will take, more or less, with the gap below it.
double extentOf(const Block& block) {
  constexpr double kBytesPerLine = 90;  // with some marks of style
  constexpr double kCodeLine = 0.85, kCodeFrame = 2.7, kTableRow = 1.5;
  const auto lines = [&](double bytesPerLine) {
    return std::ceil((static_cast<double>(block.text.size()) + 1) / bytesPerLine);
  };
  switch (block.kind) {
    case BlockKind::Paragraph:
      return lines(kBytesPerLine) + 0.5;
    case BlockKind::Heading:
      return lines(kBytesPerLine / 1.4) * 1.4 + 0.9;
    case BlockKind::Code:
      return static_cast<double>(std::count(block.text.begin(), block.text.end(), '\n') + 1) * kCodeLine +
             kCodeFrame;
    case BlockKind::Table:
      return static_cast<double>(block.cells.size()) * kTableRow + 0.7;
    case BlockKind::Rule:
      return 1;
    case BlockKind::Math:
      return 3;
    case BlockKind::Picture:
      return 4;
  }
  return 1;
}

QString plainOf(const Block& block) {
  if (block.kind == BlockKind::Paragraph || block.kind == BlockKind::Heading ||
      block.kind == BlockKind::Picture)
    return plainText(inlineRuns(block.text));
  QStringList cells;
  for (const auto& row : block.cells) {
    for (const std::string& cell : row) cells.append(plainText(inlineRuns(cell)));
  }
  return block.kind == BlockKind::Table ? cells.join(u'\n') : text(block.text);
}

}  // namespace

BlockListModel::BlockListModel(QObject* parent) : QAbstractListModel(parent) {
  soon_.setInterval(0);
  connect(&soon_, &QTimer::timeout, this, &BlockListModel::readSlice);
}

void BlockListModel::append(std::string_view utf8) {
  if (reading()) {
    unread_ += utf8;
  } else if (utf8.size() > kReadAtOnce) {
    read(std::string(utf8));
  } else {
    const size_t stable = markdown_.sealed();  // equal in `shown_` and in the new list
    markdown_.append(utf8);
    show(stable);
  }
}

void BlockListModel::finish() {
  if (reading()) {
    finishing_ = true;
  } else if (markdown_.linksCameLate()) {  // all of it is read again
    finishing_ = true;
    read({});
  } else {
    markdown_.finish();
    show(0);
  }
}

void BlockListModel::setFinished(const std::string& text) {
  soon_.stop();
  markdown_.clear();
  finishing_ = true;
  read(text);
}

// In one go if it is short. Until all is read, what was shown stays.
void BlockListModel::read(std::string text) {
  unread_ = std::move(text);
  unreadAt_ = 0;
  const bool known = finishing_ && markdown_.linksCameLate();
  if (unread_.size() + (known ? markdown_.text().size() : 0) > kReadAtOnce) {
    soon_.start();
  } else {
    while (readPortion()) {
    }
  }
}

// False: that was the last one, and what was read is shown.
bool BlockListModel::readPortion() {
  if (unreadAt_ < unread_.size()) {
    markdown_.feed(std::string_view(unread_).substr(unreadAt_, kMarkdownPortion));
    unreadAt_ += kMarkdownPortion;
    if (unreadAt_ < unread_.size()) return true;
  }
  unreadAt_ = 0;
  if (finishing_ && markdown_.linksCameLate()) {
    unread_ = markdown_.text();
    markdown_ = markdown_.readAgain();
    return true;
  }
  unread_.clear();
  markdown_.readTail(std::exchange(finishing_, false) ? TextEnd::Final : TextEnd::Open);
  soon_.stop();
  show(0);
  Q_EMIT readingEnded();
  return false;
}

void BlockListModel::readSlice() {
  QElapsedTimer slice;
  slice.start();
  while (readPortion() && slice.elapsed() < kSliceMs) {
  }
}

const std::vector<Block>& BlockListModel::blocks() {
  while (reading()) readPortion();
  return shown_;
}

// Tells the view of the rows from `stable` on that differ from what it was told.
void BlockListModel::show(size_t stable) {
  const std::vector<Block>& blocks = markdown_.blocks();

  // A delegate is chosen by kind when it is made: from the first row of another kind on, rows are made anew.
  size_t common = std::min(shown_.size(), blocks.size());
  for (size_t row = stable; row < common; ++row) {
    if (shown_[row].kind != blocks[row].kind) common = row;
  }
  if (shown_.size() > common) {
    beginRemoveRows({}, static_cast<int>(common), static_cast<int>(shown_.size()) - 1);
    shown_.resize(common);
    endRemoveRows();
  }
  for (size_t row = stable; row < common; ++row) {
    if (shown_[row] == blocks[row]) continue;
    shown_[row] = blocks[row];
    const QModelIndex changed = index(static_cast<int>(row));
    Q_EMIT dataChanged(changed, changed);
  }
  if (blocks.size() > common) {
    beginInsertRows({}, static_cast<int>(common), static_cast<int>(blocks.size()) - 1);
    shown_.insert(shown_.end(), blocks.begin() + static_cast<std::ptrdiff_t>(common), blocks.end());
    endInsertRows();
  }
}

void BlockListModel::clear() {
  beginResetModel();
  soon_.stop();
  unread_.clear();
  unreadAt_ = 0;
  finishing_ = false;
  markdown_.clear();
  shown_.clear();
  endResetModel();
}

int BlockListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

QVariant BlockListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const auto row = static_cast<size_t>(index.row());
  const Block& block = shown_[row];
  switch (role) {
    case KindRole:
      return static_cast<int>(block.kind);
    case TextRole:
      return block.kind == BlockKind::Picture ? plainOf(block) : text(block.text);
    case LanguageRole:
      return text(block.language);
    case MarkerRole:
      return text(block.marker);
    case LevelRole:
      return block.level;
    case ListDepthRole:
      return block.listDepth;
    case QuoteDepthRole:
      return block.quoteDepth;
    case CellsRole:
      return cellsOf(block);
    case AlignmentsRole:
      return alignmentsOf(block);
    case TightRole:
      return row > 0 && block.listDepth > 0 && shown_[row - 1].listDepth > 0;
    case FootnoteRole:
      return block.footnote;
    case UnfinishedRole:
      return block.open;
    case ContinuedRole:
      return row + 1 < shown_.size() && shown_[row + 1].continues;
    case AddressRole:
      return text(block.address);
    case LinkRole:
      return text(block.link);
    case ExtentRole:
      return extentOf(block);
    case PlainRole:
      return plainOf(block);
    default:
      return {};
  }
}

QHash<int, QByteArray> BlockListModel::roleNames() const {
  return {{KindRole, "kind"},
          {TextRole, "text"},
          {LanguageRole, "language"},
          {MarkerRole, "marker"},
          {LevelRole, "level"},
          {ListDepthRole, "listDepth"},
          {QuoteDepthRole, "quoteDepth"},
          {CellsRole, "cells"},
          {AlignmentsRole, "alignments"},
          {TightRole, "tight"},
          {FootnoteRole, "footnote"},
          {UnfinishedRole, "unfinished"},
          {ContinuedRole, "continued"},
          {AddressRole, "address"},
          {LinkRole, "link"},
          {ExtentRole, "extent"},
          {PlainRole, "plain"}};
}

}  // namespace hearth::desktop
