// Search: what is found, and that nothing a user types is an error.
#include <gtest/gtest.h>

#include <random>

#include "storage/search_index.h"
#include "storage/store.h"
#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

class SearchTest : public testing::Test {
 protected:
  Message say(const std::string& text, Role role = Role::User) {
    return must(store_->addMessage(chat_, std::nullopt, role, text, MessageState::Finished));
  }
  bool finds(const std::string& words, const Message& message) {
    for (const SearchHit& hit : must(store_->search(words))) {
      if (hit.messageId == message.id) return true;
    }
    return false;
  }
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_ = must(Store::open(folder_.file("hearth.db")));
  int64_t chat_ = must(store_->createConversation(std::nullopt, "")).id;
};

TEST_F(SearchTest, FindsAllWordsInAnyOrderAndTheLastByItsBeginning) {
  const Message message = say("The quick brown fox jumps over the lazy dog");
  EXPECT_TRUE(finds("fox quick", message));
  EXPECT_TRUE(finds("QUICK jum", message));
  EXPECT_FALSE(finds("jum quick", message));  // only the last word may be unfinished
  EXPECT_FALSE(finds("fox cat", message));
}

TEST_F(SearchTest, FoldsAccents) {
  const Message message = say("Un café à Málaga, Việt Nam");
  EXPECT_TRUE(finds("cafe", message));
  EXPECT_TRUE(finds("malaga", message));
  EXPECT_TRUE(finds("CAFÉ", message));
  EXPECT_TRUE(finds("viet", message));
}

TEST_F(SearchTest, FindsAnyPartOfTextInScriptsWithoutSpaces) {
  const Message chinese = say("我们在北京大学研究机器学习和语言模型");
  const Message japanese = say("東京タワーはどこですか？C++で書く");
  const Message korean = say("안녕하세요 세계");
  const Message thai = say("สวัสดีครับ");
  EXPECT_TRUE(finds("机器", chinese));
  EXPECT_TRUE(finds("学", chinese));
  EXPECT_TRUE(finds("研究机器学习", chinese));
  EXPECT_TRUE(finds("北京 模型", chinese));
  EXPECT_FALSE(finds("器机", chinese));
  EXPECT_TRUE(finds("タワー", japanese));
  EXPECT_TRUE(finds("c++で書く", japanese));
  EXPECT_TRUE(finds("하세요", korean));
  EXPECT_TRUE(finds("ดี", thai));
}

TEST_F(SearchTest, FindsEmoji) { EXPECT_TRUE(finds("🎉", say("done 🎉 at last"))); }

TEST_F(SearchTest, MarksTheMatchInASnippet) {
  std::string longText;
  for (int i = 0; i < 500; ++i) longText += "filler ";
  say(longText + "needle " + longText);
  const auto hits = must(store_->search("needle"));
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_NE(hits[0].snippet.find("\x01needle\x02"), std::string::npos);
  EXPECT_LT(hits[0].snippet.size(), 400u);
  EXPECT_EQ(hits[0].conversationId, chat_);
}

TEST_F(SearchTest, PutsTitlesFirst) {
  must(store_->rename(chat_, "About penguins", false));
  const Message message = say("penguins swim");
  const auto hits = must(store_->search("penguin"));
  ASSERT_EQ(hits.size(), 2u);
  EXPECT_EQ(hits[0].messageId, 0);
  EXPECT_EQ(hits[0].title, "About penguins");
  EXPECT_EQ(hits[0].snippet, "About \x01penguins\x02");
  EXPECT_EQ(hits[1].messageId, message.id);
  EXPECT_EQ(must(store_->search("penguin", 1)).size(), 1u);
  must(store_->rename(chat_, "About seals", false));
  EXPECT_EQ(must(store_->search("penguin")).size(), 1u);
}

TEST_F(SearchTest, SearchesNeitherThinkingNorSystemNorUnfinishedText) {
  const Message system = say("walrus", Role::System);
  const Message begun =
      must(store_->addMessage(chat_, system.id, Role::Assistant, "", MessageState::Writing));
  must(store_->flush(begun.id, "walrus so far", "walrus"));
  EXPECT_TRUE(must(store_->search("walrus")).empty());
  must(store_->finish(begun.id, "a seal", "walrus", MessageState::Finished, std::nullopt));
  EXPECT_TRUE(must(store_->search("walrus")).empty());
  EXPECT_TRUE(finds("seal", begun));
  must(store_->finish(begun.id, "an otter", "", MessageState::Finished, std::nullopt));
  EXPECT_FALSE(finds("seal", begun));
  EXPECT_TRUE(finds("otter", begun));
}

