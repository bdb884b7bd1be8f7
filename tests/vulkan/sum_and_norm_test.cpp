// A sum and the norm of it become one dispatch where nothing comes between, and give the same either way.
#include <gtest/gtest.h>

#include <cmath>

#include "runtime/model/loader.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"
#include "tests/vulkan/gpu_model.h"

namespace hearth::vulkan::test {
namespace {

using hearth::test::Random;

class SumAndNorm : public GpuTest {
 protected:
  void SetUp() override {
    GpuTest::SetUp();
    if (IsSkipped()) return;
    auto own = Gpu::open(&faults_);
    ASSERT_TRUE(own) << own.error().what();
    own_ = std::move(*own);
    auto model = loadModel(folder_.write("model.gguf", hearth::test::tinyLlama().bytes()));
    ASSERT_TRUE(model) << model.error().what();
    model_ = std::move(*model);
    gpuModel_ =
        std::make_unique<GpuModel>(*own_, *model_, pool_, GpuModelOptions{.context = 64, .maxBatch = 64});
    x_ = numbers(1);
    y_ = numbers(2);
    other_ = numbers(3);
    for (size_t i = 0; i < x_.size(); ++i) sum_.push_back(x_[i] + y_[i]);
    faults_.dispatchesUntilLost = kMany;
  }
  uint32_t width() const { return model_->config.width; }
  std::span<const float> gain() const { return model_->layers[0].attentionNorm; }
  Ops& ops() { return gpuModel_->ops(); }
  std::vector<float> numbers(uint64_t seed) { return Random(seed).normals(size_t{kRows} * width()); }
  Act upload(const std::vector<float>& values) { return ops().upload(values, kRows, width()); }
  int64_t dispatches() const { return kMany - faults_.dispatchesUntilLost; }

  void expectNumbers(Act x, const std::vector<float>& expected) {
    std::vector<float> actual(expected.size());
    ops().download(x, actual);
    EXPECT_EQ(actual, expected);
  }
  void expectNormOf(const std::vector<float>& x, Act norm) {
    std::vector<float> actual(x.size());
    ops().download(norm, actual);
    for (uint32_t r = 0; r < kRows; ++r) {
      const auto row = std::span(x).subspan(size_t{r} * width(), width());
      double squares = 0;
      for (const float value : row) squares += std::pow(double{value}, 2);
      const double scale = 1 / std::sqrt(squares / width() + 1e-6);
      for (uint32_t i = 0; i < width(); ++i) {
        const double expected = double{row[i]} * scale * double{gain()[i]};
        ASSERT_NEAR(actual[size_t{r} * width() + i], expected, 1e-5 * (1 + std::abs(expected)))
            << r << ", " << i;
      }
    }
  }

  static constexpr uint32_t kRows = 3;
  static constexpr int64_t kMany = 1'000'000;
  Faults faults_;
  hearth::test::TemporaryFolder folder_;
  ThreadPool pool_{2};
  std::unique_ptr<Gpu> own_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<GpuModel> gpuModel_;
  std::vector<float> x_, y_, other_, sum_;
};

TEST_F(SumAndNorm, AreOneDispatch) {
  const Scope scope(ops());
  const Act x = upload(x_), y = upload(y_);
  ops().addTo(x, y);
  const Act norm = ops().rmsNorm(x, gain(), 1e-6f);
  expectNumbers(x, sum_);
  EXPECT_EQ(dispatches(), 1);
  expectNormOf(sum_, norm);
}

TEST_F(SumAndNorm, StayApartWhereTheNormComesToLieOverWhatIsAdded) {
  const Scope scope(ops());
  const Act x = upload(x_);
  Act y;
  {
    const Scope inner(ops());
    y = upload(y_);
    ops().addTo(x, y);
  }
  const Act norm = ops().rmsNorm(x, gain(), 1e-6f);
  ASSERT_EQ(norm.at, y.at);
  expectNumbers(x, sum_);
  EXPECT_EQ(dispatches(), 2);
  expectNormOf(sum_, norm);
}

TEST_F(SumAndNorm, OfOtherRowsStayApart) {
  const Scope scope(ops());
  const Act x = upload(x_), y = upload(y_), other = upload(other_);
  ops().addTo(x, y);
  const Act norm = ops().rmsNorm(other, gain(), 1e-6f);
  expectNumbers(x, sum_);
  EXPECT_EQ(dispatches(), 2);
  expectNormOf(other_, norm);
}

TEST_F(SumAndNorm, ASumIsThereForWhateverComesNext) {
  const Scope scope(ops());
  const Act x = upload(x_), y = upload(y_), z = upload(other_);
  ops().addTo(x, y);
  ops().addTo(z, x);
  const Act last = ops().lastRow(x);
  std::vector<float> twice = other_;
  for (size_t i = 0; i < twice.size(); ++i) twice[i] += sum_[i];
  expectNumbers(z, twice);
  expectNumbers(last, {sum_.end() - width(), sum_.end()});
  ops().addTo(x, y);
  for (size_t i = 0; i < sum_.size(); ++i) sum_[i] += y_[i];
  expectNumbers(x, sum_);
}

// One sum less for each half layer: norms of both layers, the one before the head, and no sum by itself.
TEST_F(SumAndNorm, ATokenTakesNoSumByItself) {
  std::vector<float> logits(model_->config.vocabSize);
  const int32_t token = 1;
  Decoder& decoder = gpuModel_->decoder();
  for (const char* pass : {"recorded", "replayed"}) {
    faults_.dispatchesUntilLost = kMany;
    ASSERT_EQ(decoder.evaluate({&token, 1}, 0, LogitsFor::Last, logits, nullptr), Evaluated::Done) << pass;
    // Of each layer: norm, q, k, v, two rotations, keys, values, attention, out; norm, gate and up, down.
    // Before the head: norm, head.
    EXPECT_EQ(dispatches(), int64_t{model_->config.layers} * 13 + 2) << pass;
  }
}

}  // namespace
}  // namespace hearth::vulkan::test
