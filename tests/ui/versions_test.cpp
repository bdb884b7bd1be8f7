// Versions, forks, answers that go on, and messages that wait: nothing is ever overwritten.
#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

class VersionsTest : public WindowTest {
 protected:
  std::string last() { return chat().messages()->branch().back().text; }
};

TEST_F(VersionsTest, AnEditedAnswerStandsBesideTheOldOne) {
  open();
  send(QStringLiteral("Who?"));
  answer("Alice.");
  hoverLastAnswer();
  ASSERT_NE(named(QStringLiteral("Edit this answer")), nullptr);
  click(named(QStringLiteral("Edit this answer")));
  EXPECT_EQ(chat().draft(), QStringLiteral("Alice."));
  screenshot(QStringLiteral("edit-answer"));
  chat().setDraft(QStringLiteral("Bob."));
  composerField()->forceActiveFocus();
  key(Qt::Key_Return);
  ASSERT_TRUE(eventually([this] { return last() == "Bob."; }));
  EXPECT_EQ(engine_.all<Generate>().size(), 1u);  // nothing was generated
  EXPECT_EQ(chat().messages()->branch().back().siblingCount, 2u);
  EXPECT_EQ(chat().editing(), 0);
  key(Qt::Key_Left, Qt::ControlModifier | Qt::AltModifier);
  ASSERT_TRUE(eventually([this] { return last() == "Alice."; }));
}

TEST_F(VersionsTest, ArrowsOnAFocusedMessageSwitchItsVersion) {
  open();
  send(QStringLiteral("Who?"));
  answer("Alice.");
  key(Qt::Key_R, Qt::ControlModifier);
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 2; }));
  answer("Carol.");
  settle();
  const auto frames = itemsWhere(conversationView(), [](QQuickItem* item) {
    return QString::fromLatin1(item->metaObject()->className()).startsWith(QStringLiteral("MessageAnswer"));
  });
  ASSERT_EQ(frames.size(), 1u);
  frames[0]->forceActiveFocus(Qt::TabFocusReason);
  screenshot(QStringLiteral("versions"));
  key(Qt::Key_Left);
  ASSERT_TRUE(eventually([this] { return last() == "Alice."; }));
}

TEST_F(VersionsTest, RegeneratesWithOtherParametersAndAnotherModel) {
  open();
  send(QStringLiteral("Who?"));
  answer("Alice.");
  const auto& answered = chat().messages()->branch().back();
  chat().regenerateWith(answered.id, {}, {{"temperature", 1.1}});
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 2; }));
  EXPECT_NEAR(engine_.last<Generate>().sampling.temperature, 1.1, 1e-6);
  answer("Bob.");
  key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
  settle();
  screenshot(QStringLiteral("regenerate-with"));
  ASSERT_EQ(buttons(QStringLiteral("Write it")).size(), 1u);
  click(buttons(QStringLiteral("Write it"))[0]);
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 3; }));
  answer("Carol.");
  EXPECT_EQ(chat().messages()->branch().back().siblingCount, 3u);
}

TEST_F(VersionsTest, AStoppedAnswerGoesOnInANewVersion) {
  open();
  send(QStringLiteral("Count"));
  engine_.write("one, two");
  ASSERT_TRUE(eventually([this] { return last() == "one, two"; }));
  key(Qt::Key_Escape);
  engine_.finish(DoneReason::Cancelled);
  ASSERT_TRUE(eventually([this] { return !chat().busy(); }));
  settle();
  screenshot(QStringLiteral("stopped"));
  click(buttons(QStringLiteral("Continue")).at(0));
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 2; }));
  const Generate asked = engine_.last<Generate>();
  EXPECT_TRUE(asked.continueLast);
  EXPECT_EQ(asked.messages.back().role, Role::Assistant);
  EXPECT_EQ(asked.messages.back().text, "one, two");
  answer(", three");
  EXPECT_EQ(last(), "one, two, three");
  EXPECT_EQ(chat().messages()->branch().back().siblingCount, 2u);
  chat().switchSibling(chat().messages()->branch().back().id, -1);
  ASSERT_TRUE(eventually([this] { return last() == "one, two"; }));
}

TEST_F(VersionsTest, AForkIsAChatOfItsOwn) {
  open();
  send(QStringLiteral("First"));
  answer("One.");
  send(QStringLiteral("Second"));
  answer("Two.");
  const qint64 original = chat().conversationId();
  chat().fork(chat().messages()->branch()[1].id);
  ASSERT_TRUE(
      eventually([&] { return chat().conversationId() != original && chat().messages()->count() == 2; }));
  EXPECT_EQ(chat().title(), QStringLiteral("First (fork)"));
  send(QStringLiteral("Elsewhere"));
  answer("Three.");
  app().openChat(original);
  ASSERT_TRUE(eventually([&] { return chat().conversationId() == original; }));
  EXPECT_EQ(chat().messages()->count(), 4);
  EXPECT_EQ(last(), "Two.");
}

TEST_F(VersionsTest, MessagesWaitForTheirTurn) {
  open();
  app().dismissDemoNotice();
  send(QStringLiteral("First"));
  engine_.write("Writing");
  composerField()->forceActiveFocus();
  chat().setDraft(QStringLiteral("Second"));
  key(Qt::Key_Return);
  chat().setDraft(QStringLiteral("Third"));
  key(Qt::Key_Return);
  ASSERT_TRUE(eventually([this] { return chat().queue()->count() == 2; }));
  EXPECT_EQ(chat().draft(), QString());
  EXPECT_EQ(engine_.all<Generate>().size(), 1u);
  screenshot(QStringLiteral("queue"));
  chat().queue()->change(chat().queue()->data(chat().queue()->index(1), MessageQueue::IdRole).toLongLong(),
                         QStringLiteral("Third, changed"));
  engine_.finish();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 2; }));
  EXPECT_EQ(engine_.last<Generate>().messages.back().text, "Second");
  ASSERT_TRUE(eventually([this] { return chat().queue()->count() == 1; }));
  engine_.write("Two");
  // A stop holds the queue: the user wanted quiet.
  chat().stop();
  engine_.finish(DoneReason::Cancelled);
  ASSERT_TRUE(eventually([this] { return !chat().busy(); }));
  settle();
  EXPECT_EQ(engine_.all<Generate>().size(), 2u);
  click(buttons(QStringLiteral("Send now")).at(0));
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 3; }));
  EXPECT_EQ(engine_.last<Generate>().messages.back().text, "Third, changed");
  ASSERT_TRUE(eventually([this] { return chat().queue()->count() == 0; }));
}

TEST_F(VersionsTest, AQueueSurvivesARestart) {
  open();
  send(QStringLiteral("First"));
  chat().setDraft(QStringLiteral("Second"));
  chat().send();
  ASSERT_TRUE(eventually([this] { return chat().queue()->count() == 1; }));
  engineOfQml_.reset();
  start();
  ASSERT_TRUE(eventually([this] { return chat().queue()->count() == 1; }));
  EXPECT_EQ(chat().queue()->first()->text, "Second");
}

}  // namespace
}  // namespace hearth::desktop
