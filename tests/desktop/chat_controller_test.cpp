#include "app/desktop/chat/chat_controller.h"

#include <QSignalSpy>

#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

using ChatTest = GuiTest;

// A second connection to the database, as a restart after a crash would open it.
std::vector<storage::Message> onDisk(const std::string& path, int64_t conversation = 1) {
  auto store = storage::Store::open(path);
  EXPECT_TRUE(store);
  if (!store) return {};
  auto branch = (*store)->activeBranch(conversation);
  return branch ? *branch : std::vector<storage::Message>{};
}

TEST_F(ChatTest, CommitsTheMessageBeforeTheEngineHearsOfIt) {
  start();
  std::vector<std::string> seen;
  engine_.onGenerate = [&](const Generate&) {
    for (const auto& message : onDisk(databasePath())) seen.push_back(message.text);
  };
  send(QStringLiteral("Is it kept?"));
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(seen[0], "Is it kept?");
}

TEST_F(ChatTest, SendsTheActiveBranchAndClearsTheDraft) {
  start();
  send(QStringLiteral("First"));
  answer("One.");
  send(QStringLiteral("Second"));
  const auto messages = engine_.last<Generate>().messages;
  ASSERT_EQ(messages.size(), 3u);
  EXPECT_EQ(messages[0].text, "First");
  EXPECT_EQ(messages[1].role, Role::Assistant);
  EXPECT_EQ(messages[2].text, "Second");
  EXPECT_EQ(chat().draft(), QString());
  EXPECT_EQ(chat().title(), QStringLiteral("First"));
}

TEST_F(ChatTest, FlushesTheAnswerWithinASecond) {
  start();
  send(QStringLiteral("Tell me"));
  engine_.write("Half of the ans");
  QElapsedTimer clock;
  clock.start();
  ASSERT_TRUE(eventually([this] {
    const auto branch = onDisk(databasePath());
    return branch.size() == 2 && branch[1].text == "Half of the ans";
  }));
  EXPECT_LT(clock.elapsed(), 1000);
}

std::string expertsOnDisk(const std::string& path, int64_t conversation = 1) {
  auto store = storage::Store::open(path);
  EXPECT_TRUE(store);
  if (!store) return {};
  auto profile = (*store)->expertProfile(conversation);
  return profile ? *profile : std::string();
}

TEST_F(ChatTest, GivesEachConversationItsExpertsBack) {
  start();
  const std::string first("a\0b", 3), second = "second";
  send(QStringLiteral("First chat"));
  EXPECT_EQ(engine_.last<Generate>().expertProfile, "");
  engine_.useExperts(first);
  EXPECT_EQ(expertsOnDisk(databasePath()), "");  // not before the answer
  answer("One.");
  ASSERT_TRUE(eventually([&] { return expertsOnDisk(databasePath()) == first; }));
  EXPECT_EQ(onDisk(databasePath())[1].text, "One.");

  chat().startNew();
  send(QStringLiteral("Second chat"));
  EXPECT_EQ(engine_.last<Generate>().expertProfile, "");
  engine_.useExperts(second);
  answer("Two.");
  chat().open(1);
  ASSERT_TRUE(eventually([this] { return chat().conversationId() == 1; }));
  send(QStringLiteral("Back again"));
  EXPECT_EQ(engine_.last<Generate>().expertProfile, first);
  answer("Three.");  // on a model that needs no experts moved: what was kept stays
  EXPECT_EQ(expertsOnDisk(databasePath()), first);
  EXPECT_EQ(expertsOnDisk(databasePath(), 2), second);
}

TEST_F(ChatTest, KeepsThinkingApartFromTheAnswer) {
  start();
  send(QStringLiteral("Why?"));
  engine_.think("Let me see.");
  answer("Because.");
  MessageItem* item = chat().messages()->item(chat().messages()->branch().back().id);
  EXPECT_EQ(item->text(), QStringLiteral("Because."));
  EXPECT_EQ(item->thinking()->label(), QStringLiteral("Thought for 6.2 s"));
  EXPECT_FALSE(item->thinking()->expanded());
  ASSERT_TRUE(eventually([this] { return onDisk(databasePath())[1].thinking == "Let me see."; }));
}

