#include "runtime/gguf/gguf_file.h"

#include <gtest/gtest.h>

#include <cstring>

#include "runtime/gguf/parse_part.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

using test::GgufWriter;
using test::littleEndian;

constexpr uint64_t kHuge = ~uint64_t{0};

GgufWriter small() {
  GgufWriter file;
  file.text("general.architecture", "llama").text("general.name", "small").u32("llama.block_count", 1);
  file.texts("tokenizer.ggml.tokens", {"a", "b", "c"});
  file.tensor("b.weight", {4, 2}, {1, 2, 3, 4, 5, 6, 7, 8}).tensor("a.weight", {3}, {9, 10, 11});
  return file;
}

class GgufFiles : public testing::Test {
 protected:
  Result<GgufFile> open(const GgufWriter& writer) { return openBytes(writer.bytes()); }
  Result<GgufFile> openBytes(std::string_view bytes) {
    return GgufFile::open(folder_.write("file.gguf", bytes));
  }
  // The sentence of the failure; the test fails when there is none.
  std::string errorOf(const GgufWriter& writer) {
    auto file = open(writer);
    EXPECT_FALSE(file);
    return file ? "" : file.error().what();
  }
  void expectError(const GgufWriter& writer, std::string_view part) {
    const std::string what = errorOf(writer);
    EXPECT_NE(what.find(part), std::string::npos) << what;
    EXPECT_NE(what.find("file.gguf'"), std::string::npos) << what;
  }

  test::TemporaryFolder folder_;
};

float valueAt(const TensorView& view, uint32_t row, uint32_t col) {
  float value = 0;
  std::memcpy(&value, view.row(row).data() + col * sizeof value, sizeof value);
  return value;
}

TEST_F(GgufFiles, KeysAndTensorsAreFoundByName) {
  const auto file = open(small());
  ASSERT_TRUE(file) << file.error().what();
  EXPECT_EQ(file->version(), 3u);
  EXPECT_EQ(*file->metadata().text("general.name"), "small");
  EXPECT_EQ(*file->metadata().textsOrNull("tokenizer.ggml.tokens"),
            (std::vector<std::string>{"a", "b", "c"}));
  ASSERT_EQ(file->tensors().size(), 2u);
  EXPECT_EQ(file->tensors()[0].name, "a.weight");  // sorted
  EXPECT_EQ(file->find("c.weight"), nullptr);
  const TensorInfo* b = file->find("b.weight");
  ASSERT_NE(b, nullptr);
  EXPECT_EQ(b->dimensions, 2u);
  EXPECT_EQ(b->shape, (std::array<uint64_t, 4>{4, 2, 1, 1}));
  const TensorView view = viewOf(*b);
  EXPECT_EQ(view.rows(), 2u);
  EXPECT_EQ(view.cols(), 4u);
  EXPECT_EQ(valueAt(view, 1, 2), 7.0f);
  EXPECT_EQ(valueAt(viewOf(*file->find("a.weight")), 0, 2), 11.0f);
  EXPECT_EQ(file->fileBytes(), small().bytes().size());
}

TEST_F(GgufFiles, EveryValueTypeKeepsItsValue) {
  auto writer = small();
  writer.raw("u8", 0, littleEndian<uint8_t>(200)).raw("i8", 1, littleEndian<int8_t>(-5));
  writer.raw("u16", 2, littleEndian<uint16_t>(60000)).raw("i16", 3, littleEndian<int16_t>(-6000));
  writer.raw("u64", 10, littleEndian(kHuge))
      .raw("i64", 11, littleEndian<int64_t>(-7))
      .raw("f64", 12, littleEndian(0.5));
  writer.flag("flag", true)
      .raw("flags", 9, littleEndian<uint32_t>(7) + littleEndian<uint64_t>(2) + std::string("\1\0", 2));
  writer.raw("empty", 9, littleEndian<uint32_t>(8) + littleEndian<uint64_t>(0));
  const auto file = open(writer);
  ASSERT_TRUE(file) << file.error().what();
  const auto& metadata = file->metadata();
  EXPECT_EQ(std::get<uint64_t>(*metadata.find("u8")), 200u);
  EXPECT_EQ(std::get<int64_t>(*metadata.find("i8")), -5);
  EXPECT_EQ(std::get<uint64_t>(*metadata.find("u16")), 60000u);
  EXPECT_EQ(std::get<int64_t>(*metadata.find("i16")), -6000);
  EXPECT_EQ(std::get<uint64_t>(*metadata.find("u64")), kHuge);
  EXPECT_EQ(std::get<int64_t>(*metadata.find("i64")), -7);
  EXPECT_EQ(std::get<double>(*metadata.find("f64")), 0.5);
  EXPECT_EQ(std::get<bool>(*metadata.find("flag")), true);
  EXPECT_EQ(std::get<std::vector<bool>>(*metadata.find("flags")), (std::vector<bool>{true, false}));
  EXPECT_TRUE(std::get<std::vector<std::string>>(*metadata.find("empty")).empty());
}

