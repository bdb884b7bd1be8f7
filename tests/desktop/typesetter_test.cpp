// MathJax and Prism in Qt's engine: every formula of the corpus is set, every language coloured, nothing
// hangs.
#include "app/desktop/rendering/typesetter.h"

#include <set>

#include <gtest/gtest.h>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QTemporaryDir>

#include "app/desktop/rendering/markdown.h"
#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

QJsonDocument dataFile(const QString& name) {
  QFile file(QStringLiteral(HEARTH_TEST_DATA "/rendering/") + name);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly));
  return QJsonDocument::fromJson(file.readAll());
}

class TypesetterTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!typesetter_.setsFormulas()) GTEST_SKIP() << "this build has no npm";
  }
  std::shared_ptr<const Formula> set(const QString& tex, FormulaStyle style = FormulaStyle::Display) {
    std::shared_ptr<const Formula> formula;
    EXPECT_TRUE(patiently([&] { return (formula = typesetter_.formula(tex, style)) != nullptr; }))
        << tex.toStdString();
    return formula ? formula : std::make_shared<Formula>(Formula::failed(QStringLiteral("none")));
  }
  std::vector<CodeRun> colour(const QString& language, const QString& source) {
    std::vector<CodeRun> runs;
    bool done = false;
    typesetter_.colour(language, source, [&](std::vector<CodeRun> found) {
      runs = std::move(found);
      done = true;
    });
    EXPECT_TRUE(patiently([&] { return done; }));
    return runs;
  }
  // The first call reads 2 MB of script, on a machine that may be busy.
  static bool patiently(const std::function<bool()>& condition) {
    for (int round = 0; round < 12; ++round) {
      if (eventually(condition)) return true;
    }
    return false;
  }
  Typesetter typesetter_;
};

int inked(const QImage& image) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) count += qAlpha(image.pixel(x, y)) > 40 ? 1 : 0;
  }
  return count;
}

