// Measured contrast (WCAG 2.1, relative luminance) of the colours that text and controls have, in all four
// looks.
#include <array>
#include <cmath>
#include <memory>

#include <QColor>
#include <QQmlComponent>
#include <QQmlEngine>

#include <gtest/gtest.h>

namespace hearth::desktop {
namespace {

double luminance(const QColor& color) {
  const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& one, const QColor& other) {
  const double a = luminance(one), b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QObject* themeOf(QQmlEngine& engine) {
  engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
  QQmlComponent component(&engine);
  component.setData("import QtQml\nimport Hearth\nQtObject { property QtObject theme: Theme }", QUrl());
  const std::unique_ptr<QObject> holder(component.create());
  EXPECT_NE(holder, nullptr) << component.errorString().toStdString();
  return holder ? holder->property("theme").value<QObject*>() : nullptr;
}

class ThemeTest : public testing::TestWithParam<std::tuple<bool, bool>> {
 protected:
  void SetUp() override {
    theme_ = themeOf(engine_);
    ASSERT_NE(theme_, nullptr);
    theme_->setProperty("dark", std::get<0>(GetParam()));
    theme_->setProperty("highContrast", std::get<1>(GetParam()));
  }
  QColor color(const char* name) const {
    const QVariant value = theme_->property(name);
    EXPECT_TRUE(value.isValid()) << name;
    return value.value<QColor>();
  }
  double textLimit() const { return std::get<1>(GetParam()) ? 7.0 : 4.5; }

  QQmlEngine engine_;
  QObject* theme_ = nullptr;
};

TEST_P(ThemeTest, TextIsReadableOnEveryGround) {
  for (const char* text : {"ink", "muted", "ember", "moss", "amber", "brick"}) {
    for (const char* ground : {"paper", "panel"}) {
      EXPECT_GE(contrast(color(text), color(ground)), textLimit()) << text << " on " << ground;
    }
  }
  EXPECT_GE(contrast(color("ink"), color("panel2")), textLimit());
  EXPECT_GE(contrast(color("ink"), color("panel3")), textLimit());
  EXPECT_GE(contrast(color("ink"), color("code")), textLimit());
  EXPECT_GE(contrast(color("ink"), color("emberSoft")), textLimit());
  EXPECT_GE(contrast(color("ink"), color("amberSoft")), textLimit());
  EXPECT_GE(contrast(color("ink"), color("brickSoft")), textLimit());
  EXPECT_GE(contrast(color("ink"), color("selection")), textLimit());
  EXPECT_GE(contrast(color("paper"), color("ember")), textLimit()) << "on a filled button";
}

TEST_P(ThemeTest, OutlinesOfControlsAreSeen) {
  for (const char* ground : {"paper", "panel"}) {
    EXPECT_GE(contrast(color("outline"), color(ground)), 3.0) << ground;
    EXPECT_GE(contrast(color("ember"), color(ground)), 3.0) << ground;
  }
}

INSTANTIATE_TEST_SUITE_P(Looks, ThemeTest, testing::Combine(testing::Bool(), testing::Bool()));

TEST(ThemeZoomTest, SizesGrowWithTheText) {
  QQmlEngine engine;
  QObject* theme = themeOf(engine);
  ASSERT_NE(theme, nullptr);
  EXPECT_EQ(theme->property("body").toInt(), 15);
  theme->setProperty("zoom", 2.0);
  EXPECT_EQ(theme->property("body").toInt(), 30);
  EXPECT_EQ(theme->property("columnWidth").toInt(), 1488);
  EXPECT_EQ(theme->property("codeSize").toInt(), 26);
}

}  // namespace
}  // namespace hearth::desktop
