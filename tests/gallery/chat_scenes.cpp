// The chat: empty, being answered, ended in each way, versions, queue, finding, selecting.
#include "app/desktop/selection/selection_area.h"
#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

void emptyWelcome(Stage& stage) { stage.open(); }

void empty(Stage& stage) { stage.openLived(); }

void idle(Stage& stage) {
  stage.openChat();
  stage.rest();
  stage.hoverLastAnswer();
}

void thinkingOpen(Stage& stage) {
  stage.openChat();
  const auto fold = stage.itemsWhere(stage.window_->contentItem(), [](QQuickItem* item) {
    return item->inherits("QQuickAbstractButton") &&
           item->property("text").toString().startsWith(QStringLiteral("Thought"));
  });
  ASSERT_EQ(fold.size(), 1u);
  stage.click(fold[0]);
  stage.conversationView()->setProperty("following", false);
  stage.rest();
  stage.conversationView()->setProperty("contentY", stage.conversationView()->property("originY"));
}

void waiting(Stage& stage) {
  stage.openLived();
  stage.send(QString::fromUtf8(kQuestion));
  stage.engine_.say(PromptProgress{stage.engine_.last<Generate>().request, 1800, 4200, 0});
  QTest::qWait(900);  // nothing moves in the first moment
}

void thinkingPeek(Stage& stage) {
  stage.openLived();
  stage.send(QString::fromUtf8(kQuestion));
  stage.engine_.think(kThinking);
}

void streaming(Stage& stage) {
  thinkingPeek(stage);
  stage.engine_.write(std::string(kAnswer).substr(0, 420));
}

void stopped(Stage& stage) {
  streaming(stage);
  stage.finishAnswer(DoneReason::Cancelled);
}

void failed(Stage& stage) {
  thinkingPeek(stage);
  stage.engine_.say(
      Failed{stage.engine_.last<Generate>().request,
             "The model file was removed while it was in use (/models/story.gguf). Put it back, or open "
             "another model."});
  ASSERT_TRUE(eventually([&] { return !stage.chat().busy(); }));
}

void longChat(Stage& stage) {
  stage.fillLongChat();
  stage.openLived();
  stage.clickRow(QStringLiteral("A long conversation"));
  ASSERT_TRUE(eventually([&] { return stage.chat().messages()->count() == 20; }));
}

void longChatAbove(Stage& stage) {
  longChat(stage);
  stage.rest();
  QQuickItem* view = stage.conversationView();
  view->setProperty("following", false);
  view->setProperty("contentY", view->property("contentY").toDouble() - 300);
  view->setProperty("contentY", view->property("contentY").toDouble() - 300);
}

void find(Stage& stage) {
  stage.openChat();
  stage.key(Qt::Key_F, Qt::ControlModifier);
  stage.type(QStringLiteral("expert"));
  ASSERT_TRUE(eventually([&] { return stage.chat().find()->count() > 3; }));
}

void findNothing(Stage& stage) {
  stage.openChat();
  stage.key(Qt::Key_F, Qt::ControlModifier);
  stage.type(QStringLiteral("sourdough"));
}

void versions(Stage& stage) {
  stage.openLived();
  stage.ask("Which name for a sailing boat?", "", "*Halcyon*: the bird that calms the sea.");
  for (const char* other :
       {"*Small Hours*, for someone who sails at dawn.",
        "*Plover*. Short to call over the water, and the bird keeps to the coast, as you will."}) {
    const size_t asked = stage.engine_.all<Generate>().size();
    stage.chat().regenerateLast();
    ASSERT_TRUE(eventually([&] { return stage.engine_.all<Generate>().size() > asked; }));
    stage.engine_.write(other);
    stage.finishAnswer();
  }
  stage.chat().switchLastSibling(-1);
  ASSERT_TRUE(eventually([&] { return stage.chat().messages()->branch().back().siblingIndex == 1; }));
  stage.rest();
  stage.hoverLastAnswer();
}

void editQuestion(Stage& stage) {
  stage.openChat();
  stage.key(Qt::Key_Up);
}

void editAnswer(Stage& stage) {
  stage.openAnswer("Which name for a sailing boat?", "*Halcyon*: the bird that calms the sea.");
  stage.app().commands()->trigger(QStringLiteral("answer.edit"));
}

