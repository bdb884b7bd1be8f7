// What is exported: nothing too much, nothing lost, and it can be imported again.
#include "storage/export/export_chats.h"

#include <gtest/gtest.h>

#include "storage/export/base64.h"
#include "storage/export/file_names.h"
#include "storage/export/html.h"
#include "storage/export/utf8_text.h"
#include "storage/import/import_chats.h"
#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

using namespace std::string_literals;

std::vector<std::byte> bytesOf(std::string_view text) {
  const auto* data = reinterpret_cast<const std::byte*>(text.data());
  return {data, data + text.size()};
}

class ExportTest : public testing::Test {
 protected:
  ExportTest() : store_(must(Store::open(folder_.file("hearth.db")))) { fill(); }
  Store& store() { return *store_; }

  // Two folders, a preset, versions, thinking, statistics, an attachment, and bytes that are no text.
  void fill() {
    const int64_t outer = must(store().createFolder("Work/Home", std::nullopt)).id;
    const int64_t inner = must(store().createFolder("Notes", outer)).id;
    must(store().setFolderSystemPrompt(outer, "Be brief."));
    must(store().setFolderParameters(inner, R"({"topP":0.9})"));
    const int64_t preset = must(store().addPreset({.name = "Poet",
                                                   .systemPrompt = "Rhyme.",
                                                   .modelPath = "",
                                                   .parameters = "{\"temperature\":1}"}))
                               .id;
    chat_ = must(store().createConversation(inner, "/models/tiny.gguf")).id;
    must(store().rename(chat_, "Why is the sky <blue>?", false));
    must(store().setPinned(chat_, true));
    must(store().setPreset(chat_, preset));
    must(store().setParameters(chat_, "{ \"temperature\" : 0.60 }"));  // not as a printer would write it
    must(store().setSystemPrompt(chat_, "Answer in **verse**."));
    const Message question =
        must(store().addMessage(chat_, std::nullopt, Role::User, "Why?", MessageState::Finished));
    const auto file =
        must(store().addAttachment(question.id, "sky.txt", "text/plain", bytesOf("blue\0\xFF"s)));
    must(store().setAttachmentText(file.sha256, "the text"));
    must(store().setAttachmentUsage(file.id, R"({"whole":true})"));
    const MessageStats stats{.promptTokens = 1,
                             .reusedTokens = 2,
                             .generatedTokens = 3,
                             .promptSeconds = 0.1,
                             .generateSeconds = 1.0 / 3,
                             .firstTokenSeconds = 0.2,
                             .thinkingSeconds = 0.4,
                             .parameters = "{\"seed\":7}",
                             .expertHits = 5,
                             .expertUses = 6,
                             .draftedTokens = 7,
                             .acceptedTokens = 8,
                             .energyJoules = 9.5};
    const auto answer = [&](const std::string& text, const std::string& thinking, MessageState state,
                            const std::string& error) {
      const Message begun =
          must(store().addMessage(chat_, question.id, Role::Assistant, "", MessageState::Writing, "tiny"));
      must(store().finish(begun.id, text, thinking, state, stats, error));
      return begun.id;
    };
    const int64_t first = answer("Because of **Rayleigh**.\n\n<script>alert(1)</script>", "secret thoughts",
                                 MessageState::Finished, "");
    answer("", "", MessageState::Failed, "out of memory");
    must(store().edit(first, "Edited \xFF bytes"));
    const Message later =
        must(store().addMessage(chat_, first, Role::User, "And at night?", MessageState::Stopped));
    must(store().setActiveLeaf(later.id));
    must(store().setSummary(first, "They spoke of \xFF light.", "tiny"));
    const int64_t plain = must(store().createConversation(std::nullopt, "")).id;
    must(store().addMessage(plain, std::nullopt, Role::User, "hello", MessageState::Finished));
    const int64_t trashed = must(store().createConversation(std::nullopt, "")).id;
    must(store().addMessage(trashed, std::nullopt, Role::User, "trash", MessageState::Finished));
    must(store().moveToTrash(trashed));
  }

