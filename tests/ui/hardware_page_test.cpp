// The hardware page in the window: opening and leaving it, the map under mouse and keys, choices, pictures.
#include <QAccessible>
#include <QThread>

#include "app/desktop/hardware/expert_map_item.h"
#include "tests/desktop/sample_hardware.h"
#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

class HardwarePageTest : public WindowTest {
 protected:
  void openOn(const std::optional<Hardware>& hardware, QSize size = {1280, 800}) {
    giveHardware(engine_, hardware);
    open(size);
    app().dismissDemoNotice();
    send(QStringLiteral("Why experts make models cheap"));
    answer("Because only a few of them work on each word.");
    settle();
    key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    settle();
    ASSERT_TRUE(shown());
  }
  bool shown() { return window_->property("pageName").toString() == QStringLiteral("hardware"); }
  ExpertMapItem* map() { return window_->findChild<ExpertMapItem*>(QStringLiteral("expertMap")); }
  QQuickItem* view() { return window_->findChild<QQuickItem*>(QStringLiteral("hardwareView")); }
};

TEST_F(HardwarePageTest, LooksAsItShould) {
  openOn(sampleHardware());
  screenshot(QStringLiteral("hardware-light"));
  app().appearance()->setMode(Appearance::Dark);
  screenshot(QStringLiteral("hardware-dark"));
  app().appearance()->setMode(Appearance::Light);
  app().hardware()->chooseDevice(1);
  app().hardware()->chooseMemoryAutomatic(false);
  settle();
  view()->setProperty("contentY", view()->property("contentHeight").toDouble() - view()->height());
  screenshot(QStringLiteral("hardware-choices"));
}

TEST_F(HardwarePageTest, LooksAsItShouldInANarrowWindow) {
  openOn(sampleHardware(), {700, 900});
  screenshot(QStringLiteral("hardware-narrow"));
  view()->setProperty("contentY", view()->property("contentHeight").toDouble() - view()->height());
  screenshot(QStringLiteral("hardware-narrow-end"));
}

TEST_F(HardwarePageTest, LooksAsItShouldWithManyExperts) {
  openOn(sampleHardware(58, 256), {1600, 1000});
  ASSERT_EQ(map()->rows(), 58);
  screenshot(QStringLiteral("hardware-many-experts"));
}

TEST_F(HardwarePageTest, LooksAsItShouldWithoutAGraphicsCard) {
  openOn(sampleWithoutCard());
  screenshot(QStringLiteral("hardware-no-gpu"));
}

TEST_F(HardwarePageTest, LooksAsItShouldWithoutExperts) {
  openOn(sampleWithoutExperts());
  screenshot(QStringLiteral("hardware-no-experts"));
}

TEST_F(HardwarePageTest, LooksAsItShouldBeforeAReport) {
  openOn(std::nullopt);
  screenshot(QStringLiteral("hardware-nothing-yet"));
}

TEST_F(HardwarePageTest, ShowsANoticeWhenTheCardStopsAnswering) {
  openOn(sampleHardware());
  key(Qt::Key_Escape);
  EXPECT_FALSE(shown());
  engine_.say(DeviceChanged{
      "The graphics card stopped answering; Hearth goes on with the processor, and no word was lost.",
      "CPU, 8 threads", "The model runs on the processor, because the graphics card stopped answering."});
  engine_.say(HardwareReport{sampleWithoutCard()});
  screenshot(QStringLiteral("device-changed"));
  ASSERT_EQ(buttons(QStringLiteral("Hardware")).size(), 2u);  // in the sidebar and in the notice
  click(buttons(QStringLiteral("Hardware")).back());
  settle();
  EXPECT_TRUE(shown());
}

