// Every case of ../shared/testdata/tokenizers, when that folder is there. Where a case has hf_ids (what the
// model's own tokenizer gives, where llama.cpp differs), those are asked for.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runtime/gguf/gguf_file.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;
using Ids = std::vector<TokenId>;

const fs::path kShared = fs::path(HEARTH_SHARED) / "testdata" / "tokenizers";

// The vocabulary's file, unpacked first where it is stored packed; empty when there is none.
fs::path vocabularyFile(const std::string& name) {
  const std::string fileName = "ggml-vocab-" + name + ".gguf";
  if (fs::exists(kShared / fileName)) return kShared / fileName;
  const fs::path packed = kShared / (fileName + ".xz");
  if (!fs::exists(packed)) return {};
  const fs::path folder = fs::path(testing::TempDir()) / ("hearth-tokenizers-" + std::to_string(getuid()));
  if (!fs::exists(folder / fileName)) {
    const std::string tool = (fs::path(HEARTH_SHARED) / "tools" / "unpack_testdata.py").string();
    // Beside other processes that unpack the same file; whichever is the last to rename wins.
    const fs::path own = folder / std::to_string(getpid());
    const std::string command =
        "python3 '" + tool + "' '" + own.string() + "' '" + packed.string() + "' > /dev/null 2>&1";
    if (std::system(command.c_str()) != 0) return {};
    fs::rename(own / fileName, folder / fileName);
    fs::remove(own);
  }
  return folder / fileName;
}

std::string fromHex(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

class SharedTokenizerCases : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!fs::exists(kShared)) GTEST_SKIP() << "the shared vocabularies are not here: " << kShared;
    const fs::path path = vocabularyFile(GetParam());
    if (path.empty())
      GTEST_SKIP() << "no vocabulary " << GetParam() << " in " << kShared << ", or no python3 to unpack it";
    auto file = GgufFile::open(path.string());
    ASSERT_TRUE(file) << file.error().what();
    auto tokenizer = Tokenizer::fromMetadata(file->metadata());
    ASSERT_TRUE(tokenizer) << tokenizer.error().what();
    tokenizer_ = std::move(*tokenizer);
  }
  std::ifstream dataFile(const std::string& ending) const {
    return std::ifstream(kShared / (GetParam() + ending));
  }

  std::unique_ptr<Tokenizer> tokenizer_;
};

TEST_P(SharedTokenizerCases, GiveTheIdsOfTheReference) {
  std::ifstream lines = dataFile(".cases.jsonl");
  ASSERT_TRUE(lines);
  size_t cases = 0;
  for (std::string line; std::getline(lines, line); ++cases) {
    const auto item = nlohmann::json::parse(line);
    const std::string text = item["text"];
    const Ids expected = item.contains("hf_ids") ? item["hf_ids"] : item["ids"];
    const auto specials = item["parse_special"] ? SpecialTokens::Parse : SpecialTokens::AsText;
    const auto addBos = item["add_special"] ? AddBos::AsModelWants : AddBos::No;
    EXPECT_EQ(tokenizer_->encode(text, specials, addBos), expected)
        << "category " << item["category"] << ", line " << cases + 1 << ": " << item["text"].dump();
  }
  EXPECT_GE(cases, 200u);
}

TEST_P(SharedTokenizerCases, GiveTheIdsOfThePublishedTexts) {
  std::ifstream input(kShared / ("ggml-vocab-" + std::string(GetParam()) + ".gguf.inp"));
  std::ifstream output(kShared / ("ggml-vocab-" + std::string(GetParam()) + ".gguf.out"));
  if (!input || !output) GTEST_SKIP() << "no .inp and .out for " << GetParam();
  std::stringstream whole;
  whole << input.rdbuf();
  const std::string all = whole.str();
  constexpr std::string_view kSeparator = "\n__ggml_vocab_test__\n";
  std::string line;
  size_t cases = 0;
  for (size_t begin = 0; std::getline(output, line); ++cases) {
    const size_t end = all.find(kSeparator, begin);
    const std::string text = all.substr(begin, end == std::string::npos ? std::string::npos : end - begin);
    Ids expected;
    std::istringstream numbers(line);
    for (TokenId id = 0; numbers >> id;) expected.push_back(id);
    EXPECT_EQ(tokenizer_->encode(text, SpecialTokens::AsText, AddBos::No), expected)
        << "text " << cases << ": " << text;
    begin = end == std::string::npos ? all.size() : end + kSeparator.size();
  }
  EXPECT_GE(cases, 40u);
}

TEST_P(SharedTokenizerCases, SurviveWhatIsNotUtf8) {
  std::ifstream lines = dataFile(".invalid-utf8.jsonl");
  ASSERT_TRUE(lines);
  for (std::string line; std::getline(lines, line);) {
    const std::string bytes = fromHex(nlohmann::json::parse(line)["hex"]);
    const Ids ids = tokenizer_->encode(bytes, SpecialTokens::Parse, AddBos::No);
    for (const TokenId id : ids) EXPECT_LT(static_cast<uint32_t>(id), tokenizer_->vocabSize());
    (void)tokenizer_->decode(ids);
  }
}

INSTANTIATE_TEST_SUITE_P(Vocabularies, SharedTokenizerCases,
                         testing::Values("baichuan", "bert-bge", "deepseek-coder", "deepseek-llm",
                                         "deepseek-r1-qwen", "deepseek-v3", "falcon", "gpt-2", "gpt-4o",
                                         "gpt-neox", "llama-bpe", "llama-spm", "mpt", "phi-3", "qwen2",
                                         "refact", "starcoder"),
                         [](const auto& vocabulary) {
                           std::string name = vocabulary.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace hearth
