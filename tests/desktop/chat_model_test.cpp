// The model that a chat is meant for: loaded where a new chat begins in a folder, else proposed.
#include <QFile>
#include <QSignalSpy>

#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

class ChatModelTest : public GuiTest {
 protected:
  QString modelFile(const char* name) {
    const QString path = folder_.filePath(QString::fromLatin1(name));
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    return path;
  }
  // The id of a new folder whose chats begin with `model`.
  qint64 folderWith(const QString& model) {
    QSignalSpy made(app().chats(), &ChatLibrary::folderCreated);
    app().chats()->createFolder(0, {});
    EXPECT_TRUE(eventually([&] { return made.count() == 1; }));
    const qint64 folder = made.at(0).at(0).toLongLong();
    app().chats()->saveFolder(folder, {}, model, {});
    EXPECT_TRUE(eventually([&] {
      return app().conversations()->folder(folder).value(QStringLiteral("modelPath")).toString() == model;
    }));
    return folder;
  }
  void load(const QString& path) {
    app().models()->load(path);
    ASSERT_TRUE(ready(path));
  }
  bool ready(const QString& path) {
    return eventually(
        [&] { return app().models()->path() == path && app().models()->state() == ModelController::Ready; });
  }
  // Until the chat's settings, and so its model, are known.
  bool proposes(const QString& sentence) {
    return eventually([&] { return chat().modelProposal() == sentence; });
  }
  size_t loads() const { return engine_.all<LoadModel>().size(); }
};

TEST_F(ChatModelTest, ANewChatInAFolderLoadsTheFoldersModelBeforeAnythingIsSent) {
  start();
  const QString owl = modelFile("owl.gguf");
  const qint64 folder = folderWith(owl);
  app().newChat(folder);
  ASSERT_TRUE(ready(owl));
  EXPECT_EQ(chat().modelProposal(), QString());
  EXPECT_TRUE(engine_.all<Generate>().empty());
}

TEST_F(ChatModelTest, AnotherModelChosenForANewChatIsKeptWhenItsFirstMessageIsSent) {
  start();
  const QString owl = modelFile("owl.gguf"), elk = modelFile("elk.gguf");
  app().newChat(folderWith(owl));
  ASSERT_TRUE(ready(owl));
  load(elk);
  EXPECT_EQ(chat().modelProposal(), QString());
  send(QStringLiteral("Hello"));
  answer("Hello.");
  EXPECT_EQ(app().models()->path(), elk);
  EXPECT_EQ(chat().conversation().modelPath, elk.toStdString());
}

TEST_F(ChatModelTest, WhileAnAnswerIsBeingWrittenTheFoldersModelIsOnlyProposed) {
  start();
  const QString owl = modelFile("owl.gguf");
  const qint64 folder = folderWith(owl);
  send(QStringLiteral("Hello"));
  const size_t loaded = loads();
  const int cancels = engine_.cancels;
  app().newChat(folder);
  EXPECT_EQ(chat().modelProposal(), QStringLiteral("Chats in this folder begin with owl."));
  EXPECT_EQ(loads(), loaded);
  EXPECT_EQ(engine_.cancels, cancels);
  chat().loadProposedModel();
  ASSERT_TRUE(ready(owl));
  EXPECT_EQ(chat().modelProposal(), QString());
}

TEST_F(ChatModelTest, AnOpenedChatProposesTheModelThatAnsweredItLast) {
  start();
  const QString owl = modelFile("owl.gguf"), elk = modelFile("elk.gguf");
  load(owl);
  send(QStringLiteral("Hello"));
  answer("Hello.");
  const qint64 first = chat().conversationId();
  load(elk);
  EXPECT_EQ(chat().modelProposal(), QString()) << "the user has just chosen another one";
  app().newChat();
  EXPECT_EQ(chat().modelProposal(), QString());
  app().openChat(first);
  ASSERT_TRUE(proposes(QStringLiteral("This chat was last answered by owl.")));
  EXPECT_EQ(app().models()->path(), elk);
  // To go on with the present one settles it, also for the next time.
  send(QStringLiteral("And now?"));
  answer("Now.");
  EXPECT_EQ(chat().modelProposal(), QString());
  EXPECT_EQ(chat().conversation().modelPath, elk.toStdString());
  load(owl);
  app().newChat();
  app().openChat(first);
  EXPECT_TRUE(proposes(QStringLiteral("This chat was last answered by elk.")));
}

TEST_F(ChatModelTest, ADeclinedProposalStaysAwayUntilTheChatIsOpenedAgain) {
  start();
  const QString owl = modelFile("owl.gguf");
  send(QStringLiteral("Hello"));
  answer("Hello.");
  // The bundled demonstration, which answered it, is nothing to come back to.
  app().chats()->moveToFolder({chat().conversationId()}, folderWith(owl));
  ASSERT_TRUE(proposes(QStringLiteral("Chats in this folder begin with owl.")));
  chat().declineProposedModel();
  EXPECT_EQ(chat().modelProposal(), QString());
  app().chats()->rename(chat().conversationId(), QStringLiteral("Owls"));
  EXPECT_EQ(chat().modelProposal(), QString());
  const qint64 id = chat().conversationId();
  app().newChat();
  app().openChat(id);
  EXPECT_TRUE(proposes(QStringLiteral("Chats in this folder begin with owl.")));
}

TEST_F(ChatModelTest, APresetsModelIsProposedAndLoadedWithTheFirstMessage) {
  const QString owl = modelFile("owl.gguf");
  storage::Conversation wish;
  {
    auto store = storage::Store::open(databasePath());
    ASSERT_TRUE(store) << store.error().what();
    storage::Preset poet;
    poet.name = "Poet";
    poet.modelPath = owl.toStdString();
    const auto added = (*store)->addPreset(poet);
    ASSERT_TRUE(added) << added.error().what();
    wish.presetId = added->id;
  }
  start();
  ASSERT_TRUE(eventually([&] { return app().inspector()->presets()->count() == 1; }));
  chat().changeSettings(wish);
  EXPECT_EQ(chat().modelProposal(), QStringLiteral("The preset of this chat is meant for owl."));
  send(QStringLiteral("Hello"));
  EXPECT_EQ(app().models()->path(), owl);
  EXPECT_EQ(chat().modelProposal(), QString());
}

TEST_F(ChatModelTest, AModelWhoseFileIsGoneIsNotProposed) {
  start();
  const QString owl = modelFile("owl.gguf");
  const qint64 folder = folderWith(owl);
  ASSERT_TRUE(QFile::remove(owl));
  const size_t loaded = loads();
  app().newChat(folder);
  EXPECT_EQ(chat().modelProposal(), QString());
  EXPECT_EQ(loads(), loaded);
}

}  // namespace
}  // namespace hearth::desktop
