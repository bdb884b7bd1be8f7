// The inspector and presets on the real database with a scripted engine: what is chosen reaches the next
// answer.
#include <QFile>
#include <QSignalSpy>

#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

class InspectorTest : public GuiTest {
 protected:
  InspectorController& inspector() { return *app().inspector(); }
  PresetListModel& presets() { return *inspector().presets(); }
  static int at(Number which) { return static_cast<int>(which); }
  storage::Conversation onDisk(int64_t id) {
    auto store = storage::Store::open(databasePath());
    EXPECT_TRUE(store);
    auto conversation = (*store)->conversation(id);
    return conversation ? *conversation : storage::Conversation{};
  }
  bool presetsOnDiskAre(const std::vector<std::string>& names) {
    return eventually([&] {
      auto store = storage::Store::open(databasePath());
      if (!store) return false;
      std::vector<std::string> found;
      const auto all = (*store)->presets();
      for (const auto& preset : *all) found.push_back(preset.name);
      return found == names;
    });
  }
};

TEST_F(InspectorTest, EveryParameterReachesTheEngine) {
  start();
  Parameters wish = Parameters::fromJson(
      R"({"temperature":0.25,"topK":11,"topP":0.5,"minP":0.125,"typicalP":0.75,"repetitionPenalty":1.25,)"
      R"("presencePenalty":0.5,"frequencyPenalty":-0.5,"penaltyWindow":33,"dryMultiplier":0.5,"dryBase":2,)"
      R"("dryAllowedLength":4,"dryWindow":55,"xtcProbability":0.25,"xtcThreshold":0.5,"maxTokens":77,"seed":99,)"
      R"("stop":["END"],"drySequenceBreakers":["!"],"logitBias":{"5":-3},"template":{"enable_thinking":false}})");
  storage::Conversation settings = chat().conversation();
  settings.parameters = wish.toJson();
  settings.systemPrompt = "Be brief.";
  chat().changeSettings(settings);
  send(QStringLiteral("Hello"));
  const Generate asked = engine_.last<Generate>();
  const SamplingOptions& sampling = asked.sampling;
  EXPECT_EQ(sampling.temperature, 0.25f);
  EXPECT_EQ(sampling.topK, 11u);
  EXPECT_EQ(sampling.topP, 0.5f);
  EXPECT_EQ(sampling.minP, 0.125f);
  EXPECT_EQ(sampling.typicalP, 0.75f);
  EXPECT_EQ(sampling.repetitionPenalty, 1.25f);
  EXPECT_EQ(sampling.presencePenalty, 0.5f);
  EXPECT_EQ(sampling.frequencyPenalty, -0.5f);
  EXPECT_EQ(sampling.penaltyWindow, 33u);
  EXPECT_EQ(sampling.dryMultiplier, 0.5f);
  EXPECT_EQ(sampling.dryBase, 2.0f);
  EXPECT_EQ(sampling.dryAllowedLength, 4u);
  EXPECT_EQ(sampling.dryWindow, 55u);
  EXPECT_EQ(sampling.xtcProbability, 0.25f);
  EXPECT_EQ(sampling.xtcThreshold, 0.5f);
  EXPECT_EQ(sampling.seed, 99u);
  EXPECT_EQ(sampling.drySequenceBreakers, (std::vector<std::string>{"!"}));
  EXPECT_EQ(sampling.logitBias, (std::map<TokenId, float>{{5, -3.0f}}));
  EXPECT_EQ(asked.maxTokens, 77u);
  EXPECT_EQ(asked.stop, (std::vector<std::string>{"END"}));
  EXPECT_EQ(asked.templateValues, (TemplateValues{{"enable_thinking", false}}));
  ASSERT_EQ(asked.messages.size(), 2u);
  EXPECT_EQ(asked.messages[0].role, Role::System);
  EXPECT_EQ(asked.messages[0].text, "Be brief.");
  // The new chat was stored with them, and the answer with what it was sampled with.
  EXPECT_EQ(onDisk(chat().conversationId()).parameters, wish.toJson());
  EXPECT_EQ(onDisk(chat().conversationId()).systemPrompt, "Be brief.");
  answer("Yes.");
  EXPECT_EQ(chat().messages()->branch().back().stats->parameters, wish.toJson());
  // What is measured is what will be sent.
  chat().setDraft(QStringLiteral("More"));
  const size_t before = engine_.all<MeasurePrompt>().size();
  ASSERT_TRUE(eventually([&] { return engine_.all<MeasurePrompt>().size() > before; }));
  EXPECT_EQ(engine_.last<MeasurePrompt>().maxTokens, 77u);
  EXPECT_EQ(engine_.last<MeasurePrompt>().messages[0].text, "Be brief.");
}

