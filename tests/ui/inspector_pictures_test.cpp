// How inspector, presets and statistics look in each theme and with large text, in a usual and in a small
// window; and that nothing reaches beyond the window's edges.
#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

struct Look {
  const char* name;
  Appearance::Mode mode;
  bool contrast;
  int zoom;
};
constexpr std::array<Look, 4> kLooks = {{{"light", Appearance::Light, false, 100},
                                         {"dark", Appearance::Dark, false, 100},
                                         {"contrast", Appearance::Light, true, 100},
                                         {"200", Appearance::Light, false, 200}}};

class InspectorPictures : public WindowTest, public testing::WithParamInterface<QSize> {
 protected:
  // Words that a user could not read: beyond the window to the left or right.
  void expectInside(const QString& picture) {
    QQuickItem* root = window_->contentItem();
    while (root->parentItem()) root = root->parentItem();
    for (QQuickItem* item : itemsWhere(root, [](QQuickItem* one) { return one->inherits("QQuickText"); })) {
      if (item->property("text").toString().isEmpty() || item->opacity() == 0) continue;
      const QRectF place = item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
      if (place.bottom() < 0 || place.top() > window_->height()) continue;
      EXPECT_LE(place.right(), window_->width() + 1)
          << picture.toStdString() << ": " << item->property("text").toString().toStdString();
      EXPECT_GE(place.left(), -1) << picture.toStdString() << ": "
                                  << item->property("text").toString().toStdString();
    }
  }
  void picture(const QString& name, const Look& look) {
    const QString whole =
        QStringLiteral("%1-%2-%3").arg(name, QLatin1String(look.name)).arg(GetParam().width());
    screenshot(whole);
    expectInside(whole);
  }
};

TEST_P(InspectorPictures, AreWhole) {
  engine_.modelName = "DeepSeek-R1-Distill-Qwen-7B";
  engine_.templateVariables = {{"enable_thinking", TemplateVariableKind::Switch, true}};
  open(GetParam());
  app().dismissDemoNotice();
  app().statistics()->setPrice(StatisticsController::Written, QStringLiteral("15"));
  send(QStringLiteral("Why can a model with 671 billion parameters run on my gaming PC?"));
  answer("Because only a small part of it works on each word.");
  send(QStringLiteral("And the other experts?"));
  answer("They wait in memory, and the processor computes them when they are called.");
  InspectorController& inspector = *app().inspector();
  inspector.setNumber(static_cast<int>(Number::Temperature), 0.9);
  for (const char* name : {"Poet", "A very careful reviewer of long contracts in four languages"}) {
    inspector.presets()->create(QString::fromLatin1(name), QStringLiteral("Answer in verse."), {});
  }
  ASSERT_TRUE(eventually([&] { return inspector.presets()->count() == 2; }));
  QObject* sheet = nullptr;
  for (QObject* candidate : window_->findChildren<QObject*>()) {
    if (QByteArray(candidate->metaObject()->className()).startsWith("PresetsSheet")) sheet = candidate;
  }
  ASSERT_NE(sheet, nullptr);
  for (const Look& look : kLooks) {
    app().appearance()->setMode(look.mode);
    app().appearance()->setContrast(look.contrast ? Appearance::On : Appearance::Off);
    app().appearance()->setZoom(look.zoom);
    inspector.setOpen(true);
    inspector.setTab(InspectorController::Model);
    picture(QStringLiteral("look-model"), look);
    inspector.setTab(InspectorController::Sampling);
    picture(QStringLiteral("look-sampling"), look);
    inspector.setTab(InspectorController::Context);
    ASSERT_TRUE(eventually([this] { return chat().contextBar()->known(); }));
    picture(QStringLiteral("look-context"), look);
    inspector.setTab(InspectorController::Stats);
    picture(QStringLiteral("look-stats"), look);
    inspector.setOpen(false);
    QMetaObject::invokeMethod(sheet, "open");
    picture(QStringLiteral("look-presets"), look);
    QMetaObject::invokeMethod(sheet, "close");
    QMetaObject::invokeMethod(window_, "showPage", Q_ARG(QVariant, QStringLiteral("statistics")));
    ASSERT_TRUE(eventually([this] { return !app().statistics()->empty(); }));
    picture(QStringLiteral("look-statistics"), look);
    QMetaObject::invokeMethod(window_, "focusComposer");
  }
}
INSTANTIATE_TEST_SUITE_P(Windows, InspectorPictures, testing::Values(QSize(1280, 800), QSize(800, 600)));

}  // namespace
}  // namespace hearth::desktop
