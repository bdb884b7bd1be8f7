// The library: what is here, the catalogue, the hub, downloads, and the first steps.
#include <filesystem>
#include <fstream>
#include <functional>

#include "tests/checkpoint/checkpoint_writer.h"
#include "tests/gallery/stage.h"
#include "tests/support/few_bits_model.h"

namespace hearth::desktop {
namespace {

void found(Stage& stage) { stage.openLibrary(); }

void ownModel(Stage& stage) {
  stage.openLibrary();
  stage.pressRow(QStringLiteral("A model of my own"));
  ASSERT_TRUE(eventually([&] { return stage.library().detail()->metadata().size() > 3; }));
}

// What the user added since the library was opened.
void ownAnother(Stage& stage, const QString& path, const std::function<void(const std::string&)>& write) {
  stage.openLibrary();
  const QString whole = stage.folder_.filePath(path);
  QDir().mkpath(QFileInfo(whole).absolutePath());
  write(whole.toStdString());
  stage.library().found()->rescan();
  ASSERT_TRUE(eventually([&] { return stage.library().found()->rows()->indexOf(whole) >= 0; }));
  stage.library().select(whole);
  ASSERT_TRUE(eventually([&] { return stage.library().detail()->metadata().size() > 3; }));
}
void checkpoint(Stage& stage) {
  ownAnother(stage, QStringLiteral("models/deepseek-ai/DeepSeek-V2.5"), [](const std::string& folder) {
    std::filesystem::create_directory(folder);
    hearth::test::tinyFp8Deepseek().write(folder, 3);
  });
}
void fewBits(Stage& stage) {
  stage.hub_.copies->known = {{QStringLiteral("q4_k"), 404'000'000'000, true},
                              {QStringLiteral("q3_k"), 312'000'000'000, true},
                              {QStringLiteral("q2_k"), 245'000'000'000, true}};
  ownAnother(stage, QStringLiteral("models/r1-IQ1_S.gguf"), [](const std::string& file) {
    std::ofstream(file, std::ios::binary)
        << hearth::test::fewBitsLlama(DType::IQ1_S, "DeepSeek R1 UD").bytes();
  });
}
void fasterCopy(Stage& stage) {
  fewBits(stage);
  stage.press(QStringLiteral("Make a faster copy…"));
  ASSERT_TRUE(eventually([&] { return stage.library().copy()->state() == SmallerCopy::Ready; }));
}
// It is opened without the library.
void copyOffered(Stage& stage) {
  stage.open();
  stage.app().dismissDemoNotice();
  const QString folder = stage.folder_.filePath(QStringLiteral("DeepSeek-V2.5"));
  QDir().mkpath(folder);
  stage.engine_.fileBytes = 22'500'000;  // two bytes a parameter
  stage.engine_.modelName = "DeepSeek-V2.5";
  stage.app().models()->load(folder);
  ASSERT_TRUE(eventually([&] { return !stage.buttons(QStringLiteral("Make a smaller copy…")).empty(); }));
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
          {"library-checkpoint", checkpoint},
          {"library-few-bits", fewBits},
          {"library-faster-copy", fasterCopy},
          {"library-copy-offered", copyOffered},
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