TEST_F(InspectorTest, AnswersDifferUnlessASeedIsSet) {
  start();
  send(QStringLiteral("A"));
  answer("1");
  chat().regenerateLast();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 2; }));
  answer("2");
  EXPECT_NE(engine_.all<Generate>()[0].sampling.seed, engine_.all<Generate>()[1].sampling.seed);
  inspector().setNumber(at(Number::Seed), 7);
  chat().regenerateLast();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 3; }));
  EXPECT_EQ(engine_.last<Generate>().sampling.seed, 7u);
}

TEST_F(InspectorTest, ShowsWhereAValueComesFromAndResets) {
  engine_.modelName = "Qwen3 8B";
  start();
  auto& rows = *inspector().parameters();
  const auto source = [&] { return rows.data(rows.index(0), ParameterListModel::SourceRole).toString(); };
  const auto value = [&] { return rows.data(rows.index(0), ParameterListModel::ValueRole).toDouble(); };
  ASSERT_TRUE(eventually([&] { return source() == QStringLiteral("Recommended for Qwen3"); }))
      << source().toStdString();
  EXPECT_EQ(value(), 0.6);
  EXPECT_TRUE(inspector().recommendation().contains(QStringLiteral("temperature 0.6, top-p 0.95, top-k 20")))
      << inspector().recommendation().toStdString();
  EXPECT_FALSE(inspector().recommendationSource().isEmpty());
  inspector().setNumber(at(Number::Temperature), 1.1500000000000001);
  EXPECT_EQ(value(), 1.15);
  EXPECT_EQ(source(), QStringLiteral("Set for this chat"));
  EXPECT_TRUE(inspector().changedHere());
  inspector().saveAsModelDefault();
  inspector().resetNumber(at(Number::Temperature));
  EXPECT_EQ(value(), 1.15);
  EXPECT_EQ(source(), QStringLiteral("Your default for this model"));
  send(QStringLiteral("A"));
  EXPECT_EQ(engine_.last<Generate>().sampling.temperature, 1.15f);
  EXPECT_EQ(engine_.last<Generate>().sampling.topK, 20u);
  // They hold after a restart, and until they are forgotten.
  start();
  auto& again = *inspector().parameters();
  ASSERT_TRUE(eventually(
      [&] { return again.data(again.index(0), ParameterListModel::ValueRole).toDouble() == 1.15; }));
  EXPECT_TRUE(inspector().hasModelDefaults());
  inspector().forgetModelDefaults();
  EXPECT_EQ(again.data(again.index(0), ParameterListModel::ValueRole).toDouble(), 0.6);
}

TEST_F(InspectorTest, RefusesWhatIsNoNumberAndTakesTheUsersWay) {
  start();
  EXPECT_FALSE(inspector().setNumberText(at(Number::Temperature), QStringLiteral("warm")));
  EXPECT_FALSE(inspector().setNumberText(at(Number::TopP), QStringLiteral("1.5")));
  EXPECT_FALSE(inspector().changedHere());
  EXPECT_TRUE(inspector().setNumberText(at(Number::TopP), QStringLiteral(" 0.5 ")));
  EXPECT_EQ(inspector().inherited().value(Number::TopP), 0.5);
  EXPECT_TRUE(inspector().setNumberText(at(Number::TopP), QString()));
  EXPECT_FALSE(inspector().changedHere());
  EXPECT_FALSE(inspector().setLogitBias(QStringLiteral("12; 5")));
  EXPECT_TRUE(inspector().setLogitBias(QStringLiteral("12: 5\n7: -100")));
  EXPECT_EQ(inspector().logitBias(), QStringLiteral("7: -100\n12: 5"));
  inspector().setStopWords(QStringLiteral("END\n\\n\\n"));
  EXPECT_EQ(inspector().inherited().all.stop, (std::vector<std::string>{"END", "\n\n"}));
  EXPECT_EQ(inspector().stopWords(), QStringLiteral("END\n\\n\\n"));
  inspector().resetAll();
  EXPECT_FALSE(inspector().changedHere());
}

TEST_F(InspectorTest, AModelThatAdvisesAgainstASystemPromptSaysSo) {
  engine_.modelName = "DeepSeek-R1-Distill-Qwen-7B";
  start();
  ASSERT_TRUE(eventually([this] { return !inspector().systemPromptAdvice().isEmpty(); }));
  EXPECT_TRUE(inspector().recommendation().contains(QStringLiteral("no system prompt")));
}