  ExportReport exportAll(const std::string& format, const std::string& destination, bool thinking = false) {
    ExportRequest request{.conversationIds = must(conversationsToExport(store(), std::nullopt)),
                          .format = format,
                          .thinking = thinking,
                          .destination = destination};
    return must(exportChats(store(), request));
  }
  std::string exportOne(const std::string& format, bool thinking = false) {
    const std::string file = folder_.file("one");
    must(exportChats(store(), {.conversationIds = {chat_},
                               .format = format,
                               .thinking = thinking,
                               .destination = file,
                               .oneFile = true}));
    return contentOf(file);
  }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  int64_t chat_ = 0;
};

// All that a conversation is, ids replaced by places.
std::string described(Store& store, const Conversation& conversation) {
  const ConversationTree tree = must(store.tree(conversation.id));
  std::string text = conversation.title + "|" + std::to_string(conversation.titleIsAutomatic) +
                     std::to_string(conversation.pinned) + conversation.modelPath + "|" +
                     conversation.systemPrompt + "|" + conversation.parameters + "|" +
                     std::to_string(conversation.createdAt) + "|" + std::to_string(conversation.updatedAt) +
                     "|";
  for (const Folder& folder : tree.folders)
    text += folder.name + "(" + folder.systemPrompt + folder.modelPath + folder.parameters + ")/";
  if (tree.preset) text += tree.preset->name + tree.preset->systemPrompt + tree.preset->parameters;
  std::map<int64_t, size_t> place;
  for (const TreeMessage& node : tree.messages) {
    const Message& m = node.message;
    place[m.id] = place.size() + 1;
    text += "\n" + std::to_string(place[m.id]) + "<" + std::to_string(m.parentId ? place[*m.parentId] : 0) +
            " " + std::to_string(static_cast<int>(m.role)) + std::to_string(static_cast<int>(m.state)) +
            m.text + "|" + m.thinking + "|" + m.error + "|" + m.modelName + "|" +
            std::to_string(m.createdAt) + std::to_string(m.edited) + std::to_string(m.siblingIndex) + "/" +
            std::to_string(m.siblingCount);
    if (m.stats) {
      const MessageStats& s = *m.stats;
      text += "|" + std::to_string(s.promptTokens) + "," + std::to_string(s.reusedTokens) + "," +
              std::to_string(s.generatedTokens);
      for (const double seconds : {s.promptSeconds, s.generateSeconds, s.firstTokenSeconds, s.thinkingSeconds,
                                   s.energyJoules.value_or(-1)}) {
        char exact[40];
        std::snprintf(exact, sizeof exact, ",%a", seconds);
        text += exact;
      }
      text += s.parameters + std::to_string(s.expertHits) + "," + std::to_string(s.expertUses) + "," +
              std::to_string(s.draftedTokens) + "," + std::to_string(s.acceptedTokens);
    }
    if (node.summary)
      text +=
          "|" + node.summary->text + "|" + node.summary->modelName + std::to_string(node.summary->createdAt);
    for (const TreeAttachment& attachment : node.attachments)
      text += "|" + attachment.file.fileName + attachment.file.sha256 + attachment.file.usage +
              attachment.text.value_or("none");
  }
  return text + "\n" + std::to_string(place[tree.conversation.activeLeaf.value_or(0)]) + "\n";
}

std::string described(Store& store) {
  std::string text;
  for (const Conversation& conversation : must(store.conversations()))
    text += described(store, conversation) + "\n";
  return text;
}

// The name of the folder that imported chats lie in goes before theirs.
std::string withoutLanding(std::string text, const std::string& landing) {
  const std::string prefix = landing + "()/";
  for (size_t at; (at = text.find(prefix)) != std::string::npos;) text.erase(at, prefix.size());
  return text;
}

TEST_F(ExportTest, AnImportOfAnExportIsEqual) {
  for (const std::string destination : {"all.json", "all.zip", "all"}) {
    const ExportReport report = exportAll("json", folder_.file(destination), true);
    EXPECT_EQ(report.conversations, 2u);
    EXPECT_EQ(report.attachments, 1u);
    TemporaryFolder elsewhere;
    auto other = must(Store::open(elsewhere.file("hearth.db")));
    const ImportReport imported = must(importChats(*other, folder_.file(destination), ImportMode::Write));
    EXPECT_EQ(imported.conversations, 2u) << destination;
    EXPECT_EQ(imported.attachments, 1u);
    EXPECT_TRUE(imported.problems.empty());
    EXPECT_EQ(withoutLanding(described(*other), imported.folders.at(0)), described(store())) << destination;
    const auto attachment = must(store().attachmentsIn(chat_)).at(0);
    EXPECT_EQ(must(other->attachmentContent(attachment.sha256)),
              must(store().attachmentContent(attachment.sha256)));

    const ImportReport again = must(importChats(*other, folder_.file(destination), ImportMode::Write));
    EXPECT_EQ(again.conversations, 0u);
    EXPECT_EQ(again.alreadyThere, 2u);
    EXPECT_EQ(must(other->presets()).size(), 1u);
    EXPECT_EQ(must(other->folders()).size(), 3u);
  }
}

