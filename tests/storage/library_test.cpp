// Folders, presets, many conversations at once, and what answers amount to.
#include <gtest/gtest.h>

#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

class LibraryTest : public testing::Test {
 protected:
  LibraryTest() : store_(must(Store::open(path()))) {}
  std::string path() const { return folder_.file("hearth.db"); }
  Store& store() { return *store_; }
  int64_t newChat(std::optional<int64_t> folder = std::nullopt) {
    return must(store().createConversation(folder, "")).id;
  }
  int64_t newFolder(const std::string& name, std::optional<int64_t> parent = std::nullopt) {
    return must(store().createFolder(name, parent)).id;
  }
  Folder folder(int64_t id) {
    for (Folder& folder : must(store().folders())) {
      if (folder.id == id) return folder;
    }
    ADD_FAILURE() << "no folder " << id;
    return {};
  }
  std::vector<std::string> names(std::optional<int64_t> parent) {
    std::vector<std::string> list;
    for (const Folder& folder : must(store().folders())) {
      if (folder.parentId == parent) list.push_back(folder.name);
    }
    return list;
  }
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};
using Names = std::vector<std::string>;

TEST_F(LibraryTest, FoldersCarrySettings) {
  const int64_t work = newFolder("Work");
  must(store().setFolderSystemPrompt(work, "Be brief."));
  must(store().setFolderModel(work, "model.gguf"));
  must(store().setFolderParameters(work, R"({"topP":0.9})"));
  EXPECT_EQ(folder(work).systemPrompt, "Be brief.");
  EXPECT_EQ(folder(work).modelPath, "model.gguf");
  EXPECT_EQ(folder(work).parameters, R"({"topP":0.9})");
  EXPECT_FALSE(store().setFolderModel(4711, ""));
}

TEST_F(LibraryTest, FoldersMoveAmongEachOther) {
  const int64_t a = newFolder("a"), b = newFolder("b"), c = newFolder("c"), inner = newFolder("inner", b);
  must(store().moveFolder(c, std::nullopt, 0));
  EXPECT_EQ(names(std::nullopt), (Names{"c", "a", "b"}));
  must(store().moveFolder(c, std::nullopt, 99));
  EXPECT_EQ(names(std::nullopt), (Names{"a", "b", "c"}));
  must(store().moveFolder(a, b, 0));
  EXPECT_EQ(names(b), (Names{"a", "inner"}));
  EXPECT_EQ(names(std::nullopt), (Names{"b", "c"}));
  EXPECT_FALSE(store().moveFolder(b, b, 0));
  EXPECT_FALSE(store().moveFolder(b, inner, 0));
  EXPECT_FALSE(store().moveFolder(b, 4711, 0));
  EXPECT_FALSE(store().moveFolder(4711, b, 0));
  EXPECT_EQ(names(std::nullopt), (Names{"b", "c"}));
}

TEST_F(LibraryTest, ADeletedFolderComesBackWithWhatWasInIt) {
  const int64_t outer = newFolder("outer"), middle = newFolder("middle", outer),
                inner = newFolder("inner", middle);
  const int64_t stays = newChat(middle), leaves = newChat(middle);
  must(store().deleteFolder(middle));
  EXPECT_FALSE(must(store().conversation(stays)).folderId);
  EXPECT_EQ(folder(inner).parentId, outer);
  EXPECT_EQ(must(store().foldersInTrash()).at(0).name, "middle");
  EXPECT_FALSE(store().renameFolder(middle, "gone"));
  EXPECT_FALSE(store().moveToFolder(stays, middle));
  EXPECT_FALSE(store().createConversation(middle, ""));
  must(store().moveToFolder(leaves, outer));

  must(store().restoreFolder(middle));
  EXPECT_EQ(must(store().conversation(stays)).folderId, middle);
  EXPECT_EQ(must(store().conversation(leaves)).folderId, outer);
  EXPECT_EQ(folder(inner).parentId, middle);
  EXPECT_TRUE(must(store().foldersInTrash()).empty());

  must(store().deleteFolder(middle));
  must(store().emptyTrash(0));
  EXPECT_FALSE(store().restoreFolder(middle));
  EXPECT_EQ(folder(inner).parentId, outer);
  EXPECT_FALSE(must(store().conversation(stays)).folderId);
}

