// Experts from disk: the same bytes as the mapping has, under any order of requests, and failures told.
#include "runtime/experts/disk_tier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/experts/mapped_source.h"
#include "runtime/forward/decoder.h"
#include "tests/experts/expert_models.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

using test::Random;

size_t expertBytes(const Model& model) {
  const MoeWeights& moe = *model.layers[test::firstMoeLayer(model)].moe;
  return moe.gate.bytesEach() + moe.up.bytesEach() + moe.down.bytesEach();
}

std::vector<uint32_t> moeLayers(const Model& model) {
  std::vector<uint32_t> layers;
  for (uint32_t i = 0; i < model.layers.size(); ++i) {
    if (model.layers[i].moe) layers.push_back(i);
  }
  return layers;
}

// `count` different experts.
std::vector<uint32_t> someExperts(uint32_t experts, uint32_t count, Random& random) {
  std::set<uint32_t> chosen;
  while (chosen.size() < count) chosen.insert(std::min(random.below(experts), random.below(experts)));
  return {chosen.begin(), chosen.end()};
}

bool same(const TensorView& a, const TensorView& b) {
  return a.type() == b.type() && a.rows() == b.rows() && a.cols() == b.cols() &&
         std::memcmp(a.data(), b.data(), a.bytes().size()) == 0;
}

class DiskTierTest : public testing::Test {
 protected:
  void SetUp() override {
    model_ = test::loadOrFail(test::hearthTinyPath());
    ASSERT_TRUE(model_);
  }
  std::unique_ptr<DiskTier> open(DiskTierOptions options) {
    auto tier = DiskTier::open(*model_, options);
    if (!tier) {
      ADD_FAILURE() << tier.error().what();
      return nullptr;
    }
    return std::move(*tier);
  }
  std::unique_ptr<Model> model_;
};

TEST_F(DiskTierTest, GivesTheMappedBytesWhateverIsAskedFor) {
  const uint32_t experts = model_->config.routing->experts, width = model_->config.width;
  const auto layers = moeLayers(*model_);
  for (const ReadMode mode : {ReadMode::Cached, ReadMode::Direct}) {
    for (const uint32_t readers : {1u, 3u, 8u}) {
      for (const double share : {0.05, 0.3, 1.0}) {
        Random random(readers);
        // Direct reading pads each expert, so that more memory is needed for as many.
        const auto bytes = static_cast<uint64_t>(share * 96 * static_cast<double>(expertBytes(*model_)) * 2);
        auto opened = DiskTier::open(*model_, {.ramBytes = bytes, .readers = readers, .mode = mode});
        if (!opened && mode == ReadMode::Direct) GTEST_SKIP() << opened.error().what();
        ASSERT_TRUE(opened) << opened.error().what();
        DiskTier& tier = **opened;
        std::vector<ExpertWeights> views(experts);
        for (int round = 0; round < 400; ++round) {
          const uint32_t layer = layers[random.below(static_cast<uint32_t>(layers.size()))];
          const auto wanted = someExperts(experts, 1 + random.below(tier.atOnce()), random);
          ASSERT_TRUE(tier.acquire(layer, wanted, std::span(views).first(wanted.size())));
          if (random.below(3) == 0) tier.want(layer, someExperts(experts, 5, random));
          if (random.below(2) == 0) tier.lookAhead(layer, random.normals(width).data(), 1);
          for (size_t i = 0; i < wanted.size(); ++i) {
            const ExpertWeights mapped = expertOf(*model_->layers[layer].moe, wanted[i]);
            ASSERT_TRUE(same(views[i].gate, mapped.gate));
            ASSERT_TRUE(same(views[i].up, mapped.up));
            ASSERT_TRUE(same(views[i].down, mapped.down));
          }
          tier.release(layer);
        }
        EXPECT_FALSE(tier.failure());
        const DiskTierStats stats = tier.stats();
        EXPECT_LE(stats.ramBytes, bytes);
        EXPECT_GT(stats.count.rate(), share == 1.0 ? 0.7 : 0.0);
      }
    }
  }
}

