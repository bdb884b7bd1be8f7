// The malformed files of ../shared, where it is there: each loads, is rejected, or at least does no harm, as
// its manifest says.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

#ifndef _WIN32
#include <sys/resource.h>
#endif

#include "runtime/model/loader.h"

namespace hearth {
namespace {

// What is wrong with these only the tokenizer can see: Tokenizer::fromMetadata rejects them.
const std::set<std::string> kTokenizersConcern = {"wrong-type-scores-9.gguf", "no-key-model-tokenizer.gguf",
                                                  "vocab-scores-short.gguf",  "vocab-types-short.gguf",
                                                  "vocab-model-unknown.gguf", "merges-missing.gguf",
                                                  "merges-wrong-type.gguf"};

#ifdef _WIN32
long peakKilobytes() { return 0; }
#else
long peakKilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}
#endif

TEST(MalformedSet, EveryFileDoesAsItsManifestSays) {
  const std::filesystem::path folder = std::filesystem::path(HEARTH_SHARED) / "testdata/malformed/gguf";
  std::ifstream in(folder / "manifest.json");
  if (!in) GTEST_SKIP() << "the full set of malformed files is not here: " << folder;
  const auto manifest = nlohmann::json::parse(in);
  const long peakBefore = peakKilobytes();
  size_t checked = 0;
  for (const auto& entry : manifest.at("files")) {
    const std::string name = entry.at("file"), expect = entry.at("expect");
    SCOPED_TRACE(name + " (" + entry.at("what").get<std::string>() + ")");
    const auto start = std::chrono::steady_clock::now();
    const auto model = loadModel((folder / name).string());
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
    if (!model) {
      EXPECT_NE(model.error().what().find(name), std::string::npos) << model.error().what();
    }
    if (expect == "load") {
      EXPECT_TRUE(model) << model.error().what();
    }
    if (expect == "reject" && !kTokenizersConcern.contains(name)) {
      EXPECT_FALSE(model);
    }
    ++checked;
  }
  EXPECT_GT(checked, 200u);
  EXPECT_LT(peakKilobytes() - peakBefore, 200 * 1024);
}

TEST(BundledModel, HasFiveLayersANextnLayerAndTwentyFourExperts) {
  const auto model = loadModel(std::string(HEARTH_RESOURCES) + "/models/hearth-tiny/hearth-tiny-q4_k.gguf");
  ASSERT_TRUE(model) << model.error().what();
  const ModelConfig& config = (*model)->config;
  EXPECT_EQ(config.layers, 5u);
  EXPECT_EQ(config.nextnLayers, 1u);
  EXPECT_EQ(config.routing->experts, 24u);
  EXPECT_EQ(config.routing->groupScore, GroupScore::TopTwoSum);
  EXPECT_EQ(config.vocabSize, 4096u);
}

}  // namespace
}  // namespace hearth
