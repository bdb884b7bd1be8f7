// The palette, find within a chat, and keys that the user changed, by keyboard alone.
#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

class PaletteTest : public WindowTest {
 protected:
  void twoChats() {
    open();
    app().dismissDemoNotice();
    send(QStringLiteral("Plan four days in Lisbon"));
    answer("On the first day take the tram to Belem and eat a warm custard tart.");
    key(Qt::Key_N, Qt::ControlModifier);
    send(QStringLiteral("Explain my blood test"));
    answer("Sugar the evening before raises the value.");
  }
  QString title(int row) {
    return app().palette()->data(app().palette()->index(row), PaletteModel::TitleRole).toString();
  }
};

TEST_F(PaletteTest, FindsAMessageAndGoesThere) {
  twoChats();
  key(Qt::Key_K, Qt::ControlModifier);
  type(QStringLiteral("custard"));
  ASSERT_TRUE(eventually([this] { return app().palette()->count() == 1; }));
  EXPECT_EQ(title(0), QStringLiteral("Plan four days in Lisbon"));
  screenshot(QStringLiteral("palette-message"));
  key(Qt::Key_Return);
  ASSERT_TRUE(eventually([this] { return chat().conversationId() == 1 && chat().find()->count() == 1; }));
  EXPECT_EQ(chat().find()->currentMessage(), chat().messages()->branch()[1].id);
  settle();
  screenshot(QStringLiteral("palette-found"));
  const auto marks = itemsWhere(window_->contentItem(), [](QQuickItem* item) {
    return item->inherits("hearth::desktop::FindMarks") && item->property("count").toInt() == 1;
  });
  EXPECT_EQ(marks.size(), 1u);
}

TEST_F(PaletteTest, RunsACommandAndShowsItsKeys) {
  open();
  key(Qt::Key_K, Qt::ControlModifier);
  type(QStringLiteral(">dark"));
  ASSERT_TRUE(eventually(
      [this] { return app().palette()->count() >= 1 && title(0) == QStringLiteral("Dark theme"); }));
  screenshot(QStringLiteral("palette-commands"));
  key(Qt::Key_Return);
  EXPECT_TRUE(app().appearance()->dark());
}

TEST_F(PaletteTest, FocusGoesWhereTheCommandSends) {
  open();
  key(Qt::Key_K, Qt::ControlModifier);
  type(QStringLiteral(">find in this"));
  ASSERT_TRUE(eventually([this] { return app().palette()->count() == 1; }));
  key(Qt::Key_Return);
  settle();
  EXPECT_TRUE(chat().find()->active());
  ASSERT_NE(window_->activeFocusItem(), nullptr);
  EXPECT_EQ(window_->activeFocusItem()->property("placeholderText").toString(),
            QStringLiteral("Find in this chat"));
}

TEST_F(PaletteTest, LoadsAModel) {
  open();
  app().models()->load(QStringLiteral("/models/other.gguf"));
  ASSERT_TRUE(eventually([this] { return app().models()->state() == ModelController::Ready; }));
  key(Qt::Key_K, Qt::ControlModifier);
  type(QStringLiteral("#tiny"));
  ASSERT_TRUE(eventually([this] { return app().palette()->count() == 1; }));
  key(Qt::Key_Return);
  EXPECT_TRUE(eventually([this] { return app().models()->demo(); }));
}

TEST_F(PaletteTest, FindGoesRoundAllPlacesAndCounts) {
  open();
  send(QStringLiteral("apple"));
  answer("Apple one.\n\nAn apple and an APPLE.");
  key(Qt::Key_F, Qt::ControlModifier);
  type(QStringLiteral("apple"));
  ASSERT_TRUE(eventually([this] { return chat().find()->count() == 4; }));
  while (chat().find()->current() != 3) key(Qt::Key_F3);
  key(Qt::Key_F3);
  EXPECT_EQ(chat().find()->current(), 0);
  EXPECT_EQ(chat().find()->currentMessage(), chat().messages()->branch()[0].id);
  key(Qt::Key_F3, Qt::ShiftModifier);
  EXPECT_EQ(chat().find()->current(), 3);
  screenshot(QStringLiteral("find"));
  key(Qt::Key_Escape);
  EXPECT_FALSE(chat().find()->active());
  EXPECT_TRUE(composerField()->hasActiveFocus());
}

