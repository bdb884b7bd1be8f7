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
  const auto json = shownButtons(QStringLiteral("Hearth JSON"));
  ASSERT_EQ(json.size(), 1u);
  click(json[0]);
  EXPECT_EQ(exchange().format(), QStringLiteral("json"));
  EXPECT_FALSE(exchange().thinking());
  click(shownButtons(QStringLiteral("Include")).at(0));
  EXPECT_TRUE(exchange().thinking());
  click(shownButtons(QStringLiteral("All chats")).at(0));
  EXPECT_EQ(exchange().scope(), ExchangeController::All);
  exchange().exportTo(QUrl::fromLocalFile(folder_.filePath(QStringLiteral("all.zip"))));
  ASSERT_TRUE(eventually([this] { return exchange().state() == ExchangeController::Exported; }));
  pictures(QStringLiteral("export-done"));
}

}  // namespace
}  // namespace hearth::desktop