TEST_F(ChatTest, MovesAnswerTextToThinkingWhenItsEndComesLate) {
  start();
  send(QStringLiteral("Why?"));
  engine_.write("Let me see.");
  engine_.say(Delta{engine_.last<Generate>().request, TextKind::Answer, "Because.", true});
  engine_.finish();
  ASSERT_TRUE(eventually([this] { return onDisk(databasePath())[1].text == "Because."; }));
  EXPECT_EQ(onDisk(databasePath())[1].thinking, "Let me see.");
  MessageItem* item = chat().messages()->item(chat().messages()->branch().back().id);
  EXPECT_EQ(item->text(), QStringLiteral("Because."));
}

TEST_F(ChatTest, StopKeepsWhatWasWritten) {
  start();
  send(QStringLiteral("Go on"));
  engine_.write("Some text");
  chat().stop();
  EXPECT_EQ(engine_.cancels, 2);  // one before the model was loaded
  engine_.finish(DoneReason::Cancelled);
  ASSERT_TRUE(eventually([this] { return !chat().busy(); }));
  EXPECT_EQ(chat().messages()->branch().back().state, storage::MessageState::Stopped);
  EXPECT_EQ(chat().messages()->branch().back().text, "Some text");
}

TEST_F(ChatTest, RegenerateAddsASiblingAndBothStay) {
  start();
  send(QStringLiteral("Say something"));
  answer("First version.");
  chat().regenerateLast();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 2; }));
  EXPECT_NE(engine_.all<Generate>()[0].sampling.seed, engine_.all<Generate>()[1].sampling.seed);
  answer("Second version.");
  const storage::Message second = chat().messages()->branch().back();
  EXPECT_EQ(second.siblingCount, 2u);
  EXPECT_EQ(second.siblingIndex, 1u);
  chat().switchSibling(second.id, -1);
  ASSERT_TRUE(eventually([this] { return chat().messages()->branch().back().text == "First version."; }));
  chat().switchSibling(chat().messages()->branch().back().id, 1);
  ASSERT_TRUE(eventually([this] { return chat().messages()->branch().back().text == "Second version."; }));
}

TEST_F(ChatTest, EditAddsASiblingOfTheQuestion) {
  start();
  chat().setDraft(QStringLiteral("unfinished thought"));
  send(QStringLiteral("Old question"));
  answer("Old answer.");
  chat().setDraft(QStringLiteral("kept aside"));
  chat().editLast();
  EXPECT_EQ(chat().draft(), QStringLiteral("Old question"));
  EXPECT_EQ(chat().editingRow(), 0);
  send(QStringLiteral("New question"));
  EXPECT_EQ(engine_.last<Generate>().messages.size(), 1u);
  answer("New answer.");
  EXPECT_EQ(chat().draft(), QStringLiteral("kept aside"));
  EXPECT_EQ(chat().messages()->branch()[0].text, "New question");
  EXPECT_EQ(chat().messages()->branch()[0].siblingCount, 2u);
  chat().switchSibling(chat().messages()->branch()[0].id, -1);
  ASSERT_TRUE(eventually([this] { return chat().messages()->branch()[0].text == "Old question"; }));
  EXPECT_EQ(chat().messages()->branch()[1].text, "Old answer.");
}

TEST_F(ChatTest, AsksBeforeLeavingAnythingOutAndCancelKeepsTheDraft) {
  start();
  send(QStringLiteral("A"));
  answer("B");
  engine_.tokensPerMessage = 2000;
  chat().setDraft(QStringLiteral("C"));
  chat().send();
  ASSERT_TRUE(eventually([this] { return !chat().overflow().isEmpty(); }));
  EXPECT_TRUE(chat().overflow().contains(QStringLiteral("“A”")));
  EXPECT_EQ(engine_.all<Generate>().size(), 1u);
  EXPECT_EQ(onDisk(databasePath()).size(), 2u);
  chat().cancelOverflow();
  EXPECT_EQ(chat().draft(), QStringLiteral("C"));
  EXPECT_FALSE(chat().busy());
}

TEST_F(ChatTest, ShowsTheCauseOfAFailure) {
  start();
  send(QStringLiteral("A"));
  engine_.say(Failed{engine_.last<Generate>().request, "The disk is gone. Plug it in."});
  ASSERT_TRUE(eventually([this] { return !chat().busy(); }));
  MessageItem* item = chat().messages()->item(chat().messages()->branch().back().id);
  EXPECT_EQ(item->state(), MessageItem::Failed);
  EXPECT_EQ(item->error(), QStringLiteral("The disk is gone. Plug it in."));
}

