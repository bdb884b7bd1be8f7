// Answers of unusual length: laid out only near the view, and still whole for copying, finding and scrolling.
#include <QClipboard>
#include <QPointer>

#include "app/desktop/rendering/lazy_column.h"
#include "app/desktop/rendering/reading_place.h"
#include "app/desktop/selection/selection_area.h"
#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

class LongShapesTest : public WindowTest {
 protected:
  void converse(const std::string& text) {
    open({1280, 800});
    app().dismissDemoNotice();
    send(QStringLiteral("Something long, please."));
    answer(text.c_str());
    settle();
  }
  std::vector<QQuickItem*> edits(const QString& holding) {
    return itemsWhere(conversationView(), [&](QQuickItem* item) {
      return item->inherits("QQuickTextEdit") && item->property("text").toString().contains(holding);
    });
  }
  double y(QQuickItem* item) { return item->mapToScene(QPointF()).y(); }
  // Scrolls up a step at a time; the first text in the view must move by just that in every frame that is
  // painted, however long it takes until the rows above it are made.
  double worstJump(int steps, double pixels) {
    QQuickItem* view = conversationView();
    view->setProperty("following", false);
    double worst = 0;
    for (int step = 0; step < steps; ++step) {
      QPointer<QQuickItem> seen;
      for (QQuickItem* edit : edits(QString())) {
        const double top = y(edit) - y(view);
        if (top >= 0 && top < 500 && (!seen || top < y(seen) - y(view))) seen = edit;
      }
      const double before = seen ? y(seen) : 0;
      view->setProperty("contentY", view->property("contentY").toDouble() - pixels);
      for (int frame = 0; frame < 3; ++frame) {
        QTest::qWait(10);
        window_->grabWindow();
        if (seen) worst = std::max(worst, std::abs(y(seen) - before - pixels));
      }
    }
    return worst;
  }
};

std::string listOf(int items) {
  std::string text;
  for (int i = 0; i < items; ++i) {
    text += "- item " + std::to_string(i);
    // Narrow letters, and many marks: heights that nobody guesses from the number of bytes.
    if (i % 3 == 0) text += std::string(150, 'l');
    if (i % 4 == 0) text += " **b** `c` **b** `c` **b** `c` **b** `c` **b** `c`";
    text += "\n";
  }
  return text;
}

TEST_F(LongShapesTest, OnlyWhatIsNearTheViewIsMade) {
  converse(listOf(1000));
  EXPECT_TRUE(eventually([this] { return !edits(QStringLiteral("item 999")).empty(); }));
  EXPECT_TRUE(edits(QStringLiteral("item 10\n")).empty());
  EXPECT_LT(edits(QStringLiteral("item")).size(), 150u);
  // Read through to the top and all of it was there, but most has been let go of again.
  QQuickItem* view = conversationView();
  view->setProperty("following", false);
  ASSERT_TRUE(eventually([&] {
    const double origin = view->property("originY").toDouble();
    view->setProperty("contentY", std::max(origin, view->property("contentY").toDouble() - 300));
    QTest::qWait(5);
    return !edits(QStringLiteral("item 0")).empty() && view->property("contentY").toDouble() <= origin;
  }));
  EXPECT_TRUE(eventually([&] { return edits(QStringLiteral("item")).size() < 150; }));
}

TEST_F(LongShapesTest, WhatIsReadDoesNotJumpWhenEstimatesAboveItWereWrong) {
  converse(listOf(600));
  EXPECT_LT(worstJump(60, 150), 1.0);
}

TEST_F(LongShapesTest, WhatIsReadDoesNotMoveWhenAMessageAboveGetsItsHeight) {
  converse(listOf(300));
  send(QStringLiteral("And a short one."));
  answer("Short words.");
  settle();
  QQuickItem* view = conversationView();
  view->setProperty("following", false);
  view->setProperty("contentY", view->property("contentY").toDouble() - 10);
  const auto last = edits(QStringLiteral("Short words."));
  ASSERT_EQ(last.size(), 1u);
  window_->grabWindow();
  const double was = y(last[0]);
  // The long answer above is thrown away and made again, its rows from estimates.
  const auto columns = itemsWhere(
      view, [](QQuickItem* item) { return qobject_cast<LazyColumn*>(item) && item->height() > 3000; });
  ASSERT_EQ(columns.size(), 1u);
  columns[0]->setProperty("lineHeight", 61);
  columns[0]->polish();
  window_->grabWindow();
  EXPECT_NEAR(y(last[0]), was, 1.0);
}

TEST_F(LongShapesTest, AMessageOfManyRowsIsTakenDownALittleAtATime) {
  converse(listOf(400));
  auto* place = window_->findChild<ReadingPlace*>();
  ASSERT_NE(place, nullptr);
  ASSERT_TRUE(eventually([&] { return place->bin().waiting() == 0; }));
  const size_t rows = edits(QStringLiteral("item")).size();
  ASSERT_GT(rows, 20u);
  size_t most = 0;
  chat().startNew();
  ASSERT_TRUE(eventually([&] {
    most = std::max(most, place->bin().waiting());
    return most > 0 && place->bin().waiting() == 0;
  }));
  EXPECT_GE(most, rows / 2);  // they did not go with their message, and are gone now
}

