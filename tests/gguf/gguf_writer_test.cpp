#include "runtime/gguf/gguf_writer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "runtime/gguf/gguf_file.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

std::string contentOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::span<const std::byte> bytesOfText(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// Writes `tensors`, each byte of tensor i being the letter 'a' + i, in pieces of `piece` bytes.
Result<void> writeLetters(const std::string& path, const Metadata& metadata,
                          const std::vector<TensorDeclaration>& tensors, size_t piece) {
  auto writer = GgufFileWriter::create(path, metadata, tensors);
  if (!writer) return std::move(writer).error();
  for (size_t i = 0; i < tensors.size(); ++i) {
    const std::string data(bytesOf(tensors[i]), static_cast<char>('a' + i));
    for (size_t at = 0; at < data.size(); at += piece) {
      const auto part = std::string_view(data).substr(at, piece);
      if (auto done = writer->append(bytesOfText(part)); !done) return done;
    }
  }
  return writer->finish();
}

const std::vector<TensorDeclaration> kThree{{"odd", DType::F32, 1, {3, 1, 1, 1}},
                                            {"stack", DType::Q8_0, 3, {64, 5, 2, 1}},
                                            {"half", DType::F16, 2, {7, 3, 1, 1}}};

class GgufFileWriters : public testing::Test {
 protected:
  test::TemporaryFolder folder_;
  std::string path_ = folder_.file("out.gguf");
};

TEST_F(GgufFileWriters, EveryValueTypeIsReadBackAsItWas) {
  test::GgufWriter source;
  using test::littleEndian;
  const auto list = [](ValueType type, uint64_t count, const std::string& items) {
    return littleEndian(static_cast<uint32_t>(type)) + littleEndian(count) + items;
  };
  source.raw("a.u8", 0, littleEndian(uint8_t{200})).raw("b.i8", 1, littleEndian(int8_t{-3}));
  source.raw("c.u16", 2, littleEndian(uint16_t{60000})).raw("d.i16", 3, littleEndian(int16_t{-300}));
  source.u32("e.u32", 7).raw("f.i32", 5, littleEndian(int32_t{-70000})).f32("g.f32", 1e-6f);
  source.flag("h.bool", true).text("i.text", "x\0y").raw("j.u64", 10, littleEndian(uint64_t{5}));
  source.raw("k.i64", 11, littleEndian(int64_t{-5})).raw("l.f64", 12, littleEndian(0.1));
  source.raw("m.u8s", 9, list(ValueType::Uint8, 2, "ab")).i32s("n.i32s", {-1, 2}).f32s("o.f32s", {1.5f});
  source.raw("p.bools", 9, list(ValueType::Bool, 2, std::string("\1\0", 2)));
  source.texts("q.texts", {"one", ""}).raw("r.empty", 9, list(ValueType::Uint16, 0, ""));
  source.tensor("t", {2}, {1, 2});
  const std::string from = folder_.write("source.gguf", source.bytes());
  const auto read = GgufFile::open(from);
  ASSERT_TRUE(read) << read.error().what();

  auto writer = GgufFileWriter::create(path_, read->metadata(), {{"t", DType::F32, 1, {2, 1, 1, 1}}});
  ASSERT_TRUE(writer) << writer.error().what();
  ASSERT_TRUE(writer->append(read->find("t")->bytes));
  ASSERT_TRUE(writer->finish());
  // The keys were added in their alphabetical order, so that the whole files are the same but for the end's
  // padding, which the writer adds.
  const std::string expected = source.bytes(), actual = contentOf(path_);
  ASSERT_GE(actual.size(), expected.size());
  EXPECT_EQ(actual.substr(0, expected.size()), expected);
}

TEST_F(GgufFileWriters, ValuesOfAProgramHaveTheirUsualTypes) {
  Metadata metadata;
  metadata.insert("count", uint64_t{5});
  metadata.insert("large", uint64_t{1} << 40);
  metadata.insert("negatives", std::vector<int64_t>{-1, 1});
  metadata.insert("number", 0.5);
  ASSERT_TRUE(writeLetters(path_, metadata, kThree, 1000));
  const auto file = GgufFile::open(path_);
  ASSERT_TRUE(file) << file.error().what();
  EXPECT_EQ(file->metadata().typeOf("count"), ValueType::Uint32);
  EXPECT_EQ(file->metadata().typeOf("large"), ValueType::Uint64);
  EXPECT_EQ(file->metadata().typeOf("negatives"), ValueType::Int32);
  EXPECT_EQ(file->metadata().typeOf("number"), ValueType::Float32);
  EXPECT_EQ(file->metadata().all().size(), 4u);
}

TEST_F(GgufFileWriters, TensorsAreFoundWithTheirBytesHoweverTheyWereCut) {
  for (const size_t piece : {size_t{1}, size_t{13}, size_t{1} << 20}) {
    ASSERT_TRUE(writeLetters(path_, {}, kThree, piece));
    const auto file = GgufFile::open(path_);
    ASSERT_TRUE(file) << file.error().what();
    ASSERT_EQ(file->tensors().size(), kThree.size());
    for (size_t i = 0; i < kThree.size(); ++i) {
      const TensorInfo* found = file->find(kThree[i].name);
      ASSERT_TRUE(found);
      EXPECT_EQ(found->type, kThree[i].type);
      EXPECT_EQ(found->shape, kThree[i].shape);
      EXPECT_EQ(found->dimensions, kThree[i].dimensions);
      const std::string expected(bytesOf(kThree[i]), static_cast<char>('a' + i));
      EXPECT_TRUE(std::ranges::equal(found->bytes, bytesOfText(expected))) << kThree[i].name;
    }
  }
}

TEST_F(GgufFileWriters, TheFilesSizeIsKnownBeforehand) {
  auto writer = GgufFileWriter::create(path_, {}, kThree);
  ASSERT_TRUE(writer);
  const uint64_t announced = writer->fileBytes();
  ASSERT_TRUE(writeLetters(path_, {}, kThree, 64));
  EXPECT_EQ(std::filesystem::file_size(path_), announced);
}

TEST_F(GgufFileWriters, AWriterThatIsLetGoOfLeavesNothingAndTheOldFileAsItWas) {
  folder_.write("out.gguf", "old");
  {
    auto writer = GgufFileWriter::create(path_, {}, kThree);
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->append(bytesOfText("0123456789ab")));
    EXPECT_EQ(writer->bytesLeftOfTensor(), bytesOf(kThree[1]));
  }
  EXPECT_EQ(contentOf(path_), "old");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(GgufFileWriters, AFileLargerThanTheDiskIsRefusedAtOnce) {
  const TensorDeclaration petabytes{"t", DType::F32, 2, {1u << 31, 1u << 28, 1, 1}};
  const auto writer = GgufFileWriter::create(path_, {}, {petabytes});
  ASSERT_FALSE(writer);
  EXPECT_NE(writer.error().what().find("free some space"), std::string::npos) << writer.error().what();
  EXPECT_FALSE(std::filesystem::exists(path_ + ".part"));
}

// Linux: every write to /dev/full fails with "no space left"; the writer's buffer is full after 1 MiB.
TEST_F(GgufFileWriters, ADiskThatFillsUpIsToldOf) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  std::filesystem::create_symlink("/dev/full", path_ + ".part");
  const auto written = writeLetters(path_, {}, {{"t", DType::F32, 1, {1u << 20, 1, 1, 1}}}, 1 << 16);
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().what().find("the disk is full"), std::string::npos) << written.error().what();
}

TEST_F(GgufFileWriters, AFolderThatDoesNotExistIsToldOf) {
  const auto written = writeLetters(folder_.file("nowhere/out.gguf"), {}, kThree, 100);
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().what().find("No such file"), std::string::npos) << written.error().what();
}

}  // namespace
}  // namespace hearth
