// SentencePiece and WordPiece on made-up vocabularies.
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/gguf/hearth_keys.h"
#include "tests/tokenizer/tiny_vocabularies.h"

namespace hearth {
namespace {

using namespace test;
using Ids = std::vector<TokenId>;
using Pieces = std::vector<std::string>;

std::vector<TinyToken> pieces() {
  return {{"▁", kNormal, -9},  {"a", kNormal, -9},  {"b", kNormal, -9},  {"ab", kNormal, -3},
          {"▁a", kNormal, -2}, {"ba", kNormal, -1}, {"▁▁", kNormal, -4}, {"<|end|>", kControl}};
}

TEST(SentencePiece, MergesByScoreAndPutsASpaceInFront) {
  const auto tokenizer = load(tinySentencePiece(pieces()));
  ASSERT_TRUE(tokenizer);
  EXPECT_EQ(piecesOf(*tokenizer, "ab"), (Pieces{" a", "b"}));    // ▁a scores above ab
  EXPECT_EQ(piecesOf(*tokenizer, "aba"), (Pieces{" a", "ba"}));  // ba scores above both
  EXPECT_EQ(piecesOf(*tokenizer, "  a"), (Pieces{"  ", " a"}));
}

TEST(SentencePiece, WritesUnknownCharactersAsBytes) {
  const auto tokenizer = load(tinySentencePiece(pieces()));
  ASSERT_TRUE(tokenizer);
  EXPECT_EQ(tokenizer->encode("é", SpecialTokens::AsText, AddBos::No), (Ids{259, 3 + 0xC3, 3 + 0xA9}));
  EXPECT_EQ(tokenizer->decode(Ids{259, 3 + 0xC3, 3 + 0xA9}), "é");
}

TEST(SentencePiece, TakesTheUnknownTokenWhereBytesHaveNone) {
  const auto tokenizer =
      load(metadataOf("llama", {{"<unk>", kUnknown}, {"<s>", kControl}, {"</s>", kControl}, {"▁"}}));
  ASSERT_TRUE(tokenizer);
  EXPECT_EQ(tokenizer->encode("x", SpecialTokens::AsText, AddBos::No), (Ids{3, 0}));
}

TEST(SentencePiece, AddsBosUnlessTheFileForbidsIt) {
  Metadata metadata = tinySentencePiece(pieces());
  EXPECT_EQ(load(metadata)->encode("", SpecialTokens::AsText, AddBos::AsModelWants), (Ids{1}));
  metadata.insert("tokenizer.ggml.add_bos_token", false);
  EXPECT_EQ(load(metadata)->encode("", SpecialTokens::AsText, AddBos::AsModelWants), (Ids{}));
}

TEST(SentencePiece, PutsNoSpaceInFrontWhereTheFileSaysSo) {
  Metadata metadata = tinySentencePiece(pieces());
  metadata.insert("tokenizer.ggml.add_space_prefix", false);
  const auto tokenizer = load(metadata);
  EXPECT_EQ(piecesOf(*tokenizer, "ab"), (Pieces{"ab"}));
  EXPECT_EQ(tokenizer->decode(tokenizer->encode(" ab", SpecialTokens::AsText, AddBos::No)), " ab");
}

TEST(SentencePiece, RemovesExtraSpacesWhereTheFileSaysSo) {
  Metadata metadata = tinySentencePiece(pieces());
  metadata.insert("tokenizer.ggml.remove_extra_whitespaces", true);
  EXPECT_EQ(piecesOf(*load(metadata), "  a   b "), (Pieces{" a", " ", "b"}));
}

TEST(SentencePiece, RoundTripsThroughSpecialTokens) {
  const auto tokenizer = load(tinySentencePiece(pieces()));
  const Ids ids = tokenizer->encode("a b<|end|>a", SpecialTokens::Parse, AddBos::No);
  EXPECT_EQ(tokenizer->decode(ids), "a b<|end|>a");
}

TEST(SentencePiece, LetsPhi3TokensTakeTheSpacesBehind) {
  Metadata metadata = tinySentencePiece(pieces());
  EXPECT_EQ(piecesOf(*load(metadata), "<|end|>\n b", SpecialTokens::Parse),
            (Pieces{"<|end|>", " ", "\n", " ", "b"}));
  metadata.insert("general.architecture", std::string("phi3"));
  EXPECT_EQ(piecesOf(*load(metadata), "<|end|>\n b", SpecialTokens::Parse), (Pieces{"<|end|>", " ", "b"}));
  EXPECT_EQ(piecesOf(*load(metadata), "<s> b", SpecialTokens::Parse), (Pieces{"<s>", "  ", "b"}));
}

// 259 ▁, 260 a, 261 b, 262 ab, 263 ▁a, 264 ba
TEST(SentencePiece, MergesByAListInsteadOfScores) {
  Metadata metadata = tinySentencePiece(pieces());
  metadata.insert(kMergePairsKey, std::vector<int64_t>{260, 261, 259, 260});
  const auto tokenizer = load(metadata);
  EXPECT_EQ(piecesOf(*tokenizer, "ab"), (Pieces{" ", "ab"}));
  EXPECT_EQ(piecesOf(*tokenizer, "aba"), (Pieces{" ", "ab", "a"}));  // b and a are not on the list
  EXPECT_EQ(piecesOf(*tokenizer, "é"), (Pieces{" ", "\xC3", "\xA9"}));
}

TEST(SentencePiece, RefusesKeysOfHearthThatAreDamaged) {
  const auto failureOf = [](const char* key, MetadataValue value) {
    Metadata metadata = tinySentencePiece(pieces());
    metadata.insert(key, std::move(value));
    const auto tokenizer = Tokenizer::fromMetadata(metadata);
    return tokenizer ? "loaded" : tokenizer.error().what();
  };
  const auto has = [](const std::string& what, const std::string& part) {
    EXPECT_NE(what.find(part), std::string::npos) << what;
  };
  has(failureOf(kMergePairsKey, std::vector<int64_t>{260, 261, 259}), "merge 1 is not two of the tokens");
  has(failureOf(kMergePairsKey, std::vector<int64_t>{260, 999}), "merge 0 is not two of the tokens");
  has(failureOf(kMergePairsKey, std::vector<int64_t>{-1, 260}), "merge 0 is not two of the tokens");
  has(failureOf(kMergePairsKey, std::vector<int64_t>{261, 261}), "makes what is not in");
  has(failureOf(kMergePairsKey, std::string("a b")), "is not an array of whole numbers");
  has(failureOf(kSpacePrefixKey, std::string("often")), "is neither unless_space nor first");
  has(failureOf(kSpacesBehindKey, std::vector<uint64_t>{999}), "names token 999");
  has(failureOf(kNormalizedKey, std::vector<int64_t>{-3}), "names token -3");
}

TEST(SentencePiece, TreatsScoresThatAreNoNumbersAsTheLowest) {
  std::vector<TinyToken> tokens = pieces();
  tokens[4].score = std::numeric_limits<double>::quiet_NaN();  // ▁a
  EXPECT_EQ(piecesOf(*load(tinySentencePiece(tokens)), "ab"), (Pieces{" ", "ab"}));
}

Metadata tinyWordPiece() {
  Metadata metadata = metadataOf("bert", {{"[PAD]", kControl},
                                          {"[UNK]", kControl},
                                          {"[CLS]", kControl},
                                          {"[SEP]", kControl},
                                          {"▁un"},
                                          {"aff"},
                                          {"able"},
                                          {"▁,"},
                                          {"▁cafe"},
                                          {"▁中"},
                                          {"▁u"}});
  metadata.insert("tokenizer.ggml.unknown_token_id", uint64_t{1});
  metadata.insert("tokenizer.ggml.cls_token_id", uint64_t{2});
  metadata.insert("tokenizer.ggml.seperator_token_id", uint64_t{3});
  return metadata;
}

TEST(WordPiece, TakesTheLongestPiecesFromTheLeft) {
  const auto tokenizer = load(tinyWordPiece());
  EXPECT_EQ(tokenizer->encode("Unaffable, CAFÉ中", SpecialTokens::AsText, AddBos::No),
            (Ids{4, 5, 6, 7, 8, 9}));
}

TEST(WordPiece, ReplacesAWordThatItCannotWrite) {
  const auto tokenizer = load(tinyWordPiece());
  EXPECT_EQ(tokenizer->encode("unxaff un", SpecialTokens::AsText, AddBos::No), (Ids{1, 4}));
}

TEST(WordPiece, PutsItsFrameAroundTheText) {
  const auto tokenizer = load(tinyWordPiece());
  EXPECT_EQ(tokenizer->encode("un", SpecialTokens::AsText, AddBos::AsModelWants), (Ids{2, 4, 3}));
  EXPECT_EQ(tokenizer->encode("[CLS]un", SpecialTokens::Parse, AddBos::No), (Ids{2, 4}));
}

TEST(WordPiece, KeepsCaseAndAccentsWhereTheFileSaysSo) {
  Metadata metadata = tinyWordPiece();
  metadata.insert("tokenizer.ggml.normalizer.lowercase", false);
  EXPECT_EQ(load(metadata)->encode("Un café un", SpecialTokens::AsText, AddBos::No), (Ids{1, 1, 4}));
}

}  // namespace
}  // namespace hearth
