// Answers that were cut off, by their user or by kill -9, and go on.
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include "runtime/chat_cache/chat_file.h"
#include "tests/engine/talking_engine.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

using test::Chats;
using test::kInstructions;
using test::Reply;
using test::Talk;

class CutAnswers : public testing::Test {
 protected:
  static Generate question(uint64_t seed, uint32_t tokens) {
    Generate command;
    command.conversation = 1;
    command.messages = {{Role::System, kInstructions, "", 0},
                        {Role::User, "Tell me a story about a boat.", "", 0}};
    command.sampling.temperature = 1;
    command.sampling.topP = 1;
    command.sampling.repetitionPenalty = 1.1f;
    command.sampling.seed = seed;
    command.maxTokens = tokens;
    command.ignoreEnd = true;
    return command;
  }
  static Generate goingOn(uint64_t seed, uint32_t tokens, const Reply& cut) {
    Generate command = question(seed, tokens);
    command.messages.push_back({Role::Assistant, cut.text, cut.thinking, 0});
    command.continueLast = true;
    return command;
  }
  static std::string textOf(const Reply& a, const Reply& b = {}) {
    return a.thinking + b.thinking + "|" + a.text + b.text;
  }
};

TEST_F(CutAnswers, GoOnAfterARestartAsIfTheyHadNotBeenCut) {
  for (const uint64_t seed : {7u, 8u, 9u}) {
    const std::string whole = textOf(Chats().ask(question(seed, 40)));
    const test::TemporaryFolder folder;
    Reply first;
    {
      Chats chats(folder.file("chats"));
      first = chats.ask(question(seed, 20));
    }
    Chats chats(folder.file("chats"));
    const Reply second = chats.ask(goingOn(seed, 20, first));
    EXPECT_EQ(textOf(first, second), whole) << "seed " << seed;
    EXPECT_EQ(second.reused, second.promptTokens - 1) << "its last token was not in the cache";
  }
}

// kill -9, once what there is was appended: the first answer's end is the other process's beginning.
TEST_F(CutAnswers, GoOnAfterAKillAsIfTheyHadNotBeenCut) {
  const std::string whole = textOf(Chats().ask(question(7, 40)));
  const test::TemporaryFolder folder;
  int words[2];
  ASSERT_EQ(pipe(words), 0);
  const pid_t child = fork();
  if (child == 0) {
    Chats chats(folder.file("chats"));
    const Reply first = chats.ask(question(7, 20));
    chats.kept();
    const std::string said = first.thinking + '\0' + first.text + '\0';
    if (::write(words[1], said.data(), said.size()) == static_cast<ssize_t>(said.size())) ::pause();
    ::_exit(1);
  }
  ASSERT_GT(child, 0);
  close(words[1]);
  std::string said;
  for (char letter; std::count(said.begin(), said.end(), '\0') < 2 && read(words[0], &letter, 1) == 1;)
    said += letter;
  close(words[0]);
  ASSERT_EQ(::kill(child, SIGKILL), 0);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  ASSERT_EQ(std::count(said.begin(), said.end(), '\0'), 2);
  Reply first;
  first.thinking = said.c_str();
  first.text = said.c_str() + first.thinking.size() + 1;
  Chats chats(folder.file("chats"));
  const Reply second = chats.ask(goingOn(7, 20, first));
  EXPECT_EQ(textOf(first, second), whole);
  EXPECT_EQ(second.reused, second.promptTokens - 1) << "from the disk";
}

// kill -9 in the middle of a long answer: its question is known, and what was written of the answer.
TEST_F(CutAnswers, AreKeptAlsoWhenTheKillComesBeforeTheirEnd) {
  const test::TemporaryFolder folder;
  const std::string path = folder.file("chats/1.kv");
  const pid_t child = fork();
  if (child == 0) {
    Chats(folder.file("chats"), 16384).ask(question(7, 16000));
    ::_exit(1);
  }
  ASSERT_GT(child, 0);
  const auto giveUp = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  const auto written = [&] {
    auto file = ChatFileReader::open(path);
    return file ? static_cast<uint32_t>(file->tokens().size()) : 0;
  };
  while (written() < 4 * kKvPagePositions && std::chrono::steady_clock::now() < giveUp)
    std::this_thread::yield();
  ASSERT_EQ(::kill(child, SIGKILL), 0);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << "the answer ended before";
  ASSERT_GE(written(), 4 * kKvPagePositions);
  const Reply whole = Chats({}, 16384).ask(question(7, 40));
  Chats chats(folder.file("chats"), 16384);
  const Reply again = chats.ask(question(7, 40));
  EXPECT_EQ(textOf(again), textOf(whole));
  EXPECT_EQ(again.reused, again.promptTokens - 1) << "from the disk";
}

TEST_F(CutAnswers, GoOnManyTimesAndAfterOthersCameInBetween) {
  const std::string whole = textOf(Chats().ask(question(7, 40)));
  Chats chats;
  Reply sofar = chats.ask(question(7, 10));
  for (int part = 0; part < 3; ++part) {
    Talk(2, kInstructions).say(chats, "Hello!");
    const Reply more = chats.ask(goingOn(7, 10, sofar));
    sofar.text += more.text;
    sofar.thinking += more.thinking;
  }
  EXPECT_EQ(textOf(sofar), whole);
}

TEST_F(CutAnswers, AreTakenAsTheyReadOnceTheirTextWasChanged) {
  Chats chats, other;
  Reply cut = chats.ask(question(7, 20));
  cut.text += " And then the boat";
  const Reply on = chats.ask(goingOn(7, 20, cut));
  EXPECT_EQ(textOf(on), textOf(other.ask(goingOn(7, 20, cut))));
}

}  // namespace
}  // namespace hearth
