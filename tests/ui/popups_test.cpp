// Every sheet, panel and menu of the window: opened filled, closed, emptied while it is closed, and then the
// size of the text changes. Qt 6.4's layouts keep pointers to delegates that went while nobody looked.
#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

class PopupsTest : public WindowTest {
 protected:
  std::vector<QObject*> popups() {
    std::vector<QObject*> found;
    for (QObject* candidate : window_->findChildren<QObject*>()) {
      const bool tip = candidate->inherits("QQuickToolTip");
      const bool dialog = candidate->inherits("QQuickDialog");  // of Qt's own, for files
      if (candidate->inherits("QQuickPopup") && !tip && !dialog) found.push_back(candidate);
    }
    return found;
  }
  QObject* popup(const char* type) {
    for (QObject* candidate : popups()) {
      if (QByteArray(candidate->metaObject()->className()).startsWith(type)) return candidate;
    }
    ADD_FAILURE() << "there is no " << type;
    return nullptr;
  }
  static std::string nameOf(QObject* popup) {
    return popup->metaObject()->className() + (": " + popup->property("title").toString().toStdString());
  }
  void openAndClose(
      QObject* popup, const std::function<void()>& meanwhile = [] {}) {
    QMetaObject::invokeMethod(popup, "open");
    ASSERT_TRUE(eventually([&] { return popup->property("opened").toBool(); })) << nameOf(popup);
    meanwhile();
    QMetaObject::invokeMethod(popup, "close");
    ASSERT_TRUE(eventually([&] { return !popup->property("visible").toBool(); })) << nameOf(popup);
  }
  void fill() {
    talk(QStringLiteral("Hello"));
    app().chats()->createFolder(0, {});
    talk(QStringLiteral("Again"));
    app().inspector()->presets()->create(QStringLiteral("Poet"), QStringLiteral("Answer in verse."), {});
    ASSERT_TRUE(eventually([this] { return app().inspector()->presets()->count() == 1; }));
    app().exchange()->readImport(QUrl::fromLocalFile(QStringLiteral(HEARTH_TEST_DATA "/import/chatgpt")));
    ASSERT_TRUE(eventually([this] { return app().exchange()->state() == ExchangeController::Ready; }));
    const QVariantList passages{QStringLiteral("One passage"), QStringLiteral("and another")};
    QMetaObject::invokeMethod(popup("PassagesSheet"), "show", Q_ARG(QVariant, QStringLiteral("letter.pdf")),
                              Q_ARG(QVariant, QStringLiteral("A half of it")), Q_ARG(QVariant, passages));
    QMetaObject::invokeMethod(popup("FolderSheet"), "show", Q_ARG(QVariant, QVariant(1)));
    QMetaObject::invokeMethod(popup("RegenerateSheet"), "show",
                              Q_ARG(QVariant, QVariant(chat().lastAnswer())));
    QMetaObject::invokeMethod(popup("HubLinkSheet"), "show", Q_ARG(QVariant, QStringLiteral("a/b")),
                              Q_ARG(QVariant, QStringLiteral("c.gguf")));
    for (const char* type : {"PassagesSheet", "FolderSheet", "RegenerateSheet", "HubLinkSheet"})
      openAndClose(popup(type));
  }
  void talk(const QString& text) {
    send(text);
    answer("Hello.");
  }
  // Delegates of closed popups go, and others come.
  void change() {
    app().models()->load(folder_.filePath(QStringLiteral("another.gguf")));
    ASSERT_TRUE(eventually([this] { return app().models()->state() == ModelController::Ready; }));
    app().models()->forget(folder_.filePath(QStringLiteral("another.gguf")));
    app().inspector()->presets()->remove(app().inspector()->presets()->presets().front().id);
    popup("PassagesSheet")->setProperty("passages", QVariantList());
    app().exchange()->prepareExport(ExchangeController::Chat, chat().conversationId(), chat().title());
    app().exchange()->prepareImport();
    app().commands()->setProperty("keysOn", false);
    app().chats()->moveToTrash({chat().conversationId()});
    talk(QStringLiteral("Another chat"));
  }
};

TEST_F(PopupsTest, SurviveAnotherTextSizeWhileTheyAreClosed) {
  open();
  app().dismissDemoNotice();
  fill();
  const auto all = popups();
  EXPECT_GE(all.size(), 16u);
  for (QObject* popup : all) openAndClose(popup);
  change();
  for (const int zoom : {200, 80, 100}) {
    app().appearance()->setZoom(zoom);
    settle();
  }
  for (QObject* popup : popups()) openAndClose(popup);
  change();
  app().appearance()->setZoom(200);
  settle();
}

TEST_F(PopupsTest, FitASmallWindowWithLargeText) {
  open({800, 600});
  app().dismissDemoNotice();
  fill();
  app().appearance()->setZoom(200);
  settle();
  for (QObject* popup : popups()) {
    openAndClose(popup, [&] {
      settle();
      EXPECT_LE(popup->property("width").toReal(), 800) << nameOf(popup);
      EXPECT_LE(popup->property("height").toReal(), 600) << nameOf(popup);
      QString name = QString::fromLatin1(popup->metaObject()->className());
      screenshot(QStringLiteral("popup-200-") + name.left(name.indexOf(QChar('_'))));
    });
  }
}

}  // namespace
}  // namespace hearth::desktop
