// Two inputs side by side, as the layer that guesses ahead takes them: the same numbers as on the processor.
#include <gtest/gtest.h>

#include <tuple>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/model/loader.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"
#include "tests/vulkan/gpu_model.h"

namespace hearth::vulkan::test {
namespace {

using hearth::test::Random;

// Rows, columns of the left and of the right input.
class Join : public GpuTest, public testing::WithParamInterface<std::tuple<uint32_t, uint32_t, uint32_t>> {
 protected:
  void SetUp() override {
    GpuTest::SetUp();
    if (IsSkipped()) return;
    auto model = loadModel(folder_.write("model.gguf", hearth::test::tinyLlama().bytes()));
    ASSERT_TRUE(model) << model.error().what();
    model_ = std::move(*model);
    gpuModel_ =
        std::make_unique<GpuModel>(gpu(), *model_, pool_, GpuModelOptions{.context = 64, .maxBatch = 64});
    cpuOps_ = makeCpuOps(pool_);
    const auto [rows, left, right] = GetParam();
    rows_ = rows;
    left_ = left;
    right_ = right;
    a_ = Random(1).normals(size_t{rows} * left);
    b_ = Random(2).normals(size_t{rows} * right);
    more_ = Random(3).normals(size_t{rows} * left);
    const auto planned = cpuOps_->plan([&] { joinedOn(*cpuOps_); });
    ASSERT_TRUE(planned) << planned.error().what();
  }

  // [a + more | b], where the sum is still under way when it is joined, and [b | a + more] behind it.
  std::vector<float> joinedOn(Ops& ops) {
    const Scope scope(ops);
    const Act a = ops.upload(a_, rows_, left_), more = ops.upload(more_, rows_, left_);
    const Act b = ops.upload(b_, rows_, right_);
    ops.addTo(a, more);
    const Act ab = ops.join(a, b);
    const Act ba = ops.join(b, a);
    EXPECT_EQ(ab.rows, rows_);
    EXPECT_EQ(ab.cols, left_ + right_);
    ops.addTo(ba, ab);  // reads what was copied
    const size_t count = size_t{rows_} * (left_ + right_);
    std::vector<float> both(2 * count);
    ops.download(ab, std::span(both).first(count));
    ops.download(ba, std::span(both).last(count));
    return both;
  }

  hearth::test::TemporaryFolder folder_;
  ThreadPool pool_{2};
  std::unique_ptr<Model> model_;
  std::unique_ptr<GpuModel> gpuModel_;
  std::unique_ptr<Ops> cpuOps_;
  uint32_t rows_ = 0, left_ = 0, right_ = 0;
  std::vector<float> a_, b_, more_;
};

TEST_P(Join, IsWhatTheProcessorMakesBitForBit) {
  const std::vector<float> expected = joinedOn(*cpuOps_), actual = joinedOn(gpuModel_->ops());
  EXPECT_EQ(actual, expected);
  // And that is what the verb says.
  for (uint32_t r = 0; r < rows_; ++r) {
    const size_t at = size_t{r} * (left_ + right_);
    EXPECT_EQ(actual[at], a_[size_t{r} * left_] + more_[size_t{r} * left_]) << r;
    EXPECT_EQ(actual[at + left_], b_[size_t{r} * right_]) << r;
    EXPECT_EQ(actual[at + left_ + right_ - 1], b_[size_t{r} * right_ + right_ - 1]) << r;
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Join,
                         testing::Values(std::tuple{1u, 64u, 64u}, std::tuple{5u, 64u, 64u},
                                         std::tuple{3u, 32u, 96u}, std::tuple{7u, 68u, 4u}));

}  // namespace
}  // namespace hearth::vulkan::test
