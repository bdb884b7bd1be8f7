// A process that is killed in the middle of an answer, again and again: the question is always there, and of
// the answer at most one flush is gone.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <random>
#include <thread>

#include "storage/store.h"
#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

constexpr int kKills = 50;

// What the child reports over the pipe after each step has returned.
struct Progress {
  int64_t chat = 0;
  int64_t question = 0;
  int64_t answer = 0;
  int64_t flushes = 0;
};

std::string textAfter(int64_t flushes) {
  std::string text;
  for (int64_t i = 0; i < flushes; ++i) text += "word" + std::to_string(i) + " ";
  return text;
}

// Asks, and writes an answer until it is killed. Never returns.
[[noreturn]] void writeUntilKilled(const std::string& path, int pipeEnd) {
  const auto tell = [&](const Progress& progress) {
    CHECK(write(pipeEnd, &progress, sizeof progress) == sizeof progress);
  };
  auto store = must(Store::open(path));
  Progress progress;
  progress.chat = must(store->createConversation(std::nullopt, "")).id;
  progress.question =
      must(store->addMessage(progress.chat, std::nullopt, Role::User, "the question", MessageState::Finished))
          .id;
  tell(progress);
  progress.answer =
      must(store->addMessage(progress.chat, progress.question, Role::Assistant, "", MessageState::Writing))
          .id;
  tell(progress);
  std::string text;
  while (true) {
    text += "word" + std::to_string(progress.flushes) + " ";
    must(store->flush(progress.answer, text, "thought " + text));
    ++progress.flushes;
    tell(progress);
  }
}

TEST(Crash, KeepsTheQuestionAndAllButOneFlushOfTheAnswer) {
  TemporaryFolder folder;
  const std::string path = folder.file("hearth.db");
  std::mt19937 random(11);
  int answersLeft = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(ends[0]);
      writeUntilKilled(path, ends[1]);
    }
    close(ends[1]);
    // Some die while the database is being opened, most while the answer grows.
    const int stepsToWait = static_cast<int>(random() % 60);
    Progress latest, read_;
    for (int step = 0; step < stepsToWait && read(ends[0], &read_, sizeof read_) == sizeof read_; ++step)
      latest = read_;
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 3000));
    ::kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
    while (read(ends[0], &read_, sizeof read_) == sizeof read_) latest = read_;
    close(ends[0]);

    auto store = must(Store::open(path));
    ASSERT_EQ(store->state(), OpenState::Normal) << store->notice();
    EXPECT_EQ(filesWith(folder, "-writer-").size(), 1u) << "locks of dead writers are cleared";
    if (latest.chat == 0) continue;
    const auto branch = must(store->activeBranch(latest.chat));
    ASSERT_GE(branch.size(), 1u);
    EXPECT_EQ(branch[0].text, "the question");
    if (latest.answer == 0) continue;
    ASSERT_EQ(branch.size(), 2u);
    EXPECT_EQ(branch[1].state, MessageState::Interrupted);
    // The flush under way when the child died may have reached the disk.
    const bool asReported = branch[1].text == textAfter(latest.flushes);
    const bool oneMore = branch[1].text == textAfter(latest.flushes + 1);
    EXPECT_TRUE(asReported || oneMore) << latest.flushes << " flushes, but: " << branch[1].text;
    EXPECT_EQ(branch[1].thinking, branch[1].text.empty() ? "" : "thought " + branch[1].text);
    if (latest.flushes > 0) {
      EXPECT_FALSE(must(store->search("word0")).empty()) << "an interrupted answer can be found";
      ++answersLeft;
    }
  }
  EXPECT_GT(answersLeft, kKills / 4);  // the test reached what it is about
  EXPECT_EQ(RawDatabase(path).ask("PRAGMA integrity_check"), "ok");
}

TEST(Crash, TwoProcessesWriteTheSameFileAtOnce) {
  TemporaryFolder folder;
  const std::string path = folder.file("hearth.db");
  // SQLite's locks know no queue, so one process may have to wait for all that the other does: 50 commits,
  // which stay below the 5 seconds' wait on a disk that takes up to 100 ms for each.
  constexpr int kChatsEach = 10;
  const auto writeChats = [&] {
    auto store = must(Store::open(path));
    for (int i = 0; i < kChatsEach; ++i) {
      const int64_t chat = must(store->createConversation(std::nullopt, "")).id;
      const auto question =
          must(store->addMessage(chat, std::nullopt, Role::User, "q", MessageState::Finished));
      const auto answer =
          must(store->addMessage(chat, question.id, Role::Assistant, "", MessageState::Writing));
      must(store->flush(answer.id, "so", ""));
      must(store->finish(answer.id, "so be it", "", MessageState::Finished, MessageStats{}));
    }
  };
  // Both also create the database, at the same moment.
  pid_t children[2];
  for (pid_t& child : children) {
    child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      writeChats();
      _exit(0);
    }
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  }
  auto store = must(Store::open(path));
  const auto chats = must(store->conversations());
  EXPECT_EQ(chats.size(), size_t{2 * kChatsEach});
  for (const auto& chat : chats) {
    const auto branch = must(store->activeBranch(chat.id));
    ASSERT_EQ(branch.size(), 2u);
    EXPECT_EQ(branch[1].state, MessageState::Finished);
  }
}

}  // namespace
}  // namespace hearth::storage
