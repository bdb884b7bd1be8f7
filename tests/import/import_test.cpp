// Other programs' exports arrive whole, once, and broken ones do no harm.
#include "storage/import/import_chats.h"

#include <gtest/gtest.h>

#include <random>

#include "storage/export/export_sink.h"
#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

const std::string kData = HEARTH_TEST_DATA "/import/";

class ImportTest : public testing::Test {
 protected:
  ImportTest() : store_(must(Store::open(folder_.file("hearth.db")))) {}
  Store& store() { return *store_; }
  ImportReport import(const std::string& path, ImportMode mode = ImportMode::Write) {
    return must(importChats(store(), path, mode));
  }
  ImportReport importText(const std::string& text) {
    writeContent(folder_.file("file.json"), text);
    return import(folder_.file("file.json"));
  }
  Conversation titled(const std::string& title) {
    for (const Conversation& conversation : must(store().conversations())) {
      if (conversation.title == title) return conversation;
    }
    ADD_FAILURE() << "no chat " << title;
    return {};
  }
  // "user: text" or "assistant(thinking): text", a line each.
  std::string branchOf(const std::string& title) {
    std::string lines;
    for (const Message& message : must(store().activeBranch(titled(title).id))) {
      lines += message.role == Role::User ? "user" : "assistant";
      if (!message.thinking.empty()) lines.append("(").append(message.thinking).append(")");
      lines.append(": ").append(message.text, 0, message.text.find('\n')).append("\n");
    }
    return lines;
  }
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(ImportTest, ReadsChatGpt) {
  const ImportReport dry = import(kData + "chatgpt", ImportMode::DryRun);
  EXPECT_EQ(dry.conversations, 3u);
  EXPECT_EQ(dry.empty, 1u);
  EXPECT_TRUE(must(store().conversations()).empty());
  EXPECT_TRUE(must(store().folders()).empty());
  const ImportReport report = import(kData + "chatgpt/conversations.json");
  EXPECT_EQ(report.conversations, 3u);
  EXPECT_EQ(report.messages, dry.messages);
  ASSERT_EQ(report.folders.size(), 1u);
  EXPECT_TRUE(report.folders[0].starts_with("ChatGPT 20")) << report.folders[0];
  EXPECT_EQ(must(store().folders()).at(0).name, report.folders[0]);

  const Conversation bread = titled("Bread that will not rise");
  EXPECT_EQ(bread.createdAt, 1735689600125);
  EXPECT_EQ(bread.source, "chatgpt:d93f4bf5-1111-4222-8333-000000000385");
  EXPECT_EQ(bread.folderId, must(store().folders()).at(0).id);
  const auto branch = must(store().activeBranch(bread.id));
  ASSERT_EQ(branch.size(), 4u);
  EXPECT_EQ(branch[1].siblingIndex, 1u);
  EXPECT_EQ(branch[1].siblingCount, 2u);
  EXPECT_EQ(branch[1].modelName, "gpt-4o");
  EXPECT_EQ(branch[1].createdAt, 1735689629125);
  EXPECT_EQ(must(store().siblings(branch[1].id)).at(0).text,
            "Check the starter: a spoonful should float in water.");
  EXPECT_EQ(must(store().activeBranch(titled("Picture and code").id)).at(0).text,
            "[image]\n\nWhat is in this picture?");
  EXPECT_EQ(must(store().activeBranch(titled("Picture and code").id)).at(1).text,
            "```python\nprint(2 + 2)\n```");
  EXPECT_EQ(branchOf("Thoughts"),
            "user: What is 17*23?\nassistant(Multiplying\n\n17*20=340, 17*3=51): 391\n");
}

TEST_F(ImportTest, ReadsClaude) {
  EXPECT_EQ(import(kData + "claude").conversations, 2u);
  EXPECT_EQ(branchOf("Tuning a guitar"),
            "user: How do I tune by ear?\nassistant(They mean a guitar.): By the fifth fret.\n");
  const Conversation guitar = titled("Tuning a guitar");
  EXPECT_EQ(guitar.createdAt, 1735689600250);
  EXPECT_EQ(must(store().attachmentsIn(guitar.id)).at(0).fileName, "strings.txt");
  EXPECT_EQ(branchOf("First version?"), "user: First version?\nassistant: Yes.\n");
  EXPECT_EQ(must(store().activeBranch(titled("First version?").id)).at(1).siblingCount, 2u);
  EXPECT_EQ(titled("First version?").createdAt, 1735804800000);  // 08:00 UTC
}

TEST_F(ImportTest, ReadsOpenWebUi) {
  EXPECT_EQ(import(kData + "open-webui").conversations, 1u);
  EXPECT_TRUE(titled("Plant care").pinned);
  EXPECT_EQ(branchOf("Plant care"),
            "user: My basil wilts.\nassistant(Probably dry soil.): Water it in the morning; keep it out of "
            "noon sun.\n"
            "user: How much?\nassistant: Until the soil feels damp, ~150 ml.\n");
  EXPECT_EQ(must(store().activeBranch(titled("Plant care").id)).at(1).siblingCount, 2u);
}

TEST_F(ImportTest, ReadsLmStudio) {
  EXPECT_EQ(import(kData + "lm-studio").conversations, 1u);
  EXPECT_EQ(titled("Knots").systemPrompt, "Be brief.");
  EXPECT_EQ(titled("Knots").source, "lm-studio:1735689600000");
  EXPECT_EQ(
      branchOf("Knots"),
      "user: How do I tie a bowline?\n"
      "assistant(The user wants the bowline.\nUse the rabbit story.): Loop, through, around, back through.\n"
      "user: How do I untie it after load?\nassistant: Bend the collar back to break it, then pull.\n");
  const auto branch = must(store().activeBranch(titled("Knots").id));
  EXPECT_EQ(branch[1].siblingCount, 2u);
  EXPECT_EQ(branch[2].siblingCount, 2u);
  EXPECT_EQ(branch[1].stats->generatedTokens, 78u);
  EXPECT_EQ(branch[1].modelName, "deepseek-r1-distill-qwen-7b");
}

TEST_F(ImportTest, ReadsJan) {
  EXPECT_EQ(import(kData + "jan").conversations, 1u);
  EXPECT_EQ(titled("Packing list").systemPrompt, "You are kind.");
  EXPECT_EQ(branchOf("Packing list"),
            "user: What do I pack for two days in Bergen?\n"
            "assistant(It rains there.): A rain jacket, wool, and good shoes.\nuser: Anything "
            "else?\nassistant: A *book*.\n");
}

TEST_F(ImportTest, ReadsGpt4All) {
  EXPECT_EQ(import(kData + "gpt4all").conversations, 1u);
  EXPECT_EQ(titled("Tea").systemPrompt, "You are brief.");
  EXPECT_EQ(titled("Tea").createdAt, 1735689600000);
  EXPECT_EQ(branchOf("Tea"),
            "user: How long do I steep green tea?\nassistant(Green tea: 80 degrees, short.): Two minutes at "
            "80 °C.\n"
            "user: Thanks 🍵\nassistant: Enjoy!\n");
}

TEST_F(ImportTest, ReadsAllAtOnceAndTheSecondTimeChangesNothing) {
  const ImportReport first = import(kData);
  EXPECT_EQ(first.conversations, 9u);
  EXPECT_EQ(first.folders.size(), 6u);
  EXPECT_TRUE(first.problems.empty());
  const std::string before =
      RawDatabase(folder_.file("hearth.db")).ask("SELECT * FROM messages; SELECT * FROM folders");
  const ImportReport second = import(kData);
  EXPECT_EQ(second.conversations, 0u);
  EXPECT_EQ(second.alreadyThere, 9u);
  EXPECT_EQ(RawDatabase(folder_.file("hearth.db")).ask("SELECT * FROM messages; SELECT * FROM folders"),
            before);
  must(store().moveToTrash(titled("Tea").id));
  EXPECT_EQ(import(kData).conversations, 0u);
  must(store().emptyTrash(0));
  EXPECT_EQ(import(kData).conversations, 1u);
}

TEST_F(ImportTest, ReadsZipFiles) {
  const std::string zip = folder_.file("export.zip");
  auto sink = must(ExportSink::zip(zip));
  for (const std::string file : {"chatgpt/conversations.json", "jan/threads/jan_1735689600/thread.json",
                                 "jan/threads/jan_1735689600/messages.jsonl",
                                 "gpt4all/gpt4all-0459adb4-1111-4222-8333-0000000001f4.chat"})
    must(sink->add("Grüße/" + file, contentOf(kData + file), 0));
  must(sink->add("Grüße/user.json", "{}", 0));
  must(sink->finish());
  EXPECT_EQ(import(zip).conversations, 5u);
  const std::string whole = contentOf(zip);
  writeContent(zip, whole.substr(0, whole.size() / 2));
  EXPECT_NE(errorOf(importChats(store(), zip, ImportMode::Write)).find("zip file"), std::string::npos);
}

TEST_F(ImportTest, OneBrokenChatDoesNotSpoilTheOthers) {
  const std::string good =
      R"({"uuid":"a","name":"good","chat_messages":[{"sender":"human","text":"hello"}]})";
  const std::string circle =
      R"({"id":"b","title":"circle","mapping":{"x":{"parent":"y","message":null},"y":{"parent":"x","message":null}}})";
  const std::string invalid = "{\"uuid\":\"c\",\"name\":\"\xFF\",\"chat_messages\":[]}";
  const ImportReport report =
      importText(std::string("[").append(circle).append(",").append(invalid).append(",").append(good).append(
          R"(,{"what":1},null,[],3])"));
  EXPECT_EQ(report.conversations, 1u);
  ASSERT_EQ(report.problems.size(), 6u);
  EXPECT_EQ(report.problems[0].where, "file.json, chat 1");
  EXPECT_NE(report.problems[0].reason.find("circle"), std::string::npos);
  EXPECT_NE(report.problems[1].reason.find("UTF-8"), std::string::npos) << report.problems[1].reason;
  EXPECT_EQ(branchOf("good"), "user: hello\n");
}

TEST_F(ImportTest, AFileThatIsCutOffGivesWhatIsThere) {
  const std::string whole = contentOf(kData + "chatgpt/conversations.json");
  const ImportReport report = importText(whole.substr(0, whole.size() * 3 / 4));
  EXPECT_EQ(report.conversations, 2u);
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_NE(report.problems[0].reason.find("end of the file is missing"), std::string::npos);
}

TEST_F(ImportTest, WhatHasLostItsParentBeginsABranch) {
  EXPECT_EQ(importText(R"([{"uuid":"a","name":"orphans","chat_messages":[
    {"uuid":"1","sender":"human","text":"one","parent_message_uuid":"gone"},
    {"uuid":"2","sender":"human","text":"two","parent_message_uuid":"gone too"}]}])")
                .conversations,
            1u);
  EXPECT_EQ(branchOf("orphans"), "user: two\n");
  EXPECT_EQ(must(store().activeBranch(titled("orphans").id)).at(0).siblingCount, 2u);
}

