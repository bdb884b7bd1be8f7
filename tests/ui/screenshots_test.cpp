// Pictures of the window in the states a person should look at; they land in <build>/screenshots.
#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

const char* const kThinking =
    "The user asks why a model with so many parameters can run on a gaming PC. I should explain mixture of "
    "experts: "
    "only a few experts are active for each token.\n\nLet me recall the numbers: 671 billion in all, about "
    "37 billion "
    "active. The rest can wait in memory. I should keep it short and give a small example in code.";

const char* const kAnswerWithCode =
    "Because only a small part of it works on each word. A **mixture of experts** splits each layer into "
    "many small "
    "networks and lets a *router* pick a few of them: of 671 billion parameters, about 37 billion are active "
    "per "
    "token.\n\n"
    "```python\n"
    "def moe(x, router, experts, k):\n"
    "    score = router(x).sigmoid()      # one score per expert\n"
    "    top = score.topk(k).indices      # only these are computed\n"
    "    return sum(score[i] * experts[i](x) for i in top)\n"
    "```\n\n"
    "The experts that your conversation keeps using stay close; the others wait in memory, and the processor "
    "computes "
    "them when they are called. Read `router(x)` as *which experts know about this word*.\n";

const char* const kAnswerWithTable =
    "## Three ways to keep it in memory\n\n"
    "| Format | Bits per weight | Size of a 7B model | Quality |\n"
    "|:--|--:|--:|:-:|\n"
    "| F16 | 16 | 14.5 GB | exact |\n"
    "| Q8_0 | 8.5 | 7.7 GB | the same to the eye |\n"
    "| Q4_K | 4.5 | 4.1 GB | a **little** lower |\n\n"
    "What to do:\n\n"
    "1. Look how much memory is free.\n"
    "2. Choose the largest file that fits:\n"
    "   - leave 2 GB for everything else\n"
    "   - a context of 8k tokens takes another gigabyte\n"
    "3. Try it.\n\n"
    "> A model that does not fit is slower than a smaller one that does.\n\n"
    "More at [the format's page](https://example.org/formats).\n";

TEST_F(WindowTest, ShowsTheEmptyState) {
  open();
  screenshot(QStringLiteral("empty"));
  EXPECT_EQ(chat().messages()->count(), 0);
}

TEST_F(WindowTest, ShowsAStreamingAnswerWithThinking) {
  open();
  send(QStringLiteral("Why can a model with 671 billion parameters run on my gaming PC?"));
  engine_.think(kThinking);
  screenshot(QStringLiteral("streaming-thinking"));
  engine_.write(
      "Because only a small part of it works on each word. A **mixture of experts** splits each layer into");
  screenshot(QStringLiteral("streaming-answer"));
  EXPECT_TRUE(chat().answeringHere());
}

TEST_F(WindowTest, ShowsCode) {
  open();
  send(QStringLiteral("Why can a model with 671 billion parameters run on my gaming PC?"));
  engine_.think(kThinking);
  answer(kAnswerWithCode);
  app().dismissDemoNotice();
  QTest::mouseMove(window_, QPoint(700, 400));
  screenshot(QStringLiteral("code"));
  app().appearance()->setMode(Appearance::Dark);
  screenshot(QStringLiteral("code-dark"));
}

TEST_F(WindowTest, ShowsATable) {
  open();
  send(QStringLiteral("Which number format should I choose?"));
  answer(kAnswerWithTable);
  app().dismissDemoNotice();
  screenshot(QStringLiteral("table"));
  app().appearance()->setMode(Appearance::Dark);
  screenshot(QStringLiteral("table-dark"));
}

TEST_F(WindowTest, ShowsALongConversation) {
  open();
  app().dismissDemoNotice();
  for (int i = 1; i <= 6; ++i) {
    send(QStringLiteral("Question %1: and how does the next part work?").arg(i));
    answer(i % 2 ? kAnswerWithCode : kAnswerWithTable);
  }
  chat().startNew();
  send(QStringLiteral("Sourdough at altitude"));
  answer("Use a little less yeast.");
  app().chats()->setPinned({chat().conversationId()}, true);
  chat().open(1);
  ASSERT_TRUE(eventually([this] { return chat().messages()->count() == 12; }));
  screenshot(QStringLiteral("long-conversation"));
}

TEST_F(WindowTest, ShowsErrors) {
  open();
  send(QStringLiteral("Tell me a story."));
  engine_.say(
      Failed{engine_.last<Generate>().request,
             "The model file was removed while it was in use (/models/story.gguf). Put it back, or open "
             "another model."});
  ASSERT_TRUE(eventually([this] { return !chat().busy(); }));
  engine_.loadFailure =
      "“notes.txt” is not a GGUF file: it begins with “Dear”. Choose a file whose name ends in .gguf.";
  app().models()->load(QStringLiteral("/tmp/notes.txt"));
  screenshot(QStringLiteral("error"));
  EXPECT_EQ(app().models()->state(), ModelController::Failed);
}

TEST_F(WindowTest, ShowsASearch) {
  open();
  app().dismissDemoNotice();
  send(QStringLiteral("Plan four days in Lisbon"));
  answer("On the first day take the tram to Belém and eat a warm custard tart.");
  chat().startNew();
  send(QStringLiteral("Explain my blood test"));
  answer("A custard tart the evening before raises the sugar value.");
  app().conversations()->setQuery(QStringLiteral("custard"));
  ASSERT_TRUE(eventually([this] { return app().conversations()->count() == 2; }));
  screenshot(QStringLiteral("search"));
}

TEST_F(WindowTest, WorksInASmallWindow) {
  open({480, 400});
  send(QStringLiteral("Which number format should I choose?"));
  answer(kAnswerWithTable);
  app().dismissDemoNotice();
  screenshot(QStringLiteral("small"));
  key(Qt::Key_B, Qt::ControlModifier);
  screenshot(QStringLiteral("small-sidebar"));
}

TEST_F(WindowTest, AsksBeforeItLeavesAnythingOut) {
  engine_.contextLength = 100;
  open();
  app().dismissDemoNotice();
  send(QStringLiteral("How do I prune a pear tree?"));
  answer("In late winter, with a sharp and clean pair of secateurs.");
  send(QStringLiteral("And when do I feed it?"));
  answer("In spring, once.");
  chat().setDraft(QStringLiteral("Now tell me about apples"));
  chat().send();
  ASSERT_TRUE(
      eventually([this] { return engine_.all<Generate>().size() == 3 || !chat().overflow().isEmpty(); }));
  answer("They are alike.");
  chat().setDraft(QStringLiteral("And cherries?"));
  chat().send();
  ASSERT_TRUE(eventually([this] { return !chat().overflow().isEmpty(); }));
  screenshot(QStringLiteral("overflow"));
  EXPECT_EQ(engine_.all<Generate>().size(), 3u);
  chat().sendWithoutOldest();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 4; }));
  EXPECT_EQ(engine_.last<Generate>().overflow, Overflow::DropOldest);
}

TEST_F(WindowTest, ShowsItsPanels) {
  open();
  key(Qt::Key_M, Qt::ControlModifier);
  screenshot(QStringLiteral("picker"));
  key(Qt::Key_Escape);
  settle();
  key(Qt::Key_F1);
  screenshot(QStringLiteral("shortcuts"));
  key(Qt::Key_Escape);
  settle();
  click(buttons(QStringLiteral("Get a real model")).at(0));
  screenshot(QStringLiteral("get-a-model"));
}

}  // namespace
}  // namespace hearth::desktop