// What is found may lie thousands of messages away, where no text was ever loaded.
TEST_F(PaletteTest, FindsInMessagesThatAreNotLoaded) {
  {
    auto store = storage::Store::open(databasePath());
    ASSERT_TRUE(store);
    auto conversation = (*store)->createConversation(std::nullopt, "");
    ASSERT_TRUE(conversation);
    std::optional<int64_t> parent;
    for (int i = 0; i < 400; ++i) {
      auto message = (*store)->addMessage(
          conversation->id, parent, i % 2 ? storage::Role::Assistant : storage::Role::User,
          i == 20 ? "the needle" : "hay number " + std::to_string(i), storage::MessageState::Finished);
      ASSERT_TRUE(message);
      parent = message->id;
    }
  }
  open();
  chat().open(1);
  ASSERT_TRUE(eventually([this] { return chat().messages()->count() == 400; }));
  const qint64 wanted = chat().messages()->branch()[20].id;
  EXPECT_FALSE(chat().messages()->isLoaded(wanted));
  key(Qt::Key_F, Qt::ControlModifier);
  type(QStringLiteral("needle"));
  ASSERT_TRUE(eventually([&] { return chat().messages()->isLoaded(wanted); }));
  settle();
  const auto onScreen = itemsWhere(conversationView(), [](QQuickItem* item) {
    return item->inherits("QQuickTextEdit") &&
           item->property("text").toString().contains(QStringLiteral("needle"));
  });
  ASSERT_EQ(onScreen.size(), 1u);
  const double y = onScreen[0]->mapToItem(conversationView(), QPointF(0, 0)).y();
  EXPECT_GT(y, 0);
  EXPECT_LT(y, conversationView()->height());
}

TEST_F(PaletteTest, KeysCanBeChangedTakenAwayAndGivenBack) {
  open();
  CommandRegistry& commands = *app().commands();
  ASSERT_TRUE(commands.assignKey(QStringLiteral("sidebar.toggle"), Qt::Key_J, Qt::ControlModifier));
  key(Qt::Key_B, Qt::ControlModifier);
  EXPECT_TRUE(app().sidebarOpen());
  key(Qt::Key_J, Qt::ControlModifier);
  EXPECT_FALSE(app().sidebarOpen());
  EXPECT_FALSE(
      commands.assignKey(QStringLiteral("sidebar.toggle"), Qt::Key_J, Qt::ShiftModifier));  // would type a J

  // On a key that another command has, both are told so.
  ASSERT_TRUE(commands.assignKey(QStringLiteral("sidebar.toggle"), Qt::Key_N, Qt::ControlModifier));
  const auto conflict = [&](const QString& id) {
    for (int row = 0; row < commands.rowCount(); ++row) {
      const QModelIndex at = commands.index(row);
      if (commands.data(at, CommandRegistry::IdRole) == id)
        return commands.data(at, CommandRegistry::ConflictRole).toString();
    }
    return QString();
  };
  EXPECT_EQ(conflict(QStringLiteral("sidebar.toggle")), QStringLiteral("New chat"));
  EXPECT_EQ(conflict(QStringLiteral("chat.new")), QStringLiteral("Show or hide the sidebar"));
  key(Qt::Key_F1);
  settle();
  screenshot(QStringLiteral("keys"));
  key(Qt::Key_Escape);
  settle();

  commands.unassign(QStringLiteral("sidebar.toggle"));
  EXPECT_EQ(commands.keysText(QStringLiteral("sidebar.toggle")), QString());
  engineOfQml_.reset();
  start();  // kept over a restart
  EXPECT_EQ(app().commands()->keysText(QStringLiteral("sidebar.toggle")), QString());
  app().commands()->reset(QStringLiteral("sidebar.toggle"));
  EXPECT_EQ(app().commands()->keysText(QStringLiteral("sidebar.toggle")), QStringLiteral("Ctrl+B"));
  EXPECT_FALSE(app().commands()->anyChanged());
  app().commands()->setKeysOn(false);
  start();
  EXPECT_FALSE(app().commands()->keysOn());
}

TEST_F(PaletteTest, ANewKeyIsRecordedByPressingIt) {
  open();
  key(Qt::Key_F1);
  settle();
  const auto rows = itemsWhere(
      window_->contentItem()->parentItem() ? window_->contentItem()->parentItem() : window_->contentItem(),
      [](QQuickItem* item) {
        return item->inherits("QQuickAbstractButton") &&
               item->property("text").toString() == QStringLiteral("Ctrl+K");
      });
  ASSERT_EQ(rows.size(), 1u);
  rows[0]->forceActiveFocus(Qt::TabFocusReason);
  key(Qt::Key_Return);
  key(Qt::Key_P, Qt::ControlModifier);
  EXPECT_EQ(app().commands()->keysText(QStringLiteral("palette.open")), QStringLiteral("Ctrl+P"));
  key(Qt::Key_Escape);
  settle();
  key(Qt::Key_P, Qt::ControlModifier);
  settle();
  EXPECT_TRUE(window_->findChild<QQuickItem*>(QStringLiteral("palette"))->isVisible());
}

}  // namespace
}  // namespace hearth::desktop