TEST_F(GgufFiles, VersionTwoAndOtherAlignmentsAreRead) {
  auto two = small();
  two.version = 2;
  EXPECT_TRUE(open(two));
  auto wide = small();
  wide.u32("general.alignment", 128).alignment = 128;
  const auto file = open(wide);
  ASSERT_TRUE(file) << file.error().what();
  EXPECT_EQ(valueAt(viewOf(*file->find("a.weight")), 0, 0), 9.0f);
}

TEST_F(GgufFiles, VocabularyOnlyFileNeedsNoData) {
  auto writer = small();
  writer.tensors.clear();
  const auto file = open(writer);
  ASSERT_TRUE(file) << file.error().what();
  EXPECT_TRUE(file->tensors().empty());
}

TEST_F(GgufFiles, OtherFilesAndVersionsAreNamed) {
  auto zip = small();
  zip.magic = "PK\3\4";
  expectError(zip, "not a GGUF model file");
  for (const uint32_t version : {0u, 1u, 4u, 0x03000000u}) {
    auto other = small();
    other.version = version;
    expectError(other, version == 0x03000000u ? "big-endian" : "version");
  }
  EXPECT_FALSE(openBytes(""));
  EXPECT_FALSE(openBytes("GG"));
}

TEST_F(GgufFiles, MissingFilesFoldersAndPipesFailWithAReason) {
  const auto missing = GgufFile::open(folder_.file("missing.gguf"));
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().what().find("No such file"), std::string::npos) << missing.error().what();
  const auto folder = GgufFile::open(folder_.path().string());
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().what().find("not a regular file"), std::string::npos) << folder.error().what();
}

TEST_F(GgufFiles, CountsThatTheFileCannotHoldFailAtOnce) {
  for (const uint64_t count : {uint64_t{3}, uint64_t{1} << 32, uint64_t{1} << 60, kHuge}) {
    auto tensors = small();
    tensors.tensorCount = count;
    EXPECT_FALSE(open(tensors)) << count;
    auto pairs = small();
    pairs.pairCount = count == 3 ? 5 : count;
    EXPECT_FALSE(open(pairs)) << count;
  }
}

TEST_F(GgufFiles, ListsThatTheFileCannotHoldFailAtOnce) {
  for (const uint32_t type : {0u, 5u, 6u, 7u, 8u, 12u}) {
    for (const uint64_t count : {uint64_t{1} << 31, uint64_t{1} << 61, uint64_t{1} << 62, kHuge}) {
      auto writer = small();
      writer.raw("x.list", 9, littleEndian(type) + littleEndian(count) + "ab");
      expectError(writer, "'x.list' announces a list of " + std::to_string(count));
    }
  }
}

TEST_F(GgufFiles, LengthsPastTheEndAreNamed) {
  for (const uint64_t length : {uint64_t{1000000}, uint64_t{1} << 63, kHuge, kHuge - 7}) {
    auto value = small();
    value.raw("general.name", 8, littleEndian(length) + "abc");
    expectError(value, "'general.name' reaches past the end");
    auto item = small();
    item.raw("tokenizer.ggml.tokens", 9,
             littleEndian<uint32_t>(8) + littleEndian<uint64_t>(2) + test::lengthAndBytes("a") +
                 littleEndian(length));
    expectError(item, "'tokenizer.ggml.tokens'");
  }
}

TEST_F(GgufFiles, UnknownValueTypesAndListsOfListsAreRejected) {
  for (const uint32_t type : {13u, 255u, 0xffffffffu}) {
    auto value = small();
    value.raw("x.value", type, std::string(8, '\1'));
    expectError(value, "'x.value'");
    auto list = small();
    list.raw("x.value", 9, littleEndian(type) + littleEndian<uint64_t>(1) + "\1");
    expectError(list, "'x.value'");
  }
  // Twenty thousand lists in each other must not use the stack.
  auto nested = small();
  std::string deep;
  for (int i = 0; i < 20000; ++i) deep += littleEndian<uint32_t>(9) + littleEndian<uint64_t>(1);
  nested.raw("x.value", 9, deep);
  expectError(nested, "list of lists");
}

