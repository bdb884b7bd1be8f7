#include "runtime/safetensors/safetensors_file.h"

#include <cstring>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace hearth::test {
namespace {

Result<std::vector<SafeTensor>> parsed(const std::string& header, size_t dataBytes) {
  static std::string bytes;  // the result points into it
  const uint64_t length = header.size();
  bytes.assign(reinterpret_cast<const char*>(&length), sizeof length);
  bytes += header + std::string(dataBytes, '\1');
  return parseSafetensors(std::as_bytes(std::span(bytes)));
}

TEST(Safetensors, ListsTensorsInTheOrderOfTheirPlaces) {
  const auto tensors = parsed(R"({"b":{"dtype":"BF16","shape":[2,3],"data_offsets":[4,16]},
    "a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]},"__metadata__":{"format":"pt"}})",
                              16);
  ASSERT_TRUE(tensors) << tensors.error().what();
  ASSERT_EQ(tensors->size(), 2u);
  EXPECT_EQ((*tensors)[0].name, "a");
  EXPECT_EQ((*tensors)[0].type, DType::F8_E4M3);
  EXPECT_EQ((*tensors)[1].shape, (std::vector<uint64_t>{2, 3}));
  EXPECT_EQ((*tensors)[1].bytes.size(), 12u);
}

struct Wrong {
  const char* what;
  const char* header;
  const char* says;
};
void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.what; }
class WrongHeader : public testing::TestWithParam<Wrong> {};

TEST_P(WrongHeader, IsRefusedWithASentenceThatNamesTheFault) {
  const auto tensors = parsed(GetParam().header, 8);
  ASSERT_FALSE(tensors);
  EXPECT_NE(tensors.error().what().find(GetParam().says), std::string::npos) << tensors.error().what();
}

INSTANTIATE_TEST_SUITE_P(
    Faults, WrongHeader,
    testing::Values(
        Wrong{
            "overlap",
            R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
            "does not begin"},
        Wrong{"hole", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", "does not begin"},
        Wrong{"trailing", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", "follow the last"},
        Wrong{"past the end", R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}})", "lies at bytes"},
        Wrong{"shape", R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", "shape and format"},
        Wrong{"wrapping shape", R"({"a":{"dtype":"F32","shape":[4611686018427387906],"data_offsets":[0,8]}})",
              "shape and format"},
        Wrong{"format", R"({"a":{"dtype":"F5","shape":[2],"data_offsets":[0,8]}})", "unknown number format"},
        Wrong{
            "twice",
            R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
            "occurs twice"},
        Wrong{"notes", R"({"__metadata__":{"a":1}})", "__metadata__"}, Wrong{"list", "[]", "brace"},
        Wrong{"json", R"({"a":)", "JSON"}));

// The project's set of damaged files, where it is there.
TEST(Safetensors, TheMalformedSetIsLoadedRefusedOrSurvivedAsItsManifestSays) {
  const std::string folder = HEARTH_SHARED "/testdata/malformed/safetensors/";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "not here: " << folder;
  std::ifstream manifest(folder + "manifest.json");
  uint32_t files = 0;
  const auto listed = nlohmann::json::parse(manifest);
  for (const auto& entry : listed["files"]) {
    const std::string name = entry["file"], expected = entry["expect"];
    const auto file = SafetensorsFile::open(folder + name);
    if (expected == "load") {
      EXPECT_TRUE(file) << name << ": " << file.error().what();
    } else if (expected == "reject") {
      EXPECT_FALSE(file) << name;
    }
    ++files;
  }
  EXPECT_GT(files, 50u);
}

}  // namespace
}  // namespace hearth::test
