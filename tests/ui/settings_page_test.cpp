// The settings page, by mouse and keys, and its pictures.
#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

class SettingsPageTest : public WindowTest {
 protected:
  QString pageName() const { return window_->property("pageName").toString(); }
};

TEST_F(SettingsPageTest, OpensByKeyAndGoesBack) {
  open();
  key(Qt::Key_Comma, Qt::ControlModifier);
  EXPECT_TRUE(eventually([this] { return pageName() == QStringLiteral("settings"); }));
  key(Qt::Key_Escape);
  EXPECT_TRUE(eventually([this] { return pageName().isEmpty(); }));
  EXPECT_TRUE(composerField()->hasActiveFocus());
}

TEST_F(SettingsPageTest, ChoosesLooks) {
  open();
  key(Qt::Key_Comma, Qt::ControlModifier);
  settle();
  ASSERT_EQ(buttons(QStringLiteral("Dark")).size(), 1U);
  click(buttons(QStringLiteral("Dark"))[0]);
  EXPECT_TRUE(eventually([this] { return app().appearance()->mode() == Appearance::Dark; }));
  const auto on = buttons(QStringLiteral("On"));
  ASSERT_EQ(on.size(), 3U);  // the last keeps chats
  click(on[0]);
  EXPECT_TRUE(eventually([this] { return app().appearance()->highContrast(); }));
  click(on[1]);
  EXPECT_TRUE(eventually([this] { return !app().appearance()->motion(); }));
}

// A setting is as high as its words and its choice, in whichever section it stands.
TEST_F(SettingsPageTest, NoSettingLeavesAGapBelow) {
  open();
  key(Qt::Key_Comma, Qt::ControlModifier);
  settle();
  const auto lines = itemsWhere(window_->contentItem(), [](QQuickItem* item) {
    return QByteArray(item->metaObject()->className()).startsWith("SettingChoice");
  });
  ASSERT_GE(lines.size(), 6u);
  for (QQuickItem* line : lines)
    EXPECT_LE(line->height(), line->childrenRect().height() + 1)
        << line->property("title").toString().toStdString();
}

// With room beside the words the choice stands there, and leaves no gap below.
TEST_F(SettingsPageTest, TheChoiceForPastedTextStandsBesideItsWords) {
  open();
  key(Qt::Key_Comma, Qt::ControlModifier);
  settle();
  const auto never = buttons(QStringLiteral("Never"));
  ASSERT_EQ(never.size(), 1u);
  QQuickItem* line = never[0];
  while (line && !QByteArray(line->metaObject()->className()).startsWith("SettingChoice"))
    line = line->parentItem();
  ASSERT_NE(line, nullptr);
  EXPECT_GT(never[0]->mapToItem(line, QPointF()).x(), line->width() / 2);
  EXPECT_LE(line->height(), line->childrenRect().height() + 1);
}

TEST_F(SettingsPageTest, KeysChangeTheTextSize) {
  open();
  key(Qt::Key_Plus, Qt::ControlModifier);
  EXPECT_TRUE(eventually([this] { return app().appearance()->zoom() == 110; }));
  key(Qt::Key_Minus, Qt::ControlModifier);
  key(Qt::Key_Minus, Qt::ControlModifier);
  EXPECT_TRUE(eventually([this] { return app().appearance()->zoom() == 90; }));
  key(Qt::Key_0, Qt::ControlModifier);
  EXPECT_TRUE(eventually([this] { return app().appearance()->zoom() == 100; }));
}

TEST_F(SettingsPageTest, Pictures) {
  open();
  key(Qt::Key_Comma, Qt::ControlModifier);
  app().appearance()->setMode(Appearance::Light);
  screenshot(QStringLiteral("settings-light"));
  app().appearance()->setMode(Appearance::Dark);
  screenshot(QStringLiteral("settings-dark"));
  app().appearance()->setContrast(Appearance::On);
  screenshot(QStringLiteral("settings-dark-contrast"));
  app().appearance()->setContrast(Appearance::Off);
  app().appearance()->setMode(Appearance::Light);
  app().appearance()->setZoom(200);
  screenshot(QStringLiteral("settings-zoom-200"));
}

}  // namespace
}  // namespace hearth::desktop