// The model is being loaded until the test says otherwise.
class LoadingModelTest : public InspectorTest {
 protected:
  void SetUp() override {
    start();
    ASSERT_TRUE(QFile::copy(app().models()->path(), path_));
    engine_.answersLoads = false;
    app().models()->load(path_);
    ASSERT_EQ(app().models()->state(), ModelController::Loading);
  }
  // Until the message is in the chat, with an answer that has not begun.
  void sendWhileLoading() {
    chat().setDraft(QStringLiteral("Hello"));
    chat().send();
    ASSERT_TRUE(eventually([this] { return chat().messages()->branch().size() == 2; }));
    EXPECT_TRUE(chat().busy());
  }
  const QString path_ = folder_.filePath(QStringLiteral("DeepSeek-R1-Distill-Qwen-7B.gguf"));
};

TEST_F(LoadingModelTest, TheInspectorShowsWhatTheFileSays) {
  ASSERT_TRUE(eventually([this] { return !inspector().recommendation().isEmpty(); }));
  EXPECT_EQ(inspector().inherited().value(Number::Temperature), 0.6);
  EXPECT_EQ(inspector().inherited().from(Number::TopP), Level::Recommended);
  EXPECT_FALSE(inspector().systemPromptAdvice().isEmpty());
}

TEST_F(LoadingModelTest, AMessageIsAnsweredAsTheModelWantsIt) {
  ASSERT_NO_FATAL_FAILURE(sendWhileLoading());
  EXPECT_TRUE(engine_.all<Generate>().empty());
  ModelLoaded model;
  model.path = path_.toStdString();
  model.name = "DeepSeek R1 Distill Qwen 7B";
  model.contextLength = 4096;
  engine_.say(model);
  ASSERT_TRUE(eventually([this] { return !engine_.all<Generate>().empty(); }));
  const Generate asked = engine_.last<Generate>();
  EXPECT_EQ(asked.sampling.temperature, 0.6f);
  EXPECT_EQ(asked.sampling.topP, 0.95f);
  ASSERT_EQ(asked.messages.size(), 1u);
  EXPECT_EQ(asked.messages[0].text, "Hello");
  answer("Hi.");
  EXPECT_EQ(engine_.all<Generate>().size(), 1u);
  EXPECT_EQ(
      Parameters::fromJson(chat().messages()->branch().back().stats->parameters).number(Number::Temperature),
      0.6);
}

TEST_F(LoadingModelTest, AMessageIsAnsweredWithTheUsersDefaultsForTheModel) {
  auto store = storage::Store::open(databasePath());
  ASSERT_TRUE(store);
  ASSERT_TRUE((*store)->setModelDefaults("deepseek-r1-distill-qwen-7b", R"({"temperature":0.3})"));
  ASSERT_NO_FATAL_FAILURE(sendWhileLoading());
  ModelLoaded model;
  model.path = path_.toStdString();
  model.name = "DeepSeek R1 Distill Qwen 7B";
  engine_.say(model);
  ASSERT_TRUE(eventually([this] { return !engine_.all<Generate>().empty(); }));
  EXPECT_EQ(engine_.last<Generate>().sampling.temperature, 0.3f);
  EXPECT_EQ(engine_.last<Generate>().sampling.topP, 0.95f);
}

TEST_F(LoadingModelTest, StopTakesTheAnswerBack) {
  ASSERT_NO_FATAL_FAILURE(sendWhileLoading());
  chat().stop();
  EXPECT_FALSE(chat().busy());
  EXPECT_EQ(chat().messages()->branch().back().state, storage::MessageState::Stopped);
  ModelLoaded model;
  model.path = path_.toStdString();
  engine_.say(model);
  ASSERT_TRUE(eventually([this] { return app().models()->state() == ModelController::Ready; }));
  send(QStringLiteral("Again"));
  EXPECT_EQ(engine_.all<Generate>().size(), 1u);
}

TEST_F(LoadingModelTest, AFailedLoadSaysWhyThereIsNoAnswer) {
  ASSERT_NO_FATAL_FAILURE(sendWhileLoading());
  engine_.say(LoadFailed{"The file is damaged. Download it again."});
  ASSERT_TRUE(eventually([this] { return !chat().busy(); }));
  EXPECT_EQ(chat().messages()->branch().back().state, storage::MessageState::Failed);
  EXPECT_EQ(chat().messages()->branch().back().error, "The file is damaged. Download it again.");
  EXPECT_TRUE(engine_.all<Generate>().empty());
}