TEST_F(LibraryTest, ChangesManyConversationsAtOnce) {
  const int64_t work = newFolder("Work");
  const std::vector<int64_t> chats{newChat(), newChat(), 4711};
  const int64_t other = newChat();
  EXPECT_EQ(must(store().setPinned(chats, true)), 2u);
  EXPECT_EQ(must(store().moveToFolder(chats, work)), 2u);
  EXPECT_TRUE(must(store().conversation(chats[1])).pinned);
  EXPECT_EQ(must(store().conversation(chats[1])).folderId, work);
  EXPECT_FALSE(store().moveToFolder(chats, 4711));
  EXPECT_EQ(must(store().conversation(chats[0])).folderId, work);
  EXPECT_EQ(must(store().deleteForGood(chats)), 0u);  // not in the trash
  EXPECT_EQ(must(store().moveToTrash(chats)), 2u);
  EXPECT_EQ(must(store().conversations()).size(), 1u);
  EXPECT_EQ(must(store().restoreFromTrash(chats)), 2u);
  EXPECT_EQ(must(store().conversations()).size(), 3u);
  must(store().moveToTrash(chats));
  EXPECT_EQ(must(store().deleteForGood(chats)), 2u);
  EXPECT_TRUE(must(store().trash()).empty());
  EXPECT_TRUE(store().conversation(other));
}

TEST_F(LibraryTest, KeepsPresetsInOrder) {
  const auto add = [&](const std::string& name) {
    return must(store().addPreset({.id = 99,
                                   .position = 99,
                                   .name = name,
                                   .systemPrompt = "You are " + name,
                                   .modelPath = "m.gguf",
                                   .parameters = "{}"}));
  };
  const Preset poet = add("a poet"), critic = add("a critic"), cook = add("a cook");
  EXPECT_EQ(critic.systemPrompt, "You are a critic");
  EXPECT_EQ(critic.position, 1);
  must(store().movePreset(cook.id, 0));
  Preset changed = poet;
  changed.name = "a bard";
  must(store().changePreset(changed));
  const int64_t chat = newChat();
  must(store().setPreset(chat, critic.id));
  must(store().deletePreset(critic.id));
  EXPECT_FALSE(must(store().conversation(chat)).presetId);
  const auto presets = must(store().presets());
  ASSERT_EQ(presets.size(), 2u);
  EXPECT_EQ(presets[0].name, "a cook");
  EXPECT_EQ(presets[1].name, "a bard");
  EXPECT_EQ(presets[1].modelPath, "m.gguf");
  EXPECT_FALSE(store().setPreset(chat, 4711));
  EXPECT_FALSE(store().movePreset(4711, 0));
}

TEST_F(LibraryTest, RemembersTheParametersOfAModel) {
  EXPECT_EQ(must(store().modelDefaults("sha:1")), "");
  must(store().setModelDefaults("sha:1", "{}"));
  must(store().setModelDefaults("sha:1", R"({"temperature":0.6})"));
  EXPECT_EQ(must(store().modelDefaults("sha:1")), R"({"temperature":0.6})");
  must(store().setModelDefaults("sha:1", ""));
  EXPECT_EQ(must(store().modelDefaults("sha:1")), "");
}

TEST_F(LibraryTest, AddsUpWhatAnswersTook) {
  const int64_t chat = newChat();
  const auto answer = [&](const std::string& model, const MessageStats& stats, int64_t createdAt) {
    const Message message =
        must(store().addMessage(chat, std::nullopt, Role::Assistant, "", MessageState::Writing, model));
    must(store().finish(message.id, "", "", MessageState::Finished, stats));
    RawDatabase(path()).run("UPDATE messages SET created_at = " + std::to_string(createdAt) +
                            " WHERE id = " + std::to_string(message.id));
  };
  constexpr int64_t kNoon = 1'700'000'000'000, kDay = 24 * 60 * 60 * 1000;
  answer("a",
         {.promptTokens = 10,
          .generatedTokens = 20,
          .generateSeconds = 2,
          .expertHits = 3,
          .expertUses = 4,
          .energyJoules = 5},
         kNoon);
  answer("a", {.promptTokens = 1, .generatedTokens = 2, .generateSeconds = 0.5}, kNoon + 1);
  answer("b", {.generatedTokens = 7}, kNoon);
  answer("a", {.generatedTokens = 100}, kNoon + kDay);
  const auto totals = must(store().usage(kNoon, kNoon + kDay));
  ASSERT_EQ(totals.size(), 2u);
  EXPECT_EQ(totals[0].day.size(), 10u);
  EXPECT_EQ(totals[0].modelName, "a");
  EXPECT_EQ(totals[0].answers, 2u);
  EXPECT_EQ(totals[0].promptTokens, 11u);
  EXPECT_EQ(totals[0].generatedTokens, 22u);
  EXPECT_EQ(totals[0].generateSeconds, 2.5);
  EXPECT_EQ(totals[0].expertHits, 3u);
  EXPECT_EQ(totals[0].energyJoules, 5);
  EXPECT_EQ(totals[0].answersWithEnergy, 1u);
  EXPECT_EQ(totals[1].generatedTokens, 7u);
  const auto all = must(store().usage(0, kNoon + 2 * kDay));
  ASSERT_EQ(all.size(), 3u);
  EXPECT_GT(all[0].day, all[1].day);
}

}  // namespace
}  // namespace hearth::storage
