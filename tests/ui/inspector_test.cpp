// The inspector and the statistics page in the real window, by keys and clicks.
#include <QAccessible>

#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

class InspectorWindowTest : public WindowTest {
 protected:
  InspectorController& inspector() { return *app().inspector(); }
  QString pageName() const { return window_->property("pageName").toString(); }
  bool shown() { return inspectorView() != nullptr; }
  QQuickItem* inspectorView() { return window_->findChild<QQuickItem*>(QStringLiteral("inspectorView")); }
  // The first visible item of this kind with this accessible name.
  QQuickItem* named(const char* kind, const QString& name) {
    const auto found = itemsWhere(window_->contentItem(), [&](QQuickItem* item) {
      if (!item->inherits(kind)) return false;
      QAccessibleInterface* face = QAccessible::queryAccessibleInterface(item);
      return face && face->text(QAccessible::Name) == name;
    });
    return found.empty() ? nullptr : found.front();
  }
  void type(const char* text) {
    for (; *text; ++text) QTest::keyClick(window_, *text);
    QTest::qWait(10);
  }
  void tab(const QString& name) {
    QQuickItem* item = named("QQuickAbstractButton", name);
    ASSERT_NE(item, nullptr) << name.toStdString();
    click(item);
    settle();
  }
  void clickNamed(const char* kind, const QString& name) {
    QQuickItem* item = named(kind, name);
    ASSERT_NE(item, nullptr) << name.toStdString();
    item->forceActiveFocus(Qt::TabFocusReason);  // scrolls it into sight
    settle();
    click(item);
  }
  void talk() {
    send(QStringLiteral("Why can a model with 671 billion parameters run on my gaming PC?"));
    answer("Because only a small part of it works on each word.");
    send(QStringLiteral("And the other experts?"));
    answer("They wait in memory, and the processor computes them when they are called.");
  }
};

TEST_F(InspectorWindowTest, OpensAndClosesByKeyAndStaysOpen) {
  open();
  EXPECT_FALSE(shown());
  key(Qt::Key_I, Qt::ControlModifier);
  settle();
  ASSERT_TRUE(shown());
  EXPECT_NE(window_->activeFocusItem(), composerField());
  key(Qt::Key_Escape);
  settle();
  EXPECT_FALSE(shown());
  EXPECT_TRUE(composerField()->hasActiveFocus());
  key(Qt::Key_I, Qt::ControlModifier);
  EXPECT_TRUE(inspector().open());
  engineOfQml_.reset();
  open();
  settle();
  EXPECT_TRUE(shown());  // as it was left
}

TEST_F(InspectorWindowTest, LeavesTheChatItsWidthOrLiesOverIt) {
  open();
  key(Qt::Key_I, Qt::ControlModifier);
  settle();
  EXPECT_LE(conversationView()->mapToScene(QPointF(conversationView()->width(), 0)).x(), 1280 - 319);
  window_->resize(700, 600);
  settle();
  EXPECT_GT(conversationView()->width(), 600);
  ASSERT_TRUE(shown());
  screenshot(QStringLiteral("inspector-narrow"));
  QTest::mouseClick(window_, Qt::LeftButton, {}, QPoint(100, 300));
  EXPECT_TRUE(eventually([this] { return !inspector().open(); }));
}

// Rows that come with an unfolded section are as wide as the panel, and each lies below the one before.
TEST_F(InspectorWindowTest, ParametersLieBelowOneAnother) {
  open();
  key(Qt::Key_I, Qt::ControlModifier);
  settle();
  tab(QStringLiteral("Sampling"));
  click(named("QQuickAbstractButton", QStringLiteral("Choice of words, fold")));
  click(named("QQuickAbstractButton", QStringLiteral("Choice of words, unfold")));
  settle();
  qreal bottom = 0;
  for (const char* name : {"Temperature", "Top-p", "Top-k", "Min-p", "Typical-p"}) {
    const QQuickItem* slider = named("QQuickSlider", QString::fromLatin1(name));
    ASSERT_NE(slider, nullptr) << name;
    EXPECT_GT(slider->width(), inspectorView()->width() - 40) << name;
    EXPECT_GT(slider->mapToScene({}).y(), bottom) << name;
    bottom = slider->mapToScene({0, slider->height()}).y();
  }
}

