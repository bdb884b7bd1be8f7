// Words from right to left: each block by its own, code never, and the window turned over where its language
// is.
#include <QTextDocument>

#include "tests/ui/tour.h"

namespace hearth::desktop {
namespace {

const QString kArabic = QStringLiteral("مرحبا بالعالم، هذا نص قصير.");
const QString kHebrew = QStringLiteral("שלום עולם, זה טקסט קצר.");

class DirectionTest : public TourTest {
 protected:
  void TearDown() override {
    QGuiApplication::setLayoutDirection(Qt::LayoutDirectionAuto);
    TourTest::TearDown();
  }
  // The text on the screen that contains `words`.
  QQuickItem* edit(const QString& words) {
    const auto found = itemsWhere(window_->contentItem(), [&](QQuickItem* item) {
      return item->inherits("QQuickTextEdit") && plain(item).contains(words);
    });
    return found.empty() ? nullptr : found.front();
  }
  static QString plain(QQuickItem* item) {
    QString text;
    QMetaObject::invokeMethod(item, "getText", Q_RETURN_ARG(QString, text), Q_ARG(int, 0),
                              Q_ARG(int, item->property("length").toInt()));
    return text;
  }
  // Where the first character stands, as a share of the width: near 0 left, near 1 right.
  double startOf(const QString& words) {
    QQuickItem* item = edit(words);
    EXPECT_TRUE(item) << words.toStdString();
    if (!item) return 0.5;
    QRectF place;
    QMetaObject::invokeMethod(item, "positionToRectangle", Q_RETURN_ARG(QRectF, place),
                              Q_ARG(int, static_cast<int>(plain(item).indexOf(words))));
    return place.x() / item->width();
  }
};

TEST_F(DirectionTest, EachBlockStartsWhereItsWordsDo) {
  open();
  app().dismissDemoNotice();
  send(kArabic);
  answer((QStringLiteral("An English paragraph first.\n\n") + kArabic +
          QStringLiteral(" with English inside\n\n") + kHebrew + QStringLiteral("\n\n- ") + kHebrew.left(10) +
          QStringLiteral(" item\n\n> ") + kArabic.left(6) + QStringLiteral("\n\n```python\n# ") +
          kArabic.left(13) + QStringLiteral("\nprint(1)\n```\n"))
             .toStdString());
  screenshot(QStringLiteral("direction-mixed"));
  EXPECT_LT(startOf(QStringLiteral("An English")), 0.1);
  EXPECT_GT(startOf(kArabic + QStringLiteral(" with")), 0.9);
  EXPECT_GT(startOf(kHebrew), 0.9);
  EXPECT_GT(startOf(kHebrew.left(10) + QStringLiteral(" item")), 0.9);
  EXPECT_LT(startOf(QStringLiteral("# ")), 0.1);
  EXPECT_LT(startOf(QStringLiteral("print")), 0.1);
}

TEST_F(DirectionTest, TheComposerFollowsWhatIsWritten) {
  open();
  chat().setDraft(QStringLiteral("Hello"));
  settle();
  const auto align = [this] { return composerField()->property("effectiveHorizontalAlignment").toInt(); };
  EXPECT_EQ(align(), Qt::AlignLeft);
  chat().setDraft(kHebrew);
  EXPECT_TRUE(eventually([&] { return align() == Qt::AlignRight; }));
}

TEST_F(DirectionTest, TheWindowIsTurnedOverForALanguageFromTheRight) {
  QGuiApplication::setLayoutDirection(Qt::RightToLeft);
  furnish();
  app().dismissDemoNotice();
  screenshot(QStringLiteral("direction-mirrored"));
  const auto newChat = buttons(QStringLiteral("New chat"));
  ASSERT_FALSE(newChat.empty());
  EXPECT_GT(newChat.front()->mapToScene({}).x(), window_->width() / 2.0) << "the sidebar is on the right";
  EXPECT_LT(startOf(QStringLiteral("print")), 0.1) << "code stays as it is";
  EXPECT_LT(edit(QStringLiteral("F16"))->mapToScene({}).x(),
            edit(QStringLiteral("16"))->mapToScene({}).x() + 1)
      << "so does a table in English";
  app().commands()->trigger(QStringLiteral("settings.show"));
  screenshot(QStringLiteral("direction-mirrored-settings"));
  app().commands()->trigger(QStringLiteral("hardware.show"));
  screenshot(QStringLiteral("direction-mirrored-hardware"));
  key(Qt::Key_B, Qt::ControlModifier);
  EXPECT_TRUE(eventually([this] { return buttons(QStringLiteral("New chat")).empty(); }))
      << "the sidebar slides out";
}

}  // namespace
}  // namespace hearth::desktop