// Greedy decoding with memory for a tenth of the experts: every logit is the same.
TEST_F(DiskTierTest, ATenthOfTheExpertsInMemoryGivesTheSameLogits) {
  const auto tier = open({.ramBytes = 96 * expertBytes(*model_) / 10});
  ASSERT_TRUE(tier);
  EXPECT_LE(tier->stats().buffers, 9u);
  ThreadPool pool(2);
  const auto mapped = makeCpuOps(pool), fromDisk = makeCpuOps(pool, tier.get());
  auto expected = Decoder::create(*model_, *mapped, 128), actual = Decoder::create(*model_, *fromDisk, 128);
  ASSERT_TRUE(expected && actual);
  std::vector<int32_t> tokens = {0, 4091, 381, 288, 35, 55, 58, 512, 35, 54, 59, 66, 4092};
  std::vector<float> a(model_->config.vocabSize), b(a.size());
  uint32_t position = 0;
  for (int i = 0; i < 40; ++i) {
    const auto batch = std::span(tokens).subspan(position);
    ASSERT_EQ((*expected)->evaluate(batch, position, LogitsFor::Last, a, nullptr), Evaluated::Done);
    ASSERT_EQ((*actual)->evaluate(batch, position, LogitsFor::Last, b, nullptr), Evaluated::Done);
    ASSERT_EQ(a, b) << "token " << i;
    position = static_cast<uint32_t>(tokens.size());
    tokens.push_back(static_cast<int32_t>(std::max_element(a.begin(), a.end()) - a.begin()));
  }
  const DiskTierStats stats = tier->stats();
  EXPECT_GT(stats.bytesRead, 0u);
  EXPECT_GT(stats.readAheadUsed, 0u);
}

// Half of each layer's experts, used more often the smaller their number, then the same after a restart.
TEST_F(DiskTierTest, StartsWarmWithTheProfileOfAnEarlierRun) {
  const uint32_t experts = model_->config.routing->experts;
  // Not whichever mode measures faster: direct reads are aligned, so that fewer experts fit.
  const DiskTierOptions options{.ramBytes = 40 * expertBytes(*model_), .mode = ReadMode::Cached};
  const auto use = [&](DiskTier& tier) {
    Random random(5);
    for (int round = 0; round < 100; ++round) {
      for (const uint32_t layer : moeLayers(*model_)) {
        const auto wanted = someExperts(experts / 2, 2, random);
        ExpertWeights views[2];
        ASSERT_TRUE(tier.acquire(layer, wanted, views));
        tier.release(layer);
      }
    }
  };
  const auto first = open(options);
  use(*first);
  const ResidencyProfile profile = first->profile();

  const auto second = open(options);
  second->warm(profile, std::chrono::seconds(60));
  for (const uint32_t layer : moeLayers(*model_)) {
    std::vector<bool> inMemory(experts);
    second->held(layer, inMemory);
    for (size_t rank = 0; rank < 6; ++rank) EXPECT_TRUE(inMemory[profile[layer][rank]]);
  }
  EXPECT_EQ(second->profile(), profile);

  const auto hasty = open(options);
  hasty->warm(profile, std::chrono::milliseconds(0));
  EXPECT_EQ(hasty->stats().bytesRead, 0u);
  use(*hasty);
}

// The mapping's pages of experts stay untouched: the system holds none of them for this process.
TEST_F(DiskTierTest, NeverTouchesTheMappingsExperts) {
  const auto tier = open({.ramBytes = 20 * expertBytes(*model_)});
  ASSERT_TRUE(tier);
  ThreadPool pool(2);
  const auto ops = makeCpuOps(pool, tier.get());
  auto decoder = Decoder::create(*model_, *ops, 64);
  ASSERT_TRUE(decoder);
  std::vector<float> logits(model_->config.vocabSize);
  for (uint32_t i = 0; i < 20; ++i) {
    const auto token = static_cast<int32_t>(17 * i + 3);
    (*decoder)->evaluate({&token, 1}, i, LogitsFor::Last, logits, nullptr);
  }
  std::ifstream maps("/proc/self/smaps");
  if (!maps) GTEST_SKIP() << "this system does not tell what is resident";
  uint32_t checked = 0;
  bool inExperts = false;
  for (std::string line; std::getline(maps, line);) {
    unsigned long begin = 0, end = 0, kibibytes = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2) {
      inExperts = false;
      for (const uint32_t layer : moeLayers(*model_)) {
        const MoeWeights& moe = *model_->layers[layer].moe;
        for (const ExpertStack* stack : {&moe.gate, &moe.up, &moe.down}) {
          const auto first = reinterpret_cast<unsigned long>(stack->expert(0).data());
          inExperts |= begin >= first && end <= first + stack->bytes();
        }
      }
    } else if (inExperts && std::sscanf(line.c_str(), "Rss: %lu kB", &kibibytes) == 1) {
      EXPECT_EQ(kibibytes, 0u);
      ++checked;
    }
  }
  EXPECT_GT(checked, 0u);
}

TEST_F(DiskTierTest, TellsWhenMemoryIsTooLittle) {
  const auto tier = DiskTier::open(*model_, {.ramBytes = 2 * expertBytes(*model_)});
  ASSERT_FALSE(tier);
  EXPECT_NE(tier.error().what().find("--ram"), std::string::npos) << tier.error().what();
}

