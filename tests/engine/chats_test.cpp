// Several conversations with one model: each goes on where it was, in memory or from the disk, and says the
// same words as alone.
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>

#include "runtime/chat_cache/chat_file.h"
#include "runtime/engine/engine.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;
const std::string kModel = HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf";
constexpr uint64_t kPlenty = uint64_t{1} << 30;
// Common to all conversations, and longer than a page.
const std::string kInstructions =
    "You are a patient friend who lives in a small house by the sea. You answer every question in a few "
    "plain "
    "words. You like stories about boats, about the garden, about the weather and about what there is for "
    "dinner. When somebody asks for numbers, you add them slowly and say the sum. You never speak of the "
    "city.";

struct Reply {
  std::string text, thinking;
  uint32_t reused = 0, promptTokens = 0;
};

// An engine on the processor that answers one request at a time, greedily.
class Chats {
 public:
  explicit Chats(const std::string& folder = {}, uint32_t context = 256) {
    engine_.emplace([this](Event event) { receive(event); });
    if (!folder.empty()) after(KeepChatsOnDisk{folder, kPlenty});
    LoadModel load;
    load.path = kModel;
    load.contextLength = context;
    load.threads = 1;
    load.device = DeviceWish::Cpu;
    engine_->post(load);
  }

  Reply ask(uint64_t conversation, std::vector<ChatMessage> messages) {
    Generate command;
    command.conversation = conversation;
    command.messages = std::move(messages);
    command.sampling.temperature = 0;
    command.maxTokens = 16;
    command.ignoreEnd = true;
    return ask(std::move(command));
  }
  Reply ask(Generate command) {
    command.request = 1;
    {
      const std::lock_guard lock(mutex_);
      onDisk_.reset();
    }
    engine_->post(std::move(command));
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(60), [&] { return done_; }));
    done_ = false;
    return std::exchange(reply_, {});
  }
  // Once the newest answer is on the disk.
  ChatsOnDisk kept() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(60), [&] { return onDisk_.has_value(); }));
    return onDisk_.value_or(ChatsOnDisk{});
  }
  // After which the engine tells what is on the disk.
  ChatsOnDisk after(Command command) {
    {
      const std::lock_guard lock(mutex_);
      onDisk_.reset();
    }
    engine_->post(std::move(command));
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(60), [&] { return onDisk_.has_value(); }));
    return onDisk_.value_or(ChatsOnDisk{});
  }

 private:
  void receive(const Event& event) {
    const std::lock_guard lock(mutex_);
    if (const auto* delta = std::get_if<Delta>(&event))
      (delta->kind == TextKind::Thinking ? reply_.thinking : reply_.text) += delta->text;
    if (const auto* progress = std::get_if<PromptProgress>(&event)) {
      reply_.reused = progress->reused;
      reply_.promptTokens = progress->total;
    }
    if (const auto* kept = std::get_if<ChatsOnDisk>(&event)) onDisk_ = *kept;
    if (const auto* failed = std::get_if<Failed>(&event)) ADD_FAILURE() << failed->cause;
    if (const auto* failed = std::get_if<LoadFailed>(&event)) ADD_FAILURE() << failed->cause;
    done_ = done_ || std::holds_alternative<Done>(event) || std::holds_alternative<Failed>(event);
    arrived_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  Reply reply_;
  std::optional<ChatsOnDisk> onDisk_;
  bool done_ = false;
  std::optional<Engine> engine_;
};

// A conversation as its user sees it.
class Talk {
 public:
  Talk(uint64_t id, std::string system) : id_(id), messages_{{Role::System, std::move(system), "", 0}} {}
  Reply say(Chats& chats, const std::string& text) {
    messages_.push_back({Role::User, text, "", 0});
    Reply reply = chats.ask(id_, messages_);
    messages_.push_back({Role::Assistant, reply.text, "", 0});
    return reply;
  }

 private:
  uint64_t id_;
  std::vector<ChatMessage> messages_;
};

const std::vector<std::string> kFirst = {"Hello! Who are you?", "Tell me a story about a boat.", "And then?"};
const std::vector<std::string> kSecond = {"What is two plus three?", "What about the garden?",
                                          "Why is that?"};

std::vector<std::string> alone(uint64_t id, const std::vector<std::string>& questions) {
  Chats chats;
  Talk talk(id, kInstructions);
  std::vector<std::string> texts;
  for (const std::string& question : questions) texts.push_back(talk.say(chats, question).text);
  return texts;
}

TEST(EngineChats, TwoInTurnSayTheSameAsAlone) {
  const auto first = alone(1, kFirst), second = alone(2, kSecond);
  Chats chats;
  Talk a(1, kInstructions), b(2, kInstructions);
  for (size_t turn = 0; turn < kFirst.size(); ++turn) {
    const Reply mine = a.say(chats, kFirst[turn]);
    EXPECT_EQ(mine.text, first[turn]) << turn;
    const Reply theirs = b.say(chats, kSecond[turn]);
    EXPECT_EQ(theirs.text, second[turn]) << turn;
    if (turn == 0) {
      EXPECT_EQ(mine.reused, 0u);
      EXPECT_GT(theirs.reused, 64u) << "the instructions are known from the first";
    } else {
      // All but the question, and what the template writes around it.
      EXPECT_GT(mine.reused, mine.promptTokens / 2);
      EXPECT_GT(theirs.reused, theirs.promptTokens / 2);
    }
  }
}

