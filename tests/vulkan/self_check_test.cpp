// The self-check lets right kernels pass and replaces wrong ones.
#include "runtime/vulkan/self_check.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <limits>

#include <unistd.h>

#include "tests/vulkan/gpu_fixture.h"

namespace hearth::vulkan {
namespace {

class SelfCheckTest : public test::GpuTest {
 protected:
  void SetUp() override {
    GpuTest::SetUp();
    if (IsSkipped()) return;
    auto made = CheckBench::create(memory(), gpu().pipelines());
    ASSERT_TRUE(made) << made.error().what();
    bench_ = std::move(*made);
  }
  void TearDown() override {
    bench_.reset();
    if (!IsSkipped()) gpu().pipelines().choose(chooseKernels(device().can()));
    GpuTest::TearDown();
  }
  Pipelines& pipelines() { return gpu().pipelines(); }
  // A check of the router that finds fault with `wrong`.
  KernelCheck faulty(const std::string& wrong, double error) {
    const auto shader = [](const KernelChoice& choice) { return choice.summing("route"); };
    return {"route", shader,
            [=, this](CheckBench&) { return shader(pipelines().choice()) == wrong ? error : 0.5; }};
  }

  void expectNoFault(const std::vector<KernelCheck>& checks) {
    CheckRecord record;
    const auto checked = selfCheck(*bench_, checks, record);
    ASSERT_TRUE(checked) << checked.error().what();
    EXPECT_EQ(record.passed.size(), checks.size());
    for (const auto& [shader, reason] : record.vetoes) ADD_FAILURE() << shader << ": " << reason;
  }

  std::unique_ptr<CheckBench> bench_;
};

TEST_F(SelfCheckTest, FindsNoFaultWithKernelsOfThisDevice) {
  constexpr DType kFormats[] = {DType::F16, DType::Q4_K, DType::MXFP4};
  expectNoFault(matrixChecks(kFormats));
}

TEST_F(SelfCheckTest, FindsNoFaultWithRowsAndAttention) {
  for (const KvForm form : {KvForm::Half, KvForm::Float, KvForm::Q8_0, KvForm::Q4_0, KvForm::F8}) {
    expectNoFault(rowChecks(form));
  }
  for (const KvForm form : {KvForm::Half, KvForm::Float}) expectNoFault(sparseChecks(form));
  KernelChoice choice = pipelines().choice();
  choice.subgroups = false;
  pipelines().choose(choice);
  expectNoFault(rowChecks(KvForm::Half));
  expectNoFault(sparseChecks(KvForm::Half));
}

TEST_F(SelfCheckTest, FindsNoFaultWithKernelsOfOtherDevices) {
  for (const Arithmetic arithmetic : {Arithmetic::Int8, Arithmetic::Half}) {
    KernelChoice choice = pipelines().choice();
    choice.int8Matvec = true;
    choice.matmul = {arithmetic};
    pipelines().choose(choice);
    constexpr DType kFormats[] = {DType::BF16, DType::Q8_0, DType::Q6_K};
    expectNoFault(matrixChecks(kFormats));
  }
}

TEST_F(SelfCheckTest, ReplacesAWrongKernelByAPlainerOneAndSaysWhy) {
  KernelChoice choice = pipelines().choice();
  choice.subgroups = true;
  for (const double error : {1.5, std::numeric_limits<double>::quiet_NaN()}) {
    pipelines().choose(choice);
    const auto sentences =
        checkKernels(memory(), pipelines(), std::vector{faulty("route_subgroup", error)}, "");
    ASSERT_TRUE(sentences) << sentences.error().what();
    ASSERT_EQ(sentences->size(), 1u);
    EXPECT_EQ(
        sentences->front(),
        "'route_subgroup' is not used on this graphics card: it computed wrong numbers when it was checked.");
    EXPECT_EQ(pipelines().choice().summing("route"), "route_shared");
    EXPECT_EQ(pipelines().choice().summing("matvec_q4_k"), "matvec_q4_k_subgroup") << "others stay";
  }
}

TEST_F(SelfCheckTest, FailsWhenNothingPlainerIsLeft) {
  KernelChoice choice = pipelines().choice();
  choice.subgroups = false;
  pipelines().choose(choice);
  const auto sentences = checkKernels(memory(), pipelines(), std::vector{faulty("route_shared", 3)}, "");
  ASSERT_FALSE(sentences);
  EXPECT_NE(sentences.error().what().find("route_shared"), std::string::npos) << sentences.error().what();
}

TEST_F(SelfCheckTest, RemembersWhatItFoundWhileTheFileIsWhole) {
  const auto path = std::filesystem::temp_directory_path() / ("hearth_checks_" + std::to_string(::getpid()));
  KernelChoice choice = pipelines().choice();
  choice.subgroups = true;
  uint32_t runs = 0;
  KernelCheck check = faulty("route_subgroup", 2);
  check.error = [&runs, error = check.error](CheckBench& bench) { return ++runs, error(bench); };
  for (const uint32_t expectedRuns : {2u, 2u}) {
    pipelines().choose(choice);
    const auto sentences = checkKernels(memory(), pipelines(), std::vector{check}, path.string());
    ASSERT_TRUE(sentences) << sentences.error().what();
    EXPECT_EQ(sentences->size(), 1u);
    EXPECT_EQ(pipelines().choice().summing("route"), "route_shared");
    EXPECT_EQ(runs, expectedRuns);
  }
  // A check that came later runs, and so do all when the file is damaged.
  check.name = "another";
  pipelines().choose(choice);
  ASSERT_TRUE(checkKernels(memory(), pipelines(), std::vector{check}, path.string()));
  EXPECT_EQ(runs, 3u);
  std::ofstream(path, std::ios::app) << "x";
  pipelines().choose(choice);
  ASSERT_TRUE(checkKernels(memory(), pipelines(), std::vector{check}, path.string()));
  EXPECT_EQ(runs, 5u);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace hearth::vulkan