TEST_F(HardwarePageTest, EscapeReturnsToTheSamePlaceInTheChat) {
  openOn(sampleHardware());
  key(Qt::Key_Escape);
  for (int i = 0; i < 4; ++i) {
    send(QStringLiteral("More"));
    answer("A paragraph.\n\nAnother.\n\n- a\n- b\n- c\n\nAnd\n\nyet\n\nmore\n\ntext.");
  }
  settle();
  QQuickItem* chatView = conversationView();
  chatView->setProperty("following", false);
  chatView->setProperty("contentY", chatView->property("originY").toDouble() + 150);
  const double place = chatView->property("contentY").toDouble();
  click(buttons(QStringLiteral("Hardware")).front());
  settle();
  ASSERT_TRUE(shown());
  EXPECT_FALSE(chatView->isVisible());
  key(Qt::Key_Escape);
  settle();
  EXPECT_FALSE(shown());
  EXPECT_TRUE(chatView->isVisible());
  EXPECT_NEAR(chatView->property("contentY").toDouble(), place, 1);
  EXPECT_TRUE(composerField()->hasActiveFocus());
  EXPECT_EQ(map(), nullptr);  // nothing is painted behind the chat
}

TEST_F(HardwarePageTest, EveryWayLeadsThereAndBack) {
  openOn(sampleHardware());
  click(buttons(QStringLiteral("Back to the chat")).at(0));
  EXPECT_FALSE(shown());
  click(buttons(QStringLiteral("RTX 4070 · 8.1 of 12.0 GB")).at(0));
  EXPECT_TRUE(shown());
  key(Qt::Key_Left, Qt::AltModifier);
  EXPECT_FALSE(shown());
  click(buttons(QStringLiteral("experts")).at(0));
  EXPECT_TRUE(shown());
  key(Qt::Key_N, Qt::ControlModifier);
  EXPECT_FALSE(shown());
  EXPECT_TRUE(composerField()->hasActiveFocus());
}

// While an answer is written, Escape leaves the page; only in the chat it stops the answer.
TEST_F(HardwarePageTest, EscapeOnThePageDoesNotStopTheAnswer) {
  openOn(sampleHardware());
  key(Qt::Key_Escape);
  send(QStringLiteral("Go on"));
  key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(shown());
  const int before = engine_.cancels;
  key(Qt::Key_Escape);
  EXPECT_EQ(engine_.cancels, before);
  EXPECT_FALSE(shown());
  engine_.finish();
}

TEST_F(HardwarePageTest, TheMapAnswersMouseAndArrowKeys) {
  Hardware hardware = sampleHardware();
  hardware.cells[2 * 64 + 16] = {ExpertTier::Gpu, 255};
  hardware.cells[2 * 64 + 17] = {ExpertTier::Memory, 0};
  openOn(hardware);
  ASSERT_NE(map(), nullptr);
  EXPECT_EQ(map()->rows(), 26);
  EXPECT_EQ(map()->columns(), 64);
  const QPointF cell(map()->width() * 16.5 / 64, map()->height() * 2.5 / 26);
  QTest::mouseMove(window_, map()->mapToScene(cell).toPoint());
  ASSERT_TRUE(eventually([this] { return !map()->cellText().isEmpty(); }));
  EXPECT_EQ(map()->cellText(),
            QStringLiteral("Layer 3, expert 17: on the graphics card, used by the newest token"));
  screenshot(QStringLiteral("hardware-cell"));
  QTest::mouseClick(window_, Qt::LeftButton, {}, map()->mapToScene(cell).toPoint());
  EXPECT_TRUE(map()->hasActiveFocus());
  key(Qt::Key_Right);
  EXPECT_EQ(map()->cellText(), QStringLiteral("Layer 3, expert 18: in memory, not used lately"));
  QAccessibleInterface* face = QAccessible::queryAccessibleInterface(map());
  ASSERT_NE(face, nullptr);
  EXPECT_EQ(face->text(QAccessible::Name), map()->cellText());
  key(Qt::Key_End, Qt::ControlModifier);
  EXPECT_TRUE(map()->cellText().startsWith(QStringLiteral("Layer 26, expert 64")));
  // A frame, and where the pointer rests is told again: it did not move.
  const QPointF at = map()->mapToScene(cell);
  QHoverEvent still(QEvent::HoverMove, cell, at, cell);
  QCoreApplication::sendEvent(map(), &still);
  EXPECT_TRUE(map()->cellText().startsWith(QStringLiteral("Layer 26, expert 64")));
  key(Qt::Key_Down);
  key(Qt::Key_Right);
  EXPECT_TRUE(map()->cellText().startsWith(QStringLiteral("Layer 26, expert 64")));
}

