#include <gtest/gtest.h>

#include "app/desktop/rendering/long_paragraph.h"
#include "app/desktop/rendering/markdown.h"
#include "app/desktop/selection/clipboard_text.h"

namespace hearth::desktop {
namespace {

TEST(LongParagraph, IsCutBehindSpacesWithItsTagsClosedAndOpenedAgain) {
  const auto pieces = paragraphPieces("one <b>two <a href=\"https://e.org\">three four</a> five</b> six", 36);
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[0], "one <b>two </b>");
  EXPECT_EQ(pieces[1], "<b><a href=\"https://e.org\">three </a></b>");
  EXPECT_EQ(pieces[2], "<b><a href=\"https://e.org\">four</a> five</b> six");
}

TEST(LongParagraph, CutsNoFormulaEntityOrCharacter) {
  const auto pieces = paragraphPieces("<math>a b c d e f</math>&amp;&amp;\u20ac\u20ac\u20ac\u20ac", 8);
  for (const std::string& piece : pieces) {
    EXPECT_TRUE(piece.find("<math>") == std::string::npos || piece == "<math>a b c d e f</math>") << piece;
    EXPECT_NE(static_cast<unsigned char>(piece[0]) & 0xC0, 0x80) << piece;
    for (size_t at = piece.find('&'); at != std::string::npos; at = piece.find('&', at + 1))
      EXPECT_EQ(piece.substr(at, 5), "&amp;");
  }
}

TEST(LongParagraph, TextAddedAtTheEndMovesNoCut) {
  std::string text;
  std::vector<std::string> before;
  for (int i = 0; i < 400; ++i) {
    text += i % 5 == 0 ? "<i>word</i> " : "word" + std::to_string(i) + " ";
    const auto now = paragraphPieces(text, 100);
    for (size_t piece = 0; piece + 1 < before.size(); ++piece) ASSERT_EQ(now[piece], before[piece]);
    before = now;
  }
}

TEST(LongParagraph, IsCopiedInOnePiece) {
  std::string text;
  for (int i = 0; text.size() < 20'000; ++i) text += "word" + std::to_string(i) + " ";
  text.pop_back();
  MarkdownBlocks blocks;
  blocks.read("> - " + text + "\n");
  ASSERT_GT(blocks.blocks().size(), 3u);
  ClipboardText copied;
  for (const Block& block : blocks.blocks()) copied.add(block, kBlockStart, kBlockEnd);
  EXPECT_EQ(copied.markdown().toStdString(), "> - " + text);
  EXPECT_EQ(copied.plain().toStdString(), "\u2022 " + text);
  EXPECT_EQ(copied.html().count(QStringLiteral("<li>")), 1);
  EXPECT_EQ(copied.html().count(QStringLiteral("<blockquote>")), 1);
}

TEST(LongParagraph, AFinishedTextReadAtOnceGivesTheSameBlocks) {
  std::string text = "[late]: https://e.org\n\n";
  for (int i = 0; text.size() < 40'000; ++i)
    text += "Part " + std::to_string(i) + " of [late].\n\n- a\n- b\n\n```c\nint x;\n\nint y;\n```\n\n";
  MarkdownBlocks once, streamed;
  once.read(text);
  for (size_t at = 0; at < text.size(); at += 997) streamed.append(std::string_view(text).substr(at, 997));
  streamed.finish();
  EXPECT_EQ(once.blocks(), streamed.blocks());
}

}  // namespace
}  // namespace hearth::desktop
