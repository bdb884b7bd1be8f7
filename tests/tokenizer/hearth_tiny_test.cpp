// The bundled model's own tokenizer against ids that llama.cpp 0.7.0 (Debian's llama-tokenize --stdin
// --no-escape) gave for it.
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runtime/gguf/gguf_file.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth {
namespace {

class HearthTinyTokenizer : public testing::Test {
 protected:
  void SetUp() override {
    auto file = GgufFile::open(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf");
    ASSERT_TRUE(file) << file.error().what();
    auto tokenizer = Tokenizer::fromMetadata(file->metadata());
    ASSERT_TRUE(tokenizer) << tokenizer.error().what();
    tokenizer_ = std::move(*tokenizer);
  }
  std::unique_ptr<Tokenizer> tokenizer_;
};

TEST_F(HearthTinyTokenizer, GivesThePinnedIds) {
  std::ifstream lines(HEARTH_TEST_DATA "/tokenizer/hearth-tiny.cases.jsonl");
  ASSERT_TRUE(lines);
  size_t cases = 0;
  for (std::string line; std::getline(lines, line); ++cases) {
    const auto item = nlohmann::json::parse(line);
    const auto specials = item["parse_special"] ? SpecialTokens::Parse : SpecialTokens::AsText;
    const auto addBos = item["add_special"] ? AddBos::AsModelWants : AddBos::No;
    const std::string text = item["text"];
    const auto ids = tokenizer_->encode(text, specials, addBos);
    EXPECT_EQ(ids, item["ids"].get<std::vector<TokenId>>()) << item["text"].dump();
    if (addBos == AddBos::No) {
      EXPECT_EQ(tokenizer_->decode(ids), text);
    }
  }
  EXPECT_GT(cases, 40u);
}

TEST_F(HearthTinyTokenizer, KnowsItsSpecialTokens) {
  EXPECT_TRUE(tokenizer_->addsBos());
  EXPECT_EQ(tokenizer_->bos(), tokenizer_->find("<｜begin▁of▁sentence｜>"));
  ASSERT_TRUE(tokenizer_->eos());
  EXPECT_TRUE(tokenizer_->isEndOfGeneration(*tokenizer_->eos()));
  EXPECT_FALSE(tokenizer_->isControl(*tokenizer_->find("</think>")));
  EXPECT_TRUE(tokenizer_->isControl(*tokenizer_->find("<｜User｜>")));
  EXPECT_TRUE(tokenizer_->warning().empty());
}

}  // namespace
}  // namespace hearth
