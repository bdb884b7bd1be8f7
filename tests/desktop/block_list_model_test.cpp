#include "app/desktop/rendering/block_list_model.h"

#include <gtest/gtest.h>
#include <QSignalSpy>

#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

const char* const kAnswer =
    "Intro with **bold**.\n\n```py\nprint(1)\nprint(2)\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n- "
    "y\n\nEnd.\n";

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

// A link whose address comes at the end, many blocks before it, and an open paragraph.
std::string longAnswer() {
  std::string text = "See [the end].\n\n";
  for (int i = 0; i < 1500; ++i)
    text += "Paragraph **" + std::to_string(i) + "** of many, with a few words.\n\n";
  return text;
}
const char* const kAddress = "[the end]: https://example.org/end\n\nLast words";

std::vector<Block> readAtOnce(const std::string& text) {
  MarkdownBlocks markdown;
  markdown.read(text);
  return markdown.blocks();
}

TEST(BlockListModel, ReadsLongTextLaterAndShowsItAllTogether) {
  const std::string text = longAnswer() + kAddress;
  BlockListModel model;
  QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
  model.setFinished(text);
  EXPECT_TRUE(model.reading());
  EXPECT_EQ(model.rowCount(), 0);
  ASSERT_TRUE(eventually([&] { return !model.reading(); }));
  EXPECT_EQ(inserted.count(), 1);
  EXPECT_EQ(model.blocks(), readAtOnce(text));
  EXPECT_NE(model.blocks()[0].text.find("example.org/end"), std::string::npos);
}

TEST(BlockListModel, ReadsNoMoreThanAPortionOfLongTextInOneGo) {
  MarkdownBlocks markdown;
  markdown.feed(std::string_view(longAnswer()).substr(0, kMarkdownPortion));
  EXPECT_GT(markdown.sealed(), 0u);  // as far as it is certain, without the open tail
  EXPECT_EQ(markdown.blocks().size(), markdown.sealed());
}

TEST(BlockListModel, KeepsTheOrderOfWhatComesWhileLongTextIsRead) {
  BlockListModel model;
  model.append("First.\n\n");
  model.append(longAnswer());  // in one piece
  ASSERT_TRUE(model.reading());
  EXPECT_EQ(model.rowCount(), 1);  // what was shown stays
  model.append("Then ");
  model.append("this.\n\n");
  model.append(kAddress);
  model.finish();
  EXPECT_TRUE(model.reading());
  ASSERT_TRUE(eventually([&] { return !model.reading(); }));
  EXPECT_EQ(model.blocks(), readAtOnce("First.\n\n" + longAnswer() + "Then this.\n\n" + kAddress));
}

TEST(BlockListModel, ReadsAgainLaterWhenAStreamedAnswerNamesItsLinksAtTheEnd) {
  BlockListModel model;
  const std::string text = longAnswer() + kAddress;
  for (size_t at = 0; at < text.size(); at += 100) model.append(std::string_view(text).substr(at, 100));
  EXPECT_FALSE(model.reading());
  const int rows = model.rowCount();
  QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
  model.finish();
  EXPECT_TRUE(model.reading());
  EXPECT_EQ(model.rowCount(), rows);  // shown meanwhile
  ASSERT_TRUE(eventually([&] { return !model.reading(); }));
  EXPECT_EQ(removed.count(), 0);
  EXPECT_EQ(model.blocks(), readAtOnce(text));
}

TEST(BlockListModel, WhoAsksForAllBlocksGetsThemAtOnce) {
  const std::string text = longAnswer() + kAddress;
  BlockListModel model;
  model.setFinished(text);
  EXPECT_EQ(model.blocks(), readAtOnce(text));
  EXPECT_FALSE(model.reading());
  model.setFinished(text);
  model.clear();
  EXPECT_FALSE(model.reading());
  EXPECT_EQ(model.rowCount(), 0);
}

}  // namespace
}  // namespace hearth::desktop