TEST_F(InspectorTest, APresetMayBeMeantForAModel) {
  start();
  presets().create(QStringLiteral("Poet"), QStringLiteral("Rhyme."), {});
  ASSERT_TRUE(eventually([this] { return presets().count() == 1; }));
  const qint64 poet = presets().presets()[0].id;
  EXPECT_EQ(inspector().fittingPreset(), 0);
  const QString other = QStringLiteral("/elsewhere/other.gguf");
  presets().setModel(poet, other);
  EXPECT_EQ(inspector().fittingPreset(), 0);
  EXPECT_EQ(presets().data(presets().index(0), PresetListModel::ModelRole).toString(),
            QStringLiteral("other"));
  presets().setModel(poet, app().models()->path());
  EXPECT_EQ(inspector().fittingPreset(), poet);
  EXPECT_EQ(inspector().fittingPresetName(), QStringLiteral("Poet"));

  // A file names the model's file and no folder of this computer, and finds it again wherever it lies.
  const QString file = folder_.filePath(QStringLiteral("presets.json"));
  presets().exportTo(QUrl::fromLocalFile(file));
  QFile written(file);
  ASSERT_TRUE(written.open(QIODevice::ReadOnly));
  const QByteArray json = written.readAll();
  EXPECT_TRUE(json.contains("\"model\": \"hearth-tiny-q4_k.gguf\"")) << json.toStdString();
  EXPECT_FALSE(json.contains("/models/")) << json.toStdString();
  presets().remove(poet);
  EXPECT_EQ(inspector().fittingPreset(), 0);
  presets().importFrom(QUrl::fromLocalFile(file));
  ASSERT_TRUE(eventually([this] { return presets().count() == 1; }));
  EXPECT_EQ(inspector().fittingPresetName(), QStringLiteral("Poet"));
  inspector().choosePreset(inspector().fittingPreset());
  EXPECT_EQ(inspector().fittingPreset(), 0);
  EXPECT_EQ(inspector().presetName(), QStringLiteral("Poet"));
  EXPECT_TRUE(chat().modelProposal().isEmpty()) << "it is in use";
}

TEST_F(InspectorTest, SwitchesOfTheTemplateReachTheEngine) {
  engine_.templateVariables = {{"enable_thinking", TemplateVariableKind::Switch, true}};
  start();
  ASSERT_TRUE(eventually([this] { return inspector().templateFields().size() == 1; }));
  EXPECT_TRUE(inspector().templateFields()[0].toMap()["on"].toBool());
  inspector().setTemplateValue(QStringLiteral("enable_thinking"), false);
  EXPECT_FALSE(inspector().templateFields()[0].toMap()["on"].toBool());
  send(QStringLiteral("A"));
  EXPECT_EQ(engine_.last<Generate>().templateValues, (TemplateValues{{"enable_thinking", false}}));
  inspector().resetTemplateValue(QStringLiteral("enable_thinking"));
  EXPECT_FALSE(inspector().changedHere());
}

TEST_F(InspectorTest, SettingsBelongToTheirChat) {
  start();
  inspector().setNumber(at(Number::TopK), 5);
  send(QStringLiteral("First"));
  answer("One.");
  const qint64 first = chat().conversationId();
  chat().startNew();
  EXPECT_FALSE(inspector().changedHere());
  send(QStringLiteral("Second"));
  EXPECT_EQ(engine_.last<Generate>().sampling.topK, 0u);
  answer("Two.");
  chat().open(first);
  ASSERT_TRUE(eventually([this] { return inspector().changedHere(); }));
  EXPECT_EQ(inspector().inherited().value(Number::TopK), 5);
}

// ---- Presets

TEST_F(InspectorTest, APresetGivesInstructionsAndParameters) {
  start();
  presets().create(QStringLiteral("Poet"), QStringLiteral("Answer in verse."),
                   QStringLiteral(R"({"temperature":1.2})"));
  ASSERT_TRUE(eventually([this] { return presets().count() == 1; }));
  inspector().choosePreset(presets().presets()[0].id);
  EXPECT_EQ(inspector().presetName(), QStringLiteral("Poet"));
  EXPECT_EQ(inspector().inheritedSystemPrompt(), QStringLiteral("Answer in verse."));
  send(QStringLiteral("A"));
  EXPECT_EQ(engine_.last<Generate>().messages[0].text, "Answer in verse.");
  EXPECT_EQ(engine_.last<Generate>().sampling.temperature, 1.2f);
  EXPECT_EQ(onDisk(chat().conversationId()).presetId, presets().presets()[0].id);
  answer("B");
  // A change of the preset is a change of its chats.
  presets().setSystemPrompt(presets().presets()[0].id, QStringLiteral("In prose."));
  chat().regenerateLast();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 2; }));
  EXPECT_EQ(engine_.last<Generate>().messages[0].text, "In prose.");
}

