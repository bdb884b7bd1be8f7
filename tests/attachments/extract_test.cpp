// Text out of files: the encodings, PDF, DOCX, and what must be refused without harm.
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include "app/attachments/docx_text.h"
#include "app/attachments/extractor.h"
#include "app/attachments/file_kind.h"
#include "app/attachments/text_encoding.h"

namespace hearth::attachments {
namespace {

std::vector<std::byte> bytesOf(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> sample(const std::string& name) {
  std::ifstream file(HEARTH_TEST_DATA "/attachments/" + name, std::ios::binary);
  EXPECT_TRUE(file) << name;
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  return bytesOf(content);
}

Extractor extractor() { return Extractor(HEARTH_EXTRACT, std::chrono::seconds(60)); }

std::string textOf(const std::string& name) {
  auto extracted = extractor().extract(name, sample(name));
  EXPECT_TRUE(extracted) << (extracted ? "" : extracted.error().what());
  return extracted ? extracted->text : std::string();
}

std::string failureOf(const std::string& name, std::span<const std::byte> content) {
  auto extracted = extractor().extract(name, content);
  EXPECT_FALSE(extracted) << name;
  return extracted ? std::string() : extracted.error().what();
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(TextEncoding, ReadsWhatPeopleHave) {
  EXPECT_EQ(textOf("latin1.txt"), "Grüße aus Málaga, “naïve” café");
  EXPECT_EQ(textOf("utf16.csv"), "Name;Größe\nÄpfel;3\n");
  EXPECT_TRUE(contains(textOf("plain.md"), "Über alles"));
  EXPECT_EQ(*decodeText(bytesOf("\xEF\xBB\xBFmark\r\nend\r")), "mark\nend\n");
  EXPECT_EQ(*decodeText(bytesOf(std::string_view("h\0i\0 \0t\0h\0e\0r\0e\0", 16))), "hi there");
  EXPECT_FALSE(decodeText(bytesOf(std::string_view("a\0\0\0\x01\xFFz\0\0", 9))));
}

TEST(PdfText, ReadsAllPages) {
  const std::string text = textOf("letter.pdf");
  EXPECT_TRUE(contains(text, "The lighthouse keeper"));
  EXPECT_TRUE(contains(text, "café at Belém"));
  EXPECT_TRUE(contains(text, "400 ml"));
}

TEST(PdfText, SaysWhyThereIsNone) {
  EXPECT_TRUE(contains(failureOf("scan.pdf", sample("scan.pdf")), "only pictures"));
  EXPECT_TRUE(contains(failureOf("locked.pdf", sample("locked.pdf")), "password"));
  EXPECT_TRUE(contains(failureOf("x.pdf", bytesOf("%PDF-1.7 and nothing")), "damaged"));
}

TEST(DocxText, ReadsHeadingsListsTablesAndFootnotes) {
  const std::string text = textOf("garden.docx");
  EXPECT_TRUE(contains(text, "# The garden year\n\n# Spring\n\n"));
  EXPECT_TRUE(contains(text, "Prune the pear[^1] tree & rest.\n"));
  EXPECT_TRUE(contains(text, "- Sharpen the secateurs\n  - both blades\n"));
  EXPECT_TRUE(
      contains(text, "| Plant | Month |\n| --- | --- |\n| Pear | March |\n| Sage \\| thyme | April |\n"));
  EXPECT_TRUE(contains(text, "Última línea"));
  EXPECT_TRUE(contains(text, "[^1]: Not the quince."));
  EXPECT_FALSE(contains(text, "never"));
}

// A zip of one document whose text is `megabytes` of the same letter.
std::vector<std::byte> bomb(size_t megabytes) {
  std::vector<char> space(4 << 20);
  size_t used = 0;
  archive* zip = archive_write_new();
  archive_write_set_format_zip(zip);
  archive_write_open_memory(zip, space.data(), space.size(), &used);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, "word/document.xml");
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  archive_entry_set_size(entry, static_cast<la_int64_t>(megabytes << 20));
  archive_write_header(zip, entry);
  const std::vector<char> part(1 << 20, 'a');
  for (size_t i = 0; i < megabytes; ++i) archive_write_data(zip, part.data(), part.size());
  archive_entry_free(entry);
  archive_write_close(zip);
  archive_write_free(zip);
  return bytesOf({space.data(), used});
}

TEST(DocxText, AZipThatUnpacksToTooMuchIsRefused) {
  const auto content = bomb(200);
  ASSERT_LT(content.size(), size_t{1} << 20);
  EXPECT_TRUE(contains(failureOf("bomb.docx", content), "64 MB"));
}

TEST(Extractor, RefusesWhatItCannotReadWithASentence) {
  EXPECT_TRUE(contains(failureOf("cat.png", bytesOf("\x89PNG....")), "image"));
  EXPECT_TRUE(contains(failureOf("cat.txt", bytesOf("\xFF\xD8\xFF\xE0")), "image"));
  EXPECT_TRUE(contains(failureOf("sheet.xlsx", bytesOf("PK\x03\x04")), "PDF"));
  EXPECT_TRUE(contains(failureOf("empty.txt", {}), "empty"));
  EXPECT_TRUE(contains(failureOf("not.docx", bytesOf("no zip at all")), "DOCX"));
  const std::vector<std::byte> large(kFileBytesMax + 1, std::byte{'a'});
  EXPECT_TRUE(contains(failureOf("large.txt", large), "32 MB"));
  auto none = Extractor("/no/such/program").extract("a.pdf", sample("letter.pdf"));
  ASSERT_FALSE(none);
  EXPECT_TRUE(contains(none.error().what(), "Install"));
}

TEST(Extractor, AProgramThatTakesTooLongIsEnded) {
  auto slow =
      Extractor("/usr/bin/yes", std::chrono::milliseconds(200)).extract("a.pdf", sample("letter.pdf"));
  ASSERT_FALSE(slow);
  EXPECT_TRUE(contains(slow.error().what(), "too long"));
}

// Whatever a byte becomes, the answer is a text or a sentence.
TEST(Extractor, SurvivesDamagedDocuments) {
  std::mt19937 random(7);
  for (const char* name : {"garden.docx", "letter.pdf"}) {
    const auto whole = sample(name);
    for (int i = 0; i < 30; ++i) {
      auto broken = whole;
      for (int k = 0; k < 1 + i % 8; ++k)
        broken[random() % broken.size()] = static_cast<std::byte>(random() & 0xFF);
      if (i % 5 == 0) broken.resize(random() % broken.size());
      auto extracted = extractor().extract(name, broken);
      if (!extracted) {
        EXPECT_TRUE(extracted.error().what().ends_with('.')) << extracted.error().what();
      }
    }
  }
}

// The same without the other process, many times: under the sanitizers this is the fuzzer.
TEST(DocxText, SurvivesDamagedXml) {
  std::mt19937 random(11);
  const auto whole = sample("garden.docx");
  for (int i = 0; i < 3000; ++i) {
    auto broken = whole;
    for (int k = 0; k < 1 + i % 6; ++k)
      broken[random() % broken.size()] = static_cast<std::byte>(random() & 0xFF);
    static_cast<void>(docxText(broken));
  }
}

}  // namespace
}  // namespace hearth::attachments
