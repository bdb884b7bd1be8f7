// What is kept beside a conversation comes back as it was, and nothing else is believed.
#include "runtime/experts/profile_bytes.h"

#include <gtest/gtest.h>

#include "tests/support/random_data.h"

namespace hearth {
namespace {

constexpr uint64_t kIdentity = 0x0123456789ABCDEF;

ResidencyProfile randomProfile(test::Random& random, uint32_t layers, uint32_t experts) {
  ResidencyProfile profile(layers);
  for (auto& layer : profile) {
    for (uint32_t expert = 0; expert < experts; ++expert) {
      if (random.below(3) > 0)
        layer.insert(layer.begin() + random.below(static_cast<uint32_t>(layer.size()) + 1), expert);
    }
  }
  return profile;
}

KeptExperts randomKept(test::Random& random, uint32_t layers, uint32_t experts) {
  return {randomProfile(random, layers, experts), randomProfile(random, layers, experts)};
}

std::string withSum(std::string bytes) {
  uint64_t sum = 0xcbf29ce484222325u;  // FNV-1a
  for (const char byte : bytes) sum = (sum ^ static_cast<uint8_t>(byte)) * 0x100000001b3u;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(sum >> (8 * i) & 0xFF);
  return bytes;
}

TEST(ProfileBytes, ComeBackAsTheyWere) {
  test::Random random(1);
  for (const uint32_t experts : {1u, 24u, 256u, 257u, 384u}) {
    for (const uint32_t layers : {0u, 1u, 61u}) {
      const ResidencyProfile card = randomProfile(random, layers, experts);
      const ResidencyProfile memory = randomProfile(random, layers, experts);
      for (const KeptExperts& kept : {KeptExperts{card, memory}, {card, {}}, {{}, memory}}) {
        const std::string bytes = toBytes(kept, experts, kIdentity);
        EXPECT_EQ(keptFrom(bytes, layers, experts, kIdentity), kept) << layers << ", " << experts;
      }
    }
  }
}

TEST(ProfileBytes, TakeAByteForEachExpert) {
  const ResidencyProfile all(58, [] {
    std::vector<uint32_t> layer(256);
    for (uint32_t i = 0; i < 256; ++i) layer[i] = i;
    return layer;
  }());
  EXPECT_LT(toBytes({all, {}}, 256, kIdentity).size(), 58u * 256 + 200);
}

TEST(ProfileBytes, OfAnotherModelAreRefused) {
  test::Random random(2);
  const std::string bytes = toBytes(randomKept(random, 4, 24), 24, kIdentity);
  EXPECT_TRUE(keptFrom(bytes, 4, 24, kIdentity));
  EXPECT_FALSE(keptFrom(bytes, 4, 24, kIdentity + 1));
  EXPECT_FALSE(keptFrom(bytes, 5, 24, kIdentity));
  EXPECT_FALSE(keptFrom(bytes, 4, 25, kIdentity));
  EXPECT_FALSE(keptFrom("", 4, 24, kIdentity));
}

TEST(ProfileBytes, AreRefusedWithAnyBitFlippedOrCutAnywhere) {
  test::Random random(3);
  const std::string bytes = toBytes(randomKept(random, 4, 24), 24, kIdentity);
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      EXPECT_FALSE(keptFrom(damaged, 4, 24, kIdentity)) << at << ", " << bit;
    }
    EXPECT_FALSE(keptFrom(bytes.substr(0, at), 4, 24, kIdentity));
  }
  EXPECT_FALSE(keptFrom(bytes + '\0', 4, 24, kIdentity));
}

// One layer of three experts, used in the order 2, 0.
TEST(ProfileBytes, OfTheFirstVersionCountForBothPlaces) {
  std::string header = "HXPF";
  header += '\1';
  for (int i = 0; i < 8; ++i) header += static_cast<char>(kIdentity >> (8 * i) & 0xFF);
  header += std::string("\1\0\3\0", 4);
  const std::string layer("\2\0\2\0", 4);
  const ResidencyProfile expected = {{2, 0}};
  EXPECT_EQ(keptFrom(withSum(header + layer), 1, 3, kIdentity), (KeptExperts{expected, expected}));
  header[4] = '\3';
  EXPECT_FALSE(keptFrom(withSum(header + layer), 1, 3, kIdentity));
  header[4] = '\2';
  EXPECT_FALSE(keptFrom(withSum(header + '\0' + layer), 1, 3, kIdentity)) << "of no place at all";
  EXPECT_FALSE(keptFrom(withSum(header + '\4' + layer), 1, 3, kIdentity)) << "of a place unknown";
  EXPECT_EQ(keptFrom(withSum(header + '\2' + layer), 1, 3, kIdentity), (KeptExperts{{}, expected}));
}

// Damage whose sum is right all the same: whatever comes out can be given to a cache.
TEST(ProfileBytes, SurviveDamageThatTheSumDoesNotShow) {
  test::Random random(4);
  uint32_t accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = toBytes(randomKept(random, 4, 24), 24, kIdentity);
    bytes.resize(bytes.size() - 8);
    constexpr size_t kHeader = 17;
    if (random.below(4) == 0)
      bytes.resize(kHeader + random.below(static_cast<uint32_t>(bytes.size() - kHeader)));
    for (uint32_t i = random.below(4); i > 0 && bytes.size() > kHeader; --i) {
      const size_t at = kHeader + random.below(static_cast<uint32_t>(bytes.size() - kHeader));
      bytes[at] = static_cast<char>(random.below(random.below(2) == 0 ? 26 : 256));
    }
    const auto kept = keptFrom(withSum(std::move(bytes)), 4, 24, kIdentity);
    if (!kept) continue;
    ++accepted;
    ASSERT_TRUE(kept->card || kept->memory);
    for (const auto& profile : {kept->card, kept->memory}) {
      if (!profile) continue;
      ASSERT_EQ(profile->size(), 4u);
      ExpertCache cache({.experts = 24, .slots = {6, 6, 6, 6}});
      cache.restore(*profile);
      EXPECT_EQ(cache.profile(), *profile);
    }
  }
  EXPECT_GT(accepted, 1000u);  // those with no damage, or none that matters
}

}  // namespace
}  // namespace hearth
