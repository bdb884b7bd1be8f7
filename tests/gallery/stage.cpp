#include "tests/gallery/stage.h"

#include <map>

#include <QDateTime>

#include "app/desktop/rendering/typesetter.h"
#include "storage/database.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "tests/bench/window/long_chat.h"

namespace hearth::desktop {

const char* const kThinking =
    "The user asks why a model with so many parameters can run on a gaming PC. I should explain mixture of "
    "experts: only a few experts are active for each token.\n\nLet me recall the numbers: 671 billion in "
    "all, "
    "about 37 billion active. The rest can wait in memory. I should keep it short and give a small example "
    "in "
    "code.";

const char* const kAnswer =
    "Because only a small part of it works on each word. A **mixture of experts** splits each layer into "
    "many "
    "small networks and lets a router pick a few of them: of 671 billion parameters, about 37 billion are "
    "active per token.\n\n"
    "With routed weights $w_i$ and experts $E_i$, a layer adds\n\n"
    "$$ y = x + \\sum_{i \\in \\mathrm{top}\\text{-}k} w_i\\, E_i(x) + E_{\\mathrm{shared}}(x) $$\n\n"
    "```python\n"
    "def moe(x, router, experts, k):\n"
    "    score = router(x).sigmoid()      # one score per expert\n"
    "    top = score.topk(k).indices      # only these are computed\n"
    "    return sum(score[i] * experts[i](x) for i in top)\n"
    "```\n\n"
    "The experts that your conversation keeps using stay on the graphics card; the others wait in memory, "
    "and "
    "the processor computes them when they are called.\n";

namespace {

struct SampleChat {
  const char* title;
  const char* question;
  const char* answer;
  int daysAgo;
  const char* folder = "";
  bool pinned = false;
};

// Newest last.
constexpr SampleChat kChats[] = {
    {"Names for a sailing boat", "Give me names for a small sailing boat.", "Plover, Halcyon, Small Hours.",
     63},
    {"Tax return, the train rides", "Are train rides deductible?", "Keep the tickets and the dates.", 40},
    {"Pruning the pear tree", "How do I prune a pear tree?", "In late winter, with sharp secateurs.", 33,
     "Garden"},
    {"Compost that smells", "My compost smells.", "It is too wet: add straw and turn it.", 21, "Garden"},
    {"When does the quince bloom?", "When does the quince bloom?", "In the second week of May.", 12,
     "Garden"},
    {"Slugs, without poison", "Slugs, without poison?", "Beer traps, and ducks if you have them.", 9,
     "Garden"},
    {"Explain my blood test", "Explain my blood test", "A custard tart the evening before raises the sugar.",
     4},
    {"Plan for Lisbon, four days", "Plan four days in Lisbon",
     "On the first day take the tram to Belém and eat a warm custard tart.", 3},
    {"Letter to the landlord", "Write to my landlord about the heating.", "Dear Ms Lind, the heating has …",
     2, "Work"},
    {"Agenda for the offsite", "Draft an agenda for two days.", "Morning: look back. Afternoon: look ahead.",
     1, "Work"},
    {"Thesis: outline and sources", "Help me outline my thesis.", "Begin with the question it answers.", 1,
     "", true},
    {"Regex for ISO dates", "A regex for ISO dates, please.", "`\\d{4}-\\d{2}-\\d{2}` finds them.", 0},
    {"Sourdough at altitude", "Does sourdough rise faster in the mountains?", "Yes: use a little less yeast.",
     0},
};

qint64 daysAgo(int days) { return QDateTime::currentDateTimeUtc().addDays(-days).toMSecsSinceEpoch(); }

void setTime(const std::string& path, int64_t conversation, qint64 time) {
  auto database = storage::Database::open(path, storage::Access::ReadWrite);
  ASSERT_TRUE(database);
  storage::Statement statement(**database,
                               "UPDATE conversations SET updated_at = ?2, created_at = ?2 WHERE id = ?1");
  ASSERT_TRUE(statement.run(conversation, int64_t{time}));
}

}  // namespace

void Stage::fillLibrary() {
  std::vector<std::pair<int64_t, int>> ages;
  {
    auto store = storage::Store::open(databasePath());
    ASSERT_TRUE(store);
    std::map<std::string, int64_t> folders;
    for (const char* name : {"Garden", "Work"})
      folders[name] = (*store)->createFolder(name, std::nullopt)->id;
    for (const SampleChat& sample : kChats) {
      const auto folder =
          *sample.folder ? std::optional<int64_t>(folders[sample.folder]) : std::optional<int64_t>();
      auto made = (*store)->createConversation(folder, "");
      ASSERT_TRUE(made);
      auto asked = (*store)->addMessage(made->id, std::nullopt, storage::Role::User, sample.question,
                                        storage::MessageState::Finished);
      ASSERT_TRUE(asked);
      ASSERT_TRUE((*store)->addMessage(made->id, asked->id, storage::Role::Assistant, sample.answer,
                                       storage::MessageState::Finished));
      ASSERT_TRUE((*store)->rename(made->id, sample.title, false));
      ASSERT_TRUE((*store)->setPinned(made->id, sample.pinned));
      ages.emplace_back(made->id, sample.daysAgo);
    }
  }
  int minutes = static_cast<int>(ages.size()) + 2;
  for (const auto& [id, days] : ages) setTime(databasePath(), id, daysAgo(days) - 60'000 * minutes--);
}

void Stage::fillLongChat() {
  const bench::LongChat made = bench::makeLongChat(databasePath(), 20);
  setTime(databasePath(), made.conversationId, daysAgo(0) - 30'000);
}

void Stage::useModel(const std::optional<Hardware>& hardware) {
  giveHardware(engine_, hardware);
  engine_.modelName = "DeepSeek-V2-Lite";
  engine_.contextLength = 32768;
  engine_.tokensPerMessage = 106;
}

QString Stage::modelFile(const QString& name) {
  const QString path = folder_.filePath(name);
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.resize(10'400'000'000));  // takes no room on the disk
  return path;
}

void Stage::openLived(QSize size) {
  fillLibrary();
  if (engine_.modelName == "Scripted 1B") useModel();
  open(size);
  app().models()->load(modelFile(QStringLiteral("DeepSeek-V2-Lite-Chat-Q4_K_M.gguf")));
  ASSERT_TRUE(eventually([this] { return app().models()->state() == ModelController::Ready; }));
  ASSERT_TRUE(eventually([this] { return app().conversations()->count() > 10; }));
  for (const QVariant& folder : app().conversations()->folders()) {
    if (folder.toMap()["name"] == QStringLiteral("Garden"))
      app().conversations()->setExpanded(folder.toMap()["id"].toLongLong(), false);
  }
  composerField()->forceActiveFocus();
}

GenerationStats sampleStats() {
  return {.promptTokens = 212,
          .reusedTokens = 180,
          .generatedTokens = 412,
          .promptSeconds = 0.3,
          .generateSeconds = 8.96,
          .firstTokenSeconds = 0.4,
          .thinkingSeconds = 6.2};
}

void Stage::finishAnswer(DoneReason reason, const GenerationStats& stats) {
  const auto messages = static_cast<uint32_t>(engine_.last<Generate>().messages.size() + 1);
  engine_.say(Done{engine_.last<Generate>().request, reason, stats, messages * engine_.tokensPerMessage});
  ASSERT_TRUE(eventually([this] { return !chat().busy(); }));
}

void Stage::ask(const char* question, const char* thinking, const std::string& text) {
  send(QString::fromUtf8(question));
  if (*thinking) engine_.think(thinking);
  engine_.write(text);
  finishAnswer();
}

void Stage::openChat(QSize size) {
  openLived(size);
  ask(kQuestion, kThinking, kAnswer);
  app().chats()->rename(chat().conversationId(), QStringLiteral("Why experts make models cheap"));
  ASSERT_TRUE(eventually([this] { return !app().chats()->undoText().isEmpty(); }));
  app().chats()->forgetUndo();
}

void Stage::openAnswer(const char* question, const std::string& text, QSize size) {
  openLived(size);
  ask(question, "", text);
}

void Stage::scrollPage(const char* viewName, double share) {
  auto* view = window_->findChild<QQuickItem*>(QString::fromLatin1(viewName));
  ASSERT_NE(view, nullptr) << viewName;
  rest();
  const double way = view->property("contentHeight").toDouble() - view->height();
  view->setProperty("contentY", std::max(0.0, way * share));
}

void Stage::rest() {
  auto* typesetter =
      engineOfQml_->singletonInstance<Typesetter*>(qmlTypeId("Hearth.App", 1, 0, "Typesetter"));
  QTest::qWait(200);  // longer than any transition
  EXPECT_TRUE(eventually([&] { return !typesetter || typesetter->idle(); }));
  QTest::qWait(60);
}

}  // namespace hearth::desktop
