// What happens when a conversation does not fit: counted, told, left out, summarised or stopped, as the user
// chose.
#include "app/desktop/context/summary_prompt.h"
#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

ChatMessage said(Role role, const std::string& text, int64_t id) { return {role, text, "", id}; }

std::vector<ChatMessage> fourTurns() {
  std::vector<ChatMessage> messages = {said(Role::System, "Be brief.", 0)};
  for (int64_t turn = 0; turn < 4; ++turn) {
    messages.push_back(said(Role::User, "Question", 10 * turn + 1));
    messages.push_back(said(Role::Assistant, "Answer", 10 * turn + 2));
  }
  messages.push_back(said(Role::User, "Now", 0));
  return messages;
}

std::vector<int64_t> idsOf(const std::vector<ChatMessage>& messages) {
  std::vector<int64_t> ids;
  for (const ChatMessage& message : messages) ids.push_back(message.id);
  return ids;
}

TEST(SummaryPrompt, StandsForWhatItSummarises) {
  const std::vector<storage::Summary> summaries = {
      {2, 0, "", "Early."}, {12, 0, "", "Later."}, {99, 0, "", "Elsewhere."}};
  const auto messages = withSummary(fourTurns(), summaries);
  EXPECT_EQ(idsOf(messages), (std::vector<int64_t>{0, 21, 22, 31, 32, 0}));
  EXPECT_EQ(messages[0].role, Role::System);
  EXPECT_EQ(messages[0].text.rfind("Be brief.\n\n", 0), 0u);
  EXPECT_EQ(summaryIn(messages), "Later.");
  // Without instructions it makes some.
  auto plain = fourTurns();
  plain.erase(plain.begin());
  EXPECT_EQ(summaryIn(withSummary(plain, summaries)), "Later.");
  EXPECT_EQ(idsOf(withSummary(fourTurns(), {})), idsOf(fourTurns()));
}

TEST(SummaryPrompt, TakesWholeTurnsUntilHalfOfTheContextIsFree) {
  PromptMeasured measured;
  measured.contextLength = 1000;
  measured.tokens = 1000;
  measured.perMessage = {0, 100, 100, 100, 100, 100, 100, 100, 100, 100};
  measured.dropped = {1, 2};
  EXPECT_EQ(idsOf(toSummarise(fourTurns(), measured)), (std::vector<int64_t>{1, 2, 11, 12, 21, 22}));
  measured.tokens = 650;
  EXPECT_EQ(idsOf(toSummarise(fourTurns(), measured)), (std::vector<int64_t>{1, 2}));
  // Uncounted: what does not fit. And never the question itself.
  measured.perMessage.clear();
  EXPECT_EQ(idsOf(toSummarise(fourTurns(), measured)), (std::vector<int64_t>{1, 2}));
  EXPECT_TRUE(toSummarise(std::vector{said(Role::User, "Now", 0)}, measured).empty());
}

TEST(SummaryPrompt, AsksPieceByPieceWhereNotAllOfItFits) {
  const std::string text(3000, 'x');
  std::vector<ChatMessage> messages;
  for (int64_t i = 1; i <= 3; ++i) messages.push_back(said(Role::User, text, i));
  SummaryQuestions questions(messages, "Before.", 4096);
  const auto first = questions.next("");
  ASSERT_TRUE(first);
  EXPECT_NE(first->text.find("Before."), std::string::npos);
  const auto second = questions.next("Half.");
  ASSERT_TRUE(second);
  EXPECT_NE(second->text.find("Half."), std::string::npos);
  EXPECT_EQ(second->text.find("Before."), std::string::npos);
  EXPECT_LE(second->text.size(), size_t{4096} * 2);
  EXPECT_TRUE(questions.next("x"));
  EXPECT_FALSE(questions.next("x"));
}

class LimitTest : public GuiTest {
 protected:
  void talk(int turns) {
    for (int i = 0; i < turns; ++i) {
      send(QStringLiteral("Question %1").arg(i + 1));
      answer("Answer.");
    }
  }
  // Sends what will not fit any more.
  void overfill() {
    engine_.tokensPerMessage = engine_.contextLength / 5;
    chat().setDraft(QStringLiteral("One more"));
    chat().send();
  }
  void choose(AtLimit what) { app().inspector()->setAtLimit(static_cast<int>(what)); }
  MessageItem* last() { return chat().messages()->item(chat().messages()->branch().back().id); }
};

TEST_F(LimitTest, LeavesOutTheOldestAndSaysSo) {
  start();
  talk(3);
  choose(AtLimit::DropOldest);
  overfill();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 4; }));
  EXPECT_EQ(engine_.last<Generate>().overflow, Overflow::DropOldest);
  EXPECT_TRUE(chat().overflow().isEmpty());
  answer("Yes.");
  const QString note =
      QStringLiteral("The model did not read the 2 oldest messages: they did not fit any more.");
  EXPECT_EQ(last()->leftOut(), note);
  EXPECT_FALSE(last()->canContinue());  // nothing was cut from the answer
  start();
  ASSERT_TRUE(eventually([this] { return chat().messages()->count() == 8; }));
  EXPECT_EQ(last()->leftOut(), note);
}

