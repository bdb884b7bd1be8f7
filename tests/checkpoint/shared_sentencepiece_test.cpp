// Llama 2's vocabulary of ../shared, when that folder is there, written as the tokenizer.json that Hugging
// Face's converter makes of it: every case's tokens, by the list of merges and by the scores made from it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/checkpoint/tokenizer_keys.h"
#include "runtime/gguf/gguf_file.h"
#include "runtime/gguf/hearth_keys.h"
#include "runtime/tokenizer/tokenizer.h"
#include "tests/checkpoint/tiny_tokenizer_json.h"

namespace hearth::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Ids = std::vector<TokenId>;

const fs::path kShared = fs::path(HEARTH_SHARED) / "testdata" / "tokenizers";

// Every way to cut a piece into two pieces is a merge; those of better pieces come first, of one piece those
// of the lower numbers.
Json tokenizerJsonOf(const Metadata& metadata) {
  const auto& texts = *metadata.textsOrNull("tokenizer.ggml.tokens");
  const auto& scores = std::get<std::vector<double>>(*metadata.find("tokenizer.ggml.scores"));
  const auto& types = std::get<std::vector<int64_t>>(*metadata.find("tokenizer.ggml.token_type"));
  Json json = sentencePieceJson({}, {});
  Json& vocab = json["model"]["vocab"];
  vocab = Json::object();
  for (size_t id = 0; id < texts.size(); ++id) vocab[texts[id]] = id;
  std::map<std::string, size_t> pieces;
  for (size_t id = 0; id < texts.size(); ++id) {
    if (types[id] == 1) pieces.emplace(texts[id], id);
  }
  std::vector<std::tuple<double, size_t, size_t>> merges;  // minus the score, left, right
  for (const auto& [text, id] : pieces) {
    for (size_t cut = 1; cut < text.size(); ++cut) {
      const auto left = pieces.find(text.substr(0, cut)), right = pieces.find(text.substr(cut));
      if (left != pieces.end() && right != pieces.end())
        merges.emplace_back(-scores[id], left->second, right->second);
    }
  }
  std::sort(merges.begin(), merges.end());
  Json list = Json::array();
  for (const auto& [score, left, right] : merges) list.push_back({texts[left], texts[right]});
  json["model"]["merges"] = std::move(list);
  return json;
}

TEST(SharedSentencePiece, GivesTheSameTokensAsTokenizerJson) {
  const fs::path path = kShared / "ggml-vocab-llama-spm.gguf";
  if (!fs::exists(path)) GTEST_SKIP() << "the shared vocabularies are not here: " << kShared;
  const auto file = GgufFile::open(path.string());
  ASSERT_TRUE(file) << file.error().what();
  Metadata metadata;
  const auto told =
      addTokenizerKeys(tokenizerJsonOf(file->metadata()), {{"bos_token", "<s>"}, {"eos_token", "</s>"}},
                       Json::object(), 32000, metadata);
  ASSERT_TRUE(told) << told.error().what();
  // As many as Llama 2's own tokenizer.json has.
  EXPECT_EQ(std::get<std::vector<int64_t>>(*metadata.find(kMergePairsKey)).size(), 2u * 61249);
  const auto byMerges = Tokenizer::fromMetadata(metadata);
  ASSERT_TRUE(byMerges) << byMerges.error().what();
  // What programs do that do not know Hearth's keys.
  metadata.insert(kMergePairsKey, std::vector<int64_t>());
  const auto byScores = Tokenizer::fromMetadata(metadata);
  ASSERT_TRUE(byScores) << byScores.error().what();

  std::ifstream lines(kShared / "llama-spm.cases.jsonl");
  size_t cases = 0;
  for (std::string line; std::getline(lines, line); ++cases) {
    const Json item = Json::parse(line);
    const std::string text = item["text"];
    const auto specials = item["parse_special"] ? SpecialTokens::Parse : SpecialTokens::AsText;
    const auto addBos = item["add_special"] ? AddBos::AsModelWants : AddBos::No;
    EXPECT_EQ((*byMerges)->encode(text, specials, addBos), item["ids"].get<Ids>()) << item["text"];
    EXPECT_EQ((*byScores)->encode(text, specials, addBos), item["ids"].get<Ids>()) << item["text"];
  }
  EXPECT_GE(cases, 200u);
}

}  // namespace
}  // namespace hearth::test