TEST_F(DiskTierTest, TellsOfACutOffFileAndDoesNotHang) {
  const test::TemporaryFolder folder;
  const std::string path = folder.file("cut.gguf");
  std::filesystem::copy_file(test::hearthTinyPath(), path);
  const auto model = test::loadOrFail(path);
  ASSERT_TRUE(model);
  for (const ReadMode mode : {ReadMode::Cached, ReadMode::Direct}) {
    auto tier = DiskTier::open(*model, {.ramBytes = 60 * expertBytes(*model), .mode = mode});
    if (!tier) continue;  // no direct reading here
    const uint32_t layer = moeLayers(*model).back(), last = model->config.routing->experts - 1;
    const ExpertStack& stack = model->layers[layer].moe->down;
    const auto place = model->file->placeOf(stack.expert(0).bytes());
    const uint64_t down = stack.bytes();
    std::filesystem::resize_file(path, place.offset + down - 1000);
    const uint32_t wanted[] = {1, 5, last};
    ExpertWeights views[3];
    EXPECT_FALSE((*tier)->acquire(layer, wanted, views));
    ASSERT_TRUE((*tier)->failure());
    EXPECT_NE((*tier)->failure()->what().find("cut off"), std::string::npos) << (*tier)->failure()->what();
    EXPECT_FALSE((*tier)->acquire(layer, wanted, views));
    std::filesystem::remove(path);
    std::filesystem::copy_file(test::hearthTinyPath(), path);
  }
}

// A source that stops working after some acquisitions.
class FailingSource final : public ExpertSource {
 public:
  FailingSource(const Model& model, uint32_t good) : mapped_(model), left_(good) {}
  uint32_t atOnce() const override { return 3; }
  bool acquire(uint32_t layer, std::span<const uint32_t> experts, std::span<ExpertWeights> views) override {
    if (left_ == 0) return false;
    --left_;
    return mapped_.acquire(layer, experts, views);
  }
  void release(uint32_t) override {}
  void lookAhead(uint32_t, const float*, uint32_t) override {}
  std::optional<Error> failure() const override {
    if (left_ > 0) return std::nullopt;
    return Error("the disk is gone");
  }

 private:
  MappedSource mapped_;
  uint32_t left_;
};

TEST_F(DiskTierTest, APassFailsWithTheSourcesReason) {
  FailingSource source(*model_, 20);
  ThreadPool pool(2);
  const auto ops = makeCpuOps(pool, &source);
  auto decoder = Decoder::create(*model_, *ops, 64);
  ASSERT_TRUE(decoder);
  std::vector<float> logits(model_->config.vocabSize);
  auto evaluated = Evaluated::Done;
  uint32_t done = 0;
  for (; evaluated == Evaluated::Done && done < 20; ++done) {
    const auto token = static_cast<int32_t>(done);
    evaluated = (*decoder)->evaluate({&token, 1}, done, LogitsFor::Last, logits, nullptr);
  }
  EXPECT_EQ(evaluated, Evaluated::Failed);
  EXPECT_EQ(done, 3u);  // 4 layers of 2 acquisitions each for 4 experts, 3 at a time
  EXPECT_EQ((*decoder)->failure(), "the disk is gone");
}

TEST_F(DiskTierTest, AcquiringAllocatesNothing) {
  const auto tier = open({.ramBytes = 30 * expertBytes(*model_), .readers = 2});
  ASSERT_TRUE(tier);
  Random random(5);
  const auto layers = moeLayers(*model_);
  const auto h = random.normals(model_->config.width);
  std::vector<std::vector<uint32_t>> wanted;
  for (int i = 0; i < 100; ++i) wanted.push_back(someExperts(model_->config.routing->experts, 4, random));
  ExpertWeights views[4];
  const auto run = [&] {
    for (size_t i = 0; i < wanted.size(); ++i) {
      const uint32_t layer = layers[i % layers.size()];
      ASSERT_TRUE(tier->acquire(layer, wanted[i], views));
      tier->lookAhead(layer, h.data(), 1);
      tier->release(layer);
    }
  };
  run();
  const uint64_t before = test::allocationCount();
  run();
  EXPECT_EQ(test::allocationCount(), before);
}

TEST_F(DiskTierTest, MeasuresBothWaysOfReading) {
  const auto tier = open({.ramBytes = 60 * expertBytes(*model_)});
  ASSERT_TRUE(tier);
  const DiskSpeed speed = tier->stats().speed;
  EXPECT_GT(speed.cachedBytesPerSecond, 0);
  const bool directIsFaster = speed.directBytesPerSecond > speed.cachedBytesPerSecond;
  EXPECT_TRUE(directIsFaster || speed.chosen == ReadMode::Cached);
}

}  // namespace
}  // namespace hearth
