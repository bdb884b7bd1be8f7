// What files say about their tokens: end tokens, and errors that name the key.
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/tokenizer/unicode.h"
#include "tests/tokenizer/tiny_vocabularies.h"

namespace hearth {
namespace {

using namespace test;

TEST(EndOfGeneration, KnowsEosEotEomAndWellKnownTexts) {
  Metadata metadata = tinyBpe("qwen2", {},
                              {{"<|im_end|>", kControl},
                               {"<|endoftext|>", kControl},
                               {"<odd>", kControl},
                               {"<turn>", kControl},
                               {"<|im_start|>", kControl}});
  metadata.insert("tokenizer.ggml.eos_token_id", uint64_t{256});
  metadata.insert("tokenizer.ggml.eot_token_id", uint64_t{258});
  metadata.insert("tokenizer.ggml.eom_token_id", uint64_t{259});
  const auto tokenizer = load(metadata);
  for (const TokenId id : {256, 257, 258, 259}) EXPECT_TRUE(tokenizer->isEndOfGeneration(id)) << id;
  for (const TokenId id : {0, 260, -1, 9999}) EXPECT_FALSE(tokenizer->isEndOfGeneration(id)) << id;
}

TEST(EndOfGeneration, LeavesAnOrdinaryTokenSpeltLikeOneAlone) {
  const auto ordinary = load(tinyBpe("qwen2", {}, {{"</s>", kNormal}}));
  EXPECT_FALSE(ordinary->isEndOfGeneration(256));
  EXPECT_EQ(ordinary->encode("</s>", SpecialTokens::Parse, AddBos::No).size(), 4u);
  const auto control = load(tinyBpe("qwen2", {}, {{"</s>", kControl}}));
  EXPECT_TRUE(control->isEndOfGeneration(256));
}

TEST(EndOfGeneration, CountsAMarkerThatTheFileCallsText) {
  const auto tokenizer = load(tinyBpe("qwen2", {}, {{"<|im_end|>", kNormal}}));
  EXPECT_TRUE(tokenizer->isEndOfGeneration(256));
  EXPECT_TRUE(tokenizer->isControl(256));
  EXPECT_EQ(tokenizer->encode("<|im_end|>", SpecialTokens::Parse, AddBos::No), std::vector<TokenId>{256});
}

TEST(EndOfGeneration, GivesTheTurnBackToTheUserInGlmOnly) {
  const std::vector<TinyToken> turns = {{"<|user|>", kControl}, {"<|observation|>", kControl}};
  EXPECT_TRUE(load(tinyBpe("glm4", {}, turns))->isEndOfGeneration(256));
  EXPECT_TRUE(load(tinyBpe("glm4", {}, turns))->isEndOfGeneration(257));
  EXPECT_FALSE(load(tinyBpe("qwen2", {}, turns))->isEndOfGeneration(256));
}

TEST(EndOfGeneration, GoesOnAfterAMessageOfHarmony) {
  const auto tokenizer =
      load(tinyBpe("gpt-4o", {}, {{"<|end|>", kControl}, {"<|return|>", kControl}, {"<|call|>", kControl}}));
  EXPECT_FALSE(tokenizer->isEndOfGeneration(256));
  EXPECT_TRUE(tokenizer->isEndOfGeneration(257));
}

TEST(Vocabulary, FindsTokensByTheirText) {
  const auto tokenizer = load(tinyBpe("gpt-2", {"Ġ a"}, {{"</think>", kUserDefined}}));
  EXPECT_EQ(tokenizer->find("</think>"), TokenId{257});
  EXPECT_EQ(tokenizer->find("Ġa"), TokenId{256});
  EXPECT_EQ(tokenizer->find("nothing"), std::nullopt);
  EXPECT_EQ(tokenizer->find(""), std::nullopt);
}

TEST(Vocabulary, LoadsEmptyAndEqualTokens) {
  const auto tokenizer = load(tinyBpe("gpt-2", {}, {{""}, {"same"}, {"same"}, {"", kControl}}));
  ASSERT_TRUE(tokenizer);
  EXPECT_EQ(tokenizer->find("same"), TokenId{257});
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("abc", SpecialTokens::Parse, AddBos::No)), "abc");
}

TEST(Vocabulary, ReadsMinusOneAsNoToken) {
  Metadata metadata = tinySentencePiece({{"a"}});
  metadata.insert("tokenizer.ggml.bos_token_id", int64_t{-1});
  metadata.insert("tokenizer.ggml.eos_token_id", uint64_t{0xFFFFFFFF});
  const auto tokenizer = load(metadata);
  ASSERT_TRUE(tokenizer);
  EXPECT_EQ(tokenizer->bos(), std::nullopt);
  EXPECT_EQ(tokenizer->eos(), std::nullopt);
}

struct BadFile {
  std::string key;  // that the error must name
  std::function<void(Metadata&)> spoil;
  bool sentencePiece = false;
};

