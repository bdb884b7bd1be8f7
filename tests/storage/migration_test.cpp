// Old files open in this program; the first schema is frozen in tests/data/storage.
#include "storage/migrations.h"

#include <gtest/gtest.h>

#include <barrier>
#include <thread>

#include "storage/statement.h"
#include "storage/store.h"
#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

std::string dataFile(const std::string& name) {
  return contentOf(std::filesystem::path(HEARTH_TEST_DATA) / "storage" / name);
}

std::unique_ptr<Database> openRaw(const std::string& path) {
  return must(Database::open(path, Access::ReadWrite));
}

// Everything that the schema consists of, one line a name.
std::string schemaOf(Database& database) {
  std::string schema;
  Statement all(database,
                "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name");
  must(all.forEachRow([&](Row row) {
    for (int column = 0; column < 4; ++column) schema += row.text(column) + "|";
    schema += "\n";
  }));
  return schema;
}

void makeVersion1(const std::string& path) {
  auto database = openRaw(path);
  must(database->execute("PRAGMA journal_mode = WAL"));
  must(database->execute(dataFile("schema_v1.sql")));
  must(database->execute(dataFile("schema_v1_rows.sql")));
  must(database->execute("PRAGMA user_version = 1; PRAGMA application_id = " +
                         std::to_string(kApplicationId)));
}

TEST(Migration, AnEmptyFileBecomesTheFrozenFirstSchema) {
  TemporaryFolder folder;
  auto frozen = openRaw(folder.file("frozen.db"));
  must(frozen->execute(dataFile("schema_v1.sql")));
  writeContent(folder.file("empty.db"), "");
  auto migrated = openRaw(folder.file("empty.db"));
  must(migrate(*migrated, migrations().first(1)));
  EXPECT_EQ(schemaOf(*migrated), schemaOf(*frozen));
  EXPECT_EQ(must(migrated->integer("PRAGMA user_version")), 1);
  EXPECT_EQ(must(migrated->integer("PRAGMA application_id")), kApplicationId);
}

TEST(Migration, TheFirstVersionOpensWithEverythingInIt) {
  TemporaryFolder folder;
  const std::string path = folder.file("hearth.db");
  makeVersion1(path);
  auto store = must(Store::open(path));
  EXPECT_EQ(store->state(), OpenState::Normal);
  EXPECT_EQ(store->notice(), "");

  const auto list = must(store->conversations());
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].id, 1);
  EXPECT_EQ(list[0].title, "Why is the sky blue?");
  EXPECT_EQ(list[0].folderId, 2);
  EXPECT_TRUE(list[0].pinned);
  EXPECT_FALSE(list[0].titleIsAutomatic);
  EXPECT_EQ(list[0].modelPath, "/models/tiny.gguf");
  EXPECT_EQ(list[0].systemPrompt, "Answer in verse.");

  const auto branch = must(store->activeBranch(1));
  ASSERT_EQ(branch.size(), 2u);
  EXPECT_EQ(branch[1].text, "Because of Rayleigh scattering.");
  EXPECT_EQ(branch[1].thinking, "Short waves scatter more.");
  EXPECT_EQ(branch[1].stats->generatedTokens, 30u);
  EXPECT_EQ(branch[1].siblingCount, 2u);
  const auto failed = must(store->siblings(3)).at(0);
  EXPECT_EQ(failed.state, MessageState::Failed);
  EXPECT_EQ(failed.error, "out of memory");

  // No active leaf was stored: the newest branch is shown. Its answer was being written: it was interrupted.
  const auto interrupted = must(store->activeBranch(2));
  ASSERT_EQ(interrupted.size(), 2u);
  EXPECT_EQ(interrupted[1].state, MessageState::Interrupted);
  EXPECT_EQ(interrupted[1].text, "Half");

  EXPECT_EQ(must(store->folders()).size(), 2u);
  EXPECT_EQ(must(store->attachments(1)).at(0).fileName, "a.txt");
  EXPECT_EQ(must(store->setting("theme")), "dark");
  EXPECT_EQ(must(store->search("rayleigh")).size(), 1u);
  EXPECT_EQ(must(store->search("sky")).size(), 2u);  // the title and the question
}

// A file of version 2 as its Hearth left it.
void makeVersion2(const std::string& path) {
  makeVersion1(path);
  must(openRaw(path)->execute(dataFile("schema_v2.sql") +
                              "INSERT INTO conversation_experts VALUES (1, 5000, x'0102');"
                              "PRAGMA user_version = 2"));
}

TEST(Migration, TheSecondVersionAddsTheExpertsOfConversations) {
  TemporaryFolder folder;
  const std::string path = folder.file("hearth.db");
  makeVersion1(path);
  {
    auto store = must(Store::open(path));
    EXPECT_EQ(must(store->expertProfile(1)), "");
    must(store->setExpertProfile(1, "bytes"));
    EXPECT_EQ(must(store->expertProfile(1)), "bytes");
  }
  // The new table is frozen as well.
  auto frozen = openRaw(folder.file("frozen.db"));
  must(frozen->execute(dataFile("schema_v1.sql") + dataFile("schema_v2.sql")));
  auto migrated = openRaw(folder.file("empty.db"));
  must(migrate(*migrated, migrations().first(2)));
  EXPECT_EQ(schemaOf(*migrated), schemaOf(*frozen));
}

