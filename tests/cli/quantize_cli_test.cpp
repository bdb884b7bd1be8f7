// hearth-cli quantize, importance and quality as scripts rely on them.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace hearth {
namespace {

using nlohmann::json;
using test::runCli;

const std::string kModel = HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf";

class QuantizeCli : public testing::Test {
 protected:
  QuantizeCli() {
    folder_ = std::filesystem::temp_directory_path() /
              ("hearth-quantize-" + std::to_string(getpid()) + "-" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  ~QuantizeCli() override { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::filesystem::path folder_;
};

TEST_F(QuantizeCli, ASmallerModelStillGreets) {
  const std::string importance = path("importance.gguf"), out = path("out.gguf");
  const auto gathered = runCli({"importance", kModel, "--text", HEARTH_TEST_DATA "/text/chat.txt", "--out",
                                importance, "--chunks", "1", "--threads", "1"});
  ASSERT_EQ(gathered.exitCode, 0) << gathered.err;
  const auto quantised = runCli({"quantize", kModel, out, "--type", "q5_k", "--experts", "q3_k",
                                 "--importance", importance, "--threads", "1", "--json"});
  ASSERT_EQ(quantised.exitCode, 0) << quantised.err;
  const auto report = json::parse(quantised.out);
  EXPECT_LT(report["bytes_after"], report["bytes_before"]);
  EXPECT_GT(report["quantised_before"], 0);
  const auto answer = runCli({"generate", out, "--tokens", "0,4091,961,36,4092", "--temperature", "0",
                              "--json", "--threads", "1", "--device", "cpu"});
  ASSERT_EQ(answer.exitCode, 0) << answer.err;
  EXPECT_NE(json::parse(answer.out)["text"].get<std::string>().find("They greet me. I greet them back."),
            std::string::npos)
      << answer.out;
}

TEST_F(QuantizeCli, WithoutATextTokensAreDrawnAndMemoryIsKeptWithinItsBound) {
  const std::string all = path("all.gguf"), none = path("none.gguf"), out = path("out.gguf");
  const auto gathered = runCli({"importance", kModel, "--out", all, "--chunks", "1", "--threads", "1"});
  ASSERT_EQ(gathered.exitCode, 0) << gathered.err;
  EXPECT_NE(gathered.out.find("512 tokens"), std::string::npos) << gathered.out;
  const auto squares =
      runCli({"importance", kModel, "--out", none, "--chunks", "1", "--threads", "1", "--correlations", "0"});
  ASSERT_EQ(squares.exitCode, 0) << squares.err;
  EXPECT_GT(std::filesystem::file_size(all), 10 * std::filesystem::file_size(none));
  for (const std::string& importance : {all, none}) {
    const auto quantised = runCli(
        {"quantize", kModel, out, "--force", "--type", "q3_k", "--importance", importance, "--threads", "1"});
    EXPECT_EQ(quantised.exitCode, 0) << quantised.err;
    EXPECT_EQ(quantised.out.find("it predicts better"), std::string::npos) << quantised.out;
  }
}

TEST_F(QuantizeCli, AFileIsReplacedOnlyWhenAsked) {
  const std::string out = path("out.gguf");
  std::ofstream(out) << "mine";
  const auto refused = runCli({"quantize", kModel, out, "--type", "q3_k", "--threads", "1"});
  EXPECT_EQ(refused.exitCode, 1);
  EXPECT_NE(refused.err.find("--force"), std::string::npos) << refused.err;
  EXPECT_EQ(std::filesystem::file_size(out), 4u);
  EXPECT_EQ(runCli({"quantize", kModel, out, "--type", "q3_k", "--threads", "1", "--force"}).exitCode, 0);
  EXPECT_GT(std::filesystem::file_size(out), 1000000u);
}

TEST_F(QuantizeCli, AModelIsNeverWrittenOverItself) {
  const std::string model = path("model.gguf"), link = path("link.gguf");
  std::filesystem::copy_file(kModel, model);
  std::filesystem::create_symlink(model, link);
  const auto before = std::filesystem::file_size(model);
  const auto refused = runCli({"quantize", model, link, "--type", "q2_k", "--force"});
  EXPECT_EQ(refused.exitCode, 1);
  EXPECT_NE(refused.err.find("another name"), std::string::npos) << refused.err;
  EXPECT_EQ(std::filesystem::file_size(model), before);
}

TEST_F(QuantizeCli, WrongWordsAreWrongUsage) {
  EXPECT_EQ(runCli({"quantize", "--help"}).exitCode, 0);
  EXPECT_EQ(runCli({"quantize", kModel, path("o"), "one too many"}).exitCode, 2);
  EXPECT_EQ(runCli({"quantize", kModel, path("o"), "--type", "q9_k"}).exitCode, 2);
  EXPECT_EQ(runCli({"quantize", kModel, path("o"), "--experts", "mixed"}).exitCode, 2);
  EXPECT_EQ(runCli({"importance", kModel}).exitCode, 2);
  EXPECT_EQ(runCli({"quality", kModel}).exitCode, 2);
  const auto noImportance = runCli({"quantize", kModel, path("o"), "--importance", kModel});
  EXPECT_EQ(noImportance.exitCode, 1);
  EXPECT_NE(noImportance.err.find("no importance file"), std::string::npos) << noImportance.err;
}

}  // namespace
}  // namespace hearth