TEST(Vocabulary, NamesTheKeyOfWhatIsWrong) {
  const std::vector<BadFile> files = {
      {"tokenizer.ggml.tokens",
       [](Metadata& m) { m.insert("tokenizer.ggml.tokens", std::vector<int64_t>{1}); }},
      {"tokenizer.ggml.tokens",
       [](Metadata& m) { m.insert("tokenizer.ggml.tokens", std::vector<std::string>{}); }},
      {"tokenizer.ggml.tokens", [](Metadata& m) { m.insert("tokenizer.ggml.tokens", std::string("abc")); }},
      {"tokenizer.ggml.model", [](Metadata& m) { m.insert("tokenizer.ggml.model", std::string("quux")); }},
      {"tokenizer.ggml.model", [](Metadata& m) { m.insert("tokenizer.ggml.model", uint64_t{1}); }},
      {"tokenizer.ggml.token_type",
       [](Metadata& m) {
         m.insert("tokenizer.ggml.token_type", std::vector<int64_t>{1, 1});
       }},
      {"tokenizer.ggml.token_type",
       [](Metadata& m) { m.insert("tokenizer.ggml.token_type", std::string("x")); }},
      {"tokenizer.ggml.token_type",
       [](Metadata& m) { m.insert("tokenizer.ggml.token_type", std::vector<int64_t>(257, 99)); }},
      {"tokenizer.ggml.merges",
       [](Metadata& m) { m.insert("tokenizer.ggml.merges", std::vector<int64_t>{1}); }},
      {"tokenizer.ggml.merges",
       [](Metadata& m) { m.insert("tokenizer.ggml.merges", std::vector<std::string>{"abc"}); }},
      {"tokenizer.ggml.merges",
       [](Metadata& m) { m.insert("tokenizer.ggml.merges", std::vector<std::string>{""}); }},
      {"tokenizer.ggml.merges",
       [](Metadata& m) { m.insert("tokenizer.ggml.merges", std::vector<std::string>{" "}); }},
      {"tokenizer.ggml.merges",
       [](Metadata& m) { m.insert("tokenizer.ggml.merges", std::vector<std::string>{"a b c"}); }},
      {"tokenizer.ggml.merges",
       [](Metadata& m) { m.insert("tokenizer.ggml.merges", std::vector<std::string>{"no such"}); }},
      {"tokenizer.ggml.merges",
       [](Metadata& m) { m.insert("tokenizer.ggml.merges", std::vector<std::string>{"x y"}); }},
      {"tokenizer.ggml.bos_token_id",
       [](Metadata& m) { m.insert("tokenizer.ggml.bos_token_id", uint64_t{257}); }},
      {"tokenizer.ggml.eos_token_id",
       [](Metadata& m) { m.insert("tokenizer.ggml.eos_token_id", int64_t{-7}); }},
      {"tokenizer.ggml.eot_token_id",
       [](Metadata& m) { m.insert("tokenizer.ggml.eot_token_id", std::string("x")); }},
      {"tokenizer.ggml.padding_token_id",
       [](Metadata& m) { m.insert("tokenizer.ggml.padding_token_id", uint64_t{1} << 40); }},
      {"tokenizer.ggml.add_bos_token",
       [](Metadata& m) { m.insert("tokenizer.ggml.add_bos_token", std::string("yes")); }},
      {"tokenizer.ggml.scores",
       [](Metadata& m) { m.insert("tokenizer.ggml.scores", std::vector<double>{1}); }, true},
      {"tokenizer.ggml.scores", [](Metadata& m) { m.insert("tokenizer.ggml.scores", std::string("x")); },
       true},
      {"tokenizer.ggml.add_space_prefix",
       [](Metadata& m) { m.insert("tokenizer.ggml.add_space_prefix", std::string("x")); }, true},
  };
  for (size_t i = 0; i < files.size(); ++i) {
    Metadata metadata = files[i].sentencePiece ? tinySentencePiece({{"a"}}) : tinyBpe("gpt-2", {"a b"});
    files[i].spoil(metadata);
    const auto tokenizer = Tokenizer::fromMetadata(metadata);
    ASSERT_FALSE(tokenizer) << "file " << i << " (" << files[i].key << ")";
    EXPECT_NE(tokenizer.error().what().find(files[i].key), std::string::npos) << tokenizer.error().what();
    EXPECT_TRUE(isUtf8(tokenizer.error().what()));
  }
}

TEST(Vocabulary, SaysWhichKeyIsMissing) {
  for (const std::string key : {"tokenizer.ggml.model", "tokenizer.ggml.tokens", "tokenizer.ggml.merges"}) {
    const Metadata whole = tinyBpe("gpt-2", {"a b"});
    Metadata metadata;
    for (const auto& [name, value] : whole.all()) {
      if (name != key) metadata.insert(name, value);
    }
    const auto tokenizer = Tokenizer::fromMetadata(metadata);
    ASSERT_FALSE(tokenizer) << key;
    EXPECT_NE(tokenizer.error().what().find(key), std::string::npos) << tokenizer.error().what();
  }
}

TEST(Vocabulary, SurvivesByteTokensThatNameNoByte) {
  const auto tokenizer = load(metadataOf(
      "llama", {{"<0xZZ>", kByte}, {"<0x>", kByte}, {"<0x100>", kByte}, {"<0x", kByte}, {"<0x-1>", kByte}}));
  ASSERT_TRUE(tokenizer);
  (void)tokenizer->encode("abc é", SpecialTokens::Parse, AddBos::AsModelWants);
  EXPECT_EQ(tokenizer->bytesOf(0), "<0xZZ>");
}

TEST(Vocabulary, SurvivesTokensThatAreNotUtf8) {
  const auto tokenizer =
      load(metadataOf("llama", {{"\xFF\xFE"}, {"\xC3", kControl}, {"\x80", kUserDefined}, {"a"}}));
  ASSERT_TRUE(tokenizer);
  (void)tokenizer->encode("a\xC3 é", SpecialTokens::Parse, AddBos::No);
  Detokenizer detokenizer(*tokenizer);
  EXPECT_EQ(detokenizer.push(0), "\uFFFD\uFFFD");
}

}  // namespace
}  // namespace hearth
