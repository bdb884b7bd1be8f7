// Parameters as JSON, what is recommended for which model, and what wins over what.
#include <gtest/gtest.h>

#include "app/desktop/parameters/inheritance.h"
#include "app/desktop/parameters/preset_file.h"
#include "runtime/generate/sampler.h"

namespace hearth::desktop {
namespace {

constexpr int kCount = static_cast<int>(kNumberCount);

TEST(Parameters, SurviveARoundTripWithFieldsOfALaterVersion) {
  const std::string json =
      R"({"atLimit":"summarise","dream":{"deep":true},"drySequenceBreakers":["\n"],"logitBias":{"7":-5},)"
      R"("maxTokens":100,"seed":42,"stop":["END"],"temperature":0.7,"template":{"date":"today","enable_thinking":false}})";
  QStringList problems;
  const Parameters parameters = Parameters::fromJson(json, &problems);
  EXPECT_TRUE(problems.isEmpty()) << problems.join(' ').toStdString();
  EXPECT_EQ(parameters.toJson(), json);
  EXPECT_EQ(parameters.number(Number::Temperature), 0.7);
  EXPECT_EQ(parameters.atLimit, AtLimit::Summarise);
  EXPECT_EQ(Parameters().toJson(), "");
}

TEST(Parameters, LeaveOutWhatIsWrongAndSaySo) {
  QStringList problems;
  const auto parameters = Parameters::fromJson(
      R"({"temperature":"hot","topP":1.5,"topK":2.5,"seed":-1,"stop":"END","logitBias":{"x":1},"atLimit":"panic",)"
      R"("template":{"a":[1]},"drySequenceBreakers":[""],"minP":0.1})",
      &problems);
  EXPECT_EQ(problems.size(), 9) << problems.join('\n').toStdString();
  EXPECT_TRUE(problems[0].contains(QStringLiteral("temperature"))) << problems[0].toStdString();
  EXPECT_EQ(parameters.toJson(), R"({"minP":0.1})");
  problems.clear();
  EXPECT_TRUE(Parameters::fromJson("[1]", &problems).empty());
  EXPECT_EQ(problems.size(), 1);
}

// Every bound is one that the sampler itself accepts, and just beyond it the sampler refuses, where it
// checks.
TEST(Parameters, HaveTheBoundsOfTheSampler) {
  for (int i = 0; i < kCount; ++i) {
    const auto which = static_cast<Number>(i);
    for (const double bound : {describe(which).least, describe(which).most, describe(which).usual}) {
      Parameters parameters;
      parameters.set(which, bound);
      EXPECT_EQ(parameters.number(which), bound) << describe(which).key;
      Generate generate;
      parameters.applyTo(generate);
      const auto valid = validate(generate.sampling);
      EXPECT_TRUE(valid) << describe(which).key << ": " << valid.error().what();
    }
    Parameters parameters;
    parameters.set(which, describe(which).most * 2 + 1);
    EXPECT_EQ(parameters.number(which), describe(which).most) << describe(which).key;
  }
}

TEST(Parameters, HaveTheUsualValuesOfTheSampler) {
  Parameters usual;
  for (int i = 0; i < kCount; ++i) usual.set(static_cast<Number>(i), describe(static_cast<Number>(i)).usual);
  Generate generate;
  usual.applyTo(generate);
  const SamplingOptions plain;
  EXPECT_EQ(generate.sampling.temperature, plain.temperature);
  EXPECT_EQ(generate.sampling.topK, plain.topK);
  EXPECT_EQ(generate.sampling.topP, plain.topP);
  EXPECT_EQ(generate.sampling.minP, plain.minP);
  EXPECT_EQ(generate.sampling.typicalP, plain.typicalP);
  EXPECT_EQ(generate.sampling.repetitionPenalty, plain.repetitionPenalty);
  EXPECT_EQ(generate.sampling.presencePenalty, plain.presencePenalty);
  EXPECT_EQ(generate.sampling.frequencyPenalty, plain.frequencyPenalty);
  EXPECT_EQ(generate.sampling.penaltyWindow, plain.penaltyWindow);
  EXPECT_EQ(generate.sampling.dryMultiplier, plain.dryMultiplier);
  EXPECT_EQ(generate.sampling.dryBase, plain.dryBase);
  EXPECT_EQ(generate.sampling.dryAllowedLength, plain.dryAllowedLength);
  EXPECT_EQ(generate.sampling.dryWindow, plain.dryWindow);
  EXPECT_EQ(generate.sampling.xtcProbability, plain.xtcProbability);
  EXPECT_EQ(generate.sampling.xtcThreshold, plain.xtcThreshold);
  EXPECT_EQ(generate.sampling.seed, plain.seed);
  EXPECT_EQ(generate.maxTokens, 0u);
}

// ---- What is recommended

ModelLoaded named(const std::string& name, const std::string& architecture = "") {
  ModelLoaded model;
  model.name = name;
  model.architecture = architecture;
  return model;
}

struct Case {
  const char* name;
  const char* family;
  double temperature, topP;
  bool noSystemPrompt;
};

class RecommendedTest : public testing::TestWithParam<Case> {};

TEST_P(RecommendedTest, KnowsTheFamily) {
  const auto found = recommendedFor(named(GetParam().name), Thinking::On);
  EXPECT_EQ(found.family.toStdString(), GetParam().family);
  EXPECT_EQ(found.parameters.number(Number::Temperature), GetParam().temperature);
  EXPECT_EQ(found.parameters.number(Number::TopP), GetParam().topP);
  EXPECT_EQ(found.noSystemPrompt, GetParam().noSystemPrompt);
  EXPECT_FALSE(found.source.isEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Names, RecommendedTest,
    testing::Values(Case{"DeepSeek R1", "DeepSeek R1", 0.6, 0.95, true},
                    Case{"DeepSeek R1 Distill Llama 8B", "DeepSeek R1", 0.6, 0.95, true},
                    Case{"DeepSeek-R1-Distill-Qwen-1.5B", "DeepSeek R1", 0.6, 0.95, true},
                    Case{"DeepSeek R1 0528 Qwen3 8B", "DeepSeek R1 0528", 0.6, 0.95, false},
                    Case{"DeepSeek V3 0324", "DeepSeek V3", 0.3, 0.95, false},
                    Case{"DeepSeek-V3.1", "DeepSeek V3.1", 0.6, 0.95, false},
                    Case{"DeepSeek-V2-Lite-Chat", "DeepSeek V2", 0.3, 0.95, false},
                    Case{"GLM-4.7-Flash", "GLM 4.7", 1.0, 0.95, false},
                    Case{"Qwen3 30B A3B Thinking 2507", "Qwen3 Thinking", 0.6, 0.95, false},
                    Case{"Qwen3-4B-Instruct-2507", "Qwen3 Instruct", 0.7, 0.8, false},
                    Case{"Qwen3 8B", "Qwen3", 0.6, 0.95, false},
                    Case{"Meta-Llama-3.1-8B-Instruct", "Llama 3", 0.6, 0.9, false},
                    Case{"Llama3 8B", "Llama 3", 0.6, 0.9, false}));

TEST(Recommended, LooksAtWhatAModelWasMadeFromAndElseSaysNothing) {
  ModelLoaded tuned = named("My Own Helper");
  EXPECT_TRUE(recommendedFor(tuned, Thinking::On).parameters.empty());
  tuned.origins = {"Qwen/Qwen3-8B-Base"};
  EXPECT_EQ(recommendedFor(tuned, Thinking::On).family, QStringLiteral("Qwen3"));
  EXPECT_EQ(recommendedFor(named("", "qwen3moe"), Thinking::On).family, QStringLiteral("Qwen3"));
  EXPECT_TRUE(recommendedFor(named("Helper", "qwen3moe"), Thinking::On).family.isEmpty());
}

TEST(Recommended, TheFileItselfIsBelievedMore) {
  ModelLoaded model = named("Qwen3 8B");
  model.sampling = {{"temp", 0.5f}, {"top_p", 0.9f}, {"top_k", 40}, {"mirostat", 2}, {"min_p", 7}};
  const auto found = recommendedFor(model, Thinking::On);
  EXPECT_EQ(found.parameters.number(Number::Temperature), 0.5);
  EXPECT_EQ(found.parameters.number(Number::TopP), 0.9);
  EXPECT_EQ(found.parameters.number(Number::TopK), 40);
  EXPECT_EQ(found.parameters.number(Number::MinP), 0);  // 7 is none
  EXPECT_EQ(found.source, QStringLiteral("the model's own file"));
  // Its numbers are those for thinking.
  EXPECT_EQ(recommendedFor(model, Thinking::Off).parameters.number(Number::Temperature), 0.7);
}

// ---- Inheritance

storage::Preset presetWith(int64_t id, const std::string& prompt, const std::string& parameters) {
  storage::Preset preset;
  preset.id = id;
  preset.systemPrompt = prompt;
  preset.parameters = parameters;
  return preset;
}

TEST(Inheritance, EachLevelWinsOverThoseBefore) {
  Ancestors ancestors;
  ancestors.model = named("DeepSeek-R1");
  storage::Conversation chat;
  EXPECT_EQ(inherit(chat, {}).from(Number::Temperature), Level::Usual);
  EXPECT_EQ(inherit(chat, ancestors).from(Number::Temperature), Level::Recommended);

  ancestors.modelDefaults = Parameters::fromJson(R"({"temperature":0.1,"topK":1,"minP":0.1})");
  ancestors.presets = {presetWith(3, "Be a poet.", R"({"temperature":0.2,"topK":2,"seed":1})")};
  storage::Folder outer, inner;
  outer.id = 1;
  outer.systemPrompt = "Be outside.";
  outer.parameters = R"({"temperature":0.3,"topK":3,"maxTokens":3})";
  inner.id = 2;
  inner.parentId = 1;
  inner.parameters = R"({"temperature":0.4})";
  ancestors.folders = {inner, outer};
  EXPECT_EQ(inherit(chat, ancestors).value(Number::Temperature), 0.1);
  chat.presetId = 3;
  EXPECT_EQ(inherit(chat, ancestors).value(Number::Temperature), 0.2);
  EXPECT_EQ(inherit(chat, ancestors).systemPrompt, "Be a poet.");
  chat.folderId = 2;
  EXPECT_EQ(inherit(chat, ancestors).value(Number::Temperature), 0.4);
  EXPECT_EQ(inherit(chat, ancestors).systemPrompt, "Be outside.");
  chat.parameters = R"({"temperature":0.5})";
  chat.systemPrompt = "Be yourself.";
  const Inherited all = inherit(chat, ancestors);
  EXPECT_EQ(all.value(Number::Temperature), 0.5);
  EXPECT_EQ(all.from(Number::Temperature), Level::Chat);
  EXPECT_EQ(all.value(Number::TopK), 3);
  EXPECT_EQ(all.from(Number::TopK), Level::Folder);
  EXPECT_EQ(all.from(Number::Seed), Level::Preset);
  EXPECT_EQ(all.from(Number::MinP), Level::Model);
  EXPECT_EQ(all.from(Number::TopP), Level::Recommended);
  EXPECT_EQ(all.systemPrompt, "Be yourself.");
  EXPECT_EQ(all.inheritedSystemPrompt, "Be outside.");
}

TEST(Inheritance, WhatIsRecommendedFollowsTheSwitchForThinking) {
  Ancestors ancestors;
  ancestors.model = named("Qwen3 8B");
  ancestors.model.templateVariables = {{"enable_thinking", TemplateVariableKind::Switch, true}};
  storage::Conversation chat;
  EXPECT_EQ(inherit(chat, ancestors).value(Number::Temperature), 0.6);
  chat.parameters = R"({"template":{"enable_thinking":false}})";
  EXPECT_EQ(inherit(chat, ancestors).value(Number::Temperature), 0.7);
  EXPECT_EQ(inherit(chat, ancestors).thinking, Thinking::Off);
}

TEST(Inheritance, EndsWhereFoldersLieInEachOther) {
  Ancestors ancestors;
  storage::Folder a, b;
  a.id = 1;
  a.parentId = 2;
  b.id = 2;
  b.parentId = 1;
  b.systemPrompt = "b";
  ancestors.folders = {a, b};
  storage::Conversation chat;
  chat.folderId = 1;
  EXPECT_EQ(inherit(chat, ancestors).systemPrompt, "b");
}

// ---- Files

TEST(PresetFile, SurvivesARoundTripAndTellsNoPaths) {
  auto poet = presetWith(1, "Be a poet.\n“Quoted”", R"({"temperature":1.2,"unknown":1})");
  poet.name = "Poet";
  poet.modelPath = "/home/someone/model.gguf";
  const QByteArray json = presetsToJson({poet});
  EXPECT_FALSE(json.contains("someone"));
  const auto read = presetsFromJson(json);
  ASSERT_TRUE(read) << read.error().what();
  ASSERT_EQ(read->presets.size(), 1u);
  EXPECT_EQ(read->presets[0].name, "Poet");
  EXPECT_EQ(read->presets[0].systemPrompt, poet.systemPrompt);
  EXPECT_EQ(read->presets[0].parameters, poet.parameters);
  EXPECT_TRUE(read->problems.isEmpty());
}

TEST(PresetFile, TellsWhatItLeavesOutAndRefusesWhatIsNone) {
  const auto read = presetsFromJson(R"({"presets":[{"name":" "},{"name":"A","parameters":{"topP":9}}]})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->presets.size(), 1u);
  EXPECT_EQ(read->problems.size(), 2);
  EXPECT_TRUE(presetsFromJson(R"({"name":"Alone"})"));
  for (const char* wrong :
       {"", "Dear diary", "{}", "[]", R"({"hearthPresets":2,"presets":[{"name":"A"}]})"}) {
    EXPECT_FALSE(presetsFromJson(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace hearth::desktop
