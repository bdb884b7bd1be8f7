// Downloads in the real window: in progress, paused, gone on with after a new start, started over, offline.
#include "tests/ui/library_window.h"

namespace hearth::desktop {
namespace {

using DownloadsTest = LibraryWindowTest;

const QString kPause = QStringLiteral("Pause Tiny-GGUF, Q4_K_M");
const QString kGoOn = QStringLiteral("Go on with Tiny-GGUF, Q4_K_M");

TEST_F(DownloadsTest, ShowsProgressAndPauses) {
  openHubModel();
  downloadUpTo(2);
  EXPECT_TRUE(library().downloads()->active());
  EXPECT_TRUE(library().downloads()->statusText().startsWith(QStringLiteral("Downloading")));
  EXPECT_TRUE(row()["detail"].toString().startsWith(QStringLiteral("33 kB of 5")))
      << row()["detail"].toString().toStdString();
  screenshot(QStringLiteral("library-download-progress"));
  press(kPause);
  ASSERT_TRUE(eventually([this] { return row()["detail"].toString().endsWith(QStringLiteral("paused")); }));
  EXPECT_TRUE(eventually([this] { return !library().downloads()->active(); }));
  EXPECT_EQ(library().downloads()->statusText(), QString());
  screenshot(QStringLiteral("library-download-paused"));
  hub_.release();
  press(kGoOn);
  EXPECT_TRUE(eventually([this] { return row()["ready"].toBool(); }));
}

TEST_F(DownloadsTest, GoesOnAfterTheApplicationWasClosedInTheMiddle) {
  openHubModel();
  downloadUpTo(2);
  engineOfQml_.reset();
  application_.reset();
  const size_t before = hub_.server().requests().size();
  openLibrary();
  ASSERT_TRUE(eventually([this] { return row()["share"].toDouble() > 0.5; }));
  screenshot(QStringLiteral("library-download-resumed"));
  hub_.release();
  ASSERT_TRUE(eventually([this] { return row()["ready"].toBool(); }));
  QFile file(row()["path"].toString());
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_TRUE(file.readAll().toStdString() == hub_.content());
  const auto requests = hub_.server().requests();
  for (size_t i = before; i < requests.size(); ++i) {
    if (requests[i].method != "GET" || !requests[i].has("range")) continue;
    EXPECT_GE(requests[i].range(hub_.content().size()).first, 2u * LibraryHub::kPieceBytes)
        << "fetched again what was here";
  }
}

TEST_F(DownloadsTest, AsksBeforeItStartsOver) {
  openHubModel();
  downloadUpTo(2);
  hub_.gated = true;
  hub_.release();
  ASSERT_TRUE(eventually([this] { return row()["stopped"].toBool(); }));
  const double here = row()["share"].toDouble();
  screenshot(QStringLiteral("library-download-failed"));
  press(QStringLiteral("Start over"));
  screenshot(QStringLiteral("library-start-over"));
  press(QStringLiteral("Keep what is here"));
  EXPECT_EQ(row()["share"].toDouble(), here);
  hub_.gated = false;
  press(QStringLiteral("Start over"));
  press(QStringLiteral("Delete and start over"));
  EXPECT_TRUE(eventually([this] { return row()["ready"].toBool(); }));
}

TEST_F(DownloadsTest, SaysWhyItDoesNotGoOnOffline) {
  openHubModel();
  downloadUpTo(1);
  press(kPause);
  ASSERT_TRUE(eventually([this] { return row()["canResume"].toBool(); }));
  hub_.release();
  library().hub()->setOffline(true);
  const size_t before = hub_.server().requests().size();
  QString said;
  QObject::connect(&app(), &Application::announced, &app(), [&](const QString& text) { said = text; });
  press(kGoOn);
  EXPECT_TRUE(said.startsWith(QStringLiteral("Hearth works offline"))) << said.toStdString();
  screenshot(QStringLiteral("library-download-offline"));
  EXPECT_EQ(hub_.server().requests().size(), before);
  library().hub()->setOffline(false);
  press(kGoOn);
  EXPECT_TRUE(eventually([this] { return row()["ready"].toBool(); }));
}

TEST_F(DownloadsTest, ALinkIsLookedAtInTheLibraryOnceTheUserAgrees) {
  open();
  app().dismissDemoNotice();
  app().openTarget(QStringLiteral("hearth://open_from_hf?model=org/Tiny-GGUF"));
  screenshot(QStringLiteral("library-link"));
  EXPECT_TRUE(hub_.server().requests().empty());
  press(QStringLiteral("Look in the library"));
  EXPECT_EQ(pageName(), QStringLiteral("library"));
  press(QStringLiteral("Allow"));
  EXPECT_TRUE(eventually([this] { return library().detail()->files()->count() == 1; }));
}

TEST_F(DownloadsTest, TheUndoKeyBringsAModelBackFromTheTrash) {
  openLibrary();
  pressRow(QStringLiteral("A model of my own"));
  press(QStringLiteral("Move to the trash"));
  ASSERT_TRUE(eventually([this] { return library().found()->rows()->count() == 1; }));
  app().commands()->trigger(QStringLiteral("undo"));
  EXPECT_TRUE(eventually([this] { return library().found()->rows()->count() == 2; }));
}

}  // namespace
}  // namespace hearth::desktop
