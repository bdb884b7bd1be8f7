// The list beside the chat: folders, selection, trash, undo, and chats that leave no trace.
#include <QCryptographicHash>
#include <QDirIterator>

#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

class ListTest : public WindowTest {
 protected:
  ConversationListModel& list() { return *app().conversations(); }
  void chats(int count) {
    open();
    app().dismissDemoNotice();
    for (int i = 1; i <= count; ++i) {
      send(QStringLiteral("Chat %1").arg(i));
      answer("Yes.");
      key(Qt::Key_N, Qt::ControlModifier);
    }
    ASSERT_TRUE(eventually([&] { return list().count() == count; }));
    settle();
  }
  QVariant at(int row, ConversationListModel::Role role) { return list().data(list().index(row), role); }
  int rowOf(const QString& title) {
    for (int row = 0; row < list().count(); ++row) {
      if (at(row, ConversationListModel::TitleRole).toString() == title) return row;
    }
    return -1;
  }
  QVariantList idsOf(const QStringList& titles) {
    QVariantList ids;
    for (const QString& title : titles) ids << at(rowOf(title), ConversationListModel::IdRole);
    return ids;
  }
};

TEST_F(ListTest, ClicksSelectAndBulkDeleteCanBeUndone) {
  chats(4);
  clickRow(QStringLiteral("Chat 4"));
  ASSERT_TRUE(eventually([this] { return chat().title() == QStringLiteral("Chat 4"); }));
  clickRow(QStringLiteral("Chat 2"), Qt::ShiftModifier);
  EXPECT_EQ(list().selectedCount(), 3);
  clickRow(QStringLiteral("Chat 3"), Qt::ControlModifier);
  EXPECT_EQ(list().selectedCount(), 2);
  screenshot(QStringLiteral("list-selected"));
  app().chats()->moveToTrash(list().selectedIds());
  ASSERT_TRUE(eventually([this] { return list().count() == 2; }));
  EXPECT_EQ(list().selectedCount(), 0);
  settle();
  QQuickItem* undo = buttons(QStringLiteral("Undo")).at(0);
  const auto toast = itemsWhere(window_->contentItem(), [](QQuickItem* item) {
    return QByteArray(item->metaObject()->className()).startsWith("Toast");
  });
  ASSERT_EQ(toast.size(), 1u);
  EXPECT_NE(undo->property("textColor"), toast[0]->property("color"));
  click(undo);
  ASSERT_TRUE(eventually([this] { return list().count() == 4; }));
}

