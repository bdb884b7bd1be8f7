// Pictures in answers: what becomes one, and what hostile bytes and addresses come to.
#include <gtest/gtest.h>
#include <QBuffer>
#include <QImageWriter>

#include "app/desktop/rendering/markdown.h"
#include "app/desktop/rendering/picture.h"
#include "app/desktop/rendering/picture_item.h"
#include "app/desktop/selection/clipboard_text.h"
#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

QByteArray png(QSize size) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(Qt::red);
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return bytes;
}

QString dataAddress(const QByteArray& bytes) {
  return QStringLiteral("data:image/png;base64,") + QString::fromLatin1(bytes.toBase64());
}

std::vector<Block> blocksOf(const std::string& text) {
  MarkdownBlocks blocks;
  blocks.read(text);
  return blocks.blocks();
}

TEST(PictureBlocks, APictureInAParagraphStandsForItself) {
  const auto blocks = blocksOf("Look: ![a **red** one](https://e.org/r.png) and on.");
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(blocks[0].text, "Look:");
  EXPECT_EQ(blocks[1].kind, BlockKind::Picture);
  EXPECT_EQ(blocks[1].address, "https://e.org/r.png");
  EXPECT_EQ(blocks[1].text, "a <b>red</b> one");
  EXPECT_EQ(blocks[2].text, "and on.");
  ClipboardText copied;
  for (const Block& block : blocks) copied.add(block, kBlockStart, kBlockEnd);
  EXPECT_EQ(copied.markdown().toStdString(), "Look:\n\n![a **red** one](https://e.org/r.png)\n\nand on.");
  EXPECT_EQ(copied.html().indexOf(QStringLiteral("<img")), -1) << "who pastes it must not fetch it";
}

TEST(PictureBlocks, OtherAddressesAreWords) {
  for (const char* address : {"javascript:alert(1)", "pic.png", "data:text/html,x", "ftp://e.org/r.png"}) {
    const auto blocks = blocksOf(std::string("![words](") + address + ")");
    ASSERT_EQ(blocks.size(), 1u) << address;
    EXPECT_EQ(blocks[0].kind, BlockKind::Paragraph) << address;
    EXPECT_EQ(blocks[0].text, "words") << address;
  }
  const auto table = blocksOf("|a|\n|-|\n|![words](https://e.org/r.png)|\n");
  EXPECT_EQ(table[0].cells[1][0], "<a href=\"https://e.org/r.png\">words</a>");
  EXPECT_EQ(blocksOf("**![words](https://e.org/r.png)**")[0].kind, BlockKind::Paragraph);
}

TEST(PictureBlocks, APictureInAHeadingStandsBeforeOrBehindIt) {
  const auto blocks =
      blocksOf("## ![logo](https://e.org/l.png) The *title* ![end](data:image/png;base64,aa)\n\nText.");
  ASSERT_EQ(blocks.size(), 4u);
  EXPECT_EQ(blocks[0].kind, BlockKind::Picture);
  EXPECT_EQ(blocks[1].kind, BlockKind::Heading);
  EXPECT_EQ(blocks[1].level, 2u);
  EXPECT_EQ(blocks[1].text, "The <i>title</i>");
  EXPECT_EQ(blocks[2].address, "data:image/png;base64,aa");
  EXPECT_EQ(blocks[3].text, "Text.");
  EXPECT_EQ(blocksOf("# ![words](https://e.org/r.png)").size(), 1u);
}

TEST(PictureBlocks, ALinkedPictureKnowsWhereItLeads) {
  const auto blocks = blocksOf("[![words](https://e.org/r.png)](https://x.org/?a=1&b)");
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].kind, BlockKind::Picture);
  EXPECT_EQ(blocks[0].link, "https://x.org/?a=1&b");
  ClipboardText copied;
  copied.add(blocks[0], kBlockStart, kBlockEnd);
  EXPECT_EQ(copied.markdown().toStdString(), "[![words](https://e.org/r.png)](https://x.org/?a=1&b)");
  EXPECT_EQ(copied.html().toStdString(), "<p><a href=\"https://x.org/?a=1&amp;b\">words</a></p>");

  const auto around =
      blocksOf("A [b <sub>c ![d](https://e.org/r.png) e](https://x.org) f ![g](https://e.org/g.png)");
  ASSERT_EQ(around.size(), 4u);
  EXPECT_EQ(around[0].text, "A <a href=\"https://x.org\">b <sub>c </sub></a>");
  EXPECT_EQ(around[1].link, "https://x.org");
  EXPECT_EQ(around[2].text, "<a href=\"https://x.org\">e</a> f");
  EXPECT_EQ(around[3].link, "");
  EXPECT_EQ(blocksOf("[![words](https://e.org/r.png)](javascript:alert(1))")[0].link, "");
  EXPECT_EQ(blocksOf("[![a](https://e.org/r.png) ![b](https://e.org/s.png)](https://x.org)").size(), 2u);
}