TEST_F(LimitTest, StopsAndKeepsTheDraft) {
  start();
  talk(3);
  choose(AtLimit::Stop);
  overfill();
  ASSERT_TRUE(eventually([this] { return !chat().problem().isEmpty(); }));
  EXPECT_TRUE(chat().problem().contains(QStringLiteral("Nothing was sent")));
  EXPECT_EQ(chat().draft(), QStringLiteral("One more"));
  EXPECT_FALSE(chat().busy());
  EXPECT_EQ(engine_.all<Generate>().size(), 3u);
}

TEST_F(LimitTest, SummarisesKeepsTheSummaryAndUsesItUntilTheBranchChanges) {
  start();
  talk(3);
  choose(AtLimit::Summarise);
  overfill();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 4; }));
  EXPECT_FALSE(chat().summarising().isEmpty());
  const Generate question = engine_.last<Generate>();
  ASSERT_EQ(question.messages.size(), 1u);
  EXPECT_NE(question.messages[0].text.find("Question 1"), std::string::npos);
  EXPECT_LE(question.sampling.temperature, 0.3f);
  EXPECT_GT(question.maxTokens, 0u);
  engine_.tokensPerMessage = 20;  // what is left is short
  engine_.think("Hm.");
  engine_.write("  They asked twice. ");
  engine_.finish();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 5; }));
  const Generate asked = engine_.last<Generate>();
  EXPECT_EQ(summaryIn(asked.messages), "They asked twice.");
  EXPECT_EQ(asked.messages.back().text, "One more");
  EXPECT_LT(asked.messages.size(), 7u);
  EXPECT_TRUE(chat().summarising().isEmpty());
  answer("Yes.");
  // All messages are still there, and a note stands with the last one that was summarised.
  EXPECT_EQ(chat().messages()->count(), 8);
  int notes = 0;
  for (const auto& message : chat().messages()->branch()) {
    if (!chat().messages()->item(message.id)->summary().isEmpty()) ++notes;
  }
  EXPECT_EQ(notes, 1);

  // After a restart as well.
  start();
  ASSERT_TRUE(eventually([this] { return chat().messages()->count() == 8; }));
  send(QStringLiteral("Still there?"));
  EXPECT_EQ(summaryIn(engine_.last<Generate>().messages), "They asked twice.");
  answer("Yes.");
  // Another beginning of the conversation is read itself.
  chat().edit(chat().messages()->branch()[0].id);
  send(QStringLiteral("Begin anew"));
  EXPECT_EQ(summaryIn(engine_.last<Generate>().messages), "");
  answer("Yes.");
}

TEST_F(LimitTest, AsksWhatToDoWhenNoSummaryCame) {
  start();
  talk(3);
  choose(AtLimit::Summarise);
  overfill();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 4; }));
  engine_.think("I only think.");
  engine_.finish();
  ASSERT_TRUE(eventually([this] { return !chat().overflow().isEmpty(); }));
  EXPECT_TRUE(chat().problem().contains(QStringLiteral("no summary")));
  chat().sendWithoutOldest();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 5; }));
}

TEST_F(LimitTest, StoppingEndsTheSummaryAndKeepsTheDraft) {
  start();
  talk(3);
  overfill();
  ASSERT_TRUE(eventually([this] { return !chat().overflow().isEmpty(); }));
  chat().summariseOldest();
  ASSERT_TRUE(eventually([this] { return !chat().summarising().isEmpty(); }));
  const int cancels = engine_.cancels;
  chat().stop();
  EXPECT_EQ(engine_.cancels, cancels + 1);
  EXPECT_FALSE(chat().busy());
  EXPECT_EQ(chat().draft(), QStringLiteral("One more"));
  engine_.finish(DoneReason::Cancelled);
  QTest::qWait(50);
  EXPECT_EQ(engine_.all<Generate>().size(), 4u);
}

TEST_F(LimitTest, TheBarTellsWhatTakesHowMuchAndWhatGoesFirst) {
  start();
  talk(2);
  EXPECT_FALSE(chat().contextBar()->known());
  chat().contextBar()->setWanted(true);
  ASSERT_TRUE(eventually([this] { return chat().contextBar()->known(); }));
  auto parts = chat().contextBar()->parts();
  const auto named = [&](const QString& name) {
    for (const QVariant& part : parts) {
      if (part.toMap()["name"].toString() == name) return part.toMap();
    }
    return QVariantMap();
  };
  EXPECT_EQ(named(QStringLiteral("Question 1"))["amount"].toString(), QStringLiteral("30"));
  EXPECT_TRUE(named(QStringLiteral("Question 1"))["first"].toBool());
  EXPECT_FALSE(named(QStringLiteral("Question 2"))["first"].toBool());
  EXPECT_EQ(named(QStringLiteral("Marks of the chat template"))["amount"].toString(), QStringLiteral("20"));
  double whole = 0;
  for (const QVariant& part : parts) whole += part.toMap()["share"].toDouble();
  EXPECT_NEAR(whole, 1, 1e-9);
  engine_.tokensPerMessage = engine_.contextLength / 3;
  chat().setDraft(QStringLiteral("More"));
  ASSERT_TRUE(eventually([&] {
    parts = chat().contextBar()->parts();
    return named(QStringLiteral("Question 1"))["dropped"].toBool();
  }));
  EXPECT_FALSE(named(QStringLiteral("What you are writing"))["dropped"].toBool());
}

}  // namespace
}  // namespace hearth::desktop
