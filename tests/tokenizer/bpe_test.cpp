// Byte-level BPE on made-up vocabularies.
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/tokenizer/merging.h"
#include "runtime/tokenizer/unicode.h"
#include "tests/tokenizer/tiny_vocabularies.h"

namespace hearth {
namespace {

using namespace test;
using Ids = std::vector<TokenId>;
using Pieces = std::vector<std::string>;

TEST(Bpe, MergesInTheOrderOfTheFile) {
  // "l o" comes first, so "lo" forms before "ow" can.
  const auto tokenizer = load(tinyBpe("gpt-2", {"l o", "o w", "lo w", "e r"}));
  ASSERT_TRUE(tokenizer);
  EXPECT_EQ(piecesOf(*tokenizer, "lower"), (Pieces{"low", "er"}));
  EXPECT_EQ(piecesOf(*tokenizer, "owl"), (Pieces{"ow", "l"}));
}

TEST(Bpe, MergesTheLeftmostOfEqualPairsFirst) {
  const auto tokenizer = load(tinyBpe("gpt-2", {"a a"}));
  ASSERT_TRUE(tokenizer);
  EXPECT_EQ(piecesOf(*tokenizer, "aaaaa"), (Pieces{"aa", "aa", "a"}));
}

TEST(Bpe, DoesNotMergeAcrossWords) {
  const auto tokenizer = load(tinyBpe("gpt-2", {"a Ġ", "Ġ b"}));
  ASSERT_TRUE(tokenizer);
  EXPECT_EQ(piecesOf(*tokenizer, "a b"), (Pieces{"a", " b"}));
}

TEST(Bpe, TakesWholeWordsOnlyWhereThePreTokenizerIgnoresMerges) {
  const std::vector<TinyToken> words = {{"cat"}};
  const auto plain = load(tinyBpe("qwen2", {"c a"}, words));
  const auto whole = load(tinyBpe("llama-bpe", {"c a"}, words));
  ASSERT_TRUE(plain && whole);
  EXPECT_EQ(piecesOf(*plain, "cat"), (Pieces{"ca", "t"}));
  EXPECT_EQ(piecesOf(*whole, "cat"), (Pieces{"cat"}));
}

TEST(Bpe, NormalizesToNfcForQwen) {
  const auto qwen = load(tinyBpe("qwen2", {}));
  const auto gpt2 = load(tinyBpe("gpt-2", {}));
  ASSERT_TRUE(qwen && gpt2);
  EXPECT_EQ(qwen->encode("e\u0301", SpecialTokens::AsText, AddBos::No), (Ids{0xC3, 0xA9}));
  EXPECT_EQ(gpt2->encode("e\u0301", SpecialTokens::AsText, AddBos::No), (Ids{'e', 0xCC, 0x81}));
}

TEST(Bpe, CutsSpecialTokensOutFirst) {
  const auto tokenizer =
      load(tinyBpe("gpt-2", {}, {{"<|im_end|>", kControl}, {"<tool>", kUserDefined}, {"  ", kUserDefined}}));
  ASSERT_TRUE(tokenizer);
  EXPECT_EQ(piecesOf(*tokenizer, "a<|im_end|>", SpecialTokens::Parse), (Pieces{"a", "<|im_end|>"}));
  EXPECT_EQ(tokenizer->encode("a<|im_end|>", SpecialTokens::AsText, AddBos::No).size(), 11u);
  EXPECT_EQ(piecesOf(*tokenizer, "a<tool>   b"), (Pieces{"a", "<tool>", "  ", " ", "b"}));
}

TEST(Bpe, PrefersTheLeftmostThenTheLongestSpecialToken) {
  const auto tokenizer =
      load(tinyBpe("gpt-2", {}, {{"<a>", kControl}, {"<a><b>", kControl}, {"><b>x", kControl}}));
  ASSERT_TRUE(tokenizer);
  EXPECT_EQ(piecesOf(*tokenizer, "<a><b>x", SpecialTokens::Parse), (Pieces{"<a><b>", "x"}));
  EXPECT_EQ(piecesOf(*tokenizer, "<a><c", SpecialTokens::Parse), (Pieces{"<a>", "<", "c"}));
}

TEST(Bpe, AddsBosAndEosAsTheFileSays) {
  Metadata metadata = tinyBpe("gpt-2", {}, {{"<s>", kControl}, {"</s>", kControl}});
  metadata.insert("tokenizer.ggml.bos_token_id", uint64_t{256});
  metadata.insert("tokenizer.ggml.eos_token_id", uint64_t{257});
  const auto silent = load(metadata);
  ASSERT_TRUE(silent);
  EXPECT_FALSE(silent->addsBos());
  EXPECT_EQ(silent->encode("", SpecialTokens::AsText, AddBos::AsModelWants), Ids{});
  metadata.insert("tokenizer.ggml.add_bos_token", true);
  metadata.insert("tokenizer.ggml.add_eos_token", true);
  const auto both = load(metadata);
  ASSERT_TRUE(both);
  EXPECT_TRUE(both->addsBos());
  EXPECT_EQ(both->encode("a", SpecialTokens::AsText, AddBos::AsModelWants), (Ids{256, 'a', 257}));
  EXPECT_EQ(both->encode("a", SpecialTokens::AsText, AddBos::No), (Ids{'a'}));
}

TEST(Bpe, DecodesWhatItEncodedForRandomUnicode) {
  const auto tokenizer = load(tinyBpe("deepseek-v3", {"Ġ t", "h e", "Ġt he", "Ã ©", "Ġ Ġ"}));
  ASSERT_TRUE(tokenizer);
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      constexpr uint_fast32_t kCodeMax[] = {0x80, 0x3000, 0x110000};
      auto code = static_cast<char32_t>(random() % kCodeMax[random() % 3]);
      if (code >= 0xD800 && code <= 0xDFFF) code = ' ';
      appendUtf8(code, text);
    }
    ASSERT_EQ(tokenizer->decode(tokenizer->encode(text, SpecialTokens::AsText, AddBos::No)), text);
  }
}

