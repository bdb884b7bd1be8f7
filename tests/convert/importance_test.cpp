#include "runtime/convert/importance.h"

#include <gtest/gtest.h>

#include "tests/support/gguf_writer.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

TensorInfo stack(const std::string& name, uint64_t cols, uint64_t matrices) {
  return {name, DType::BF16, 3, {cols, 7, matrices, 1}, {}};
}

class ImportanceFiles : public testing::Test {
 protected:
  // A sound file that a test then spoils.
  test::GgufWriter sound() {
    test::GgufWriter file;
    file.text("general.type", "imatrix");
    file.tensor("a.weight.in_sum2", {4, 1}, {1, 2, 3, 4}).tensor("a.weight.counts", {1, 1}, {2});
    return file;
  }
  void expectRefused(const test::GgufWriter& file, std::string_view part) {
    const auto read = Importance::read(folder_.write("importance.gguf", file.bytes()));
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().what().find(part), std::string::npos) << read.error().what();
  }
  test::TemporaryFolder folder_;
};

constexpr double kAlike = 32, kLayer = 8;  // inputs as all columns' mean, and as the layer's

TEST_F(ImportanceFiles, SumsAreReadBackAsMeans) {
  const std::map<std::string, ColumnSums> sums{{"a.weight", {2, {1e6, 4e6}, {5e5}}}};
  const std::string path = folder_.file("importance.gguf");
  ASSERT_TRUE(Importance::write(path, sums, 5, "text.txt"));
  const auto read = Importance::read(path);
  ASSERT_TRUE(read) << read.error().what();
  const auto means = read->of(stack("a.weight", 2, 1));
  ASSERT_EQ(means.size(), 2u);
  // The prior moves each by its share of the inputs, less than 1e-4, of the distance to their mean, 3.
  EXPECT_NEAR(means[0], 2, 3e-4);
  EXPECT_NEAR(means[1], 8, 3e-4);
  EXPECT_TRUE(read->of(stack("b.weight", 2, 1)).empty());
}

TEST_F(ImportanceFiles, ColumnsOfAMatrixThatWasHardlySeenAreNearlyAlike) {
  const Importance importance({{"a.weight", {2, {0, 8}, {2}}}});
  const auto means = importance.of(stack("a.weight", 2, 1));
  EXPECT_NEAR(means[0], (0 + kAlike * 2) / (2 + kAlike), 1e-5);
  EXPECT_NEAR(means[1], (8 + kAlike * 2) / (2 + kAlike), 1e-5);
}

TEST_F(ImportanceFiles, AnExpertThatWasHardlySeenIsTakenForItsNeighbours) {
  const Importance importance({{"e.weight", {2, {0, 4e6, 0, 0, 8, 0}, {1e6, 0, 1}}}});
  const auto means = importance.of(stack("e.weight", 2, 3));
  ASSERT_EQ(means.size(), 6u);
  // The first one is the layer, but for less than 1e-4 of it: columns of 0 and 4, alike 2.
  EXPECT_NEAR(means[2], (kAlike * 2 + kLayer * 0) / (kAlike + kLayer), 1e-3);
  EXPECT_NEAR(means[3], (kAlike * 2 + kLayer * 4) / (kAlike + kLayer), 1e-3);
  EXPECT_NEAR(means[4], (8 + kAlike * 2 + kLayer * 0) / (1 + kAlike + kLayer), 1e-3);
  EXPECT_NEAR(means[5], (0 + kAlike * 2 + kLayer * 4) / (1 + kAlike + kLayer), 1e-3);
}

TEST_F(ImportanceFiles, HowInputsGoTogetherIsReadBack) {
  std::map<std::string, ColumnSums> sums;
  // Columns 0 and 1 always the same but for their sizes, the others by themselves; seen so often that what is
  // mixed in (256 inputs that have nothing to do with one another, and 1 % for safety) is all that is
  // missing.
  ColumnSums& seen = sums["a.weight"] = {4, {4e6, 1e6, 1e6, 0}, {1e6}};
  seen.products = {4e6, 2e6, 0, 0, 2e6, 1e6, 0, 0, 0, 0, 1e6, 0, 0, 0, 0, 0};
  sums["b.weight"] = {4, {4e6, 1e6, 1e6, 0}, {1e6}};
  sums["b.weight"].sameInputs = "a.weight";
  sums["c.weight"] = {4, {1, 1, 1, 1}, {1}};
  const std::string path = folder_.file("importance.gguf");
  ASSERT_TRUE(Importance::write(path, sums, 5, "text.txt"));
  const auto read = Importance::read(path);
  ASSERT_TRUE(read) << read.error().what();
  for (const char* name : {"a.weight", "b.weight"}) {
    const auto blocks = read->correlated(stack(name, 4, 1), 0);
    ASSERT_EQ(blocks.size(), 1u) << name;
    ASSERT_EQ(blocks[0].width, 4u);
    EXPECT_EQ(blocks[0].correlation[0], 1);
    EXPECT_NEAR(blocks[0].correlation[1], 0.99, 0.001);
    EXPECT_EQ(blocks[0].correlation[2], 0);
    EXPECT_EQ(blocks[0].correlation[15], 1);  // of what was never seen too
  }
  EXPECT_FALSE(read->hasCorrelated(stack("c.weight", 4, 1)));
  EXPECT_TRUE(read->correlated(stack("c.weight", 4, 1), 0).empty());
}