TEST_F(HardwarePageTest, TabReachesEveryControlAndEachHasAName) {
  openOn(sampleHardware());
  app().hardware()->chooseMemoryAutomatic(false);
  app().hardware()->chooseDevice(1);
  settle();
  QStringList names;
  std::vector<QQuickItem*> stops;
  for (int i = 0; i < 60; ++i) {
    key(Qt::Key_Tab);
    QQuickItem* stop = window_->activeFocusItem();
    ASSERT_NE(stop, nullptr);
    if (std::find(stops.begin(), stops.end(), stop) != stops.end()) break;
    stops.push_back(stop);
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(stop);
    ASSERT_NE(face, nullptr) << stop->metaObject()->className();
    names << face->text(QAccessible::Name);
    EXPECT_FALSE(names.back().isEmpty()) << stop->metaObject()->className();
    if (stop == map()) continue;
    // Scrolled into sight.
    const QPointF place = stop->mapToScene({0, 0});
    EXPECT_GE(place.y(), 0) << names.back().toStdString();
    EXPECT_LE(place.y() + stop->height(), window_->height()) << names.back().toStdString();
  }
  for (const char* wanted :
       {"Back to the chat", "Automatic: the best graphics card, where there is one",
        "NVIDIA GeForce RTX 4070: 12.0 GB", "Processor only: nothing is put on a graphics card",
        "Load the model again", "Graphics memory Hearth may use: 8.8 GB of 12.0 GB",
        "Hardware: RTX 4070 · 8.1 of 12.0 GB", "Experts on the graphics card: 94\u00a0% hits", "Hardware"}) {
    EXPECT_TRUE(names.contains(QString::fromUtf8(wanted)))
        << wanted << "\nreached: " << names.join(" | ").toStdString();
  }
}

TEST_F(HardwarePageTest, ArrowKeysOnTheSliderSetTheMemory) {
  openOn(sampleHardware());
  app().hardware()->chooseMemoryAutomatic(false);
  settle();
  const auto sliders =
      itemsWhere(window_->contentItem(), [](QQuickItem* item) { return item->inherits("QQuickSlider"); });
  ASSERT_EQ(sliders.size(), 1u);
  sliders[0]->forceActiveFocus(Qt::TabFocusReason);
  ASSERT_TRUE(eventually([this] { return engine_.all<SetGpuMemory>().size() == 1; }));
  const int before = app().hardware()->memoryStep();
  key(Qt::Key_Left);
  key(Qt::Key_Left);
  EXPECT_EQ(app().hardware()->memoryStep(), before - 2);
  ASSERT_TRUE(eventually([this] { return engine_.all<SetGpuMemory>().size() == 2; }));
  EXPECT_EQ(engine_.last<SetGpuMemory>().bytes, static_cast<uint64_t>(before - 2) * (kGiga / 4));
}

// Reports arrive twice a second while the page is open: the time the GUI thread spends on one, its frame
// included.
TEST_F(HardwarePageTest, AReportCostsTheWindowLittle) {
  openOn(sampleHardware(58, 256), {1600, 1000});
  constexpr int kReports = 20;
  double milliseconds = 0;
  for (int i = 1; i <= kReports; ++i) {
    HardwareReport report{sampleHardware(58, 256)};
    report.hardware.tokensPerSecond = 30 + i;
    for (ExpertHeat& cell : report.hardware.cells) cell.heat = static_cast<uint8_t>(cell.heat / i);
    engine_.say(report);
    QElapsedTimer sinceReport;
    sinceReport.start();
    while (sinceReport.elapsed() < 100) {
      QElapsedTimer clock;
      clock.start();
      QCoreApplication::processEvents();
      milliseconds += static_cast<double>(clock.nsecsElapsed()) / 1e6;
      QThread::msleep(2);
    }
    ASSERT_TRUE(app().hardware()->tiles()[0].toMap()["value"].toString().startsWith(QString::number(30 + i)));
  }
  std::cout << "58x256 experts: " << milliseconds / kReports
            << " ms of the GUI thread for a report and its frame\n";
  EXPECT_LT(milliseconds / kReports, 90);
}

}  // namespace
}  // namespace hearth::desktop
