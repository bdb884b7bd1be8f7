// Where experts are in the course of a conversation: after the card was lost, with card and disk at once,
// while other programs take memory and give it back; and what the hardware page hears of it.
#include "runtime/experts/profile_bytes.h"
#include "tests/engine/backend_fixture.h"
#include "tests/support/allocation_counter.h"

namespace hearth {
namespace {

class ResidencyTest : public BackendTest {
 protected:
  // Enough for all layers and some of the experts.
  uint64_t memoryForSome() const { return std::filesystem::file_size(kModel); }
  uint32_t experts() const { return model_->config.routing->experts; }
  std::vector<uint32_t> moeLayers() const {
    std::vector<uint32_t> layers;
    for (uint32_t i = 0; i < model_->config.layers; ++i) {
      if (model_->layers[i].moe) layers.push_back(i);
    }
    return layers;
  }
  KeptExperts keptBy(const Backend& backend) const {
    auto kept = keptFrom(backend.expertProfile(), model_->config.layers, experts(), identityOf(*model_));
    return kept ? std::move(*kept) : KeptExperts{};
  }
  // Of the experts that a layer has in `tier`, those that are not among its best in the profile.
  void expectBestIn(ExpertTier tier, const Backend& backend, const ResidencyProfile& profile) const {
    const Hardware hardware = backend.hardware();
    const auto layers = moeLayers();
    size_t checked = 0;
    for (size_t i = 0; i < layers.size(); ++i) {
      const std::span<const ExpertHeat> cells = std::span(hardware.cells).subspan(i * experts(), experts());
      const auto there = static_cast<size_t>(
          std::count_if(cells.begin(), cells.end(), [&](const ExpertHeat& c) { return c.tier == tier; }));
      const auto& wanted = profile[layers[i]];
      for (size_t rank = 0; rank < std::min(there, wanted.size()); ++rank, ++checked) {
        EXPECT_EQ(cells[wanted[rank]].tier, tier) << "layer " << layers[i] << ", rank " << rank;
      }
    }
    EXPECT_GT(checked, 0u);
  }
};

TEST_F(ResidencyTest, IsWarmAfterTheDeviceWasLost) {
  const auto backend = this->backend(options(DeviceWish::Gpu, memoryForSome()));
  ASSERT_TRUE(backend);
  const Answer first = answer(*backend);
  faults_.dispatchesUntilLost = 0;
  std::vector<float> logits(model_->config.vocabSize);
  ASSERT_EQ(
      backend->decoder().evaluate(std::span(first.tokens).last(1), kPrompt, LogitsFor::Last, logits, nullptr),
      Evaluated::Failed);
  const KeptExperts before = keptBy(*backend);
  ASSERT_TRUE(before.card) << "what was used is known although the card is lost";
  ASSERT_TRUE(backend->remake());
  EXPECT_EQ(keptBy(*backend), before);
  expectBestIn(ExpertTier::Gpu, *backend, *before.card);

  const auto cold = this->backend(options(DeviceWish::Gpu, memoryForSome()));
  std::vector<int32_t> again = first.tokens;
  expectSame(answerTo(again, *backend), answerTo(again, *cold));
  EXPECT_GT(backend->expertHits().rate(), cold->expertHits().rate());
}

TEST_F(ResidencyTest, IsReportedWithoutAddingUpTheModel) {
  const auto backend = this->backend(options(DeviceWish::Gpu, memoryForSome()));
  ASSERT_TRUE(backend);
  const uint64_t before = test::allocationCount();
  const Hardware hardware = backend->hardware();
  // The cells and what they are gathered from, a name, notes: nothing for each layer or tensor.
  EXPECT_LE(test::allocationCount() - before, 10u);
  EXPECT_EQ(hardware.cells.size(), moeLayers().size() * experts());
  EXPECT_GT(hardware.gpuBytesPerToken, 0);
}

TEST_F(ResidencyTest, ShowsWhichExpertsTheProcessorUsedLately) {
  BackendOptions small = options(DeviceWish::Auto);
  bool both = false;
  // All on the processor, then, with a little more memory, the last layers on the card.
  for (uint64_t percent = 76; percent < 100 && !both; percent += 4) {
    small.gpu.memoryBytes = memoryForSome() * percent / 100;
    const auto backend = this->backend(small);
    ASSERT_TRUE(backend);
    answer(*backend);
    const Hardware hardware = backend->hardware();
    both = both || (hardware.gpuLayers > 0 && hardware.gpuLayers < hardware.layers);
    for (size_t layer = 0; layer < moeLayers().size(); ++layer) {
      const auto cells = std::span(hardware.cells).subspan(layer * experts(), experts());
      const auto newest =
          std::count_if(cells.begin(), cells.end(), [](const ExpertHeat& c) { return c.heat == 255; });
      EXPECT_EQ(static_cast<uint32_t>(newest), model_->config.routing->topK) << "layer " << layer;
    }
  }
  EXPECT_TRUE(both) << "the memory must be such that the layers are shared";
}

TEST_F(ResidencyTest, IsKeptForTheCardAndForTheMemoryBeforeTheDisk) {
  // Room for a third of all experts.
  const auto& moe = *model_->layers[moeLayers().front()].moe;
  const size_t each = vulkan::ExpertSlots::layoutOf(moe, model_->config.width).bytes;
  const DiskTierOptions some{.ramBytes = moeLayers().size() * experts() * each / 3, .mode = ReadMode::Cached};
  const auto open = [&](std::unique_ptr<DiskTier>& tier) {
    auto opened = DiskTier::open(*model_, some);
    EXPECT_TRUE(opened) << opened.error().what();
    tier = std::move(*opened);
    BackendOptions wanted = options(DeviceWish::Gpu, memoryForSome());
    wanted.disk = tier.get();
    auto made = Backend::create(*model_, pool_, tier.get(), wanted);
    EXPECT_TRUE(made) << made.error().what();
    return std::move(*made);
  };
  std::unique_ptr<DiskTier> firstTier, secondTier;
  const auto first = open(firstTier);
  answer(*first);
  const KeptExperts kept = keptBy(*first);
  ASSERT_TRUE(kept.card && kept.memory);
  EXPECT_NE(kept.card, kept.memory);

  const auto second = open(secondTier);
  ASSERT_TRUE(second->warmExperts(first->expertProfile()));
  EXPECT_EQ(keptBy(*second), kept);
  expectBestIn(ExpertTier::Gpu, *second, *kept.card);
  std::vector<bool> inMemory(experts());
  for (const uint32_t layer : moeLayers()) {
    secondTier->held(layer, inMemory);
    ASSERT_FALSE((*kept.memory)[layer].empty());
    EXPECT_TRUE(inMemory[(*kept.memory)[layer].front()]);
  }
}

}  // namespace
}  // namespace hearth
