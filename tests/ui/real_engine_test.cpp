// The whole program but main(): window, database and the real engine on the bundled model.
#include <QSignalSpy>

#include "app/desktop/context/summariser.h"
#include "app/desktop/real_engine.h"
#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

constexpr int kAnswerMilliseconds = 60'000;  // sanitizers on a busy machine

class RealEngineTest : public WindowTest {
 protected:
  EngineFactory engineFactory() override { return makeRealEngine; }
  bool patiently(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, kAnswerMilliseconds);
  }
};

TEST_F(RealEngineTest, TheBundledModelThinksAndAnswersInTheWindow) {
  open();
  ASSERT_TRUE(patiently([this] { return app().models()->state() == ModelController::Ready; }))
      << app().models()->failure().toStdString();
  for (const char letter : std::string("What is 2 plus 2")) QTest::keyClick(window_, letter);
  ASSERT_TRUE(patiently([this] { return !chat().context()->draftText().isEmpty(); }));
  key(Qt::Key_Return);
  ASSERT_TRUE(patiently([this] { return chat().messages()->count() == 2 && !chat().busy(); }));
  const storage::Message& answer = chat().messages()->branch().back();
  EXPECT_EQ(answer.state, storage::MessageState::Finished) << answer.error;
  EXPECT_NE(answer.text.find('4'), std::string::npos) << answer.text;
  EXPECT_FALSE(answer.thinking.empty());
  EXPECT_FALSE(chat().speed()->text().isEmpty());
  screenshot(QStringLiteral("real-engine"));

  // Stop ends a running answer soon.
  chat().setDraft(QStringLiteral("Tell me a long story about a fire in a hearth"));
  chat().send();
  ASSERT_TRUE(patiently([this] { return chat().messages()->count() == 4; }));
  chat().stop();
  EXPECT_TRUE(patiently([this] { return !chat().busy(); }));
}

// Temperature and seed go all the way: chance is the same for the same seed, and another for another.
TEST_F(RealEngineTest, ASeedGivesTheSameTextAgain) {
  open();
  ASSERT_TRUE(patiently([this] { return app().models()->state() == ModelController::Ready; }));
  InspectorController& inspector = *app().inspector();
  inspector.setNumber(static_cast<int>(Number::Temperature), 1.5);
  inspector.setNumber(static_cast<int>(Number::TopP), 1);
  inspector.setNumber(static_cast<int>(Number::MaxTokens), 24);
  const auto written = [&](int seed) {
    inspector.setNumber(static_cast<int>(Number::Seed), seed);
    if (chat().messages()->count() == 0) {
      chat().setDraft(QStringLiteral("Tell me a story"));
      chat().send();
    } else {
      chat().regenerateLast();
    }
    EXPECT_TRUE(patiently([this] { return chat().messages()->count() == 2 && !chat().busy(); }));
    const storage::Message& answer = chat().messages()->branch().back();
    EXPECT_EQ(answer.state, storage::MessageState::Finished) << answer.error;
    EXPECT_EQ(answer.stats->generatedTokens, 24u);
    return answer.thinking + '|' + answer.text;
  };
  const std::string first = written(42), again = written(42), other = written(43);
  EXPECT_EQ(first, again);
  EXPECT_NE(first, other);
}

TEST_F(RealEngineTest, TheModelWritesASummary) {
  open();
  ASSERT_TRUE(patiently([this] { return app().models()->state() == ModelController::Ready; }));
  EngineWorker engine(makeRealEngine);
  engine.post(LoadModel{.path = app().models()->path().toStdString()});
  Summariser summariser(engine);
  QSignalSpy finished(&summariser, &Summariser::finished), failed(&summariser, &Summariser::failed);
  const std::vector<ChatMessage> messages = {{Role::User, "What is 2 plus 2?", "", 1},
                                             {Role::Assistant, "4", "", 2}};
  summariser.start(messages, "", 512, {});
  ASSERT_TRUE(patiently([&] { return finished.count() + failed.count() > 0; }));
  ASSERT_EQ(failed.count(), 0) << failed.value(0).value(0).toString().toStdString();
  EXPECT_FALSE(summariser.active());
}

// Whatever this computer has: the page tells it in words, and its numbers add up.
TEST_F(RealEngineTest, TheHardwarePageTellsWhereTheBundledModelRuns) {
  open();
  ASSERT_TRUE(patiently([this] { return app().models()->state() == ModelController::Ready; }));
  HardwareController& hardware = *app().hardware();
  ASSERT_TRUE(patiently([&] { return hardware.known(); }));
  key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_FALSE(hardware.sentenceText().isEmpty());
  ASSERT_TRUE(patiently([&] { return !hardware.cardsNote().startsWith(QStringLiteral("Looking")); }));
  EXPECT_EQ(hardware.hardware()->cells.size(),
            size_t{hardware.hardware()->expertLayers} * hardware.hardware()->expertsPerLayer);
  screenshot(QStringLiteral("real-engine-hardware"));
  key(Qt::Key_Escape);
  chat().setDraft(QStringLiteral("What is 2 plus 2?"));
  chat().send();
  ASSERT_TRUE(patiently([this] { return chat().messages()->count() == 2 && !chat().busy(); }));
  ASSERT_TRUE(patiently([&] { return hardware.tiles()[0].toMap()["known"].toBool(); }));
  key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
  screenshot(QStringLiteral("real-engine-hardware-after"));

  // With a card, also a software one: choosing it loads the model there.
  for (int row = 1; row + 1 < hardware.devices().size(); ++row) {
    if (!hardware.devices()[row].toMap()["usable"].toBool()) continue;
    hardware.chooseDevice(row);
    hardware.reload();
    ASSERT_TRUE(patiently([&] { return app().models()->state() != ModelController::Loading; }));
    ASSERT_EQ(app().models()->state(), ModelController::Ready) << app().models()->failure().toStdString();
    ASSERT_TRUE(patiently([&] { return hardware.known(); }));
    EXPECT_TRUE(hardware.onCard()) << hardware.sentenceText().toStdString();
    chat().setDraft(QStringLiteral("What is 2 plus 2?"));
    chat().send();
    ASSERT_TRUE(patiently([this] { return chat().messages()->count() == 4 && !chat().busy(); }));
    ASSERT_TRUE(patiently([&] { return hardware.tiles()[0].toMap()["known"].toBool(); }));
    screenshot(QStringLiteral("real-engine-hardware-card"));
    break;
  }
}

TEST_F(RealEngineTest, AFileThatIsNoModelIsExplained) {
  open();
  ASSERT_TRUE(patiently([this] { return app().models()->state() == ModelController::Ready; }));
  const QString path = folder_.filePath(QStringLiteral("notes.gguf"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("Dear diary, this is no model.");
  file.close();
  app().models()->loadFile(QUrl::fromLocalFile(path));
  ASSERT_TRUE(patiently([this] { return app().models()->state() == ModelController::Failed; }));
  EXPECT_FALSE(app().models()->failure().isEmpty());
  screenshot(QStringLiteral("real-engine-error"));
}

}  // namespace
}  // namespace hearth::desktop
