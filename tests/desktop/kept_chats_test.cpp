// What the window tells the engine about keeping chats' working memory, and what it says about it.
#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

class KeptChatsTest : public GuiTest {
 protected:
  KeptChats& kept() { return *app().keptChats(); }
  bool keepsOnly(const std::vector<uint64_t>& ids) {
    return eventually([&] {
      const auto told = engine_.all<ForgetOtherChats>();
      return !told.empty() && told.back().conversations == ids;
    });
  }
};

TEST_F(KeptChatsTest, AreKeptInTheDataFolderUnlessSwitchedOff) {
  start();
  EXPECT_TRUE(kept().on());
  const auto usual = engine_.last<KeepChatsOnDisk>();
  EXPECT_EQ(usual.folder, folder_.filePath(QStringLiteral("chat-cache")).toStdString());
  EXPECT_EQ(usual.quotaBytes, 4'000'000'000u);
  EXPECT_EQ(kept().quotaChoices().at(kept().quotaIndex()), QStringLiteral("4 GB"));

  kept().setQuotaIndex(0);
  EXPECT_EQ(engine_.last<KeepChatsOnDisk>().quotaBytes, 1'000'000'000u);
  kept().setOn(false);
  EXPECT_EQ(engine_.last<KeepChatsOnDisk>().quotaBytes, 0u);
  start();
  EXPECT_FALSE(kept().on());
  EXPECT_EQ(engine_.last<KeepChatsOnDisk>().quotaBytes, 0u);
  kept().setOn(true);
  EXPECT_EQ(engine_.last<KeepChatsOnDisk>().quotaBytes, 1'000'000'000u) << "the quota is remembered";
}

TEST_F(KeptChatsTest, AnAnswerNamesItsConversationUnlessItIsTemporary) {
  start();
  send(QStringLiteral("Hello"));
  EXPECT_EQ(engine_.last<Generate>().conversation, static_cast<uint64_t>(chat().conversationId()));
  answer("Hello.");
  app().showTemporary();
  send(QStringLiteral("Hello"));
  EXPECT_EQ(engine_.last<Generate>().conversation, 0u);
  answer("Hello.");
}

TEST_F(KeptChatsTest, GoWithTheirChats) {
  start();
  EXPECT_TRUE(keepsOnly({}));
  send(QStringLiteral("Hello"));
  answer("Hello.");
  const qint64 id = chat().conversationId();
  app().chats()->moveToTrash({id});
  EXPECT_TRUE(keepsOnly({static_cast<uint64_t>(id)})) << "it can still be taken out of the trash";
  app().chats()->deleteForGood({id});
  EXPECT_TRUE(keepsOnly({}));
}

TEST_F(KeptChatsTest, TellHowMuchIsKeptAndClear) {
  start();
  EXPECT_TRUE(kept().empty());
  EXPECT_EQ(kept().useText(), QStringLiteral("Nothing is kept at the moment."));
  engine_.say(ChatsOnDisk{2'500'000, 2, {}});
  ASSERT_TRUE(eventually([this] { return !kept().empty(); }));
  EXPECT_EQ(kept().useText(), QStringLiteral("2 chats, 2.5 MB"));
  const size_t told = engine_.all<ForgetOtherChats>().size();
  kept().clear();
  ASSERT_GT(engine_.all<ForgetOtherChats>().size(), told);
  EXPECT_TRUE(engine_.last<ForgetOtherChats>().conversations.empty());
  engine_.say(ChatsOnDisk{0, 0, "The folder cannot be used."});
  EXPECT_TRUE(
      eventually([this] { return kept().useText() == QStringLiteral("The folder cannot be used."); }));
}

}  // namespace
}  // namespace hearth::desktop