TEST_F(TypesetterTest, SetsEveryFormulaOfTheCorpus) {
  const QJsonArray corpus = dataFile(QStringLiteral("tex.json")).array();
  ASSERT_GE(corpus.size(), 60);
  for (const QJsonValue& value : corpus) {
    const QString tex = value.toString();
    // As a model writes it, it is recognised whole: no delimiter stays in the text.
    MarkdownBlocks markdown;
    markdown.append("As $$" + tex.toStdString() + "$$ shows\n\n");
    markdown.finish();
    ASSERT_EQ(markdown.blocks().size(), 3u) << tex.toStdString();
    EXPECT_EQ(markdown.blocks()[1].text, tex.toStdString());
    const auto formula = set(tex);
    ASSERT_TRUE(formula->drawable()) << tex.toStdString() << ": " << formula->error.toStdString();
    EXPECT_GT(formula->width, 0.2) << tex.toStdString();
    EXPECT_FALSE(formula->svg.mid(4).contains("<svg")) << "nested: " << tex.toStdString();
    const QSizeF size = formulaSize(*formula, 30);
    QImage image(size.toSize() + QSize(2, 2), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    drawFormula(*formula, Qt::black, QRectF(QPointF(0, 0), size), painter);
    painter.end();
    EXPECT_GT(inked(image), 30) << tex.toStdString();
  }
}

TEST_F(TypesetterTest, DrawsAllOfAFormulaWithStretchedParts) {
  const auto formula = set(QStringLiteral("\\overbrace{a+b}^{n} = WWWW"));
  const QSizeF size = formulaSize(*formula, 40);
  QImage image(size.toSize(), QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  drawFormula(*formula, Qt::black, QRectF(QPointF(0, 0), size), painter);
  painter.end();
  // What follows the brace is there, too.
  EXPECT_GT(inked(image.copy(image.width() * 2 / 3, 0, image.width() / 3, image.height())), 200);
}

TEST_F(TypesetterTest, TellsWhyAFormulaCannotBeSet) {
  const auto formula = set(QStringLiteral("\\frac{1}{"));
  EXPECT_FALSE(formula->drawable());
  EXPECT_FALSE(formula->error.isEmpty());
  EXPECT_FALSE(set(QStringLiteral("\\nosuchthing"))->drawable());
  EXPECT_FALSE(set(QString(20'000, QLatin1Char('x')))->drawable());
}

TEST_F(TypesetterTest, ForgetsWhatAFormulaDefines) {
  EXPECT_TRUE(set(QStringLiteral("\\def\\mine{x}\\mine"))->drawable());
  EXPECT_FALSE(set(QStringLiteral("\\mine + 1"))->drawable());
}

TEST_F(TypesetterTest, ColoursTheCodeOfThirtyLanguages) {
  const QJsonObject corpus = dataFile(QStringLiteral("code.json")).object();
  ASSERT_GE(corpus.size(), 30);
  for (const QString& language : corpus.keys()) {
    const QString source = corpus[language].toString();
    const auto runs = colour(language, source);
    std::set<CodeColour> colours;
    for (const CodeRun& run : runs) {
      colours.insert(run.colour);
      EXPECT_LE(run.start + run.length, source.size());
    }
    EXPECT_GE(colours.size(), 3u) << language.toStdString();
  }
}

TEST_F(TypesetterTest, ColoursEveryPrefixOfCode) {
  const QString source = dataFile(QStringLiteral("code.json")).object()[QStringLiteral("cpp")].toString();
  for (qsizetype size = 0; size <= source.size(); size += 7) {
    for (const CodeRun& run : colour(QStringLiteral("cpp"), source.left(size)))
      ASSERT_LE(run.start + run.length, size);
  }
}

TEST_F(TypesetterTest, KnowsCommentsInC) {
  const auto runs = colour(QStringLiteral("c++"), QStringLiteral("int x; // a b"));
  ASSERT_FALSE(runs.empty());
  EXPECT_EQ(runs.back(), (CodeRun{7, 6, CodeColour::Comment}));
  EXPECT_TRUE(colour(QStringLiteral("no such language"), QStringLiteral("int x;")).empty());
}

double luminance(QRgb rgb) {
  const auto part = [](int value) {
    const double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * part(qRed(rgb)) + 0.7152 * part(qGreen(rgb)) + 0.0722 * part(qBlue(rgb));
}

double contrast(QRgb a, QRgb b) {
  const double one = luminance(a);
  const double other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

// The grounds are Theme.code of each theme.
TEST(CodeColours, AreReadableInEveryTheme) {
  const struct {
    CodeTheme theme;
    QRgb ground;
    double least;
  } cases[] = {{CodeTheme::Light, 0xF6F4EF, 4.5},
               {CodeTheme::Dark, 0x211F1C, 4.5},
               {CodeTheme::LightContrast, 0xF4F4F4, 7},
               {CodeTheme::DarkContrast, 0x0E0E0E, 7}};
  for (const auto& [theme, ground, least] : cases) {
    for (size_t i = 0; i < kCodeColours; ++i) {
      EXPECT_GE(contrast(codePalette(theme)[i], ground), least) << static_cast<int>(theme) << " colour " << i;
    }
  }
}

class ScriptEngineTest : public testing::Test {
 protected:
  QString bundle(const char* script) {
    QFile file(folder_.filePath(QStringLiteral("bundle.js")));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(script);
    return file.fileName();
  }
  QTemporaryDir folder_;
};

TEST_F(ScriptEngineTest, EndsACallThatDoesNotEnd) {
  ScriptEngine engine(bundle("function f(x) { while (x === 'loop'); return x + '!'; }"), QStringLiteral("f"),
                      std::chrono::milliseconds(100));
  std::vector<std::string> told;
  const auto take = [&](const Result<QString>& result) {
    told.push_back(result ? result->toStdString() : "failed: " + result.error().what());
  };
  engine.call({QStringLiteral("warm")}, take);  // the limit of the first call leaves time to read the bundle
  engine.call({QStringLiteral("loop")}, take);
  engine.call({QStringLiteral("after")}, take);
  ASSERT_TRUE(eventually([&] { return told.size() == 3; }));
  EXPECT_EQ(told[0], "warm!");
  EXPECT_EQ(told[1], "failed: it took too long");
  EXPECT_EQ(told[2], "after!");
}

TEST_F(ScriptEngineTest, CallsBackInOrderAndNotForWhatWasCancelled) {
  ScriptEngine engine(bundle("function f(x) { if (x === 'bad') throw new Error('no'); return x; }"),
                      QStringLiteral("f"));
  std::vector<std::string> told;
  const auto take = [&](const Result<QString>& result) {
    told.push_back(result ? result->toStdString() : "failed");
  };
  engine.call({QStringLiteral("a")}, take);
  const uint64_t unwanted = engine.call({QStringLiteral("b")}, take);
  engine.call({QStringLiteral("bad")}, take);
  engine.call({QStringLiteral("c")}, take);
  engine.cancel(unwanted);
  ASSERT_TRUE(eventually([&] { return engine.waiting() == 0 && told.size() == 3; }));
  EXPECT_EQ(told, (std::vector<std::string>{"a", "failed", "c"}));
}

TEST_F(ScriptEngineTest, FailsEveryCallWithoutItsBundle) {
  ScriptEngine engine(folder_.filePath(QStringLiteral("absent.js")), QStringLiteral("f"));
  EXPECT_FALSE(engine.available());
  bool failed = false;
  engine.call({}, [&](const Result<QString>& result) { failed = !result; });
  EXPECT_TRUE(eventually([&] { return failed; }));
}

}  // namespace
}  // namespace hearth::desktop