TEST_F(GgufFiles, KeysMustHaveNamesAndOccurOnce) {
  auto nameless = small();
  nameless.u32("", 1);
  expectError(nameless, "empty name");
  auto twice = small();
  twice.pairs.push_back(twice.pairs.front());
  expectError(twice, "'general.architecture' occurs twice");
  auto longer = small();
  longer.u32(std::string(65536, 'k'), 1);
  expectError(longer, "65536 bytes");
}

TEST_F(GgufFiles, AlignmentMustBeASanePowerOfTwo) {
  for (const uint32_t alignment : {0u, 1u, 3u, 48u, 0x80000000u, 0xffffffffu}) {
    expectError(small().u32("general.alignment", alignment), "'general.alignment'");
  }
  expectError(small().raw("general.alignment", 5, littleEndian<int32_t>(-32)), "'general.alignment'");
  expectError(small().text("general.alignment", "32"), "'general.alignment'");
}

TEST_F(GgufFiles, TensorShapesMustBeOneToFourWholeDimensions) {
  const auto reshaped = [](std::vector<uint64_t> shape) {
    auto writer = small();
    writer.at("b.weight").shape = std::move(shape);
    return writer;
  };
  expectError(reshaped({}), "'b.weight' has 0 dimensions");
  expectError(reshaped({2, 2, 1, 1, 1}), "'b.weight' has 5 dimensions");
  expectError(reshaped({4, 0}), "'b.weight' has a dimension of 0");
  // Products that wrap: to 0, to 8, over four dimensions, and in bytes only.
  expectError(reshaped({uint64_t{1} << 32, uint64_t{1} << 32}), "'b.weight' is impossibly large");
  expectError(reshaped({(uint64_t{1} << 63) + 4, 2}), "'b.weight' is impossibly large");
  expectError(reshaped({65536, 65536, 65536, 65536}), "'b.weight' is impossibly large");
  expectError(reshaped({uint64_t{1} << 62}), "'b.weight' is impossibly large");
  expectError(reshaped({4, kHuge}), "'b.weight' is impossibly large");
  expectError(reshaped({4, 1 << 24}), "'b.weight'");
}

TEST_F(GgufFiles, FormatsThatCannotBeReadAreNamed) {
  const auto ofType = [](uint32_t type) {
    auto writer = small();
    writer.at("b.weight").type = type;
    return writer;
  };
  expectError(ofType(9), "'b.weight' is stored in the format q8_1, which is not supported yet");
  expectError(ofType(17), "not whole blocks of 256");
  expectError(ofType(4), "q4_2");
  expectError(ofType(100), "unknown number format 100");
  expectError(ofType(0xffffffff), "unknown number format 4294967295");
  expectError(ofType(static_cast<uint32_t>(DType::Q4_0)), "not whole blocks of 32");
}

TEST_F(GgufFiles, TensorsMustLieInsideTheFileAlignedAndApart) {
  const auto at = [](uint64_t offset) {
    auto writer = small();
    writer.at("a.weight").offset = offset;
    return writer;
  };
  expectError(at(10'000'000), "'a.weight'");
  expectError(at(kHuge - 31), "'a.weight'");
  expectError(at(uint64_t{1} << 63), "'a.weight'");
  expectError(at(36), "not a multiple of 32");
  expectError(at(0), "lie on the same bytes");
}

TEST_F(GgufFiles, TensorNamesMustBeThereOnceAndShort) {
  auto nameless = small();
  nameless.at("a.weight").name = "";
  expectError(nameless, "empty name");
  auto twice = small();
  twice.at("a.weight").name = "b.weight";
  expectError(twice, "'b.weight' occurs twice");
  auto longer = small();
  longer.at("a.weight").name = std::string(70000, 'n');
  expectError(longer, "70000 bytes");
}

TEST_F(GgufFiles, EveryTruncationFails) {
  const std::string whole = small().bytes();
  // The last tensor's padding may be missing; its data may not.
  const size_t needed = whole.size() - 32 + 3 * sizeof(float);
  EXPECT_TRUE(openBytes(whole.substr(0, needed)));
  for (size_t bytes = 0; bytes < needed; ++bytes) {
    EXPECT_FALSE(openBytes(whole.substr(0, bytes))) << "cut at " << bytes;
  }
}