TEST_F(InspectorWindowTest, ANumberIsTypedSlidAndReset) {
  open();
  key(Qt::Key_I, Qt::ControlModifier);
  settle();
  tab(QStringLiteral("Sampling"));
  QQuickItem* field = named("QQuickTextField", QStringLiteral("Temperature"));
  ASSERT_NE(field, nullptr);
  click(field);
  key(Qt::Key_A, Qt::ControlModifier);
  type("1.25");
  key(Qt::Key_Return);
  EXPECT_EQ(inspector().inherited().value(Number::Temperature), 1.25);
  key(Qt::Key_A, Qt::ControlModifier);
  type("hot");
  key(Qt::Key_Return);
  EXPECT_EQ(inspector().inherited().value(Number::Temperature), 1.25);
  EXPECT_TRUE(field->property("wrong").toBool());
  key(Qt::Key_Escape);
  EXPECT_EQ(field->property("text").toString(), QStringLiteral("1.25"));

  QQuickItem* slider = named("QQuickSlider", QStringLiteral("Temperature"));
  ASSERT_NE(slider, nullptr);
  slider->forceActiveFocus(Qt::TabFocusReason);
  key(Qt::Key_Right);
  EXPECT_EQ(inspector().inherited().value(Number::Temperature), 1.3);
  EXPECT_EQ(slider->property("value").toDouble(), 1.3);
  clickNamed("QQuickAbstractButton", QStringLiteral("Reset Temperature to what it inherits"));
  EXPECT_FALSE(inspector().changedHere());
  EXPECT_EQ(slider->property("value").toDouble(), 0.6);

  // What is chosen here reaches the engine.
  slider->forceActiveFocus(Qt::TabFocusReason);
  key(Qt::Key_Right);
  send(QStringLiteral("Hello"));
  EXPECT_EQ(engine_.last<Generate>().sampling.temperature, 0.65f);
}

TEST_F(InspectorWindowTest, InstructionsAreTypedAndReachTheModel) {
  engine_.templateVariables = {{"enable_thinking", TemplateVariableKind::Switch, true}};
  open();
  key(Qt::Key_I, Qt::ControlModifier);
  settle();
  tab(QStringLiteral("Model"));
  clickNamed("QQuickTextArea", QStringLiteral("Instructions (system prompt)"));
  type("Be brief.");
  ASSERT_TRUE(eventually([this] { return inspector().systemPrompt() == QStringLiteral("Be brief."); }));
  clickNamed("QQuickSwitch", QStringLiteral("Thinking"));
  send(QStringLiteral("Hello"));
  EXPECT_EQ(engine_.last<Generate>().messages[0].text, "Be brief.");
  EXPECT_EQ(engine_.last<Generate>().templateValues, (TemplateValues{{"enable_thinking", false}}));
}

TEST_F(InspectorWindowTest, PresetsAreManagedInTheSheet) {
  open();
  key(Qt::Key_I, Qt::ControlModifier);
  settle();
  tab(QStringLiteral("Model"));
  clickNamed("QQuickAbstractButton", QStringLiteral("Manage presets"));
  settle();
  click(buttons(QStringLiteral("New preset")).at(0));
  ASSERT_TRUE(eventually([this] { return inspector().presets()->count() == 1; }));
  settle();
  QQuickItem* name = named("QQuickTextField", QStringLiteral("Name of the preset"));
  ASSERT_NE(name, nullptr);
  click(name);
  key(Qt::Key_A, Qt::ControlModifier);
  type("Poet");
  key(Qt::Key_Return);
  EXPECT_EQ(inspector().presets()->presets()[0].name, "Poet");
  clickNamed("QQuickAbstractButton", QStringLiteral("Duplicate Poet"));
  ASSERT_TRUE(eventually([this] { return inspector().presets()->count() == 2; }));
  settle();
  clickNamed("QQuickAbstractButton", QStringLiteral("Edit the instructions of Poet"));
  settle();
  clickNamed("QQuickTextArea", QStringLiteral("Instructions of Poet"));
  type("Answer in verse.");
  ASSERT_TRUE(
      eventually([this] { return inspector().presets()->presets()[0].systemPrompt == "Answer in verse."; }));
  screenshot(QStringLiteral("presets"));
  clickNamed("QQuickAbstractButton", QStringLiteral("Delete Poet (copy)"));
  EXPECT_EQ(inspector().presets()->count(), 1);
  settle();
  clickNamed("QQuickAbstractButton", QStringLiteral("Bring “Poet (copy)” back"));
  EXPECT_EQ(inspector().presets()->count(), 2);
  click(buttons(QStringLiteral("Done")).at(0));
  settle();
  // Chosen from the menu by keys.
  clickNamed("QQuickAbstractButton", QStringLiteral("Preset: None"));
  settle();
  key(Qt::Key_Down);
  key(Qt::Key_Down);
  key(Qt::Key_Return);
  EXPECT_TRUE(eventually([this] { return inspector().presetName() == QStringLiteral("Poet"); }))
      << inspector().presetName().toStdString();
}

TEST_F(InspectorWindowTest, TheContextTabShowsTurnsAndTakesTheChoice) {
  open();
  talk();
  key(Qt::Key_I, Qt::ControlModifier);
  settle();
  tab(QStringLiteral("Context"));
  ASSERT_TRUE(eventually([this] { return chat().contextBar()->known(); }));
  screenshot(QStringLiteral("inspector-context"));
  clickNamed("QQuickAbstractButton", QStringLiteral("Stop: Nothing is sent."));
  EXPECT_EQ(inspector().inherited().atLimit(), AtLimit::Stop);
  engine_.tokensPerMessage = engine_.contextLength / 4;
  chat().setDraft(QStringLiteral("One more"));
  ASSERT_TRUE(
      eventually([this] { return chat().contextBar()->parts().value(0).toMap()["dropped"].toBool(); }));
  screenshot(QStringLiteral("inspector-context-full"));
  tab(QStringLiteral("Model"));
  EXPECT_FALSE(chat().contextBar()->wanted());
}

