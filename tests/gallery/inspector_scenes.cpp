// The inspector with each of its tabs, presets, summaries, and the page of statistics.
#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

void inspector(Stage& stage, InspectorController::Tab tab, QSize size = {1280, 800}) {
  stage.engine_.templateVariables = {{"enable_thinking", TemplateVariableKind::Switch, true}};
  stage.openChat(size);
  stage.ask("And the other experts?", "",
            "They wait in memory, and the processor computes them when they are called.");
  stage.app().inspector()->setTab(tab);
  stage.app().inspector()->setOpen(true);
}

template <InspectorController::Tab tab>
void shows(Stage& stage) {
  inspector(stage, tab);
}

// An answer of a model that guessed ahead and keeps a part of its experts on the card: the longest line of
// figures.
void guesses(Stage& stage) {
  inspector(stage, InspectorController::Stats);
  stage.send(QStringLiteral("And where do the others wait?"));
  stage.engine_.write("In memory, until a word calls them.");
  GenerationStats stats = sampleStats();
  stats.expertHits = 17342, stats.expertUses = 19776;
  stats.drafted = 214, stats.accepted = 182, stats.steps = 230, stats.draftSource = DraftSource::Model;
  stage.finishAnswer(DoneReason::EndOfText, stats);
  stage.rest();
  stage.hoverLastAnswer();
}

void contextFull(Stage& stage) {
  inspector(stage, InspectorController::Context);
  stage.engine_.tokensPerMessage = stage.engine_.contextLength / 4;
  stage.chat().setDraft(QStringLiteral("And how does the router choose?"));
  ASSERT_TRUE(
      eventually([&] { return stage.chat().contextBar()->parts().value(0).toMap()["dropped"].toBool(); }));
}

void narrow(Stage& stage) { inspector(stage, InspectorController::Sampling, {700, 720}); }

void large(Stage& stage) {
  inspector(stage, InspectorController::Sampling);
  stage.app().appearance()->setZoom(200);
}

void presetsEmpty(Stage& stage) {
  stage.openChat();
  stage.app().commands()->trigger(QStringLiteral("presets.show"));
}

void presets(Stage& stage) {
  presetsEmpty(stage);
  for (int count = 1; count <= 2; ++count) {
    stage.rest();
    stage.click(stage.buttons(QStringLiteral("New preset")).at(0));
    ASSERT_TRUE(eventually([&] { return stage.app().inspector()->presets()->count() == count; }));
  }
}

// A chat that was too long, whose beginning the model now reads as a summary.
void summary(Stage& stage) {
  stage.openChat();
  stage.ask("And the other experts?", "", "They wait in memory.");
  const uint32_t usual = stage.engine_.tokensPerMessage;
  stage.engine_.tokensPerMessage = stage.engine_.contextLength / 4;
  stage.chat().setDraft(QStringLiteral("Who chooses?"));
  stage.chat().send();
  ASSERT_TRUE(eventually([&] { return !stage.chat().overflow().isEmpty(); }));
  stage.rest();
  stage.click(stage.buttons(QStringLiteral("Summarise them")).at(0));
  ASSERT_TRUE(eventually([&] { return stage.engine_.all<Generate>().size() == 3; }));
  stage.engine_.tokensPerMessage = usual;
  stage.engine_.write(
      "The user asked why a model with 671 billion parameters runs on a gaming PC; only some experts "
      "work at a time.");
  stage.engine_.finish();
  ASSERT_TRUE(eventually([&] { return stage.engine_.all<Generate>().size() == 4; }));
  stage.engine_.write("A small router, trained with the rest.");
  stage.finishAnswer();
  stage.rest();
  const auto line = stage.buttons(QStringLiteral("The model reads a summary of what stands above"));
  ASSERT_EQ(line.size(), 1u);
  stage.click(line[0]);
}

void overflowChoices(Stage& stage) {
  stage.openChat();
  stage.engine_.tokensPerMessage = stage.engine_.contextLength / 2;
  stage.chat().setDraft(QStringLiteral("Who chooses?"));
  stage.chat().send();
  ASSERT_TRUE(eventually([&] { return !stage.chat().overflow().isEmpty(); }));
}

void statistics(Stage& stage) {
  stage.openChat();
  for (const char* question : {"And the others?", "Who chooses?", "How fast is the disk?"})
    stage.ask(question, "", "It depends.");
  stage.app().commands()->trigger(QStringLiteral("statistics.show"));
  ASSERT_TRUE(eventually([&] { return !stage.app().statistics()->empty(); }));
}

void statisticsEmpty(Stage& stage) {
  stage.open();
  stage.app().commands()->trigger(QStringLiteral("statistics.show"));
}

}  // namespace

std::vector<Scene> inspectorScenes() {
  return {{"inspector-model", shows<InspectorController::Model>},
          {"inspector-sampling", shows<InspectorController::Sampling>},
          {"inspector-context", shows<InspectorController::Context>},
          {"inspector-stats", shows<InspectorController::Stats>},
          {"inspector-guesses", guesses},
          {"inspector-context-full", contextFull},
          {"inspector-narrow", narrow},
          {"inspector-large", large},
          {"presets-empty", presetsEmpty},
          {"presets", presets},
          {"summary", summary},
          {"notice-overflow-choices", overflowChoices},
          {"statistics", statistics},
          {"statistics-empty", statisticsEmpty}};
}

}  // namespace hearth::desktop
