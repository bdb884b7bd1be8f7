// The list beside the chat, its menus, search and trash.
#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

QVariantList ids(Stage& stage, std::initializer_list<const char*> titles) {
  QVariantList found;
  auto& list = *stage.app().conversations();
  for (const char* title : titles) {
    for (int row = 0; row < list.count(); ++row) {
      if (list.data(list.index(row), ConversationListModel::TitleRole) == QString::fromUtf8(title))
        found << list.data(list.index(row), ConversationListModel::IdRole);
    }
  }
  return found;
}

void chatMenu(Stage& stage) {
  stage.openChat();
  stage.clickRow(QStringLiteral("Sourdough at altitude"), {}, Qt::RightButton);
}

void folderMenu(Stage& stage) {
  stage.openChat();
  stage.clickRow(QStringLiteral("Work"), {}, Qt::RightButton);
}

void hovered(Stage& stage) {
  stage.openChat();
  QTest::mouseMove(
      stage.window_,
      stage.rowItem(QStringLiteral("Regex for ISO dates"))->mapToScene(QPointF(60, 18)).toPoint());
}

void selected(Stage& stage) {
  stage.openChat();
  stage.clickRow(QStringLiteral("Sourdough at altitude"), Qt::ControlModifier);
  stage.clickRow(QStringLiteral("Explain my blood test"), Qt::ShiftModifier);
}

void renaming(Stage& stage) {
  stage.openChat();
  ASSERT_TRUE(
      eventually([&] { return stage.rowItem(QStringLiteral("Why experts make models cheap")) != nullptr; }));
  stage.clickRow(QStringLiteral("Why experts make models cheap"));
  stage.rest();
  stage.key(Qt::Key_F2);
  ASSERT_TRUE(eventually([&] {
    return !stage
                .itemsWhere(stage.window_->contentItem(),
                            [](QQuickItem* item) {
                              return QByteArray(item->metaObject()->className()).startsWith("InlineName");
                            })
                .empty();
  }));
}

void newFolder(Stage& stage) {
  stage.openChat();
  stage.key(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(eventually([&] { return stage.rowItem(QStringLiteral("New folder")) != nullptr; }));
}

void folderSheet(Stage& stage) {
  folderMenu(stage);
  stage.rest();
  const auto entries = stage.itemsWhere(stage.window_->contentItem(), [](QQuickItem* item) {
    return item->inherits("QQuickMenuItem") &&
           item->property("text").toString() == QStringLiteral("Instructions and model…");
  });
  ASSERT_EQ(entries.size(), 1u);
  stage.click(entries[0]);
}

void search(Stage& stage) {
  stage.openChat();
  stage.app().conversations()->setQuery(QStringLiteral("custard"));
  const auto fields = stage.itemsWhere(stage.window_->contentItem(), [](QQuickItem* item) {
    return item->property("placeholderText").toString() == QStringLiteral("Search");
  });
  ASSERT_EQ(fields.size(), 1u);
  fields[0]->setProperty("text", QStringLiteral("custard"));
  fields[0]->forceActiveFocus();
  ASSERT_TRUE(eventually([&] { return stage.app().conversations()->count() == 2; }));
}

void searchNothing(Stage& stage) {
  search(stage);
  stage.type(QStringLiteral("xyz"));
  ASSERT_TRUE(eventually([&] { return stage.app().conversations()->count() == 0; }));
}

void hidden(Stage& stage) {
  stage.openChat();
  stage.key(Qt::Key_B, Qt::ControlModifier);
}

void trash(Stage& stage) {
  stage.openChat();
  stage.app().chats()->moveToTrash(
      ids(stage, {"Regex for ISO dates", "Names for a sailing boat", "Tax return, the train rides"}));
  ASSERT_TRUE(eventually([&] { return stage.rowItem(QStringLiteral("Regex for ISO dates")) == nullptr; }));
  stage.app().chats()->forgetUndo();
  stage.app().commands()->trigger(QStringLiteral("trash.show"));
  ASSERT_TRUE(eventually([&] { return stage.app().trash()->count() == 3; }));
}

void trashEmpty(Stage& stage) {
  stage.openChat();
  stage.app().commands()->trigger(QStringLiteral("trash.show"));
}

void trashAsks(Stage& stage) {
  trash(stage);
  stage.rest();
  stage.click(stage.buttons(QStringLiteral("Empty the trash…")).at(0));
}

void undo(Stage& stage) {
  stage.openChat();
  stage.app().chats()->moveToTrash(ids(stage, {"Sourdough at altitude"}));
  ASSERT_TRUE(eventually([&] { return !stage.app().chats()->undoText().isEmpty(); }));
}

void dragging(Stage& stage) {
  stage.openChat();
  stage.rest();
  const QPoint from =
      stage.rowItem(QStringLiteral("Regex for ISO dates"))->mapToScene(QPointF(60, 18)).toPoint();
  const QPoint to = stage.rowItem(QStringLiteral("Garden"))->mapToScene(QPointF(80, 18)).toPoint();
  QTest::mousePress(stage.window_, Qt::LeftButton, {}, from);
  for (int i = 1; i <= 10; ++i) {
    QTest::mouseMove(stage.window_, from + (to - from) * i / 10);
    QTest::qWait(10);
  }
}

}  // namespace

std::vector<Scene> listScenes() {
  return {{"list-hovered", hovered},
          {"list-chat-menu", chatMenu},
          {"list-folder-menu", folderMenu},
          {"list-selected", selected},
          {"list-renaming", renaming},
          {"list-new-folder", newFolder},
          {"list-dragging", dragging},
          {"list-search", search},
          {"list-search-nothing", searchNothing},
          {"list-hidden", hidden},
          {"list-undo", undo},
          {"folder-sheet", folderSheet},
          {"trash", trash},
          {"trash-empty", trashEmpty},
          {"trash-asks", trashAsks}};
}

}  // namespace hearth::desktop
