// A row of a short batch comes out bit by bit as it does alone, so that checking guesses in batches never
// changes the text.
#include <gtest/gtest.h>

#include <hwy/targets.h>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/forward/decoder.h"
#include "runtime/forward/ops.h"
#include "runtime/model/loader.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth {
namespace {

struct Shape {
  std::string name;
  std::function<test::GgufWriter()> model;  // none: the bundled one
  int64_t instructions = 0;                 // 0: the best
};

void PrintTo(const Shape& shape, std::ostream* out) { *out << shape.name; }

class AlikeRows : public testing::TestWithParam<Shape> {
 protected:
  void SetUp() override {
    const int64_t wanted = GetParam().instructions;
    if ((wanted & hwy::SupportedTargets()) != wanted) GTEST_SKIP() << "not on this processor";
    hwy::SetSupportedTargetsForTest(wanted);
  }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

TEST_P(AlikeRows, ComeOutAsEachAlone) {
  constexpr uint32_t kContext = 300;
  const test::TemporaryFolder folder;
  auto model =
      loadModel(GetParam().model ? folder.write("model.gguf", GetParam().model().bytes())
                                 : std::string(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf"));
  ASSERT_TRUE(model) << model.error().what();
  const uint32_t vocab = (*model)->config.vocabSize;
  ThreadPool pool(3);
  const auto ops = makeCpuOps(pool);
  auto decoder = Decoder::create(**model, *ops, kContext);
  ASSERT_TRUE(decoder);
  test::Random random(11);
  std::vector<int32_t> tokens;
  for (uint32_t i = 0; i < kContext; ++i) tokens.push_back(static_cast<int32_t>(random.below(vocab)));
  std::vector<float> alone(size_t{kContext} * vocab), together(alone.size());
  const auto rowsOf = [&](std::vector<float>& logits, uint32_t first, uint32_t count) {
    return std::span(logits).subspan(size_t{first} * vocab, size_t{count} * vocab);
  };
  for (uint32_t p = 0; p < kContext; ++p)
    (*decoder)->evaluate(std::span(tokens).subspan(p, 1), p, LogitsFor::Last, rowsOf(alone, p, 1), nullptr);
  for (uint32_t p = 0, wanted = 1; p < kContext; ++wanted) {
    const uint32_t rows = std::min({1 + wanted % (kRecordedRows - 1), Decoder::alikeRows(p), kContext - p});
    (*decoder)->evaluate(std::span(tokens).subspan(p, rows), p, LogitsFor::Every, rowsOf(together, p, rows),
                         nullptr);
    for (uint32_t r = p; r < p + rows; ++r) {
      const auto a = rowsOf(alone, r, 1), b = rowsOf(together, r, 1);
      ASSERT_TRUE(std::equal(a.begin(), a.end(), b.begin())) << "row " << r << ", one of " << rows;
    }
    p += rows;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Architectures, AlikeRows,
    testing::Values(Shape{"hearth_tiny", {}}, Shape{"hearth_tiny_avx2", {}, HWY_AVX2},
                    Shape{"qwen2", [] { return test::tinyQwen2(); }},
                    Shape{"qwen3moe", [] { return test::tinyQwen3Moe(3); }},
                    Shape{"deepseek_v3", [] { return test::tinyDeepseekV3(test::MlaLayout::Split, 3); }}),
    [](const auto& which) { return which.param.name; });

TEST(AlikeRowsAt, EndsWithThePowerOfTwo) {
  EXPECT_EQ(Decoder::alikeRows(0), kRecordedRows - 1);
  EXPECT_EQ(Decoder::alikeRows(100), kRecordedRows - 1);
  EXPECT_EQ(Decoder::alikeRows(125), 3u);
  EXPECT_EQ(Decoder::alikeRows(127), 1u);
  EXPECT_EQ(Decoder::alikeRows(128), kRecordedRows - 1);
}

}  // namespace
}  // namespace hearth