TEST(Bpe, WritesInvalidBytesAsReplacementCharacters) {
  const auto tokenizer = load(tinyBpe("gpt-2", {}));
  ASSERT_TRUE(tokenizer);
  const Ids ids = tokenizer->encode("a\xFF\xE2\x82 b", SpecialTokens::AsText, AddBos::No);
  EXPECT_EQ(tokenizer->decode(ids), "a\uFFFD\uFFFD b");
}

TEST(Bpe, WarnsOfAnUnknownPreTokenizerAndUsesTheDefaultOne) {
  const auto unknown = load(tinyBpe("quux", {}));
  const auto none = load(tinyBpe("", {}));
  ASSERT_TRUE(unknown && none);
  EXPECT_NE(unknown->warning().find("quux"), std::string_view::npos);
  EXPECT_TRUE(none->warning().empty());
}

// The heap and the plain search must agree: both sides of the length at which they change over.
TEST(Merging, GivesTheSameForLongWordsAsRepeatedSearching) {
  std::mt19937 random(9);
  const auto mergeOf = [](const Symbol& left, const Symbol& right) -> Merge {
    const uint32_t hash =
        (static_cast<uint32_t>(left.id) * 31 + static_cast<uint32_t>(right.id)) * 2654435761u >> 20;
    if (hash % 3 == 0 || left.length + right.length > 9) return {};
    return {hash % 50, static_cast<TokenId>(hash)};
  };
  for (int round = 0; round < 300; ++round) {
    const size_t size = 2 + random() % 120;
    std::vector<Symbol> expected;
    for (uint32_t i = 0; i < size; ++i) expected.push_back({i, 1, static_cast<TokenId>(random() % 6)});
    std::vector<Symbol> actual = expected;
    for (;;) {
      Merge best;
      size_t at = 0;
      for (size_t i = 0; i + 1 < expected.size(); ++i) {
        const Merge merge = mergeOf(expected[i], expected[i + 1]);
        if (merge.rank < best.rank) best = merge, at = i;
      }
      if (best.rank == Merge::kNoRank) break;
      expected[at] = {expected[at].begin, expected[at].length + expected[at + 1].length, best.id};
      expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    }
    SymbolMerger().run(actual, mergeOf);
    ASSERT_EQ(actual.size(), expected.size());
    for (size_t i = 0; i < actual.size(); ++i) {
      ASSERT_EQ(actual[i].begin, expected[i].begin);
      ASSERT_EQ(actual[i].id, expected[i].id);
    }
  }
}

// Every merge removes one symbol and asks about two new pairs; asking about the pairs once at first adds n
// - 1.
TEST(Merging, AsksAtMostThreeTimesPerSymbol) {
  constexpr size_t kSymbols = 100'000;
  std::vector<Symbol> symbols;
  for (uint32_t i = 0; i < kSymbols; ++i) symbols.push_back({i, 1, 1});
  size_t asked = 0;
  SymbolMerger().run(symbols, [&](const Symbol& left, const Symbol& right) -> Merge {
    ++asked;
    return left.length == right.length ? Merge{left.length, left.id} : Merge{};
  });
  EXPECT_LE(asked, 3 * kSymbols);
  EXPECT_LT(symbols.size(), 20u);
}

}  // namespace
}  // namespace hearth
