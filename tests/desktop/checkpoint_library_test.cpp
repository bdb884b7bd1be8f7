// Checkpoints' folders in the window's library: their facts, what is advised, the trash; and loading them.
#include <QSignalSpy>

#include "app/desktop/library/local_words.h"
#include "app/desktop/session/launch_request.h"
#include "tests/checkpoint/checkpoint_writer.h"
#include "tests/desktop/gui_test.h"
#include "tests/desktop/library_hub.h"

namespace hearth::desktop {
namespace {

using library::FoundModel;

class CheckpointLibraryTest : public GuiTest {
 protected:
  void prepare(ApplicationOptions& options) override {
    hub_.prepare(options, folder_.path());
    options.library.otherRoots = {
        {folder_.filePath(QStringLiteral("lmstudio")), library::ModelStore::LmStudio}};
    options.library.firstRun = false;
  }
  QString put(const QString& below) {
    const QString path = folder_.filePath(below);
    QDir().mkpath(path);
    hearth::test::tinyFp8Deepseek().write(path.toStdString(), 2);
    return path;
  }
  void write(const QString& path) {
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  }
  LibraryController& library() { return *app().library(); }
  ModelDetail& detail() { return *library().detail(); }
  bool listed(const QString& path) { return library().found()->rows()->indexOf(path) >= 0; }
  void select(const QString& path) {
    if (!application_) start();
    library().open();
    ASSERT_TRUE(eventually([&] { return listed(path); }));
    library().select(path);
  }
  QString valueOf(const QString& label) {
    for (const QVariant& fact : detail().facts()) {
      if (fact.toMap()["label"] == label) return fact.toMap()["value"].toString();
    }
    return {};
  }
  LibraryHub hub_;
};

TEST_F(CheckpointLibraryTest, TellsItsFactsAndWhatACopyWouldBring) {
  const QString path = put(QStringLiteral("models/org/DeepSeek-V2.5"));
  select(path);
  EXPECT_EQ(detail().title(), QStringLiteral("DeepSeek-V2.5"));
  EXPECT_TRUE(detail().checkpoint());
  EXPECT_TRUE(detail().usable());
  EXPECT_EQ(valueOf(QStringLiteral("Folder")), QStringLiteral("DeepSeek-V2.5"));
  EXPECT_TRUE(valueOf(QStringLiteral("Number format")).startsWith(QStringLiteral("FP8, ")));
  EXPECT_EQ(valueOf(QStringLiteral("Place")), QFileInfo(path).absolutePath());
  EXPECT_TRUE(detail().copyAdvice().contains(QStringLiteral("as its makers published it")));
  EXPECT_EQ(detail().copyText(), QStringLiteral("Make a smaller copy…"));
  EXPECT_TRUE(eventually([this] { return detail().metadata().size() > 10 && !detail().chip().isEmpty(); }));
  library().openCopy();
  EXPECT_TRUE(eventually([this] { return library().copy()->state() == SmallerCopy::Ready; }));
  EXPECT_FALSE(library().copy()->forms().isEmpty());
}

TEST_F(CheckpointLibraryTest, MovesAFolderOfItsOwnToTheTrashAndBack) {
  const QString path = put(QStringLiteral("models/org/DeepSeek-V2.5"));
  write(path + QStringLiteral("/README.md"));
  select(path);
  EXPECT_EQ(detail().keptBecause(), QString());
  EXPECT_TRUE(library().moveToTrash());
  EXPECT_FALSE(QFileInfo::exists(path));
  EXPECT_FALSE(listed(path));
  library().found()->undoTrash();
  EXPECT_TRUE(QFileInfo::exists(path + QStringLiteral("/README.md")));
  EXPECT_TRUE(QFileInfo::exists(path + QStringLiteral("/config.json")));
  EXPECT_TRUE(eventually([&] { return listed(path); }));
}

TEST_F(CheckpointLibraryTest, KeepsAFolderThatHoldsSomethingElse) {
  const QString path = put(QStringLiteral("models/mixed"));
  write(path + QStringLiteral("/my notes.odt"));
  select(path);
  EXPECT_TRUE(detail().keptBecause().contains(QStringLiteral("my notes.odt")));
  EXPECT_FALSE(library().moveToTrash());
  EXPECT_TRUE(QFileInfo::exists(path + QStringLiteral("/config.json")));
}

TEST_F(CheckpointLibraryTest, KeepsFoldersOutsideOfItsOwn) {
  const QString mine = put(QStringLiteral("mine/model")), theirs = put(QStringLiteral("lmstudio/a/b"));
  QFile(theirs + QStringLiteral("/generation_config.json"))
      .open(QIODevice::WriteOnly);  // no copy of the other
  start();
  library().found()->addFolder(QUrl::fromLocalFile(folder_.filePath(QStringLiteral("mine"))));
  select(mine);
  EXPECT_FALSE(detail().keptBecause().isEmpty());
  EXPECT_FALSE(library().moveToTrash());
  EXPECT_TRUE(QFileInfo::exists(mine + QStringLiteral("/config.json")));
  select(theirs);
  EXPECT_TRUE(detail().keptBecause().contains(QStringLiteral("LM Studio")));
}

TEST_F(CheckpointLibraryTest, AFolderOrAFileInItIsLoadedAsTheFolder) {
  const QString path = put(QStringLiteral("elsewhere/DeepSeek-V2.5"));
  EXPECT_EQ(launchRequestFor(path + QStringLiteral("/"), {}).path, path);
  EXPECT_EQ(launchRequestFor(QStringLiteral("DeepSeek-V2.5/config.json"),
                             folder_.filePath(QStringLiteral("elsewhere")))
                .path,
            path);
  EXPECT_EQ(launchRequestFor(folder_.filePath(QStringLiteral("elsewhere")), {}).kind,
            LaunchRequest::Kind::Refused);
  start();
  engine_.fileBytes = 22'500'000;  // two bytes a parameter
  QSignalSpy offers(&library(), &LibraryController::copyOffered);
  app().models()->loadFile(QUrl::fromLocalFile(path + QStringLiteral("/model.safetensors.index.json")));
  EXPECT_EQ(engine_.last<LoadModel>().path, path.toStdString());
  ASSERT_TRUE(eventually([this] { return app().models()->state() == ModelController::Ready; }));
  ASSERT_EQ(offers.count(), 1);
  EXPECT_EQ(offers[0][3].toString(), path);
  const ModelController& models = *app().models();
  const QModelIndex row = models.index(models.currentRow());
  EXPECT_EQ(row.data(ModelController::NameRole).toString(), QStringLiteral("DeepSeek-V2.5"));
  EXPECT_EQ(row.data(ModelController::PathRole).toString(), path);
  app().models()->loadBundled();
  app().models()->load(path);
  ASSERT_TRUE(eventually([this] { return app().models()->state() == ModelController::Ready; }));
  EXPECT_EQ(offers.count(), 1);  // once is enough
}

TEST(CopyAdvice, SaysWhatACopyOfEachKindOfModelWouldBring) {
  FoundModel model;
  model.format = QStringLiteral("Q4_K");
  model.bitsPerWeight = 4.8;
  model.bytes = 1'000'000'000;
  EXPECT_EQ(copyAdviceFor(model).sentence, QString());

  model.format = QStringLiteral("IQ1_S");
  model.bitsPerWeight = 1.61;
  EXPECT_TRUE(copyAdviceFor(model).sentence.contains(QStringLiteral("about 1.6 bits each")));
  EXPECT_TRUE(copyAdviceFor(model).sentence.contains(QStringLiteral("no more precise")));
  EXPECT_EQ(copyAdviceFor(model).button, QStringLiteral("Make a faster copy…"));

  model.format = QStringLiteral("TQ2_0");  // read as fast as it is
  EXPECT_FALSE(copyAdviceFor(model).sentence.contains(QStringLiteral("faster")));
  EXPECT_EQ(copyAdviceFor(model).button, QStringLiteral("Make a smaller copy…"));

  model.format = QStringLiteral("FP8");
  model.isCheckpoint = true;
  model.bitsPerWeight = 8;
  model.bytes = 100'000'000'000;
  EXPECT_TRUE(copyAdviceFor(model).sentence.contains(QStringLiteral("60.0 GB instead of 100")))
      << copyAdviceFor(model).sentence.toStdString();
  model.unsupported = QStringLiteral("Why not.");
  EXPECT_EQ(copyAdviceFor(model).sentence, QString());
}

}  // namespace
}  // namespace hearth::desktop