TEST_F(ImportTest, SaysWhatIsWrongWithOtherFiles) {
  const auto reason = [&](const std::string& content) {
    writeContent(folder_.file("other.json"), content);
    const auto report = importChats(store(), folder_.file("other.json"), ImportMode::DryRun);
    if (!report) return report.error().what();
    return report->problems.empty() ? std::string() : report->problems[0].reason;
  };
  EXPECT_NE(reason("").find("empty"), std::string::npos);
  EXPECT_NE(reason("hello").find("no JSON"), std::string::npos);
  EXPECT_NE(reason("{\"a\":").find("end of the file is missing"), std::string::npos);
  EXPECT_NE(reason("{\"a\":1}").find("no chats"), std::string::npos);
  EXPECT_NE(reason("[]").find("no chats"), std::string::npos);
  EXPECT_NE(errorOf(importChats(store(), folder_.file("absent"), ImportMode::DryRun)).find("not there"),
            std::string::npos);
  EXPECT_NE(reason(R"({"format":"hearth-chats","version":99,"conversations":[{}]})").find("newer Hearth"),
            std::string::npos);
}

// As deep as no stack of calls would bear.
TEST_F(ImportTest, BearsAMillionMessagesInARow) {
  std::string text = R"([{"uuid":"deep","name":"deep","chat_messages":[)";
  constexpr int kMessages = 1'000'000;
  for (int i = 0; i < kMessages; ++i)
    text += i == 0 ? R"({"sender":"human","text":"a"})" : R"(,{"sender":"human","text":"a"})";
  writeContent(folder_.file("deep.json"), text + "]}]");
  EXPECT_EQ(import(folder_.file("deep.json"), ImportMode::DryRun).messages, 1'000'000u);
  writeContent(folder_.file("brackets.json"), std::string(1'000'000, '['));
  EXPECT_FALSE(import(folder_.file("brackets.json"), ImportMode::DryRun).problems.empty());
  std::string nested = "[{\"chat_messages\":";
  nested += std::string(200'000, '[') + std::string(200'000, ']') + "}]";
  writeContent(folder_.file("nested.json"), nested);
  EXPECT_EQ(import(folder_.file("nested.json"), ImportMode::DryRun).conversations, 0u);
}

// Whatever bytes: an answer, no crash, and what is written can be read.
TEST_F(ImportTest, SurvivesBrokenBytes) {
  std::mt19937 random(5);
  const std::string jan = "jan/threads/jan_1735689600/";
  for (const std::string file : {"chatgpt/conversations.json", "claude/conversations.json",
                                 "open-webui/chat-export.json", "lm-studio/1735689600000.conversation.json",
                                 "gpt4all/gpt4all-0459adb4-1111-4222-8333-0000000001f4.chat"}) {
    const std::string whole = contentOf(kData + file);
    for (int round = 0; round < 60; ++round) {
      std::string broken = whole;
      for (size_t n = 1 + random() % 4; n > 0; --n) {
        const size_t at = random() % broken.size();
        switch (random() % 3) {
          case 0:
            broken[at] = static_cast<char>(random());
            break;
          case 1:
            broken.erase(at, 1 + random() % 20);
            break;
          default:
            broken.insert(at, "[{\"null\"}]", random() % 10);
        }
        if (broken.empty()) broken.push_back(' ');
      }
      writeContent(folder_.file("broken.json"), broken);
      static_cast<void>(importChats(store(), folder_.file("broken.json"), ImportMode::Write));
    }
  }
  for (const Conversation& conversation : must(store().conversations()))
    must(store().activeBranch(conversation.id));
}

}  // namespace
}  // namespace hearth::storage
