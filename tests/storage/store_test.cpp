// What the app does with the store from day to day.
#include "storage/store.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "storage/database.h"
#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

class StoreTest : public testing::Test {
 protected:
  std::string path() const { return folder_.file("hearth.db"); }
  Store& store() {
    if (!store_) store_ = must(Store::open(path()));
    return *store_;
  }
  void reopen() { store_.reset(); }
  int64_t newChat() { return must(store().createConversation(std::nullopt, "model.gguf")).id; }
  Message say(int64_t chat, std::optional<int64_t> parent, const std::string& text) {
    return must(store().addMessage(chat, parent, Role::User, text, MessageState::Finished));
  }
  Message answer(int64_t chat, int64_t parent, const std::string& text) {
    const Message begun =
        must(store().addMessage(chat, parent, Role::Assistant, "", MessageState::Writing, "tiny"));
    must(store().finish(begun.id, text, "", MessageState::Finished, std::nullopt));
    return begun;
  }
  std::vector<std::string> branchTexts(int64_t chat) {
    std::vector<std::string> texts;
    for (const Message& message : must(store().activeBranch(chat))) texts.push_back(message.text);
    return texts;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

using Texts = std::vector<std::string>;

TEST_F(StoreTest, KeepsAConversationAcrossReopening) {
  const int64_t chat = newChat();
  const Message question = say(chat, std::nullopt, "Why is the sky blue?");
  const MessageStats stats{.promptTokens = 12,
                           .reusedTokens = 3,
                           .generatedTokens = 40,
                           .promptSeconds = 0.25,
                           .generateSeconds = 2.5,
                           .firstTokenSeconds = 0.3,
                           .thinkingSeconds = 1.5};
  const Message begun =
      must(store().addMessage(chat, question.id, Role::Assistant, "", MessageState::Writing, "tiny"));
  must(store().flush(begun.id, "Because", "Let me think"));
  must(store().finish(begun.id, "Because of scattering.", "Let me think.", MessageState::Stopped, stats));
  reopen();

  const auto branch = must(store().activeBranch(chat));
  ASSERT_EQ(branch.size(), 2u);
  EXPECT_EQ(branch[0].role, Role::User);
  EXPECT_EQ(branch[0].text, "Why is the sky blue?");
  EXPECT_FALSE(branch[0].stats.has_value());
  EXPECT_EQ(branch[1].role, Role::Assistant);
  EXPECT_EQ(branch[1].state, MessageState::Stopped);
  EXPECT_EQ(branch[1].text, "Because of scattering.");
  EXPECT_EQ(branch[1].thinking, "Let me think.");
  EXPECT_EQ(branch[1].modelName, "tiny");
  ASSERT_TRUE(branch[1].stats.has_value());
  EXPECT_EQ(branch[1].stats->promptTokens, 12u);
  EXPECT_EQ(branch[1].stats->reusedTokens, 3u);
  EXPECT_EQ(branch[1].stats->generatedTokens, 40u);
  EXPECT_EQ(branch[1].stats->promptSeconds, 0.25);
  EXPECT_EQ(branch[1].stats->generateSeconds, 2.5);
  EXPECT_EQ(branch[1].stats->firstTokenSeconds, 0.3);
  EXPECT_EQ(branch[1].stats->thinkingSeconds, 1.5);
  EXPECT_EQ(must(store().conversation(chat)).activeLeaf, begun.id);
}

TEST_F(StoreTest, KeepsEveryByteOfAText) {
  const int64_t chat = newChat();
  using namespace std::string_literals;
  const Texts texts = {"",
                       "a\0b\0"s,
                       "\0"s,
                       "half an emoji \xF0\x9F",
                       "\xFF\xFE\x80",
                       "\xEF\xBB\xBFwith a mark",
                       "line\r\nline\n",
                       "' OR 1=1; --",
                       std::string(3'000'000, 'x')};
  for (const std::string& text : texts) {
    const Message message = say(chat, std::nullopt, text);
    EXPECT_EQ(message.text, text);
    must(store().finish(message.id, text, text, MessageState::Failed, std::nullopt, text));
    const auto branch = must(store().activeBranch(chat));
    ASSERT_EQ(branch.size(), 1u);
    EXPECT_EQ(branch[0].text, text);
    EXPECT_EQ(branch[0].thinking, text);
    EXPECT_EQ(branch[0].error, text);
    must(store().rename(chat, text, false));
    EXPECT_EQ(must(store().conversation(chat)).title, text);
    must(store().setSetting("k" + text, text));
    EXPECT_EQ(must(store().setting("k" + text)), text);
  }
}

TEST_F(StoreTest, RegeneratingAddsASiblingAndKeepsTheOldAnswer) {
  const int64_t chat = newChat();
  const Message question = say(chat, std::nullopt, "question");
  const Message first = answer(chat, question.id, "first answer");
  const Message followUp = say(chat, first.id, "follow-up");
  const Message second = answer(chat, question.id, "second answer");
  EXPECT_EQ(branchTexts(chat), (Texts{"question", "second answer"}));

  auto branch = must(store().activeBranch(chat));
  EXPECT_EQ(branch[0].siblingCount, 1u);
  EXPECT_EQ(branch[1].siblingIndex, 1u);
  EXPECT_EQ(branch[1].siblingCount, 2u);

  must(store().activate(first.id));
  EXPECT_EQ(branchTexts(chat), (Texts{"question", "first answer", "follow-up"}));
  EXPECT_EQ(must(store().conversation(chat)).activeLeaf, followUp.id);
  branch = must(store().activeBranch(chat));
  EXPECT_EQ(branch[1].siblingIndex, 0u);
  EXPECT_EQ(branch[1].siblingCount, 2u);

  const auto siblings = must(store().siblings(first.id));
  ASSERT_EQ(siblings.size(), 2u);
  EXPECT_EQ(siblings[0].id, first.id);
  EXPECT_EQ(siblings[1].id, second.id);
}

TEST_F(StoreTest, EditingTheFirstMessageAddsASecondTree) {
  const int64_t chat = newChat();
  const int64_t otherChat = newChat();
  say(otherChat, std::nullopt, "a first message elsewhere is no sibling");
  const Message original = say(chat, std::nullopt, "original");
  const Message edited = say(chat, std::nullopt, "edited");
  const auto siblings = must(store().siblings(original.id));
  ASSERT_EQ(siblings.size(), 2u);
  EXPECT_EQ(siblings[1].id, edited.id);
  EXPECT_EQ(branchTexts(chat), Texts{"edited"});
}

TEST_F(StoreTest, RefusesAParentOfAnotherConversation) {
  const Message elsewhere = say(newChat(), std::nullopt, "elsewhere");
  const int64_t chat = newChat();
  EXPECT_FALSE(store().addMessage(chat, elsewhere.id, Role::User, "text", MessageState::Finished));
  EXPECT_FALSE(store().addMessage(chat, 4711, Role::User, "text", MessageState::Finished));
  EXPECT_FALSE(store().addMessage(4711, std::nullopt, Role::User, "text", MessageState::Finished));
  EXPECT_TRUE(must(store().activeBranch(chat)).empty());
}

TEST_F(StoreTest, FlushesOnlyAnAnswerBeingWritten) {
  const int64_t chat = newChat();
  const Message question = say(chat, std::nullopt, "question");
  EXPECT_FALSE(store().flush(question.id, "changed", ""));
  const Message done = answer(chat, question.id, "done");
  EXPECT_FALSE(store().flush(done.id, "a flush that comes late", ""));
  EXPECT_FALSE(store().flush(4711, "text", ""));
  EXPECT_EQ(branchTexts(chat), (Texts{"question", "done"}));
}

TEST_F(StoreTest, SavesAnAnswerWhoseFiguresAreNotNumbers) {
  const int64_t chat = newChat();
  const Message question = say(chat, std::nullopt, "question");
  const MessageStats stats{.promptSeconds = std::nan(""),
                           .generateSeconds = std::numeric_limits<double>::infinity()};
  must(store().finish(question.id, "text", "", MessageState::Finished, stats));
  EXPECT_EQ(must(store().activeBranch(chat))[0].stats->promptSeconds, 0.0);
}

TEST_F(StoreTest, ListsPinnedFirstThenNewestActivity) {
  const int64_t oldest = newChat(), middle = newChat(), newest = newChat();
  RawDatabase(path()).run("UPDATE conversations SET updated_at = id");
  const auto order = [&] {
    std::vector<int64_t> ids;
    for (const auto& conversation : must(store().conversations())) ids.push_back(conversation.id);
    return ids;
  };
  EXPECT_EQ(order(), (std::vector{newest, middle, oldest}));
  must(store().setPinned(middle, true));
  EXPECT_EQ(order(), (std::vector{middle, newest, oldest}));
  say(oldest, std::nullopt, "activity");
  EXPECT_EQ(order(), (std::vector{middle, oldest, newest}));
  EXPECT_EQ(must(store().conversations(1, 1)).at(0).id, oldest);
}

TEST_F(StoreTest, ChangesAConversationsFields) {
  const int64_t chat = newChat();
  const int64_t folder = must(store().createFolder("Work", std::nullopt)).id;
  must(store().rename(chat, "A title", false));
  must(store().setModel(chat, "other.gguf"));
  must(store().setSystemPrompt(chat, "Be brief."));
  must(store().moveToFolder(chat, folder));
  const Conversation conversation = must(store().conversation(chat));
  EXPECT_EQ(conversation.title, "A title");
  EXPECT_FALSE(conversation.titleIsAutomatic);
  EXPECT_EQ(conversation.modelPath, "other.gguf");
  EXPECT_EQ(conversation.systemPrompt, "Be brief.");
  EXPECT_EQ(conversation.folderId, folder);
  EXPECT_FALSE(store().rename(4711, "nobody", false));
  EXPECT_FALSE(store().conversation(4711));
  EXPECT_FALSE(store().moveToFolder(chat, 4711));
}

TEST_F(StoreTest, TrashHidesAConversationUntilItIsRestored) {
  const int64_t chat = newChat();
  say(chat, std::nullopt, "unicorn");
  must(store().moveToTrash(chat));
  EXPECT_TRUE(must(store().conversations()).empty());
  EXPECT_TRUE(must(store().search("unicorn")).empty());
  ASSERT_EQ(must(store().trash()).size(), 1u);
  EXPECT_TRUE(must(store().trash())[0].deletedAt.has_value());
  must(store().restoreFromTrash(chat));
  EXPECT_EQ(must(store().conversations()).size(), 1u);
  EXPECT_EQ(must(store().search("unicorn")).size(), 1u);
  EXPECT_TRUE(must(store().trash()).empty());
}

TEST_F(StoreTest, KeepsTheExpertsOfAConversation) {
  const int64_t chat = newChat(), other = newChat();
  EXPECT_EQ(must(store().expertProfile(chat)), "");
  const std::string bytes("\0\xFF\x80 any bytes \0", 15);
  must(store().setExpertProfile(chat, "the first"));
  must(store().setExpertProfile(chat, bytes));
  reopen();
  EXPECT_EQ(must(store().expertProfile(chat)), bytes);
  EXPECT_EQ(must(store().expertProfile(other)), "");
  EXPECT_FALSE(store().setExpertProfile(4711, bytes));
  EXPECT_EQ(RawDatabase(path()).ask("SELECT count(*) FROM conversation_experts"), "1");
}

TEST_F(StoreTest, KeepsTheExpertsInTheTrashAndDeletesThemWithTheConversation) {
  const int64_t chat = newChat(), other = newChat();
  must(store().setExpertProfile(chat, "bytes"));
  must(store().setExpertProfile(other, "other bytes"));
  must(store().moveToTrash(chat));
  EXPECT_EQ(must(store().expertProfile(chat)), "bytes");
  must(store().restoreFromTrash(chat));
  EXPECT_EQ(must(store().expertProfile(chat)), "bytes");
  must(store().moveToTrash(chat));
  EXPECT_EQ(must(store().emptyTrash(0)), 1u);
  EXPECT_EQ(must(store().expertProfile(chat)), "");
  EXPECT_EQ(RawDatabase(path()).ask("SELECT count(*) FROM conversation_experts"), "1");
}

TEST_F(StoreTest, OpeningEmptiesTheTrashAfterThirtyDays) {
  const int64_t recent = newChat(), old = newChat();
  say(old, std::nullopt, "unicorn");
  must(store().moveToTrash(recent));
  must(store().moveToTrash(old));
  reopen();
  constexpr int64_t kDayMs = 24 * 60 * 60 * 1000;
  RawDatabase(path()).run("UPDATE conversations SET deleted_at = deleted_at - " +
                          std::to_string(kTrashDays * kDayMs - 60'000) +
                          " WHERE id = " + std::to_string(recent));
  RawDatabase(path()).run("UPDATE conversations SET deleted_at = deleted_at - " +
                          std::to_string(kTrashDays * kDayMs) + " WHERE id = " + std::to_string(old));
  ASSERT_EQ(must(store().trash()).size(), 1u);
  EXPECT_EQ(must(store().trash())[0].id, recent);
  EXPECT_FALSE(store().conversation(old));
  EXPECT_EQ(RawDatabase(path()).ask("SELECT count(*) FROM messages"), "0");
}

// SQLite limits how deep one deletion may lead to the next (1000): a long chat must go all the same.
TEST_F(StoreTest, DeletesAConversationOfThousandsOfMessages) {
  const int64_t chat = newChat();
  say(chat, std::nullopt, "first");
  reopen();
  const std::string id = std::to_string(chat);
  must(must(Database::open(path(), Access::ReadWrite))
           ->execute(
               "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
               " INSERT INTO messages (id, conversation_id, parent_id, role, state, created_at) SELECT i, " +
               id + ", i - 1, 0, 1, 0 FROM n; UPDATE conversations SET active_leaf = 5000"));
  EXPECT_EQ(must(store().activeBranch(chat)).size(), 5000u);
  must(store().activate(1));
  EXPECT_EQ(must(store().conversation(chat)).activeLeaf, 5000);
  must(store().moveToTrash(chat));
  EXPECT_EQ(must(store().emptyTrash(0)), 1u);
  EXPECT_EQ(RawDatabase(path()).ask("SELECT count(*) FROM messages"), "0");
}

TEST_F(StoreTest, DeletingAFolderKeepsWhatWasInIt) {
  const Folder outer = must(store().createFolder("Outer", std::nullopt));
  const Folder middle = must(store().createFolder("Middle", outer.id));
  const Folder inner = must(store().createFolder("Inner", middle.id));
  EXPECT_EQ(must(store().createFolder("Second", std::nullopt)).position, 1);
  const int64_t chat = must(store().createConversation(middle.id, "")).id;
  must(store().renameFolder(inner.id, "Innermost"));
  must(store().deleteFolder(middle.id));
  EXPECT_FALSE(must(store().conversation(chat)).folderId.has_value());
  for (const Folder& folder : must(store().folders())) {
    EXPECT_NE(folder.id, middle.id);
    if (folder.id == inner.id) {
      EXPECT_EQ(folder.name, "Innermost");
      EXPECT_EQ(folder.parentId, outer.id);
    }
  }
  EXPECT_FALSE(store().deleteFolder(middle.id));
}

std::vector<std::byte> bytesOf(std::string_view text) {
  const auto* data = reinterpret_cast<const std::byte*>(text.data());
  return {data, data + text.size()};
}

TEST_F(StoreTest, KeepsAttachmentsByContent) {
  const int64_t chat = newChat();
  const Message message = say(chat, std::nullopt, "see file");
  const auto content = bytesOf("abc");
  // The SHA-256 of "abc", FIPS 180-2, appendix B.1.
  const std::string hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  const Attachment first = must(store().addAttachment(message.id, "a.txt", "text/plain", content));
  must(store().addAttachment(message.id, "../b.txt", "text/plain", content));
  EXPECT_EQ(first.sha256, hash);
  EXPECT_EQ(first.bytes, 3u);
  EXPECT_EQ(must(store().attachmentContent(hash)), content);
  const auto list = must(store().attachments(message.id));
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[1].fileName, "../b.txt");
  const std::filesystem::path file = path() + "-attachments/ba/" + hash;
  EXPECT_EQ(contentOf(file), "abc");

  EXPECT_FALSE(store().attachmentContent("../../etc/passwd"));
  writeContent(file, "abd");
  EXPECT_NE(errorOf(store().attachmentContent(hash)).find("changed or damaged"), std::string::npos);
  must(store().addAttachment(message.id, "a.txt", "text/plain", content));  // repairs it
  EXPECT_EQ(must(store().attachmentContent(hash)), content);
  EXPECT_EQ(must(store().addAttachment(message.id, "empty", "", {})).bytes, 0u);
}

TEST_F(StoreTest, RemovesAttachmentFilesWithTheirLastUse) {
  const int64_t kept = newChat(), deleted = newChat();
  const Message inKept = say(kept, std::nullopt, "kept"), inDeleted = say(deleted, std::nullopt, "deleted");
  const auto shared = must(store().addAttachment(inKept.id, "s", "", bytesOf("shared"))).sha256;
  must(store().addAttachment(inDeleted.id, "s", "", bytesOf("shared")));
  const auto alone = must(store().addAttachment(inDeleted.id, "a", "", bytesOf("alone"))).sha256;
  must(store().moveToTrash(deleted));
  EXPECT_TRUE(store().attachmentContent(alone));  // undo is possible until the trash is emptied
  EXPECT_EQ(must(store().emptyTrash(0)), 1u);
  EXPECT_TRUE(store().attachmentContent(shared));
  EXPECT_FALSE(store().attachmentContent(alone));
}

TEST_F(StoreTest, RemembersSettings) {
  EXPECT_EQ(must(store().setting("theme")), std::nullopt);
  must(store().setSetting("theme", "dark"));
  must(store().setSetting("theme", "light"));
  must(store().setSetting("empty", ""));
  reopen();
  EXPECT_EQ(must(store().setting("theme")), "light");
  EXPECT_EQ(must(store().setting("empty")), "");
}

TEST_F(StoreTest, TwoStoresShareOneFile) {
  auto other = must(Store::open(path()));
  const int64_t chat = newChat();
  const Message question = say(chat, std::nullopt, "question");
  EXPECT_EQ(must(other->activeBranch(chat)).size(), 1u);
  const Message begun =
      must(store().addMessage(chat, question.id, Role::Assistant, "", MessageState::Writing));
  must(store().flush(begun.id, "so far", ""));
  // A third one opens while the answer is being written: it is not taken for an interrupted one.
  auto third = must(Store::open(path()));
  EXPECT_EQ(must(third->activeBranch(chat)).at(1).state, MessageState::Writing);
  must(other->addMessage(chat, question.id, Role::User, "from the other", MessageState::Finished));
  must(store().flush(begun.id, "so far and further", ""));
  // Once its writer is gone, it is.
  reopen();
  third = must(Store::open(path()));
  const Message left = must(third->siblings(begun.id)).at(0);
  EXPECT_EQ(left.state, MessageState::Interrupted);
  EXPECT_EQ(left.text, "so far and further");
}

TEST_F(StoreTest, KeepsTheDatabasePrivate) {
  namespace fs = std::filesystem;
  const std::string path = folder_.file("new folder/hearth.db");
  auto store = must(Store::open(path));
  const auto others = fs::perms::group_all | fs::perms::others_all;
  EXPECT_EQ(fs::status(path).permissions() & others, fs::perms::none);
  EXPECT_EQ(fs::status(folder_.file("new folder")).permissions() & others, fs::perms::none);
}

}  // namespace
}  // namespace hearth::storage
