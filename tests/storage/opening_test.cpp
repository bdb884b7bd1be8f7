// Files that are newer, damaged, another program's, or out of reach: nothing is lost, and the app opens.
#include "storage/opening.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <random>
#include <thread>

#include "storage/migrations.h"
#include "storage/paths.h"
#include "storage/store.h"
#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

constexpr int kChats = 60;
// 5 seconds, less what rounding to milliseconds may take off.
constexpr std::chrono::milliseconds kWait{4990};

class OpeningTest : public testing::Test {
 protected:
  std::string path() const { return folder_.file("hearth.db"); }

  // Chats 1 to kChats, "chat 1 …", each with a question and an answer, in a file without a log beside it.
  void fill() {
    auto store = must(Store::open(path()));
    for (int i = 1; i <= kChats; ++i) {
      const int64_t chat = must(store->createConversation(std::nullopt, "model.gguf")).id;
      must(store->rename(chat, "chat " + std::to_string(i), false));
      const auto question =
          must(store->addMessage(chat, std::nullopt, Role::User, "question", MessageState::Finished));
      must(store->addMessage(chat, question.id, Role::Assistant, std::string(3000, 'a'),
                             MessageState::Finished));
    }
  }
  static void expectReadOnly(Store& store) {
    EXPECT_FALSE(store.createConversation(std::nullopt, ""));
    EXPECT_FALSE(store.addMessage(1, std::nullopt, Role::User, "text", MessageState::Finished));
    EXPECT_FALSE(store.flush(1, "text", ""));
    EXPECT_FALSE(store.setSetting("key", "value"));
    EXPECT_FALSE(store.moveToTrash(1));
    EXPECT_NE(errorOf(store.rename(1, "x", false)).find(store.notice()), std::string::npos);
  }

  TemporaryFolder folder_;
};

TEST_F(OpeningTest, ANewerDatabaseIsShownAndNotChanged) {
  fill();
  RawDatabase(path()).run("PRAGMA user_version = 7");
  const std::string before = contentOf(path());
  {
    auto store = must(Store::open(path()));
    EXPECT_EQ(store->state(), OpenState::ReadOnlyNewer);
    EXPECT_NE(store->notice().find("newer Hearth"), std::string::npos);
    EXPECT_NE(store->notice().find(path() + ".newer-v7"), std::string::npos);
    EXPECT_EQ(must(store->conversations()).size(), size_t{kChats});
    EXPECT_EQ(must(store->activeBranch(1)).size(), 2u);
    EXPECT_EQ(must(store->search("question")).size(), 50u);
    expectReadOnly(*store);
  }
  EXPECT_EQ(contentOf(path()), before);
  EXPECT_EQ(contentOf(path() + ".newer-v7"), before);
}

TEST_F(OpeningTest, ANewerDatabaseMayLackAndAddColumnsAndTables) {
  fill();
  must(must(Database::open(path(), Access::ReadWrite))
           ->execute("PRAGMA user_version = 9; PRAGMA foreign_keys = OFF;"
                     "ALTER TABLE conversations DROP COLUMN system_prompt; ALTER TABLE conversations ADD "
                     "COLUMN colour TEXT;"
                     "ALTER TABLE messages DROP COLUMN thinking; DROP TABLE generation_stats; DROP TABLE "
                     "attachments"));
  auto store = must(Store::open(path()));
  EXPECT_EQ(store->state(), OpenState::ReadOnlyNewer);
  EXPECT_EQ(must(store->conversations()).size(), size_t{kChats});
  EXPECT_EQ(must(store->conversation(3)).title, "chat 3");
  const auto branch = must(store->activeBranch(3));
  ASSERT_EQ(branch.size(), 2u);
  EXPECT_EQ(branch[0].text, "question");
  EXPECT_EQ(branch[1].thinking, "");
  EXPECT_TRUE(must(store->attachments(branch[0].id)).empty());
}

TEST_F(OpeningTest, RowsWithMissingOrStrangeFieldsAreShown) {
  fill();
  {
    RawDatabase raw(path());
    raw.run(
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET sql = replace(replace(sql, ' NOT NULL', ''), ' STRICT', '')"
        " WHERE name IN ('conversations', 'messages')");
  }
  {
    RawDatabase raw(path());
    raw.run(
        "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;"
        "UPDATE conversations SET model_path = NULL, updated_at = NULL, pinned = NULL, active_leaf = NULL"
        " WHERE id = 1; UPDATE messages SET role = 9, created_at = NULL WHERE conversation_id = 1;"
        "UPDATE conversations SET active_leaf = 99999 WHERE id = 2");
  }
  auto store = must(Store::open(path()));
  EXPECT_EQ(store->state(), OpenState::Normal) << store->notice();
  EXPECT_EQ(must(store->conversations()).size(), size_t{kChats});
  EXPECT_EQ(must(store->conversation(1)).title, "chat 1");
  EXPECT_EQ(must(store->activeBranch(1)).size(), 2u);
  EXPECT_EQ(must(store->activeBranch(2)).size(), 2u);
}

