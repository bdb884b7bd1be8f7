// The library in the real window: looking, asking, downloading, deleting, the first steps; and its pictures.
#include "tests/ui/library_window.h"

namespace hearth::desktop {
namespace {

using LibraryPageTest = LibraryWindowTest;

TEST_F(LibraryPageTest, DownloadsAModelFromTheHub) {
  openLibrary();
  press(QStringLiteral("Hugging Face"));
  library().setQuery(QStringLiteral("tiny"));
  screenshot(QStringLiteral("library-hub-before"));
  library().submit();
  screenshot(QStringLiteral("library-consent"));
  EXPECT_TRUE(hub_.server().requests().empty());
  press(QStringLiteral("Allow"));
  ASSERT_TRUE(eventually([this] { return library().search()->rows()->count() == 2; }));
  settle();
  pressRow(QStringLiteral("Tiny-GGUF"));
  ASSERT_TRUE(eventually([this] { return !library().detail()->sentence().isEmpty(); }));
  screenshot(QStringLiteral("library-hub"));
  hub_.gated = true;
  press(library().detail()->getText());
  ASSERT_TRUE(eventually([this] { return library().downloads()->rows()->at(0)["stopped"].toBool(); }));
  screenshot(QStringLiteral("library-download-stopped"));
  hub_.gated = false;
  press(QStringLiteral("Try again"));
  ASSERT_TRUE(eventually([this] { return library().downloads()->rows()->at(0)["ready"].toBool(); }));
  ASSERT_TRUE(eventually([this] { return library().found()->rows()->count() == 3; }));
  screenshot(QStringLiteral("library-download-ready"));
  press(QStringLiteral("Chat with it"));
  EXPECT_TRUE(eventually([this] {
    return pageName().isEmpty() && app().models()->path().endsWith(QLatin1String(LibraryHub::kFile));
  }));
}

TEST_F(LibraryPageTest, ShowsMoreOfTheHubWhenItIsAskedTo) {
  hub_.pages = true;
  openLibrary();
  library().hub()->allow();
  press(QStringLiteral("Hugging Face"));
  EXPECT_TRUE(buttons(QStringLiteral("Show more")).empty());
  library().setQuery(QStringLiteral("tiny"));
  library().submit();
  ASSERT_TRUE(eventually([this] { return library().search()->rows()->count() == 2; }));
  press(QStringLiteral("Show more"));
  EXPECT_TRUE(eventually([this] { return library().search()->rows()->count() == 3; }));
  EXPECT_TRUE(eventually([this] { return buttons(QStringLiteral("Show more")).empty(); }));
}

TEST_F(LibraryPageTest, DeletesAndBringsBack) {
  openLibrary();
  pressRow(QStringLiteral("A model of my own"));
  ASSERT_TRUE(eventually([this] { return library().detail()->metadata().size() > 3; }));
  screenshot(QStringLiteral("library-local"));
  ASSERT_TRUE(library().moveToTrash());
  EXPECT_TRUE(eventually([this] { return library().found()->rows()->count() == 1; }));
  screenshot(QStringLiteral("library-undo"));
  press(QStringLiteral("Undo"));
  EXPECT_TRUE(eventually([this] { return library().found()->rows()->count() == 2; }));
  EXPECT_TRUE(QFileInfo::exists(folder_.filePath(QStringLiteral("models/own.gguf"))));
}

TEST_F(LibraryPageTest, ShowsTheCatalogue) {
  openLibrary();
  press(QStringLiteral("Catalogue"));
  settle();
  library().selectEntry(library().catalogue()->at(0)["key"].toString());
  screenshot(QStringLiteral("library-light"));
  app().appearance()->setMode(Appearance::Dark);
  screenshot(QStringLiteral("library-dark"));
  app().appearance()->setMode(Appearance::Light);
  window_->resize(520, 760);
  screenshot(QStringLiteral("library-narrow-detail"));
  press(QStringLiteral("All models"));
  screenshot(QStringLiteral("library-narrow"));
  EXPECT_TRUE(hub_.server().requests().empty());
}

TEST_F(LibraryPageTest, FoldersAndLogSheets) {
  openLibrary();
  press(QStringLiteral("Folders…"));
  screenshot(QStringLiteral("library-folders"));
  key(Qt::Key_Escape);
  settle();
  put(QStringLiteral("more/x.gguf"), "Found in a folder");
  library().found()->addFolder(QUrl::fromLocalFile(folder_.filePath(QStringLiteral("more"))));
  EXPECT_TRUE(eventually([this] { return library().found()->rows()->count() == 3; }));
  library().hub()->allow();
  library().openReference(QString::fromLatin1(LibraryHub::kRepository));
  ASSERT_TRUE(eventually([this] { return !library().detail()->getText().isEmpty(); }));
  key(Qt::Key_Comma, Qt::ControlModifier);
  screenshot(QStringLiteral("settings-models"));
  press(QStringLiteral("What was sent…"));
  screenshot(QStringLiteral("library-network-log"));
  EXPECT_GE(library().hub()->requests()->count(), 2);
  key(Qt::Key_Escape);
  // Layouts of sheets that are filled and closed must bear another text size (Qt 6.4 keeps deleted
  // delegates).
  library().found()->removeFolder(folder_.filePath(QStringLiteral("more")));
  app().appearance()->setZoom(200);
  settle();
  app().appearance()->setZoom(100);
  settle();
}

TEST_F(LibraryPageTest, ThePickerOffersWhatWasFound) {
  open();
  app().dismissDemoNotice();
  key(Qt::Key_M, Qt::ControlModifier);
  ASSERT_TRUE(eventually([this] { return library().pickable()->count() == 1; }));
  screenshot(QStringLiteral("picker-found"));
  press(QStringLiteral("A model of my own"));
  EXPECT_TRUE(eventually([this] { return app().models()->path().endsWith(QStringLiteral("own.gguf")); }));
}

TEST_F(LibraryPageTest, TheFirstStepsAreThreeAndShownOnce) {
  firstRun_ = true;
  open();
  screenshot(QStringLiteral("firstrun-1"));
  press(QStringLiteral("Continue"));
  ASSERT_TRUE(eventually([this] { return library().fit()->measured(); }));
  screenshot(QStringLiteral("firstrun-2"));
  press(QStringLiteral("Continue"));
  screenshot(QStringLiteral("firstrun-3"));
  press(QStringLiteral("Begin with the small one"));
  EXPECT_TRUE(eventually([this] { return !library().firstRun() && composerField()->hasActiveFocus(); }));
  EXPECT_TRUE(hub_.server().requests().empty());
}

TEST_F(LibraryPageTest, EscSkipsTheFirstSteps) {
  firstRun_ = true;
  open();
  key(Qt::Key_Escape);
  EXPECT_TRUE(eventually([this] { return !library().firstRun(); }));
  EXPECT_TRUE(composerField()->hasActiveFocus());
}

}  // namespace
}  // namespace hearth::desktop
