// kill -9 in the middle of an answer: the database opens, the question is there, and what was printed more than a
// second before the end is kept.
//
// hearth-tiny's own answers take a few hundredths of a second. So that there is something to lose, the answer is
// made long with options that any user has: a context of 30,000 tokens and no end token. The chat prints JSON
// events, so what was shown can be compared with what was kept, letter by letter.
#include <atomic>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "storage/store.h"
#include "tests/cli/process.h"

namespace hearth {
namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::json;

const std::string kModel = HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf";
constexpr uint32_t kKills = 50, kAtATime = 2;
constexpr std::chrono::milliseconds kLongestLife{2500};  // of an answer, from its first word
constexpr std::chrono::seconds kMayBeLost{1};

// Kept and shown text of thinking and answer, one behind the other.
struct Shown {
  std::string thinking, text;
  std::string early;  // what of thinking + text was shown more than kMayBeLost before the kill
  bool began = false, ended = false;
};

Shown shownBefore(const std::vector<test::RunningCli::Chunk>& chunks, Clock::time_point killedAt) {
  Shown shown;
  std::string pending;
  for (const auto& chunk : chunks) {
    pending += chunk.text;
    for (size_t newline; (newline = pending.find('\n')) != std::string::npos; pending.erase(0, newline + 1)) {
      const auto event = json::parse(pending.substr(0, newline));
      if (event["event"] == "done") shown.ended = true;
      if (event["event"] != "delta") continue;
      shown.began = true;
      (event["kind"] == "thinking" ? shown.thinking : shown.text) += event["text"].get<std::string>();
      if (chunk.at + kMayBeLost <= killedAt) shown.early = shown.thinking + shown.text;
    }
  }
  return shown;
}

struct Outcome {
  std::string complaint;  // empty when all is well
  size_t shownBytes = 0, keptBytes = 0;
};

Outcome killOnce(const std::string& database, uint32_t number) {
  std::mt19937 random(number);
  const std::string question = "Question " + std::to_string(number) + "?";
  test::RunningCli cli({"chat", kModel, "--database", database, "--json", "--ignore-eos", "--ctx", "30000", "--threads", "1",
                        "--temperature", "1", "--seed", std::to_string(number)}, question);
  const auto giveUp = Clock::now() + std::chrono::seconds(60);
  while (!shownBefore(cli.chunks(), Clock::now()).began) {
    if (!cli.readUntil(Clock::now() + std::chrono::milliseconds(5)) || Clock::now() > giveUp) return {"the answer did not begin"};
  }
  const auto life = std::chrono::milliseconds(std::uniform_int_distribution<int>(0, static_cast<int>(kLongestLife.count()))(random));
  if (!cli.readUntil(Clock::now() + life)) return {"the answer ended before it was killed"};
  const auto killedAt = Clock::now();
  cli.send(SIGKILL);
  cli.readUntil(Clock::now() + std::chrono::seconds(10));  // what was still in the pipe
  if (cli.wait() != 128 + SIGKILL) return {"it ended by itself"};
  const Shown shown = shownBefore(cli.chunks(), killedAt);
  if (shown.ended) return {"the answer ended before it was killed"};

  auto store = storage::Store::open(database);
  if (!store) return {store.error().what()};
  if ((*store)->state() != storage::OpenState::Normal) return {(*store)->notice()};
  const auto conversations = (*store)->conversations();
  if (!conversations || conversations->size() != 1) return {"the conversation is not there"};
  const auto branch = (*store)->activeBranch(conversations->front().id);
  if (!branch || branch->size() != 2) return {"the branch has not two messages"};
  if ((*branch)[0].text != question) return {"the question is not there"};
  const storage::Message& answer = (*branch)[1];
  if (answer.state != storage::MessageState::Interrupted) return {"the answer is not marked interrupted"};
  Outcome outcome;
  outcome.shownBytes = shown.thinking.size() + shown.text.size();
  outcome.keptBytes = answer.thinking.size() + answer.text.size();
  // The store may be ahead of the pipe: a piece is kept and printed by the same thread, but the kill can come
  // between the two.
  const auto agree = [](const std::string& a, const std::string& b) { return a.starts_with(b) || b.starts_with(a); };
  if (!agree(answer.thinking, shown.thinking) || !agree(answer.text, shown.text)) return {"what was kept is not what was shown"};
  if (!(answer.thinking + answer.text).starts_with(shown.early)) {
    outcome.complaint = "more than a second is gone: kept " + std::to_string(outcome.keptBytes) + " bytes, shown a second before the end " +
                        std::to_string(shown.early.size());
  }
  return outcome;
}

TEST(Kill9, LosesAtMostASecondOfAnAnswer) {
  const auto folder = std::filesystem::temp_directory_path() / ("hearth-kill-test-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::vector<Outcome> outcomes(kKills);
  std::atomic<uint32_t> next{0};
  std::vector<std::thread> killers;
  for (uint32_t i = 0; i < kAtATime; ++i) {
    killers.emplace_back([&] {
      for (uint32_t number; (number = next++) < kKills;) {
        outcomes[number] = killOnce((folder / (std::to_string(number) + ".db")).string(), number);
      }
    });
  }
  for (std::thread& killer : killers) killer.join();
  size_t shown = 0, kept = 0, keptSome = 0;
  for (uint32_t number = 0; number < kKills; ++number) {
    EXPECT_EQ(outcomes[number].complaint, "") << "kill " << number;
    shown += outcomes[number].shownBytes;
    kept += outcomes[number].keptBytes;
    keptSome += outcomes[number].keptBytes > 0 ? 1 : 0;
  }
  // Otherwise nothing was put to the test.
  EXPECT_GT(keptSome, kKills / 4);
  std::printf("%u kills: %zu bytes shown, %zu kept, %zu answers begun in the database\n", kKills, shown, kept, keptSome);
  std::filesystem::remove_all(folder);
}

// The same database over and over: it never gets worse.
TEST(Kill9, LeavesADatabaseThatGoesOn) {
  const auto folder = std::filesystem::temp_directory_path() / ("hearth-kill-again-" + std::to_string(getpid()));
  const std::string database = (folder / "hearth.db").string();
  for (int i = 0; i < 3; ++i) {
    test::RunningCli cli({"chat", kModel, "--database", database, "--json", "--ignore-eos", "--ctx", "30000", "--threads", "1"}, "Hello");
    cli.readUntil(Clock::now() + std::chrono::milliseconds(700));
  }
  const auto finished = test::runCli({"chat", kModel, "--database", database, "--temperature", "0", "--threads", "1"}, "Hello!");
  EXPECT_EQ(finished.exitCode, 0) << finished.err;
  EXPECT_NE(finished.out.find("Hi there!"), std::string::npos) << finished.out;
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hearth