TEST_F(OpeningTest, ATruncatedDatabaseShowsWhatIsLeft) {
  fill();
  const std::string whole = contentOf(path());
  writeContent(path(), whole.substr(0, whole.size() * 3 / 4));
  const std::string before = contentOf(path());
  auto store = must(Store::open(path()));
  EXPECT_EQ(store->state(), OpenState::ReadOnlyDamaged);
  const auto copies = filesWith(folder_, ".damaged-");
  ASSERT_EQ(copies.size(), 1u);
  EXPECT_EQ(contentOf(copies[0]), before);
  EXPECT_NE(store->notice().find(copies[0].string()), std::string::npos);
  EXPECT_GT(must(store->conversations()).size(), 0u);
  expectReadOnly(*store);
  store.reset();
  EXPECT_EQ(contentOf(path()), before);
  // The next start says the same and makes no second copy.
  EXPECT_EQ(must(Store::open(path()))->state(), OpenState::ReadOnlyDamaged);
  EXPECT_EQ(filesWith(folder_, ".damaged-").size(), 1u);
}

TEST_F(OpeningTest, AFileThatIsNoDatabaseIsSetAsideAndANewOneBegun) {
  const std::string poem(10'000, 'p');
  writeContent(path(), poem);
  {
    auto store = must(Store::open(path()));
    EXPECT_EQ(store->state(), OpenState::Normal);
    const auto kept = filesWith(folder_, ".damaged-");
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(contentOf(kept[0]), poem);
    EXPECT_NE(store->notice().find(kept[0].string()), std::string::npos);
    must(store->createConversation(std::nullopt, ""));
  }
  auto store = must(Store::open(path()));
  EXPECT_EQ(store->notice(), "");
  EXPECT_EQ(must(store->conversations()).size(), 1u);
}

TEST_F(OpeningTest, AnEmptiedFileWithALogIsSetAsideTogetherWithIt) {
  writeContent(path(), "");
  writeContent(path() + "-wal", "what was written last");
  auto store = must(Store::open(path()));
  const auto kept = filesWith(folder_, ".damaged-");
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(contentOf(std::max(kept[0], kept[1])), "what was written last");
  EXPECT_EQ(must(store->conversations()).size(), 0u);
}

TEST_F(OpeningTest, AnotherProgramsDatabaseIsLeftAlone) {
  RawDatabase(path()).run("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')");
  const std::string before = contentOf(path());
  const auto store = Store::open(path());
  EXPECT_NE(errorOf(store).find("another program"), std::string::npos);
  EXPECT_EQ(contentOf(path()), before);
  EXPECT_TRUE(filesWith(folder_, ".damaged-").empty());
}

// The last byte of the header's schema format, a number up to 4: SQLite has no code of its own for what it
// says to others.
TEST_F(OpeningTest, SetsAFileOfNoKnownFormatAside) {
  fill();
  std::string broken = contentOf(path());
  constexpr size_t kSchemaFormatOffset = 47;
  broken[kSchemaFormatOffset] = 'x';
  writeContent(path(), broken);
  auto store = must(Store::open(path()));
  EXPECT_TRUE(must(store->conversations()).empty());
  EXPECT_NE(store->notice(), "");
  size_t kept = 0;
  for (const auto& file : filesWith(folder_, ".damaged-")) {
    kept += contentOf(file) == broken;
  }
  EXPECT_EQ(kept, 1u);
}

// Whatever bytes are broken: the store opens within a second, and what it then does returns.
TEST_F(OpeningTest, AnyBrokenBytesLeaveAStoreThatOpens) {
  fill();
  const std::string whole = contentOf(path());
  std::mt19937 random(3);
  int normal = 0, readOnly = 0, anew = 0;
  for (int round = 0; round < 150; ++round) {
    std::string broken = whole;
    const int pages = 1 + static_cast<int>(random() % 4);
    for (int i = 0; i < pages; ++i) {
      const size_t page = random() % (broken.size() / 4096) * 4096;
      const size_t start = page + random() % 200, length = 1 + random() % 400;
      for (size_t at = start; at < std::min(start + length, broken.size()); ++at)
        broken[at] = static_cast<char>(random());
    }
    if (round % 5 == 0) broken.resize(random() % broken.size());
    TemporaryFolder folder;
    const std::string file = folder.file("hearth.db");
    writeContent(file, broken);
    const auto start = std::chrono::steady_clock::now();
    auto opened = Store::open(file);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
    if (!opened) {
      // A broken application id makes it another program's; then it is left alone.
      EXPECT_NE(errorOf(opened).find("another program"), std::string::npos) << errorOf(opened);
      EXPECT_EQ(contentOf(file), broken);
      continue;
    }
    Store& store = **opened;
    (void)store.conversations();
    for (int64_t chat = 1; chat <= kChats; ++chat) (void)store.activeBranch(chat);
    (void)store.search("question");
    if (store.state() == OpenState::Normal && store.notice().empty()) {
      ++normal;
      continue;
    }
    (store.state() == OpenState::Normal ? anew : readOnly)++;
    if (!broken.empty()) {
      auto kept = filesWith(folder, ".damaged-");
      std::erase_if(kept, [](const auto& name) { return name.string().ends_with("-wal"); });
      ASSERT_EQ(kept.size(), 1u);
      EXPECT_EQ(contentOf(kept[0]), broken);
    }
  }
  // All three ways were taken, so all three were tested.
  EXPECT_GT(normal, 0);
  EXPECT_GT(readOnly, 0);
  EXPECT_GT(anew, 0);
}

TEST_F(OpeningTest, SaysWhatToDoWhereNothingCanBeWritten) {
  EXPECT_NE(errorOf(Store::open("/proc/hearth/hearth.db")).find("HEARTH_DATA_DIR"), std::string::npos)
      << errorOf(Store::open("/proc/hearth/hearth.db"));
  EXPECT_NE(errorOf(Store::open(folder_.path().string())).find("folder"), std::string::npos);
  EXPECT_FALSE(Store::open(""));
}

TEST_F(OpeningTest, SaysWhatToDoInAFolderOfAnother) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere: this needs an ordinary user";
  chmod(folder_.path().c_str(), 0500);
  const auto refused = Store::open(path());
  EXPECT_NE(errorOf(refused).find("HEARTH_DATA_DIR"), std::string::npos) << errorOf(refused);
}

