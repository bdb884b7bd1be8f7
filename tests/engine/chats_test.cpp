// Several conversations with one model: each goes on where it was, in memory or from the disk, and says the
// same words as alone.
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>

#include "runtime/engine/engine.h"
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
    engine_->post(std::move(command));
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(60), [&] { return done_; }));
    done_ = false;
    return std::exchange(reply_, {});
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

TEST(EngineChats, DamagedFilesAreComputedAgain) {
  const auto texts = alone(1, kFirst);
  const test::TemporaryFolder folder;
  Talk talk(1, kInstructions);
  {
    Chats chats(folder.file("chats"));
    EXPECT_EQ(talk.say(chats, kFirst[0]).text, texts[0]);
  }
  const std::string file = folder.file("chats/1.kv");
  ASSERT_TRUE(fs::exists(file));
  fs::resize_file(file, fs::file_size(file) - 100);
  Chats chats(folder.file("chats"));
  const Reply reply = talk.say(chats, kFirst[1]);
  EXPECT_EQ(reply.reused, 0u);
  EXPECT_EQ(reply.text, texts[1]);
  EXPECT_FALSE(fs::exists(file));
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