TEST_F(ImportanceFiles, HowInputsGoTogetherIsBelievedByHowOftenTheyWereSeen) {
  std::map<std::string, ColumnSums> sums;
  // Two experts, the second one hardly used, and a stack that tells of all of them together.
  sums["e.weight"] = {2, {1e6, 1e6, 256, 256}, {1e6, 256}};
  sums["e.weight"].products = {1e6, 1e6, 1e6, 1e6, 256, 256, 256, 256};
  sums["g.weight"] = {2, {1e6, 1e6, 256, 256}, {1e6, 256}};
  sums["g.weight"].products = {1e6, 1e6, 1e6, 1e6};
  const Importance importance(sums);
  EXPECT_NEAR(importance.correlated(stack("e.weight", 2, 2), 0)[0].correlation[1], 0.99, 0.001);
  EXPECT_NEAR(importance.correlated(stack("e.weight", 2, 2), 1)[0].correlation[1], 0.99 * 0.5, 0.001);
  EXPECT_NEAR(importance.correlated(stack("g.weight", 2, 2), 1)[0].correlation[1], 0.99, 0.001);
}

TEST_F(ImportanceFiles, ShapesOfAnotherModelAreRefused) {
  const Importance importance({{"e.weight", {2, {1, 2, 3, 4}, {1, 1}}}});
  EXPECT_TRUE(importance.check(stack("e.weight", 2, 2)));
  EXPECT_TRUE(importance.check(stack("unknown.weight", 9, 9)));
  EXPECT_FALSE(importance.check(stack("e.weight", 4, 1)));
  EXPECT_FALSE(importance.check(stack("e.weight", 2, 3)));
}

TEST_F(ImportanceFiles, MalformedFilesAreRefused) {
  ASSERT_TRUE(Importance::read(folder_.write("importance.gguf", sound().bytes())));
  expectRefused(sound().text("general.type", "model"), "no importance file");
  expectRefused(sound().drop("general.type"), "no importance file");
  expectRefused(sound().dropTensor("a.weight.counts"), "has no counts");
  expectRefused(sound().dropTensor("a.weight.counts").tensor("a.weight.counts", {1, 2}, {2, 2}),
                "another number");
  expectRefused(sound().dropTensor("a.weight.counts").tensor("a.weight.counts", {1, 1}, {-2}),
                "cannot be sums");
  expectRefused(sound().dropTensor("a.weight.in_sum2"), "no sums");
  const auto correlated = [&](std::vector<uint64_t> shape, const std::vector<uint16_t>& halves) {
    return sound().tensor("a.weight.in_correlation", std::move(shape), DType::F16,
                          {reinterpret_cast<const char*>(halves.data()), 2 * halves.size()});
  };
  constexpr uint16_t kOne = 0x3C00, kTwo = 0x4000, kNotANumber = 0x7E00;
  std::vector<uint16_t> halves(16, kOne);
  ASSERT_TRUE(Importance::read(folder_.write("importance.gguf", correlated({16, 1}, halves).bytes())));
  expectRefused(correlated({8, 1}, std::vector<uint16_t>(8, kOne)), "does not fit");
  expectRefused(correlated({16, 2}, std::vector<uint16_t>(32, kOne)), "does not fit");
  expectRefused(sound().tensor("a.weight.in_correlation", {16, 1}, std::vector<float>(16, 1)),
                "does not fit");
  expectRefused(correlated({16, 1}, halves).dropTensor("a.weight.in_sum2").dropTensor("a.weight.counts"),
                "no sums");
  halves[5] = kTwo;
  expectRefused(correlated({16, 1}, halves), "'a.weight.in_correlation' holds numbers that cannot be");
  halves[5] = kNotANumber;
  expectRefused(correlated({16, 1}, halves), "cannot be correlations");
  expectRefused(sound().texts("hearth.inputs.of", {"a.weight"}), "do not fit one another");
  expectRefused(sound().texts("hearth.inputs.of", {"a", "b"}).texts("hearth.inputs.as", {"a"}),
                "do not fit one another");
  const auto text = Importance::read(folder_.write("importance.gguf", "not a GGUF file"));
  ASSERT_FALSE(text);
  EXPECT_NE(text.error().what().find("not a GGUF"), std::string::npos) << text.error().what();
}

}  // namespace
}  // namespace hearth
