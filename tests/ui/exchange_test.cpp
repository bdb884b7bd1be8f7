// The sheets for export and import, under hands, and how they look.
#include <QAccessible>

#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

class ExchangeWindowTest : public WindowTest {
 protected:
  ExchangeController& exchange() { return *app().exchange(); }
  std::vector<QQuickItem*> shownButtons(const QString& text) {
    return itemsWhere(
        window_->contentItem()->parentItem() ? window_->contentItem()->parentItem() : window_->contentItem(),
        [&](QQuickItem* item) {
          return item->inherits("QQuickAbstractButton") && item->property("text").toString() == text;
        });
  }
  void pictures(const QString& name) {
    app().appearance()->setMode(Appearance::Light);
    screenshot(name);
    app().appearance()->setMode(Appearance::Dark);
    screenshot(name + QStringLiteral("-dark"));
  }
};

TEST_F(ExchangeWindowTest, ImportShowsWhatItFoundAndImportsIt) {
  open();
  exchange().prepareImport();
  openSheet("ImportSheet");
  EXPECT_EQ(shownButtons(QStringLiteral("Choose a file…")).size(), 1u);
  pictures(QStringLiteral("import"));
  exchange().readImport(QUrl::fromLocalFile(QStringLiteral(HEARTH_TEST_DATA "/import/chatgpt")));
  ASSERT_TRUE(eventually([this] { return exchange().state() == ExchangeController::Ready; }));
  settle();
  pictures(QStringLiteral("import-found"));
  const auto import = shownButtons(QStringLiteral("Import"));
  ASSERT_EQ(import.size(), 1u);
  EXPECT_TRUE(import[0]->hasActiveFocus());
  key(Qt::Key_Return);
  ASSERT_TRUE(eventually([this] { return exchange().state() == ExchangeController::Imported; }));
  // The folder they are in, and they.
  EXPECT_TRUE(eventually([this] { return app().conversations()->count() == 4; }));
  pictures(QStringLiteral("import-done"));
}

TEST_F(ExchangeWindowTest, ExportOffersFormatsAndLeavesThinkingOut) {
  open();
  send(QStringLiteral("Why is the sky blue?"));
  answer("Because of scattering.");
  exchange().prepareExport(ExchangeController::Chat, chat().conversationId(), chat().title());
  openSheet("ExportSheet");
  pictures(QStringLiteral("export"));
  const auto json = shownButtons(QStringLiteral("Backup (Hearth JSON)"));
  ASSERT_EQ(json.size(), 1u);
  click(json[0]);
  EXPECT_EQ(exchange().format(), QStringLiteral("json"));
  EXPECT_TRUE(exchange().thinking());
  click(shownButtons(QStringLiteral("Leave out")).at(0));
  EXPECT_FALSE(exchange().thinking());
  click(shownButtons(QStringLiteral("Markdown")).at(0));
  EXPECT_FALSE(exchange().thinking());
  click(shownButtons(QStringLiteral("Include")).at(0));
  EXPECT_TRUE(exchange().thinking());
  click(json[0]);
  click(shownButtons(QStringLiteral("All chats")).at(0));
  EXPECT_EQ(exchange().scope(), ExchangeController::All);
  exchange().exportTo(QUrl::fromLocalFile(folder_.filePath(QStringLiteral("all.zip"))));
  ASSERT_TRUE(eventually([this] { return exchange().state() == ExchangeController::Exported; }));
  pictures(QStringLiteral("export-done"));
}

TEST_F(ExchangeWindowTest, ABackupIsImportedAsItWas) {
  open();
  send(QStringLiteral("Why is the sky blue?"));
  engine_.think("Rayleigh, I believe.");
  answer("Because of **scattering**.");
  exchange().prepareExport(ExchangeController::Chat, chat().conversationId(), chat().title());
  openSheet("ExportSheet");
  click(shownButtons(QStringLiteral("Backup (Hearth JSON)")).at(0));
  const QString first = folder_.filePath(QStringLiteral("first.json"));
  exchange().exportTo(QUrl::fromLocalFile(first));
  ASSERT_TRUE(eventually([this] { return exchange().state() == ExchangeController::Exported; }));

  // Another computer: an empty database takes it in, and what that one exports says the same.
  QTemporaryDir elsewhere;
  const QString database = elsewhere.filePath(QStringLiteral("hearth.db"));
  ASSERT_TRUE(storage::Store::open(database.toStdString()));
  StorageWorker writer(database.toStdString());
  ExchangeController other(writer, database);
  other.prepareImport();
  other.readImport(QUrl::fromLocalFile(first));
  ASSERT_TRUE(eventually([&] { return other.state() == ExchangeController::Ready; }));
  other.importIt();
  ASSERT_TRUE(eventually([&] { return other.state() == ExchangeController::Imported; }));
  auto store = storage::Store::open(database.toStdString());
  ASSERT_TRUE(store);
  const auto chats = (*store)->conversations();
  ASSERT_TRUE(chats && chats->size() == 1);
  const auto branch = (*store)->activeBranch(chats->front().id);
  ASSERT_TRUE(branch && branch->size() == 2);
  const MessageListModel& here = *chat().messages();
  for (size_t i = 0; i < 2; ++i) {
    const storage::Message& was = here.branch()[i];
    const storage::Message& is = (*branch)[i];
    EXPECT_EQ(is.text, was.text);
    EXPECT_EQ(is.thinking, was.thinking);
    EXPECT_EQ(is.role, was.role);
    EXPECT_EQ(is.modelName, was.modelName);
    EXPECT_EQ(is.createdAt, was.createdAt);
  }
  EXPECT_EQ(branch->back().thinking, "Rayleigh, I believe.");
}

TEST_F(ExchangeWindowTest, AFolderIsExportedFromItsMenu) {
  open();
  send(QStringLiteral("Why is the sky blue?"));
  answer("Because of scattering.");
  app().chats()->createFolder(0, {QVariant::fromValue(chat().conversationId())});
  ASSERT_TRUE(eventually([this] { return app().conversations()->count() == 2; }));
  settle();
  const auto rows = itemsWhere(window_->contentItem(), [](QQuickItem* item) {
    return QByteArray(item->metaObject()->className()).startsWith("FolderRow");
  });
  ASSERT_EQ(rows.size(), 1u);
  const QPointF centre = rows[0]->mapToScene(QPointF(rows[0]->width() / 2, rows[0]->height() / 2));
  key(Qt::Key_Escape);  // the new folder's name is being edited
  QTest::mouseClick(window_, Qt::RightButton, {}, centre.toPoint());
  settle();
  const auto entries = shownButtons(QStringLiteral("Export…"));
  ASSERT_EQ(entries.size(), 1u);
  click(entries[0]);
  settle();
  EXPECT_EQ(exchange().scope(), ExchangeController::Folder);
  EXPECT_EQ(exchange().scopes().first(), QStringLiteral("This folder"));
}

}  // namespace
}  // namespace hearth::desktop
