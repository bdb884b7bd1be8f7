// What answers are made of: tables, code, formulas, lists, footnotes, scripts of the world.
#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

const char* const kTable =
    "## Three ways to keep it in memory\n\n"
    "| Format | Bits per weight | Size of a 7B model | Quality |\n"
    "|:--|--:|--:|:-:|\n"
    "| F16 | 16 | 14.5 GB | exact |\n"
    "| Q8_0 | 8.5 | 7.7 GB | the same to the eye |\n"
    "| Q4_K | 4.5 | 4.1 GB | a **little** lower |\n\n"
    "What to do:\n\n"
    "1. Look how much memory is free.\n"
    "2. Choose the largest file that fits:\n"
    "   - leave 2 GB for everything else\n"
    "   - a context of 8k tokens takes another gigabyte\n"
    "3. Try it.\n\n"
    "> A model that does not fit is slower than a smaller one that does.\n\n"
    "More at [the format's page](https://example.org/formats).\n";

const char* const kWideTable =
    "| Model | Parameters | Active | Layers | Experts | Context | Licence | Published | Remarks |\n"
    "|:--|--:|--:|--:|--:|--:|:--|:--|:--|\n"
    "| DeepSeek-V2-Lite | 15.7 B | 2.4 B | 27 | 64 + 2 | 32k | DeepSeek | May 2024 | latent attention, small "
    "enough for a laptop |\n"
    "| Qwen3-30B-A3B | 30.5 B | 3.3 B | 48 | 128 | 40k | Apache 2.0 | April 2025 | thinks when asked to |\n"
    "| DeepSeek-R1 | 671 B | 37 B | 61 | 256 + 1 | 160k | MIT | January 2025 | needs a fast disk at home "
    "|\n\n"
    "The table is wider than the column, and scrolls by itself.\n";

const char* const kCode =
    "Here it is in two languages:\n\n```python\nfrom dataclasses import dataclass\n\n@dataclass\nclass "
    "Point:\n    \"\"\"A place.\"\"\"\n    x: float = 0.0\n\n    def scaled(self, by: int) -> \"Point\":\n"
    "        # Not in place.\n        return Point(self.x * by) if by != 1 else self\n```\n\n"
    "```cpp\ntemplate <class T>\nstd::optional<T> find(const std::vector<T>& all, auto&& wanted) {  // the "
    "first "
    "one that is wanted, or nothing at all, in a very long line\n  for (const T& one : all) {\n    if "
    "(wanted(one)) return one;\n  }\n  return std::nullopt;  // 0x2A\n}\n```\n\nRun it with `make test`.\n";

const char* const kFormulas =
    "### The normal distribution\n\n"
    "A variable $X$ is *normally distributed* when its density is\n"
    "$$\nf(x) = \\frac{1}{\\sigma\\sqrt{2\\pi}}\n\n  "
    "\\exp\\left(-\\frac{(x-\\mu)^2}{2\\sigma^2}\\right)\n$$\n"
    "with mean $\\mu$ and variance $\\sigma^2 > 0$; about \\(68\\,\\%\\) of it lies within "
    "$\\mu\\pm\\sigma$. The "
    "sum $\\sum_{i=1}^n x_i$ and a fraction $\\frac{a+b}{c_1}$ stand in the line. It costs $5 and not "
    "$10.\n\n"
    "1. In matrix form\n   \\[ A = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}, \\quad \\det A = -2 "
    "\\]\n"
    "2. As an **underbrace** $\\underbrace{1+\\dots+1}_{n}$ and a broken one: $\\frac{1}{$\n\n"
    "| Name | Formula | Value |\n|:--|:-:|--:|\n| Euler | $e^{i\\pi}+1$ | 0 |\n"
    "| Golden | $\\varphi=\\frac{1+\\sqrt5}{2}$ | 1.618 |\n";

const char* const kLists =
    "# Packing for four days\n\nA heading of each rank follows, and *everything* in between[^1].\n\n"
    "## Clothes\n\n- [x] two shirts, ~~three~~\n- [x] a rain coat\n- [ ] shoes that are *broken in*\n\n"
    "### On the way\n\n1. Train to the coast\n2. Ferry\n   1. outside seats\n   2. a window is fine, too\n   "
    "   - not "
    "by the engine\n3. On foot\n\n"
    "> Travel light.\n>\n> > But take a book[^2].\n\n---\n\n"
    "H<sub>2</sub>O, x<sup>2</sup>, press <kbd>Ctrl</kbd>+<kbd>C</kbd>, and `inline code` in a line.\n\n"
    "[^1]: Within reason.\n[^2]: Any with `ISBN` will do.\n";

const char* const kRightToLeft =
    "## שלום, עולם\n\nמודל שפה *קטן* יכול לרוץ על **המחשב שלך** בלי רשת.\n\n- ראשית\n- שנית, עם `code` "
    "בפנים\n\n"
    "مرحبا بالعالم. يعمل النموذج على **حاسوبك**، ولا يغادره شيء.\n\n1. أولاً\n2. ثانياً\n\n> اقتباس قصير.\n\n"
    "And a line of English between them.\n";

const char* const kScripts =
    "你好，世界。模型在**你的电脑**上运行，没有任何东西离开它。\n\n日本語の文章も、*同じように*"
    "読めます。\n\n안녕하세요, 세계!\n\n"
    "Здравствуй, мир. Καλημέρα κόσμε. Tiếng Việt có dấu.\n\nEmoji stand in the line: 🌱 🍞 👩‍🔬 🇪🇺 "
    "✅, "
    "and "
    "so "
    "do "
    "arrows → ← and signs ≤ ≠ ∞.\n";

template <const char* const& text>
void shows(Stage& stage) {
  stage.openAnswer("Show me, please.", text);
}

void rightToLeft(Stage& stage) { stage.openAnswer("איך מודל גדול יכול לרוץ על המחשב שלי?", kRightToLeft); }

}  // namespace

std::vector<Scene> renderingScenes() {
  return {{"text-table", shows<kTable>},    {"text-wide-table", shows<kWideTable>},
          {"text-code", shows<kCode>},      {"text-formulas", shows<kFormulas>},
          {"text-lists", shows<kLists>},    {"text-right-to-left", rightToLeft},
          {"text-scripts", shows<kScripts>}};
}

}  // namespace hearth::desktop
