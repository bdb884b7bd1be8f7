// Sheets and small panels: model picker, menu, status line, keys, export and import, links.
#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

void picker(Stage& stage) {
  stage.openChat();
  stage.app().models()->load(stage.modelFile(QStringLiteral("Qwen3-8B-Q4_K_M.gguf")));
  stage.key(Qt::Key_M, Qt::ControlModifier);
}

void pickerEmptyChat(Stage& stage) {
  stage.open();
  stage.key(Qt::Key_M, Qt::ControlModifier);
}

void menu(Stage& stage) {
  stage.openChat();
  stage.click(stage.buttons(QStringLiteral("More")).at(0));
}

void segment(Stage& stage, const char* beginning) {
  stage.openChat();
  stage.rest();
  const auto found = stage.itemsWhere(stage.window_->contentItem(), [&](QQuickItem* item) {
    return QString::fromLatin1(item->metaObject()->className()).startsWith(QStringLiteral("StatusSegment")) &&
           item->property("text").toString().startsWith(QLatin1String(beginning));
  });
  ASSERT_EQ(found.size(), 1u) << beginning;
  stage.click(found[0]);
}

void statusPrivacy(Stage& stage) { segment(stage, "Offline"); }
void statusModel(Stage& stage) { segment(stage, "DeepSeek"); }
void statusSpeed(Stage& stage) { segment(stage, "46"); }
void statusContext(Stage& stage) { segment(stage, "context"); }

void hubLink(Stage& stage) {
  stage.openChat();
  stage.app().openTarget(
      QStringLiteral("hearth://open_from_hf?model=Qwen/Qwen3-4B-GGUF&file=Qwen3-4B-Q4_K_M.gguf"));
}

void link(Stage& stage) {
  stage.openAnswer("Where can I read more?",
                   "[The format's page](https://example.org/formats?version=3#tables)");
  stage.rest();
  const auto texts = stage.itemsWhere(stage.window_->contentItem(), [](QQuickItem* item) {
    return item->inherits("QQuickTextEdit") &&
           item->property("text").toString().contains(QStringLiteral("The format"));
  });
  ASSERT_EQ(texts.size(), 1u);
  QTest::mouseClick(stage.window_, Qt::LeftButton, {}, texts[0]->mapToScene({20, 10}).toPoint());
}

void keys(Stage& stage) {
  stage.openChat();
  stage.key(Qt::Key_F1);
}

void keysChanged(Stage& stage) {
  stage.openChat();
  CommandRegistry& commands = *stage.app().commands();
  ASSERT_TRUE(commands.assignKey(QStringLiteral("palette.open"), Qt::Key_N, Qt::ControlModifier));
  commands.unassign(QStringLiteral("find.open"));
  stage.key(Qt::Key_F1);
}

void exporting(Stage& stage) {
  stage.openChat();
  stage.app().commands()->trigger(QStringLiteral("chat.export"));
}

void exported(Stage& stage) {
  exporting(stage);
  auto& exchange = *stage.app().exchange();
  exchange.exportTo(
      QUrl::fromLocalFile(stage.folder_.filePath(QStringLiteral("Why experts make models cheap.md"))));
  ASSERT_TRUE(eventually([&] { return exchange.state() == ExchangeController::Exported; }));
}

void importing(Stage& stage) {
  stage.openChat();
  stage.app().commands()->trigger(QStringLiteral("chat.import"));
}

void importFound(Stage& stage) {
  importing(stage);
  auto& exchange = *stage.app().exchange();
  exchange.readImport(QUrl::fromLocalFile(QStringLiteral(HEARTH_TEST_DATA "/import/chatgpt")));
  ASSERT_TRUE(eventually([&] { return exchange.state() == ExchangeController::Ready; }));
}

void imported(Stage& stage) {
  importFound(stage);
  auto& exchange = *stage.app().exchange();
  exchange.importIt();
  ASSERT_TRUE(eventually([&] { return exchange.state() == ExchangeController::Imported; }));
}

void importFailed(Stage& stage) {
  importing(stage);
  auto& exchange = *stage.app().exchange();
  exchange.readImport(QUrl::fromLocalFile(QStringLiteral(HEARTH_TEST_DATA "/attachments/letter.pdf")));
  ASSERT_TRUE(eventually([&] { return !exchange.busy() && exchange.state() != ExchangeController::Idle; }));
}

}  // namespace

std::vector<Scene> sheetScenes() {
  return {{"picker", picker},
          {"picker-empty-chat", pickerEmptyChat},
          {"menu", menu},
          {"status-privacy", statusPrivacy},
          {"status-model", statusModel},
          {"status-speed", statusSpeed},
          {"status-context", statusContext},
          {"hub-link", hubLink},
          {"link", link},
          {"keys", keys},
          {"keys-changed", keysChanged},
          {"export", exporting},
          {"export-done", exported},
          {"import", importing},
          {"import-found", importFound},
          {"import-done", imported},
          {"import-failed", importFailed}};
}

}  // namespace hearth::desktop
