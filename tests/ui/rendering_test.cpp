// What an answer looks like: formulas, colours of code, tables, footnotes; and that it is the same however it
// came.
#include <algorithm>
#include <ctime>

#include "app/desktop/rendering/formula_item.h"
#include "app/desktop/rendering/typesetter.h"
#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

const char* const kFormulas =
    "### The normal distribution\n\n"
    "A variable $X$ is *normally distributed* when its density is\n"
    "$$\nf(x) = \\frac{1}{\\sigma\\sqrt{2\\pi}}\n\n  "
    "\\exp\\left(-\\frac{(x-\\mu)^2}{2\\sigma^2}\\right)\n$$\n"
    "with mean $\\mu$ and variance $\\sigma^2 > 0$; about \\(68\\,\\%\\) of it lies within "
    "$\\mu\\pm\\sigma$. The sum "
    "$\\sum_{i=1}^n x_i$ and a fraction $\\frac{a+b}{c_1}$ stand in the line, and 函数$f(x)$是连续的, too. "
    "It costs $5 and "
    "not $10.\n\n"
    "1. In matrix form\n"
    "   \\[ A = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}, \\quad \\det A = -2 \\]\n"
    "2. As an **underbrace** $\\underbrace{1+\\dots+1}_{n}$ and a broken one: $\\frac{1}{$\n\n"
    "| Name | Formula | Value |\n|:--|:-:|--:|\n| Euler | $e^{i\\pi}+1$ | 0 |\n| Golden | "
    "$\\varphi=\\frac{1+\\sqrt5}{2}$ | 1.618 |\n\n"
    "H<sub>2</sub>O, press <kbd>Ctrl</kbd>+<kbd>C</kbd>; see the note[^1].\n\n"
    "[^1]: A footnote with `code` in it.\n";

const char* const kCode =
    "Here it is in two languages:\n\n```python\nfrom dataclasses import dataclass\n\n@dataclass\nclass "
    "Point:\n    \"\"\"A "
    "place.\"\"\"\n    x: float = 0.0\n\n    def scaled(self, by: int) -> \"Point\":\n        # Not in "
    "place.\n        return "
    "Point(self.x * by) if by != 1 else self\n```\n\n```cpp\ntemplate <class T>\nstd::optional<T> find(const "
    "std::vector<T>& all, auto&& wanted) {  // the first one that is wanted, or nothing at all, in a very "
    "long line\n  for "
    "(const T& one : all) {\n    if (wanted(one)) return one;\n  }\n  return std::nullopt;  // "
    "0x2A\n}\n```\n\n- [x] "
    "done ~~never~~\n- [ ] to do\n\n> A quote with $x^2$ in it.\n>\n> > And one within.\n";

class RenderingTest : public WindowTest {
 protected:
  void SetUp() override {
    if (!QFile::exists(QStringLiteral(":/hearth/scripts/math.bundle.js"))) {
      GTEST_SKIP() << "this build has no npm";
    }
  }
  Typesetter* typesetter() {
    return engineOfQml_->singletonInstance<Typesetter*>(qmlTypeId("Hearth.App", 1, 0, "Typesetter"));
  }
  // Formulas and colours come from another thread.
  void typeset() {
    ASSERT_TRUE(eventually([this] {
      QTest::qWait(60);
      return typesetter()->idle();
    }));
    settle();
  }
};

TEST_F(RenderingTest, ShowsFormulas) {
  open({1280, 1000});
  app().dismissDemoNotice();
  send(QStringLiteral("What is a normal distribution?"));
  answer(kFormulas);
  typeset();
  const auto formulas = itemsWhere(window_->contentItem(), [](QQuickItem* item) {
    return item->inherits("hearth::desktop::FormulaItem");
  });
  ASSERT_EQ(formulas.size(), 2u);
  for (QQuickItem* item : formulas) EXPECT_TRUE(item->property("shown").toBool());
  screenshot(QStringLiteral("formulas"));
  app().appearance()->setMode(Appearance::Dark);
  screenshot(QStringLiteral("formulas-dark"));
}

TEST_F(RenderingTest, ShowsColouredCode) {
  open({1280, 1000});
  app().dismissDemoNotice();
  send(QStringLiteral("Show me code."));
  answer(kCode);
  typeset();
  screenshot(QStringLiteral("code-colours"));
  app().appearance()->setMode(Appearance::Dark);
  screenshot(QStringLiteral("code-colours-dark"));
}

// The time our code holds the GUI thread, in its own processor time: the machine may be busy.
double threadMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

TEST_F(RenderingTest, ColoursLongCodeInShortSteps) {
  open({1280, 1000});
  app().dismissDemoNotice();
  send(QStringLiteral("A long program, please."));
  std::string code = "```cpp\n";
  for (int i = 0; i < 2000; ++i)
    code += "  int value" + std::to_string(i) + " = compute(" + std::to_string(i) + ");  // line\n";
  engine_.write(code + "```\n\nDone.");
  engine_.finish();
  ASSERT_TRUE(eventually([this] { return !chat().busy(); }));
  const auto edits = itemsWhere(conversationView(), [](QQuickItem* item) {
    return item->inherits("QQuickTextEdit") && item->property("lineCount").toInt() == 100;
  });
  EXPECT_LT(edits.size(), 10u) << "of twenty, only those near the view are laid out";
  // The first turns draw what is there, then colours come.
  std::vector<double> turns;
  for (int idleTurns = 0; idleTurns < 20;) {
    const double start = threadMs();
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::ExcludeUserInputEvents, 10);
    turns.push_back(threadMs() - start);
    QTest::qSleep(5);
    idleTurns = typesetter()->idle() && turns.back() < 1 ? idleTurns + 1 : 0;
  }
  std::sort(turns.rbegin(), turns.rend());
  ASSERT_GE(turns.size(), 3u);
  std::cout << "2000 lines shown and coloured: the longest turns of the GUI thread took " << turns[0] << ", " << turns[1]
            << " and " << turns[2] << " ms of its processor time\n";
  // All at once took 40 to 58 ms; the rest of the bound is for slower machines and builds with checks.
  EXPECT_LT(turns[0], 40);
}

}  // namespace
}  // namespace hearth::desktop
