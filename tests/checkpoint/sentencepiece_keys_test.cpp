// tokenizer.json of the SentencePiece kind: the tokens are those that its list of merges gives, spaces and
// added tokens stand where it says, and what is not known is refused.
#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include <gtest/gtest.h>

#include "runtime/checkpoint/open_checkpoint.h"
#include "runtime/checkpoint/tokenizer_keys.h"
#include "runtime/convert/checkpoint_source.h"
#include "runtime/convert/quantize_model.h"
#include "runtime/tokenizer/tokenizer.h"
#include "tests/checkpoint/checkpoint_writer.h"
#include "tests/checkpoint/tiny_tokenizer_json.h"
#include "tests/support/temporary_folder.h"

namespace hearth::test {
namespace {

using Json = nlohmann::json;
using Ids = std::vector<TokenId>;
using Pieces = std::vector<std::string>;

const std::vector<std::string> kCharacters = {"▁", "a", "b", "é", "\n"};
// Several ways to one token, and tokens that their own halves do not all make: "ab" + "b" is not listed.
const std::vector<std::string> kMerges = {"a b",  "▁ ▁", "ab a", "a ba", "b a",  "▁ a",   "▁a b", "▁▁ ▁",
                                          "a bb", "b b", "a a",  "aa a", "a aa", "▁▁ ▁▁", "b é",  "é é"};

Metadata metadataOf(const Json& tokenizer, const Json& config = Json::object()) {
  Metadata metadata;
  const auto told = addTokenizerKeys(tokenizer, config, Json::object(), 400, metadata);
  EXPECT_TRUE(told) << told.error().what();
  return metadata;
}

std::unique_ptr<Tokenizer> load(const Metadata& metadata) {
  auto tokenizer = Tokenizer::fromMetadata(metadata);
  EXPECT_TRUE(tokenizer) << tokenizer.error().what();
  return tokenizer ? std::move(*tokenizer) : nullptr;
}

std::string failureOf(const Json& tokenizer) {
  Metadata metadata;
  const auto told = addTokenizerKeys(tokenizer, Json::object(), Json::object(), 400, metadata);
  return told ? "read" : told.error().what();
}

// The texts of the tokens, spaces visible.
Pieces piecesOf(const Json& tokenizer, const std::string& text, const Json& config = Json::object()) {
  const auto loaded = load(metadataOf(tokenizer, config));
  Pieces pieces;
  for (const TokenId id : loaded->encode(text, SpecialTokens::Parse, AddBos::No)) {
    std::string piece(loaded->bytesOf(id));
    std::replace(piece.begin(), piece.end(), ' ', '_');
    pieces.push_back(piece);
  }
  return pieces;
}

// Again and again the pair with the lowest rank, the leftmost of equals, by the letter of the definition.
Ids mergedByTheList(const Json& tokenizer, std::string text) {
  text = "▁" + text;
  for (size_t at = 0; (at = text.find(' ', at)) != std::string::npos;) text.replace(at, 1, "▁");
  const Json& vocab = tokenizer["model"]["vocab"];
  Pieces pieces;
  for (size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const std::string character = text.substr(at, bytes);
    at += bytes;
    if (vocab.contains(character)) {
      pieces.push_back(character);
      continue;
    }
    for (const char byte : character) {
      char name[8];
      std::snprintf(name, sizeof name, "<0x%02X>", static_cast<unsigned char>(byte));
      pieces.emplace_back(name);
    }
  }
  const auto ranks = tokenizer["model"]["merges"].get<Pieces>();
  while (true) {
    size_t best = ranks.size(), at = 0;
    for (size_t i = 0; i + 1 < pieces.size(); ++i) {
      const auto found = std::find(ranks.begin(), ranks.end(), pieces[i] + " " + pieces[i + 1]);
      const auto rank = static_cast<size_t>(found - ranks.begin());
      if (rank < best) best = rank, at = i;
    }
    if (best == ranks.size()) break;
    pieces[at] += pieces[at + 1];
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  }
  Ids ids;
  for (const std::string& piece : pieces) ids.push_back(vocab[piece].get<TokenId>());
  return ids;
}

// Every text of up to six of these, and long ones, for which merging has another path.
TEST(SentencePieceJson, GivesTheTokensOfItsListOfMerges) {
  const Json json = sentencePieceJson(kCharacters, kMerges);
  const auto tokenizer = load(metadataOf(json));
  const std::array<std::string, 5> letters = {"a", "b", " ", "é", "ö"};
  size_t texts = 0;
  const std::function<void(const std::string&, int)> tryAll = [&](const std::string& text, int left) {
    if (!text.empty()) {
      ASSERT_EQ(tokenizer->encode(text, SpecialTokens::AsText, AddBos::No), mergedByTheList(json, text))
          << "'" << text << "'";
      ++texts;
    }
    if (left == 0) return;
    for (const std::string& letter : letters) tryAll(text + letter, left - 1);
  };
  tryAll("", 6);
  EXPECT_EQ(texts, 5u + 25 + 125 + 625 + 3125 + 15625);
  std::mt19937 random(3);
  for (int i = 0; i < 50; ++i) {
    std::string text;
    for (int k = 0; k < 200; ++k) text += letters[random() % letters.size()];
    ASSERT_EQ(tokenizer->encode(text, SpecialTokens::AsText, AddBos::No), mergedByTheList(json, text))
        << text;
  }
}

TEST(SentencePieceJson, IsToldInTheKeysOfGguf) {
  const Json json = sentencePieceJson(kCharacters, kMerges);
  const Metadata metadata = metadataOf(json, {{"bos_token", "<s>"}, {"eos_token", "</s>"}});
  EXPECT_EQ(*metadata.textOrNull("tokenizer.ggml.model"), "llama");
  EXPECT_EQ(*metadata.textOrNull("tokenizer.ggml.pre"), "default");
  EXPECT_TRUE(*metadata.flagOr("tokenizer.ggml.add_space_prefix", false));
  EXPECT_EQ(*metadata.countOr("tokenizer.ggml.bos_token_id", 9, 0, 99), 1u);
  EXPECT_EQ(*metadata.countOr("tokenizer.ggml.eos_token_id", 9, 0, 99), 2u);
  EXPECT_EQ(*metadata.countOr("tokenizer.ggml.unknown_token_id", 9, 0, 99), 0u);
  const auto& tokens = *metadata.textsOrNull("tokenizer.ggml.tokens");
  const auto& types = std::get<std::vector<int64_t>>(*metadata.find("tokenizer.ggml.token_type"));
  const auto& scores = std::get<std::vector<double>>(*metadata.find("tokenizer.ggml.scores"));
  ASSERT_EQ(tokens.size(), 400u);
  ASSERT_EQ(types.size(), 400u);
  ASSERT_EQ(scores.size(), 400u);
  EXPECT_EQ((std::vector<int64_t>(types.begin(), types.begin() + 4)), (std::vector<int64_t>{2, 3, 3, 6}));
  EXPECT_EQ(types[259], 1);
  EXPECT_EQ(types[399], 5);
  EXPECT_EQ(tokens[3 + 0x41], "<0x41>");
  const auto scoreOf = [&](const char* text) { return scores[json["model"]["vocab"][text].get<size_t>()]; };
  EXPECT_EQ(scoreOf("ab"), 0);
  EXPECT_EQ(scoreOf("▁▁"), -1);
  EXPECT_EQ(scoreOf("aba"), -2);  // the better of two ways
  EXPECT_EQ(scoreOf("a"), -static_cast<double>(kMerges.size()));
}

TEST(SentencePieceJson, TakesMergesAsPairsToo) {
  Json json = sentencePieceJson(kCharacters, kMerges);
  const Pieces lines = piecesOf(json, "aba bb");
  for (Json& merge : json["model"]["merges"]) {
    const std::string line = merge;
    merge = {line.substr(0, line.find(' ')), line.substr(line.find(' ') + 1)};
  }
  EXPECT_EQ(piecesOf(json, "aba bb"), lines);
  EXPECT_EQ(lines, (Pieces{"_", "aba", "_", "bb"}));
}

TEST(SentencePieceJson, SaysWhereASpaceIsPutInFront) {
  Json json = sentencePieceJson(kCharacters, kMerges);
  EXPECT_EQ(piecesOf(json, "b<s>b <s> b"), (Pieces{"_", "b", "<s>", "_", "b", "_", "<s>", "__", "b"}));
  json["normalizer"]["normalizers"].erase(0);  // Yi: none
  EXPECT_EQ(piecesOf(json, "b<s> b"), (Pieces{"b", "<s>", "_", "b"}));
  json["normalizer"] = nullptr;  // Mistral 0.3
  json["pre_tokenizer"] = metaspace("first");
  EXPECT_EQ(piecesOf(json, "b<s>b"), (Pieces{"_", "b", "<s>", "b"}));
  EXPECT_EQ(piecesOf(json, " b<s> b"), (Pieces{"_", "b", "<s>", "_", "b"}));
  EXPECT_EQ(piecesOf(json, "<s>b"), (Pieces{"<s>", "b"}));
  json["pre_tokenizer"] = metaspace("always");
  EXPECT_EQ(piecesOf(json, " b<s>b"), (Pieces{"_", "b", "<s>", "_", "b"}));
  json["pre_tokenizer"] = metaspace("never");
  EXPECT_EQ(piecesOf(json, "b<s> b"), (Pieces{"b", "<s>", "_", "b"}));
  // The settings count before the file.
  EXPECT_EQ(piecesOf(json, "b", {{"add_prefix_space", true}}), (Pieces{"_", "b"}));
  json["pre_tokenizer"] = metaspace("always");
  EXPECT_EQ(piecesOf(json, "b", {{"add_prefix_space", false}}), (Pieces{"b"}));
}

TEST(SentencePieceJson, DecodesWithoutTheSpaceInFront) {
  Json json = sentencePieceJson(kCharacters, kMerges);
  const auto roundTrip = [&](const std::string& text) {
    const auto tokenizer = load(metadataOf(json));
    return tokenizer->decode(tokenizer->encode(text, SpecialTokens::Parse, AddBos::No));
  };
  EXPECT_EQ(roundTrip("a b<s>a ö\n"), "a b<s>a ö\n");
  EXPECT_EQ(roundTrip("  a<s> b"), "  a<s> b");
  json["normalizer"] = nullptr;
  json["pre_tokenizer"] = metaspace("first");
  EXPECT_EQ(roundTrip("a b<s>a ö\n<s> b"), "a b<s>a ö\n<s> b");
}

// As the reference tokenizer (npm @huggingface/tokenizers 0.2.0) did with Llama 2's vocabulary.
TEST(SentencePieceJson, CutsItsAddedTokensOutOfTheText) {
  Json json = sentencePieceJson(kCharacters, kMerges);
  json["added_tokens"].push_back(addedToken("<l>", 300, true));
  json["added_tokens"].back()["lstrip"] = true;
  json["added_tokens"].push_back(addedToken("<r>", 301, true));
  json["added_tokens"].back()["rstrip"] = true;
  json["added_tokens"].push_back(addedToken("<n>", 302, false));
  json["added_tokens"].back()["normalized"] = true;
  EXPECT_EQ(piecesOf(json, "b \n <l> b"), (Pieces{"_", "b", "<l>", "__", "b"}));
  EXPECT_EQ(piecesOf(json, "b <r>\n b"), (Pieces{"_", "b", "_", "<r>", "_", "b"}));
  EXPECT_EQ(piecesOf(json, "<r> <l>"), (Pieces{"<r>", "<l>"}));
  // Looked for as "▁<n>", which takes the space before it and is none in the middle of a word.
  EXPECT_EQ(piecesOf(json, "b <n> b"), (Pieces{"_", "b", "<n>", "_", "b"}));
  EXPECT_EQ(piecesOf(json, "<n>b"), (Pieces{"<n>", "b"}));
  EXPECT_EQ(piecesOf(json, "b<n>"), (Pieces{"_", "b", "<", "n", ">"}));
  // A special token is found everywhere, whatever it says.
  json["added_tokens"][2]["normalized"] = true;
  EXPECT_EQ(piecesOf(json, "b</s>"), (Pieces{"_", "b", "</s>"}));
}

TEST(SentencePieceJson, DoesNotTakeTextForControlTokens) {
  Json json = sentencePieceJson({"▁", "<", "s", ">", "x"}, {"< s", "s >"});
  const auto tokenizer = load(metadataOf(json));
  for (const TokenId id : tokenizer->encode("<s></s><unk>x<0x41>", SpecialTokens::AsText, AddBos::No)) {
    EXPECT_GT(id, 2);
    EXPECT_NE(id, 3 + 0x41);
  }
}

TEST(SentencePieceJson, IsRefusedWhereItSaysWhatIsNotKnown) {
  const Json good = sentencePieceJson(kCharacters, kMerges);
  const auto refused = [&](const char* field, const std::function<void(Json&)>& change) {
    Json json = good;
    change(json);
    const std::string what = failureOf(json);
    EXPECT_NE(what.find("tokenizer.json"), std::string::npos) << what;
    EXPECT_NE(what.find(field), std::string::npos) << what;
    EXPECT_TRUE(what.find("choose a GGUF file") != std::string::npos ||
                what.find("download it again") != std::string::npos)
        << what;
  };
  EXPECT_EQ(failureOf(good), "read");
  refused("'model.type' 'Unigram'", [](Json& json) {
    json["model"] = {{"type", "Unigram"}, {"vocab", {{"a", -1.0}}}};
  });
  refused("'model.ignore_merges'", [](Json& json) { json["model"]["ignore_merges"] = true; });
  refused("'model.end_of_word_suffix'", [](Json& json) { json["model"]["end_of_word_suffix"] = "</w>"; });
  refused("'normalizer'", [](Json& json) { json["normalizer"] = {{"type", "NFKC"}}; });
  refused("'normalizer'", [](Json& json) { json["normalizer"] = nullptr; });  // spaces stay spaces
  refused("'pre_tokenizer'", [](Json& json) { json["pre_tokenizer"] = metaspace("first"); });  // twice
  refused("'pre_tokenizer'", [](Json& json) {
    json["normalizer"] = nullptr;
    json["pre_tokenizer"] = metaspace("first");
    json["pre_tokenizer"].erase("split");  // words apart, by default
  });
  refused("'pre_tokenizer'", [](Json& json) { json["pre_tokenizer"] = {{"type", "Whitespace"}}; });
  refused("<0x0A>", [](Json& json) { json["model"]["vocab"].erase("<0x0A>"); });
  refused("'model.merges'", [](Json& json) { json["model"]["merges"].push_back("b zz"); });
  refused("merge that is not two texts", [](Json& json) { json["model"]["merges"].push_back("bzz"); });
  refused("'single_word'", [](Json& json) { json["added_tokens"][2]["single_word"] = true; });
}

// Its GGUF file has what others read, and gives Hearth the same tokens.
TEST(SentencePieceJson, IsTheSameInAConvertedFile) {
  TemporaryFolder folder;
  tinyBf16Llama(320).write(folder.path().string());
  Json json = sentencePieceJson(kCharacters, kMerges);
  json["normalizer"] = nullptr;
  json["pre_tokenizer"] = metaspace("first");
  json["added_tokens"].push_back(addedToken("<r>", 300, true));
  json["added_tokens"].back()["rstrip"] = true;
  std::ofstream(folder.file("tokenizer.json")) << json;
  const auto file = openCheckpoint(folder.path().string());
  ASSERT_TRUE(file) << file.error().what();
  auto source = sourceOf(*file);
  ASSERT_TRUE(source) << source.error().what();
  ThreadPool pool(2);
  const auto report = quantizeModel(**source, folder.file("converted.gguf"), {}, pool);
  ASSERT_TRUE(report) << report.error().what();
  const auto converted = readModelMetadata(folder.file("converted.gguf"));
  ASSERT_TRUE(converted) << converted.error().what();
  for (const char* key : {"model", "tokens", "token_type", "scores", "add_space_prefix", "bos_token_id"}) {
    const std::string name = std::string("tokenizer.ggml.") + key;
    ASSERT_TRUE(converted->contains(name)) << name;
    EXPECT_EQ(*converted->find(name), *file->metadata().find(name)) << name;
  }
  const auto before = load(file->metadata()), after = load(*converted);
  for (const char* text : {"b a<r> \n aba", "  b<s>b", "<r>aaaa ö"}) {
    EXPECT_EQ(after->encode(text, SpecialTokens::Parse, AddBos::AsModelWants),
              before->encode(text, SpecialTokens::Parse, AddBos::AsModelWants))
        << text;
  }
}

}  // namespace
}  // namespace hearth::test
