// The library: what is here, the catalogue, the hub, downloads, and the first steps.
#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

void found(Stage& stage) { stage.openLibrary(); }

void ownModel(Stage& stage) {
  stage.openLibrary();
  stage.pressRow(QStringLiteral("A model of my own"));
  ASSERT_TRUE(eventually([&] { return stage.library().detail()->metadata().size() > 3; }));
}

void copySheet(Stage& stage) {
  ownModel(stage);
  stage.press(QStringLiteral("Make a smaller copy…"));
  ASSERT_TRUE(eventually([&] { return stage.library().copy()->state() == SmallerCopy::Ready; }));
}
void copyMeasured(Stage& stage) {
  copySheet(stage);
  stage.press(QStringLiteral("Measure what each keeps"));
  ASSERT_TRUE(eventually([&] { return stage.library().copy()->points().size() == 5; }));
}
void copyMaking(Stage& stage) {
  stage.hub_.copies->held = true;
  stage.hub_.copies->known = {{QStringLiteral("q8_0"), 850'000}, {QStringLiteral("q4_k"), 470'000}};
  copySheet(stage);
  stage.press(QStringLiteral("Make the copy"));
  ASSERT_TRUE(eventually([&] { return stage.library().copy()->fraction() > 0; }));
}

void catalogueIn(Stage& stage, QSize size) {
  stage.openLibrary(size);
  stage.press(QStringLiteral("Catalogue"));
  stage.rest();
  stage.library().selectEntry(stage.library().catalogue()->at(0)["key"].toString());
}
void catalogue(Stage& stage) { catalogueIn(stage, {1280, 800}); }
void catalogueNarrow(Stage& stage) {
  catalogue(stage);
  stage.window_->resize(520, 760);
}

void hubAsks(Stage& stage) {
  stage.openLibrary();
  stage.press(QStringLiteral("Hugging Face"));
  stage.library().setQuery(QStringLiteral("tiny"));
  stage.library().submit();
}

void hubModel(Stage& stage) { stage.openHubModel(); }

void downloading(Stage& stage) {
  stage.openHubModel();
  stage.downloadUpTo(3);
}

void folders(Stage& stage) {
  stage.openLibrary();
  stage.press(QStringLiteral("Folders…"));
}

void firstSteps(Stage& stage, int step) {
  stage.firstRun_ = true;
  stage.open();
  for (int shown = 1; shown < step; ++shown) stage.press(QStringLiteral("Continue"));
  ASSERT_TRUE(eventually([&] { return stage.library().fit()->measured(); }));
}
void firstStep(Stage& stage) { firstSteps(stage, 1); }
void secondStep(Stage& stage) { firstSteps(stage, 2); }
void thirdStep(Stage& stage) { firstSteps(stage, 3); }

}  // namespace

std::vector<Scene> libraryScenes() {
  return {{"library-found", found},
          {"library-own-model", ownModel},
          {"library-copy", copySheet},
          {"library-copy-measured", copyMeasured},
          {"library-copy-making", copyMaking},
          {"library", catalogue},
          {"library-narrow", catalogueNarrow},
          {"library-hub-asks", hubAsks},
          {"library-hub-model", hubModel},
          {"library-downloading", downloading},
          {"library-folders", folders},
          {"first-steps-1", firstStep},
          {"first-steps-2", secondStep},
          {"first-steps-3", thirdStep}};
}

}  // namespace hearth::desktop
