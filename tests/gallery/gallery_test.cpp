// Walks all scenes: each must appear without a warning and show something. With HEARTH_GALLERY=DIR it keeps
// the pictures as DIR/{light,dark,contrast}/{1x,2x}/NAME.png (tests/gallery.sh).
#include <QMutex>
#include <QSet>

#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

// Warnings that are no binding's (of layouts, fonts, pictures) come only this way, some from other threads.
class WarningCatcher {
 public:
  WarningCatcher() { previous_ = qInstallMessageHandler(&WarningCatcher::handle), current() = this; }
  ~WarningCatcher() { qInstallMessageHandler(previous_), current() = nullptr; }
  QStringList warnings() {
    const QMutexLocker lock(&mutex_);
    return warnings_;
  }

 private:
  static WarningCatcher*& current() {  // Qt calls a plain function
    static WarningCatcher* catcher = nullptr;
    return catcher;
  }
  static void handle(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    if (current()->previous_) current()->previous_(type, context, text);
    if (type == QtDebugMsg || type == QtInfoMsg) return;
    // A note of Qt's lists to themselves: a list was read anew while one of its rows was being made.
    if (text.startsWith(QLatin1String("DelegateModel::cancel: index out range"))) return;
    const QMutexLocker lock(&current()->mutex_);
    current()->warnings_ << text;
  }
  QtMessageHandler previous_ = nullptr;
  QMutex mutex_;
  QStringList warnings_;
};

struct Look {
  const char* name;
  Appearance::Mode mode;
  Appearance::Wish contrast;
};
constexpr Look kLooks[] = {{"light", Appearance::Light, Appearance::Off},
                           {"dark", Appearance::Dark, Appearance::Off},
                           {"contrast", Appearance::Light, Appearance::On}};

constexpr int kFewestColours = 12;  // of an empty window with a title there are more, by its letters' edges

int coloursIn(const QImage& image) {
  QSet<QRgb> colours;
  for (int y = 0; y < image.height(); y += 2) {
    for (int x = 0; x < image.width(); x += 2) colours.insert(image.pixel(x, y));
  }
  return static_cast<int>(colours.size());
}

class GalleryTest : public Stage, public testing::WithParamInterface<Scene> {
 protected:
  void take(const Look& look, const QString& folder) {
    app().appearance()->setMode(look.mode);
    app().appearance()->setContrast(look.contrast);
    rest();
    const QImage image = window_->grabWindow();
    ASSERT_FALSE(image.isNull());
    EXPECT_GT(coloursIn(image), kFewestColours);
    if (folder.isEmpty()) return;
    const QString place =
        QStringLiteral("%1/%2/%3x").arg(folder, QLatin1String(look.name)).arg(window_->devicePixelRatio());
    ASSERT_TRUE(QDir().mkpath(place));
    ASSERT_TRUE(image.save(place + QStringLiteral("/%1.png").arg(QLatin1String(GetParam().name))));
  }
};

TEST_P(GalleryTest, Appears) {
  WarningCatcher catcher;
  GetParam().arrange(*this);
  if (HasFatalFailure()) return;
  const QString folder = qEnvironmentVariable("HEARTH_GALLERY");
  for (const Look& look : kLooks) {
    take(look, folder);
    if (folder.isEmpty()) break;
  }
  EXPECT_TRUE(catcher.warnings().isEmpty()) << catcher.warnings().join(QChar('\n')).toStdString();
}

std::vector<Scene> allScenes() {
  std::vector<Scene> all;
  for (auto scenes : {chatScenes, renderingScenes, attachmentScenes, listScenes, paletteScenes, pageScenes,
                      libraryScenes, inspectorScenes, sheetScenes, noticeScenes, sizeScenes}) {
    for (const Scene& scene : scenes()) all.push_back(scene);
  }
  return all;
}

std::string nameOf(const testing::TestParamInfo<Scene>& info) {
  std::string name = info.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Scenes, GalleryTest, testing::ValuesIn(allScenes()), nameOf);

}  // namespace
}  // namespace hearth::desktop
