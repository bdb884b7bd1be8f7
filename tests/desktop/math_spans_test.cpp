#include "app/desktop/rendering/math_spans.h"

#include <gtest/gtest.h>

#include "app/desktop/rendering/markdown.h"

namespace hearth::desktop {
namespace {

std::vector<Block> finished(std::string_view text) {
  MarkdownBlocks blocks;
  blocks.append(text);
  blocks.finish();
  return blocks.blocks();
}

std::string inlineOf(std::string_view text) {
  const auto blocks = finished(text);
  return blocks.size() == 1 ? blocks[0].text : "not one block";
}

TEST(MathSpans, FindsFormulasInAllFourDelimiters) {
  EXPECT_EQ(inlineOf("so $a_1*b*c$ is"), "so <math>a_1*b*c</math> is");
  EXPECT_EQ(inlineOf("so \\(a < b\\) is"), "so <math>a &lt; b</math> is");
  for (const char* text : {"$$x^2$$", "\\[x^2\\]", "$$\nx^2\n$$", "\\[\n\n  x^2\n\n\\]\n", "  $$x^2$$  "}) {
    const auto blocks = finished(text);
    ASSERT_EQ(blocks.size(), 1u) << text;
    EXPECT_EQ(blocks[0].kind, BlockKind::Math) << text;
    EXPECT_NE(blocks[0].text.find("x^2"), std::string::npos) << text;
    EXPECT_FALSE(blocks[0].open);
  }
}

TEST(MathSpans, SplitsAParagraphAroundADisplayedFormula) {
  const auto blocks = finished("Before\n$$\n= b\n- c\n$$\nafter $x$.");
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(blocks[0].text, "Before");
  EXPECT_EQ(blocks[1].text, "\n= b\n- c\n");
  EXPECT_EQ(blocks[2].text, "after <math>x</math>.");
}

TEST(MathSpans, StandsNextToLettersAndChinese) {
  EXPECT_EQ(inlineOf("the $n$th; 函数$f(x)$是"), "the <math>n</math>th; 函数<math>f(x)</math>是");
  EXPECT_EQ(inlineOf("**$x$**, ($y^2$)."), "<b><math>x</math></b>, (<math>y^2</math>).");
}

TEST(MathSpans, TakesPricesAndVariablesForText) {
  for (const char* text :
       {"costs $5 and $10", "$5-$10", "from US$3 to US$4", "$HOME/$USER", "a $ b $ c", "$5/$6 each",
        "between $5 and 6$", "it is 5$ or 6$", "$1,000 and $2,000", "\\$x\\$", "$$", "$ $"}) {
    EXPECT_EQ(inlineOf(text).find("<math>"), std::string::npos) << text;
  }
  EXPECT_EQ(inlineOf("\\$5 and \\(see below\\)"), "$5 and (see below)");
}

TEST(MathSpans, LeavesCodeAndAddressesAlone) {
  EXPECT_EQ(inlineOf("`$x$` and `\\(y\\)`"), "<code>$x$</code> and <code>\\(y\\)</code>");
  const auto blocks = finished("```sh\necho $a $b $$ \\[x\\]\n```\n\n    $x$ indented\n");
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_EQ(blocks[0].text, "echo $a $b $$ \\[x\\]");
  EXPECT_EQ(blocks[1].text, "$x$ indented");
  EXPECT_EQ(inlineOf("[a](https://x.org/$a_b$)"), "<a href=\"https://x.org/$a_b$\">a</a>");
}

TEST(MathSpans, WorksInQuotesListsAndTables) {
  auto blocks = finished("> $$\n> a > b\n> - c\n> $$\n");
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].quoteDepth, 1u);
  EXPECT_EQ(blocks[0].text, "\n a > b\n - c\n ");
  blocks = finished("- item\n  \\[\n  x\n  \\]\n- $$y$$\n");
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(blocks[1].kind, BlockKind::Math);
  EXPECT_EQ(blocks[1].listDepth, 1u);
  EXPECT_EQ(blocks[2].marker, "•");
  blocks = finished("| a | b |\n|---|---|\n| $|x|$ | 2 |\n");
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].cells[1], (std::vector<std::string>{"<math>|x|</math>", "2"}));
}

TEST(MathSpans, ShowsAnUnfinishedFormulaAsItsSource) {
  MarkdownBlocks markdown;
  markdown.append("So\n\n$$\n\\begin{aligned}\n- a_1 &= b\n\n> c");
  ASSERT_EQ(markdown.blocks().size(), 2u);
  EXPECT_TRUE(markdown.blocks()[1].open);
  EXPECT_EQ(markdown.sealed(), 1u);
  markdown.append("\n\\end{aligned}\n$$\n\nEnd");
  ASSERT_EQ(markdown.blocks().size(), 3u);
  EXPECT_EQ(markdown.blocks()[1].kind, BlockKind::Math);
  EXPECT_FALSE(markdown.blocks()[1].open);
}

TEST(MathSpans, KeepsTheTextOfAFormulaThatNeverEnds) {
  const auto blocks = finished("Costs\n\n$$ and *more*");
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_EQ(blocks[1].text, "$$ and <i>more</i>");
}

TEST(MathSpans, DistrustsMarksThatATextBringsAlong) {
  EXPECT_EQ(inlineOf("a\uFDD0"
                     "0\uFDD1 $x$"),
            "a\uFFFD"
            "0\uFFFD <math>x</math>");
}

TEST(MathSpans, ReadsFootnotes) {
  const auto blocks = finished("Text[^1] and[^b].\n\n[^1]: One.\n[^b]: Two\n    goes on.\n");
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(blocks[0].text, "Text<sup>1</sup> and<sup>b</sup>.");
  EXPECT_TRUE(blocks[1].footnote);
  EXPECT_EQ(blocks[1].marker, "1");
  EXPECT_EQ(blocks[1].text, "One.");
  EXPECT_EQ(blocks[2].text, "Two<br/>goes on.");
}

TEST(MathSpans, FindsLinksDefinedFurtherDown) {
  const auto blocks = finished("See [here].\n\nMore.\n\n[here]: https://x.org\n");
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_EQ(blocks[0].text, "See <a href=\"https://x.org\">here</a>.");
}

}  // namespace
}  // namespace hearth::desktop
