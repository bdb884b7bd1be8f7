// Through every page, sheet, menu and popup of the real window, with something in each. What the registry of
// commands or the window's object tree gains later is visited without being listed here.
#pragma once

#include "tests/desktop/sample_hardware.h"
#include "tests/ui/window_test.h"

namespace hearth::desktop {

class TourTest : public WindowTest {
 protected:
  // The window with a chat that has code, a table, a list and a formula, one in the trash, and a folder.
  void furnish(QSize size = {1280, 800}) {
    engine_.hardware = sampleHardware();
    engine_.cards = GraphicsCardsFound{sampleCards(), {}};
    engine_.device = "NVIDIA GeForce RTX 4070 and CPU, 8 threads";
    open(size);
    send(QStringLiteral("A chat for the trash"));
    answer("Gone soon.");
    app().chats()->moveToTrash({chat().conversationId()});
    ASSERT_TRUE(eventually([this] { return app().conversations()->count() == 0; }));
    app().newChat();
    send(QStringLiteral("Which number format should I choose?"));
    engine_.think("Small and exact are not the same.");
    answer(
        "## Formats\n\nTake **Q4_K**.\n\n| Format | Bits |\n|:--|--:|\n| F16 | 16 |\n\n- [ ] look\n- [x] "
        "choose\n\n"
        "1. first\n\n> quoted\n\n```python\nprint(1)\n```\n\n$$a^2$$\n\nMore at [the "
        "page](https://example.org).\n");
    app().chats()->createFolder(0, {});
    ASSERT_TRUE(eventually([this] { return app().conversations()->folders().size() == 1; }));
    const qint64 folder =
        app().conversations()->folders().first().toMap().value(QStringLiteral("id")).toLongLong();
    // The new row asks for its name.
    const auto renames = [this] {
      const QQuickItem* item = window_->activeFocusItem();
      return item && QByteArray(item->metaObject()->className()).startsWith("InlineName");
    };
    EXPECT_TRUE(eventually(renames));
    key(Qt::Key_Escape);
    app().chats()->renameFolder(folder, QStringLiteral("Garden"));
    app().appearance()->setReducedMotion(Appearance::On);
    key(Qt::Key_Escape);
    rest();
  }

  // Calls `visit` with the name of what is open, once for each.
  void tour(const std::function<void(const QString& where)>& visit) {
    visit(QStringLiteral("chat"));
    for (const WindowCommand& command : app().commands()->commands()) {
      static const QSet<QString> kLeave = {
          QStringLiteral("window.quit"),                              // ends the tour
          QStringLiteral("model.open"),                               // Qt's own file dialog
          QStringLiteral("chat.trash"),  QStringLiteral("chat.new"),  // take the furniture away
          QStringLiteral("chat.next"),   QStringLiteral("chat.previous"),
          QStringLiteral("folder.new"),  // asks for its name at once
          QStringLiteral("undo"),        QStringLiteral("chat.fork")};
      if (kLeave.contains(command.id) || !app().commands()->isEnabled(command.id)) continue;
      const size_t asked = engine_.all<Generate>().size();
      app().commands()->trigger(command.id);
      rest();
      visit(command.id);
      leave(asked);
    }
    if (app().hasTemporary()) app().endTemporary();
    rest();
    for (QObject* popup : popups()) {
      QMetaObject::invokeMethod(popup, "open");
      rest();
      if (popup->property("opened").toBool()) visit(nameOf(popup));
      QMetaObject::invokeMethod(popup, "close");
      rest();
    }
  }

  // Nothing moves: what is queued is done, and laid out.
  static void rest() { QTest::qWait(60); }

 private:
  // Back to the chat with nothing over it. `asked`: how often the engine had been asked before; a chat is
  // busy before its question has come there.
  void leave(size_t asked) {
    if (chat().busy()) {
      EXPECT_TRUE(eventually([&] { return engine_.all<Generate>().size() > asked; }));
      engine_.write("Another one.");
      engine_.finish();
      EXPECT_TRUE(eventually([this] { return !chat().busy(); }));
    }
    for (int step = 0; step < 6; ++step) key(Qt::Key_Escape);
    for (QObject* popup : popups()) {
      if (popup->property("opened").toBool()) QMetaObject::invokeMethod(popup, "close");
    }
    if (chat().temporary()) app().openChat(2);
    app().commands()->trigger(QStringLiteral("page.chat"));
    rest();
  }
  QList<QObject*> popups() {
    QList<QObject*> found;
    for (QObject* object : window_->findChildren<QObject*>()) {
      if (object->inherits("QQuickPopup") && !object->inherits("QQuickToolTip")) found << object;
    }
    return found;
  }
  static QString nameOf(const QObject* popup) {
    const QString title = popup->property("title").toString();
    return QString::fromLatin1(popup->metaObject()->className()) + QChar(' ') + title;
  }
};

}  // namespace hearth::desktop