TEST_F(GgufFiles, NoByteChangeCrashes) {
  // Under the sanitizers this walks every field with every single-bit flip, and with the largest byte.
  const std::string whole = small().bytes();
  ASSERT_TRUE(parsePart(std::as_bytes(std::span(whole))));
  size_t failures = 0;
  for (size_t i = 0; i < whole.size(); ++i) {
    for (int bit = 0; bit <= 8; ++bit) {
      std::string changed = whole;
      changed[i] = static_cast<char>(bit == 8 ? 0xff : changed[i] ^ (1 << bit));
      if (!parsePart(std::as_bytes(std::span(changed)))) ++failures;
    }
  }
  EXPECT_GT(failures, 0u);
}

class SplitFiles : public testing::Test {
 protected:
  static GgufWriter part(uint32_t number, uint32_t count, uint32_t tensors) {
    GgufWriter file;
    if (number == 0) file.text("general.architecture", "llama");
    file.raw("split.no", 2, littleEndian(static_cast<uint16_t>(number)));
    file.raw("split.count", 2, littleEndian(static_cast<uint16_t>(count)));
    file.raw("split.tensors.count", 5, littleEndian(static_cast<int32_t>(tensors)));
    const float base = static_cast<float>(number * 10);
    file.tensor("t" + std::to_string(number) + ".weight", {2}, {base, base + 1});
    return file;
  }
  test::TemporaryFolder folder_;
};

TEST_F(SplitFiles, AnyPartOpensTheWhole) {
  std::vector<std::string> paths;
  for (uint32_t i = 0; i < 3; ++i) {
    paths.push_back(
        folder_.write("m-0000" + std::to_string(i + 1) + "-of-00003.gguf", part(i, 3, 3).bytes()));
  }
  for (const std::string& path : paths) {
    const auto file = GgufFile::open(path);
    ASSERT_TRUE(file) << file.error().what();
    EXPECT_EQ(*file->metadata().text("general.architecture"), "llama");
    ASSERT_EQ(file->tensors().size(), 3u);
    EXPECT_EQ(valueAt(viewOf(*file->find("t2.weight")), 0, 1), 21.0f);
    EXPECT_EQ(file->path(), path);
    EXPECT_EQ(file->partCount(), 3u);
  }
}

TEST_F(SplitFiles, MissingPartIsNamed) {
  const auto path = folder_.write("m-00001-of-00002.gguf", part(0, 2, 2).bytes());
  const auto file = GgufFile::open(path);
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().what().find("m-00002-of-00002.gguf"), std::string::npos) << file.error().what();
}

TEST_F(SplitFiles, RenamedPartAsksForItsName) {
  const auto file = GgufFile::open(folder_.write("renamed.gguf", part(1, 2, 2).bytes()));
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().what().find("NAME-00002-of-00002.gguf"), std::string::npos) << file.error().what();
}

TEST_F(SplitFiles, PartsThatDoNotBelongTogetherFail) {
  const auto first = folder_.write("m-00001-of-00002.gguf", part(0, 2, 2).bytes());
  folder_.write("m-00002-of-00002.gguf", part(0, 2, 2).bytes());
  EXPECT_FALSE(GgufFile::open(first));  // the second says it is the first
  folder_.write("m-00002-of-00002.gguf", part(1, 2, 2).bytes());
  EXPECT_TRUE(GgufFile::open(first));
  auto clash = part(1, 2, 2);
  clash.tensors[0].name = "t0.weight";
  folder_.write("m-00002-of-00002.gguf", clash.bytes());
  EXPECT_FALSE(GgufFile::open(first));  // the same tensor in both
  folder_.write("m-00002-of-00002.gguf", part(1, 2, 2).tensor("t3.weight", {1}, {1}).bytes());
  EXPECT_FALSE(GgufFile::open(first));  // three tensors, two announced
}

TEST_F(SplitFiles, ImpossiblePartNumbersFail) {
  EXPECT_FALSE(GgufFile::open(folder_.write("m-00006-of-00002.gguf", part(5, 2, 2).bytes())));
  EXPECT_FALSE(GgufFile::open(folder_.write("m-00001-of-65535.gguf", part(0, 65535, 2).bytes())));
}

TEST_F(SplitFiles, JoinedFileWithACountOfZeroIsOneFile) {
  const auto file = GgufFile::open(folder_.write("m.gguf", part(0, 0, 1).bytes()));
  ASSERT_TRUE(file) << file.error().what();
  EXPECT_EQ(file->partCount(), 1u);
}

}  // namespace
}  // namespace hearth
