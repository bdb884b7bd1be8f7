// What the window has to say: models that load or do not, contexts that are full, toasts.
#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

void loading(Stage& stage) {
  stage.openLived();
  stage.engine_.answersLoads = false;
  stage.app().models()->load(stage.modelFile(QStringLiteral("Qwen3-30B-A3B-Q4_K_M.gguf")));
  stage.engine_.say(LoadProgress{"Placing", 0.42f});
}

void noModel(Stage& stage) {
  stage.withoutModels();
  stage.open();
}

void loadFailed(Stage& stage) {
  stage.openChat();
  stage.engine_.loadFailure =
      "“notes.txt” is not a GGUF file: it begins with “Dear”. Choose a file whose name ends in .gguf.";
  stage.app().models()->load(QStringLiteral("/tmp/notes.txt"));
  ASSERT_TRUE(eventually([&] { return stage.app().models()->state() == ModelController::Failed; }));
}

void deviceChanged(Stage& stage) {
  stage.openChat();
  stage.engine_.say(DeviceChanged{
      "The graphics card stopped answering; Hearth goes on with the processor, and no word was lost.",
      "CPU, 8 threads", "The model runs on the processor, because the graphics card stopped answering."});
  stage.engine_.say(HardwareReport{sampleWithoutCard()});
}

// A chat that another model answered than the one that is loaded now.
void modelProposed(Stage& stage) {
  stage.openChat();
  const qint64 answered = stage.chat().conversationId();
  stage.app().models()->load(stage.modelFile(QStringLiteral("Qwen3-30B-A3B-Q4_K_M.gguf")));
  ASSERT_TRUE(eventually([&] { return stage.app().models()->state() == ModelController::Ready; }));
  stage.app().newChat();
  stage.app().openChat(answered);
  ASSERT_TRUE(eventually([&] { return !stage.chat().modelProposal().isEmpty(); }));
}

void nearlyFull(Stage& stage) {
  stage.useModel();
  stage.engine_.contextLength = 240;
  stage.openLived();
  stage.ask("How do I prune a pear tree?", "", "In late winter, with a sharp and clean pair of secateurs.");
  stage.chat().setDraft(QStringLiteral("And when do I feed it?"));
  ASSERT_TRUE(eventually([&] { return stage.chat().context()->fraction() > 0.8; }));
}

void overflow(Stage& stage) {
  nearlyFull(stage);
  stage.engine_.contextLength = 230;
  stage.chat().send();
  ASSERT_TRUE(eventually([&] { return !stage.chat().overflow().isEmpty() || stage.chat().busy(); }));
  if (stage.chat().answeringHere()) {
    stage.engine_.write("In spring, once.");
    stage.finishAnswer();
    stage.chat().setDraft(QStringLiteral("And cherries?"));
    stage.chat().send();
    ASSERT_TRUE(eventually([&] { return !stage.chat().overflow().isEmpty(); }));
  }
}

void toast(Stage& stage) {
  stage.openChat();
  stage.key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
}

void toastLong(Stage& stage) {
  stage.openChat();
  stage.app().openTarget(QStringLiteral("hearth://open_from_hf?model=not-a-repository"));
}

void readOnly(Stage& stage) {
  QFile database(QString::fromStdString(stage.databasePath()));
  ASSERT_TRUE(database.open(QIODevice::WriteOnly));
  database.write(QByteArray("Not a database at all. ").repeated(400));
  database.close();
  stage.open();
}

}  // namespace

std::vector<Scene> noticeScenes() {
  return {{"notice-loading", loading},
          {"notice-no-model", noModel},
          {"notice-load-failed", loadFailed},
          {"notice-device-changed", deviceChanged},
          {"notice-model-proposed", modelProposed},
          {"notice-context-nearly-full", nearlyFull},
          {"notice-overflow", overflow},
          {"notice-toast", toast},
          {"notice-toast-long", toastLong},
          {"notice-database", readOnly}};
}

}  // namespace hearth::desktop
