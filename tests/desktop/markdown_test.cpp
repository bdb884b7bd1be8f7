#include "app/desktop/rendering/markdown.h"

#include <chrono>
#include <random>

#include <gtest/gtest.h>

namespace hearth::desktop {
namespace {

std::vector<Block> blocksOf(std::string_view text) {
  MarkdownBlocks markdown;
  markdown.append(text);
  return markdown.blocks();
}

const char* const kDocuments[] = {
    "# Title\n\nA *paragraph* with `code` and **bold**.\nSecond line.\n\nAnother.\n",
    "```cpp\nint main() {\n\n  return 0;\n}\n```\nafter\n\n~~~\n```\n~~~\n\nend",
    "1. one\n2. two\n   - inner\n   - inner two\n\n     more of it\n3. three\n\nafter the list\n\n- a\n\n- "
    "b\n",
    "- item with code:\n\n  ```sh\n  ls\n\n  pwd\n  ```\n\n- next\n\nText.\n\n```\nx\n```\n",
    "> quote\n> more\n>\n> - list in quote\n\n> another\n\ntext\n",
    "| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |\n\nafter\n\n---\n\nend\n",
    "| a | b |\n|-|:-|\n| 1 | 2 |\n\n```\n| a | b |\n|-|:-|\n```\n\na|b\nc|d\n-|-\n\n> a|b\n> -|-\n",
    "    indented code\n\n    more\n\nparagraph\n\n* * *\n",
    "* starred\n\n    code in item?\n\n10. ten\n11. eleven\n",
    "````\n```\nnot the end\n```\n````\n\ntext\n\n``` not`a fence\n\nend\n",
    "a\n\n```\nnever closed\n\nstill code\n",
};

TEST(Markdown, SplitsAnAnswerIntoLeafBlocks) {
  const auto blocks = blocksOf(kDocuments[2]);
  ASSERT_EQ(blocks.size(), 9u);
  EXPECT_EQ(blocks[0].marker, "1.");
  EXPECT_EQ(blocks[2].marker, "•");
  EXPECT_EQ(blocks[2].listDepth, 2u);
  EXPECT_EQ(blocks[4].marker, "");
  EXPECT_EQ(blocks[4].text, "more of it");
  EXPECT_EQ(blocks[5].marker, "3.");
  EXPECT_EQ(blocks[6].listDepth, 0u);
}

TEST(Markdown, KeepsCodeAsWritten) {
  const auto blocks = blocksOf("```cpp title\nif (a < b && c) {\n\n  go();\n}\n```\n");
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].kind, BlockKind::Code);
  EXPECT_EQ(blocks[0].language, "cpp");
  EXPECT_EQ(blocks[0].text, "if (a < b && c) {\n\n  go();\n}");
}

TEST(Markdown, KeepsTheTabsOfCode) {
  const auto code = [](std::string_view text) {
    const auto blocks = blocksOf(text);
    return blocks.empty() ? std::string() : blocks.back().text;
  };
  EXPECT_EQ(code("```make\nall:\n\tcc  a.c\n\t\ttwo\n \tmixed\n\n\tend\t\n```\n"),
            "all:\n\tcc  a.c\n\t\ttwo\n \tmixed\n\n\tend\t");
  EXPECT_EQ(code("- item\n\n  ```\n  a:\n  \tb\n  ```\n"), "a:\n\tb");  // from column 2 to the tab stop at 4
  EXPECT_EQ(code("> ```\n> a:\n> \tb\n> ```\n"), "a:\n\tb");
  EXPECT_EQ(code("1. item\n\n\t```\n\ta\n\t```\n"), "a");
  EXPECT_EQ(code("1. item\n\n\t```\n\t\ta\n\t```\n"), "\ta");
  EXPECT_EQ(code("   ```\n\tx\n   ```\n"), " x");  // the margin of three columns ends within the tab
  EXPECT_EQ(code("\tint x;\n\t\ty;\n"), "int x;\n\ty;");
}

TEST(Markdown, ReadsTablesWithAlignments) {
  const auto blocks = blocksOf("| a | b |\n|:-:|--:|\n| 1 | **2** |\n");
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].kind, BlockKind::Table);
  EXPECT_EQ(blocks[0].cells, (std::vector<std::vector<std::string>>{{"a", "b"}, {"1", "<b>2</b>"}}));
  EXPECT_EQ(blocks[0].alignments, (std::vector{CellAlignment::Centre, CellAlignment::Right}));
}

