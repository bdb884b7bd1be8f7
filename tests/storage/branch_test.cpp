// Long branches in parts, versions of messages, forks, and what waits to be sent.
#include <gtest/gtest.h>

#include <chrono>

#include "storage/database.h"
#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

std::vector<std::byte> bytesOf(std::string_view text) {
  const auto* data = reinterpret_cast<const std::byte*>(text.data());
  return {data, data + text.size()};
}

class BranchTest : public testing::Test {
 protected:
  BranchTest() : store_(must(Store::open(path()))) {}
  std::string path() const { return folder_.file("hearth.db"); }
  void reopen() {
    store_.reset();
    store_ = must(Store::open(path()));
  }
  Store& store() { return *store_; }
  int64_t newChat() { return must(store().createConversation(std::nullopt, "")).id; }
  Message say(int64_t chat, std::optional<int64_t> parent, Role role, const std::string& text) {
    return must(store().addMessage(chat, parent, role, text, MessageState::Finished));
  }
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

std::vector<std::string> textsOf(const std::vector<Message>& messages) {
  std::vector<std::string> texts;
  for (const Message& message : messages) texts.push_back(message.text);
  return texts;
}
using Texts = std::vector<std::string>;

TEST_F(BranchTest, IsReadFromItsEndUpwards) {
  const int64_t chat = newChat();
  EXPECT_TRUE(must(store().branchEnd(chat, 3)).empty());
  EXPECT_TRUE(must(store().branchOutline(chat)).empty());
  std::optional<int64_t> parent;
  for (int i = 0; i < 5; ++i)
    parent = say(chat, parent, i % 2 == 0 ? Role::User : Role::Assistant, std::to_string(i)).id;
  const auto end = must(store().branchEnd(chat, 2));
  EXPECT_EQ(textsOf(end), (Texts{"3", "4"}));
  const auto above = must(store().messagesAbove(end[0].id, 2));
  EXPECT_EQ(textsOf(above), (Texts{"1", "2"}));
  EXPECT_EQ(textsOf(must(store().messagesAbove(above[0].id, 2))), (Texts{"0"}));
  EXPECT_TRUE(must(store().messagesAbove(must(store().branchEnd(chat, 9))[0].id, 2)).empty());
}

TEST_F(BranchTest, OutlineAgreesWithTheWholeBranch) {
  const int64_t chat = newChat();
  const int64_t question = say(chat, std::nullopt, Role::User, "Grüße").id;
  say(chat, question, Role::Assistant, "one");
  const int64_t second = say(chat, question, Role::Assistant, std::string(100'000, 'x')).id;
  say(chat, question, Role::Assistant, "three");
  const int64_t begun = must(store().addMessage(chat, second, Role::Assistant, "", MessageState::Writing)).id;
  must(store().finish(begun, "end", "thought", MessageState::Stopped, std::nullopt));
  const auto outline = must(store().branchOutline(chat));
  const auto branch = must(store().activeBranch(chat));
  ASSERT_EQ(outline.size(), branch.size());
  std::vector<int64_t> ids;
  for (size_t i = 0; i < outline.size(); ++i) {
    EXPECT_EQ(outline[i].id, branch[i].id);
    EXPECT_EQ(outline[i].role, branch[i].role);
    EXPECT_EQ(outline[i].state, branch[i].state);
    EXPECT_EQ(outline[i].textBytes, branch[i].text.size());
    EXPECT_EQ(outline[i].thinkingBytes, branch[i].thinking.size());
    EXPECT_EQ(outline[i].siblingIndex, branch[i].siblingIndex);
    EXPECT_EQ(outline[i].siblingCount, branch[i].siblingCount);
    ids.insert(ids.begin(), outline[i].id);
  }
  ids.push_back(4711);
  const auto read = must(store().messages(ids));
  ASSERT_EQ(read.size(), 3u);
  EXPECT_EQ(read[0].thinking, "thought");
  EXPECT_EQ(read[2].text, "Grüße");
}

TEST_F(BranchTest, EditAddsAVersionOfEitherRole) {
  const int64_t chat = newChat();
  const Message question = say(chat, std::nullopt, Role::User, "question");
  must(store().addAttachment(question.id, "a.txt", "text/plain", bytesOf("abc")));
  const Message answer = say(chat, question.id, Role::Assistant, "answer");
  const Message better = must(store().edit(answer.id, "better"));
  EXPECT_TRUE(better.edited);
  EXPECT_EQ(better.siblingCount, 2u);
  EXPECT_EQ(textsOf(must(store().activeBranch(chat))), (Texts{"question", "better"}));
  const Message other = must(store().edit(question.id, "other"));
  EXPECT_FALSE(other.edited);
  EXPECT_EQ(must(store().attachments(other.id)).at(0).fileName, "a.txt");
  EXPECT_EQ(textsOf(must(store().activeBranch(chat))), (Texts{"other"}));
  EXPECT_EQ(textsOf(must(store().siblings(answer.id))), (Texts{"answer", "better"}));
  must(store().setActiveLeaf(answer.id));
  EXPECT_EQ(textsOf(must(store().activeBranch(chat))), (Texts{"question", "answer"}));
  must(store().setActiveLeaf(question.id));
  EXPECT_EQ(textsOf(must(store().activeBranch(chat))), (Texts{"question"}));
}

TEST_F(BranchTest, ForkCopiesWhatLeadsToTheMessage) {
  const int64_t folder = must(store().createFolder("Work", std::nullopt)).id;
  const int64_t chat = must(store().createConversation(folder, "model.gguf")).id;
  must(store().setParameters(chat, R"({"temperature":0.6})"));
  const Message question = say(chat, std::nullopt, Role::User, "question");
  must(store().addAttachment(question.id, "a.txt", "text/plain", bytesOf("abc")));
  const Message answer =
      must(store().addMessage(chat, question.id, Role::Assistant, "", MessageState::Writing, "tiny"));
  const MessageStats stats{
      .generatedTokens = 7, .parameters = "{}", .expertHits = 5, .expertUses = 9, .energyJoules = 2.5};
  must(store().finish(answer.id, "answer", "thought", MessageState::Finished, stats));
  say(chat, answer.id, Role::User, "later");

  const Conversation fork = must(store().fork(answer.id, "Another way"));
  EXPECT_EQ(fork.title, "Another way");
  EXPECT_EQ(fork.folderId, folder);
  EXPECT_EQ(fork.modelPath, "model.gguf");
  EXPECT_EQ(fork.parameters, R"({"temperature":0.6})");
  const auto branch = must(store().activeBranch(fork.id));
  ASSERT_EQ(textsOf(branch), (Texts{"question", "answer"}));
  EXPECT_NE(branch[1].id, answer.id);
  EXPECT_EQ(branch[1].thinking, "thought");
  EXPECT_EQ(branch[1].stats, stats);
  EXPECT_EQ(branch[1].createdAt, answer.createdAt);
  EXPECT_EQ(must(store().attachmentsIn(fork.id)).at(0).messageId, branch[0].id);
  EXPECT_EQ(must(store().activeBranch(chat)).size(), 3u);
  EXPECT_EQ(must(store().search("question")).size(), 2u);
  EXPECT_FALSE(store().fork(4711, ""));
}

TEST_F(BranchTest, QueuedMessagesAndDraftsSurviveARestart) {
  const int64_t chat = newChat();
  const Message question = say(chat, std::nullopt, Role::User, "question");
  must(store().addDraftAttachment(chat, "chat.txt", "text/plain", bytesOf("of the chat")));
  must(store().addDraftAttachment(std::nullopt, "new.txt", "text/plain", bytesOf("of the new chat")));
  const int64_t first = must(store().queueMessage(chat, "first")).id;
  const int64_t second = must(store().queueMessage(chat, "second")).id;
  must(store().changeQueued(second, "second, better"));
  EXPECT_TRUE(must(store().draftAttachments(chat)).empty());
  reopen();
  const auto queued = must(store().queuedMessages(chat));
  ASSERT_EQ(queued.size(), 2u);
  EXPECT_EQ(queued[1].text, "second, better");
  EXPECT_EQ(must(store().queuedAttachments(first)).at(0).fileName, "chat.txt");

  const Message sent = must(store().sendQueued(first, question.id));
  EXPECT_EQ(sent.text, "first");
  EXPECT_EQ(sent.role, Role::User);
  EXPECT_EQ(sent.parentId, question.id);
  EXPECT_EQ(must(store().attachments(sent.id)).at(0).fileName, "chat.txt");
  EXPECT_EQ(must(store().queuedMessages(chat)).size(), 1u);
  EXPECT_FALSE(store().sendQueued(first, question.id));
  must(store().removeQueued(second));
  EXPECT_TRUE(must(store().queuedMessages(chat)).empty());

  const auto draft = must(store().draftAttachments(std::nullopt)).at(0);
  EXPECT_EQ(must(store().attachmentContent(draft.sha256)), bytesOf("of the new chat"));
  must(store().attachDrafts(std::nullopt, sent.id));
  EXPECT_EQ(must(store().attachments(sent.id)).size(), 2u);
  EXPECT_TRUE(must(store().draftAttachments(std::nullopt)).empty());
}

TEST_F(BranchTest, AnAttachmentTakenOutOfADraftLeavesTheDisk) {
  const auto kept = must(store().addDraftAttachment(std::nullopt, "k", "", bytesOf("kept")));
  const auto gone = must(store().addDraftAttachment(std::nullopt, "g", "", bytesOf("gone")));
  must(store().setAttachmentText(kept.sha256, "text of kept"));
  must(store().setAttachmentText(gone.sha256, "text of gone"));
  must(store().removeDraftAttachment(gone.id));
  EXPECT_FALSE(store().attachmentContent(gone.sha256));
  EXPECT_EQ(must(store().attachmentText(gone.sha256)), std::nullopt);
  EXPECT_TRUE(store().attachmentContent(kept.sha256));
  EXPECT_EQ(must(store().attachmentText(kept.sha256)), "text of kept");
}

TEST_F(BranchTest, RemembersHowAnAttachmentWasUsed) {
  const Message question = say(newChat(), std::nullopt, Role::User, "question");
  const auto file = must(store().addAttachment(question.id, "a.txt", "text/plain", bytesOf("abc")));
  must(store().setAttachmentUsage(file.id, R"({"passages":[[0,2]]})"));
  EXPECT_EQ(must(store().attachments(question.id)).at(0).usage, R"({"passages":[[0,2]]})");
  EXPECT_FALSE(store().setAttachmentUsage(4711, ""));
}

TEST(TemporaryStore, NeverTouchesTheDisk) {
  TemporaryFolder folder;
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  auto store = must(Store::openInMemory());
  const int64_t chat = must(store->createConversation(std::nullopt, "")).id;
  const Message question =
      must(store->addMessage(chat, std::nullopt, Role::User, "unicorn", MessageState::Finished));
  const auto file = must(store->addAttachment(question.id, "a.txt", "text/plain", bytesOf("abc")));
  const Message answer =
      must(store->addMessage(chat, question.id, Role::Assistant, "", MessageState::Writing));
  must(store->flush(answer.id, "so far", ""));
  must(store->finish(answer.id, "done", "", MessageState::Finished, MessageStats{}));
  EXPECT_EQ(must(store->activeBranch(chat)).size(), 2u);
  EXPECT_EQ(must(store->search("unicorn")).size(), 1u);
  EXPECT_EQ(must(store->attachmentContent(file.sha256)), bytesOf("abc"));
  EXPECT_TRUE(must(must(Store::openInMemory())->conversations()).empty());
  const std::vector<int64_t> all{chat};
  must(store->moveToTrash(all));
  EXPECT_EQ(must(store->deleteForGood(all)), 1u);
  EXPECT_FALSE(store->attachmentContent(file.sha256));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  std::filesystem::current_path(here);
}

}  // namespace
}  // namespace hearth::storage
