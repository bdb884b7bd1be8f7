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

// The budget is automatic, and what it is made from is the test's.
class BreathingTest : public ResidencyTest {
 protected:
  BackendOptions breathing() {
    BackendOptions options = this->options(DeviceWish::Gpu);
    options.gpu.lookInterval = std::chrono::milliseconds(0);
    options.gpu.looksBeforeGrowth = 4;
    return options;
  }
  // Others take so much that the automatic budget is `budget`.
  static int64_t takenFor(size_t budget, size_t total) {
    return static_cast<int64_t>(automaticGpuBudget(total, 0) - budget);
  }
  static size_t expertBytes(const Backend& backend) {
    return backend.memoryReport()->byUse[static_cast<size_t>(vulkan::MemoryUse::Experts)];
  }
};

TEST_F(BreathingTest, GivesSlotsToAnotherProgramAndTakesThemBack) {
  const Answer expected = undisturbed();
  faults_.takenByOthers = 0;
  const auto backend = this->backend(breathing());
  ASSERT_TRUE(backend && backend->memoryReport());
  const size_t all = backend->memoryReport()->ours, experts = expertBytes(*backend);
  const size_t total = backend->memoryReport()->total, less = all - experts / 2;
  std::vector<size_t> sizes;
  expectSame(answer(*backend,
                    [&](uint32_t token) {
                      const auto report = *backend->memoryReport();
                      // After the pass that ended: what others took by then is theirs.
                      EXPECT_LE(report.ours,
                                automaticGpuBudget(total, static_cast<size_t>(faults_.takenByOthers)));
                      sizes.push_back(expertBytes(*backend));
                      // Taken at token 4; comes and goes from token 6 to 13; given back for good at 14.
                      const bool taken = token >= 4 && token < 14 && (token < 6 || token % 3 != 0);
                      faults_.takenByOthers = taken ? takenFor(less, total) : 0;
                    }),
             expected);
  EXPECT_TRUE(changes_.empty()) << "nothing was loaded anew";
  ASSERT_EQ(sizes.size(), kAnswer);
  EXPECT_GT(sizes[5], 0u);
  EXPECT_LE(sizes[5], experts / 2);
  for (uint32_t token = 0; token < kAnswer; ++token) {
    const bool shrunk = token > 4 && token < 18;
    // It does not come and go with the other program.
    EXPECT_EQ(sizes[token], shrunk ? sizes[5] : experts) << token;
  }
}

TEST_F(BreathingTest, GrowsNoFurtherThanTheLeastRoomThatThereWas) {
  faults_.takenByOthers = 0;
  const auto backend = this->backend(breathing());
  ASSERT_TRUE(backend && backend->memoryReport());
  const size_t all = backend->memoryReport()->ours, experts = expertBytes(*backend);
  const size_t total = backend->memoryReport()->total;
  faults_.takenByOthers = takenFor(all - experts, total);
  EXPECT_TRUE(backend->breathe());
  EXPECT_EQ(expertBytes(*backend), 0u);
  // Half, all, half, all.
  for (int look = 0; look < 4; ++look) {
    EXPECT_EQ(expertBytes(*backend), 0u);
    faults_.takenByOthers = look % 2 == 0 ? takenFor(all - experts / 2, total) : 0;
    EXPECT_EQ(backend->breathe(), look == 3);
  }
  EXPECT_GT(expertBytes(*backend), 0u);
  EXPECT_LE(expertBytes(*backend), experts / 2);
}

// So much is taken that slots alone cannot give way: layers do, after a few looks, and the answer goes on.
TEST_F(BreathingTest, GivesLayersToAProgramThatTakesMoreThanTheSlots) {
  const Answer expected = undisturbed();
  faults_.takenByOthers = 0;
  const auto backend = this->backend(breathing());
  ASSERT_TRUE(backend && backend->memoryReport());
  const size_t total = backend->memoryReport()->total;
  using vulkan::MemoryUse;
  const size_t less = backend->memoryReport()->byUse[static_cast<size_t>(MemoryUse::Weights)] / 2;
  expectSame(answer(*backend,
                    [&](uint32_t token) {
                      if (token == 4) faults_.takenByOthers = takenFor(less, total);
                      // A pass and its look for each token; remade before the pass behind the last of them.
                      if (token < 4 + GpuSide::kLooksCrowded) {
                        EXPECT_TRUE(changes_.empty()) << token;
                      } else if (token > 4 + GpuSide::kLooksCrowded) {
                        const auto report = backend->memoryReport();
                        EXPECT_LE(report ? report->ours : 0, less) << token;
                      }
                    }),
             expected);
  ASSERT_EQ(changes_.size(), 1u);
  EXPECT_NE(changes_[0].find("too small"), std::string::npos) << changes_[0];
}

TEST_F(BreathingTest, KeepsItsLayersThroughAShortPeak) {
  faults_.takenByOthers = 0;
  const auto backend = this->backend(breathing());
  ASSERT_TRUE(backend && backend->memoryReport());
  const int64_t all = takenFor(1, backend->memoryReport()->total);
  for (uint32_t look = 0; look < 4 * GpuSide::kLooksCrowded; ++look) {
    faults_.takenByOthers = look % GpuSide::kLooksCrowded == 0 ? 0 : all;
    backend->breathe();
    EXPECT_FALSE(backend->needsRemaking()) << look;
  }
}

// A budget of the user's own is no other program's business.
TEST_F(BreathingTest, LeavesABudgetOfTheUserAlone) {
  faults_.takenByOthers = 0;
  BackendOptions fixed = breathing();
  fixed.gpu.memoryBytes = memoryForSome();
  const auto backend = this->backend(fixed);
  ASSERT_TRUE(backend && backend->memoryReport());
  const size_t before = expertBytes(*backend);
  faults_.takenByOthers = static_cast<int64_t>(backend->memoryReport()->total / 2);
  EXPECT_FALSE(backend->breathe());
  EXPECT_EQ(expertBytes(*backend), before);
}

}  // namespace
}  // namespace hearth