TEST(Markdown, KeepsTheCellsOfAHeadThatTheLineBelowHasTooFewOf) {
  using Cells = std::vector<std::vector<std::string>>;
  const auto cells = [](const char* markdown) {
    const auto blocks = blocksOf(markdown);
    EXPECT_EQ(blocks.size(), 1u) << markdown;
    if (blocks.empty() || blocks[0].cells.empty()) return Cells{{}};
    for (const auto& row : blocks[0].cells) EXPECT_EQ(row.size(), blocks[0].alignments.size()) << markdown;
    return blocks[0].cells;
  };
  const Cells wide{{"a", "b", "c"}, {"1", "2", ""}};
  EXPECT_EQ(cells("| a | b | c |\n|---|--:|\n| 1 | 2 |\n"), wide);
  EXPECT_EQ(cells("a|b|c\n---|---\n1|2\n"), wide);
  EXPECT_EQ(cells("> | a | b | c |\n> |---|---|\n> | 1 | 2 |\n"), wide);
  EXPECT_EQ(cells("- | a | b | c |\n  |---|---|\n  | 1 | 2 |\n"), wide);
  EXPECT_EQ(cells("1. > | a | b | c |\n   > |---|---|\n   > | 1 | 2 |\n"), wide);
  // Bars that divide nothing, marks of style, formulas, tags.
  EXPECT_EQ(cells("| `a|b` | c\\|d | e\\|f | `g|h` |\n|---|---|\n")[0],
            (std::vector<std::string>{"<code>a|b</code>", "c|d", "e|f", "<code>g|h</code>"}));
  EXPECT_EQ(
      cells("| **a** | $x|y$ | *$z$* & <x> |\n|---|---|\n")[0],
      (std::vector<std::string>{"<b>a</b>", "<math>x|y</math>", "<i><math>z</math></i> &amp; &lt;x&gt;"}));
  // Nothing is added where nothing is missing.
  EXPECT_EQ(cells("| a | b | |\n|---|---|\n"), (Cells{{"a", "b"}}));
  EXPECT_EQ(cells("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n"), (Cells{{"a", "b"}, {"1", "2"}}));
}

TEST(Markdown, ReadsTablesWithOneDashAColumn) {
  using Cells = std::vector<std::vector<std::string>>;
  for (const char* below : {"|-|-|", "|:-|-:|", "--|--", "| - | -- |", "|-|-", ":-|:-:"}) {
    const auto blocks = blocksOf("| a | **b** |\n" + std::string(below) + "\n| 1 | 2 |\n");
    ASSERT_EQ(blocks.size(), 1u) << below;
    EXPECT_EQ(blocks[0].kind, BlockKind::Table) << below;
    EXPECT_EQ(blocks[0].cells, (Cells{{"a", "<b>b</b>"}, {"1", "2"}})) << below;
  }
  EXPECT_EQ(blocksOf("a|b\n:-|-:\n")[0].alignments, (std::vector{CellAlignment::Left, CellAlignment::Right}));
  for (const char* within : {"> |a|b|\n> |-|-|\n", "- |a|b|\n  |-|-|\n", "1. > |a|b|\n   > |-|-|\n"})
    EXPECT_EQ(blocksOf(within)[0].kind, BlockKind::Table) << within;
}

TEST(Markdown, KeepsOneDashAColumnAsItIsWrittenWhereItIsNoTable) {
  const std::string rows = "|a|b|\n|-|-|\n";
  for (const std::string fence : {"```", "~~~~"}) {
    EXPECT_EQ(blocksOf(fence + "\n" + rows + fence + "\n")[0].text, "|a|b|\n|-|-|");
    EXPECT_EQ(blocksOf(fence + "\n" + rows)[0].text, "|a|b|\n|-|-|") << "a fence that is still open";
    EXPECT_EQ(blocksOf("> " + fence + "\n> |a|b|\n> |-|-|\n> " + fence + "\n")[0].text, "|a|b|\n|-|-|");
  }
  EXPECT_EQ(blocksOf("x\n\n    |a|b|\n    |-|-|\n")[1].text, "|a|b|\n|-|-|");
  EXPECT_EQ(blocksOf("\t|a|b|\n\t  |-|-|\n")[0].text, "|a|b|\n  |-|-|");
  EXPECT_EQ(blocksOf("`|a|b|\n|-|-|`")[0].text, "<code>|a|b| |-|-|</code>");
  EXPECT_EQ(blocksOf("<div>\n" + rows)[0].text, "&lt;div&gt;<br/>|a|b|<br/>|-|-|");
  EXPECT_EQ(blocksOf("two lines\nof prose | x\n-|-\n")[0].text, "two lines<br/>of prose | x<br/>-|-");
  EXPECT_EQ(blocksOf("|a|b|\n|-|\n")[0].text, "|a|b|<br/>|-|");
  EXPECT_EQ(blocksOf("|a|b|\n|-|-|-|\n")[0].text, "|a|b|<br/>|-|-|-|");
}