TEST_F(ListTest, FoldersHoldChatsFoldAndGiveInstructions) {
  chats(3);
  key(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(eventually([this] { return rowOf(QStringLiteral("New folder")) == 0; }));
  settle();
  for (const char letter : {'W', 'o', 'r', 'k'})
    QTest::keyClick(window_, letter);  // its name is asked for at once
  key(Qt::Key_Return);
  ASSERT_TRUE(eventually([this] { return rowOf(QStringLiteral("Work")) == 0; }));
  const qint64 folder = at(0, ConversationListModel::IdRole).toLongLong();
  app().chats()->moveToFolder(idsOf({QStringLiteral("Chat 1"), QStringLiteral("Chat 2")}), folder);
  ASSERT_TRUE(eventually([this] { return at(0, ConversationListModel::ChatsRole).toInt() == 2; }));
  EXPECT_EQ(at(1, ConversationListModel::DepthRole).toInt(), 1);
  app().chats()->createFolder(folder, {});
  ASSERT_TRUE(eventually([this] { return rowOf(QStringLiteral("New folder")) == 1; }));
  settle();
  key(Qt::Key_Escape);
  screenshot(QStringLiteral("folders"));
  app().appearance()->setMode(Appearance::Dark);
  screenshot(QStringLiteral("folders-dark"));

  clickRow(QStringLiteral("Work"));
  ASSERT_TRUE(eventually([this] { return list().count() == 2; }));
  engineOfQml_.reset();
  start();  // which folders are closed is kept
  ASSERT_TRUE(eventually([this] { return list().count() == 2; }));

  app().chats()->saveFolder(folder, QStringLiteral("Answer in German."), {}, {{"temperature", 0.2}});
  ASSERT_TRUE(eventually([&] {
    return list().folder(folder).value("systemPrompt").toString() == QStringLiteral("Answer in German.");
  }));
  app().newChat(folder);
  send(QStringLiteral("Hello"));
  EXPECT_EQ(engine_.last<Generate>().messages.front().role, Role::System);
  EXPECT_EQ(engine_.last<Generate>().messages.front().text, "Answer in German.");
  EXPECT_NEAR(engine_.last<Generate>().sampling.temperature, 0.2, 1e-6);
  answer("Hallo.");
  ASSERT_TRUE(eventually([this] { return at(0, ConversationListModel::ChatsRole).toInt() == 3; }));
}

TEST_F(ListTest, ShowsTheFolderSheet) {
  chats(1);
  app().chats()->createFolder(0, {});
  ASSERT_TRUE(eventually([this] { return rowOf(QStringLiteral("New folder")) == 0; }));
  settle();
  key(Qt::Key_Escape);
  QTest::mouseClick(window_, Qt::RightButton, {},
                    rowItem(QStringLiteral("New folder"))->mapToScene(QPointF(60, 18)).toPoint());
  settle();
  screenshot(QStringLiteral("folder-menu"));
  const auto entries = itemsWhere(
      window_->contentItem()->parentItem() ? window_->contentItem()->parentItem() : window_->contentItem(),
      [](QQuickItem* item) {
        return item->inherits("QQuickMenuItem") && item->isVisible() &&
               item->property("text").toString() == QStringLiteral("Instructions and model…");
      });
  ASSERT_EQ(entries.size(), 1u);
  click(entries[0]);
  settle();
  screenshot(QStringLiteral("folder-sheet"));
  EXPECT_EQ(buttons(QStringLiteral("Save")).size(), 1u);
}

TEST_F(ListTest, WorksInANarrowDarkWindow) {
  open({480, 640});
  app().dismissDemoNotice();
  app().appearance()->setMode(Appearance::Dark);
  send(QStringLiteral("Plan four days in Lisbon"));
  answer("Take the tram.");
  app().chats()->createFolder(0, {chat().conversationId()});
  ASSERT_TRUE(eventually([this] { return rowOf(QStringLiteral("New folder")) == 0; }));
  key(Qt::Key_K, Qt::ControlModifier);
  settle();
  screenshot(QStringLiteral("narrow-palette"));
  key(Qt::Key_Escape);
  key(Qt::Key_F1);
  settle();
  screenshot(QStringLiteral("narrow-keys"));
  key(Qt::Key_Escape);
  settle();
  key(Qt::Key_B, Qt::ControlModifier);
  settle();
  screenshot(QStringLiteral("narrow-list"));
  click(buttons(QStringLiteral("Trash")).at(0));
  settle();
  screenshot(QStringLiteral("narrow-trash"));
  key(Qt::Key_Escape);
  key(Qt::Key_B, Qt::ControlModifier);
  send(QStringLiteral("And then?"));
  engine_.write("Then");
  chat().setDraft(QStringLiteral("And on the last day?"));
  chat().send();
  ASSERT_TRUE(eventually([this] { return chat().queue()->count() == 1; }));
  key(Qt::Key_F, Qt::ControlModifier);
  QTest::keyClick(window_, 't');
  screenshot(QStringLiteral("narrow-queue-and-find"));
  EXPECT_TRUE(chat().find()->active());
}

TEST_F(ListTest, AChatIsDraggedIntoAFolder) {
  chats(2);
  app().chats()->createFolder(0, {});
  ASSERT_TRUE(eventually([this] { return rowOf(QStringLiteral("New folder")) == 0; }));
  settle();
  key(Qt::Key_Escape);
  settle();
  const QPoint from = rowItem(QStringLiteral("Chat 1"))->mapToScene(QPointF(60, 18)).toPoint();
  const QPoint to = rowItem(QStringLiteral("New folder"))->mapToScene(QPointF(60, 18)).toPoint();
  QTest::mousePress(window_, Qt::LeftButton, {}, from);
  for (int i = 1; i <= 10; ++i) {
    QTest::mouseMove(window_, from + (to - from) * i / 10);
    QTest::qWait(10);
  }
  screenshot(QStringLiteral("dragging"));
  QTest::mouseRelease(window_, Qt::LeftButton, {}, to);
  ASSERT_TRUE(eventually([this] { return at(0, ConversationListModel::ChatsRole).toInt() == 1; }));
  app().chats()->undo();
  ASSERT_TRUE(eventually([this] { return at(0, ConversationListModel::ChatsRole).toInt() == 0; }));
}

TEST_F(ListTest, F2RenamesInPlaceAndUndoTakesItBack) {
  chats(1);
  clickRow(QStringLiteral("Chat 1"));
  ASSERT_TRUE(eventually([this] { return chat().conversationId() != 0; }));
  settle();
  key(Qt::Key_F2);
  settle();
  screenshot(QStringLiteral("renaming"));
  for (const char letter : {'N', 'e', 'w'}) QTest::keyClick(window_, letter);
  key(Qt::Key_Return);
  ASSERT_TRUE(eventually([this] { return rowOf(QStringLiteral("New")) == 0; }));
  EXPECT_EQ(chat().title(), QStringLiteral("New"));
  app().chats()->undo();
  ASSERT_TRUE(eventually([this] { return rowOf(QStringLiteral("Chat 1")) == 0; }));
  EXPECT_EQ(chat().title(), QStringLiteral("Chat 1"));
}

TEST_F(ListTest, TheTrashTellsTheDaysOfFoldersToo) {
  chats(1);
  app().chats()->createFolder(0, idsOf({QStringLiteral("Chat 1")}));
  ASSERT_TRUE(eventually([this] { return !app().conversations()->folders().isEmpty(); }));
  app().chats()->deleteFolder(app().conversations()->folders()[0].toMap()[QStringLiteral("id")].toLongLong());
  ASSERT_TRUE(eventually([this] {
    app().trash()->refresh();
    return app().trash()->count() == 1;
  }));
  EXPECT_EQ(app().trash()->data(app().trash()->index(0), TrashModel::NoteRole).toString(),
            QStringLiteral("Folder · 30 days left"));
}

TEST_F(ListTest, TheTrashGivesBackAndDeletesOnlyWhenAsked) {
  chats(2);
  app().chats()->moveToTrash(idsOf({QStringLiteral("Chat 1"), QStringLiteral("Chat 2")}));
  ASSERT_TRUE(eventually([this] { return list().count() == 0; }));
  click(buttons(QStringLiteral("Trash")).at(0));
  ASSERT_TRUE(eventually([this] { return app().trash()->count() == 2; }));
  EXPECT_EQ(app().trash()->data(app().trash()->index(0), TrashModel::NoteRole).toString(),
            QStringLiteral("30 days left"));
  screenshot(QStringLiteral("trash"));
  click(buttons(QStringLiteral("Restore")).at(0));
  ASSERT_TRUE(eventually([this] { return list().count() == 1 && app().trash()->count() == 1; }));
  settle();
  click(buttons(QStringLiteral("Empty the trash…")).at(0));
  settle();
  screenshot(QStringLiteral("trash-asks"));
  EXPECT_EQ(app().trash()->count(), 1);
  click(buttons(QStringLiteral("Delete for good")).at(0));
  ASSERT_TRUE(eventually([this] { return app().trash()->count() == 0; }));
  EXPECT_EQ(list().count(), 1);
}

QMap<QString, QByteArray> filesIn(const QString& folder) {
  QMap<QString, QByteArray> files;
  for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
    QFile file(it.next());
    if (file.open(QIODevice::ReadOnly))
      files[it.filePath()] = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256);
  }
  return files;
}

