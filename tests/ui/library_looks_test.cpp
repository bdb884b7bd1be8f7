// Every page and state of the library in every look: nothing is cut off or reaches out of the window; and
// pictures.
#include "tests/ui/library_window.h"

namespace hearth::desktop {
namespace {

struct Look {
  const char* name;
  Appearance::Mode mode;
  bool contrast;
  int zoom;
  QSize size;
};

class LibraryLooks : public LibraryWindowTest, public testing::WithParamInterface<Look> {
 protected:
  void wear() {
    const Look& look = GetParam();
    app().appearance()->setMode(look.mode);
    app().appearance()->setContrast(look.contrast ? Appearance::On : Appearance::Off);
    app().appearance()->setZoom(look.zoom);
    window_->resize(look.size);
  }
  void look(const QString& state) {
    screenshot(QStringLiteral("looks/%1-%2").arg(state, QLatin1String(GetParam().name)));
    const auto texts =
        itemsWhere(window_->contentItem(), [](QQuickItem* item) { return item->inherits("QQuickText"); });
    for (QQuickItem* text : texts) {
      const QString words = text->property("text").toString();
      if (words.isEmpty() || text->width() <= 0) continue;
      const bool fits = text->property("contentWidth").toReal() <= text->width() + 1 ||
                        text->property("wrapMode").toInt() != 0 || text->property("truncated").toBool();
      EXPECT_TRUE(fits) << state.toStdString() << ": cut off: " << words.toStdString();
      const QRectF place = text->mapRectToScene({0, 0, text->width(), text->height()});
      if (place.right() < 0) continue;  // the sidebar, slid away
      EXPECT_LE(place.right(), window_->width() + 1)
          << state.toStdString() << ": outside: " << words.toStdString();
    }
  }
};

TEST_P(LibraryLooks, NothingIsCutOff) {
  openHubModel();
  wear();
  look(QStringLiteral("hub-model"));
  hub_.hold(2);
  library().get();
  ASSERT_TRUE(eventually([this] { return row()["share"].toDouble() > 0.5; }));
  look(QStringLiteral("progress"));
  hub_.gated = true;
  hub_.release();
  ASSERT_TRUE(eventually([this] { return row()["stopped"].toBool(); }));
  look(QStringLiteral("failed"));
  library().closeDetail();
  look(QStringLiteral("list"));
  library().setSource(LibraryController::Curated);
  library().selectEntry(library().catalogue()->at(library().catalogue()->count() - 1)["key"].toString());
  look(QStringLiteral("catalogue"));
}

TEST_P(LibraryLooks, TheFirstStepsFit) {
  firstRun_ = true;
  open();
  wear();
  ASSERT_TRUE(eventually([this] { return library().fit()->measured(); }));
  look(QStringLiteral("first-1"));
  press(QStringLiteral("Continue"));
  look(QStringLiteral("first-2"));
  press(QStringLiteral("Continue"));
  look(QStringLiteral("first-3"));
}

INSTANTIATE_TEST_SUITE_P(All, LibraryLooks,
                         testing::Values(Look{"light", Appearance::Light, false, 100, {1280, 800}},
                                         Look{"dark-small", Appearance::Dark, false, 100, {800, 600}},
                                         Look{"contrast", Appearance::Light, true, 100, {1280, 800}},
                                         Look{"contrast-dark-small", Appearance::Dark, true, 100, {800, 600}},
                                         Look{"large", Appearance::Light, false, 200, {1280, 800}},
                                         Look{"large-dark-small", Appearance::Dark, false, 200, {800, 600}}),
                         [](const auto& look) {
                           std::string name = look.param.name;
                           for (char& letter : name) letter = letter == '-' ? '_' : letter;
                           return name;
                         });

}  // namespace
}  // namespace hearth::desktop