// A line that is not whole yet and has a cell of fewer than three dashes is none; but a head never lacks a
// cell when it is one.
TEST(Markdown, ShowsAWholeHeadWhileTheLineBelowIsWritten) {
  const std::string start = "| one | two | three |\n", below = "|---|---|---|\n";
  size_t tables = 0;
  for (size_t length = 4; length <= below.size(); ++length) {
    for (const Block& block : blocksOf(start + below.substr(0, length))) {
      if (block.kind != BlockKind::Table) continue;
      ++tables;
      EXPECT_EQ(block.cells[0], (std::vector<std::string>{"one", "two", "three"})) << length;
    }
  }
  // Behind each third dash and each bar, each dash of the last column, and the end of the line.
  EXPECT_EQ(tables, 9u);
}

TEST(Markdown, ShowsHtmlAsText) {
  const auto blocks = blocksOf("<script>alert(1)</script> & <b>x</b>\n");
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].text, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;x&lt;/b&gt;");
}

TEST(Markdown, LinksOnlyToTheWebAndNeverLoadsPictures) {
  EXPECT_EQ(blocksOf("[a](https://x.org/?q=\"1\")")[0].text,
            "<a href=\"https://x.org/?q=&quot;1&quot;\">a</a>");
  EXPECT_EQ(blocksOf("[a](javascript:alert(1))")[0].text, "a");
  EXPECT_EQ(blocksOf("[a](file:///etc/passwd)")[0].text, "a");
  EXPECT_EQ(blocksOf("![pic](https://x.org/p.png)")[0].kind,
            BlockKind::Picture);  // which waits to be asked for
}

TEST(Markdown, GivesTheSameBlocksHoweverTheTextArrives) {
  std::mt19937 random(7);
  for (const std::string document : kDocuments) {
    const auto whole = blocksOf(document);
    for (int round = 0; round < 200; ++round) {
      MarkdownBlocks markdown;
      for (size_t at = 0; at < document.size();) {
        const size_t size = std::uniform_int_distribution<size_t>(1, 9)(random);
        markdown.append(document.substr(at, size));
        at += size;
      }
      ASSERT_EQ(markdown.blocks(), whole) << document;
    }
  }
}

// Sealing is an optimisation only: cut into segments or read in one piece, the blocks are equal.
TEST(Markdown, SealingDoesNotChangeTheMeaning) {
  for (const std::string document : kDocuments) {
    const auto whole = blocksOf(document);
    // Without line ends nothing can be sealed before the text is complete.
    MarkdownBlocks markdown;
    for (const char c : document) {
      const std::vector<Block> before(
          markdown.blocks().begin(),
          markdown.blocks().begin() + static_cast<std::ptrdiff_t>(markdown.sealed()));
      markdown.append(std::string_view(&c, 1));
      ASSERT_GE(markdown.sealed(), before.size());
      for (size_t i = 0; i < before.size(); ++i) ASSERT_EQ(markdown.blocks()[i], before[i]) << document;
    }
    ASSERT_EQ(markdown.blocks(), whole);
  }
}

TEST(Markdown, SealsParagraphsAndCodeWhileTheyStream) {
  MarkdownBlocks markdown;
  markdown.append("one\n\ntwo\n\n```\ncode\n```\nthree");
  EXPECT_EQ(markdown.sealed(), 3u);
  EXPECT_EQ(markdown.blocks().size(), 4u);
}

TEST(Markdown, SurvivesHostileText) {
  const auto start = std::chrono::steady_clock::now();
  const auto repeated = [](std::string_view piece, size_t times) {
    std::string text;
    for (size_t i = 0; i < times; ++i) text += piece;
    return text;
  };
  for (const std::string& text :
       {repeated(">", 100'000), repeated("> ", 50'000) + "x", repeated("- ", 50'000) + "x",
        repeated("[", 50'000), repeated("*a **b ", 20'000), repeated("`", 50'000),
        repeated("|", 20'000) + "\n" + repeated("|-", 10'000) + "\n", repeated("- a\n", 50'000),
        repeated("a\n\n", 50'000), repeated("<", 50'000), repeated("&#0;", 10'000), repeated("![", 50'000),
        repeated("1. ", 30'000) + "x", std::string("\xff\xfe\x00 a\n\n", 7)}) {
    const auto blocks = blocksOf(text);
    EXPECT_LE(blocks.size(), kBlocksMax + 1);
    for (const Block& block : blocks) {
      EXPECT_LE(block.listDepth, 8u);
      EXPECT_LE(block.quoteDepth, 6u);
    }
  }
  // Each takes milliseconds; the bound only has to tell them from quadratic ones (minutes) on a busy machine.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(Markdown, NeverDropsTextBeyondItsBounds) {
  std::string text;
  for (size_t i = 0; i < kBlocksMax + 500; ++i) text += "paragraph " + std::to_string(i) + "\n\n";
  const auto blocks = blocksOf(text);
  EXPECT_LE(blocks.size(), kBlocksMax + 1);
  EXPECT_NE(blocks.back().text.find("paragraph " + std::to_string(kBlocksMax + 499)), std::string::npos);
}

}  // namespace
}  // namespace hearth::desktop