TEST_F(SearchTest, TakesWhatUsersTypeAsWordsNotAsSyntax) {
  const Message message = say("say \"hello\" to col:on NEAR the star* and -minus OR plus");
  using namespace std::string_literals;
  for (const std::string& words : {"\""s,
                                   "\"\""s,
                                   "\"hello"s,
                                   "hello\""s,
                                   "*"s,
                                   "star*"s,
                                   "-minus"s,
                                   "NEAR"s,
                                   "NEAR(the star, 2)"s,
                                   "AND"s,
                                   "OR"s,
                                   "NOT"s,
                                   "col:on"s,
                                   "text:hello"s,
                                   "{text}:hello"s,
                                   "^say"s,
                                   "(hello"s,
                                   "hello)"s,
                                   "hel\0lo"s,
                                   "\0"s,
                                   "hello + to"s,
                                   "'"s,
                                   ";"s,
                                   "\\"s,
                                   "\xFF\xFE"s,
                                   "\xF0\x9F"s,
                                   "%"s,
                                   "_"s,
                                   "?1"s,
                                   " \t\n "s,
                                   ""s,
                                   "a\"b\"c\"\"\""s,
                                   std::string(100'000, 'a'),
                                   std::string(3000, '"')}) {
    EXPECT_EQ(errorOf(store_->search(words)), "") << words.substr(0, 40);
  }
  EXPECT_TRUE(finds("\"hello\"", message));
  EXPECT_TRUE(finds("NEAR", message));
  EXPECT_TRUE(finds("col:on", message));
  EXPECT_TRUE(finds("OR", message));
  EXPECT_FALSE(finds("-minus OR", message));  // the one thing that excludes
  EXPECT_TRUE(finds("\"-minus\" OR", message));
  EXPECT_TRUE(finds("hello * star", message));  // a sign without letters does not hide the words beside it
  EXPECT_TRUE(finds("star -", message));
}

TEST_F(SearchTest, SurvivesRandomBytes) {
  std::mt19937 random(7);
  using namespace std::string_literals;
  const std::string alphabet = "\"*-()^:+ \0NEARab\xE4\xBD\xA0\xF0\x9F\x8E\x89\xFF"s;
  for (int i = 0; i < 2000; ++i) {
    std::string words;
    for (size_t length = random() % 20; length > 0; --length) words += alphabet[random() % alphabet.size()];
    EXPECT_EQ(errorOf(store_->search(words)), "");
    if (i % 10 == 0) say(words);
  }
}

TEST_F(SearchTest, FindsPhrasesAndLeavesOutWhatIsExcluded) {
  const Message first = say("the cat sat on the mat"), second = say("the mat sat on the cat");
  EXPECT_TRUE(finds("\"cat sat\"", first));
  EXPECT_FALSE(finds("\"cat sat\"", second));
  EXPECT_FALSE(finds("\"cat sa\"", first));  // a closed phrase is finished
  EXPECT_TRUE(finds("mat -\"cat sat\"", second));
  EXPECT_FALSE(finds("mat -\"cat sat\"", first));
  EXPECT_TRUE(must(store_->search("-cat")).empty());
  EXPECT_TRUE(finds("cat -* -\"\"", first));
}

TEST_F(SearchTest, FiltersByFolderPinRoleModelAndTime) {
  const int64_t outer = must(store_->createFolder("Home Garden", std::nullopt)).id;
  const int64_t inner = must(store_->createFolder("Roses", outer)).id;
  const int64_t other = must(store_->createConversation(inner, "/models/Qwen3-4B.gguf")).id;
  must(store_->rename(other, "Thorns", false));
  const Message outside = say("when to plant"), plain = say("plant it", Role::Assistant);
  const Message question =
      must(store_->addMessage(other, std::nullopt, Role::User, "when to plant", MessageState::Finished));
  const Message answer = must(store_->addMessage(other, question.id, Role::Assistant, "plant in May",
                                                 MessageState::Finished, "DeepSeek-R1"));
  using Ids = std::vector<int64_t>;
  const auto found = [&](const std::string& typed) {
    Ids ids;
    for (const SearchHit& hit : must(store_->search(typed)))
      ids.push_back(hit.messageId == 0 ? -hit.conversationId : hit.messageId);
    return ids;
  };
  EXPECT_EQ(found("plant in:roses"), (Ids{answer.id, question.id}));
  EXPECT_EQ(found("IN:\"home gar\" plant"), (Ids{answer.id, question.id}));
  EXPECT_EQ(found("plant in:nowhere"), Ids{});
  EXPECT_EQ(found("plant role:you in:roses"), Ids{question.id});
  EXPECT_EQ(found("plant role:model"), (Ids{answer.id, plain.id}));
  EXPECT_EQ(found("plant model:deepseek"), Ids{answer.id});
  EXPECT_EQ(found("plant model:qwen"), Ids{question.id});
  EXPECT_EQ(found("plant model:nobody"), Ids{});
  EXPECT_EQ(found("plant model:deep model:r1 role:model"), Ids{answer.id});
  EXPECT_EQ(found("plant model:deepseek role:you"), Ids{});
  EXPECT_EQ(found("plant pinned:yes"), Ids{});
  must(store_->setPinned(other, true));
  EXPECT_EQ(found("plant pinned:yes role:you"), Ids{question.id});
  EXPECT_EQ(found("pinned:yes"), Ids{-other});
  EXPECT_EQ(found("in:roses thorn"), Ids{-other});
  EXPECT_EQ(found("plant before:2020"), Ids{});
  EXPECT_EQ(found("plant after:2100"), Ids{});
  EXPECT_EQ(found("rose after:2100 model:qwen"), Ids{});
  EXPECT_EQ(found("plant after:2020-01-31 role:you"), (Ids{question.id, outside.id}));
  RawDatabase(folder_.file("hearth.db"))
      .run("UPDATE messages SET created_at = 1577880000000 WHERE id = " + std::to_string(outside.id));
  EXPECT_EQ(found("plant before:2020-01-02"), Ids{outside.id});  // it is of noon on the first
  EXPECT_EQ(found("plant after:yesterday"), Ids{});              // two words to be found
  must(store_->moveToTrash(other));
  EXPECT_EQ(found("plant in:roses"), Ids{});
}

TEST_F(SearchTest, AModelThatWroteMuchIsFoundAsOneThatWroteLittle) {
  for (int i = 0; i < 1100; ++i)
    must(store_->addMessage(chat_, std::nullopt, Role::Assistant, "plant number " + std::to_string(i),
                            MessageState::Finished, "Busy"));
  const Message rare = must(store_->addMessage(chat_, std::nullopt, Role::Assistant, "plant a rose",
                                               MessageState::Finished, "Rare"));
  EXPECT_EQ(must(store_->search("plant model:busy")).size(), must(store_->search("plant")).size());
  const auto hits = must(store_->search("plant model:rare"));
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].messageId, rare.id);
}