TEST_F(InspectorTest, PresetsAreMadeRenamedOrderedDuplicated) {
  start();
  for (const char* name : {"A", "B", "C"}) {
    const int before = presets().count();
    presets().create(QString::fromLatin1(name), {}, {});
    ASSERT_TRUE(eventually([&] { return presets().count() == before + 1; }));
  }
  presets().move(presets().presets()[2].id, -1);
  EXPECT_TRUE(presetsOnDiskAre({"A", "C", "B"}));
  presets().rename(presets().presets()[0].id, QStringLiteral(" Alpha "));
  EXPECT_TRUE(presetsOnDiskAre({"Alpha", "C", "B"}));
  presets().duplicate(presets().presets()[0].id);
  EXPECT_TRUE(presetsOnDiskAre({"Alpha", "C", "B", "Alpha (copy)"}));
}

TEST_F(InspectorTest, DeletingAPresetCanBeUndoneWithItsChats) {
  start();
  for (const char* name : {"A", "B", "C"}) {
    const int before = presets().count();
    presets().create(QString::fromLatin1(name), {}, {});
    ASSERT_TRUE(eventually([&] { return presets().count() == before + 1; }));
  }
  const int64_t a = presets().presets()[0].id, b = presets().presets()[1].id;
  inspector().choosePreset(b);
  send(QStringLiteral("A"));
  answer("B");
  presets().remove(b);
  EXPECT_EQ(presets().count(), 2);
  EXPECT_EQ(presets().deletedName(), QStringLiteral("B"));
  presets().undoDelete();
  EXPECT_EQ(presets().presets()[1].id, b);
  EXPECT_EQ(inspector().presetName(), QStringLiteral("B"));
  EXPECT_TRUE(presetsOnDiskAre({"A", "B", "C"}));
  presets().remove(b);
  presets().move(presets().presets()[1].id, -1);
  presets().remove(a);  // the one before is gone for good now
  EXPECT_TRUE(presetsOnDiskAre({"C", "A"}));
  presets().forgetDeleted();
  EXPECT_TRUE(presetsOnDiskAre({"C"}));
  EXPECT_EQ(onDisk(1).presetId, std::nullopt);
}

TEST_F(InspectorTest, SavesTheChatAsAPreset) {
  start();
  inspector().setSystemPrompt(QStringLiteral("Be kind."));
  inspector().setNumber(at(Number::TopK), 9);
  inspector().saveAsPreset(QStringLiteral("Kind"));
  ASSERT_TRUE(eventually([this] { return inspector().presetName() == QStringLiteral("Kind"); }));
  EXPECT_FALSE(inspector().changedHere());
  EXPECT_EQ(inspector().systemPrompt(), QString());
  EXPECT_EQ(inspector().inherited().from(Number::TopK), Level::Preset);
  inspector().setNumber(at(Number::TopK), 10);
  inspector().saveToPreset();
  EXPECT_EQ(inspector().inherited().value(Number::TopK), 10);
  EXPECT_EQ(inspector().inherited().from(Number::TopK), Level::Preset);
}

TEST_F(InspectorTest, PresetsGoThroughAFile) {
  start();
  presets().create(QStringLiteral("Poet"), QStringLiteral("Verse."), QStringLiteral(R"({"topK":3})"));
  ASSERT_TRUE(eventually([this] { return presets().count() == 1; }));
  const QUrl file = QUrl::fromLocalFile(folder_.filePath(QStringLiteral("presets.json")));
  presets().exportTo(file);
  EXPECT_EQ(presets().report(), QStringLiteral("1 preset written to “presets.json”."));
  presets().importFrom(file);
  ASSERT_TRUE(eventually([this] { return presets().count() == 2; }));
  EXPECT_EQ(presets().presets()[1].name, "Poet");
  EXPECT_EQ(presets().presets()[1].parameters, R"({"topK":3})");
  presets().importFrom(QUrl::fromLocalFile(QStringLiteral("/nowhere/x.json")));
  EXPECT_TRUE(presets().report().contains(QStringLiteral("could not be read")));
}

}  // namespace
}  // namespace hearth::desktop