TEST_F(ExportTest, ItsOwnChatsAreKnownAgain) {
  exportAll("json", folder_.file("all.json"));
  const std::string before = described(store());
  const ImportReport report = must(importChats(store(), folder_.file("all.json"), ImportMode::Write));
  EXPECT_EQ(report.alreadyThere, 2u);
  EXPECT_EQ(described(store()), before);
}

TEST_F(ExportTest, ThinkingIsOnlyThereWhenAskedFor) {
  for (const std::string format : {"json", "markdown", "html", "text"}) {
    EXPECT_EQ(exportOne(format).find("secret thoughts"), std::string::npos) << format;
    EXPECT_NE(exportOne(format, true).find("secret thoughts"), std::string::npos) << format;
  }
}

TEST_F(ExportTest, MarkdownHasFrontMatterAndTheActiveBranch) {
  const std::string text = exportOne("markdown", true);
  EXPECT_TRUE(text.starts_with("---\ntitle: \"Why is the sky <blue>?\"\n")) << text;
  EXPECT_NE(text.find("folder: \"Work/Home / Notes\"\n"), std::string::npos);
  EXPECT_NE(text.find("\n## You\n\n*Attached: sky.txt*\n\nWhy?\n\n## "
                      "tiny\n\n<details>\n<summary>Thinking</summary>\n\nsecret thoughts\n\n"
                      "</details>\n\nBecause of **Rayleigh**."),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("## You\n\nAnd at night?\n"), std::string::npos);
  EXPECT_EQ(text.find("Edited"), std::string::npos);  // another version
}

TEST_F(ExportTest, HtmlRunsNothingAndLoadsNothing) {
  const std::string html = exportOne("html");
  EXPECT_NE(html.find("<strong>Rayleigh</strong>"), std::string::npos);
  EXPECT_NE(html.find("&lt;blue&gt;"), std::string::npos);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_NE(html.find("prefers-color-scheme:dark"), std::string::npos);
  for (const std::string markdown :
       {"[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x]( java&#115;cript:alert(1))",
        "[x](data:text/html,a)", "<javascript:alert(1)>", "![x](https://example.org/a.png)",
        "<img src=x onerror=alert(1)>", "<b onclick=a>", "[x](vbscript:a)", "![\"><script>a</script>](x)",
        "[a](<x\" onmouseover=\"b>)", "[x](&#106;avascript:a)", "[x](jav&#x09;ascript:a)"}) {
    const std::string fragment = htmlFromMarkdown(markdown);
    EXPECT_EQ(fragment.find("href=\"java"), std::string::npos) << fragment;
    EXPECT_EQ(fragment.find("href=\"data"), std::string::npos) << fragment;
    EXPECT_EQ(fragment.find("href=\"vbs"), std::string::npos) << fragment;
    EXPECT_EQ(fragment.find("href=\"Ja"), std::string::npos) << fragment;
    EXPECT_EQ(fragment.find("href=\"&"), std::string::npos) << fragment;
    EXPECT_EQ(fragment.find("<img"), std::string::npos) << fragment;
    EXPECT_EQ(fragment.find("<script"), std::string::npos) << fragment;
    EXPECT_EQ(fragment.find(" onmouseover=\""), std::string::npos) << fragment;
    EXPECT_EQ(fragment.find("<b "), std::string::npos) << fragment;
  }
  EXPECT_NE(
      htmlFromMarkdown("[x](https://example.org/?a=1&b=2)").find("href=\"https://example.org/?a=1&amp;b=2\""),
      std::string::npos);
}

