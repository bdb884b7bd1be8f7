// The line below a table's head, made wide enough for the parser and given back as it was written.
#include "runtime/base/markdown_tables.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

std::string widened(const std::string& markdown) {
  const TableText text = withWideDelimiters(markdown);
  EXPECT_EQ(withoutAdded(text.markdown, text), markdown);
  // Each byte for itself, too: the parser hands out pieces of any length.
  std::string single;
  for (size_t i = 0; i < text.markdown.size(); ++i)
    single += withoutAdded(std::string_view(text.markdown).substr(i, 1), text);
  EXPECT_EQ(single, markdown);
  return text.markdown;
}

TEST(WideDelimiters, HaveThreeCharactersACell) {
  EXPECT_EQ(widened("|a|b|\n|-|-|\n"), "|a|b|\n|---|---|\n");
  EXPECT_EQ(widened("a|b|c|d\n-|:-|-:|:-:\n"), "a|b|c|d\n---|:--|--:|:-:\n");
  EXPECT_EQ(widened("a | b\r\n-- | --\r\n1 | 2"), "a | b\r\n--- | ---\r\n1 | 2");
  EXPECT_EQ(widened("> - | a | b |\n>   | :- | - |  \n"), "> - | a | b |\n>   | :-- | --- |  \n");
  EXPECT_EQ(widened("| a | |\n|-|-|"), "| a | |\n|---|---|");
  EXPECT_EQ(widened("| `a|b` | c\\|d |\n|-|-|"), "| `a|b` | c\\|d |\n|---|---|");
  EXPECT_EQ(widened("x\n\n|a|\n|-|\n\n|b|\n|-|\n"), "x\n\n|a|\n|---|\n\n|b|\n|---|\n");
}

TEST(WideDelimiters, HaveAsManyCellsAsTheHead) {
  for (const char* none : {"|a|b|\n|-|\n", "|a|b|\n|-|-|-|\n", "a\n-\n", "a\n:-\n", "|a|b|\n\n|-|-|\n",
                           "|-|-|\n", "|a|b|\n|-|x|\n", "|a|b|\n|-||\n", "|a|b|\n|---|---|\n",
                           "|a|b| |\n|---|---|\n", "|a|b|\n| - | : |\n", ""}) {
    EXPECT_EQ(widened(none), none);
  }
  EXPECT_EQ(widened("|a|b|c|\n|---|--:|\n"), "|a|b|c|\n|---|--:|---|\n");
  EXPECT_EQ(widened("a|b|c\n---|---\n"), "a|b|c\n---|---|---\n");
}

TEST(WideDelimiters, LeaveTextFromElsewhereAlone) {
  const TableText text = withWideDelimiters("|a|\n|-|\n");
  EXPECT_EQ(withoutAdded("|---|", text), "|---|");
}

}  // namespace
}  // namespace hearth