TEST(ReadPicture, IsMadeSmallerWhileItIsRead) {
  const Picture picture = readPicture(png({400, 200}), 100);
  EXPECT_EQ(picture.natural, QSize(400, 200));
  EXPECT_EQ(picture.image.size(), QSize(100, 50));
  EXPECT_EQ(readPicture(png({40, 20}), 100).image.size(), QSize(40, 20));
}

TEST(ReadPicture, RefusesHugeDimensionsBeforeItDecodes) {
  QByteArray bytes = png({16, 16});
  // The header's width and height, at their places, with the checksum left wrong or right: both are refused.
  for (const int at : {16, 20}) bytes.replace(at, 4, QByteArray("\x00\x01\x00\x00", 4));
  const Picture picture = readPicture(bytes, 700);
  EXPECT_TRUE(picture.image.isNull());
  EXPECT_FALSE(picture.problem.isEmpty());
}

TEST(ReadPicture, SaysThatACutOneIsDamaged) {
  const QByteArray whole = png({64, 64});
  for (qsizetype length = 0; length < whole.size(); length += 7) {
    const Picture picture = readPicture(whole.left(length), 700);
    EXPECT_TRUE(!picture.image.isNull() || !picture.problem.isEmpty()) << length;
  }
  EXPECT_FALSE(readPicture(whole.left(40), 700).problem.isEmpty());
}

TEST(ReadPicture, ReadsNoDrawingThatMayReferElsewhere) {
  const QByteArray svg =
      "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='file:///etc/passwd'/></svg>";
  EXPECT_TRUE(readPicture(svg, 700).image.isNull());
  EXPECT_FALSE(readPicture(svg, 700).problem.isEmpty());
}

TEST(ReadPicture, TakesDataAddressesApart) {
  EXPECT_EQ(bytesOfDataAddress(QStringLiteral("data:image/png;base64,aGVhcnRo")), "hearth");
  EXPECT_EQ(bytesOfDataAddress(QStringLiteral("data:image/png,a%20b")), "a b");
  EXPECT_EQ(bytesOfDataAddress(QStringLiteral("data:text/html;base64,aGVhcnRo")), "");
  EXPECT_EQ(bytesOfDataAddress(QStringLiteral("data:image/png;base64")), "");
}

// As QML makes one.
class ShownPicture : public PictureItem {
 public:
  explicit ShownPicture(const QString& address) {
    setWidest(200);
    setAddress(address);
    componentComplete();
  }
};

TEST(PictureItem, ShowsWhatCameWithTheText) {
  ShownPicture picture(dataAddress(png({400, 200})));
  EXPECT_EQ(picture.state(), PictureItem::Loading);
  ASSERT_TRUE(eventually([&] { return picture.state() == PictureItem::Shown; }));
  EXPECT_EQ(picture.implicitWidth(), 200);
  EXPECT_EQ(picture.implicitHeight(), 100);
}

TEST(PictureItem, ReadsAFileOnlyWhenAsked) {
  QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("red.png"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(png({20, 10}));
  file.close();
  ShownPicture picture(QUrl::fromLocalFile(path).toString());
  QTest::qWait(50);
  EXPECT_EQ(picture.state(), PictureItem::Waiting);
  EXPECT_TRUE(picture.note().contains(path));
  picture.load();
  EXPECT_TRUE(eventually([&] { return picture.state() == PictureItem::Shown; }));

  ShownPicture secret(QStringLiteral("file:///etc/passwd"));
  EXPECT_EQ(secret.state(), PictureItem::Waiting);
  secret.load();
  ASSERT_TRUE(eventually([&] { return secret.state() == PictureItem::Failed; }));
  EXPECT_FALSE(secret.note().isEmpty());
}

}  // namespace
}  // namespace hearth::desktop
