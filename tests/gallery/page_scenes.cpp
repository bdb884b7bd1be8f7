// Pages beside the chat: settings and hardware.
#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

void settings(Stage& stage) {
  stage.openChat();
  stage.app().session()->setCanNotify(true);
  stage.app().session()->setCanKeepAwake(true);
  stage.app().session()->setHasTray(true);
  stage.key(Qt::Key_Comma, Qt::ControlModifier);
}

void settingsEnd(Stage& stage) {
  settings(stage);
  stage.scrollPage("settingsView", 1);
}

void hardwareOn(Stage& stage, const std::optional<Hardware>& hardware) {
  stage.useModel(hardware);
  stage.openChat();
  stage.key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
}

void hardware(Stage& stage) { hardwareOn(stage, sampleHardware()); }
void hardwareManyExperts(Stage& stage) { hardwareOn(stage, sampleHardware(58, 256)); }
void hardwareWithoutCard(Stage& stage) { hardwareOn(stage, sampleWithoutCard()); }
void hardwareWithoutExperts(Stage& stage) { hardwareOn(stage, sampleWithoutExperts()); }
void hardwareBeforeAReport(Stage& stage) { hardwareOn(stage, std::nullopt); }

void hardwareCell(Stage& stage) {
  hardware(stage);
  stage.rest();
  auto* map = stage.window_->findChild<QQuickItem*>(QStringLiteral("expertMap"));
  ASSERT_NE(map, nullptr);
  QTest::mouseMove(stage.window_,
                   map->mapToScene({map->width() * 16.5 / 64, map->height() * 2.5 / 26}).toPoint());
}

void hardwareChoices(Stage& stage) {
  hardware(stage);
  stage.app().hardware()->chooseDevice(1);
  stage.app().hardware()->chooseMemoryAutomatic(false);
  stage.scrollPage("hardwareView", 1);
}

}  // namespace

std::vector<Scene> pageScenes() {
  return {{"settings", settings},
          {"settings-end", settingsEnd},
          {"hardware", hardware},
          {"hardware-cell", hardwareCell},
          {"hardware-choices", hardwareChoices},
          {"hardware-many-experts", hardwareManyExperts},
          {"hardware-no-card", hardwareWithoutCard},
          {"hardware-no-experts", hardwareWithoutExperts},
          {"hardware-nothing-yet", hardwareBeforeAReport}};
}

}  // namespace hearth::desktop