TEST_F(ExportTest, HtmlHasTablesWithOneDashAColumn) {
  const std::string table = htmlFromMarkdown("|a|**b**|\n|:-|-|\n|1|2|\n");
  EXPECT_NE(table.find("<table>"), std::string::npos) << table;
  EXPECT_NE(table.find("<th><strong>b</strong></th>"), std::string::npos) << table;
  const std::string code = htmlFromMarkdown("```\n|a|b|\n|:-|-|\n```\n\none\ntwo|x\n-|-\n");
  EXPECT_NE(code.find("<code>|a|b|\n|:-|-|\n</code>"), std::string::npos) << code;
  EXPECT_NE(code.find("two|x\n-|-</p>"), std::string::npos) << code;
}

TEST_F(ExportTest, ManyChatsBecomeOneFileEachWithTheirFoldersAndFiles) {
  exportAll("markdown", folder_.file("all"));
  const std::filesystem::path root = folder_.file("all");
  EXPECT_TRUE(std::filesystem::exists(root / "Work_Home/Notes/Why is the sky _blue__.md"));
  EXPECT_EQ(contentOf(root / "Work_Home/Notes/Why is the sky _blue__ - files/sky.txt"), "blue\0\xFF"s);
  EXPECT_TRUE(std::filesystem::exists(root / "Untitled chat.md"));
}

TEST_F(ExportTest, AFolderIsExportedWithThoseInsideIt) {
  const int64_t outer = must(store().folders()).at(0).id;
  EXPECT_EQ(must(conversationsToExport(store(), outer)), std::vector<int64_t>{chat_});
}

TEST_F(ExportTest, StopsWhenAsked) {
  ExportRequest request{.conversationIds = must(conversationsToExport(store(), std::nullopt)),
                        .format = "text",
                        .thinking = false,
                        .destination = folder_.file("all.zip")};
  EXPECT_FALSE(exportChats(store(), request, [](uint32_t, uint32_t) { return false; }));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("all.zip")));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("all.zip.part")));
  request.destination = "/proc/no such place/all.zip";
  EXPECT_NE(errorOf(exportChats(store(), request)).find("/proc/no such place"), std::string::npos);
}

TEST(FileNames, AreSafeAndUnique) {
  EXPECT_EQ(safeFileName("../../etc/passwd"), "_.._etc_passwd");
  EXPECT_EQ(safeFileName("a:b*c?\x01"), "a_b_c_");
  EXPECT_EQ(safeFileName("  ... "), "Untitled");
  EXPECT_EQ(safeFileName("CON"), "CON_");
  EXPECT_EQ(safeFileName("com1.txt"), "com1.txt_");
  EXPECT_LE(safeFileName(std::string(500, 'a')).size(), 80u);
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ü";
  EXPECT_TRUE(isUtf8(safeFileName("x" + umlauts)));
  UniqueNames names;
  EXPECT_EQ(names.take("f/", "Chat", "md"), "f/Chat.md");
  EXPECT_EQ(names.take("f/", "chat", "md"), "f/chat (2).md");
  EXPECT_EQ(names.take("", "Chat", "md"), "Chat.md");
}

TEST(Base64, IsThatOfTheStandard) {  // RFC 4648, section 10
  EXPECT_EQ(toBase64(""), "");
  EXPECT_EQ(toBase64("f"), "Zg==");
  EXPECT_EQ(toBase64("fo"), "Zm8=");
  EXPECT_EQ(toBase64("foo"), "Zm9v");
  EXPECT_EQ(toBase64("foobar"), "Zm9vYmFy");
  std::string all;
  for (int i = 0; i < 256; ++i) {
    all += static_cast<char>(i);
    EXPECT_EQ(fromBase64(toBase64(all)), all);
  }
  EXPECT_EQ(fromBase64("Zm9"), std::nullopt);
  EXPECT_EQ(fromBase64("Zm9!"), std::nullopt);
}

TEST(Utf8, ReplacesWhatIsNone) {
  EXPECT_TRUE(isUtf8("Grüße 🎉"));
  for (const std::string& bad : {"\xFF"s, "\xC0\x80"s, "\xED\xA0\x80"s, "\xE4\xBD"s, "\xF4\x90\x80\x80"s})
    EXPECT_FALSE(isUtf8(bad));
  EXPECT_EQ(asUtf8("a\xFFz"), "a\xEF\xBF\xBDz");
}

}  // namespace
}  // namespace hearth::storage