TEST_F(ChatTest, AnswersGoOnWhileAnotherChatIsOpen) {
  start();
  send(QStringLiteral("Long story"));
  engine_.write("Once ");
  const qint64 story = chat().conversationId();
  chat().startNew();
  EXPECT_TRUE(chat().busy());
  EXPECT_FALSE(chat().answeringHere());
  engine_.write("upon");
  chat().open(story);
  ASSERT_TRUE(eventually([this] { return chat().messages()->count() == 2; }));
  EXPECT_TRUE(eventually([this] { return chat().messages()->branch()[1].text == "Once upon"; }));
  answer(" a time.");
  EXPECT_EQ(chat().messages()->branch()[1].text, "Once upon a time.");
}

TEST_F(ChatTest, RemembersConversationDraftAndInterruptionOverARestart) {
  start();
  send(QStringLiteral("Question"));
  engine_.write("Begun");
  ASSERT_TRUE(eventually([this] { return chat().messages()->branch().back().text == "Begun"; }));
  chat().setDraft(QStringLiteral("next thing"));
  start();
  ASSERT_TRUE(eventually([this] { return chat().messages()->count() == 2; }));
  EXPECT_EQ(chat().messages()->branch()[1].text, "Begun");
  EXPECT_EQ(chat().messages()->branch()[1].state, storage::MessageState::Interrupted);
  EXPECT_EQ(chat().draft(), QStringLiteral("next thing"));
}

TEST_F(ChatTest, TrashCanBeUndone) {
  start();
  send(QStringLiteral("Keep me"));
  answer("Yes.");
  ASSERT_TRUE(listShows(QStringLiteral("Keep me")));
  const qint64 id = chat().conversationId();
  ASSERT_TRUE(eventually([this] { return app().conversations()->count() == 1; }));
  app().chats()->moveToTrash({id});
  ASSERT_TRUE(eventually([this] { return app().conversations()->count() == 0; }));
  EXPECT_EQ(chat().conversationId(), 0);
  EXPECT_FALSE(app().chats()->undoText().isEmpty());
  app().chats()->undo();
  ASSERT_TRUE(eventually([this] { return app().conversations()->count() == 1; }));
  EXPECT_TRUE(eventually([&] { return chat().conversationId() == id; }));
}

TEST_F(ChatTest, MeasuresWhatIsBeingWritten) {
  start();
  chat().setDraft(QStringLiteral("How long is this?"));
  ASSERT_TRUE(eventually([this] { return chat().context()->draftText() == QStringLiteral("20 tokens"); }));
  EXPECT_FALSE(chat().context()->amber());
  engine_.tokensPerMessage = 3500;
  chat().setDraft(QStringLiteral("And this?"));
  ASSERT_TRUE(eventually([this] { return chat().context()->amber(); }));
}

TEST_F(ChatTest, EventsAreJoinedAndDrainedAtDisplayRate) {
  start();
  send(QStringLiteral("Count"));
  MessageItem* item = chat().messages()->item(chat().messages()->branch().back().id);
  QSignalSpy changes(item, &MessageItem::textChanged);
  for (int i = 0; i < 1000; ++i) engine_.write("x");
  ASSERT_TRUE(eventually([&] { return item->text().size() == 1000; }));
  EXPECT_EQ(changes.count(), 1);
}

TEST_F(ChatTest, OpensOnlyWebLinks) {
  start();
  EXPECT_FALSE(app().openLink(QStringLiteral("file:///etc/passwd")));
  EXPECT_FALSE(app().openLink(QStringLiteral("javascript:alert(1)")));
  EXPECT_FALSE(app().openLink(QStringLiteral("mailto:a@b.c")));
}

TEST_F(ChatTest, TheThemeIsRemembered) {
  start();
  app().appearance()->setMode(Appearance::Dark);
  start();
  EXPECT_EQ(app().appearance()->mode(), Appearance::Dark);
  EXPECT_TRUE(app().appearance()->dark());
}

TEST_F(ChatTest, AFailedLoadSaysWhyAndOffersAnother) {
  start();
  engine_.loadFailure = "“x.gguf” is cut off at 3 of 8 MB. Copy it again.";
  app().models()->load(QStringLiteral("/tmp/x.gguf"));
  ASSERT_TRUE(eventually([this] { return app().models()->state() == ModelController::Failed; }));
  EXPECT_EQ(app().models()->failure(), QStringLiteral("“x.gguf” is cut off at 3 of 8 MB. Copy it again."));
  EXPECT_FALSE(chat().canSend());
  app().models()->loadBundled();
  ASSERT_TRUE(eventually([this] { return app().models()->state() == ModelController::Ready; }));
}

}  // namespace
}  // namespace hearth::desktop