TEST_F(LongShapesTest, ALongQuestionIsLazyAndStillWhole) {
  open({1280, 800});
  app().dismissDemoNotice();
  QString question;
  for (int i = 0; i < 15000; ++i)
    question += QStringLiteral("*w%1* ").arg(i);  // one paragraph of some 120 kB
  question += QStringLiteral("\n# the end");
  send(question);
  answer("Yes.");
  settle();
  QQuickItem* view = conversationView();
  view->setProperty("following", false);
  view->setProperty("contentY", view->property("originY").toDouble());
  ASSERT_TRUE(eventually([&] { return !edits(QStringLiteral("*w0*")).empty(); }));
  EXPECT_TRUE(edits(QStringLiteral("*w7000*")).empty());
  // Where one row goes on in the next, the keyboard goes on without a stop, and a phrase is found.
  const QString first = edits(QStringLiteral("*w0*"))[0]->property("text").toString();
  ASSERT_TRUE(question.startsWith(first));
  const auto cut = static_cast<int>(first.size());
  auto* area = window_->findChild<SelectionArea*>();
  QQuickItem* edit = edits(QStringLiteral("*w0*"))[0];
  QRectF rectangle;
  QMetaObject::invokeMethod(edit, "positionToRectangle", Q_RETURN_ARG(QRectF, rectangle),
                            Q_ARG(int, cut - 4));
  view->setProperty("contentY",
                    view->property("contentY").toDouble() + y(edit) + rectangle.y() - y(view) - 300);
  ASSERT_TRUE(eventually([&] { return edits(QStringLiteral("*w")).size() > 1; }));
  QTest::qWait(50);
  const QPoint at = edit->mapToScene(rectangle.center()).toPoint();
  QTest::mousePress(window_, Qt::LeftButton, {}, at - QPoint(40, 0));
  QTest::mouseMove(window_, at - QPoint(20, 0));
  QTest::mouseMove(window_, at);
  QTest::mouseRelease(window_, Qt::LeftButton, {}, at);
  const auto selected = [&] {
    area->copyPlain();
    return QGuiApplication::clipboard()->text();
  };
  const QString before = selected();
  ASSERT_TRUE(question.left(cut).contains(before)) << before.toStdString();
  for (int i = 0; i < 12; ++i) key(Qt::Key_Right, Qt::ShiftModifier);
  EXPECT_EQ(selected().size(), before.size() + 12);
  EXPECT_TRUE(question.contains(selected()));
  for (int i = 0; i < 12; ++i) key(Qt::Key_Left, Qt::ShiftModifier);
  EXPECT_EQ(selected(), before);
  area->selectAll();
  EXPECT_EQ(selected(), question);
  const QString phrase = question.mid(cut - 8, 16);
  chat().find()->openAt(phrase.simplified(), 0);
  ASSERT_TRUE(eventually([&] { return chat().find()->count() == 1; }));
  EXPECT_TRUE(eventually([&] {
    const auto marks =
        itemsWhere(view, [](QQuickItem* item) { return item->inherits("hearth::desktop::FindMarks"); });
    return std::any_of(marks.begin(), marks.end(),
                       [](QQuickItem* item) { return item->property("count").toInt() == 1; });
  }));
}

TEST_F(LongShapesTest, AllOfLongCodeIsCopiedAndFound) {
  std::string code;
  for (int i = 0; i < 2000; ++i) code += "int value" + std::to_string(i) + ";\n";
  converse("```cpp\n" + code + "```\n");
  EXPECT_TRUE(edits(QStringLiteral("value1000;")).empty());
  auto* area = window_->findChild<SelectionArea*>();
  area->selectAll();
  area->copyPlain();
  EXPECT_EQ(QGuiApplication::clipboard()->text().toStdString() + "\n", code);
  area->clear();
  // The middle comes into view when it is looked for.
  chat().find()->openAt(QStringLiteral("value1000;"), 0);
  QQuickItem* view = conversationView();
  EXPECT_TRUE(eventually([&] {
    const auto found = edits(QStringLiteral("value1000;"));
    if (found.empty()) return false;
    const double line = 1000 % 100 * found[0]->height() / 100;
    const double top = y(found[0]) + line - y(view);
    return top > 0 && top < view->height();
  }));
}

TEST_F(LongShapesTest, ATableOfFiveHundredRowsKeepsItsColumns) {
  std::string table = "| Name | Size |\n|---|--:|\n";
  for (int i = 0; i < 500; ++i)
    table += "| part " + std::to_string(i) + " | " + std::to_string(i * 37) + " |\n";
  converse(table + "| the widest of all the names in here | 1 |\n");
  const auto last = edits(QStringLiteral("the widest of all"));
  ASSERT_EQ(last.size(), 1u);
  EXPECT_LT(edits(QStringLiteral("part")).size(), 100u);
  const double width = last[0]->width();
  QQuickItem* view = conversationView();
  view->setProperty("following", false);
  view->setProperty("contentY", view->property("originY").toDouble());
  ASSERT_TRUE(eventually([this] { return !edits(QStringLiteral("part 0")).empty(); }));
  EXPECT_EQ(edits(QStringLiteral("part 0"))[0]->width(), width);
}

}  // namespace
}  // namespace hearth::desktop
