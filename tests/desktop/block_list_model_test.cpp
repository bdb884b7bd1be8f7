#include "app/desktop/rendering/block_list_model.h"

#include <gtest/gtest.h>
#include <QSignalSpy>

namespace hearth::desktop {
namespace {

const char* const kAnswer =
    "Intro with **bold**.\n\n```py\nprint(1)\nprint(2)\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n- y\n\nEnd.\n";

TEST(BlockListModel, NeverTouchesFinishedBlocksWhileStreaming) {
  BlockListModel model;
  MarkdownBlocks reference;
  std::vector<int> touched;
  QObject::connect(&model, &QAbstractItemModel::dataChanged,
                   [&](const QModelIndex& first, const QModelIndex&) { touched.push_back(first.row()); });
  QObject::connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved,
                   [&](const QModelIndex&, int first, int) { touched.push_back(first); });
  QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
  for (const char c : std::string(kAnswer)) {
    const auto sealed = static_cast<int>(reference.sealed());
    touched.clear();
    model.append(std::string_view(&c, 1));
    reference.append(std::string_view(&c, 1));
    for (const int row : touched) ASSERT_GE(row, sealed);
  }
  EXPECT_EQ(resets.count(), 0);
  EXPECT_EQ(model.rowCount(), static_cast<int>(reference.blocks().size()));
}

TEST(BlockListModel, RemakesARowWhoseKindChanges) {
  BlockListModel model;
  model.append("| a | b |\n");
  ASSERT_EQ(model.index(0).data(BlockListModel::KindRole).toInt(), BlockListModel::Paragraph);
  QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
  QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
  model.append("|---|---|\n");
  EXPECT_EQ(model.index(0).data(BlockListModel::KindRole).toInt(), BlockListModel::Table);
  EXPECT_EQ(removed.count(), 1);
  EXPECT_EQ(inserted.count(), 1);
}

TEST(BlockListModel, TellsOfOneChangedRowForOnePiece) {
  BlockListModel model;
  model.append("Sealed.\n\nOpen");
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  model.append(" tail");
  ASSERT_EQ(changed.count(), 1);
  EXPECT_EQ(changed[0][0].toModelIndex().row(), 1);
}

}  // namespace
}  // namespace hearth::desktop