TEST_F(SearchTest, FindsWithinAConversationInTheOrderOfItsBranch) {
  const auto below = [&](std::optional<int64_t> parent, const std::string& text) {
    return must(store_->addMessage(chat_, parent, Role::User, text, MessageState::Finished)).id;
  };
  const int64_t first = below(std::nullopt, "an owl"), hidden = below(first, "owls elsewhere"),
                second = below(first, "a lark");
  const int64_t third = below(second, "owlish");
  must(store_->addMessage(must(store_->createConversation(std::nullopt, "")).id, std::nullopt, Role::User,
                          "owl", MessageState::Finished));
  EXPECT_EQ(must(store_->findInConversation(chat_, "owl")), (std::vector<int64_t>{first, third}));
  must(store_->setActiveLeaf(hidden));
  EXPECT_EQ(must(store_->findInConversation(chat_, "owl")), (std::vector<int64_t>{first, hidden}));
  EXPECT_TRUE(must(store_->findInConversation(chat_, "")).empty());
  EXPECT_TRUE(must(store_->findInConversation(chat_, "eagle")).empty());
}

TEST_F(SearchTest, RebuildsADamagedIndex) {
  const Message message = say("treasure");
  RawDatabase raw(folder_.file("hearth.db"));
  raw.run(
      "UPDATE messages_index_data SET block = x'00112233' WHERE id > 100");  // the words, not the directory
  store_ = must(Store::open(folder_.file("hearth.db")));
  EXPECT_TRUE(finds("treasure", message));
  raw.run("UPDATE messages_index_data SET block = x'00'");
  store_ = must(Store::open(folder_.file("hearth.db")));
  const Message later = say("more treasure");  // saving must not fail for the index's sake
  EXPECT_TRUE(finds("more treasure", later));
}

}  // namespace
}  // namespace hearth::storage
