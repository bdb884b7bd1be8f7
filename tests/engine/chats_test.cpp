// Several conversations with one model: each goes on where it was, in memory or from the disk, and says the
// same words as alone.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/engine/talking_engine.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;
using test::Chats;
using test::kInstructions;
using test::kPlenty;
using test::Reply;
using test::Talk;
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

}  // namespace
}  // namespace hearth
