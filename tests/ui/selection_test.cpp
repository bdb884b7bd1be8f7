// Selecting text across blocks and messages with the mouse and the keyboard, and what is copied.
#include <QClipboard>
#include <QMimeData>

#include "app/desktop/selection/selection_area.h"
#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

const char* const kAnswer =
    "First **bold** words.\n\n- one\n- two\n\n```py\nprint(1)\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\nThe "
    "sum $x^2$ ends.\n";

class SelectionTest : public WindowTest {
 protected:
  void converse() {
    open({1280, 1000});
    app().dismissDemoNotice();
    send(QStringLiteral("A question of mine"));
    engine_.think("Secret thoughts.");
    answer(kAnswer);
    settle();
    area_ = window_->findChild<SelectionArea*>();
    ASSERT_NE(area_, nullptr);
  }
  // The TextEdit that holds `text`.
  QQuickItem* edit(const QString& text) {
    const auto found = itemsWhere(conversationView(), [&](QQuickItem* item) {
      return item->inherits("QQuickTextEdit") && item->property("text").toString().contains(text);
    });
    return found.empty() ? nullptr : found.front();
  }
  QPoint pointIn(QQuickItem* item, double x, double y) { return item->mapToScene(QPointF(x, y)).toPoint(); }
  void drag(QPoint from, QPoint to) {
    QTest::mousePress(window_, Qt::LeftButton, {}, from);
    QTest::mouseMove(window_, from + QPoint(3, 12));
    QTest::mouseMove(window_, (from + to) / 2);
    QTest::mouseMove(window_, to);
    QTest::mouseRelease(window_, Qt::LeftButton, {}, to);
    QTest::qWait(20);
  }
  QString clipboard() { return QGuiApplication::clipboard()->text(); }
  SelectionArea* area_ = nullptr;
};

TEST_F(SelectionTest, DragsAcrossMessagesAndBlocksWithoutTheThinking) {
  converse();
  QQuickItem* question = edit(QStringLiteral("A question"));
  QQuickItem* code = edit(QStringLiteral("print"));
  drag(pointIn(question, 1, question->height() / 2), pointIn(code, code->width() - 1, code->height() - 2));
  ASSERT_TRUE(area_->hasSelection());
  EXPECT_EQ(question->property("selectedText").toString(), QStringLiteral("A question of mine"));
  EXPECT_EQ(edit(QStringLiteral("First"))->property("selectedText").toString(),
            QStringLiteral("First bold words."));
  screenshot(QStringLiteral("selection"));
  key(Qt::Key_C, Qt::ControlModifier);
  EXPECT_EQ(clipboard().toStdString(), "A question of mine\n\nFirst bold words.\n\n• one\n• two\n\nprint(1)");
  const QString html = QGuiApplication::clipboard()->mimeData()->html();
  EXPECT_NE(html.indexOf(QStringLiteral("<strong>bold</strong>")), -1);
  EXPECT_NE(html.indexOf(QStringLiteral("<ul><li>one</li><li>two</li></ul>")), -1);
  area_->copyMarkdown();
  EXPECT_EQ(clipboard().toStdString(),
            "A question of mine\n\nFirst **bold** words.\n\n- one\n- two\n\n```py\nprint(1)\n```");
}

TEST_F(SelectionTest, SelectsTheMessageAndThenTheConversation) {
  converse();
  QQuickItem* first = edit(QStringLiteral("First"));
  drag(pointIn(first, 1, 8), pointIn(first, 60, 8));
  key(Qt::Key_A, Qt::ControlModifier);
  area_->copyMarkdown();
  EXPECT_EQ(clipboard().toStdString(),
            "First **bold** words.\n\n- one\n- two\n\n```py\nprint(1)\n```\n\n| a | b |\n| --- | --: |\n| 1 "
            "| 2 |\n\nThe sum $x^2$ ends.");
  key(Qt::Key_A, Qt::ControlModifier);
  area_->copyPlain();
  EXPECT_TRUE(clipboard().startsWith(QStringLiteral("A question of mine")));
  EXPECT_TRUE(clipboard().endsWith(QStringLiteral("1\t2\n\nThe sum x^2 ends.")));
  key(Qt::Key_Escape);
  EXPECT_FALSE(area_->hasSelection());
  EXPECT_EQ(first->property("selectedText").toString(), QString());
}

TEST_F(SelectionTest, ExtendsByShiftAndKeepsItWhileTextStreamsIn) {
  converse();
  send(QStringLiteral("More?"));
  engine_.write("Streaming text\n\nand a tail");
  settle();
  QQuickItem* sealed = edit(QStringLiteral("Streaming"));
  ASSERT_NE(sealed, nullptr);
  drag(pointIn(sealed, 1, 8), pointIn(sealed, 30, 8));
  const QPoint end = pointIn(sealed, sealed->width() - 2, 8);
  QTest::mouseClick(window_, Qt::LeftButton, Qt::ShiftModifier, end);
  EXPECT_EQ(sealed->property("selectedText").toString(), QStringLiteral("Streaming text"));
  key(Qt::Key_Right, Qt::ShiftModifier);  // into the tail
  key(Qt::Key_Right, Qt::ShiftModifier);
  key(Qt::Key_Right, Qt::ShiftModifier);
  key(Qt::Key_Right, Qt::ShiftModifier);
  area_->copyPlain();
  EXPECT_EQ(clipboard().toStdString(), "Streaming text\n\nand");
  engine_.write(" that **grows**.\n\nAnd more.");
  settle();
  area_->copyPlain();
  EXPECT_EQ(clipboard().toStdString(), "Streaming text\n\nand");
  EXPECT_EQ(edit(QStringLiteral("and a tail"))->property("selectedText").toString(), QStringLiteral("and"));
}

TEST_F(SelectionTest, SelectsAWordByADoubleClickAndLetsButtonsBe) {
  converse();
  QQuickItem* first = edit(QStringLiteral("First"));
  QTest::mouseDClick(window_, Qt::LeftButton, {}, pointIn(first, 8, 8));
  EXPECT_EQ(first->property("selectedText").toString(), QStringLiteral("First"));
  const auto code = itemsWhere(conversationView(), [](QQuickItem* item) {
    return item->property("label").toString() == QStringLiteral("py");
  });
  ASSERT_EQ(code.size(), 1u);
  click(itemsWhere(code[0], [](QQuickItem* item) {
          return item->inherits("QQuickAbstractButton") &&
                 item->property("text").toString() == QStringLiteral("Copy");
        }).at(0));
  EXPECT_EQ(clipboard().toStdString(), "print(1)");
}

TEST_F(SelectionTest, ScrollsWhileItIsDraggedBeyondTheView) {
  converse();
  for (int i = 0; i < 4; ++i) {
    send(QStringLiteral("Again %1").arg(i));
    answer(kAnswer);
  }
  settle();
  QQuickItem* view = conversationView();
  const double before = view->property("contentY").toDouble();
  const QPoint middle = pointIn(view, view->width() / 2, view->height() / 2);
  QTest::mousePress(window_, Qt::LeftButton, {}, middle);
  QTest::mouseMove(window_, middle - QPoint(0, 40));
  QTest::mouseMove(window_, pointIn(view, view->width() / 2, -20));
  EXPECT_TRUE(eventually([&] { return view->property("contentY").toDouble() < before - 200; }));
  QTest::mouseRelease(window_, Qt::LeftButton, {}, middle);
  EXPECT_TRUE(area_->hasSelection());
}

}  // namespace
}  // namespace hearth::desktop
