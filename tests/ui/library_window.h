// The real window with the library in front, a hub on loopback and one model of the user's own.
#pragma once

#include "tests/desktop/library_hub.h"
#include "tests/ui/window_test.h"

namespace hearth::desktop {

class LibraryWindowTest : public WindowTest {
 protected:
  void prepare(ApplicationOptions& options) override {
    hub_.prepare(options, folder_.path());
    options.library.firstRun = firstRun_;
    put(QStringLiteral("models/own.gguf"), "A model of my own");
  }
  void put(const QString& file, const std::string& name) {
    const QString path = folder_.filePath(file);
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile out(path);
    EXPECT_TRUE(out.open(QIODevice::WriteOnly));
    const std::string bytes = hearth::test::tinyLlama(1).text("general.name", name).bytes();
    out.write(bytes.data(), static_cast<qint64>(bytes.size()));
  }
  void openLibrary(QSize size = {1280, 800}) {
    open(size);
    app().dismissDemoNotice();
    key(Qt::Key_2, Qt::ControlModifier);
    ASSERT_TRUE(eventually(
        [this] { return library().fit()->measured() && library().found()->rows()->count() == 2; }));
    settle();
  }
  // Leaves a model of the hub in the right pane, ready to be downloaded.
  void openHubModel() {
    openLibrary();
    library().hub()->allow();
    library().openReference(QString::fromLatin1(LibraryHub::kRepository));
    ASSERT_TRUE(eventually([this] { return !library().detail()->sentence().isEmpty(); }));
  }
  QVariantMap row() { return library().downloads()->rows()->at(0); }  // of the only download
  // The first `pieces` pieces are here, and no more come.
  void downloadUpTo(int pieces) {
    hub_.hold(pieces);
    press(library().detail()->getText());
    const double here =
        static_cast<double>(pieces) * LibraryHub::kPieceBytes / static_cast<double>(hub_.content().size());
    ASSERT_TRUE(eventually([&] { return row()["share"].toDouble() >= here - 1e-9; }));
  }
  void press(const QString& text) {
    ASSERT_TRUE(eventually([&] { return !buttons(text).empty(); })) << text.toStdString();
    settle();
    click(buttons(text)[0]);
  }
  void pressRow(const QString& title) {
    const auto rows = [&] {
      return itemsWhere(window_->contentItem(), [&](QQuickItem* item) {
        return item->inherits("QQuickItemDelegate") && item->property("text").toString() == title;
      });
    };
    ASSERT_TRUE(eventually([&] { return !rows().empty(); })) << title.toStdString();
    click(rows()[0]);
  }
  void type(const QString& text) {
    for (const QChar letter : text) QTest::keyClick(window_, letter.toLatin1());
  }
  QString pageName() const { return window_->property("pageName").toString(); }
  LibraryController& library() { return *app().library(); }

  LibraryHub hub_;
  bool firstRun_ = false;
};

}  // namespace hearth::desktop
