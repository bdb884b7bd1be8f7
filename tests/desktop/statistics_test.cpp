// Figures of answers, from the engine to the page.
#include <filesystem>
#include <fstream>

#include <QSignalSpy>

#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

class StatisticsTest : public GuiTest {
 protected:
  StatisticsController& statistics() { return *app().statistics(); }
  void refresh() {
    QSignalSpy changed(&statistics(), &StatisticsController::changed);
    statistics().refresh();
    ASSERT_TRUE(eventually([&] { return changed.count() > 0; }));
  }
};

TEST_F(StatisticsTest, EachAnswerKeepsItsFigures) {
  start();
  send(QStringLiteral("A"));
  answer("B");
  MessageItem* item = chat().messages()->item(chat().messages()->branch().back().id);
  EXPECT_EQ(item->statistics(),
            QStringLiteral(
                "40 tokens · 40 tok/s · 0.4 s to first · 75\u00a0% hits · 60\u00a0% guessed · Scripted 1B"));
  auto store = storage::Store::open(databasePath());
  ASSERT_TRUE(store);
  storage::MessageStats kept;
  ASSERT_TRUE(eventually([&] {
    const auto branch = (*store)->activeBranch(1);
    if (!branch || branch->size() != 2 || !(*branch)[1].stats) return false;
    kept = *(*branch)[1].stats;
    return true;
  }));
  EXPECT_EQ(kept.expertHits, 30u);
  EXPECT_EQ(kept.expertUses, 40u);
  EXPECT_EQ(kept.draftedTokens, 30u);
  EXPECT_EQ(kept.acceptedTokens, 24u);
}

TEST_F(StatisticsTest, SumsByDayAndByModel) {
  start();
  refresh();
  EXPECT_TRUE(statistics().empty());
  for (int i = 0; i < 3; ++i) {
    send(QStringLiteral("A"));
    answer("B");
  }
  refresh();
  EXPECT_EQ(statistics().tiles()[0].toMap()["value"].toString(), QStringLiteral("3"));
  EXPECT_EQ(statistics().tiles()[1].toMap()["value"].toString(), QStringLiteral("120 tokens"));
  ASSERT_EQ(statistics().models().size(), 1);
  EXPECT_EQ(statistics().models()[0].toMap()["name"].toString(), QStringLiteral("Scripted 1B"));
  EXPECT_EQ(statistics().models()[0].toMap()["text"].toString(),
            QStringLiteral("120 tokens · 3 answers · 40 tok/s · 75\u00a0% hits"));
  const auto bars = [this](int range) {
    statistics().setRange(range);
    refresh();
    return statistics().days();
  };
  EXPECT_EQ(bars(StatisticsController::Week).size(), 7);
  EXPECT_EQ(bars(StatisticsController::Month).size(), 30);
  EXPECT_EQ(bars(StatisticsController::Year).size(), 12);
  EXPECT_EQ(bars(StatisticsController::Always).size(), 1);
  EXPECT_EQ(bars(StatisticsController::Week).last().toMap()["share"].toDouble(), 1);
  EXPECT_EQ(statistics().days().first().toMap()["share"].toDouble(), 0);
}

TEST_F(StatisticsTest, NamesACurrencyAlsoWhereTheLanguageHasNone) {
  const QLocale before;
  QLocale::setDefault(QLocale::c());
  start();
  EXPECT_FALSE(statistics().currency().isEmpty());
  QLocale::setDefault(before);
}

TEST_F(StatisticsTest, ComparesWithThePricesOfTheUser) {
  start();
  send(QStringLiteral("A"));
  answer("B");  // 80 tokens read, 40 written
  refresh();
  EXPECT_EQ(statistics().costLine(), QString());
  EXPECT_FALSE(statistics().setPrice(StatisticsController::Written, QStringLiteral("cheap")));
  EXPECT_FALSE(statistics().setPrice(StatisticsController::Written, QStringLiteral("-1")));
  EXPECT_TRUE(statistics().setPrice(StatisticsController::Written, QStringLiteral("10000")));
  EXPECT_TRUE(statistics().costLine().contains(statistics().currency()));
  EXPECT_TRUE(statistics().costLine().contains(QLocale().toCurrencyString(0.4, statistics().currency(), 2)))
      << statistics().costLine().toStdString();
  EXPECT_TRUE(statistics().setPrice(StatisticsController::Read, QStringLiteral("1000")));
  EXPECT_TRUE(statistics().costLine().contains(QLocale().toCurrencyString(0.48, statistics().currency(), 2)));
  start();
  refresh();
  EXPECT_FALSE(statistics().costLine().isEmpty());
  EXPECT_TRUE(statistics().setPrice(StatisticsController::Read, QString()));
  EXPECT_TRUE(statistics().setPrice(StatisticsController::Written, QString()));
  EXPECT_EQ(statistics().costLine(), QString());
}

TEST_F(StatisticsTest, SaysWhenPowerIsNotReadable) {
  start();
  send(QStringLiteral("A"));
  answer("B");
  EXPECT_EQ(chat().messages()->branch().back().stats->energyJoules, std::nullopt);
  refresh();
  EXPECT_TRUE(statistics().energyLine().contains(QStringLiteral("not readable here")))
      << statistics().energyLine().toStdString();
}

TEST_F(StatisticsTest, MeasuresTheEnergyOfAnAnswer) {
  namespace fs = std::filesystem;
  const fs::path zone = fs::path(powerFolder_.toStdString()) / "class/powercap/intel-rapl:0";
  fs::create_directories(zone);
  const auto count = [&](const char* microjoules) { std::ofstream(zone / "energy_uj") << microjoules; };
  std::ofstream(zone / "name") << "package-0";
  count("1000000");
  start();
  send(QStringLiteral("A"));
  count("7201000000");
  answer("B");
  EXPECT_EQ(chat().messages()->branch().back().stats->energyJoules, 7200.0);
  refresh();
  EXPECT_TRUE(statistics().energyLine().startsWith(
      QStringLiteral("About 2.00 Wh of electricity, measured for 1 of 1 answer.")))
      << statistics().energyLine().toStdString();
  statistics().setPrice(StatisticsController::Energy, QStringLiteral("100"));
  EXPECT_TRUE(
      statistics().energyLine().contains(QLocale().toCurrencyString(0.2, statistics().currency(), 2)));
}

}  // namespace
}  // namespace hearth::desktop
