// A temporary chat is answered like any other, by what it inherits and what is chosen in it, and nothing of
// it reaches the disk: neither words nor parameters nor figures.
#include <QDirIterator>
#include <QSignalSpy>

#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

class TemporaryTest : public GuiTest {
 protected:
  InspectorController& inspector() { return *app().inspector(); }
  static constexpr int kTemperature = static_cast<int>(Number::Temperature);
  // That any file of the data folder holds these bytes.
  bool onDisk(const char* words) {
    for (QDirIterator it(folder_.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
         it.hasNext();) {
      QFile file(it.next());
      EXPECT_TRUE(file.open(QIODevice::ReadOnly));
      if (file.readAll().contains(words)) return true;
    }
    return false;
  }
};

TEST_F(TemporaryTest, ParametersAndFiguresStayInMemory) {
  start();
  inspector().presets()->create(QStringLiteral("Poet"), QStringLiteral("Answer in verse."),
                                QStringLiteral("{\"topK\":7}"));
  ASSERT_TRUE(eventually([&] { return inspector().presets()->count() == 1; }));
  app().showTemporary();
  ASSERT_TRUE(chat().temporary());
  inspector().choosePreset(inspector().presets()->presets()[0].id);
  inspector().setSystemPrompt(QStringLiteral("A hidden instruction."));
  inspector().setNumber(kTemperature, 1.35);
  inspector().setStopWords(QStringLiteral("hidden-stop"));
  // The second turn reads what the first one stored.
  for (int turn = 1; turn <= 2; ++turn) {
    send(QStringLiteral("A hidden question"));
    const Generate asked = engine_.last<Generate>();
    EXPECT_EQ(asked.messages[0].text, "A hidden instruction.") << turn;
    EXPECT_EQ(asked.sampling.temperature, 1.35f) << turn;
    EXPECT_EQ(asked.sampling.topK, 7u) << turn;
    EXPECT_EQ(asked.stop, std::vector<std::string>{"hidden-stop"}) << turn;
    answer("A hidden answer.");
  }
  EXPECT_EQ(inspector().presetName(), QStringLiteral("Poet"));
  EXPECT_TRUE(inspector().changedHere());

  QSignalSpy counted(app().statistics(), &StatisticsController::changed);
  app().statistics()->refresh();
  ASSERT_TRUE(eventually([&] { return counted.count() > 0; }));
  EXPECT_TRUE(app().statistics()->empty());

  // The inspector goes back to the chat that is kept.
  app().endTemporary();
  EXPECT_FALSE(chat().temporary());
  EXPECT_FALSE(inspector().changedHere());
  EXPECT_EQ(inspector().presetName(), QString());
  application_.reset();
  EXPECT_TRUE(onDisk("Answer in verse."));  // the preset is kept, and the search works
  EXPECT_FALSE(onDisk("hidden"));
  EXPECT_FALSE(onDisk("1.35"));
}

TEST_F(TemporaryTest, AKeptChatFollowsItsFolder) {
  start();
  send(QStringLiteral("Hello"));
  answer("Hello.");
  QSignalSpy made(app().chats(), &ChatLibrary::folderCreated);
  app().chats()->createFolder(0, {});
  ASSERT_TRUE(eventually([&] { return made.count() == 1; }));
  const qint64 folder = made.at(0).at(0).toLongLong();
  app().chats()->saveFolder(folder, QStringLiteral("Be brief."), {},
                              {{"temperature", 1.25}, {"stop", QStringList{QStringLiteral("END")}}});
  app().chats()->moveToFolder({chat().conversationId()}, folder);
  ASSERT_TRUE(eventually([&] { return inspector().inherited().from(Number::Temperature) == Level::Folder; }));
  EXPECT_EQ(inspector().inheritedSystemPrompt(), QStringLiteral("Be brief."));
  send(QStringLiteral("And now?"));
  EXPECT_EQ(engine_.last<Generate>().messages[0].text, "Be brief.");
  EXPECT_EQ(engine_.last<Generate>().sampling.temperature, 1.25f);
  EXPECT_EQ(engine_.last<Generate>().stop, std::vector<std::string>{"END"});
  answer("Yes.");
  // For one answer alone; the figures say so, the chat does not.
  chat().regenerateWith(chat().lastAnswer(), {}, {{"temperature", 0.2}});
  ASSERT_TRUE(eventually([&] { return engine_.all<Generate>().size() == 3; }));
  EXPECT_EQ(engine_.last<Generate>().sampling.temperature, 0.2f);
  answer("No.");
  EXPECT_NE(chat().messages()->branch().back().stats->parameters.find("0.2"), std::string::npos);
  EXPECT_EQ(inspector().inherited().value(Number::Temperature), 1.25);
}

TEST_F(TemporaryTest, SettingsOfANewChatAreKeptWithItsFirstMessage) {
  start();
  inspector().setSystemPrompt(QStringLiteral("Be brief."));
  inspector().setNumber(kTemperature, 1.25);
  send(QStringLiteral("Hello"));
  answer("Hello.");
  start();
  ASSERT_TRUE(eventually([&] { return chat().messages()->count() == 2; }));
  EXPECT_EQ(inspector().systemPrompt(), QStringLiteral("Be brief."));
  EXPECT_EQ(inspector().inherited().value(Number::Temperature), 1.25);
  // A queued message is answered the same way.
  send(QStringLiteral("One"));
  chat().setDraft(QStringLiteral("Two"));
  chat().send();
  ASSERT_TRUE(eventually([&] { return chat().queue()->rowCount() == 1; }));
  engine_.write("One.");
  engine_.finish();
  ASSERT_TRUE(eventually([&] { return engine_.all<Generate>().size() == 3; }));
  EXPECT_EQ(engine_.last<Generate>().messages[0].text, "Be brief.");
  EXPECT_EQ(engine_.last<Generate>().sampling.temperature, 1.25f);
  answer("Two.");
}

}  // namespace
}  // namespace hearth::desktop