TEST_F(ListTest, ATemporaryChatTouchesNoFile) {
  chats(1);
  const auto before = filesIn(folder_.path());
  ASSERT_FALSE(before.isEmpty());
  key(Qt::Key_Apostrophe, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(eventually([this] { return chat().temporary(); }));
  settle();
  EXPECT_TRUE(composerField()->hasActiveFocus());
  send(QStringLiteral("A secret question"));
  answer("A secret answer.");
  chat().setDraft(QStringLiteral("a secret draft"));
  QTest::qWait(600);  // longer than drafts and answers wait to be saved
  screenshot(QStringLiteral("temporary"));
  EXPECT_EQ(chat().messages()->count(), 2);
  EXPECT_EQ(filesIn(folder_.path()), before);
  EXPECT_EQ(list().count(), 1);
  // It waits while another chat is open, and ends when it is told to.
  clickRow(QStringLiteral("Chat 1"));
  ASSERT_TRUE(eventually([this] { return !chat().temporary(); }));
  EXPECT_TRUE(app().hasTemporary());
  app().showTemporary();
  EXPECT_EQ(chat().messages()->count(), 2);
  EXPECT_EQ(chat().draft(), QStringLiteral("a secret draft"));
  settle();
  click(buttons(QStringLiteral("End it")).at(0));
  ASSERT_TRUE(eventually([this] { return !app().hasTemporary(); }));
  EXPECT_FALSE(chat().temporary());
  engineOfQml_.reset();
  application_.reset();
  for (QDirIterator it(folder_.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
       it.hasNext();) {
    QFile file(it.next());
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_FALSE(file.readAll().contains("secret")) << file.fileName().toStdString();
  }
}

}  // namespace
}  // namespace hearth::desktop