TEST_F(InspectorWindowTest, TheContextTabFollowsTheChatOnTheScreen) {
  open();
  talk();
  inspector().setTab(InspectorController::Context);
  key(Qt::Key_I, Qt::ControlModifier);
  ContextBar* kept = chat().contextBar();
  ASSERT_TRUE(eventually([&] { return kept->known(); }));
  app().showTemporary();
  settle();
  EXPECT_TRUE(chat().contextBar()->wanted());
  EXPECT_FALSE(kept->wanted());
  talk();
  EXPECT_TRUE(eventually([this] { return chat().contextBar()->known(); }));
  app().endTemporary();
  settle();
  EXPECT_TRUE(kept->wanted());
}

TEST_F(InspectorWindowTest, ASummaryIsShownWhereItBelongs) {
  open();
  app().dismissDemoNotice();
  talk();
  engine_.tokensPerMessage = engine_.contextLength / 4;
  chat().setDraft(QStringLiteral("One more"));
  chat().send();
  ASSERT_TRUE(eventually([this] { return !chat().overflow().isEmpty(); }));
  settle();
  click(buttons(QStringLiteral("Summarise them")).at(0));
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 3; }));
  settle();
  screenshot(QStringLiteral("summarising"));
  engine_.tokensPerMessage = 20;
  engine_.write(
      "The user asked why a model with 671 billion parameters runs on a gaming PC; only some experts work at "
      "a time.");
  engine_.finish();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 4; }));
  answer("Yes.");
  settle();
  const QString line = QStringLiteral("The model reads a summary of what stands above");
  ASSERT_EQ(buttons(line).size(), 1u);
  click(buttons(line)[0]);
  screenshot(QStringLiteral("summary"));
  click(buttons(QStringLiteral("Forget the summary")).at(0));
  settle();
  EXPECT_TRUE(buttons(line).empty());
}

TEST_F(InspectorWindowTest, EveryStopOfTheTabKeyHasAName) {
  open();
  talk();
  key(Qt::Key_I, Qt::ControlModifier);
  settle();
  for (const char* name : {"Model", "Sampling", "Context", "Stats"}) {
    tab(QString::fromLatin1(name));
    int inside = 0;
    std::vector<QQuickItem*> stops;
    for (int i = 0; i < 90; ++i) {
      key(Qt::Key_Tab);
      QQuickItem* stop = window_->activeFocusItem();
      ASSERT_NE(stop, nullptr);
      if (std::find(stops.begin(), stops.end(), stop) != stops.end()) break;
      stops.push_back(stop);
      QAccessibleInterface* face = QAccessible::queryAccessibleInterface(stop);
      ASSERT_NE(face, nullptr) << stop->metaObject()->className();
      EXPECT_FALSE(face->text(QAccessible::Name).isEmpty())
          << name << ": " << stop->metaObject()->className();
      for (QQuickItem* above = stop; above; above = above->parentItem())
        inside += above == inspectorView() ? 1 : 0;
    }
    EXPECT_GT(inside, 0) << name;
  }
}

TEST_F(InspectorWindowTest, FiguresStandUnderAnswersWhenPinned) {
  open();
  talk();
  const auto figures = [this] {
    return itemsWhere(window_->contentItem(), [](QQuickItem* item) {
      return item->inherits("QQuickText") &&
             item->property("text").toString().startsWith(QStringLiteral("40 tokens")) && item->opacity() > 0;
    });
  };
  QTest::mouseMove(window_, QPoint(5, 5));
  settle();
  EXPECT_TRUE(figures().empty());
  app().statistics()->setPinned(true);
  settle();
  EXPECT_EQ(figures().size(), 2u);
}

TEST_F(InspectorWindowTest, PricesAreSetInTheSettingsAndComparedOnThePage) {
  open();
  talk();
  key(Qt::Key_Comma, Qt::ControlModifier);
  settle();
  clickNamed("QQuickTextField", QStringLiteral("Price of a million tokens written"));
  type("15");
  key(Qt::Key_Return);
  EXPECT_EQ(app().statistics()->priceWritten(), QStringLiteral("15"));
  screenshot(QStringLiteral("settings-statistics"));
  key(Qt::Key_Escape);
  key(Qt::Key_I, Qt::ControlModifier);
  settle();
  tab(QStringLiteral("Stats"));
  clickNamed("QQuickAbstractButton", QStringLiteral("Statistics of all answers"));
  ASSERT_TRUE(eventually(
      [this] { return pageName() == QStringLiteral("statistics") && !app().statistics()->empty(); }));
  EXPECT_FALSE(app().statistics()->costLine().isEmpty());
  screenshot(QStringLiteral("statistics-light"));
  app().appearance()->setMode(Appearance::Dark);
  screenshot(QStringLiteral("statistics-dark"));
  click(buttons(QStringLiteral("7 days")).at(0));
  EXPECT_TRUE(eventually([this] { return app().statistics()->days().size() == 7; }));
  window_->resize(520, 700);
  screenshot(QStringLiteral("statistics-narrow"));
}

}  // namespace
}  // namespace hearth::desktop