TEST(Migration, TheThirdVersionIsFrozen) {
  TemporaryFolder folder;
  auto frozen = openRaw(folder.file("frozen.db"));
  must(frozen->execute(dataFile("schema_v1.sql") + dataFile("schema_v2.sql") + dataFile("schema_v3.sql")));
  auto migrated = openRaw(folder.file("empty.db"));
  must(migrate(*migrated, migrations().first(3)));
  EXPECT_EQ(schemaOf(*migrated), schemaOf(*frozen));
}

TEST(Migration, TheSecondVersionOpensWithEverythingInItAndTakesWhatIsNew) {
  TemporaryFolder folder;
  const std::string path = folder.file("hearth.db");
  makeVersion2(path);
  auto store = must(Store::open(path));
  EXPECT_EQ(store->notice(), "");
  EXPECT_EQ(
      RawDatabase(path + ".before-v" + std::to_string(currentSchemaVersion())).ask("PRAGMA user_version"),
      "2");
  EXPECT_EQ(RawDatabase(path).ask("PRAGMA user_version"), std::to_string(currentSchemaVersion()));

  const Conversation before = must(store->conversation(1));
  EXPECT_EQ(before.title, "Why is the sky blue?");
  EXPECT_EQ(before.folderId, 2);
  EXPECT_EQ(before.parameters, "");
  EXPECT_EQ(before.source, "");
  EXPECT_FALSE(before.presetId);
  EXPECT_EQ(must(store->expertProfile(1)), std::string("\x01\x02"));
  const auto branch = must(store->activeBranch(1));
  ASSERT_EQ(branch.size(), 2u);
  EXPECT_EQ(branch[1].stats->generatedTokens, 30u);
  EXPECT_EQ(branch[1].stats->expertUses, 0u);
  EXPECT_FALSE(branch[1].stats->energyJoules);
  EXPECT_FALSE(branch[1].edited);
  EXPECT_EQ(must(store->folders()).at(0).systemPrompt, "Be brief.");
  EXPECT_EQ(must(store->attachments(1)).at(0).usage, "");
  EXPECT_EQ(must(store->search("rayleigh")).size(), 1u);

  must(store->setParameters(1, "{}"));
  must(store->setPreset(
      1, must(store->addPreset({.name = "Poet", .systemPrompt = "", .modelPath = "", .parameters = ""})).id));
  must(store->queueMessage(1, "next"));
  EXPECT_EQ(must(store->edit(3, "Because.")).siblingCount, 3u);
}

TEST(Migration, CopiesTheOldDatabaseBeforeTheFirstStep) {
  TemporaryFolder folder;
  const std::string path = folder.file("hearth.db");
  makeVersion1(path);
  const Migration steps[] = {migrations()[0], {2, "ALTER TABLE settings ADD COLUMN extra TEXT"}};
  auto database = openRaw(path);
  must(migrate(*database, steps));
  EXPECT_EQ(must(database->integer("PRAGMA user_version")), 2);
  EXPECT_EQ(
      must(database->integer("SELECT count(*) FROM pragma_table_info('settings') WHERE name = 'extra'")), 1);

  auto copy = must(Store::open(path + ".before-v2"));
  EXPECT_EQ(copy->state(), OpenState::Normal);
  EXPECT_EQ(must(copy->activeBranch(1)).size(), 2u);
}

TEST(Migration, TwoConnectionsAtOnceLeaveACopyOfTheOldDatabase) {
  const Migration steps[] = {migrations()[0], {2, "ALTER TABLE settings ADD COLUMN extra TEXT"}};
  constexpr int kRounds = 30;
  for (int round = 0; round < kRounds; ++round) {
    TemporaryFolder folder;
    const std::string path = folder.file("hearth.db");
    makeVersion1(path);
    std::barrier together(2);
    const auto bringUpToDate = [&] {
      auto database = openRaw(path);
      together.arrive_and_wait();
      EXPECT_EQ(errorOf(migrate(*database, steps)), "");
    };
    std::thread other(bringUpToDate);
    bringUpToDate();
    other.join();
    EXPECT_EQ(RawDatabase(path).ask("PRAGMA user_version"), "2");
    EXPECT_EQ(RawDatabase(path + ".before-v2").ask("PRAGMA user_version"), "1");
  }
}

TEST(Migration, AFailedStepLeavesTheOldDatabase) {
  TemporaryFolder folder;
  const std::string path = folder.file("hearth.db");
  makeVersion1(path);
  const Migration steps[] = {migrations()[0],
                             {2, "DELETE FROM messages; ALTER TABLE nothing ADD COLUMN extra"}};
  {
    auto database = openRaw(path);
    const auto outcome = migrate(*database, steps);
    EXPECT_NE(errorOf(outcome).find("format 2"), std::string::npos);
  }
  auto store = must(Store::open(path));
  EXPECT_EQ(store->state(), OpenState::Normal);
  EXPECT_EQ(must(store->activeBranch(1)).size(), 2u);
}

}  // namespace
}  // namespace hearth::storage
