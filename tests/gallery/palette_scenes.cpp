// The palette, with each kind of thing it finds.
#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

void show(Stage& stage, const char* query) {
  stage.openChat();
  stage.app().models()->load(stage.modelFile(QStringLiteral("Qwen3-8B-Q4_K_M.gguf")));
  stage.key(Qt::Key_K, Qt::ControlModifier);
  stage.type(QString::fromUtf8(query));
}

template <const char* query>
void palette(Stage& stage) {
  show(stage, query);
}

constexpr char kNothingTyped[] = "", kMessage[] = "custard", kMixed[] = "so", kCommands[] = ">th",
               kModels[] = "#", kFolders[] = "@", kNothing[] = "zzyzx";

}  // namespace

std::vector<Scene> paletteScenes() {
  return {{"palette-recent", palette<kNothingTyped>}, {"palette-messages", palette<kMessage>},
          {"palette-mixed", palette<kMixed>},         {"palette-commands", palette<kCommands>},
          {"palette-models", palette<kModels>},       {"palette-folders", palette<kFolders>},
          {"palette-nothing", palette<kNothing>}};
}

}  // namespace hearth::desktop