void queue(Stage& stage) {
  streaming(stage);
  for (const char* text :
       {"And how does it know which expert to ask?",
        "Then show me the same in C++, with the router as a class of its own, and say where the "
        "memory goes."}) {
    stage.chat().setDraft(QString::fromUtf8(text));
    stage.chat().send();
  }
  ASSERT_TRUE(eventually([&] { return stage.chat().queue()->count() == 2; }));
}

void selection(Stage& stage) {
  stage.openChat();
  stage.rest();
  auto* area = stage.window_->findChild<SelectionArea*>();
  ASSERT_NE(area, nullptr);
  const auto texts = stage.itemsWhere(stage.conversationView(),
                                      [](QQuickItem* item) { return item->inherits("QQuickTextEdit"); });
  ASSERT_GT(texts.size(), 3u);
  const QPoint from = texts[1]->mapToScene({120, 10}).toPoint(),
               to = texts[3]->mapToScene({300, 40}).toPoint();
  QTest::mousePress(stage.window_, Qt::LeftButton, {}, from);
  QTest::mouseMove(stage.window_, from + QPoint(5, 12));
  QTest::mouseMove(stage.window_, to);
  QTest::mouseRelease(stage.window_, Qt::LeftButton, {}, to);
}

void selectionMenu(Stage& stage) {
  selection(stage);
  stage.rest();
  QTest::mouseClick(stage.window_, Qt::RightButton, {}, QPoint(700, 190));
}

void regenerateMenu(Stage& stage) {
  idle(stage);
  QQuickItem* button = stage.named(QStringLiteral("Other ways to write another answer"));
  ASSERT_NE(button, nullptr);
  stage.click(button);
}

void regenerateWith(Stage& stage) {
  stage.openChat();
  stage.key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
}

void focusedMessage(Stage& stage) {
  stage.openAnswer("Which name for a sailing boat?", "*Halcyon*: the bird that calms the sea.");
  stage.rest();
  const auto frames = stage.itemsWhere(stage.conversationView(), [](QQuickItem* item) {
    return QString::fromLatin1(item->metaObject()->className()).startsWith(QStringLiteral("MessageAnswer"));
  });
  ASSERT_EQ(frames.size(), 1u);
  frames[0]->forceActiveFocus(Qt::TabFocusReason);
}

void longDraft(Stage& stage) {
  stage.openChat();
  stage.chat().setDraft(
      QStringLiteral("Now the same for a model without experts. Say:\n\n")
          .append(
              QStringLiteral("- what has to be read for each word, and from where it comes\n").repeated(14)));
}

void temporary(Stage& stage) {
  stage.openLived();
  stage.key(Qt::Key_Apostrophe, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(eventually([&] { return stage.chat().temporary(); }));
}

void temporaryChat(Stage& stage) {
  temporary(stage);
  stage.ask("What should I ask my doctor?", "", "Ask what the finding means, and what happens if you wait.");
}

}  // namespace

std::vector<Scene> chatScenes() {
  return {{"chat-welcome", emptyWelcome},
          {"chat-empty", empty},
          {"chat-idle", idle},
          {"chat-waiting", waiting},
          {"chat-thinking-peek", thinkingPeek},
          {"chat-thinking-open", thinkingOpen},
          {"chat-streaming", streaming},
          {"chat-stopped", stopped},
          {"chat-failed", failed},
          {"chat-long", longChat},
          {"chat-long-above", longChatAbove},
          {"chat-find", find},
          {"chat-find-nothing", findNothing},
          {"chat-versions", versions},
          {"chat-edit-question", editQuestion},
          {"chat-edit-answer", editAnswer},
          {"chat-queue", queue},
          {"chat-selection", selection},
          {"chat-selection-menu", selectionMenu},
          {"chat-regenerate-menu", regenerateMenu},
          {"chat-regenerate-with", regenerateWith},
          {"chat-focused-message", focusedMessage},
          {"chat-long-draft", longDraft},
          {"chat-temporary-empty", temporary},
          {"chat-temporary", temporaryChat}};
}

}  // namespace hearth::desktop