TEST(EngineChats, ComeBackFromTheDiskAndSayTheSame) {
  const auto first = alone(1, kFirst), second = alone(2, kSecond);
  const test::TemporaryFolder folder;
  Talk a(1, kInstructions), b(2, kInstructions);
  for (size_t turn = 0; turn < kFirst.size(); ++turn) {
    Chats chats(folder.file("chats"));  // Hearth is started anew for every turn
    const Reply theirs = b.say(chats, kSecond[turn]);
    EXPECT_EQ(theirs.text, second[turn]) << turn;
    const Reply mine = a.say(chats, kFirst[turn]);
    EXPECT_EQ(mine.text, first[turn]) << turn;
    if (turn == 0) continue;
    EXPECT_GT(theirs.reused, theirs.promptTokens / 2);
    EXPECT_GT(mine.reused, mine.promptTokens / 2);
  }
}

// More conversations than the memory holds.
TEST(EngineChats, MakeRoomForEachOther) {
  const test::TemporaryFolder folder;
  Chats chats(folder.file("chats"));
  std::vector<Talk> talks;
  constexpr uint64_t kTalks = 12;
  std::vector<std::string> texts;
  for (uint64_t id = 1; id <= kTalks; ++id) {
    talks.emplace_back(id, "Number " + std::to_string(id) + ". " + kInstructions);
    texts.push_back(talks.back().say(chats, kFirst[0]).text);
  }
  EXPECT_GT(chats.after(ForgetOtherChats{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}).chats, 0u)
      << "some are on the disk";
  for (Talk& talk : talks) {
    const Reply reply = talk.say(chats, kFirst[1]);
    EXPECT_GT(reply.reused, reply.promptTokens / 2);
  }
}

TEST(EngineChats, AreForgottenOnTheDiskWhenDeletedAndWhenSwitchedOff) {
  const test::TemporaryFolder folder;
  const std::string path = folder.file("chats");
  {
    Chats chats(path);
    for (const uint64_t id : {1, 2, 3}) Talk(id, kInstructions).say(chats, kFirst[0]);
    Talk(0, kInstructions).say(chats, kFirst[1]);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(path), {}), 3);
  {
    Chats chats(path);
    const ChatsOnDisk left = chats.after(ForgetOtherChats{{2, 3}});
    EXPECT_EQ(left.chats, 2u);
    EXPECT_GT(left.bytes, 0u);
    EXPECT_FALSE(fs::exists(path + "/1.kv"));
    EXPECT_EQ(chats.after(KeepChatsOnDisk{path, 0}).chats, 0u);
    Talk(2, kInstructions).say(chats, kFirst[0]);
  }
  EXPECT_TRUE(fs::is_empty(path));
}

TEST(EngineChats, SayWhyNothingCanBeKept) {
  const test::TemporaryFolder folder;
  Chats chats;
  const ChatsOnDisk answer = chats.after(KeepChatsOnDisk{folder.write("file", "") + "/chats", kPlenty});
  EXPECT_NE(answer.problem.find("cannot be used"), std::string::npos) << answer.problem;
  Talk talk(1, kInstructions);
  EXPECT_FALSE(talk.say(chats, kFirst[0]).text.empty());
}

std::string bytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void putBytes(const std::string& path, const std::string& bytes) {
  fs::remove(path);
  std::ofstream(path, std::ios::binary) << bytes;
}

// Cut and damaged in many places: what can be believed is used, and the text is the same whatever that is.
TEST(EngineChats, DamagedFilesServeAsFarAsTheyCanBeBelieved) {
  const auto texts = alone(1, kFirst);
  const test::TemporaryFolder folder;
  const std::string path = folder.file("chats/1.kv");
  Chats chats(folder.file("chats"));
  Talk begun(1, kInstructions);
  EXPECT_EQ(begun.say(chats, kFirst[0]).text, texts[0]);
  chats.kept();
  const std::string whole = bytesOf(path);
  test::Random random(3);
  uint32_t none = 0, some = 0;
  for (uint32_t step = 0; step < 30; ++step) {
    chats.after(ForgetOtherChats{});
    std::string damaged = whole;
    const auto place = random.below(static_cast<uint32_t>(whole.size()));
    if (step % 2 == 0) {
      damaged.resize(place);
    } else {
      damaged[place] = static_cast<char>(damaged[place] ^ (1 << step % 8));
    }
    putBytes(path, damaged);
    Talk talk = begun;
    const Reply reply = talk.say(chats, kFirst[1]);
    EXPECT_EQ(reply.text, texts[1]) << "at " << place << ", of " << reply.reused;
    ++(reply.reused == 0 ? none : some);
    chats.kept();
    // What was computed of it since is there as well.
    const std::string mended = bytesOf(path);
    EXPECT_GT(mended.size(), whole.size() / 2);
  }
  EXPECT_GT(none, 0u);
  EXPECT_GT(some, 0u);
}

// ---- Answers that are cut off and go on

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
