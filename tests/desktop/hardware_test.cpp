// The hardware page's numbers and words, the choices of device and memory, and what a report costs.
#include "app/desktop/hardware/hardware_controller.h"

#include <QPainter>

#include "app/desktop/hardware/expert_map_item.h"
#include "app/desktop/wording.h"
#include "tests/desktop/gui_test.h"
#include "tests/desktop/sample_hardware.h"

namespace hearth::desktop {
namespace {

class HardwareTest : public GuiTest {
 protected:
  void startWith(const std::optional<Hardware>& hardware) {
    engine_.hardware = hardware;
    engine_.placement = "The model runs on the RTX 4070 with room for 48 % of its experts.";
    start();
    ASSERT_TRUE(eventually([&] { return page().known() == hardware.has_value(); }));
  }
  HardwareController& page() { return *application_->hardware(); }
  QString tile(int index, const char* part) {
    return page().tiles()[index].toMap()[QString::fromLatin1(part)].toString();
  }
  bool tileKnown(int index) { return page().tiles()[index].toMap()["known"].toBool(); }
  QString device(int row, const char* part) {
    return page().devices()[row].toMap()[QString::fromLatin1(part)].toString();
  }
  bool deviceIs(int row, const char* part) {
    return page().devices()[row].toMap()[QString::fromLatin1(part)].toBool();
  }
  QString part(int index, const char* part) {
    return page().memoryParts()[index].toMap()[QString::fromLatin1(part)].toString();
  }
};

TEST_F(HardwareTest, TellsWhereTheModelIsInWordsAndNumbers) {
  startWith(sampleHardware());
  EXPECT_EQ(page().sentenceText(), QString::fromStdString(engine_.placement));
  EXPECT_EQ(page().memoryTitle(), QStringLiteral("Graphics memory · 12.0 GB"));
  EXPECT_EQ(page().memoryLimit(), QStringLiteral("Hearth uses 8.1 GB and may use 9.0 GB"));
  EXPECT_EQ(part(HardwareController::Weights, "amount"), QStringLiteral("1.6 GB"));
  EXPECT_EQ(part(HardwareController::Compute, "amount"), QStringLiteral("500 MB"));
  double whole = 0;
  for (const QVariant& each : page().memoryParts()) whole += each.toMap()["fraction"].toDouble();
  EXPECT_NEAR(whole, 1, 1e-9);
  EXPECT_EQ(page().expertsTitle(), QStringLiteral("Experts · 26 layers of 64"));
  EXPECT_EQ(tile(0, "value"), QStringLiteral("46 tok/s"));
  EXPECT_EQ(tile(0, "note"), QStringLiteral("limit of this computer: 58 tok/s"));
  EXPECT_EQ(tile(1, "value"), QStringLiteral("94\u00a0%"));
  EXPECT_EQ(tile(2, "value"), QStringLiteral("0.81 GB"));
  EXPECT_EQ(tile(2, "note"), QStringLiteral("0.76 GB by the card, 0.05 GB by the processor"));
  EXPECT_EQ(page().statusText(), QStringLiteral("RTX 4070 · 8.1 of 12.0 GB"));
  EXPECT_EQ(page().hitText(), QStringLiteral("94\u00a0% hits"));
}

TEST_F(HardwareTest, CountsTheExpertsByPlace) {
  Hardware hardware = sampleHardware(2, 4);
  hardware.cells.assign(8, {ExpertTier::Memory, 0});
  hardware.cells[0] = {ExpertTier::Gpu, 255};
  hardware.cells[7] = {ExpertTier::Disk, 0};
  startWith(hardware);
  EXPECT_EQ(
      page().expertsSummary(),
      QStringLiteral("Map of the experts, 2 layers of 4: 1 on the graphics card, 6 in memory, 1 on disk"));
  EXPECT_EQ(tile(3, "value"), QStringLiteral("1 of 8"));
  EXPECT_EQ(page().expertsAside(), QStringLiteral("the stronger the colour, the more recently used"));
  hardware.cells[0].heat = 0;
  engine_.say(HardwareReport{hardware});
  EXPECT_TRUE(eventually(
      [this] { return page().expertsAside() == QStringLiteral("the first answer shows which are used"); }));
}

// A zero would be a lie: what is not known says why.
TEST_F(HardwareTest, SaysWhyANumberIsNotKnown) {
  Hardware hardware = sampleHardware();
  hardware.hitRateKnown = false;
  hardware.tokensPerSecond = hardware.tokensPerSecondBound = 0;
  hardware.gpuBytesPerToken = hardware.memoryBytesPerToken = 0;
  startWith(hardware);
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(tileKnown(i));
    EXPECT_EQ(tile(i, "note"), QStringLiteral("no answer yet since the model was loaded"));
  }
  EXPECT_EQ(page().hitText(), QString());
  hardware.tokensPerSecond = 46;
  engine_.say(HardwareReport{hardware});
  ASSERT_TRUE(eventually([this] { return tileKnown(0); }));
  EXPECT_EQ(tile(0, "note"), QStringLiteral("the limit of this computer is not measured yet"));
}

TEST_F(HardwareTest, ExplainsAComputerWithoutAGraphicsCard) {
  engine_.fileBytes = 10'400'000'000;
  startWith(sampleWithoutCard());
  EXPECT_FALSE(page().onCard());
  EXPECT_EQ(tile(1, "note"), QStringLiteral("no graphics card is in use"));
  EXPECT_EQ(tile(2, "note"), QStringLiteral("all of it by the processor"));
  EXPECT_EQ(tile(3, "note"), QStringLiteral("none wait on disk"));
  EXPECT_TRUE(page().advice().contains(QStringLiteral("one with 12 GB would hold all of it")))
      << page().advice().toStdString();
  EXPECT_EQ(page().statusText(), QString());
  EXPECT_FALSE(page().hasMap());
  Hardware some = sampleWithoutCard();
  some.cells[3].tier = ExpertTier::Disk;
  engine_.say(HardwareReport{some});
  ASSERT_TRUE(eventually([this] { return page().hasMap(); }));
  EXPECT_EQ(page().expertsAside(), QStringLiteral("which are used is followed on a graphics card"));
}

TEST_F(HardwareTest, ExplainsAModelWithoutExperts) {
  startWith(sampleWithoutExperts());
  EXPECT_FALSE(page().hasExperts());
  EXPECT_EQ(page().layersTitle(), QStringLiteral("Layers · 20 of 28 on the graphics card"));
  EXPECT_EQ(tile(1, "note"), QStringLiteral("this model has no experts"));
  EXPECT_EQ(tile(3, "note"), QStringLiteral("the processor computes 8"));
  EXPECT_EQ(part(HardwareController::Others, "amount"), QStringLiteral("the driver does not tell"));
  EXPECT_TRUE(page().advice().startsWith(QStringLiteral("This model has no experts")));
}

TEST_F(HardwareTest, ForgetsTheReportWhenAnotherModelIsLoaded) {
  startWith(sampleHardware());
  engine_.hardware.reset();
  app().models()->retry();
  ASSERT_TRUE(eventually([this] { return app().models()->state() == ModelController::Ready; }));
  EXPECT_FALSE(page().known());
}

TEST_F(HardwareTest, KeepsTheChosenDeviceForTheNextLoad) {
  engine_.cards = GraphicsCardsFound{sampleCards(), {}};
  startWith(sampleHardware());
  EXPECT_EQ(engine_.last<LoadModel>().device, DeviceWish::Auto);
  EXPECT_EQ(engine_.last<LoadModel>().gpuIndex, -1);
  page().findCards();
  page().findCards();
  EXPECT_EQ(engine_.all<FindGraphicsCards>().size(), 1u);
  ASSERT_TRUE(eventually([this] { return page().devices().size() == 4; }));
  EXPECT_TRUE(deviceIs(0, "chosen"));
  EXPECT_EQ(device(1, "name"), QStringLiteral("NVIDIA GeForce RTX 4070"));
  EXPECT_EQ(device(1, "detail"), QStringLiteral("12.0 GB"));
  EXPECT_FALSE(deviceIs(2, "usable"));
  page().chooseDevice(2);  // cannot be used
  EXPECT_TRUE(deviceIs(0, "chosen"));

  page().chooseDevice(1);
  EXPECT_TRUE(deviceIs(1, "chosen"));
  EXPECT_TRUE(page().reloadNeeded());
  EXPECT_EQ(engine_.all<LoadModel>().size(), 1u);
  page().reload();
  EXPECT_EQ(engine_.last<LoadModel>().device, DeviceWish::Gpu);
  EXPECT_EQ(engine_.last<LoadModel>().gpuIndex, 0);
  ASSERT_TRUE(eventually([this] { return app().models()->state() == ModelController::Ready; }));
  EXPECT_FALSE(page().reloadNeeded());

  page().chooseDevice(3);
  start();
  EXPECT_EQ(engine_.last<LoadModel>().device, DeviceWish::Cpu);
  EXPECT_TRUE(deviceIs(static_cast<int>(page().devices().size()) - 1, "chosen"));
}

TEST_F(HardwareTest, GuessingAheadIsAChoiceThatHoldsFromTheNextLoadOn) {
  startWith(sampleHardware());
  EXPECT_TRUE(page().draftAhead());
  EXPECT_EQ(engine_.last<LoadModel>().drafting, Drafting::Auto);
  page().chooseDraftAhead(false);
  EXPECT_TRUE(page().reloadNeeded());
  page().reload();
  EXPECT_EQ(engine_.last<LoadModel>().drafting, Drafting::Off);
  start();
  EXPECT_FALSE(page().draftAhead());
  EXPECT_EQ(engine_.last<LoadModel>().drafting, Drafting::Off);
  page().chooseDraftAhead(true);
  start();
  EXPECT_EQ(engine_.last<LoadModel>().drafting, Drafting::Auto);
}

TEST_F(HardwareTest, TheFormOfTheMemoryIsAChoiceThatHoldsFromTheNextLoadOn) {
  startWith(sampleHardware());
  EXPECT_EQ(page().cacheForm(), 0);
  EXPECT_EQ(engine_.last<LoadModel>().cacheForm, KvForm::Half);
  page().chooseCacheForm(1);
  EXPECT_TRUE(page().reloadNeeded());
  page().reload();
  EXPECT_EQ(engine_.last<LoadModel>().cacheForm, KvForm::Q8_0);
  page().chooseCacheForm(7);  // there is none
  EXPECT_EQ(page().cacheForm(), 1);
  start();
  EXPECT_EQ(page().cacheForm(), 1);
  EXPECT_EQ(engine_.last<LoadModel>().cacheForm, KvForm::Q8_0);
  page().chooseCacheForm(0);
  start();
  EXPECT_EQ(engine_.last<LoadModel>().cacheForm, KvForm::Half);
}

// Indices move when a card is added; the user chose a name.
TEST_F(HardwareTest, FollowsTheChosenCardByItsName) {
  engine_.cards = GraphicsCardsFound{sampleCards(), {}};
  startWith(sampleHardware());
  page().findCards();
  ASSERT_TRUE(eventually([this] { return page().devices().size() == 4; }));
  page().chooseDevice(1);
  engine_.cards->cards[0].index = 1;
  engine_.cards->cards[1].index = 0;
  start();
  EXPECT_EQ(device(1, "name"), QStringLiteral("NVIDIA GeForce RTX 4070"));  // remembered before it is found
  page().findCards();
  ASSERT_TRUE(eventually([this] { return page().devices().size() == 4; }));
  EXPECT_TRUE(page().reloadNeeded());
  page().reload();
  EXPECT_EQ(engine_.last<LoadModel>().gpuIndex, 1);

  engine_.cards->cards.clear();
  start();
  page().findCards();
  ASSERT_TRUE(eventually([this] { return !page().cardsNote().startsWith(QStringLiteral("Looking")); }));
  EXPECT_EQ(device(1, "detail"), QStringLiteral("not found on this computer now"));
}

TEST_F(HardwareTest, SaysWhenThereIsNoCard) {
  engine_.cards = GraphicsCardsFound{{}, "no Vulkan driver is installed"};
  startWith(sampleWithoutCard());
  page().findCards();
  ASSERT_TRUE(eventually([this] { return page().cardsNote().startsWith(QStringLiteral("No")); }));
  EXPECT_EQ(page().cardsNote(), QStringLiteral("No graphics card was found: no Vulkan driver is installed."));
  EXPECT_EQ(page().devices().size(), 2);
  EXPECT_EQ(page().memorySteps(), 0);
  page().chooseMemory(3);
  EXPECT_TRUE(page().memoryAutomatic());
}

TEST_F(HardwareTest, SetsTheGraphicsMemoryAtOnceAndKeepsIt) {
  startWith(sampleHardware());
  EXPECT_TRUE(page().memoryAutomatic());
  EXPECT_EQ(page().memorySteps(), 48);  // of 256 MB
  EXPECT_EQ(page().memoryChoice(), QStringLiteral("now 9.0 GB of 12.0 GB"));
  page().chooseMemoryAutomatic(false);
  EXPECT_EQ(page().memoryStep(), 35);  // what it has now, in whole steps
  for (int step = 34; step >= 26; --step) page().chooseMemory(step);
  EXPECT_EQ(page().memoryChoice(), QStringLiteral("6.5 GB of 12.0 GB"));
  ASSERT_TRUE(eventually([this] { return !engine_.all<SetGpuMemory>().empty(); }));
  EXPECT_EQ(engine_.all<SetGpuMemory>().size(), 1u);  // where the slider came to rest
  EXPECT_EQ(engine_.last<SetGpuMemory>().bytes, 26 * (kGiga / 4));
  EXPECT_FALSE(page().reloadNeeded());

  start();
  EXPECT_EQ(engine_.last<LoadModel>().gpuMemoryBytes, 26 * (kGiga / 4));
  ASSERT_TRUE(eventually([this] { return page().known(); }));
  page().chooseMemoryAutomatic(true);
  ASSERT_TRUE(eventually([this] { return engine_.all<SetGpuMemory>().size() == 2; }));
  EXPECT_EQ(engine_.last<SetGpuMemory>().bytes, 0u);
}

TEST_F(HardwareTest, TellsCalmlyThatTheCardStoppedAnswering) {
  startWith(sampleHardware());
  engine_.say(DeviceChanged{"The graphics card stopped answering; Hearth goes on with the processor.",
                            "CPU, 4 threads", "The model runs on the processor."});
  ASSERT_TRUE(eventually([this] { return !app().models()->deviceNotice().isEmpty(); }));
  EXPECT_EQ(app().models()->device(), QStringLiteral("CPU, 4 threads"));
  EXPECT_EQ(page().sentenceText(), QStringLiteral("The model runs on the processor."));
  engine_.say(HardwareReport{sampleWithoutCard()});
  ASSERT_TRUE(eventually([this] { return !page().onCard(); }));
  app().models()->dismissDeviceNotice();
  EXPECT_EQ(app().models()->deviceNotice(), QString());
}

TEST(Wording, ShortensNamesOfGraphicsCards) {
  EXPECT_EQ(shortGpuName(QStringLiteral("NVIDIA GeForce RTX 4070")), QStringLiteral("RTX 4070"));
  EXPECT_EQ(shortGpuName(QStringLiteral("NVIDIA H100 80GB HBM3")), QStringLiteral("H100 80GB HBM3"));
  EXPECT_EQ(shortGpuName(QStringLiteral("AMD Radeon RX 7900 XTX (RADV NAVI31)")),
            QStringLiteral("Radeon RX 7900 XTX"));
  EXPECT_EQ(shortGpuName(QStringLiteral("Intel(R) Arc(TM) A770 Graphics (DG2)")),
            QStringLiteral("Arc A770 Graphics"));
  EXPECT_EQ(shortGpuName(QStringLiteral("llvmpipe (LLVM 15.0.6, 256 bits)")), QStringLiteral("llvmpipe"));
}

TEST(Wording, NeverRoundsUpToTheWhole) {
  EXPECT_EQ(percentText(0.9996), QStringLiteral("99\u00a0%"));
  EXPECT_EQ(percentText(1), QStringLiteral("100\u00a0%"));
}

// Also where a window leaves less room than there are cells: nothing is written outside the picture.
TEST_F(HardwareTest, DrawsTheMapAtAnySize) {
  startWith(sampleHardware(58, 256));
  ExpertMapItem map;
  map.setHardware(&page());
  for (const QSize size :
       {QSize(1, 1), QSize(3, 500), QSize(700, 2), QSize(255, 57), QSize(257, 59), QSize(2049, 701)}) {
    map.setSize(size);
    QImage canvas(size, QImage::Format_ARGB32_Premultiplied);
    canvas.fill(Qt::transparent);
    QPainter painter(&canvas);
    map.paint(&painter);
    EXPECT_NE(canvas.pixelColor(0, 0).alpha(), 0) << size.width() << "x" << size.height();
  }
}

// DeepSeek-V3's map, 58 layers of 256 experts, drawn twice a second: it must not cost the window a frame.
TEST_F(HardwareTest, DrawsALargeMapInLittleTime) {
  startWith(sampleHardware(58, 256));
  ExpertMapItem map;
  map.setHardware(&page());
  map.setSize({928, map.implicitHeight()});
  ASSERT_EQ(map.rows(), 58);
  ASSERT_EQ(map.columns(), 256);
  QImage canvas(map.size().toSize(), QImage::Format_ARGB32_Premultiplied);
  QPainter painter(&canvas);
  constexpr int kReports = 40;
  QElapsedTimer clock;
  clock.start();
  for (int i = 0; i < kReports; ++i) {
    map.refresh();
    map.paint(&painter);
  }
  const double milliseconds = static_cast<double>(clock.nsecsElapsed()) / kReports / 1e6;
  std::cout << "58x256 experts: " << milliseconds << " ms to draw the map\n";
  // The goal is 4 ms on a quiet machine; tests run beside others and under sanitizers.
  EXPECT_LT(milliseconds, 60);
}

}  // namespace
}  // namespace hearth::desktop
