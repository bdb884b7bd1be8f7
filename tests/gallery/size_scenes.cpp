// Small windows, and text of twice the size.
#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

constexpr QSize kSmall(800, 600), kPhone(480, 720), kLeast(480, 400), kWide(1920, 1080);

void smallChat(Stage& stage) { stage.openChat(kSmall); }
void smallEmpty(Stage& stage) { stage.openLived(kSmall); }
void smallPage(Stage& stage, const char* command, QSize size) {
  stage.openChat(size);
  stage.app().commands()->trigger(QLatin1String(command));
}
void smallHardware(Stage& stage) { smallPage(stage, "hardware.show", kSmall); }
void smallSettings(Stage& stage) { smallPage(stage, "settings.show", kSmall); }
void wideChat(Stage& stage) {
  stage.openChat(kWide);
  stage.rest();
  stage.hoverLastAnswer();
}

void narrowChat(Stage& stage) { stage.openChat(kPhone); }
void narrowWelcome(Stage& stage) { stage.open(kPhone); }
void narrowSidebar(Stage& stage) { smallPage(stage, "sidebar.toggle", kPhone); }
void narrowPalette(Stage& stage) { smallPage(stage, "palette.open", kPhone); }
void narrowSettings(Stage& stage) { smallPage(stage, "settings.show", kPhone); }
void narrowHardware(Stage& stage) { smallPage(stage, "hardware.show", kPhone); }
void narrowKeys(Stage& stage) { smallPage(stage, "keys.show", kPhone); }
void narrowExport(Stage& stage) { smallPage(stage, "chat.export", kPhone); }
void narrowPicker(Stage& stage) { smallPage(stage, "model.pick", kPhone); }
void leastWindow(Stage& stage) { stage.openChat(kLeast); }
void leastExport(Stage& stage) { smallPage(stage, "chat.export", kLeast); }

// At twice the size; opened before, so that what grows is seen to grow.
void large(Stage& stage, const char* command) {
  stage.openChat();
  stage.app().appearance()->setZoom(200);
  stage.rest();
  if (*command) stage.app().commands()->trigger(QLatin1String(command));
}
void largeChat(Stage& stage) {
  large(stage, "");
  stage.hoverLastAnswer();
}
void largeSidebar(Stage& stage) {
  large(stage, "");
  if (stage.window_->property("narrow").toBool()) stage.key(Qt::Key_B, Qt::ControlModifier);
}
void largePalette(Stage& stage) { large(stage, "palette.open"); }
void largeSettings(Stage& stage) { large(stage, "settings.show"); }
void largeHardware(Stage& stage) { large(stage, "hardware.show"); }
void largeKeys(Stage& stage) { large(stage, "keys.show"); }
void largeExport(Stage& stage) { large(stage, "chat.export"); }
void largePicker(Stage& stage) { large(stage, "model.pick"); }
void largeWelcome(Stage& stage) {
  stage.open();
  stage.app().appearance()->setZoom(200);
}
void smallestText(Stage& stage) {
  stage.openChat();
  stage.app().appearance()->setZoom(80);
}

}  // namespace

std::vector<Scene> sizeScenes() {
  return {{"wide-chat", wideChat},
          {"small-chat", smallChat},
          {"small-empty", smallEmpty},
          {"small-hardware", smallHardware},
          {"small-settings", smallSettings},
          {"narrow-chat", narrowChat},
          {"narrow-welcome", narrowWelcome},
          {"narrow-sidebar", narrowSidebar},
          {"narrow-palette", narrowPalette},
          {"narrow-settings", narrowSettings},
          {"narrow-hardware", narrowHardware},
          {"narrow-keys", narrowKeys},
          {"narrow-export", narrowExport},
          {"narrow-picker", narrowPicker},
          {"least-chat", leastWindow},
          {"least-export", leastExport},
          {"large-chat", largeChat},
          {"large-welcome", largeWelcome},
          {"large-sidebar", largeSidebar},
          {"large-palette", largePalette},
          {"large-settings", largeSettings},
          {"large-hardware", largeHardware},
          {"large-keys", largeKeys},
          {"large-export", largeExport},
          {"large-picker", largePicker},
          {"smallest-text", smallestText}};
}

}  // namespace hearth::desktop
