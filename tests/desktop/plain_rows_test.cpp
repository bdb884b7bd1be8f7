// What the user wrote, in rows.
#include "app/desktop/rendering/plain_rows.h"

#include <gtest/gtest.h>

namespace hearth::desktop {
namespace {

QString row(const PlainRows& rows, int index) {
  return rows.index(index).data(PlainRows::LinesRole).toString();
}

// As a reader would put it together again.
QString whole(const PlainRows& rows) {
  QString text;
  for (int i = 0; i < rows.count(); ++i) {
    EXPECT_EQ(rows.index(i).data(PlainRows::StartRole).toInt(), text.size());
    text += row(rows, i);
    if (i + 1 < rows.count() && !rows.index(i).data(PlainRows::ContinuedRole).toBool()) text += u'\n';
  }
  return text;
}

void expectWholeAndInPieces(const QString& text) {
  PlainRows rows;
  rows.setText(text);
  EXPECT_EQ(whole(rows), text);
  for (int i = 0; i < rows.count(); ++i) {
    EXPECT_LE(row(rows, i).size(), 2000);
    EXPECT_LE(row(rows, i).count(u'\n'), 39);
  }
}

TEST(PlainRows, AShortMessageIsOneRow) {
  PlainRows rows;
  rows.setText(QStringLiteral("# Not a heading\n\n  *nor* bold\n"));
  ASSERT_EQ(rows.count(), 1);
  EXPECT_EQ(row(rows, 0), QStringLiteral("# Not a heading\n\n  *nor* bold\n"));
}

TEST(PlainRows, LongTextIsWholeAndNoRowIsLong) {
  QString lines, words, blank;
  for (int i = 0; i < 5000; ++i) lines += QStringLiteral("line %1\n").arg(i);
  for (int i = 0; i < 20000; ++i) words += QStringLiteral("word%1 ").arg(i);
  blank.fill(u'\n', 3000);
  expectWholeAndInPieces(lines);
  expectWholeAndInPieces(words);
  expectWholeAndInPieces(blank);
  expectWholeAndInPieces(lines + words + blank + words + lines);
  expectWholeAndInPieces(QString(2000, u'x') + u'\n' + QString(2000, u'y'));
}

TEST(PlainRows, CutsNoCharacterInTwo) {
  QString text(QStringLiteral("a"));
  for (int i = 0; i < 3000; ++i)
    text += QStringLiteral("\U0001F468\u200D\U0001F469\u200D\U0001F467");  // a family
  PlainRows rows;
  rows.setText(text);
  EXPECT_EQ(whole(rows), text);
  ASSERT_GT(rows.count(), 2);
  for (int i = 1; i < rows.count(); ++i)
    EXPECT_TRUE(row(rows, i).startsWith(QStringLiteral("\U0001F468"))) << i;
}

}  // namespace
}  // namespace hearth::desktop