TEST_F(OpeningTest, WaitsForAnotherProgramAndThenSaysSo) {
  fill();
  RawDatabase other(path());
  other.run("BEGIN IMMEDIATE");
  auto store = must(Store::open(path()));
  const auto began = std::chrono::steady_clock::now();
  const auto refused = store->setSetting("key", "value");
  EXPECT_GE(std::chrono::steady_clock::now() - began, kWait);
  EXPECT_NE(errorOf(refused).find("another program"), std::string::npos);
  other.run("COMMIT");
  must(store->setSetting("key", "value"));
}

// In a file with a rollback journal (a new one, too) the switch to the write-ahead log comes first, and
// SQLite itself would not wait for it.
TEST_F(OpeningTest, WaitsForAnotherProgramThatIsMakingTheSameFile) {
  RawDatabase other(path());
  other.run("BEGIN IMMEDIATE");
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    other.run("COMMIT");
  });
  const auto opened = Store::open(path());
  later.join();
  EXPECT_EQ(errorOf(opened), "");
}

TEST_F(OpeningTest, WaitsForAnotherProgramBeforeTheFirstSwitchAndThenSaysSo) {
  RawDatabase other(path());
  other.run("BEGIN IMMEDIATE");
  const auto began = std::chrono::steady_clock::now();
  const auto refused = Store::open(path());
  const auto waited = std::chrono::steady_clock::now() - began;
  EXPECT_GE(waited, kWait);
  EXPECT_LT(waited, 2 * kWait);  // one wait, not one for each try
  EXPECT_NE(errorOf(refused).find("another program"), std::string::npos) << errorOf(refused);
  other.run("COMMIT");
  EXPECT_EQ(errorOf(Store::open(path())), "");
}

TEST(Paths, FollowTheEnvironment) {
  const auto restore = [](const char* name) {
    const char* value = std::getenv(name);
    return std::pair(name, value == nullptr ? std::optional<std::string>() : value);
  };
  const std::pair<const char*, std::optional<std::string>> saved[] = {
      restore("HEARTH_DATA_DIR"), restore("XDG_DATA_HOME"), restore("HOME")};
  unsetenv("HEARTH_DATA_DIR");
  unsetenv("XDG_DATA_HOME");
  setenv("HOME", "/home/someone", 1);
#ifdef __linux__
  EXPECT_EQ(dataDirectory(), "/home/someone/.local/share/hearth");
  setenv("XDG_DATA_HOME", "relative/is/ignored", 1);
  EXPECT_EQ(dataDirectory(), "/home/someone/.local/share/hearth");
  setenv("XDG_DATA_HOME", "/data", 1);
  EXPECT_EQ(dataDirectory(), "/data/hearth");
#endif
  setenv("HEARTH_DATA_DIR", "/elsewhere/", 1);
  EXPECT_EQ(dataDirectory(), "/elsewhere");
  EXPECT_EQ(defaultDatabasePath(), "/elsewhere/hearth.db");
  for (const auto& [name, value] : saved) value ? setenv(name, value->c_str(), 1) : unsetenv(name);
}

}  // namespace
}  // namespace hearth::storage
